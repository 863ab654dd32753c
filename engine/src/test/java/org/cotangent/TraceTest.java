package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.junit.jupiter.api.Test;

/** Backward passes step by step. */
class TraceTest {
    private final Tensor x = Tensor.variable(-2).named("x");
    private final Tensor y = Tensor.variable(5).named("y");
    private final Tensor z = Tensor.variable(-4).named("z");

    @Test
    void theFirstLecture() {
        Tensor f = x.add(y).named("q").mul(z).named("f");
        assertEquals(
                """
                f = mul(q, z) = -12   adjoint 1
                   to q: 1 * -4 = -4
                   to z: 1 * 3 = 3
                q = add(x, y) = 3   adjoint -4
                   to x: -4 * 1 = -4
                   to y: -4 * 1 = -4
                x = -2   adjoint -4
                y = 5   adjoint -4
                z = -4   adjoint 3
                """,
                Trace.of(f).toText());
    }

    @Test
    void whatStandsInAStep() {
        Tensor q = x.add(y);
        Tensor f = q.mul(z);
        List<Trace.Step> steps = Trace.of(f).steps();
        assertEquals(
                List.of(f, q, x, y, z), steps.stream().map(step -> step.node().value()).toList());
        Trace.Step first = steps.get(0);
        assertEquals(List.of(q, z), first.node().inputs().stream().map(Graph.Node::value).toList());
        assertEquals(1, first.adjoint().value());
        assertEquals(-4, first.local(0).value());
        assertEquals(3, first.local(1).value());
        assertEquals(-4, first.passed(0).value());
        assertEquals(3, first.passed(1).value());
        assertEquals(List.of(), steps.get(2).node().inputs());
        assertSame(first.passed(0), steps.get(1).contributions().get(0));
        assertThrows(IndexOutOfBoundsException.class, () -> first.passed(2));
        assertThrows(IndexOutOfBoundsException.class, () -> steps.get(2).local(0));
        assertEquals("z = -4   adjoint 3\n", steps.get(4).toString());
    }

    @Test
    void branchesThatMeetAreSummedInTheOrderOfTheSweep() {
        Tensor w = Tensor.variable(2).named("w");
        Tensor f = w.mul(w).mul(w).add(w).named("f"); // w^3 + w
        Trace trace = Trace.of(f);
        assertEquals(
                """
                f = add(t2, w) = 10   adjoint 1
                   to t2: 1 * 1 = 1
                   to w: 1 * 1 = 1
                t2 = mul(t1, w) = 8   adjoint 1
                   to t1: 1 * 2 = 2
                   to w: 1 * 4 = 4
                t1 = mul(w, w) = 4   adjoint 2
                   to w: 2 * 2 = 4
                   to w: 2 * 2 = 4
                w = 2   adjoint 1 + 4 + 4 + 4 = 13
                """,
                trace.toText());
        Trace.Step last = trace.steps().get(3);
        assertEquals(4, last.contributions().size());
        assertEquals(1, last.contributions().get(0).value());
    }

    @Test
    void aSumOfManyIsCounted() {
        Tensor w = Tensor.variable(2).named("w");
        Tensor sum = w;
        for (int i = 0; i < 6; i++) {
            sum = sum.add(w);
        }
        assertTrue(Trace.of(sum).toText().endsWith("w = 2   adjoint 7, the sum of 7\n"));
    }

    @Test
    void aNeuronThroughSmallGates() {
        Tensor w0 = Tensor.variable(2).named("w0");
        Tensor w1 = Tensor.variable(-3).named("w1");
        Tensor w2 = Tensor.variable(-3).named("w2");
        Tensor x0 = Tensor.variable(-1).named("x0");
        Tensor x1 = Tensor.variable(-2).named("x1");
        Tensor score = w0.mul(x0).add(w1.mul(x1)).add(w2).named("score");
        Tensor f = score.neg().exp().add(1).reciprocal().named("f");
        String text = Trace.of(f).toText();
        // with e = exp(-1): the slope -1 / (1 + e)^2, then e, then the sign
        assertTrue(
                text.startsWith(
                        """
                        f = reciprocal(t6) = 0.731059   adjoint 1
                           to t6: 1 * -0.534447 = -0.534447
                        t6 = add(t5, 1) = 1.36788   adjoint -0.534447
                           to t5: -0.534447 * 1 = -0.534447
                        t5 = exp(t4) = 0.367879   adjoint -0.534447
                           to t4: -0.534447 * 0.367879 = -0.196612
                        t4 = neg(score) = -1   adjoint -0.196612
                           to score: -0.196612 * -1 = 0.196612
                        """),
                text);
        assertTrue(text.contains("   to w1: 0.196612 * -2 = -0.393224\n"), text);
    }

    @Test
    void arraysAndWhatWasBroadcast() {
        Tensor v = Tensor.variable(new double[] {1, 2}).named("v");
        Tensor k = Tensor.variable(3).named("k");
        Tensor f = v.mul(k).max(Tensor.vector(3, 4)).sum().named("f");
        assertEquals(
                """
                f = sum(t2) = 9   adjoint 1
                   to t2: 1 * [1, 1] = [1, 1]
                t2 = max(t1, c1) = [3, 6]   adjoint [1, 1]
                   to t1: [1, 1] * [0.5, 1] = [0.5, 1]
                t1 = mul(v, k) = [3, 6]   adjoint [0.5, 1]
                   to v: [0.5, 1] * [3, 3] = [1.5, 3]
                   to k: [0.5, 1] * [1, 2], summed: 2.5
                v = [1, 2]   adjoint [1.5, 3]
                k = 3   adjoint 2.5
                """,
                Trace.of(f).toText());
    }

    @Test
    void noLocalDerivativeOfWhatMixesElements() {
        Tensor w = Tensor.variable(new double[][] {{1, 2}, {3, 4}}).named("W");
        Tensor y2 = w.matmul(Tensor.vector(1, -1)).named("y");
        Trace trace = Trace.of(y2, Tensor.vector(1, 10));
        Trace.Step product = trace.steps().get(0);
        assertNull(product.local(0));
        assertEquals("[[1, -1], [10, -10]]", product.passed(0).toString());
        assertNull(product.passed(1), "a constant gets nothing");
        assertTrue(trace.toText().contains("   to W: [[1, -1], [10, -10]]\n"), trace::toText);
        assertFalse(trace.toText().contains("to c1"), trace::toText);
    }

    @Test
    void largeArraysInShort() {
        Tensor v = Tensor.variable(Tensor.iota(10).toArray()).named("v");
        String text = Trace.of(v.square().sum()).toText();
        assertTrue(
                text.contains(
                        "   to v: [10] 0 .. 18, mean 9, local derivative [10] 0 .. 18, mean 9\n"),
                text);
    }

    @Test
    void theSumOfContributionsIsTheAdjointOfThePass() {
        Tensor a = Tensor.variable(new double[] {0.1, 0.7, -0.3});
        Tensor b = a.sin().mul(a.exp()).div(a.add(2));
        Tensor f = b.mul(b).sum().add(b.sum().tanh());
        Gradients gradients = Backward.of(f).keepAll().run();
        for (Trace.Step step : Trace.of(f).steps()) {
            Tensor sum = step.contributions().get(0);
            for (Tensor part : step.contributions().subList(1, step.contributions().size())) {
                sum = sum.add(part);
            }
            assertArrayEquals(
                    gradients.of(step.node().value()).toArray(), step.adjoint().toArray());
            assertArrayEquals(sum.toArray(), step.adjoint().toArray());
            assertFalse(step.adjoint().varies());
        }
    }

    @Test
    void corners() {
        assertEquals(List.of(), Trace.of(Tensor.of(3)).steps());
        assertEquals("x = -2   adjoint 1\n", Trace.of(x).toText());
        Tensor v = Tensor.variable(new double[] {1, 2});
        assertThrows(IllegalArgumentException.class, () -> Trace.of(v));
        assertThrows(IllegalArgumentException.class, () -> Trace.of(v, Tensor.of(1)));
    }

    @Test
    void aLongPassInShort() {
        Tensor f = x;
        for (int i = 0; i < 100_000; i++) {
            f = f.add(y);
        }
        Trace trace = Trace.of(f);
        assertEquals(100_002, trace.steps().size());
        String text = trace.toText();
        assertTrue(text.startsWith("t100000 = add(t99999, y)"), "starts at the result");
        assertTrue(text.contains("\n... 99002 steps left out ...\n"));
        assertTrue(text.endsWith("y = 5   adjoint 100000, the sum of 100000\n"));
    }
}
