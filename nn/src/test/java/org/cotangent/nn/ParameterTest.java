package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Tensor;
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
}
