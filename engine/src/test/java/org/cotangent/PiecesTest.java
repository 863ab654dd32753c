package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Tensors taken to pieces, and their adjoints put together again. */
class PiecesTest {
    private static Tensor sum(List<Tensor> terms) {
        Tensor sum = Tensor.of(0);
        for (Tensor term : terms) {
            sum = sum.add(term);
        }
        return sum;
    }

    /** All elements as scalars, by one way or another. */
    private static final List<Function<Tensor, List<Tensor>>> WAYS =
            List.of(
                    x -> x.unstack(0),
                    x -> each(x, i -> x.at(i)),
                    x -> each(x, i -> x.slice(0, i, i + 1).squeeze()),
                    x -> each(x, i -> x.indexSelect(0, i).sum()),
                    x -> {
                        int[] ones = new int[x.size()];
                        Arrays.fill(ones, 1);
                        List<Tensor> all = new ArrayList<>();
                        x.split(0, ones).forEach(piece -> all.add(piece.sum()));
                        return all;
                    });

    private static List<Tensor> each(Tensor x, Function<Integer, Tensor> piece) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            all.add(piece.apply(i));
        }
        return all;
    }

    @Test
    void unstackUndoesStack() {
        Tensor x = Tensor.iota(24).reshape(2, 3, 4).asVariable();
        for (int axis = -3; axis < 3; axis++) {
            List<Tensor> slices = x.unstack(axis);
            assertEquals(x.size(axis), slices.size());
            Tensor again = Tensor.stack(axis, slices.toArray(Tensor[]::new));
            assertArrayEquals(x.shape(), again.shape());
            assertArrayEquals(x.toArray(), again.toArray());
            assertArrayEquals(x.mul(2).toArray(), again.square().sum().backward().of(x).toArray());
        }
        assertArrayEquals(new int[] {2, 4}, x.unstack(1).get(0).shape());
        assertEquals(List.of(), Tensor.zeros(0, 3).unstack(0));
        assertArrayEquals(new int[] {0}, Tensor.zeros(0, 3).unstack(1).get(2).shape());
    }

    @Test
    void unstackRefusesAnAxisThatIsNotThere() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 3).unstack(2));
        assertEquals("unstack: axis 2 of shape [2, 3]: it must lie in -2 .. 1", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1).unstack(0));
    }

    /**
     * Attributes are gathered when they are looked at; what the caller does with his array is his.
     */
    @Test
    void attributesSayWhichPiece() {
        Tensor x = Tensor.iota(12).reshape(3, 4).asVariable();
        int[] index = {2, 1};
        Tensor y = x.at(index);
        index[0] = 0;
        assertEquals(Map.of("index", List.of(2, 1)), y.op.attributes());
        assertEquals(9, y.value());
        assertEquals(Map.of("axis", 1, "place", 2), x.unstack(-1).get(2).op.attributes());
        assertEquals(
                "{axis=1, from=0, to=4, step=2}", x.slice(1, 0, 4, 2).op.attributes().toString());
        int[][] margins = {{1, 0}, {0, 0}};
        Tensor padded = x.pad(margins, 0);
        margins[0][0] = 7;
        assertEquals("{margins=[[1, 0], [0, 0]]}", padded.op.attributes().toString());
    }

    /** A pass holds one array for a tensor, and a recorded one makes one node, whatever n is. */
    @Test
    void oneNodeForAllPieces() {
        for (Function<Tensor, List<Tensor>> way : WAYS) {
            List<Integer> sizes = new ArrayList<>();
            for (int n : new int[] {10, 20, 30}) {
                Tensor x = Tensor.iota(n).asVariable();
                Tensor f = sum(way.apply(x).stream().map(Tensor::square).toList());
                Tensor gradient = Backward.of(f).recorded().run().of(x);
                assertEquals("placeAll", gradient.op.name());
                assertEquals(n, gradient.inputs());
                sizes.add(
                        Graph.of(gradient).nodes().stream()
                                .map(Graph.Node::value)
                                .filter(node -> node.varies() && node.size() == n)
                                .mapToInt(Tensor::size)
                                .sum());
                assertArrayEquals(x.mul(2).toArray(), gradient.toArray());
                // and on it goes: the second derivative is taken to pieces, too
                Tensor second = Backward.of(gradient.square().sum()).recorded().run().of(x);
                assertArrayEquals(x.mul(8).toArray(), second.toArray());
                assertTrue(
                        Graph.of(second).nodes().stream()
                                        .filter(node -> node.value().size() == n)
                                        .count()
                                < 20);
            }
            assertEquals(List.of(20, 40, 60), sizes); // x and its adjoint
        }
    }

    /** Pieces that overlap, beside other uses, of a variable and of a result. */
    @Test
    void piecesAndOtherUsesAddUp() {
        for (boolean ofResult : new boolean[] {false, true}) {
            Tensor variable = Tensor.iota(5).asVariable();
            Tensor x = ofResult ? variable.mul(1) : variable;
            Tensor f =
                    x.slice(0, 0, 3)
                            .sum()
                            .add(x.mul(10).sum())
                            .add(x.slice(0, 2, 5).mul(100).sum())
                            .add(x.at(2).mul(1000))
                            .add(x.indexSelect(0, 4, 4).sum().mul(10000));
            double[] expected = {11, 11, 1111, 110, 20110};
            assertArrayEquals(expected, f.backward().of(variable).toArray());
            Gradients recorded = Backward.of(f).recorded().keepAll().run();
            assertArrayEquals(expected, recorded.of(variable).toArray());
            assertArrayEquals(expected, recorded.of(x).toArray());
            List<Tensor> seen = new ArrayList<>();
            Gradients hooked =
                    Backward.of(f)
                            .hook(
                                    x,
                                    g -> {
                                        seen.add(g);
                                        return g.mul(2);
                                    })
                            .run();
            assertEquals(1, seen.size());
            assertArrayEquals(expected, seen.get(0).toArray());
            assertArrayEquals(Tensor.of(expected).mul(2).toArray(), hooked.of(variable).toArray());
            assertArrayEquals(expected, Backward.of(f).wrt(x).run().of(x).toArray());
        }
    }

    @Test
    void pieceOfAPieceAndOfNothing() {
        Tensor x = Tensor.iota(6).asVariable();
        Tensor middle = x.slice(0, 1, 5);
        Tensor f = middle.at(1).mul(3).add(middle.slice(0, 0, 2).sum()).add(middle.at(3));
        assertArrayEquals(new double[] {0, 1, 4, 0, 1, 0}, f.backward().of(x).toArray());
        Tensor none = x.slice(0, 3, 3).sum().add(x.at(0));
        assertArrayEquals(new double[] {1, 0, 0, 0, 0, 0}, none.backward().of(x).toArray());
    }

    @Test
    void concatKnowsWhereItsPiecesStart() {
        List<Tensor> pieces = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pieces.add(Tensor.full(i, i % 3, 2).asVariable());
        }
        Tensor[] all = pieces.toArray(Tensor[]::new);
        Tensor y = Tensor.concat(0, all);
        Tensor weights = Tensor.iota(y.size()).reshape(y.shape());
        Gradients g = y.mul(weights).sum().backward();
        int from = 0;
        for (Tensor piece : all) {
            assertArrayEquals(
                    weights.slice(0, from, from + piece.size(0)).toArray(), g.of(piece).toArray());
            from += piece.size(0);
        }
    }

    /** The node that a recorded pass makes of pieces is one that can be applied to others. */
    @Test
    void theNodeOfPiecesCanBeAppliedAgain() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3});
        Tensor f = x.at(0).square().add(x.at(2).exp());
        Tensor gradient = Backward.of(f).recorded().run().of(x);
        assertEquals("placeAll", gradient.op.name());
        assertEquals(Map.of("shape", List.of(3)), gradient.op.attributes());
        Tensor again = gradient.op.apply(gradient.input(0), gradient.input(1));
        assertArrayEquals(gradient.toArray(), again.toArray());
        Tensor sums = gradient.op.apply(Tensor.of(5), Tensor.of(7));
        assertEquals(12, sums.sum().value());
        assertEquals(0, sums.get(1));
    }
}
