package org.cotangent.nn.optim;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/**
 * Residuals of the test problems of J. J. Moré, B. S. Garbow and K. E. Hillstrom, "Testing
 * unconstrained optimization software", ACM Transactions on Mathematical Software 7 (1981), 17-41,
 * by their numbers there. The loss of each is the sum of squares.
 */
final class LeastSquaresProblems {
    private static final double[] BARD = {
        0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39
    };
    private static final double[] GAUSSIAN = {
        0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295,
        0.0540, 0.0175, 0.0044, 0.0009
    };
    private static final double[] MEYER = {
        34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
        3307, 2872
    };
    private static final double[] KOWALIK = {
        0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246
    };
    private static final double[] KOWALIK_AT = {
        4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625
    };
    private static final double[] OSBORNE_1 = {
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685,
        0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
        0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406
    };
    private static final double[] OSBORNE_2 = {
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
        0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
        0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
        0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
        0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054
    };

    private static final Map<Integer, UnaryOperator<Tensor>> TABLE = new HashMap<>();

    private LeastSquaresProblems() {}

    /** The residuals at x, a vector, or null if there is no problem of that number. */
    static UnaryOperator<Tensor> residuals(int number) {
        return TABLE.get(number);
    }

    private static void put(int number, UnaryOperator<Tensor> residuals) {
        TABLE.put(number, residuals);
    }

    /** From, from + 1, …, to. */
    private static Tensor range(int from, int to) {
        return Tensor.iota(to - from + 1).add(from);
    }

    private static Tensor vector(double... numbers) {
        return Tensor.vector(numbers);
    }

    private static Tensor all(Tensor... residuals) {
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = residuals[i].reshape(-1);
        }
        return Tensor.concat(0, residuals);
    }

    private static Tensor each(int from, int to, IntFunction<Tensor> residual) {
        return all(IntStream.rangeClosed(from, to).mapToObj(residual).toArray(Tensor[]::new));
    }

    /** x_i by the numbers of the paper, which begin at 1. */
    private static Tensor x(Tensor x, int i) {
        return x.at(i - 1);
    }

    private static Tensor minus(double number, Tensor x) {
        return x.neg().add(number);
    }

    private static Tensor rosenbrock(Tensor a, Tensor b) {
        return all(b.sub(a.square()).mul(10), minus(1, a));
    }

    private static Tensor powell(Tensor a, Tensor b, Tensor c, Tensor d) {
        return all(
                a.add(b.mul(10)),
                c.sub(d).mul(Math.sqrt(5)),
                b.sub(c.mul(2)).square(),
                a.sub(d).square().mul(Math.sqrt(10)));
    }

    static {
        put(1, x -> rosenbrock(x(x, 1), x(x, 2)));
        put(
                2,
                x -> {
                    Tensor b = x(x, 2);
                    return all(
                            x(x, 1).add(minus(5, b).mul(b).sub(2).mul(b)).sub(13),
                            x(x, 1).add(b.add(1).mul(b).sub(14).mul(b)).sub(29));
                });
        put(
                3,
                x ->
                        all(
                                x(x, 1).mul(x(x, 2)).mul(1e4).sub(1),
                                x(x, 1).neg().exp().add(x(x, 2).neg().exp()).sub(1.0001)));
        put(4, x -> all(x(x, 1).sub(1e6), x(x, 2).sub(2e-6), x(x, 1).mul(x(x, 2)).sub(2)));
        put(
                5,
                x ->
                        each(
                                1,
                                3,
                                i ->
                                        minus(
                                                new double[] {1.5, 2.25, 2.625}[i - 1],
                                                x(x, 1).mul(minus(1, x(x, 2).pow(i))))));
        put(
                6,
                x -> {
                    Tensor i = range(1, 10);
                    Tensor exponentials = i.mul(x(x, 1)).exp().add(i.mul(x(x, 2)).exp());
                    return i.mul(2).add(2).sub(exponentials);
                });
        put(
                7,
                x -> {
                    // θ in turns, from -1/4 to 3/4
                    Tensor left = x(x, 2).atan2(x(x, 1)).div(2 * Math.PI);
                    Tensor turns = Tensor.where(left.lt(-0.25), left.add(1), left);
                    return all(
                            x(x, 3).sub(turns.mul(10)).mul(10),
                            x(x, 1).hypot(x(x, 2)).sub(1).mul(10),
                            x(x, 3));
                });
        put(
                8,
                x -> {
                    Tensor u = range(1, 15);
                    Tensor v = minus(16, u);
                    Tensor w = u.min(v);
                    return vector(BARD).sub(x(x, 1).add(u.div(v.mul(x(x, 2)).add(w.mul(x(x, 3))))));
                });
        put(
                9,
                x -> {
                    Tensor t = minus(8, range(1, 15)).div(2);
                    Tensor exponent = t.sub(x(x, 3)).square().mul(x(x, 2)).div(-2);
                    return x(x, 1).mul(exponent.exp()).sub(vector(GAUSSIAN));
                });
        put(
                10,
                x -> {
                    Tensor t = range(1, 16).mul(5).add(45);
                    return x(x, 1).mul(x(x, 2).div(t.add(x(x, 3))).exp()).sub(vector(MEYER));
                });
        put(
                11,
                x -> {
                    Tensor t = range(1, 99).div(100);
                    Tensor y = t.log().mul(-50).pow(2.0 / 3).add(25);
                    return y.sub(x(x, 2)).abs().pow(x(x, 3)).div(x(x, 1)).neg().exp().sub(t);
                });
        put(
                12,
                x -> {
                    Tensor t = range(1, 10).div(-10);
                    Tensor last = t.exp().sub(t.mul(10).exp());
                    return t.mul(x(x, 1)).exp().sub(t.mul(x(x, 2)).exp()).sub(x(x, 3).mul(last));
                });
        put(13, x -> powell(x(x, 1), x(x, 2), x(x, 3), x(x, 4)));
        put(
                14,
                x ->
                        all(
                                rosenbrock(x(x, 1), x(x, 2)),
                                x(x, 4).sub(x(x, 3).square()).mul(Math.sqrt(90)),
                                minus(1, x(x, 3)),
                                x(x, 2).add(x(x, 4)).sub(2).mul(Math.sqrt(10)),
                                x(x, 2).sub(x(x, 4)).div(Math.sqrt(10))));
        put(
                15,
                x -> {
                    Tensor u = vector(KOWALIK_AT);
                    Tensor above = u.square().add(u.mul(x(x, 2)));
                    Tensor below = u.square().add(u.mul(x(x, 3))).add(x(x, 4));
                    return vector(KOWALIK).sub(x(x, 1).mul(above).div(below));
                });
        put(
                16,
                x -> {
                    Tensor t = range(1, 20).div(5);
                    Tensor first = x(x, 1).add(t.mul(x(x, 2))).sub(t.exp());
                    Tensor second = x(x, 3).add(x(x, 4).mul(t.sin())).sub(t.cos());
                    return first.square().add(second.square());
                });
        put(
                17,
                x -> {
                    Tensor t = range(0, 32).mul(-10);
                    return vector(OSBORNE_1)
                            .sub(x(x, 1))
                            .sub(x(x, 2).mul(t.mul(x(x, 4)).exp()))
                            .sub(x(x, 3).mul(t.mul(x(x, 5)).exp()));
                });
        put(
                18,
                x -> {
                    Tensor t = range(1, 13).div(-10);
                    Tensor y = t.exp().sub(t.mul(10).exp().mul(5)).add(t.mul(4).exp().mul(3));
                    return x(x, 3).mul(t.mul(x(x, 1)).exp())
                            .sub(x(x, 4).mul(t.mul(x(x, 2)).exp()))
                            .add(x(x, 6).mul(t.mul(x(x, 5)).exp()))
                            .sub(y);
                });
        put(
                19,
                x -> {
                    Tensor t = range(0, 64).div(10);
                    Tensor sum = x(x, 1).mul(t.mul(x(x, 5)).neg().exp());
                    for (int k = 2; k <= 4; k++) {
                        Tensor bell = t.sub(x(x, 7 + k)).square().mul(x(x, 4 + k)).neg().exp();
                        sum = sum.add(x(x, k).mul(bell));
                    }
                    return vector(OSBORNE_2).sub(sum);
                });
        put(
                20,
                x -> {
                    int n = x.size();
                    Tensor t = range(1, 29).div(29).unsqueeze(1);
                    Tensor powers = t.pow(Tensor.iota(n));
                    Tensor value = powers.matmul(x);
                    Tensor slope =
                            powers.slice(1, 0, n - 1).matmul(x.slice(0, 1, n).mul(range(1, n - 1)));
                    return all(
                            slope.sub(value.square()).sub(1),
                            x(x, 1),
                            x(x, 2).sub(x(x, 1).square()).sub(1));
                });
        put(21, x -> each(1, x.size() / 2, i -> rosenbrock(x(x, 2 * i - 1), x(x, 2 * i))));
        put(
                22,
                x ->
                        each(
                                1,
                                x.size() / 4,
                                i ->
                                        powell(
                                                x(x, 4 * i - 3),
                                                x(x, 4 * i - 2),
                                                x(x, 4 * i - 1),
                                                x(x, 4 * i))));
        put(23, x -> all(x.sub(1).mul(Math.sqrt(1e-5)), x.square().sum().sub(0.25)));
        put(
                24,
                x -> {
                    int n = x.size();
                    double a = Math.sqrt(1e-5);
                    Tensor i = range(2, n);
                    Tensor y = i.div(10).exp().add(i.sub(1).div(10).exp());
                    Tensor later = x.slice(0, 1, n).div(10).exp();
                    Tensor earlier = x.slice(0, 0, n - 1).div(10).exp();
                    return all(
                            x(x, 1).sub(0.2),
                            later.add(earlier).sub(y).mul(a),
                            later.sub(Math.exp(-0.1)).mul(a),
                            minus(n + 1, range(1, n)).mul(x.square()).sum().sub(1));
                });
        put(
                25,
                x -> {
                    Tensor sum = x.sub(1).mul(range(1, x.size())).sum();
                    return all(x.sub(1), sum, sum.square());
                });
        put(
                26,
                x -> {
                    int n = x.size();
                    Tensor each = range(1, n).mul(minus(1, x.cos())).sub(x.sin()).add(n);
                    return each.sub(x.cos().sum());
                });
        put(
                27,
                x -> {
                    int n = x.size();
                    return all(x.slice(0, 0, n - 1).add(x.sum()).sub(n + 1), x.prod().sub(1));
                });
        put(
                28,
                x -> {
                    int n = x.size();
                    double h = 1.0 / (n + 1);
                    Tensor around = x.pad(new int[][] {{1, 1}}, 0);
                    Tensor cube = x.add(range(1, n).mul(h)).add(1).pow(3);
                    return x.mul(2)
                            .sub(around.slice(0, 0, n))
                            .sub(around.slice(0, 2, n + 2))
                            .add(cube.mul(h * h / 2));
                });
        put(
                29,
                x -> {
                    int n = x.size();
                    double h = 1.0 / (n + 1);
                    Tensor t = range(1, n).mul(h);
                    Tensor cube = x.add(t).add(1).pow(3);
                    Tensor rest = minus(1, t);
                    Tensor upTo = rest.mul(t.mul(cube).cumSum(0));
                    Tensor terms = rest.mul(cube);
                    Tensor behind = t.mul(terms.sum().sub(terms.cumSum(0)));
                    return x.add(upTo.add(behind).mul(h / 2));
                });
        put(
                30,
                x -> {
                    int n = x.size();
                    Tensor around = x.pad(new int[][] {{1, 1}}, 0);
                    return minus(3, x.mul(2))
                            .mul(x)
                            .sub(around.slice(0, 0, n))
                            .sub(around.slice(0, 2, n + 2).mul(2))
                            .add(1);
                });
        put(
                31,
                x -> {
                    int n = x.size();
                    Tensor ones = Tensor.ones(n, n);
                    Tensor band = Linalg.triu(Linalg.tril(ones, 1), -5).sub(Tensor.eye(n));
                    Tensor own = x.mul(x.square().mul(5).add(2)).add(1);
                    return own.sub(band.matmul(x.mul(x.add(1))));
                });
        put(
                32,
                x -> {
                    int n = x.size();
                    Tensor sum = x.sum().mul(2.0 / 10);
                    return all(x.sub(sum).sub(1), minus(-1, sum).expand(10 - n));
                });
        put(33, x -> range(1, 10).mul(range(1, x.size()).mul(x).sum()).sub(1));
        put(
                34,
                x -> {
                    int n = x.size();
                    Tensor sum = range(2, n - 1).mul(x.slice(0, 1, n - 1)).sum();
                    return all(Tensor.of(-1), range(1, 8).mul(sum).sub(1), Tensor.of(-1));
                });
        put(
                35,
                x -> {
                    int n = x.size();
                    Tensor shifted = x.mul(2).sub(1);
                    Tensor before = Tensor.ones(n);
                    Tensor chebyshev = shifted;
                    Tensor[] residuals = new Tensor[n];
                    for (int i = 1; i <= n; i++) {
                        double integral = i % 2 == 1 ? 0 : -1.0 / (i * i - 1);
                        residuals[i - 1] = chebyshev.mean().sub(integral);
                        Tensor next = shifted.mul(2).mul(chebyshev).sub(before);
                        before = chebyshev;
                        chebyshev = next;
                    }
                    return all(residuals);
                });
    }
}
