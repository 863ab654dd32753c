package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;

/** Corners of Einstein summation; its values are checked by the replayed cases. */
class EinsumTest {
    /** As NumPy and PyTorch repeat it, with the sum over all that are repeated as its gradient. */
    @Test
    void anExtentOfOneBroadcastsBetweenOperands() {
        Tensor column = Tensor.variable(new double[][] {{2}, {3}});
        Tensor b = Tensor.variable(new double[][] {{1, 10}, {2, 20}, {3, 30}});
        for (boolean first : new boolean[] {true, false}) {
            Tensor y =
                    first
                            ? Linalg.einsum("ij,jk->ik", column, b)
                            : Linalg.einsum("jk,ij->ik", b, column);
            assertArrayEquals(new double[][] {{12, 120}, {18, 180}}, y.toMatrix());
            Gradients g = y.sum().backward();
            assertArrayEquals(new double[][] {{66}, {66}}, g.of(column).toMatrix());
            assertArrayEquals(new double[][] {{5, 5}, {5, 5}, {5, 5}}, g.of(b).toMatrix());
        }
        // the letter stays, and is summed in a third operand
        Tensor one = Tensor.vector(7);
        assertArrayEquals(new double[] {7, 14, 21}, Linalg.einsum("i,i->i", one, iota()).toArray());
        assertEquals(42, Linalg.einsum("i,i->", iota(), one).value());
        assertEquals(84, Linalg.einsum("i,i,i->", one, iota(), Tensor.vector(2)).value());
        // an extent of 1 does not win over 0
        assertEquals(0, Linalg.einsum("i,i->i", one, Tensor.zeros(0)).size());
    }

    @Test
    void aDiagonalBroadcastsAsAWhole() {
        Tensor one = Tensor.of(new double[][] {{7}});
        assertArrayEquals(
                new double[] {7, 14, 21}, Linalg.einsum("ii,i->i", one, iota()).toArray());
        for (Tensor x : new Tensor[] {Tensor.ones(1, 3), Tensor.ones(3, 1)}) {
            assertThrows(IllegalArgumentException.class, () -> Linalg.einsum("ii->i", x));
            assertThrows(IllegalArgumentException.class, () -> Linalg.einsum("i,ii->i", iota(), x));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Linalg.einsum("i,i->i", iota(), Tensor.ones(2)));
    }

    private static Tensor iota() {
        return Tensor.vector(1, 2, 3);
    }
}
