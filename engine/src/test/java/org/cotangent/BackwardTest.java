package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The sweep on small graphs whose gradients can be worked out by hand. */
class BackwardTest {
    @Test
    void sumTimesThird() {
        Tensor x = Tensor.variable(-2);
        Tensor y = Tensor.variable(5);
        Tensor z = Tensor.variable(-4);
        Tensor q = x.add(y);
        Tensor f = q.mul(z);
        Gradients g = Backward.of(f).retain(q).run();
        assertEquals(-12, f.value());
        assertEquals(-4, g.of(x).value());
        assertEquals(-4, g.of(y).value());
        assertEquals(3, g.of(z).value());
        assertEquals(-4, g.of(q).value());
    }

    @Test
    void anInputUsedTwiceGetsTheSum() {
        Tensor x = Tensor.variable(3);
        assertEquals(6, x.mul(x).backward().of(x).value());
        assertEquals(2, x.add(x).backward().of(x).value());
        assertEquals(0, x.sub(x).backward().of(x).value());
        assertEquals(0, x.div(x).backward().of(x).value(), 1e-16);
    }

    @Test
    void aDiamondSumsItsBranches() {
        Tensor x = Tensor.variable(2);
        Tensor s = x.square();
        Tensor f = s.mul(3).mul(s.add(1)).add(s);
        // 3 s (s + 1) + s with s = x²: (6 s + 4) 2 x
        assertEquals(28 * 4, f.backward().of(x).value());
    }

    @Test
    void aBranchVisitedLateStillCounts() {
        // x is used by the oldest and by the youngest node
        Tensor x = Tensor.variable(2);
        Tensor first = x.exp();
        Tensor chain = Tensor.variable(1);
        for (int i = 0; i < 200; i++) {
            chain = chain.add(1);
        }
        Tensor f = chain.mul(x).add(first);
        assertEquals(201 + Math.exp(2), f.backward().of(x).value(), 1e-12);
    }

    @Test
    void deadBranchesUnusedInputsAndConstantsContributeNothing() {
        Tensor x = Tensor.variable(2);
        Tensor unused = Tensor.variable(new double[] {1, 2});
        x.mul(1e9).exp();
        Tensor constant = Tensor.of(7);
        Gradients g = x.mul(constant).backward();
        assertEquals(7, g.of(x).value());
        assertArrayEquals(new double[] {0, 0}, g.of(unused).toArray());
    }

    @Test
    void aVariableIsItsOwnGradient() {
        Tensor x = Tensor.variable(2);
        assertEquals(1, x.backward().of(x).value());
    }

    @Test
    void constantsRememberNothing() {
        Tensor y = Tensor.of(2).mul(3).exp();
        assertFalse(y.varies());
        assertEquals(0, y.inputs());
        Tensor x = Tensor.variable(2);
        assertFalse(x.mul(3).stopGradient().varies());
        assertEquals(2, x.mul(x.stopGradient()).backward().of(x).value());
    }

    @Test
    void backwardTwiceGivesTheSame() {
        Tensor x = Tensor.variable(2);
        Tensor f = x.square();
        assertEquals(4, f.backward().of(x).value());
        assertEquals(4, f.backward().of(x).value());
    }

    @Test
    void theSeedWeighsTheElements() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3});
        Gradients g = x.square().backward(Tensor.vector(1, 10, 100));
        assertArrayEquals(new double[] {2, 40, 600}, g.of(x).toArray());
    }

    @Test
    void contributionsAreSummedBackOverWhatWasBroadcast() {
        Tensor bias = Tensor.variable(new double[] {1, 2});
        Tensor column = Tensor.variable(new double[] {1, 1, 1}, 3, 1);
        Tensor scalar = Tensor.variable(2);
        Gradients g =
                Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}})
                        .mul(bias)
                        .mul(column)
                        .mul(scalar)
                        .sum()
                        .backward();
        assertArrayEquals(new int[] {2}, g.of(bias).shape());
        assertArrayEquals(new double[] {18, 24}, g.of(bias).toArray());
        assertArrayEquals(new int[] {3, 1}, g.of(column).shape());
        assertArrayEquals(new double[] {10, 22, 34}, g.of(column).toArray());
        assertEquals(33, g.of(scalar).value());
    }

    @Test
    void aNameKeepsNothing() {
        Tensor x = Tensor.variable(2).named("x");
        Tensor q = x.square().named("q");
        Tensor f = q.mul(3).named("f");
        Gradients g = f.backward();
        assertEquals(12, g.of(x).value());
        assertTrue(g.find(q).isEmpty());
        assertTrue(g.find(f).isEmpty());
        String refusal = assertThrows(IllegalArgumentException.class, () -> g.of(q)).getMessage();
        assertTrue(refusal.startsWith("gradient of q, square of shape []"), refusal);
        assertTrue(refusal.contains("retain("), refusal);
    }

    @Test
    void retainKeepsWhatItNamesBesidesTheVariables() {
        Tensor x = Tensor.variable(2);
        Tensor y = Tensor.variable(3);
        Tensor p = x.square();
        Tensor q = p.mul(y);
        Tensor f = q.add(p);
        Tensor aside = x.exp();
        Gradients g = Backward.of(f).retain(p).retain(q, aside).retain().run();
        assertEquals(4, g.of(p).value());
        assertEquals(1, g.of(q).value());
        assertEquals(16, g.of(x).value());
        assertEquals(4, g.of(y).value());
        assertEquals(0, g.of(aside).value(), "not on the way to f");
        assertThrows(IllegalArgumentException.class, () -> g.of(f));
        assertEquals(1, Backward.of(f).retain(f).run().of(f).value());
        Gradients recorded = Backward.of(f).retain(p).recorded().run();
        assertEquals(1, recorded.of(p).backward().of(y).value(), "of p: y + 1");
    }

    @Test
    void retainAddsToTargetsInAnyOrder() {
        Tensor x = Tensor.variable(2);
        Tensor y = Tensor.variable(3);
        Tensor p = x.square(); // older than the other target
        Tensor q = p.mul(y);
        Tensor f = q.square();
        for (Backward pass :
                new Backward[] {Backward.of(f).wrt(q).retain(p), Backward.of(f).retain(p).wrt(q)}) {
            Gradients g = pass.run();
            assertEquals(24, g.of(q).value());
            assertEquals(72, g.of(p).value());
            assertThrows(IllegalArgumentException.class, () -> g.of(x));
            assertThrows(IllegalArgumentException.class, () -> g.of(y));
        }
    }

    @Test
    void keepAllKeepsAllOnTheWay() {
        Tensor x = Tensor.variable(2);
        Tensor q = x.square();
        Tensor f = q.mul(3);
        assertThrows(IllegalArgumentException.class, () -> f.backward().of(q));
        Gradients g = Backward.of(f).keepAll().run();
        assertEquals(3, g.of(q).value());
        assertEquals(0, g.of(x.exp()).value(), "not on the way to f");
    }

    @Test
    void targetsAloneAreKept() {
        Tensor x = Tensor.variable(2);
        Tensor y = Tensor.variable(3);
        Tensor q = x.mul(y);
        Tensor f = q.square();
        Gradients g = Backward.of(f).wrt(q).run();
        assertEquals(12, g.of(q).value());
        assertThrows(IllegalArgumentException.class, () -> g.of(x));
        Gradients both = Backward.of(f).wrt(q, y).run();
        assertEquals(12, both.of(q).value());
        assertEquals(24, both.of(y).value());
        assertThrows(IllegalArgumentException.class, () -> both.of(x));
    }

    @Test
    void aFirstOrderPassDoesNotRecord() {
        Tensor x = Tensor.variable(2);
        Tensor f = x.pow(3);
        assertFalse(f.backward().of(x).varies());
        assertTrue(Backward.of(f).recorded().run().of(x).varies());
    }

    @Test
    void unrecordedCodeMakesConstantsAndEndsWithItself() {
        Tensor x = Tensor.variable(2);
        assertFalse(Tensor.unrecorded(x::exp).varies());
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.unrecorded(() -> x.matmul(Tensor.zeros(2, 2))));
        assertTrue(x.exp().varies(), "recording again after an exception");
    }

    @Test
    void anExceptionDuringAPassLeavesRecordingAsItWas() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor f = x.square();
        assertThrows(IllegalArgumentException.class, f::backward);
        assertTrue(x.exp().varies());
    }
}
