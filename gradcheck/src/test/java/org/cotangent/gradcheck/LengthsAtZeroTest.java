package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.MatrixNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

// Longer than 400 lines: the same corner in all operations that have a length.

/**
 * Derivatives where lengths are 0: the first is the subgradient of least norm; the second is that
 * of the smooth function which a square of a length is, and NaN where there is none, in whatever
 * way the length is written. Above 400 lines: the ways to write a length stand together.
 */
class LengthsAtZeroTest {
    private static final Tensor ZERO = Tensor.zeros(2);
    private static final Tensor D = Tensor.vector(1, 2);

    /** A function of a vector of two and its Hessian at 0. */
    record Smooth(String name, UnaryOperator<Tensor> f, double... hessian) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The lengths of a vector of two, but for a factor. */
    private static final Map<String, UnaryOperator<Tensor>> LENGTHS =
            Map.ofEntries(
                    Map.entry("norm", x -> x.norm()),
                    Map.entry("norm over an axis", x -> x.reshape(1, 2).norm(1)),
                    Map.entry("norm, kept", x -> x.reshape(1, 2).norm(Axes.keep(1))),
                    Map.entry("norm times a number", x -> x.norm().mul(3)),
                    Map.entry("norm by a number", x -> x.norm().div(-4)),
                    Map.entry("norm of a multiple", x -> x.mul(2).norm()),
                    Map.entry("norm of absolute values", x -> x.abs().norm()),
                    Map.entry("hypot", x -> x.at(0).hypot(x.at(1))),
                    Map.entry(
                            "hypot of arrays",
                            x -> x.slice(0, 0, 1).hypot(x.slice(0, 1, 2)).mul(Tensor.of(2))),
                    Map.entry(
                            "Frobenius",
                            x -> Linalg.matrixNorm(x.reshape(2, 1), MatrixNorm.FROBENIUS)),
                    Map.entry("root of dot", x -> Linalg.dot(x, x).sqrt()),
                    Map.entry("root of einsum", x -> Linalg.einsum("i,i->", x, x).sqrt()),
                    Map.entry("root of squares", x -> x.square().sum().sqrt()),
                    Map.entry("root of products", x -> x.mul(x).sum().sqrt()),
                    Map.entry("root of powers", x -> x.pow(2).sum().sqrt()),
                    Map.entry("root of two", x -> root(x.at(0).square(), x.at(1).square())),
                    Map.entry("deviation", x -> x.std(Axes.all(), 1)),
                    Map.entry("deviation, kept", x -> x.std(Axes.keepAll(), 0)));

    private static Tensor root(Tensor p, Tensor q) {
        return p.add(q).sqrt();
    }

    private static final Map<String, UnaryOperator<Tensor>> SQUARES =
            Map.of(
                    "square", r -> r.square().sum(),
                    "times itself", r -> r.mul(r).sum(),
                    "to the power 2", r -> r.pow(2).sum(),
                    "square, negative", r -> r.neg().square().sum(),
                    "weighted", r -> r.square().mul(Tensor.of(5)).div(5).sum());

    static Stream<Smooth> squares() {
        return LENGTHS.entrySet().stream()
                .flatMap(
                        length ->
                                SQUARES.entrySet().stream()
                                        .map(square -> squareOf(length, square)));
    }

    /** The Hessian by the square's values, which are those of a quadratic form. */
    private static Smooth squareOf(
            Map.Entry<String, UnaryOperator<Tensor>> length,
            Map.Entry<String, UnaryOperator<Tensor>> square) {
        UnaryOperator<Tensor> f = x -> square.getValue().apply(length.getValue().apply(x));
        double p = f.apply(Tensor.vector(1, 0)).value();
        double q = f.apply(Tensor.vector(0, 1)).value();
        double both = f.apply(Tensor.vector(1, 1)).value() - p - q;
        return new Smooth(length.getKey() + ", " + square.getKey(), f, 2 * p, both, both, 2 * q);
    }

    static Stream<Smooth> others() {
        return Stream.of(
                new Smooth("abs, square", x -> x.abs().square().sum(), 2, 0, 0, 2),
                new Smooth("abs times abs", x -> x.abs().mul(x.abs()).sum(), 2, 0, 0, 2),
                new Smooth("norm times norm", x -> x.norm().mul(x.norm()), 2, 0, 0, 2),
                new Smooth(
                        "hypot of norms",
                        x -> x.norm().hypot(x.norm().mul(2)).square().div(5),
                        2,
                        0,
                        0,
                        2),
                new Smooth(
                        "norm of hypots",
                        x -> x.hypot(x.mul(2)).norm().square().div(5),
                        2,
                        0,
                        0,
                        2),
                new Smooth("norms of rows", x -> rows(x).norm(1).square().sum(), 2, 0, 0, 2),
                new Smooth("bell", x -> x.norm().square().mul(-0.5).exp(), -1, 0, 0, -1),
                new Smooth("with more", x -> x.norm().square().add(x.sum().square()), 4, 2, 2, 4),
                new Smooth("times more", x -> x.norm().square().mul(x.sum().exp()), 2, 0, 0, 2),
                new Smooth("norm of a row", x -> rows(x).norm(1).at(1).square(), 0, 0, 0, 2),
                new Smooth("norms in part", LengthsAtZeroTest::inPart, 2, 0, 0, 0),
                new Smooth("cube", x -> x.norm().pow(3), 0, 0, 0, 0),
                new Smooth("square times norm", x -> x.norm().square().mul(x.norm()), 0, 0, 0, 0),
                new Smooth("fourth power", x -> x.norm().pow(4), 0, 0, 0, 0),
                new Smooth("square of square", x -> x.norm().square().square(), 0, 0, 0, 0),
                new Smooth("cube of abs", x -> x.abs().pow(3).sum(), 0, 0, 0, 0),
                new Smooth("Huber's", LengthsAtZeroTest::huber, 1, 0, 0, 1),
                new Smooth("abs", x -> x.abs().sum(), 0, 0, 0, 0),
                new Smooth("masked", x -> where(x.norm(), x.square().sum()), 2, 0, 0, 2),
                new Smooth("masked, square", LengthsAtZeroTest::maskedSquare, 2, 0, 0, 2));
    }

    private static Tensor rows(Tensor x) {
        return x.reshape(2, 1);
    }

    private static Tensor inPart(Tensor x) {
        return rows(x).norm(1).slice(0, 0, 1).square().sum();
    }

    private static Tensor huber(Tensor x) {
        Tensor size = x.abs();
        return Tensor.where(size.lt(1), size.square().mul(0.5), size.sub(0.5)).sum();
    }

    /** A length that a mask discards, in what is not linear behind the mask. */
    private static Tensor where(Tensor discarded, Tensor kept) {
        return Tensor.where(Tensor.of(0), discarded, kept.add(1)).square().div(2);
    }

    private static Tensor maskedSquare(Tensor x) {
        Tensor r = Tensor.stack(0, x, x).norm(1);
        return Tensor.where(Tensor.vector(1, 0), r, Tensor.of(7)).square().sum();
    }

    static Stream<Smooth> smooth() {
        return Stream.concat(squares(), others());
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void secondDerivativesAreThoseOfTheSmoothFunction(Smooth smooth) {
        UnaryOperator<Tensor> f = smooth.f;
        double[] h = smooth.hessian;
        double[] along = {h[0] + 2 * h[1], h[2] + 2 * h[3]};
        UnaryOperator<Tensor> gradient = Differentiate.gradient(f);
        close(new double[2], gradient.apply(ZERO));
        close(new double[1], Differentiate.jvp(f, ZERO, D));
        close(h, Differentiate.hessian(f, ZERO));
        close(along, Differentiate.hessianVectorProduct(f, ZERO, D));
        close(along, Differentiate.jvp(gradient, ZERO, D));
        Tensor x = ZERO.asVariable();
        Gradients recorded = Backward.of(f.apply(x)).recorded().run();
        close(new double[2], recorded.of(x));
        close(along, recorded.of(x).mul(D).sum().backward().of(x));
        Tensor third = Differentiate.jacobian(y -> Differentiate.hessian(f, y), ZERO);
        if (!smooth.name.matches(".*(cube|times norm|times more).*")) {
            close(new double[8], third);
        }
    }

    /** Forward twice: the number, or NaN where roots do not know it. */
    @ParameterizedTest
    @MethodSource("smooth")
    void secondDerivativesAlongALine(Smooth smooth) {
        double[] h = smooth.hessian;
        double expected = h[0] + 2 * (h[1] + h[2]) + 4 * h[3];
        double actual = Differentiate.directional(smooth.f, ZERO, D, 2).value();
        if (!smooth.name.startsWith("root") || actual == actual) {
            assertEquals(expected, actual, 1e-12 * Math.abs(expected));
        }
    }

    private static void close(double[] expected, Tensor actual) {
        double[] numbers = Arrays.stream(actual.toArray()).map(v -> v + 0.0).toArray();
        assertArrayEquals(expected, numbers, 1e-12, actual::toString);
    }

    static Stream<Smooth> lengths() {
        return LENGTHS.entrySet().stream().map(e -> new Smooth(e.getKey(), e.getValue()));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void aLengthHasTheLeastSubgradientAndNoHessian(Smooth length) {
        UnaryOperator<Tensor> f = x -> length.f.apply(x).sum();
        UnaryOperator<Tensor> gradient = Differentiate.gradient(f);
        close(new double[2], gradient.apply(ZERO));
        close(new double[1], Differentiate.jvp(f, ZERO, D));
        if (length.name.equals("norm of absolute values")) {
            return; // the inner length passes nothing on
        }
        double[] hessian = Differentiate.hessian(f, ZERO).toArray();
        assertTrue(Double.isNaN(hessian[0]) && Double.isNaN(hessian[3]), length.name);
        allNan(Differentiate.hessianVectorProduct(f, ZERO, D));
        allNan(Differentiate.jvp(gradient, ZERO, D));
        double along = Differentiate.directional(f, ZERO, D, 2).value();
        assertFalse(Double.isFinite(along), length.name);
    }

    /** Functions of lengths whose slope is 0 at 0, and of whose curvature nothing is known. */
    static List<UnaryOperator<Tensor>> notKnown() {
        return List.of(
                x -> x.norm().pow(1.5),
                x -> x.norm().mul(x.sum()),
                x -> x.norm().mul(x.mul(2).norm()),
                x -> x.norm().cos(),
                x -> x.norm().hypot(Tensor.of(1)),
                x -> x.at(0).hypot(x.at(1)).mul(x.sum()),
                x -> x.std(Axes.all(), 0).mul(x.sub(1).sum().add(2)));
    }

    @ParameterizedTest
    @MethodSource("notKnown")
    void curvatureIsNan(UnaryOperator<Tensor> f) {
        close(new double[2], Differentiate.gradient(f).apply(ZERO));
        double[] hessian = Differentiate.hessian(f, ZERO).toArray();
        assertTrue(Double.isNaN(hessian[0]) && Double.isNaN(hessian[3]));
        allNan(Differentiate.hessianVectorProduct(f, ZERO, D));
    }

    private static void allNan(Tensor x) {
        assertTrue(Arrays.stream(x.toArray()).allMatch(Double::isNaN), x::toString);
    }

    @Test
    void theUnitVectorHasNoDerivativeAtZero() {
        UnaryOperator<Tensor> unit = x -> x.div(x.norm());
        allNan(Differentiate.jacobian(unit, ZERO));
    }

    @Test
    void aLengthStaysANodeOfItsOwn() {
        Tensor x = Tensor.variable(new double[] {3, 4});
        Tensor r = x.norm();
        Gradients gradients = Backward.of(r.square()).wrt(r, x).run();
        assertEquals(10, gradients.of(r).value());
        assertArrayEquals(new double[] {6, 8}, gradients.of(x).toArray(), 1e-14);
    }

    @Test
    void rowsOfZeroBesideOthers() {
        Tensor x = Tensor.of(new double[][] {{0, 0}, {3, 4}, {0, 0}});
        Tensor weights = Tensor.vector(1, 2, 3);
        Tensor h = Differentiate.hessian(y -> y.norm(1).square().mul(weights).sum(), x);
        double[] expected = new double[36];
        for (int i = 0; i < 6; i++) {
            expected[7 * i] = 2 * weights.get(i / 2);
        }
        close(expected, h);
        // the row in the middle has a Hessian, the others have none
        Tensor v = Tensor.ones(3, 2);
        Tensor hv = Differentiate.hessianVectorProduct(y -> y.norm(1).sum(), x, v);
        assertTrue(Double.isNaN(hv.get(0, 0)) && Double.isNaN(hv.get(2, 1)));
        assertEquals((16 - 12) / 125.0, hv.get(1, 0), 1e-15);
        assertEquals((9 - 12) / 125.0, hv.get(1, 1), 1e-15);
    }

    @Test
    void discardedRowsOfZeroHaveNoCurvature() {
        Tensor x = Tensor.of(new double[][] {{0, 0}, {3, 4}});
        Tensor mask = Tensor.vector(0, 1);
        UnaryOperator<Tensor> f =
                y -> Tensor.where(mask, y.norm(1), Tensor.of(1)).log().square().sum();
        Tensor hv = Differentiate.hessianVectorProduct(f, x, Tensor.ones(2, 2));
        assertEquals(0, hv.get(0, 0));
        assertEquals(0, hv.get(0, 1));
        assertFalse(Double.isNaN(hv.get(1, 0)));
    }

    /**
     * Of a length and a point, what reaches a choice by one branch while the other is the length.
     */
    private static final List<UnaryOperator<Tensor>> ROOTS =
            List.of(
                    x -> x.add(2).sqrt(),
                    x -> x.abs(),
                    x -> x.reshape(2, 1).norm(1),
                    x -> x.hypot(Tensor.of(0.5)));

    private static final List<UnaryOperator<Tensor>> OUTSIDE =
            List.of(
                    w -> w.square(),
                    w -> w.mul(w),
                    w -> w.pow(2),
                    w -> w.pow(3),
                    w -> w.neg().square(),
                    w -> w.square().square(),
                    w -> w.mul(3).square(),
                    w -> w.reshape(2, 1).square(),
                    w -> w.slice(0, 0, 1).square());

    @Test
    void aLengthMayReachAChoiceByBothBranches() {
        Tensor x = Tensor.vector(1.4, -0.6);
        Tensor taken = Tensor.vector(1, 0);
        for (UnaryOperator<Tensor> length : ROOTS) {
            for (UnaryOperator<Tensor> outside : OUTSIDE) {
                UnaryOperator<Tensor> chosen =
                        y -> {
                            Tensor t = length.apply(y);
                            return outside.apply(Tensor.where(taken, y.add(t), t)).sum();
                        };
                UnaryOperator<Tensor> written =
                        y -> outside.apply(length.apply(y).add(y.mul(taken))).sum();
                close(
                        Differentiate.hessian(written, x).toArray(),
                        Differentiate.hessian(chosen, x));
            }
        }
    }

    /** Each written with a square, of which the length is a part, and without. */
    @Test
    void aLengthSeenThroughViewsIsNoOther() {
        Tensor x = Tensor.vector(1.4, -0.6, 0.8, 2);
        List<UnaryOperator<Tensor>> views =
                List.of(
                        t -> t.flip(0),
                        t -> t.reshape(2, 2).flip(0),
                        t -> t.reshape(2, 2).slice(1, 0, 1),
                        t -> t.reshape(2, 2).transpose(),
                        t -> t.slice(0, 1, 4),
                        t -> t.slice(0, 0, 4, 2),
                        t -> t.at(2),
                        t -> t.slice(0, 0, 3).flip(0).slice(0, 0, 2),
                        t -> t.reshape(2, 2).unstack(0).get(1));
        UnaryOperator<Tensor> root = t -> t.add(2).sqrt();
        for (UnaryOperator<Tensor> view : views) {
            for (UnaryOperator<Tensor> other : views) {
                check(y -> product(view, other, y.abs()), x);
                check(y -> product(view, other, root.apply(y)), x);
                check(y -> product(view, other, y.reshape(4, 1).norm(1)), x);
            }
            check(y -> view.apply(y.abs()).norm().square(), x);
            check(y -> view.apply(root.apply(y)).square().square().sum(), x);
            check(y -> view.apply(root.apply(y).square()).square().sum(), x);
            check(y -> view.apply(root.apply(y)).sum().square(), x);
            check(y -> root.apply(y).mul(view.apply(root.apply(y)).sum()).sum(), x);
        }
    }

    private static Tensor product(
            UnaryOperator<Tensor> view, UnaryOperator<Tensor> other, Tensor length) {
        Tensor p = view.apply(length);
        Tensor q = other.apply(length);
        boolean same = p.size() == q.size();
        return (same ? p.mul(q.reshape(p.shape())) : p.sum().mul(q.sum())).sum();
    }

    private static void check(UnaryOperator<Tensor> f, Tensor x) {
        UnaryOperator<Tensor> gradient = Differentiate.gradient(f);
        Tensor hessian = Differentiate.hessian(f, x);
        double h = 1e-5;
        for (int i = 0; i < x.size(); i++) {
            double[] unit = new double[x.size()];
            unit[i] = h;
            Tensor step = Tensor.of(unit, x.shape());
            Tensor slope = gradient.apply(x.add(step)).sub(gradient.apply(x.sub(step)));
            assertArrayEquals(
                    slope.div(2 * h).toArray(), hessian.slice(0, i, i + 1).toArray(), 1e-7);
        }
    }

    @Test
    void lengthsAlongOtherAxesAreOthers() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 5}});
        UnaryOperator<Tensor> f = y -> y.norm(0).mul(y.norm(1)).sum();
        UnaryOperator<Tensor> g =
                y -> y.square().sum(0).sqrt().mul(y.square().sum(1).mul(1).sqrt()).sum();
        close(Differentiate.hessian(g, x).toArray(), Differentiate.hessian(f, x));
        UnaryOperator<Tensor> flat = y -> f.apply(y.reshape(2, 2));
        check(flat, x.reshape(4));
    }

    @Test
    void lengthsAtInfinity() {
        Tensor x = Tensor.vector(Double.POSITIVE_INFINITY, 1);
        close(new double[] {1}, Differentiate.jvp(y -> y.norm(), x, D));
        close(new double[] {1}, Differentiate.jvp(y -> y.at(0).hypot(y.at(1)), x, D));
        close(new double[] {0, 0}, Differentiate.hessianVectorProduct(y -> y.norm(), x, D));
    }
}
