package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Observer;
import org.cotangent.tape.Accumulator;
import org.cotangent.tape.Sweep;
import org.junit.jupiter.api.Test;

/** What a sweep does at the edge of what it visits. Found missing by mutation testing. */
class SweepCornersTest {
    private record Node(long number) {}

    private static final class Sum extends Accumulator<Node> {
        private long value;

        static Sum of(long value) {
            Sum sum = new Sum();
            sum.value = value;
            return sum;
        }

        /** What it holds, which it no longer does. */
        long take() {
            long taken = value;
            value = 0;
            return taken;
        }
    }

    /** Sums of numbers. */
    private abstract static class Sums extends Sweep<Node, Sum> {
        @Override
        protected long number(Node node) {
            return node.number;
        }

        @Override
        protected Sum empty() {
            return new Sum();
        }
    }

    /** Every node is an input of itself. */
    private static final class Loop extends Sums {
        @Override
        protected void visit(Node node, Sum sum) {
            if (sum.value > 3) {
                throw new AssertionError("visited again and again");
            }
            waiting(node).value = sum.value + 1;
        }

        void from(Node result) {
            run(result, Sum.of(1));
        }
    }

    @Test
    void aNodeThatIsItsOwnInputIsRefused() {
        String message =
                assertThrows(IllegalStateException.class, () -> new Loop().from(new Node(5)))
                        .getMessage();
        assertTrue(message.contains("node 5 is an input of node 5"), message);
    }

    /**
     * A result on two nodes: the one just before it, and one further below, which that uses too.
     */
    private static final class Triangle extends Sums {
        private final Node result;
        private final Node before;
        private final Node below;
        private final List<Node> visits = new ArrayList<>();

        Triangle(long result, long below) {
            this.result = new Node(result);
            before = new Node(result - 1);
            this.below = new Node(below);
        }

        long atTheEnd() {
            run(result, Sum.of(1));
            assertEquals(List.of(result, before, below), visits);
            return kept().get(below, below.number).value;
        }

        @Override
        protected void visit(Node node, Sum sum) {
            visits.add(node);
            long g = sum.take();
            kept(node).value = g;
            if (node == result) {
                waiting(below).value += g;
                waiting(before).value += g;
            } else if (node == before) {
                waiting(below).value += 10 * g;
            }
        }
    }

    /** At every distance, among them the capacities of the ring that holds what is incomplete. */
    @Test
    void aNodeFarBelowIsVisitedOnceAndLast() {
        for (long distance = 2; distance <= 300; distance++) {
            assertEquals(
                    11, new Triangle(1000, 1000 - distance).atTheEnd(), "distance " + distance);
        }
    }

    /** Every node lies two places further from the next; all are on two ways from the result. */
    private static final class Thinning extends Sums {
        private final Node[] nodes = new Node[LAST + 1];
        private int visits;

        Thinning() {
            for (int i = 0; i <= LAST; i++) {
                long below = LAST - i;
                nodes[i] = new Node(-below * below);
            }
        }

        @Override
        protected void visit(Node node, Sum sum) {
            int i = LAST - visits++;
            assertSame(nodes[i], node);
            long g = sum.take() % 1_000_003;
            pass(i - 1, g);
            if (i > 1) {
                pass(i - 2, g);
            }
        }

        private void pass(int i, long part) {
            (i == 0 ? kept(nodes[0]) : waiting(nodes[i])).value += part;
        }

        long atTheEnd() {
            run(nodes[LAST], Sum.of(1));
            return kept().get(nodes[0], nodes[0].number).value % 1_000_003;
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
            // a recorded pass asks first whether the share rests on the adjoint
            assertEquals(recorded ? List.of(1, 1) : List.of(1), three.inputs);
        }
    }

    @Test
    void aCheckpointLeavesConstantsOut() {
        Asked inner = new Asked(new ArrayList<>());
        Tensor x = Tensor.variable(3);
        Tensor y = Differentiate.checkpoint(inner::apply, List.of(Tensor.of(7), x, Tensor.of(9)));
        assertEquals(63, y.backward().of(x).value());
        assertEquals(List.of(1), inner.inputs);
    }

    /** A rule for all inputs at once, which must not be asked in vain. */
    private record Never() implements CustomOp.Joint {
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

    // ---- scalars, whose adjoints are numbers

    /** What passes to both is that of a square, which is even; to two factors it is not. */
    @Test
    void aFactorThatIsBoth() {
        Tensor infinite = Tensor.of(Double.POSITIVE_INFINITY);
        Tensor x = Tensor.variable(0);
        assertEquals(0, x.mul(x).backward(infinite).of(x).value());
        Tensor y = Tensor.variable(0);
        Gradients g = x.mul(y).backward(infinite);
        assertEquals(Double.NaN, g.of(x).value());
        assertEquals(Double.NaN, g.of(y).value());
    }

    /** As the gradient says: at 0 / 0 nothing is known, and a tangent of 0 hides none of it. */
    @Test
    void tangentsOfScalarsAreNoAdjoints() {
        UnaryOperator<Tensor> f = x -> Tensor.of(1).div(x.mul(0));
        Tensor x = Tensor.of(1);
        assertEquals(Double.NaN, Differentiate.gradient(f).apply(x).value());
        assertEquals(Double.NaN, Differentiate.jvp(f, x, Tensor.of(1)).value());
    }

    /** Notes the shares that it is shown. */
    private record Seen(List<String> shares) implements Observer<Tensor> {
        @Override
        public boolean wantsPlaces() {
            return false;
        }

        @Override
        public boolean wantsWholePrograms() {
            return false;
        }

        @Override
        public void made(Tensor node) {}

        @Override
        public void passed(Tensor node, int input, Tensor g, Tensor share) {
            shares.add(node.op.name() + " " + input + " " + Arrays.toString(share.toArray()));
        }

        @Override
        public void read(Tensor node, String method) {}
    }

    @Test
    void everyShareIsShownToAnObserver() {
        Tensor x = Tensor.variable(new double[] {2, 5});
        Tensor y = x.at(0).mul(x.at(1).neg());
        Seen seen = new Seen(new ArrayList<>());
        Recorder recorder = Recorder.current();
        Observer<Tensor> before = recorder.setObserver(seen);
        try {
            y.backward();
        } finally {
            recorder.setObserver(before);
        }
        String piece = x.at(0).op.name();
        assertEquals(
                List.of(
                        "mul 0 [-5.0]",
                        "mul 1 [2.0]",
                        "neg 0 [-2.0]",
                        piece + " 0 [0.0, -2.0]",
                        piece + " 0 [-5.0, 0.0]"),
                seen.shares);
    }

    // ---- what a result rests on beside the target

    private static boolean restsOnOlder(Tensor target, Tensor result) {
        return Backward.of(result).wrt(target).runOnNothingOlder() == null;
    }

    /** Masks have no derivative; still a gradient at one is no constant of what it was made of. */
    @Test
    void masksOfSomethingOlderAreFound() {
        Tensor x = Tensor.variable(2);
        Tensor old = x.gt(1);
        Tensor t = Tensor.variable(3);
        assertTrue(restsOnOlder(t, t.mul(x)));
        assertTrue(restsOnOlder(t, t.mul(old)));
        assertTrue(restsOnOlder(t, t.mul(x.gt(0))));
        assertTrue(restsOnOlder(t, t.mul(Tensor.of(4).mul(x.add(1).mul(2).gt(0)))));
        assertTrue(restsOnOlder(t, t.mul(t.add(x).gt(0))));
        assertTrue(restsOnOlder(t, t.mul(t.gt(0)).mul(x.floor().gt(0))));
        assertFalse(restsOnOlder(t, t.mul(5)));
        assertFalse(restsOnOlder(t, t.mul(t.gt(0))));
        assertFalse(restsOnOlder(t, t.mul(t.add(1).gt(Tensor.of(2)).eq(1))));
        Tensor mask = t.gt(0);
        assertFalse(restsOnOlder(t, t.mul(mask).mul(mask).mul(t.lt(7))));
        // one that was made after the target is nothing older
        assertFalse(restsOnOlder(t, t.mul(Tensor.variable(9).gt(0))));
    }

    @Test
    void aGradientIsTheSameTensorEachTime() {
        Tensor x = Tensor.variable(2);
        Gradients g = x.square().backward();
        assertSame(g.of(x), g.of(x));
    }
}
