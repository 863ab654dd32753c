package org.cotangent.nn.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Pass EVALUATION = Pass.evaluation();
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private static Tensor matrix(double[]... rows) {
        return Tensor.of(rows);
    }

    private static Tensor normal(long seed, int... shape) {
        return Tensor.normal(new SplittableRandom(seed), shape);
    }

    private static Attention.Output attend(AttentionMask mask, Tensor q, Tensor k, Tensor v) {
        return new Attention().attend(q, k, v, mask, EVALUATION);
    }

    @Test
    void weightsByHand() {
        // scores 0 and log 3 after the division by the root of 4
        Tensor q = matrix(new double[] {2, 0, 0, 0});
        Tensor k = matrix(new double[] {0, 5, 5, 5}, new double[] {StrictMath.log(3), 1, 2, 3});
        Attention.Output all =
                new Attention().attend(q, k, matrix(new double[] {4}, new double[] {8}));
        assertArrayEquals(new double[] {0.25, 0.75}, all.weights().toArray(), 1e-15);
        assertEquals(7, all.output().get(0, 0), 1e-14);
        double[] twice = new Attention().scale(1).attend(q, k, k).weights().toArray();
        assertArrayEquals(new double[] {0.1, 0.9}, twice, 1e-15);
    }

    @Test
    void aQueryWithoutKeysGivesZerosAndSendsNothing() {
        Tensor q = normal(1, 2, 3).asVariable();
        Tensor k = normal(2, 2, 3).asVariable();
        Tensor v = normal(3, 2, 2).asVariable();
        AttentionMask mask = AttentionMask.of(matrix(new double[] {0, 0}, new double[] {1, 1}));
        Attention.Output all = attend(mask, q, k, v);
        assertArrayEquals(new double[2], all.output().slice(0, 0, 1).toArray());
        assertArrayEquals(new double[2], all.weights().slice(0, 0, 1).toArray());
        assertEquals(1, all.weights().slice(0, 1, 2).sum().value(), 1e-15);
        Gradients first = Backward.of(all.output().square().sum()).recorded().run();
        assertArrayEquals(new double[3], first.of(q).slice(0, 0, 1).toArray());
        Tensor sum = first.of(q).square().sum().add(first.of(k).square().sum());
        Gradients second = sum.backward();
        assertArrayEquals(new double[3], second.of(q).slice(0, 0, 1).toArray());
        for (Tensor x : new Tensor[] {q, k, v}) {
            assertTrue(first.of(x).abs().lt(1e9).all().isTrue(), "finite, first order");
            assertTrue(second.of(x).abs().lt(1e9).all().isTrue(), "finite, second order");
            assertTrue(second.of(x).ne(0).any().isTrue(), "the other query does send");
        }
    }

    @Test
    void whereNothingMayBeUsedAllIsZero() {
        Tensor q = normal(1, 2, 3).asVariable();
        Tensor y = attend(AttentionMask.of(Tensor.zeros(1, 1)), q, q, q).output();
        assertArrayEquals(new double[6], y.toArray());
        assertArrayEquals(new double[6], y.square().sum().backward().of(q).toArray());
    }

    @Test
    void addedInfinitiesExclude() {
        Tensor x = normal(4, 2, 2);
        Tensor added = matrix(new double[] {NEVER, NEVER}, new double[] {0.5, NEVER});
        Attention.Output all = attend(AttentionMask.adding(added), x, x, x);
        assertArrayEquals(new double[] {0, 0, 1, 0}, all.weights().toArray());
        assertFalse(AttentionMask.adding(added).allowsAll());
        assertTrue(AttentionMask.adding(Tensor.ones(2, 2)).allowsAll());
    }

    @Test
    void whatNoQueryMayUseMayBeAnything() {
        double nan = Double.NaN;
        Tensor q = normal(5, 2, 2).asVariable();
        Tensor k = matrix(new double[] {1, 2}, new double[] {nan, 1 / 0.0}).asVariable();
        Tensor v = matrix(new double[] {3, 4}, new double[] {nan, nan}).asVariable();
        AttentionMask mask = AttentionMask.of(matrix(new double[] {1, 0}));
        Tensor y = attend(mask, q, k, v).output();
        assertArrayEquals(new double[] {3, 4, 3, 4}, y.toArray());
        Gradients g = y.square().sum().backward();
        assertArrayEquals(new double[4], g.of(q).toArray());
        assertArrayEquals(new double[] {12, 16, 0, 0}, g.of(v).toArray());
    }

    @Test
    void largeScoresAreSafe() {
        Tensor q = matrix(new double[] {1e150}).asVariable();
        Tensor k = matrix(new double[] {1e150}, new double[] {-1e150}).asVariable();
        Tensor v = matrix(new double[] {1}, new double[] {2});
        Tensor y = new Attention().apply(q, k, v);
        assertEquals(1, y.value());
        assertEquals(0, y.sum().backward().of(q).value());
    }

    @Test
    void masksCombine() {
        AttentionMask mask = AttentionMask.causal().and(AttentionMask.lengths(2, 1));
        double[] expected = {1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0};
        assertArrayEquals(expected, mask.allowed(2, 3, 3).toArray());
        // one more axis is that of the heads
        assertArrayEquals(expected, mask.allowed(2, 4, 3, 3).expand(2, 1, 3, 3).toArray());
        assertTrue(AttentionMask.none().allowsAll());
        assertEquals(1, AttentionMask.none().allowed(2, 2).value());
        // numbers are added, and pass gradients
        Tensor bias = Tensor.variable(new double[][] {{0, StrictMath.log(3)}});
        Tensor zeros = Tensor.zeros(1, 2, 1);
        Attention.Output all =
                attend(
                        AttentionMask.adding(bias),
                        zeros,
                        zeros,
                        Tensor.of(new double[] {0, 4}, 1, 2, 1));
        assertArrayEquals(new double[] {3, 3}, all.output().toArray(), 1e-15);
        double[] g = all.output().sum().backward().of(bias).toArray();
        assertArrayEquals(new double[] {-1.5, 1.5}, g, 1e-14);
    }

    @Test
    void causalDoesNotSeeTheFuture() {
        Tensor x = normal(6, 1, 4, 3);
        Tensor later = Tensor.concat(1, x.slice(1, 0, 2), normal(7, 1, 2, 3));
        Attention causal = new Attention().causal();
        double[] expected = causal.apply(x, x, x).slice(1, 0, 2).toArray();
        assertArrayEquals(expected, causal.apply(later, later, later).slice(1, 0, 2).toArray());
    }

    @Test
    void paddingChangesNothing() {
        Tensor x = normal(6, 1, 2, 3);
        Tensor padded = Tensor.concat(1, x, normal(7, 1, 2, 3));
        double[] expected = new Attention().apply(x, x, x).toArray();
        double[] actual = attend(AttentionMask.lengths(2), x, padded, padded).output().toArray();
        assertArrayEquals(expected, actual, 1e-15);
    }

    @Test
    void dropoutIsOfTraining() {
        Tensor x = normal(8, 20, 20);
        Attention half = new Attention().dropout(0.5);
        AttentionMask none = AttentionMask.none();
        Tensor evaluated = half.attend(x, x, x, none, EVALUATION).weights();
        assertArrayEquals(new Attention().attend(x, x, x).weights().toArray(), evaluated.toArray());
        Pass training = Pass.training(new SplittableRandom(1));
        Tensor trained = half.attend(x, x, x, none, training).weights();
        double dropped = trained.eq(0).mean().value();
        assertEquals(0.5, dropped, 0.1);
        Tensor kept = Tensor.where(trained, evaluated.mul(2), Tensor.of(0));
        assertArrayEquals(kept.toArray(), trained.toArray());
    }

    @Test
    void settingsAreTold() {
        Attention attention = new Attention().causal().scale(0.5).dropout(0.1);
        assertEquals("attention (causal, scale 0.5, dropout 0.1)", attention.toString());
        assertEquals("attention", new Attention().toString());
        assertEquals(0.5, attention.scaleOf(9));
        assertEquals(1 / 3.0, new Attention().scaleOf(9));
    }

    @Test
    void badInputsAreRefused() {
        Tensor x = Tensor.ones(2, 3);
        Attention a = new Attention();
        refused(() -> a.apply(x, Tensor.ones(2, 4), x), "[2, 3]", "[2, 4]", "[..., keys, d]");
        refused(() -> a.apply(x, x, Tensor.ones(3, 3)), "values [3, 3]");
        refused(() -> a.apply(Tensor.ones(3), x, x), "[3]");
        refused(() -> a.apply(x, Tensor.ones(0, 3), Tensor.ones(0, 3)), "a key or more");
        refused(() -> a.scale(Double.NaN), "scale NaN", "finite");
        refused(() -> a.dropout(1), "rate 1.0", "less than 1");
        refused(() -> AttentionMask.lengths(), "one for each row");
        refused(() -> AttentionMask.lengths(1, -1), "[1, -1]");
        refused(() -> AttentionMask.lengths(1).allowed(2, 3, 3), "1 lengths", "[2, 3, 3]");
        refused(() -> AttentionMask.lengths(4).allowed(1, 3, 3), "length of row 0 is 4", "0 .. 3");
        refused(() -> AttentionMask.of(Tensor.ones(3)), "[3]", "[queries, keys]");
        refused(() -> AttentionMask.adding(Tensor.ones(3)), "[3]");
        refused(() -> attend(AttentionMask.of(Tensor.ones(2, 3)), x, x, x), "[2, 3]", "[2, 2]");
        refused(() -> AttentionMask.of(Tensor.ones(3, 2, 2)).allowed(2, 2), "[3, 2, 2]");
        Refusal.of(
                NullPointerException.class,
                () -> a.apply(null, x, x),
                "attention",
                "query is null");
        Refusal.of(
                NullPointerException.class,
                () -> a.attend(x, x, x, null, EVALUATION),
                "the mask is null");
        Refusal.of(
                NullPointerException.class,
                () -> a.attend(x, x, x, AttentionMask.none(), null),
                "the pass given is null");
    }

    private static void refused(Runnable code, String... parts) {
        Refusal.of(IllegalArgumentException.class, code::run, parts);
    }

    @Test
    void positions() {
        Tensor table = PositionalEncoding.table(3, 5);
        double slow = StrictMath.pow(10_000, -0.8);
        assertEquals(StrictMath.sin(2), table.get(2, 0), 1e-15);
        assertEquals(StrictMath.cos(2), table.get(2, 1), 1e-15);
        assertEquals(StrictMath.sin(2 * slow), table.get(2, 4), 1e-15);
        PositionalEncoding encoding = new PositionalEncoding();
        Tensor x = normal(1, 2, 3, 5);
        assertArrayEquals(x.add(table).toArray(), encoding.apply(x).toArray());
        assertArrayEquals(
                x.slice(1, 0, 2).add(table.slice(0, 0, 2)).toArray(),
                encoding.apply(x.slice(1, 0, 2)).toArray());
        refused(() -> encoding.apply(Tensor.ones(3)), "positionalEncoding", "[3]", "[..., steps");
        refused(() -> PositionalEncoding.table(-1, 2), "number of steps -1");
        RandomGenerator random = new SplittableRandom(1);
        PositionalEmbedding learned =
                new PositionalEmbedding(4, 5, (i, o, c, r) -> r.doubles(i * c).toArray(), random);
        Tensor first = learned.weight().value().slice(0, 0, 3);
        assertArrayEquals(x.add(first).toArray(), learned.apply(x).toArray());
        refused(() -> learned.apply(Tensor.ones(1, 5, 5)), "[1, 5, 5]", "at most 4 steps");
        refused(() -> learned.apply(Tensor.ones(1, 2, 4)), "[1, 2, 4]");
    }
}
