package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Operations made by users. */
class CustomOpTest {
    /** a b^k with both as inputs and k as attribute. */
    private record Weighed(int k) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].mul(x[1].pow(k));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return input == 0 ? g.mul(x[1].pow(k)) : g.mul(x[0]).mul(x[1].pow(k - 1)).mul(k);
        }
    }

    @Test
    void severalInputsAnAttributeAndBroadcasting() {
        Tensor a = Tensor.variable(2);
        Tensor b = Tensor.variable(new double[] {1, 3});
        Tensor y = new Weighed(2).apply(a, b);
        assertArrayEquals(new double[] {2, 18}, y.toArray());
        Gradients g = y.sum().backward();
        assertEquals(10, g.of(a).value(), "summed back to a scalar");
        assertArrayEquals(new double[] {4, 12}, g.of(b).toArray());
        assertTrue(Graph.of(y).toText().contains("Weighed(v1, v2)"), () -> Graph.of(y).toText());
    }

    @Test
    void secondDerivativesGoThroughTheRule() {
        Tensor b = Tensor.variable(3);
        Tensor y = new Weighed(3).apply(Tensor.of(1), b);
        Tensor slope = Backward.of(y).recorded().run().of(b);
        assertEquals(27, slope.value());
        assertEquals(18, slope.backward().of(b).value());
    }

    @Test
    void refusals() {
        Tensor x = Tensor.variable(2);
        assertMessage(IllegalArgumentException.class, () -> new Weighed(1).apply(), "no inputs");
        assertMessage(
                NullPointerException.class, () -> new Weighed(1).apply(x, null), "input is null");
        CustomOp closing = CustomOp.elementwise("sq", v -> v * v, (g, y, v) -> null);
        assertEquals(0, closing.apply(x).backward().of(x).value(), "null is zero");
        assertMessage(
                IllegalArgumentException.class,
                () -> closing.apply(x, x),
                "2 inputs; it takes one");
    }

    @Test
    void whatTheValueClosesOverIsRefused() {
        Tensor outer = Tensor.variable(5);
        CustomOp op =
                new CustomOp() {
                    @Override
                    public Tensor forward(Tensor... x) {
                        return x[0].mul(outer);
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return g.mul(outer);
                    }

                    @Override
                    public String name() {
                        return "closing";
                    }
                };
        assertMessage(
                IllegalStateException.class,
                () -> op.apply(Tensor.of(2)),
                "closing: the value rests on variables that are not among the inputs");
    }

    @Test
    void aRuleOfTheWrongShapeIsNamed() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        CustomOp bad = CustomOp.elementwise("bad", v -> v, (g, y, v) -> g.sum());
        assertMessage(
                IllegalStateException.class,
                () -> bad.apply(x).sum().backward(),
                "bad: its rule gives input 0 of shape [2] an adjoint of shape []");
        assertEquals(2, x.square().sum().backward().of(x).get(0), "all is well afterwards");
    }

    @Test
    void partialsAreOfFirstOrderOnly() {
        CustomOp product =
                CustomOp.ofPartials(
                        "product",
                        v -> v[0] * v[1] * v[2],
                        v -> new double[] {v[1] * v[2], v[0] * v[2], v[0] * v[1]});
        Tensor a = Tensor.variable(new double[] {2, 3});
        Tensor b = Tensor.variable(5);
        Tensor y = product.apply(a, b);
        assertEquals(30, y.value());
        assertArrayEquals(new double[] {15, 10}, y.backward().of(a).toArray());
        assertEquals(6, y.backward().of(b).value());
        assertMessage(
                UnsupportedOperationException.class,
                () -> Backward.of(y).recorded().run(),
                "product: only its first derivatives are known");
        CustomOp wrong = CustomOp.ofPartials("wrong", v -> v[0], v -> new double[2]);
        assertMessage(
                IllegalStateException.class,
                () -> wrong.apply(b).backward(),
                "2 partial derivatives for 1 elements");
    }

    private static void assertMessage(
            Class<? extends Exception> kind,
            org.junit.jupiter.api.function.Executable code,
            String part) {
        Exception thrown = assertThrows(kind, code);
        assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
    }
}
