package org.cotangent.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class DoorTest {
    private final Tensor vector = Tensor.vector(1, 2);
    private final Door<Tensor> door = Door.to(Tensor.class);

    @Test
    void elementsAreNotCopied() {
        double[] elements = {1, 2, 3, 4, 5, 6};
        Tensor adopted = door.adopt(elements, 2, 3);
        assertArrayEquals(new int[] {2, 3}, adopted.shape());
        assertEquals(6, adopted.get(1, 2));
        assertSame(elements, door.elements(adopted));
        assertSame(door.elements(vector), door.elements(vector));
    }

    @Test
    void scalars() {
        assertArrayEquals(new double[] {7}, door.elements(Tensor.of(7)));
        assertEquals(3, door.adopt(new double[] {3}).value());
    }

    @Test
    void refusals() {
        assertThrows(
                IllegalArgumentException.class, () -> door.adopt(new double[] {1, 2, 3}, 2, 2));
        assertThrows(IllegalStateException.class, () -> Door.to(String.class));
        assertThrows(IllegalStateException.class, () -> Door.open(String.class, null));
        assertSame(door, Door.to(Tensor.class));
    }
}
