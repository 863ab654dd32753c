package org.cotangent.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.Inputs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Functions of every element, and the softmax, forward and forward with backward. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Elementwise {
    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
            Map.of(
                    "exp",
                    Tensor::exp,
                    "sigmoid",
                    Tensor::sigmoid,
                    "tanh",
                    Tensor::tanh,
                    "log",
                    Tensor::log,
                    "relu",
                    Tensor::relu,
                    "add",
                    x -> x.add(x),
                    "mul",
                    x -> x.mul(x),
                    "softmax",
                    x -> x.softmax(-1),
                    "logSoftmax",
                    x -> x.logSoftmax(-1));

    /** Which function. */
    @Param({"exp", "sigmoid", "tanh", "log", "relu", "add", "mul", "softmax", "logSoftmax"})
    public String function;

    /** How many elements. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int n;

    private UnaryOperator<Tensor> f;
    private Tensor constant;
    private Tensor variable;
    private Tensor seed;

    /** The elements, from 0.5 to 8.5. */
    @Setup
    public void elements() {
        f = FUNCTIONS.get(function);
        double[] x = Inputs.uniform(1, n, 4);
        for (int i = 0; i < n; i++) {
            x[i] += 4.5;
        }
        constant = Tensor.of(x);
        variable = Tensor.variable(x);
        seed = Tensor.of(Inputs.uniform(2, n, 1));
    }

    /**
     * The values.
     *
     * @return the values
     */
    @Benchmark
    public Tensor forward() {
        return f.apply(constant);
    }

    /**
     * The values, and the adjoint of the elements.
     *
     * @return the adjoint
     */
    @Benchmark
    public Tensor forwardAndBackward() {
        return f.apply(variable).backward(seed).of(variable);
    }
}
