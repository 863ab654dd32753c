package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Lu;

/** Determinants of the last two axes, on LU factors; axes before them batch. */
final class Determinants {
    /**
     * Below this ratio of pivots a determinant's slope is taken from its minors, not from the
     * inverse.
     */
    private static final double NEARLY_SINGULAR = 1e-6;

    /** Up to this order minors cost next to nothing, and are exact. */
    private static final int SMALL = 3;

    private Determinants() {}

    /** The determinant; its slope is the matrix of cofactors. */
    record Det() implements Op {
        @Override
        public String name() {
            return "det";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor share = asMatrices(g);
            return slope(y.a, y).timesOrZero(share);
        }
    }

    /** The logarithm of the determinant's absolute value. */
    record LogDet() implements Op {
        @Override
        public String name() {
            return "logDet";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor share = asMatrices(g);
            if (g.rank() == 0 && g.value != 0) {
                new Solving.Factors("inverse", y.a).regular("inverse", y.a);
            }
            return Solving.inverses(y.a).transpose().timesOrZero(share);
        }
    }

    /** One number a matrix, with two axes of extent 1 behind. */
    static Tensor asMatrices(Tensor x) {
        int[] extents = Arrays.copyOf(x.shape.extents, x.rank() + 2);
        extents[x.rank()] = 1;
        extents[x.rank() + 1] = 1;
        return Structure.reshape(x, Shape.of(extents));
    }

    /** The cofactors, by the inverse where that is as good. */
    private static Tensor slope(Tensor a, Tensor det) {
        Solving.Factors factors = new Solving.Factors("det", a);
        if (factors.n <= SMALL || factors.singular >= 0 || factors.ratio < NEARLY_SINGULAR) {
            return cofactors(a);
        }
        Tensor transposed = Solving.inverse(a).transpose();
        if (inRange(det)) {
            return transposed.mul(asMatrices(det));
        }
        // det(A) = det(A / 2^k) 2^(n k): the factors may fit where the determinant does not
        double[] scale = new double[factors.count];
        double[] first = new double[factors.count];
        double[] second = new double[factors.count];
        double[] logs = logAbsDet(a.stopGradient()).array();
        for (int i = 0; i < scale.length; i++) {
            double each = Math.rint(logs[i] / Math.log(2) / factors.n);
            int k = (int) Math.max(-1020, Math.min(1020, each));
            scale[i] = Math.scalb(1.0, -k);
            int half = Math.max(-1020, Math.min(1020, k * factors.n / 2));
            first[i] = Math.scalb(1.0, half);
            second[i] = Math.scalb(1.0, Math.max(-2000, Math.min(2000, k * factors.n - half)));
        }
        Shape batch = det.shape;
        return transposed
                .mul(asMatrices(det(a.mul(asMatrices(Tensor.constant(batch, scale))))))
                .mul(asMatrices(Tensor.constant(batch, first)))
                .mul(asMatrices(Tensor.constant(batch, second)));
    }

    private static boolean inRange(Tensor det) {
        for (double value : det.array()) {
            double size = Math.abs(value);
            if (size < Double.MIN_NORMAL || size == Double.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    static Tensor det(Tensor a) {
        return determinants(new Det(), a, 0);
    }

    static Tensor logAbsDet(Tensor a) {
        return determinants(new LogDet(), a, 1);
    }

    /** The signs of determinants, a constant. */
    static Tensor signDet(Tensor a) {
        return determinants(new LogDet(), a.stopGradient(), 2);
    }

    private static Tensor determinants(Op op, Tensor a, int part) {
        Solving.Factors factors = new Solving.Factors(op.name(), a);
        double[] y = new double[factors.count];
        for (int i = 0; i < y.length; i++) {
            Lu.Determinant det =
                    Lu.determinant(
                            factors.n,
                            factors.lu,
                            i * factors.n * factors.n,
                            factors.rows,
                            i * factors.n);
            y[i] = part == 0 ? det.value() : part == 1 ? det.logAbs() : det.sign();
        }
        Shape shape = Shape.of(Arrays.copyOf(a.shape.extents, a.rank() - 2));
        return Tensor.node(op, shape, y, a, null);
    }

    /**
     * All signed determinants of what is left without a row and a column: right for singular
     * matrices.
     */
    private static Tensor cofactors(Tensor a) {
        int n = Solving.order("det", a);
        if (a.size() == 0) {
            return Tensor.full(0, a.shape);
        }
        int m = n - 1;
        int count = a.size() / (n * n);
        double[] signs = new double[n * n];
        int[] positions = new int[count * n * n * m * m];
        int at = 0;
        for (int matrix = 0; matrix < count; matrix++) {
            for (int place = 0; place < n * n; place++) {
                signs[place] = (place / n + place % n) % 2 == 0 ? 1 : -1;
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < m; j++) {
                        int row = i < place / n ? i : i + 1;
                        int column = j < place % n ? j : j + 1;
                        positions[at++] = (matrix * n + row) * n + column;
                    }
                }
            }
        }
        Tensor minors = Indexing.gather(a, positions, Shape.of(count, n * n, m, m));
        return Structure.reshape(det(minors).mul(Tensor.of(signs)), a.shape);
    }
}
