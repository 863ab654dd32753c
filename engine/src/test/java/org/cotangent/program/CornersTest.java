package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random functions of arrays that broadcast, with first and second derivatives, at zeros of either
 * sign, infinities, NaN, subnormal and huge numbers: each way to run a program has the bits of the
 * function recorded anew.
 */
class CornersTest {
    private static final double[] CORNERS = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -2,
        3,
        1e-320,
        -Double.MIN_VALUE,
        1e300,
        -1e300,
        1e-200,
        710,
        -745,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE
    };
    private static final List<UnaryOperator<Tensor>> UNARY =
            List.of(
                    Tensor::neg,
                    Tensor::reciprocal,
                    Tensor::square,
                    Tensor::sqrt,
                    Tensor::abs,
                    Tensor::exp,
                    Tensor::log,
                    Tensor::tanh,
                    Tensor::sigmoid,
                    Tensor::relu,
                    Tensor::sin,
                    Tensor::rsqrt,
                    Tensor::stopGradient,
                    x -> x.clamp(-1, 2),
                    x -> x.clamp(-0.0, 0),
                    x -> x.max(0),
                    x -> x.min(-0.0),
                    x -> x.pow(3),
                    x -> x.pow(2),
                    x -> x.pow(-1),
                    x -> x.pow(0.5),
                    x -> x.pow(2.5),
                    x -> x.mul(-2),
                    x -> x.mul(0),
                    x -> x.add(-0.0),
                    x -> x.add(0),
                    x -> x.sub(0),
                    x -> x.rsub(0),
                    x -> x.rsub(-0.0),
                    x -> x.div(-0.0),
                    x -> x.div(Double.POSITIVE_INFINITY),
                    x -> x.rdiv(0),
                    x -> x.mul(Double.NaN),
                    x -> x.sum(last(x)),
                    x -> x.mean(first(x)),
                    x -> x.amax(last(x)),
                    x -> x.prod(last(x)),
                    x -> x.rank() == 0 ? x : x.softmax(x.rank() - 1),
                    x -> x.rank() == 0 ? x : x.cumSum(0),
                    x -> x.rank() == 0 ? x : x.flip(0),
                    x -> x.rank() == 0 ? x : x.roll(0, 1),
                    x -> x.rank() == 0 ? x : x.sort(0),
                    x -> x.rank() == 0 ? x : x.logSumExp(first(x)),
                    x -> x.rank() == 0 ? x : x.norm(last(x)),
                    x -> x.rank() == 0 ? x : x.var(last(x)),
                    x -> x.rank() == 0 ? x : x.slice(0, 0, 1));
    private static final List<BinaryOperator<Tensor>> BINARY =
            List.of(
                    Tensor::add,
                    Tensor::sub,
                    Tensor::mul,
                    Tensor::div,
                    Tensor::max,
                    Tensor::min,
                    Tensor::pow,
                    Tensor::atan2,
                    Tensor::share,
                    Tensor::gt,
                    Tensor::eq,
                    (p, q) -> Tensor.where(p.gt(q), p, q),
                    (p, q) -> Tensor.where(p, q, p.neg()),
                    (p, q) -> Tensor.where(q.gt(0), p.log(), q),
                    (p, q) -> p.axpy(2, q.sub(p)),
                    (p, q) -> p.mul(q).add(q.mul(p)),
                    (p, q) -> p.sub(q).add(q.sub(p)));

    private static Axes first(Tensor x) {
        return x.rank() == 0 ? Axes.all() : Axes.keep(0);
    }

    private static Axes last(Tensor x) {
        return x.rank() == 0 ? Axes.all() : Axes.keep(x.rank() - 1);
    }

    private final String before = System.getProperty(Tier.PROPERTY);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(Tier.PROPERTY);
        } else {
            System.setProperty(Tier.PROPERTY, before);
        }
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Some steps, each of results before. */
    private static Function<Tensor[], Tensor> function(Random random, int steps, int arguments) {
        List<Function<List<Tensor>, Tensor>> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int known = arguments + i;
            int p = i > 0 && random.nextBoolean() ? known - 1 : random.nextInt(known);
            int q = random.nextInt(known);
            if (random.nextInt(3) == 0) {
                UnaryOperator<Tensor> f = any(UNARY, random);
                all.add(list -> f.apply(list.get(p)));
            } else if (random.nextInt(8) == 0) {
                double c = CORNERS[random.nextInt(CORNERS.length)];
                BinaryOperator<Tensor> f = any(BINARY, random);
                all.add(list -> f.apply(list.get(p), Tensor.of(c)));
            } else {
                BinaryOperator<Tensor> f = any(BINARY, random);
                all.add(list -> f.apply(list.get(p), list.get(q)));
            }
        }
        return x -> {
            List<Tensor> list = new ArrayList<>(Arrays.asList(x));
            for (Function<List<Tensor>, Tensor> f : all) {
                list.add(f.apply(list));
            }
            return list.get(list.size() - 1);
        };
    }

    private static List<Tensor> derivatives(Function<Tensor[], Tensor> f, int order, Tensor... x) {
        Tensor y = f.apply(x);
        List<Tensor> all = new ArrayList<>(List.of(y));
        Tensor z = y;
        for (int i = 0; i < order; i++) {
            if (!z.varies()) {
                break;
            }
            List<Tensor> slopes = slopes(z, Tensor.ones(z.shape()), x);
            all.addAll(slopes);
            Tensor sum = Tensor.of(0);
            for (int k = 0; k < slopes.size(); k++) {
                sum = sum.add(slopes.get(k).sum().mul(k + 1));
            }
            z = sum;
        }
        return all;
    }

    private static List<Tensor> slopes(Tensor y, Tensor seed, Tensor... x) {
        Gradients slopes = Backward.of(y).wrt(x).recorded().seed(seed).run();
        return Arrays.stream(x).map(slopes::of).toList();
    }

    private static double[] numbers(List<Tensor> all) {
        return all.stream().flatMapToDouble(x -> Arrays.stream(x.toArray())).toArray();
    }

    private static Tensor[] point(double[] x, int[][] shapes) {
        Tensor[] all = new Tensor[shapes.length];
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            int size = Tensor.zeros(shapes[i]).size();
            all[i] = Tensor.of(Arrays.copyOfRange(x, from, from += size), shapes[i]);
        }
        return all;
    }

    private static Tensor[] variables(Tensor[] x) {
        return Arrays.stream(x).map(Tensor::asVariable).toArray(Tensor[]::new);
    }

    private static double number(Random random, int corners) {
        return random.nextInt(10) < corners
                ? CORNERS[random.nextInt(CORNERS.length)]
                : 2 * random.nextGaussian();
    }

    private static final int[][][] SHAPES = {
        {{}, {}}, {{3}, {}}, {{2, 3}, {3}}, {{2, 1}, {1, 2}}, {{5, 4}, {5, 1}, {}}, {{1}, {2}},
    };

    @Test
    void noWrongNumber() {
        for (int seed = 0; seed < 200; seed++) {
            values(seed);
        }
    }

    private static void values(int seed) {
        Random random = new Random(seed);
        int[][] shapes = SHAPES[seed % SHAPES.length];
        Function<Tensor[], Tensor> f = function(random, 2 + random.nextInt(7), shapes.length);
        int order = random.nextInt(3);
        int size = numbers(List.of(point(new double[100], shapes))).length;
        int points = 40;
        double[] x = new double[size * points];
        for (int i = 0; i < points; i++) {
            int corners = random.nextInt(8);
            for (int j = 0; j < size; j++) {
                x[i * size + j] = number(random, corners);
            }
        }
        double[] right = null;
        Function<Tensor[], List<Tensor>> all = t -> derivatives(f, order, t);
        Tensor[] example = point(Arrays.copyOf(x, size), shapes);
        for (int i = 0; i < points; i++) {
            double[] at = Arrays.copyOfRange(x, i * size, (i + 1) * size);
            double[] own = numbers(all.apply(variables(point(at, shapes))));
            right = right == null ? new double[own.length * points] : right;
            System.arraycopy(own, 0, right, i * own.length, own.length);
        }
        Program[] programs = new Program[5];
        String[] ways = {"interpreter", "compiled", "arrays"};
        for (int i = 0; i < ways.length; i++) {
            System.setProperty(Tier.PROPERTY, ways[i]);
            programs[i] = Program.ofSeveral(all, example);
        }
        String json = programs[0].toJson();
        programs[3] = Program.fromJson(json);
        System.setProperty(Tier.PROPERTY, "interpreter");
        programs[4] = Program.fromJson(json);
        for (int k = 0; k < programs.length; k++) {
            Program p = programs[k];
            String name = "seed " + seed + " order " + order + " program " + k;
            double[] y = new double[p.results()];
            for (int i = 0; i < points; i++) {
                double[] at = Arrays.copyOfRange(x, i * size, (i + 1) * size);
                p.run(at, y);
                same(
                        name + " point " + i,
                        Arrays.copyOfRange(right, i * y.length, (i + 1) * y.length),
                        y,
                        at);
            }
            double[] rows = new double[right.length];
            p.rows(points, x, rows);
            same(name + " rows", right, rows, null);
        }
    }

    private static void same(String name, double[] expected, double[] actual, double[] at) {
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
                throw new AssertionError(
                        name
                                + " result "
                                + i
                                + ": "
                                + expected[i]
                                + " but "
                                + actual[i]
                                + " at "
                                + Arrays.toString(at));
            }
        }
    }

    private static double[] jacobian(boolean byColumns, Function<Tensor[], Tensor> f, Tensor... x) {
        int[][] shapes = Arrays.stream(x).map(Tensor::shape).toArray(int[][]::new);
        Tensor[] at = variables(x);
        Tensor y = f.apply(at);
        int m = y.size();
        int n = numbers(List.of(x)).length;
        double[][] j = new double[m][n];
        for (int i = 0; i < (byColumns ? n : m); i++) {
            double[] unit = new double[byColumns ? n : m];
            unit[i] = 1;
            if (!byColumns && y.varies()) {
                j[i] = numbers(slopes(y, Tensor.of(unit, y.shape()), at));
            } else if (byColumns) {
                List<Tensor> v = List.of(point(unit, shapes));
                double[] column = Differentiate.jvp(f::apply, List.of(x), v).toArray();
                for (int r = 0; r < m; r++) {
                    j[r][i] = column[r];
                }
            }
        }
        double[] all = new double[m * n];
        int to = 0;
        int column = 0;
        for (Tensor each : x) {
            for (int r = 0; r < m; r++) {
                for (int k = 0; k < each.size(); k++) {
                    all[to++] = j[r][column + k] + 0.0;
                }
            }
            column += each.size();
        }
        return all;
    }

    /** The derivatives of columns, where none of these is NaN, or those of rows. */
    @Test
    void noWrongDerivative() {
        for (int seed = 0; seed < 100; seed++) {
            derivatives(seed);
        }
    }

    @Tag("thorough")
    @Test
    void ofManyFunctions() {
        for (int seed = 200; seed < 2000; seed++) {
            values(seed);
            derivatives(seed);
        }
    }

    /**
     * Seven times as many results, and each rests on all that went before: the way is by columns.
     */
    private static Function<Tensor[], Tensor> tall(Function<Tensor[], Tensor> inner) {
        return x -> {
            Tensor y = inner.apply(x).reshape(-1);
            Tensor z = y.mul(x[0].reshape(-1).slice(0, 0, 1));
            Tensor u = z.tanh();
            Tensor v = u.square().add(z).sqrt();
            return Tensor.concat(0, y, z, u, u.mul(y), v, u.mul(z).exp(), z.mul(u).add(v));
        };
    }

    private static void derivatives(int seed) {
        Random random = new Random(seed);
        int[][] shapes = SHAPES[seed % 4];
        Function<Tensor[], Tensor> inner = function(random, 2 + random.nextInt(7), shapes.length);
        Function<Tensor[], Tensor> f = random.nextBoolean() ? inner : tall(inner);
        int size = numbers(List.of(point(new double[100], shapes))).length;
        Tensor[] example = point(new Random(seed).doubles(size).toArray(), shapes);
        Program p = Program.valueAndJacobian(f::apply, example);
        boolean byColumns = p.explain().contains("out by columns");
        int points = 10;
        double[] xs = new double[size * points];
        double[] ys = new double[p.results() * points];
        for (int i = 0; i < points; i++) {
            int corners = random.nextInt(8);
            double[] x = new double[size];
            for (int k = 0; k < size; k++) {
                x[k] = number(random, corners);
            }
            Tensor[] at = point(x, shapes);
            double[] value = f.apply(at).toArray();
            double[] y = new double[p.results()];
            p.run(x, y);
            System.arraycopy(x, 0, xs, i * size, size);
            System.arraycopy(y, 0, ys, i * y.length, y.length);
            double[] expected = jacobian(false, f, at);
            double[] columns = byColumns ? jacobian(true, f, at) : expected;
            double[] own = Arrays.copyOfRange(y, value.length, y.length);
            boolean isNumber = Arrays.stream(columns).noneMatch(Double::isNaN);
            expected = isNumber && Arrays.equals(columns, own) ? columns : expected;
            double[] all = Arrays.copyOf(value, y.length);
            System.arraycopy(expected, 0, all, value.length, expected.length);
            same("derivatives of seed " + seed + ", " + p.explain(), all, y, x);
        }
        double[] rows = new double[ys.length];
        p.rows(points, xs, rows);
        same("rows of seed " + seed, ys, rows, xs);
    }
}
