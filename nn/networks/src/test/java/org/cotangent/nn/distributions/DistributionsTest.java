package org.cotangent.nn.distributions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

/** Distributions against closed forms, sums, and their own draws. */
class DistributionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tensor MEAN = Tensor.vector(0.3, -1, 2);
    private static final Tensor LOG = Tensor.vector(0.2, -0.5, 0);
    private static final Tensor LOGITS = Tensor.vector(0.4, -1.3, 2.2);
    private static final Tensor OTHERS = Tensor.vector(-0.7, 0.1, 1);

    @Test
    void normalByItsFormula() {
        Gaussian d = new Gaussian(MEAN, LOG);
        Tensor x = Tensor.vector(1, -2, 2);
        double[] log = d.logProbability(x).toArray();
        double[] entropy = d.entropy().toArray();
        double[] apart = d.divergence(new Gaussian(Tensor.of(0.5), Tensor.of(0.7))).toArray();
        for (int i = 0; i < 3; i++) {
            double s = Math.exp(LOG.get(i));
            double z = (x.get(i) - MEAN.get(i)) / s;
            double density = Math.exp(-z * z / 2) / (s * Math.sqrt(2 * Math.PI));
            assertEquals(Math.log(density), log[i], 1e-14);
            assertEquals(Math.log(s * Math.sqrt(2 * Math.PI * Math.E)), entropy[i], 1e-14);
            double t = Math.exp(0.7);
            double m = MEAN.get(i) - 0.5;
            double closed = Math.log(t / s) + (s * s + m * m) / (2 * t * t) - 0.5;
            assertEquals(closed, apart[i], 1e-14);
        }
        assertArrayEquals(new double[3], d.divergence(d).toArray());
        assertArrayEquals(MEAN.toArray(), d.mean().toArray());
        assertEquals(Math.exp(-0.5), d.deviation().get(1), 1e-15);
        assertArrayEquals(new int[] {4, 3}, d.logProbability(Tensor.zeros(4, 3)).shape());
    }

    @Test
    void drawsHaveTheMomentsOfTheDistribution() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 20_000;
        Gaussian normal = new Gaussian(Tensor.full(2, n), Tensor.of(Math.log(3)));
        Tensor x = normal.sample(random);
        // standard errors 0.021 and 0.015
        assertEquals(2, x.mean().value(), 0.08);
        assertEquals(3, x.std().value(), 0.06);
        double seventh =
                new Bernoulli(Tensor.full(Math.log(0.7 / 0.3), n)).sample(random).mean().value();
        assertEquals(0.7, seventh, 0.013);
        Categorical three = new Categorical(Tensor.vector(0.2, 0.5, 0.3).log().expand(n, 3));
        Tensor drawn = three.sample(random);
        assertArrayEquals(new int[] {n}, drawn.shape());
        assertEquals(0.5, drawn.eq(1).mean().value(), 0.014);
        assertEquals(0.3, drawn.eq(2).mean().value(), 0.013);
        // the entropy is minus the mean log-probability of draws
        assertEquals(three.entropy().get(0), -three.logProbability(drawn).mean().value(), 0.02);
        assertEquals(normal.entropy().get(0), -normal.logProbability(x).mean().value(), 0.03);
        // a relaxed draw is nearest to the class that it stands for
        Tensor soft = three.relaxed(random, 0.1);
        assertEquals(1, soft.sum(-1).mean().value(), 1e-12);
        assertEquals(0.5, soft.argMax(-1).eq(1).mean().value(), 0.014);
        Bernoulli coin = new Bernoulli(Tensor.full(Math.log(0.7 / 0.3), n));
        assertEquals(0.7, coin.relaxed(random, 0.1).gt(0.5).mean().value(), 0.013);
    }

    @Test
    void drawsAreConstantsAndReparameterizedOnesAreNot() {
        Tensor mean = MEAN.asVariable();
        Tensor log = LOG.asVariable();
        Gaussian d = new Gaussian(mean, log);
        assertFalse(d.sample(new SplittableRandom(1)).varies());
        assertFalse(new Bernoulli(mean).sample(new SplittableRandom(1)).varies());
        assertFalse(new Categorical(mean).sample(new SplittableRandom(1)).varies());
        Tensor x = d.reparameterized(new SplittableRandom(1));
        assertArrayEquals(
                d.sample(new SplittableRandom(1)).toArray(), x.toArray(), "the same numbers");
        var slopes = x.sum().backward();
        assertArrayEquals(new double[] {1, 1, 1}, slopes.of(mean).toArray());
        assertArrayEquals(x.sub(mean).toArray(), slopes.of(log).toArray(), 1e-15);
    }

    @Test
    void gradients() {
        Tensor x = Tensor.of(new double[][] {{1, -2, 2}, {0, 1, 0}});
        GradCheck.of(
                        p -> new Gaussian(p[0], p[1]).logProbability(p[2]),
                        MEAN.asVariable(),
                        LOG.asVariable(),
                        x.asVariable())
                .order(2)
                .run()
                .requirePassed();
        GradCheck.of(
                        p -> new Gaussian(p[0], p[1]).divergence(new Gaussian(p[2], p[0])),
                        MEAN.asVariable(),
                        LOG.asVariable(),
                        OTHERS.asVariable())
                .order(2)
                .run()
                .requirePassed();
        Tensor y = Tensor.vector(0, 1, 1);
        for (Tensor at : List.of(LOGITS, OTHERS)) {
            GradCheck.of(p -> new Bernoulli(p).logProbability(y), at)
                    .order(2)
                    .run()
                    .requirePassed();
            GradCheck.of(p -> new Bernoulli(p).entropy(), at).order(2).run().requirePassed();
            GradCheck.of(p -> new Categorical(p).logProbability(y), at)
                    .order(2)
                    .run()
                    .requirePassed();
            GradCheck.of(p -> new Categorical(p).entropy(), at).order(2).run().requirePassed();
            GradCheck.of(p -> new Bernoulli(p).relaxed(new SplittableRandom(1), 0.5), at)
                    .order(2)
                    .run()
                    .requirePassed();
            GradCheck.of(p -> new Categorical(p).relaxed(new SplittableRandom(1), 0.5), at)
                    .order(2)
                    .run()
                    .requirePassed();
        }
        GradCheck.of(p -> new Bernoulli(p[0]).divergence(new Bernoulli(p[1])), LOGITS, OTHERS)
                .order(2)
                .run()
                .requirePassed();
        GradCheck.of(p -> new Categorical(p[0]).divergence(new Categorical(p[1])), LOGITS, OTHERS)
                .order(2)
                .run()
                .requirePassed();
    }

    @Test
    void zeroAndOneAndClassesByTheirSums() {
        double[] p = LOGITS.sigmoid().toArray();
        double[] q = OTHERS.sigmoid().toArray();
        Bernoulli b = new Bernoulli(LOGITS);
        double[] entropy = b.entropy().toArray();
        double[] apart = b.divergence(new Bernoulli(OTHERS)).toArray();
        for (int i = 0; i < 3; i++) {
            double h = -p[i] * Math.log(p[i]) - (1 - p[i]) * Math.log(1 - p[i]);
            assertEquals(h, entropy[i], 1e-14);
            double d =
                    p[i] * Math.log(p[i] / q[i]) + (1 - p[i]) * Math.log((1 - p[i]) / (1 - q[i]));
            assertEquals(d, apart[i], 1e-14);
        }
        assertArrayEquals(
                Arrays.stream(p).map(Math::log).toArray(),
                b.logProbability(Tensor.ones(3)).toArray(),
                1e-14);
        Categorical c = new Categorical(LOGITS);
        double[] r = c.probabilities().toArray();
        double[] s = new Categorical(OTHERS).probabilities().toArray();
        double h = 0;
        double d = 0;
        for (int i = 0; i < 3; i++) {
            h -= r[i] * Math.log(r[i]);
            d += r[i] * Math.log(r[i] / s[i]);
            assertEquals(Math.log(r[i]), c.logProbability(Tensor.of(i)).value(), 1e-14);
        }
        assertEquals(h, c.entropy().value(), 1e-14);
        assertEquals(d, c.divergence(new Categorical(OTHERS)).value(), 1e-14);
        // several draws of two distributions
        Categorical two = new Categorical(Tensor.stack(0, LOGITS, OTHERS));
        Tensor draws = Tensor.of(new double[][] {{0, 1}, {2, 2}, {1, 1}});
        Tensor logs = two.logProbability(draws);
        assertArrayEquals(new int[] {3, 2}, logs.shape());
        assertEquals(Math.log(s[1]), logs.get(2, 1), 1e-14);
    }

    @Test
    void whatIsImpossibleCostsNothingThatDoesNotCome() {
        Categorical sure = new Categorical(Tensor.vector(0, -INF));
        assertEquals(0, sure.entropy().value());
        assertEquals(0, sure.logProbability(Tensor.of(0)).value());
        assertEquals(-INF, sure.logProbability(Tensor.of(1)).value());
        Bernoulli always = new Bernoulli(Tensor.of(INF));
        assertEquals(0, always.entropy().value());
        assertEquals(0, always.logProbability(Tensor.of(1)).value());
        assertEquals(Math.log(2), always.divergence(new Bernoulli(Tensor.of(0))).value(), 1e-15);
        assertEquals(INF, new Bernoulli(Tensor.of(0)).divergence(always).value());
    }

    @Test
    void badInputIsNamed() {
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> new Categorical(LOGITS).logProbability(Tensor.vector(0, 3)),
                "categorical: the outcome at [1] is 3.0; with 3 classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Categorical(Tensor.of(1)),
                "categorical: the logits have shape []");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Bernoulli(LOGITS).relaxed(new SplittableRandom(1), 0),
                "bernoulli: temperature 0.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Bernoulli(LOGITS).logProbability(Tensor.of(2)),
                "2.0");
        Refusal.of(
                NullPointerException.class,
                () -> new Gaussian(MEAN, null),
                "gaussian: the logarithm of the deviation is null");
    }
}
