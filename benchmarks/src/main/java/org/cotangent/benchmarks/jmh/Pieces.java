package org.cotangent.benchmarks.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Numbers taken out of a tensor one by one, and tensors joined, forward and backward. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Pieces {
    /** How many. */
    @Param({"1000", "4000", "16000", "64000"})
    public int n;

    private Tensor variable;
    private Tensor small;

    /** A vector, and a matrix of 4 x 4. */
    @Setup
    public void tensors() {
        variable = Tensor.variable(Inputs.uniform(1, n, 1));
        small = Tensor.variable(Inputs.uniform(1, 16, 1), 4, 4);
    }

    private Object backward(Tensor[] pieces) {
        Tensor sum = Tensor.of(0);
        for (Tensor piece : pieces) {
            sum = sum.add(piece.square());
        }
        return sum.backward();
    }

    /**
     * All by {@code at}.
     *
     * @return the gradients
     */
    @Benchmark
    public Object at() {
        Tensor[] pieces = new Tensor[n];
        for (int i = 0; i < n; i++) {
            pieces[i] = variable.at(i);
        }
        return backward(pieces);
    }

    /**
     * All by {@code unstack}.
     *
     * @return the gradients
     */
    @Benchmark
    public Object unstack() {
        List<Tensor> pieces = variable.unstack(0);
        return backward(pieces.toArray(Tensor[]::new));
    }

    /**
     * Joined again.
     *
     * @return the gradients
     */
    @Benchmark
    public Object stack() {
        Tensor[] pieces = new Tensor[n];
        for (int i = 0; i < n; i++) {
            pieces[i] = variable.at(i);
        }
        return Tensor.stack(0, pieces).square().sum().backward();
    }

    /**
     * One number, not swept.
     *
     * @return the number
     */
    @Benchmark
    public Tensor one() {
        return variable.at(n / 2);
    }

    /**
     * A small matrix transposed, not swept.
     *
     * @return the matrix
     */
    @Benchmark
    public Tensor transpose() {
        return small.transpose();
    }
}
