package org.cotangent;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.NumberGroups;
import org.cotangent.kernel.Numbers;

/** Largest and smallest elements over axes, and the quantifiers over masks. */
final class Extrema {
    private Extrema() {}

    /** The largest or smallest over axes that stay; elements that tie share the gradient evenly. */
    record Extremum(Axes axes, boolean largest) implements Op {
        @Override
        public String name() {
            return largest ? "amax" : "amin";
        }

        @Override
        public double[] pieces(Tensor y) {
            return attained(y);
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return extremum(x[0], axes, largest);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            int[] strides = y.shape.stridesIn(y.a.shape);
            return (x, z) -> extremum(largest, x[0], y.a.shape, strides, z);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.gate(shares(y.a, y));
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            Shape from = y.a.shape;
            return new NumberGroups(n, from.extents, y.shape.stridesIn(from), y.size())
                    .reduce(
                            largest ? BinaryKernel.MAX : BinaryKernel.MIN,
                            largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
                            x[0]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    /**
     * 2 for an element that attains the extremum of its group alone, 1 for several, 0 for others.
     */
    private static double[] attained(Tensor y) {
        Tensor equal =
                Tensor.constant(
                        y.a.shape, Elementwise.values("amax", (p, q) -> p == q ? 1 : 0, y.a, y));
        return Elementwise.values(
                "amax",
                (own, all) -> own == 0 ? 0 : all == 1 ? 2 : 1,
                equal,
                Reductions.sumTo(equal, y.shape));
    }

    static Tensor extremum(Tensor x, Axes axes, boolean largest) {
        String name = largest ? "amax" : "amin";
        boolean[] marked = axes.in(name, x.shape);
        Shape kept = x.shape.withOnes(marked);
        if (x.size() == 0 && kept.size > 0) {
            throw new IllegalArgumentException(
                    name
                            + ": shape "
                            + x.shape
                            + " over "
                            + axes
                            + ": no elements have no "
                            + (largest ? "largest" : "smallest")
                            + "; every axis must have an extent of 1 or more");
        }
        double[] y = new double[kept.size];
        extremum(largest, x.array(), x.shape, kept.stridesIn(x.shape), y);
        Tensor result = Tensor.node(new Extremum(axes.kept(), largest), kept, y, x, null);
        return axes.keeps() ? result : Structure.reshape(result, x.shape.without(marked));
    }

    private static void extremum(
            boolean largest, double[] x, Shape shape, int[] strides, double[] y) {
        DoubleBinaryOperator choose = largest ? Math::max : Math::min;
        double start = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        ArrayKernels.get().reduce(choose, start, x, shape.extents, strides, y);
    }

    /** A mask: 1/n for each of the n elements of a group that equal the group's extremum. */
    private static Tensor shares(Tensor x, Tensor extremum) {
        Tensor equal = Elementwise.mask(ElementaryRows.Attains.ROW, x, extremum);
        return equal.div(Reductions.sumTo(equal, extremum.shape));
    }

    /** 1 where all, or any, of a group are not 0, else 0. */
    record Quantifier(Axes axes, boolean all) implements Op.Flat {
        @Override
        public String name() {
            return all ? "all" : "any";
        }

        @Override
        public Dependency dependency() {
            return Dependency.REDUCTION;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return quantifier(x[0], axes, all);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axes", axes.listed());
        }
    }

    static Tensor quantifier(Tensor x, Axes axes, boolean all) {
        String name = all ? "all" : "any";
        boolean[] marked = axes.in(name, x.shape);
        Shape kept = x.shape.withOnes(marked);
        double[] y = new double[kept.size];
        DoubleBinaryOperator f =
                all ? (so, v) -> so != 0 && v != 0 ? 1 : 0 : (so, v) -> so != 0 || v != 0 ? 1 : 0;
        ArrayKernels.get()
                .reduce(f, all ? 1 : 0, x.array(), x.shape.extents, kept.stridesIn(x.shape), y);
        Shape to = axes.keeps() ? kept : x.shape.without(marked);
        return Tensor.flat(new Quantifier(axes, all), to, y, x, null);
    }
}
