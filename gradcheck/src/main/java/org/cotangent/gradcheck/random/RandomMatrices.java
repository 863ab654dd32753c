package org.cotangent.gradcheck.random;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/** Random matrices of several kinds, with the predicates that recognize them. */
final class RandomMatrices {
    /** How far apart eigenvalues and singular values are. */
    private static final double GAP = 0.25;

    /** Where the singular values of a well-conditioned matrix lie: the condition is at most 5. */
    private static final double LEAST = 0.5;

    private static final double MOST = 2.5;

    private static final int PATIENCE = 1_000_000;

    /** A matrix of some extents. */
    interface Kind {
        double[] elements(RandomGenerator random, int rows, int columns);
    }

    private RandomMatrices() {}

    /** All the matrices of a tensor, one after the other. */
    static double[] fill(RandomGenerator random, int[] shape, Kind kind) {
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        double[] all = new double[RandomElements.count(shape)];
        for (int at = 0; at < all.length; at += rows * columns) { // none if there are no elements
            double[] one = kind.elements(random, rows, columns);
            System.arraycopy(one, 0, all, at, rows * columns);
        }
        return all;
    }

    /** Whether all the matrices of a tensor that have elements are of a kind. */
    static boolean all(Tensor x, Predicate<Tensor> kind) {
        if (x.rank() < 2) {
            return false;
        }
        return matrices(x).allMatch(a -> a.size() == 0 || kind.test(a));
    }

    /** Whether they are square too. */
    static boolean allSquare(Tensor x, Predicate<Tensor> kind) {
        return x.rank() >= 2 && x.size(-2) == x.size(-1) && all(x, kind);
    }

    private static Stream<Tensor> matrices(Tensor x) {
        int rows = x.size(-2);
        int columns = x.size(-1);
        int count = x.size() / Math.max(1, rows * columns);
        Tensor flat = x.stopGradient().reshape(count, rows, columns);
        return IntStream.range(0, count).mapToObj(i -> flat.slice(0, i, i + 1).squeeze(0));
    }

    /** Elements up to some size, drawn until the matrix is of a kind. */
    static Kind until(double largest, Predicate<Tensor> good) {
        return (random, m, n) -> {
            for (int i = 0; i < PATIENCE; i++) {
                double[] elements = around(random, m * n, largest);
                if (good.test(Tensor.of(elements, m, n))) {
                    return elements;
                }
            }
            throw new IllegalStateException("no " + m + " x " + n + " matrix found");
        };
    }

    private static double[] around(RandomGenerator random, int count, double most) {
        double[] elements = new double[count];
        Arrays.setAll(elements, k -> RandomElements.around(random, most));
        return elements;
    }

    /** The last row is a sum of the others, but for an offset. */
    static Kind dependent(double offset) {
        return (random, m, n) -> {
            double[] a = new double[n * n];
            for (int i = 0; i < n * n - n; i++) {
                a[i] = random.nextInt(5) - 2; // whole numbers: sums are exact
                a[n * n - n + i % n] += (i / n % 2 == 0 ? 1 : -1) * a[i];
            }
            a[n * n - 1] += offset;
            return a;
        };
    }

    static double[] diagonal(RandomGenerator random, int m, int n) {
        double[] a = around(random, n * n, 1);
        for (int i = 0; i < n; i++) {
            a[i * n + i] = (random.nextBoolean() ? 1 : -1) * (1 + random.nextDouble());
        }
        return a;
    }

    /** B Bᵀ + I / 2, and a skew part that symmetrization takes away again. */
    static double[] definite(RandomGenerator random, int m, int n) {
        Tensor x = Tensor.of(around(random, n * n, 1.5), n, n);
        Tensor skew = Tensor.of(around(random, n * n, 0.5), n, n);
        return x.matmul(x.transpose())
                .add(Tensor.eye(n).mul(0.5))
                .add(skew.sub(skew.transpose()))
                .toArray();
    }

    /** U diag(s) Vᵀ with orthonormal columns in U and V. */
    static double[] wellConditioned(RandomGenerator random, int m, int n) {
        int least = Math.min(m, n);
        Tensor u = orthonormal(random, m, least);
        Tensor v = orthonormal(random, n, least);
        return u.mul(spectrum(random, least)).matmul(v.transpose()).toArray();
    }

    /** Q diag(s) Qᵀ, the two triangles equal to the last bit. */
    static double[] positiveDefinite(RandomGenerator random, int m, int n) {
        Tensor q = orthonormal(random, n, n);
        Tensor a = q.mul(spectrum(random, n)).matmul(q.transpose());
        return a.add(a.transpose()).mul(0.5).toArray();
    }

    private static Tensor spectrum(RandomGenerator random, int n) {
        return Tensor.uniform(random, LEAST, MOST, n);
    }

    private static Tensor orthonormal(RandomGenerator random, int m, int n) {
        return Linalg.qr(Tensor.normal(random, m, n)).q();
    }

    static boolean isWellConditioned(Tensor a) {
        double[] s = Linalg.svdvals(a).toArray();
        return s[s.length - 1] > 0.99 * LEAST && s[0] < 1.01 * MOST;
    }

    static boolean isPositiveDefinite(Tensor a) {
        double[] s = Linalg.eigvalsh(a).toArray();
        return Arrays.equals(a.toArray(), a.transpose().toArray())
                && s[0] > 0.99 * LEAST
                && s[s.length - 1] < 1.01 * MOST;
    }

    /** The least singular value. */
    static double least(Tensor a) {
        return Linalg.svdvals(a).toArray()[Math.min(a.size(0), a.size(1)) - 1];
    }

    static double smallest(Tensor x) {
        return Arrays.stream(x.toArray()).map(Math::abs).min().orElseThrow();
    }

    static double smallestEigenvalue(Tensor a) {
        return Linalg.eigvalsh(a).get(0);
    }

    static boolean eigenvaluesApart(Tensor a) {
        Linalg.Eigen both = Linalg.eigh(a);
        return RandomElements.apart(both.values(), GAP) && standOut(both.vectors());
    }

    static boolean singularValuesApart(Tensor a) {
        Linalg.Svd svd = Linalg.svd(a);
        Tensor sizes = a.abs();
        int least = Math.min(a.size(0), a.size(1));
        return smallest(a) > 0.1
                && smallest(svd.values()) > GAP
                && RandomElements.apart(svd.values(), GAP)
                && standOut(svd.u())
                && RandomElements.apart(sizes.sum(0), 0.05)
                && RandomElements.apart(sizes.sum(1), 0.05)
                && least(a.slice(1, 0, least)) > GAP;
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
