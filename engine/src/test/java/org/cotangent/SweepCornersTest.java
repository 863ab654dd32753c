package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.graph.Sweep;
import org.junit.jupiter.api.Test;

/** What a sweep does at the edge of what it visits. Found missing by mutation testing. */
class SweepCornersTest {
    /** Nodes are their own numbers, and every node is an input of itself. */
    private static final class Loop extends Sweep<Long, Long> {
        @Override
        protected long number(Long node) {
            return node;
        }

        @Override
        protected Role role(Long node) {
            return Role.PASS;
        }

        @Override
        protected Long sum(Long p, Long q) {
            return p + q;
        }

        @Override
        protected void pull(Long node, Long adjoint) {
            if (adjoint > 3) {
                throw new AssertionError("visited again and again");
            }
            contribute(node, adjoint + 1);
        }
    }

    @Test
    void aNodeThatIsItsOwnInputIsRefused() {
        String message =
                assertThrows(IllegalStateException.class, () -> new Loop().run(5L, 1L))
                        .getMessage();
        assertTrue(message.contains("node 5 is an input of node 5"), message);
    }

    /**
     * A result on two nodes: the one just before it, and one further below, which that uses too.
     */
    private static final class Triangle extends Sweep<Long, Long> {
        private final long result;
        private final long below;
        private final List<Long> visits = new ArrayList<>();

        Triangle(long result, long below) {
            this.result = result;
            this.below = below;
        }

        @Override
        protected long number(Long node) {
            return node;
        }

        @Override
        protected Role role(Long node) {
            return Role.KEEP_AND_PASS;
        }

        @Override
        protected Long sum(Long p, Long q) {
            return p + q;
        }

        @Override
        protected void pull(Long node, Long adjoint) {
            visits.add(node);
            if (node == result) {
                contribute(below, adjoint);
                contribute(result - 1, adjoint);
            } else if (node == result - 1) {
                contribute(below, 10 * adjoint);
            }
        }
    }

    /** At every distance, among them the capacities of the ring that holds what is incomplete. */
    @Test
    void aNodeFarBelowIsVisitedOnceAndLast() {
        for (long distance = 2; distance <= 300; distance++) {
            long below = 1000 - distance;
            Triangle sweep = new Triangle(1000, below);
            assertEquals(11, sweep.run(1000L, 1L).get(below), "distance " + distance);
            assertEquals(List.of(1000L, 999L, below), sweep.visits);
        }
    }

    @Test
    void whatIsOlderThanEveryTargetIsNotVisited() {
        Tensor x = Tensor.variable(2);
        Tensor s = x.square();
        Tensor t = s.exp();
        Tensor f = t.mul(s);
        List<Tensor> seen = new ArrayList<>();
        Gradients g =
                Backward.of(f)
                        .wrt(t)
                        .hook(
                                s,
                                adjoint -> {
                                    seen.add(adjoint);
                                    return adjoint;
                                })
                        .run();
        assertEquals(4, g.of(t).value());
        assertEquals(List.of(), seen);
    }

    /** A variable from outside, older than the argument: the gradient must still depend on it. */
    @Test
    void aGradientThatRestsOnSomethingOlderIsRecorded() {
        Tensor x = Tensor.variable(3);
        Tensor slope = Differentiate.gradient(t -> t.mul(t).mul(x)).apply(Tensor.of(2));
        assertEquals(12, slope.value());
        assertEquals(4, slope.backward().of(x).value());
    }
}
