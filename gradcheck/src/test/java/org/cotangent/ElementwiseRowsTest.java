package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.Unary;
import org.cotangent.internal.Op;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Composition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises of {@link Op} that elementwise operations keep beside their derivatives: they can be
 * applied again, their attributes say what they are, the fast way back gives the bits of the rule,
 * and pieces are told apart.
 */
class ElementwiseRowsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] P = {0.5, -2, 0, 3, -0.0, INF, 1, Double.NaN, -1, 0.25};
    private static final double[] Q = {2, 0.5, 0, INF, 1, 0, -1, 2, -1, 0.125};

    private static Tensor array(double[] x) {
        return Tensor.variable(x);
    }

    static List<Op> rows() throws IllegalAccessException {
        List<Op> all = new ArrayList<>();
        for (Field field : OpCoverageTest.fields()) {
            all.add((Op) field.get(null));
        }
        all.addAll(
                List.of(
                        ElementaryRows.pow(3),
                        ElementaryRows.clamp(-1, 1),
                        ElementaryRows.leakyRelu(0.1),
                        ElementaryRows.elu(0.5),
                        ElementaryRows.eluSlope(0.5),
                        ElementaryRows.polygamma(1),
                        SpecialRows.besselI(1),
                        SpecialRows.difference(0),
                        SpecialRows.gammaQ(0),
                        new Elementwise.Axpy(3)));
        return all;
    }

    /** A node of the operation, on arrays or scalars. */
    private static Tensor node(Op op, Tensor p, Tensor q) {
        return op instanceof Unary ? op.apply(p) : op.apply(p, q);
    }

    private static Tensor[] inputs(Tensor y) {
        Tensor[] in = new Tensor[y.inputs()];
        Arrays.setAll(in, y::input);
        return in;
    }

    private static void appliedAgain(Tensor y) {
        Op op = y.op;
        Tensor again = op.apply(inputs(y));
        assertArrayEquals(y.toArray(), again.toArray(), op::name);
        assertEquals(op.name(), again.op.name());
        assertEquals(y.varies(), again.varies(), op::name);
        assertArrayEquals(inputs(y), inputs(again), op::name);
        assertEquals(Op.Dependency.ELEMENTWISE, op.dependency(), op::name);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowsCanBeAppliedAgain(Op op) {
        appliedAgain(node(op, array(P), array(Q)));
        appliedAgain(node(op, Tensor.variable(0.5), Tensor.variable(2)));
    }

    /** A row's own function of two numbers, and what the kernels make of arrays that broadcast. */
    @ParameterizedTest
    @MethodSource("rows")
    void valuesAreThoseOfTheFunction(Op op) {
        if (!(op instanceof Binary row)) {
            return;
        }
        Tensor column = Tensor.variable(new double[][] {{0.5}, {-2}, {0}, {INF}});
        Tensor line = Tensor.variable(new double[] {2, 0, -1});
        Tensor y = op.apply(column, line);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                double right = row.function().applyAsDouble(column.get(i, 0), line.get(j));
                assertEquals(right, y.get(i, j), op::name);
                Tensor p = Tensor.of(column.get(i, 0));
                assertEquals(right, op.apply(p, line).get(j), op::name);
                assertEquals(right, op.apply(column, Tensor.of(line.get(j))).get(i, 0), op::name);
            }
        }
    }

    @Test
    void theOthersCanBeAppliedAgain() {
        Tensor p = array(new double[] {1, 2, 3});
        Tensor q = array(new double[] {4, 5, 6});
        Tensor chosen = Tensor.where(p.gt(1.5), p, q);
        assertEquals("where", chosen.op.name());
        appliedAgain(chosen);
        appliedAgain(p.axpy(3, q));
        appliedAgain(p.fixed());
        assertEquals(Elementwise.Stop.INSTANCE, p.fixed().op);
        appliedAgain(Tensor.variable(2).fixed());
    }

    /** How many nodes some code makes; asked again where another thread took numbers between. */
    private static long nodes(Supplier<Tensor> code) {
        long before;
        long after;
        do {
            before = Tensor.variable(0).number;
            code.get();
            after = Tensor.variable(0).number;
        } while (after - before > 100);
        return after - before - 1;
    }

    /** Also where it broadcasts: what is made on the way is looked at by nobody. */
    @Test
    void whereIsOneNode() {
        Tensor p = Tensor.variable(new double[][] {{1}, {2}});
        Tensor q = array(new double[] {4, 5, 6});
        Tensor mask = q.gt(4);
        assertEquals(1, nodes(() -> Tensor.where(mask, p, Tensor.of(0))));
        assertEquals(1, nodes(() -> Tensor.where(mask, Tensor.of(0), p)));
    }

    // ---- the way back that is not recorded

    /** Runs code as a pass runs rules. */
    static <T> T pass(boolean tangents, Supplier<T> code) {
        boolean before = Recorder.current().setTangents(tangents);
        try {
            return Tensor.unrecorded(code);
        } finally {
            Recorder.current().setTangents(before);
        }
    }

    private static boolean fuses(Op op, boolean tangents) {
        return op instanceof Unary row
                ? row.share() instanceof BinaryKernel || row.share() instanceof Composition
                : op == Arithmetic.MUL && !tangents;
    }

    private static void pulled(Op op, Tensor p, Tensor q, double[] adjoint) {
        Tensor y = node(op, p, q);
        for (boolean tangents : new boolean[] {false, true}) {
            for (int i = 0; i < (op instanceof Unary ? 1 : 2); i++) {
                int input = i;
                Tensor g = Tensor.of(adjoint.clone(), y.shape());
                Tensor right = pass(tangents, () -> op.adjoint(input, g, y));
                Tensor part = pass(tangents, () -> op.pull(input, g, false, y));
                if (right == null) {
                    assertNull(part, op::name);
                    continue;
                }
                assertArrayEquals(right.toArray(), part.toArray(), op::name);
                assertArrayEquals(adjoint, g.toArray(), op::name);
                Tensor own = pass(tangents, () -> op.pull(input, g, true, y));
                assertArrayEquals(right.toArray(), own.toArray(), op::name);
                if (fuses(op, tangents) && g.data != null) {
                    assertNotSame(g.data, part.data, op::name);
                    assertSame(g.data, own.data, op::name);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theFastWayBackGivesTheBitsOfTheRule(Op op) {
        double[] adjoint = {1, 0, 2, -0.0, INF, 3, 0, 0, 0.5, -2};
        pulled(op, array(P), array(Q), adjoint);
        for (int i = 0; i < P.length; i++) {
            for (double g : new double[] {0, 1, -0.5, INF}) {
                pulled(op, Tensor.variable(P[i]), Tensor.variable(Q[i]), new double[] {g});
            }
        }
    }

    /** A factor that is both, and one that broadcasts: the rule's own way. */
    @Test
    void aSquareAndAProductOfOtherShapesAreNotFused() {
        Tensor x = array(new double[] {1, 2, 3});
        Tensor twice = x.mul(x);
        Tensor g = Tensor.vector(0, 1, 2);
        assertArrayEquals(new double[] {0, 2, 6}, twice.op.pull(0, g, true, twice).toArray());
        Tensor by = x.mul(Tensor.variable(3));
        assertArrayEquals(new double[] {0, 3, 6}, by.op.pull(0, g, true, by).toArray());
        assertArrayEquals(new double[] {0, 1, 2}, g.toArray());
    }

    @Test
    void masksPassNothingOn() {
        Tensor x = array(P);
        Tensor g = Tensor.ones(P.length);
        for (Op mask :
                List.of(
                        ElementaryRows.Below.ROW,
                        ElementaryRows.Gt.ROW,
                        ElementaryRows.Share.ROW)) {
            Tensor y = node(mask, x, x);
            assertFalse(y.varies());
            assertNull(mask.adjoint(0, g, y));
            assertNull(mask.pull(0, g, false, y));
        }
    }

    // ---- attributes

    private static void says(Op op, String name, Object... attributes) {
        assertEquals(name, op.name());
        assertEquals(Op.attributes(attributes), op.attributes());
    }

    /** The slope that a rule multiplies an adjoint by. */
    private static Op slopeOf(Op op, int input) {
        Tensor y = node(op, Tensor.variable(0.5), Tensor.variable(2));
        return op.adjoint(input, Tensor.variable(1), y).input(1).op;
    }

    @Test
    void namesAndAttributesSayWhatARowIs() {
        says(ElementaryRows.pow(3), "pow", "exponent", 3.0);
        says(ElementaryRows.clamp(-1, 2), "clamp", "least", -1.0, "most", 2.0);
        says(slopeOf(ElementaryRows.clamp(-1, 2), 0), "clampSlope", "least", -1.0, "most", 2.0);
        says(ElementaryRows.leakyRelu(0.1), "leakyRelu", "slope", 0.1);
        says(slopeOf(ElementaryRows.leakyRelu(0.1), 0), "leakyReluSlope", "slope", 0.1);
        says(ElementaryRows.elu(0.5), "elu", "alpha", 0.5);
        says(ElementaryRows.eluSlope(0.5), "eluSlope", "alpha", 0.5);
        says(ElementaryRows.polygamma(2), "polygamma", "order", 2);
        says(SpecialRows.besselI0e(0), "besselI0e", "order", 0);
        says(SpecialRows.besselI0e(1), "besselI0eSlope", "order", 1);
        says(SpecialRows.besselI1e(0), "besselI1e", "order", 0);
        says(SpecialRows.besselI1e(2), "besselI1eSlope", "order", 2);
        says(SpecialRows.difference(0), "digammaDifference", "order", 0);
        says(SpecialRows.difference(1), "polygammaDifference", "order", 1);
        says(SpecialRows.gammaQ(0), "gammaQ", "order", 0);
        says(SpecialRows.gammaQ(1), "gammaQSlope", "order", 1);
        Op density = slopeOf(SpecialRows.GAMMA_P, 1);
        says(density, "gammaDensity", "orderInA", 0, "orderInX", 0);
    }

    // ---- pieces

    private static void pieces(double[] expected, Tensor y) {
        assertArrayEquals(expected, y.op.pieces(y), y.op::name);
    }

    @Test
    void piecesAreNumbered() {
        Tensor x = array(new double[] {-2, -1, 0, 0.5, 1, 2});
        Tensor zero = array(new double[] {0, 0, 0, 1, 0, -3});
        pieces(new double[] {0, 1, 2, 2, 3, 4}, x.clamp(-1, 1));
        pieces(new double[] {0, 0, 1, 2, 2, 2}, Activations.leakyRelu(x, 0.1));
        pieces(new double[] {0, 0, 1, 2, 2, 2}, Activations.elu(x, 0.5));
        pieces(new double[] {0, 0, 1, 2, 2, 2}, node(ElementaryRows.eluSlope(0.5), x, x));
        pieces(new double[] {0, 0, 1, 2, 2, 2}, node(SpecialRows.besselI0e(0), x, x));
        pieces(new double[] {0, 0, 1, 2, 2, 2}, node(SpecialRows.besselI1e(0), x, x));
        pieces(new double[] {2, 2, 1, 2, 2, 2}, x.hypot(zero));
        pieces(new double[] {2, 2, 1, 2, 2, 2}, zero.hypot(x));
        pieces(new double[] {2, 2, 0, 2, 2, 2}, zero.gate(x));
        pieces(new double[] {0, 0, 0, 2, 0, 2}, Tensor.where(zero, x, x.neg()));
        pieces(
                new double[] {-4, -3, -2, 0, 1, 4},
                array(new double[] {-2, -1.5, -1, 0.25, 0.5, 2}).round());
        pieces(new double[] {0, 0, 1, 0, 2, 2}, x.max(zero));
        assertNull(x.exp().op.pieces(x.exp()));
        assertNull(x.mul(x).op.pieces(x.mul(x)));
    }
}
