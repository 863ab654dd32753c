package org.cotangent.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.Inputs;
import org.cotangent.benchmarks.Work;
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

/** A matrix product, and the two transposed forms that its backward pass consists of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatrixProduct {
    /** The extents m, k and n of A [m, k] times B [k, n]. */
    @Param({
        "8x8x8",
        "32x32x32",
        "64x64x64",
        "128x128x128",
        "256x256x256",
        "512x512x512",
        "64x1000x100",
        "128x784x256",
        "1x1000x1000"
    })
    public String shape;

    private Tensor a;
    private Tensor b;
    private Tensor seed;
    private Tensor varyingLeft;
    private Tensor byLeft;
    private Tensor varyingRight;
    private Tensor byRight;

    /** The operands. */
    @Setup
    public void operands() {
        int[] size = Work.extents(shape);
        int m = size[0];
        int k = size[1];
        int n = size[2];
        a = Tensor.of(Inputs.uniform(1, m * k, 1), m, k);
        b = Tensor.of(Inputs.uniform(2, k * n, 1), k, n);
        seed = Tensor.of(Inputs.uniform(3, m * n, 1), m, n);
        varyingLeft = a.asVariable();
        byLeft = varyingLeft.matmul(b);
        varyingRight = b.asVariable();
        byRight = a.matmul(varyingRight);
    }

    /**
     * A B.
     *
     * @return the product
     */
    @Benchmark
    public Tensor plain() {
        return a.matmul(b);
    }

    /**
     * The adjoint of A, a product with the transpose of B.
     *
     * @return the adjoint
     */
    @Benchmark
    public Tensor transposedRight() {
        return byLeft.backward(seed).of(varyingLeft);
    }

    /**
     * The adjoint of B, a product with the transpose of A.
     *
     * @return the adjoint
     */
    @Benchmark
    public Tensor transposedLeft() {
        return byRight.backward(seed).of(varyingRight);
    }
}
