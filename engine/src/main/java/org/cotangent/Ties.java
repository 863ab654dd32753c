package org.cotangent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * Eigenvalues, or singular values, that are equal or nearly so, in second derivatives of functions
 * of them.
 *
 * <p>Those need the slopes (g_i - g_j) / (w_i - w_j) of the gradient g with respect to the values
 * w. Where the two meet they become g_ii - g_ij, second derivatives of the function of the values,
 * which must be symmetric in these to be a smooth function of the matrix. They are found by passes
 * back from g to w. The result is right where g depends on the matrix through these values alone;
 * where it does not, or is no gradient of a symmetric function, it is NaN.
 */
final class Ties {
    /** Values nearer than this, relative to their size, are looked at. */
    private static final double NEAR = 4e-6;

    private static final double UNIT = 0x1p-53;

    private final int n;
    private final int count;
    private final double[] g;
    private final double[] w;
    private final double[] tolerance;
    private final Shape square;
    private Tensor slopes; // of g by w, of every matrix; NaN where not known
    private final double[] slope; // its elements
    private final boolean[] open; // which rows of it are wanted
    private final double[] sizes; // a power of two near the largest value of each matrix

    /** One over a power of two near the largest value of each matrix, shape […, 1, 1]. */
    final Tensor scale;

    /**
     * Looks for ties.
     *
     * @param a the matrices
     * @param g shape […, n], the adjoints of the values
     * @param node shape […, n], the values as they were recorded
     * @param row shape […, 1, n], the values
     * @param uncertainty shape […, 1, n], how far rounding may have moved each
     */
    Ties(Tensor a, Tensor g, Tensor node, Tensor row, Tensor uncertainty) {
        n = node.size(-1);
        count = Solving.count(row);
        this.g = g.array();
        w = row.array();
        tolerance = uncertainty.array();
        square = Decomposing.withMatrix(row, n, n);
        open = new boolean[count * n];
        sizes = new double[count];
        double[] inverse = new double[count];
        for (int i = 0; i < count; i++) {
            double largest = 0;
            for (int j = i * n; j < i * n + n; j++) {
                largest = Math.max(largest, Math.abs(w[j]));
            }
            int exponent = Math.max(-1020, Math.min(1020, Math.getExponent(largest)));
            sizes[i] = Math.scalb(1.0, exponent);
            inverse[i] = 1 / sizes[i];
        }
        scale = Tensor.constant(Decomposing.withMatrix(row, 1, 1), inverse);
        boolean some = false;
        for (int i = 0; i < open.length; i++) {
            open[i] = w[i] == 0;
            int first = i - i % n;
            for (int j = first; j < first + n; j++) {
                open[i] |= i != j && (near(i, j) || tied(i, j));
            }
            some |= open[i];
        }
        slopes = Tensor.full(0, square);
        if (some && g.varies()) {
            find(a, g, node);
        }
        slope = slopes.array();
    }

    private boolean near(int i, int j) {
        return Math.abs(w[i] - w[j]) <= NEAR * (Math.abs(w[i]) + Math.abs(w[j]));
    }

    private boolean tied(int i, int j) {
        return Math.abs(w[i] - w[j]) <= tolerance[i] + tolerance[j];
    }

    private void find(Tensor a, Tensor g, Tensor node) {
        Set<Tensor> above = new HashSet<>();
        collect(g, node, above);
        Set<Tensor> below = new HashSet<>();
        collect(a, null, below);
        below.retainAll(above);
        if (!below.isEmpty()) {
            slopes = Tensor.full(Double.NaN, square);
            return;
        }
        if (!above.contains(node)) {
            return;
        }
        Tensor none = Tensor.full(0, Shape.of(n));
        Tensor[] rows = new Tensor[open.length];
        for (int i = 0; i < open.length; i++) {
            rows[i] = none;
            if (open[i]) {
                double[] seed = new double[open.length];
                seed[i] = 1;
                Tensor unit = Tensor.constant(g.shape, seed);
                Tensor all = Backward.of(g).wrt(node).seed(unit).recorded().run().of(node);
                rows[i] = all.reshape(count, n).slice(0, i / n, i / n + 1).squeeze(0);
            }
        }
        slopes = Structure.reshape(Tensor.stack(0, rows), square);
    }

    /** What varies and a tensor rests on, itself included, without what lies behind one node. */
    private static void collect(Tensor from, Tensor end, Set<Tensor> found) {
        Deque<Tensor> waiting = new ArrayDeque<>();
        waiting.add(from);
        while (!waiting.isEmpty()) {
            Tensor x = waiting.pop();
            if (x.varies() && found.add(x) && x != end) {
                for (int i = 0; i < x.inputs(); i++) {
                    waiting.add(x.input(i));
                }
            }
        }
    }

    /**
     * (g_j - g_i) / (w_j - w_i), with w times the scale; 0 on the diagonal, but for singular values
     * of 0, which have no slope of their own.
     */
    Tensor gaps(Tensor row, Tensor values, boolean atZero) {
        double[] marks = new double[square.size];
        double[] faults = new double[square.size];
        double[] own = new double[square.size];
        for (int i = 0; i < open.length; i++) {
            int first = i - i % n;
            marks[i * n + i % n] = 1;
            for (int j = first; j < first + n; j++) {
                int at = i * n + j % n;
                if (i == j) {
                    own[at] = atZero && w[i] == 0 ? 1 : 0;
                    faults[at] = own[at] == 1 && g[i] != 0 ? Double.NaN : 0;
                } else if (open[i] && (near(i, j) || tied(i, j))) {
                    boolean smooth = smooth(i, j);
                    own[at] = 1;
                    marks[at] = tied(i, j) || smooth && better(i, j) ? 1 : 0;
                    faults[at] = smooth ? 0 : Double.NaN;
                }
            }
        }
        Tensor diagonal = Views.diagonal(slopes, 0).unsqueeze(-2);
        Tensor sum = diagonal.add(diagonal.transpose());
        Tensor half = sum.sub(slopes).sub(slopes.transpose()).mul(0.5);
        Tensor eye = Tensor.eye(n);
        Tensor known = half.gate(eye.neg().add(1)).add(diagonal.gate(eye));
        Tensor w = values.mul(scale);
        return quotient(
                row.sub(row.transpose()),
                w.sub(w.transpose()),
                marks,
                known.gate(Tensor.constant(square, own)),
                faults);
    }

    /** Whether g_i and g_j part as they must where the values do; so if nothing is known. */
    private boolean smooth(int i, int j) {
        double c = second(i, j);
        double most =
                Math.abs(g[i])
                        + Math.abs(g[j])
                        + Math.abs(slope[i * n + i % n] * w[i])
                        + Math.abs(slope[j * n + j % n] * w[j]);
        boolean kink = w[i] == 0 && w[j] == 0 && g[i] != 0;
        return c != c || Math.abs(g[j] - g[i] - c * (w[j] - w[i])) <= 1e-4 * most && !kink;
    }

    /** Whether second derivatives are better than the difference, by the errors of both. */
    private boolean better(int i, int j) {
        double c = second(i, j);
        double first = slope[i * n + i % n] - slope[i * n + j % n];
        double other = slope[j * n + j % n] - slope[j * n + i % n];
        double drift = (first - other) / (first + other);
        double off = drift * drift * Math.abs(c * (w[j] - w[i]));
        return c == 0 || off <= UNIT * (Math.abs(g[i]) + Math.abs(g[j]));
    }

    private double second(int i, int j) {
        return 0.5
                * (slope[i * n + i % n]
                        - slope[i * n + j % n]
                        - slope[j * n + i % n]
                        + slope[j * n + j % n]);
    }

    /** (g_i + g_j) / (w_i + w_j), with w times the scale. */
    Tensor sums(Tensor row, Tensor values) {
        double[] marks = new double[square.size];
        double[] faults = new double[square.size];
        for (int i = 0; i < open.length; i++) {
            for (int j = i - i % n; j < i - i % n + n; j++) {
                if (w[i] == 0 && w[j] == 0) {
                    marks[i * n + j % n] = 1;
                    faults[i * n + j % n] = g[i] != 0 || g[j] != 0 ? Double.NaN : 0;
                }
            }
        }
        Tensor diagonal = Views.diagonal(slopes, 0).unsqueeze(-2);
        Tensor sum = diagonal.add(diagonal.transpose());
        Tensor known = sum.add(slopes).add(slopes.transpose()).mul(0.5);
        Tensor w = values.mul(scale);
        return quotient(row.add(row.transpose()), w.add(w.transpose()), marks, known, faults);
    }

    /** g_i / w_i, with w times the scale. */
    Tensor ratios(Tensor row, Tensor values) {
        double[] marks = new double[open.length];
        double[] faults = new double[open.length];
        for (int i = 0; i < open.length; i++) {
            if (w[i] == 0) {
                marks[i] = 1;
                faults[i] = g[i] != 0 ? Double.NaN : 0;
            }
        }
        Tensor known = Views.diagonal(slopes, 0).unsqueeze(-2);
        return quotient(row, values.mul(scale), marks, known, faults);
    }

    /** m / d, or where marked what is known instead, with faults added. */
    private Tensor quotient(Tensor m, Tensor d, double[] marks, Tensor known, double[] faults) {
        Tensor tied = Tensor.constant(d.shape, marks);
        Tensor untied = tied.neg().add(1);
        Tensor apart = Spectral.Quotient.of(m.gate(untied), d, tied);
        Tensor bent = Bend.of(false, known.div(scale).add(Tensor.constant(d.shape, faults)), d);
        return Tensor.where(tied, bent, apart);
    }

    /**
     * A slope at a tie, as a function of the gap: even in it, so that its first derivative is 0,
     * and the second unknown. Or that first derivative times x.
     */
    record Bend(boolean derivative) implements Op {
        @Override
        public String name() {
            return derivative ? "bendSlope" : "bend";
        }

        static Tensor of(boolean derivative, Tensor x, Tensor gap) {
            double[] y = derivative ? new double[x.size()] : x.array();
            return Tensor.node(new Bend(derivative), x.shape, y, x, gap);
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(derivative, x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            if (input == 0) {
                return derivative ? of(true, g, y.b) : g;
            }
            return derivative
                    ? Spectral.Quotient.of(g.mul(y.a), y.b, Tensor.full(1, g.shape))
                    : of(true, g, y.b);
        }
    }

    // ---- ties of the values alone

    /**
     * How far rounding may have moved each value: what a relative change of the elements of A by
     * some units of rounding makes, |u_i|ᵀ |A| |v_i| times these. Small where A is graded, where
     * small values are known well too. Eigenvalues that are equal were found within 8 units of each
     * other at order 50, within 14 at 200; here they are twice as many and more.
     *
     * @return shape […, 1, n]
     */
    static Tensor uncertainty(Tensor a, Tensor u, Tensor v) {
        Tensor size = Members.selected(a.fixed(), Tensor.full(0, a.shape)).abs();
        return size.mul((16 + a.size(-1) / 8) * UNIT)
                .matmul(v.fixed().abs())
                .mul(u.fixed().abs())
                .sum(-2)
                .unsqueeze(-2);
    }

    /** Which values are so near that rounding may have parted them. */
    static Tensor closer(Tensor row, Tensor uncertainty) {
        Tensor w = row.fixed();
        return w.sub(w.transpose()).abs().le(uncertainty.add(uncertainty.transpose()));
    }
}
