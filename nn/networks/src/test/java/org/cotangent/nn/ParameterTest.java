package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void anUpdateIsAFreshNamedVariableThatForgetsItsPast() {
        Parameter p = new Parameter("p", Tensor.vector(1, 2));
        Tensor before = p.value();
        p.set(before.mul(3));
        assertNotSame(before, p.value());
        assertTrue(p.value().isVariable());
        assertEquals("p", p.value().name());
        assertArrayEquals(new double[] {3, 6}, p.value().toArray());
        assertArrayEquals(new double[] {1, 2}, before.toArray());
        // the new variable does not rest on the old one
        assertArrayEquals(new double[2], p.value().sum().backward().of(before).toArray());
    }

    @Test
    void settingDoesNotTouchTheTensorItIsGiven() {
        Tensor mine = Tensor.vector(5, 6).named("mine");
        Parameter p = new Parameter("p", mine);
        p.set(mine);
        assertEquals("mine", mine.name());
        assertEquals("p", p.value().name());
    }

    @Test
    void anotherShapeIsRefusedAndNothingChanges() {
        Parameter p = new Parameter("layer.weight", Tensor.zeros(2, 3));
        Tensor before = p.value();
        Refusal.of(
                IllegalArgumentException.class,
                () -> p.set(Tensor.zeros(3, 2)),
                "layer.weight",
                "[3, 2]",
                "[2, 3]");
        assertSame(before, p.value());
        Refusal.of(NullPointerException.class, () -> p.set(null), "layer.weight");
    }

    @Test
    void namesMustBeThere() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parameter(" ", Tensor.of(1)),
                "\" \" is blank");
        Refusal.of(
                NullPointerException.class,
                () -> new Parameter(null, Tensor.of(1)),
                "name is null");
        Refusal.of(NullPointerException.class, () -> new Parameter("p", null), "p", "null");
    }

    @Test
    void aFunctionOfParametersUsesTheTensorsItIsGiven() {
        Parameter a = new Parameter("a", Tensor.vector(1, 2));
        Parameter b = new Parameter("b", Tensor.of(3));
        TensorFunction f = Parameter.function(List.of(a, b), () -> a.value().mul(b.value()).sum());
        assertEquals(9, f.apply(a.value(), b.value()).value());
        Tensor x = Tensor.variable(5);
        Tensor y = f.apply(Tensor.vector(1, 1), x.square());
        assertEquals(50, y.value());
        assertEquals(20, y.backward().of(x).value());
        assertEquals(9, a.value().mul(b.value()).sum().value());
        TensorFunction squares =
                Parameter.function(List.of(b), () -> a.value().sum().mul(b.value().square()));
        Tensor product =
                Differentiate.hessianVectorProduct(v -> squares.apply(v), b.value(), Tensor.of(1));
        assertEquals(6, product.value());
    }

    @Test
    void parametersAreBackAsTheyWereWhateverHappens() {
        Parameter a = new Parameter("a", Tensor.of(1));
        Parameter b = new Parameter("b", Tensor.of(2));
        Tensor[] before = Parameter.values(List.of(a, b));
        TensorFunction failing =
                Parameter.function(
                        List.of(a, b),
                        () -> {
                            b.set(Tensor.of(9)); // not allowed, and undone
                            throw new IllegalStateException("mine");
                        });
        Refusal.of(
                IllegalStateException.class,
                () -> failing.apply(Tensor.of(5), Tensor.of(6)),
                "mine");
        assertSame(before[0], a.value());
        assertSame(before[1], b.value());
        TensorFunction inner = Parameter.function(List.of(a), () -> a.value().mul(b.value()));
        TensorFunction outer =
                Parameter.function(List.of(a, b), () -> inner.apply(Tensor.of(7)).add(a.value()));
        assertEquals(7 * 20 + 10, outer.apply(Tensor.of(10), Tensor.of(20)).value());
        assertSame(before[0], a.value());
        assertSame(before[1], b.value());
    }

    @Test
    void aFunctionOfParametersRefusesWhatDoesNotFit() {
        Parameter a = new Parameter("a", Tensor.of(1));
        Parameter b = new Parameter("b", Tensor.vector(2, 3));
        Tensor before = a.value();
        TensorFunction f = Parameter.function(List.of(a, b), () -> a.value().mul(b.value()));
        Refusal.of(
                IllegalArgumentException.class,
                () -> f.apply(Tensor.of(1)),
                "1 tensors for 2 parameters");
        Refusal.of(
                IllegalArgumentException.class,
                () -> f.apply(Tensor.of(5), Tensor.of(1)),
                "b: the tensor given has shape []",
                "[2]");
        assertSame(before, a.value());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Parameter.function(List.of(a, b, a), () -> a.value()),
                "a [] occurs twice");
        Refusal.of(NullPointerException.class, () -> Parameter.function(List.of(a), null), "null");
    }
}
