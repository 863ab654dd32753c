package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random functions with branches and loops, as programs: no wrong number at any point. */
class RandomPiecesTest {
    private static final int POINTS = 200;
    private static final List<UnaryOperator<Tensor>> UNARY =
            List.of(Tensor::sin, Tensor::neg, Tensor::tanh, Tensor::abs, Tensor::sqrt, Tensor::exp);
    private static final List<BiFunction<Tensor, Tensor, Tensor>> BINARY =
            List.of(Tensor::add, Tensor::sub, Tensor::mul, Tensor::div, Tensor::max);
    private static final List<BiFunction<Tensor, Tensor, Tensor>> COMPARISONS =
            List.of(Tensor::gt, Tensor::ge, Tensor::lt, Tensor::le, Tensor::eq, Tensor::ne);
    private static final double[] CORNERS = {
        0, -0.0, 1, -1, 0.5, 2, 1e300, Double.NaN, Double.POSITIVE_INFINITY
    };

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** An expression of two numbers or arrays. */
    private static TensorFunction expression(Random random, int depth) {
        if (depth == 0) {
            int which = random.nextInt(3);
            Tensor constant = Tensor.of(random.nextInt(5) - 2);
            return x -> which == 2 ? constant : x[which];
        }
        TensorFunction p = expression(random, depth - 1);
        TensorFunction q = expression(random, random.nextInt(depth));
        UnaryOperator<Tensor> f = any(UNARY, random);
        BiFunction<Tensor, Tensor, Tensor> g = any(BINARY, random);
        return switch (random.nextInt(6)) {
            case 0 -> x -> f.apply(p.apply(x));
            case 1, 2 -> x -> g.apply(p.apply(x), q.apply(x));
            case 3, 4 -> branch(random, p, q, expression(random, random.nextInt(depth)));
            default -> loop(random, p, q);
        };
    }

    private static TensorFunction condition(Random random, TensorFunction p, TensorFunction q) {
        BiFunction<Tensor, Tensor, Tensor> compared = any(COMPARISONS, random);
        boolean all = random.nextBoolean();
        return x -> {
            Tensor mask = compared.apply(p.apply(x), q.apply(x));
            return mask.size() == 1 ? mask : all ? mask.all() : mask.any();
        };
    }

    private static TensorFunction branch(
            Random random, TensorFunction p, TensorFunction q, TensorFunction r) {
        TensorFunction condition = condition(random, p, q);
        return random.nextBoolean()
                ? x -> condition.apply(x).isTrue() ? p.apply(x) : r.apply(x)
                : x -> condition.apply(x).isTrue() ? x[0].mul(q.apply(x)) : x[1].add(r.apply(x));
    }

    /** At most five rounds of x0 <- p(x0, x1) while a comparison with q holds. */
    private static TensorFunction loop(Random random, TensorFunction p, TensorFunction q) {
        TensorFunction condition = condition(random, x -> x[0], q);
        return x -> {
            Tensor y = x[0];
            for (int i = 0; i < 5 && condition.apply(y, x[1]).isTrue(); i++) {
                y = y.mul(0.5).sub(p.apply(y, x[1]));
            }
            return y;
        };
    }

    private static double[] numbers(List<Tensor> tensors) {
        return tensors.stream().flatMapToDouble(x -> Arrays.stream(x.toArray())).toArray();
    }

    private static List<Tensor> derivatives(TensorFunction f, Tensor... x) {
        Differentiate.ValueAndGradients both = Differentiate.valueAndGradients(f, x);
        return List.of(both.value(), both.gradients().get(0), both.gradients().get(1));
    }

    @Test
    void noWrongNumber() {
        noWrongNumber(0, 16);
    }

    @Tag("thorough")
    @Test
    void noWrongNumberAtManyPoints() {
        noWrongNumber(16, 516);
    }

    private static void noWrongNumber(int from, int to) {
        int variants = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            TensorFunction inner = expression(random, 2 + seed % 3);
            TensorFunction f = x -> inner.apply(x).sum().add(x[1].sum().mul(0));
            int[] shape = seed % 3 == 0 ? new int[0] : new int[] {1 + seed % 3};
            int size = Tensor.zeros(shape).size();
            double[] x = new double[2 * size * POINTS];
            boolean corners = seed % 5 == 0;
            for (int i = 0; i < x.length; i++) {
                x[i] =
                        corners && random.nextInt(3) == 0
                                ? CORNERS[random.nextInt(CORNERS.length)]
                                : 2 * random.nextGaussian();
            }
            boolean slopes = seed % 2 == 0;
            ProgramSettings settings = Program.settings().branches(true).variants(5000);
            Tensor[] first = point(x, 0, size, shape);
            Program p = slopes ? settings.valueAndGradients(f, first) : settings.of(f, first);
            Program fresh = slopes ? settings.valueAndGradients(f, first) : settings.of(f, first);
            double[] right = new double[p.results() * POINTS];
            double[] one = new double[p.results()];
            for (int i = 0; i < POINTS; i++) {
                Tensor[] at = point(x, i, size, shape);
                double[] own = numbers(slopes ? derivatives(f, at) : List.of(f.apply(at)));
                System.arraycopy(own, 0, right, i * own.length, own.length);
                p.run(Arrays.copyOfRange(x, i * 2 * size, (i + 1) * 2 * size), one);
                assertEquals(Arrays.toString(own), Arrays.toString(one), "seed " + seed);
                Tensor recorded = i % 10 == 0 ? p.apply(at[0].asVariable(), at[1]) : null;
                assertEquals(own[0], recorded == null ? own[0] : recorded.value(), "seed " + seed);
            }
            double[] rows = new double[right.length];
            p.rows(POINTS, x, rows);
            assertEquals(Arrays.toString(right), Arrays.toString(rows), "seed " + seed);
            fresh.rows(POINTS, x, rows = new double[right.length]);
            assertEquals(Arrays.toString(right), Arrays.toString(rows), "seed " + seed);
            assertEquals(p.variants().size(), fresh.variants().size());
            variants += p.variants().size();
        }
        assertTrue(variants > 4 * (to - from), variants + " variants");
    }

    private static Tensor[] point(double[] x, int i, int size, int[] shape) {
        int from = 2 * size * i;
        return new Tensor[] {
            Tensor.of(Arrays.copyOfRange(x, from, from + size), shape),
            Tensor.of(Arrays.copyOfRange(x, from + size, from + 2 * size), shape)
        };
    }
}
