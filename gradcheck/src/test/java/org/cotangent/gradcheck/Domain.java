package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Linalg;
import org.cotangent.Tensor;

/**
 * Where an operation is smooth, with a margin to where it is not: what its inputs are drawn from,
 * and whether a tensor lies in it.
 */
public enum Domain {
    REAL(-3, 3),
    POSITIVE(0.3, 4),
    NONZERO(
            r -> (r.nextBoolean() ? 1 : -1) * (0.3 + 2.7 * r.nextDouble()),
            x -> Math.abs(x) >= 0.29),
    ABOVE_ONE(1.3, 4),
    ABOVE_MINUS_ONE(-0.6, 3),
    BELOW_ONE_IN_SIZE(-0.85, 0.85),
    BETWEEN_POLES_OF_TAN(-1.2, 1.2),
    /** Zero every third time: where a function must be smooth however many zeros it meets. */
    WITH_ZEROS(r -> r.nextInt(3) == 0 ? 0 : -2 + 4 * r.nextDouble(), x -> Math.abs(x) <= 2.01),
    /** Off the whole and half numbers: no kink or jump that stands at one of them is near. */
    OFF_HALVES(r -> 0.5 * r.nextInt(12) - 2.75 + around(r, 0.15), x -> off(2 * x) > 0.19),
    /** Off the whole numbers unless positive: away from the poles of the gamma function. */
    OFF_POLES(r -> 0.5 + r.nextInt(6) - 2 + around(r, 0.3), x -> x > 0.15 || off(x) > 0.15),
    /** No two elements near each other. */
    DISTINCT(Domain::ladder, Domain::isLadder),
    /** Square matrices well away from the singular ones. */
    REGULAR(2, x -> least(x) > 0.5),
    /** Regular ones with a positive determinant. */
    REGULAR_POSITIVE(2, x -> least(x) > 0.5 && Linalg.det(x).value() > 0),
    /** Square matrices whose last row depends on the others; a zero for a single element. */
    SINGULAR(
            (r, shape) -> perMatrix(shape, (m, n) -> dependent(r, n, 0)),
            x -> matrices(x).allMatch(a -> a.size() == 0 || least(a) < 1e-12)),
    /** As near to singular that a division by the determinant would lose all. */
    NEARLY_SINGULAR(
            (r, shape) -> perMatrix(shape, (m, n) -> dependent(r, n, 1e-9)),
            x -> matrices(x).allMatch(a -> a.size() == 0 || least(a) < 1e-7)),
    /** Square matrices with a diagonal of size 1 to 2, so that both triangles are regular. */
    DIAGONAL(
            (r, shape) -> perMatrix(shape, (m, n) -> diagonal(r, n)),
            x -> matrices(x).allMatch(a -> a.size() == 0 || smallest(Linalg.diag(a, 0)) >= 1)),
    /** Matrices whose symmetric part is positive definite. */
    DEFINITE(
            (r, shape) -> perMatrix(shape, (m, n) -> definite(r, n)),
            x -> matrices(x).allMatch(a -> a.size() == 0 || smallestEigenvalue(a) > 0.4)),
    /** Square matrices whose symmetric part has eigenvalues apart, no eigenvector near a sign. */
    EIGENVALUES_APART(2, Domain::eigenvaluesApart),
    /**
     * Matrices with singular values apart from each other and from 0, so have rows and columns
     * their sums of sizes; the leading columns are independent, and no vector is near a sign.
     */
    SINGULAR_VALUES_APART(2, Domain::singularValuesApart);

    private static final double GAP = 0.25;
    private static final int PATIENCE = 1_000_000;

    private interface Draw {
        double[] elements(Random random, int[] shape);
    }

    private interface Matrix {
        double[] elements(int rows, int columns);
    }

    private final Draw draw;
    private final Predicate<Tensor> contains;

    Domain(Draw draw, Predicate<Tensor> contains) {
        this.draw = draw;
        this.contains = contains;
    }

    /** Elements independent of each other. */
    Domain(ToDoubleFunction<Random> one, DoublePredicate contains) {
        this(
                (random, shape) -> {
                    double[] elements = new double[product(shape)];
                    Arrays.setAll(elements, i -> one.applyAsDouble(random));
                    return elements;
                },
                x -> Arrays.stream(x.toArray()).allMatch(contains));
    }

    Domain(double least, double most) {
        this(r -> least + (most - least) * r.nextDouble(), x -> x >= least && x <= most);
    }

    /** Matrices of a kind, drawn until one is. */
    Domain(double largest, Predicate<Tensor> good) {
        this(
                (random, shape) ->
                        perMatrix(shape, (m, n) -> drawUntil(random, m, n, largest, good)),
                x -> matrices(x).allMatch(a -> a.size() == 0 || good.test(a)));
    }

    /** A tensor of this shape that lies in it. */
    Tensor draw(Random random, int... shape) {
        return Tensor.of(draw.elements(random, shape), shape);
    }

    /** Whether all of a tensor lies in it. */
    public boolean contains(Tensor x) {
        return contains.test(x);
    }

    private static int product(int[] shape) {
        return Arrays.stream(shape).reduce(1, (p, q) -> p * q);
    }

    private static double off(double x) {
        return Math.abs(x - Math.rint(x));
    }

    private static double around(Random random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }

    private static double[] ladder(Random random, int[] shape) {
        List<Integer> steps = new ArrayList<>(IntStream.range(0, product(shape)).boxed().toList());
        Collections.shuffle(steps, random);
        return steps.stream()
                .mapToDouble(i -> 0.3 * (i - steps.size() / 2) + 0.1 * random.nextDouble())
                .toArray();
    }

    private static boolean isLadder(Tensor x) {
        return apart(x, 0.15);
    }

    // ---- matrices

    private static double[] perMatrix(int[] shape, Matrix one) {
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        double[] all = new double[product(shape)];
        for (int at = 0; at < all.length; at += rows * columns) { // none if there are no elements
            System.arraycopy(one.elements(rows, columns), 0, all, at, rows * columns);
        }
        return all;
    }

    private static Stream<Tensor> matrices(Tensor x) {
        int rows = x.size(-2);
        int columns = x.size(-1);
        int count = x.size() / Math.max(1, rows * columns);
        Tensor flat = x.stopGradient().reshape(count, rows, columns);
        return IntStream.range(0, count).mapToObj(i -> flat.slice(0, i, i + 1).squeeze(0));
    }

    private static double[] drawUntil(
            Random random, int m, int n, double largest, Predicate<Tensor> good) {
        for (int i = 0; i < PATIENCE; i++) {
            double[] elements = new double[m * n];
            Arrays.setAll(elements, k -> around(random, largest));
            if (good.test(Tensor.of(elements, m, n))) {
                return elements;
            }
        }
        throw new IllegalStateException("no " + m + " x " + n + " matrix found");
    }

    private static double[] dependent(Random random, int n, double offset) {
        double[] a = new double[n * n];
        for (int i = 0; i < n * n - n; i++) {
            a[i] = random.nextInt(5) - 2; // whole numbers: sums are exact
            a[n * n - n + i % n] += (i / n % 2 == 0 ? 1 : -1) * a[i];
        }
        a[n * n - 1] += offset;
        return a;
    }

    private static double[] diagonal(Random random, int n) {
        double[] a = new double[n * n];
        Arrays.setAll(a, i -> around(random, 1));
        for (int i = 0; i < n; i++) {
            a[i * n + i] = (random.nextBoolean() ? 1 : -1) * (1 + random.nextDouble());
        }
        return a;
    }

    /** B Bᵀ + I / 2, and a skew part that symmetrisation takes away again. */
    private static double[] definite(Random random, int n) {
        double[] b = new double[n * n];
        Arrays.setAll(b, i -> around(random, 1.5));
        Tensor x = Tensor.of(b, n, n);
        double[] s = new double[n * n];
        Arrays.setAll(s, i -> around(random, 0.5));
        Tensor skew = Tensor.of(s, n, n);
        return x.matmul(x.transpose())
                .add(Tensor.eye(n).mul(0.5))
                .add(skew.sub(skew.transpose()))
                .toArray();
    }

    private static double least(Tensor a) {
        return Linalg.svdvals(a).toArray()[Math.min(a.size(0), a.size(1)) - 1];
    }

    private static double smallest(Tensor x) {
        return Arrays.stream(x.toArray()).map(Math::abs).min().orElseThrow();
    }

    private static double smallestEigenvalue(Tensor a) {
        return Linalg.eigvalsh(a).get(0);
    }

    private static boolean eigenvaluesApart(Tensor a) {
        Linalg.Eigen both = Linalg.eigh(a);
        return apart(both.values(), GAP) && standOut(both.vectors());
    }

    private static boolean singularValuesApart(Tensor a) {
        Linalg.Svd svd = Linalg.svd(a);
        Tensor sizes = a.abs();
        int least = Math.min(a.size(0), a.size(1));
        return smallest(a) > 0.1
                && smallest(svd.values()) > GAP
                && apart(svd.values(), GAP)
                && standOut(svd.u())
                && apart(sizes.sum(0), 0.05)
                && apart(sizes.sum(1), 0.05)
                && least(a.slice(1, 0, least)) > GAP;
    }

    /** No two elements of a vector nearer than this. */
    private static boolean apart(Tensor x, double gap) {
        double[] sorted = x.toArray();
        Arrays.sort(sorted);
        return IntStream.range(1, sorted.length).allMatch(i -> sorted[i] - sorted[i - 1] > gap);
    }

    /** Whether the largest entry of every column, which decides its sign, is so by a margin. */
    private static boolean standOut(Tensor vectors) {
        return IntStream.range(0, vectors.size(1))
                .allMatch(
                        j -> {
                            double[] v = vectors.slice(1, j, j + 1).abs().toArray();
                            Arrays.sort(v);
                            return v.length < 2 || v[v.length - 1] - v[v.length - 2] > 0.02;
                        });
    }
}
