package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.fixed;
import static org.cotangent.linalg.Nodes.flat;
import static org.cotangent.linalg.Nodes.full;
import static org.cotangent.linalg.Nodes.gate;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.inputs;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.reshape;
import static org.cotangent.linalg.Nodes.shape;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
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
    private static final double UNIT = 0x1p-53;

    private final int n;
    private final Tensor g;
    private final Tensor w;
    private final Tensor tolerance;
    private final Tensor slopes; // of g by w, of every matrix; NaN where not known

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
        this.g = fixed(g);
        w = fixed(row);
        tolerance = fixed(uncertainty);
        scale = new Scale().apply(w);
        slopes = slopes(a, g, node);
    }

    /** The slopes of g by the values in rows that are near others. */
    private Tensor slopes(Tensor a, Tensor g, Tensor node) {
        Shape square = Decomposing.withMatrix(w, n, n);
        if (!g.varies()) {
            return full(0, square);
        }
        Set<Tensor> above = new HashSet<>();
        collect(g, node, above);
        Set<Tensor> below = new HashSet<>();
        collect(a, null, below);
        below.retainAll(above);
        if (!below.isEmpty()) {
            return full(Double.NaN, square);
        }
        if (!above.contains(node)) {
            return full(0, square);
        }
        Subgraph ofValues = new Subgraph(node, g);
        Tensor[] in = new Tensor[3 + ofValues.others.length];
        in[0] = w;
        in[1] = tolerance;
        in[2] = node;
        System.arraycopy(ofValues.others, 0, in, 3, ofValues.others.length);
        return new Rerun("slopesAtTies", x -> slopes(ofValues, x)).apply(in);
    }

    private static Tensor slopes(Subgraph ofValues, Tensor... in) {
        Tensor values = in[2];
        NearValues near = new NearValues(in[0], in[1]);
        Shape square = Decomposing.withMatrix(in[0], near.n, near.n);
        if (!near.some) {
            return full(0, square);
        }
        Tensor[] others = Arrays.copyOfRange(in, 3, in.length);
        Tensor none = full(0, Shape.of(near.n));
        Tensor[] rows = new Tensor[near.open.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = none;
            if (near.open[i]) {
                double[] seed = new double[rows.length];
                seed[i] = 1;
                Tensor all =
                        Differentiate.vjp(
                                x -> ofValues.apply(x, others),
                                values,
                                constant(shape(values), seed));
                int member = i / near.n;
                rows[i] = all.reshape(-1, near.n).slice(0, member, member + 1).squeeze(0);
            }
        }
        return reshape(Tensor.stack(0, rows), square);
    }

    /** Varying tensors that one rests on, itself included, without those behind another. */
    private static void collect(Tensor from, Tensor end, Set<Tensor> found) {
        Deque<Tensor> waiting = new ArrayDeque<>();
        waiting.add(from);
        while (!waiting.isEmpty()) {
            Tensor x = waiting.pop();
            if (x.varies() && found.add(x) && x != end) {
                for (int i = 0; i < inputs(x).length; i++) {
                    waiting.add(input(x, i));
                }
            }
        }
    }

    /** One over a power of two near the largest of each row. */
    record Scale() implements Op.Flat {
        @Override
        public String name() {
            return "tieScale";
        }

        @Override
        public Tensor apply(Tensor... x) {
            double[] w = array(x[0]);
            Shape shape = Decomposing.withMatrix(x[0], 1, 1);
            double[] inverse = new double[shape.size];
            int n = x[0].size(-1);
            for (int i = 0; i < inverse.length; i++) {
                double largest = 0;
                for (int j = i * n; j < i * n + n; j++) {
                    largest = Math.max(largest, Math.abs(w[j]));
                }
                int exponent = Math.max(-1020, Math.min(1020, Math.getExponent(largest)));
                inverse[i] = 1 / Math.scalb(1.0, exponent);
            }
            return flat(this, shape, inverse, x[0]);
        }
    }

    /** The kinds of quotients of adjoints and values. */
    private enum Kind {
        /** (g_j - g_i) / (w_j - w_i). */
        GAPS,
        /** The same of singular values, which have no slope of their own at 0. */
        SINGULAR_GAPS,
        /** (g_i + g_j) / (w_i + w_j). */
        SUMS,
        /** g_i / w_i. */
        RATIOS
    }

    /** The meanings of a mask of ties. */
    private enum Mark {
        /** 1 where the known slope takes the place of the quotient. */
        TIED,
        /** 1 where it may. */
        OWN,
        /** NaN where neither is right. */
        FAULT
    }

    /** A mask of pairs of values, from adjoints, values, their uncertainty and the slopes. */
    record Mask(Kind kind, Mark mark) implements Op.Flat {
        @Override
        public String name() {
            return "ties";
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("kind", kind.toString(), "mark", mark.toString());
        }

        @Override
        public Tensor apply(Tensor... x) {
            int n = x[1].size(-1);
            Shape to = kind == Kind.RATIOS ? shape(x[1]) : Decomposing.withMatrix(x[1], n, n);
            TieMasks masks =
                    new TieMasks(array(x[0]), new NearValues(x[1], x[2]), array(x[3]), to.size);
            switch (kind) {
                case GAPS -> masks.gaps(false);
                case SINGULAR_GAPS -> masks.gaps(true);
                case SUMS -> masks.sums();
                case RATIOS -> masks.ratios();
            }
            double[] y =
                    mark == Mark.TIED ? masks.tied : mark == Mark.OWN ? masks.own : masks.faults;
            return flat(this, to, y, x);
        }
    }

    private Tensor mask(Kind kind, Mark mark) {
        return new Mask(kind, mark).apply(g, w, tolerance, fixed(slopes));
    }

    /**
     * (g_j - g_i) / (w_j - w_i), with w times the scale; 0 on the diagonal, but for singular values
     * of 0, which have no slope of their own.
     */
    Tensor gaps(Tensor row, Tensor values, boolean atZero) {
        Tensor diagonal = Linalg.diagonal(slopes, 0).unsqueeze(-2);
        Tensor sum = diagonal.add(diagonal.transpose());
        Tensor half = sum.sub(slopes).sub(slopes.transpose()).mul(0.5);
        Tensor eye = Tensor.eye(n);
        Tensor known = gate(half, eye.neg().add(1)).add(gate(diagonal, eye));
        Tensor w = values.mul(scale);
        Kind kind = atZero ? Kind.SINGULAR_GAPS : Kind.GAPS;
        return quotient(
                row.sub(row.transpose()),
                w.sub(w.transpose()),
                kind,
                gate(known, mask(kind, Mark.OWN)));
    }

    /** (g_i + g_j) / (w_i + w_j), with w times the scale. */
    Tensor sums(Tensor row, Tensor values) {
        Tensor diagonal = Linalg.diagonal(slopes, 0).unsqueeze(-2);
        Tensor sum = diagonal.add(diagonal.transpose());
        Tensor known = sum.add(slopes).add(slopes.transpose()).mul(0.5);
        Tensor w = values.mul(scale);
        return quotient(row.add(row.transpose()), w.add(w.transpose()), Kind.SUMS, known);
    }

    /** g_i / w_i, with w times the scale. */
    Tensor ratios(Tensor row, Tensor values) {
        Tensor known = Linalg.diagonal(slopes, 0).unsqueeze(-2);
        return quotient(row, values.mul(scale), Kind.RATIOS, known);
    }

    /** m / d, or where they tie the slope known instead, or NaN. */
    private Tensor quotient(Tensor m, Tensor d, Kind kind, Tensor known) {
        Tensor tied = mask(kind, Mark.TIED);
        Tensor untied = tied.neg().add(1);
        Tensor apart = Spectral.Quotient.of(gate(m, untied), d, tied);
        Tensor bent = Bend.of(false, known.div(scale).add(mask(kind, Mark.FAULT)), d);
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
            double[] y = derivative ? new double[x.size()] : array(x);
            return node(new Bend(derivative), shape(x), y, x, gap);
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
                return derivative ? of(true, g, input(y, 1)) : g;
            }
            return derivative
                    ? Spectral.Quotient.of(g.mul(input(y, 0)), input(y, 1), full(1, shape(g)))
                    : of(true, g, input(y, 1));
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
        Tensor size = Members.selected(fixed(a), full(0, shape(a))).abs();
        return size.mul((16 + a.size(-1) / 8) * UNIT)
                .matmul(fixed(v).abs())
                .mul(fixed(u).abs())
                .sum(-2)
                .unsqueeze(-2);
    }

    /** Which values are so near that rounding may have parted them. */
    static Tensor closer(Tensor row, Tensor uncertainty) {
        Tensor w = fixed(row);
        return w.sub(w.transpose()).abs().le(uncertainty.add(uncertainty.transpose()));
    }
}
