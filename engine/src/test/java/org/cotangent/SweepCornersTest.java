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
    private static final class Loop extends Sweep<Long, long[]> {
        @Override
        protected long number(Long node) {
            return node;
        }

        @Override
        protected long[] empty() {
            return new long[1];
        }

        @Override
        protected void visit(Long node, long[] adjoint) {
            if (adjoint[0] > 3) {
                throw new AssertionError("visited again and again");
            }
            waiting(node)[0] = adjoint[0] + 1;
        }

        void from(long result) {
            run(result, new long[] {1});
        }
    }

    @Test
    void aNodeThatIsItsOwnInputIsRefused() {
        String message =
                assertThrows(IllegalStateException.class, () -> new Loop().from(5)).getMessage();
        assertTrue(message.contains("node 5 is an input of node 5"), message);
    }

    /**
     * A result on two nodes: the one just before it, and one further below, which that uses too.
     */
    private static final class Triangle extends Sweep<Long, long[]> {
        private final long result;
        private final long below;
        private final List<Long> visits = new ArrayList<>();

        Triangle(long result, long below) {
            this.result = result;
            this.below = below;
        }

        long atTheEnd() {
            run(result, new long[] {1});
            return kept().get(below)[0];
        }

        @Override
        protected long number(Long node) {
            return node;
        }

        @Override
        protected long[] empty() {
            return new long[1];
        }

        @Override
        protected void visit(Long node, long[] adjoint) {
            visits.add(node);
            long g = adjoint[0];
            adjoint[0] = 0;
            kept(node)[0] = g;
            if (node == result) {
                waiting(below)[0] += g;
                waiting(result - 1)[0] += g;
            } else if (node == result - 1) {
                waiting(below)[0] += 10 * g;
            }
        }
    }

    /** At every distance, among them the capacities of the ring that holds what is incomplete. */
    @Test
    void aNodeFarBelowIsVisitedOnceAndLast() {
        for (long distance = 2; distance <= 300; distance++) {
            long below = 1000 - distance;
            Triangle sweep = new Triangle(1000, below);
            assertEquals(11, sweep.atTheEnd(), "distance " + distance);
            assertEquals(List.of(1000L, 999L, below), sweep.visits);
        }
    }

    /** Every node lies two places further from the next; all are on two ways from the result. */
    private static final class Thinning extends Sweep<Integer, long[]> {
        private int visits;

        @Override
        protected long number(Integer node) {
            long below = LAST - node;
            return -below * below;
        }

        @Override
        protected long[] empty() {
            return new long[1];
        }

        @Override
        protected void visit(Integer node, long[] adjoint) {
            visits++;
            long g = adjoint[0] % 1_000_003;
            adjoint[0] = 0;
            (node == 1 ? kept(0) : waiting(node - 1))[0] += g;
            if (node > 1) {
                (node == 2 ? kept(0) : waiting(node - 2))[0] += g;
            }
        }

        long atTheEnd() {
            run(LAST, new long[] {1});
            return kept().get(number(0))[0] % 1_000_003;
        }
    }

    private static final int LAST = 200_000;

    /** Were it to look at every number between nodes, it would look at 40,000,000,000. */
    @Test
    void placesBetweenNodesAreNotAllSearched() {
        Thinning sweep = new Thinning();
        long before = 1;
        long paths = 1;
        for (int node = 1; node < LAST; node++) {
            long next = (paths + before) % 1_000_003;
            before = paths;
            paths = next;
        }
        assertEquals(paths, sweep.atTheEnd());
        assertEquals(LAST, sweep.visits);
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

    /** The product of three factors, whose rule notes what it is asked for. */
    private record Asked(List<Integer> inputs) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].mul(x[1]).mul(x[2]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            inputs.add(input);
            return g.mul(x[(input + 1) % 3]).mul(x[(input + 2) % 3]);
        }
    }

    @Test
    void rulesAreAskedForWhatIsWantedOnly() {
        Tensor older = Tensor.variable(2);
        Tensor x = Tensor.variable(3);
        Tensor younger = Tensor.variable(5);
        Asked constant = new Asked(new ArrayList<>());
        constant.apply(Tensor.of(7), x, Tensor.of(9)).backward();
        assertEquals(List.of(1), constant.inputs);
        for (boolean recorded : new boolean[] {false, true}) {
            Asked three = new Asked(new ArrayList<>());
            Backward pass = Backward.of(three.apply(older, x, younger)).wrt(x);
            Gradients g = recorded ? pass.recorded().run() : pass.run();
            assertEquals(10, g.of(x).value());
            assertEquals(List.of(1), three.inputs);
        }
    }

    @Test
    void aCheckpointLeavesConstantsOut() {
        Asked inner = new Asked(new ArrayList<>());
        Tensor x = Tensor.variable(3);
        Tensor y = Differentiate.checkpoint(inner::apply).apply(Tensor.of(7), x, Tensor.of(9));
        assertEquals(63, y.backward().of(x).value());
        assertEquals(List.of(1), inner.inputs);
    }

    /** A rule for all inputs at once, which must not be asked in vain. */
    private record Never() implements Custom.Joint {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].mul(2);
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            throw new AssertionError("asked for what nobody wants");
        }
    }

    @Test
    void aJointRuleIsNotAskedForOlderInputs() {
        Tensor y = new Never().apply(Tensor.variable(3));
        assertEquals(12, Backward.of(y.square()).wrt(y).run().of(y).value());
    }
}
