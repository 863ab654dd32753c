package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.flat;
import static org.cotangent.linalg.Nodes.full;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.reshape;
import static org.cotangent.linalg.Nodes.shape;
import static org.cotangent.linalg.Nodes.timesOrZero;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
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

    /**
     * The determinant; its slope is the matrix of cofactors.
     *
     * @param kept the factors, or null if they are not worth their memory
     */
    record Det(Solving.Factors kept) implements Op, Members.Ruled {
        @Override
        public String name() {
            return "det";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return det(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor share = asMatrices(g);
            Solving.Factors factors = kept != null ? kept : new Solving.Factors("det", input(y, 0));
            Members.Share slope = Members.Share.of(new Det(null), 1);
            Tensor value = Tensor.unrecorded(() -> slope(input(y, 0), y, factors));
            return timesOrZero(slope.of(value, input(y, 0)), share);
        }

        @Override
        public Tensor rule(Tensor... in) {
            return slope(in[0]);
        }
    }

    /**
     * The logarithm of the determinant's absolute value.
     *
     * @param kept the factors, or null if they are not worth their memory
     */
    record LogDet(Solving.Factors kept) implements Op {
        @Override
        public String name() {
            return "logDet";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return logAbsDet(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor share = asMatrices(g);
            Solving.Factors factors =
                    kept != null ? kept : new Solving.Factors("inverse", input(y, 0));
            if (g.rank() == 0 && array(g)[0] != 0) {
                factors.regular("inverse", input(y, 0));
            }
            return timesOrZero(Solving.inverse(input(y, 0), factors).transpose(), share);
        }
    }

    /** The sign of the determinant. */
    record SignDet() implements Op.Flat {
        @Override
        public String name() {
            return "signDet";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return signDet(x[0]);
        }
    }

    /** One number a matrix, with two axes of extent 1 behind. */
    static Tensor asMatrices(Tensor x) {
        int[] extents = Arrays.copyOf(shape(x).extents, x.rank() + 2);
        extents[x.rank()] = 1;
        extents[x.rank() + 1] = 1;
        return reshape(x, Shape.of(extents));
    }

    /** The cofactors. */
    private static Tensor slope(Tensor a) {
        Solving.Factors factors = new Solving.Factors("det", a);
        return slope(a, determinants(new Det(null), factors, a, 0), factors);
    }

    /** The cofactors, by the inverse where that is as good. */
    private static Tensor slope(Tensor a, Tensor det, Solving.Factors factors) {
        if (factors.n <= SMALL || factors.singular >= 0 || factors.ratio < NEARLY_SINGULAR) {
            return cofactors(a);
        }
        return DetSlope.ofRegular(a, det, factors);
    }

    static Tensor det(Tensor a) {
        Solving.Factors factors = new Solving.Factors("det", a);
        return determinants(new Det(factors.worthKeeping(a)), factors, a, 0);
    }

    static Tensor logAbsDet(Tensor a) {
        Solving.Factors factors = new Solving.Factors("logDet", a);
        return determinants(new LogDet(factors.worthKeeping(a)), factors, a, 1);
    }

    static Tensor signDet(Tensor a) {
        Solving.Factors factors = new Solving.Factors("logDet", a);
        return determinants(new SignDet(), factors, a, 2);
    }

    private static Tensor determinants(Op op, Solving.Factors factors, Tensor a, int part) {
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
        Shape shape = Shape.of(Arrays.copyOf(shape(a).extents, a.rank() - 2));
        return op instanceof Op.Flat ? flat(op, shape, y, a, null) : node(op, shape, y, a);
    }

    /**
     * All signed determinants of what is left without a row and a column: right for singular
     * matrices.
     */
    private static Tensor cofactors(Tensor a) {
        int n = Solving.order("det", a);
        if (a.size() == 0) {
            return full(0, shape(a));
        }
        int m = n - 1;
        int count = a.size() / (n * n);
        double[] signs = new double[n * n];
        int[] positions = new int[n * n * m * m];
        int at = 0;
        for (int place = 0; place < n * n; place++) {
            signs[place] = (place / n + place % n) % 2 == 0 ? 1 : -1;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    int row = i < place / n ? i : i + 1;
                    int column = j < place % n ? j : j + 1;
                    positions[at++] = row * n + column;
                }
            }
        }
        Tensor minors =
                a.reshape(count, n * n).indexSelect(1, positions).reshape(count, n * n, m, m);
        return reshape(det(minors).mul(Tensor.of(signs)), shape(a));
    }
}
