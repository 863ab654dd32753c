package org.cotangent.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of an operation beside its arithmetic: on vectors of four elements and on single
 * numbers, nanoseconds for each operation of a chain of 1,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Overhead {
    private static final int LENGTH = 1000;

    private final Tensor w = Tensor.vector(0.999, 0.998, 0.997, 0.996);
    private final Tensor b = Tensor.vector(0.1, 0.2, 0.3, 0.4);
    private final Tensor x = Tensor.vector(1, 2, 3, 4);
    private final Tensor variable = x.asVariable();
    private final Tensor matrix = Tensor.eye(4);
    private final Tensor number = Tensor.of(0.5);
    private final Tensor variableNumber = Tensor.variable(0.5);
    private final Tensor factor = Tensor.of(0.999);
    private final Tensor addend = Tensor.of(0.001);
    private final Tensor recorded = chain(variable, w, b);
    private final Tensor recordedNumbers = chain(variableNumber, factor, addend);
    private final Tensor ones = Tensor.ones(4);

    private static Tensor chain(Tensor from, Tensor times, Tensor plus) {
        Tensor v = from;
        for (int i = 0; i < LENGTH; i++) {
            v = i % 2 == 0 ? v.mul(times) : v.add(plus);
        }
        return v;
    }

    /**
     * Four elements, constants: nothing is recorded.
     *
     * @return the last result
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor fourConstants() {
        return chain(x, w, b);
    }

    /**
     * Four elements, recorded.
     *
     * @return the last result
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor fourForward() {
        return chain(variable, w, b);
    }

    /**
     * Four elements, the sweep.
     *
     * @return the gradients
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Gradients fourSweep() {
        return recorded.backward(ones);
    }

    /**
     * Four elements times a matrix of sixteen, recorded.
     *
     * @return the last result
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor fourByMatrix() {
        Tensor v = variable;
        for (int i = 0; i < LENGTH; i++) {
            v = v.matmul(matrix);
        }
        return v;
    }

    /**
     * Numbers, constants: nothing is recorded.
     *
     * @return the last result
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor numberConstants() {
        return chain(number, factor, addend);
    }

    /**
     * Numbers, recorded.
     *
     * @return the last result
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor numberForward() {
        return chain(variableNumber, factor, addend);
    }

    /**
     * Numbers, the sweep.
     *
     * @return the gradients
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Gradients numberSweep() {
        return recordedNumbers.backward();
    }

    /**
     * Numbers, forward and sweep.
     *
     * @return the gradient
     */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Tensor numberForwardAndSweep() {
        return chain(variableNumber, factor, addend).backward().of(variableNumber);
    }
}
