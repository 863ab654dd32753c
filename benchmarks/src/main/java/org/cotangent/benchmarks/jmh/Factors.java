package org.cotangent.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.Inputs;
import org.cotangent.linalg.Linalg;
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

/** Factorizations and solutions of square matrices, the value and the gradient afterwards. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Factors {
    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
            Map.of(
                    "cholesky",
                    Linalg::cholesky,
                    "det",
                    Linalg::det,
                    "qr",
                    x -> Linalg.qr(x).r(),
                    "inverse",
                    Linalg::inverse,
                    "solve",
                    x -> Linalg.solve(x, x.stopGradient()),
                    "product",
                    x -> x.matmul(x.stopGradient()));

    /** Which function; the product of two such matrices for comparison. */
    @Param({"product", "cholesky", "det", "qr", "inverse", "solve"})
    public String function;

    /** Rows and columns. */
    @Param({"100", "200", "400", "800"})
    public int n;

    private UnaryOperator<Tensor> f;
    private Tensor constant;
    private Tensor result;
    private Tensor seed;

    /** A symmetric matrix whose diagonal dominates a little. */
    @Setup
    public void matrix() {
        f = FUNCTIONS.get(function);
        Tensor x = Tensor.of(Inputs.uniform(1, n * n, 1), n, n);
        double diagonal = 4 * Math.sqrt(n) / n;
        constant = x.add(x.transpose()).div(n).add(Tensor.eye(n).mul(diagonal));
        result = f.apply(constant.asVariable());
        seed = Tensor.ones(result.shape());
    }

    /**
     * The value alone.
     *
     * @return it
     */
    @Benchmark
    public Tensor value() {
        return f.apply(constant);
    }

    /**
     * A backward pass through what was recorded once.
     *
     * @return the gradients
     */
    @Benchmark
    public Object gradient() {
        return result.backward(seed);
    }
}
