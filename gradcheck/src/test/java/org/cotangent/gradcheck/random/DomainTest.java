package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.graph.Graph;
import org.cotangent.linalg.Linalg;

/** Domains hold what they draw, and it is what they say. */
class DomainTest {
    private static final int[][] SHAPES = {{}, {0}, {5}, {2, 3}};
    private static final int[][] STACKS = {{1, 1}, {3, 3}, {0, 0}, {2, 0, 2, 2}, {2, 2, 2}};

    @Property
    void whatIsDrawnIsContained(@ForAll Domain domain, @ForAll long seed) {
        Random random = new Random(seed);
        for (int[] shape : domain.isOfMatrices() ? STACKS : SHAPES) {
            Tensor x = domain.draw(random, shape);
            assertArrayEquals(shape, x.shape());
            assertTrue(domain.contains(x), () -> domain + " drew " + x);
        }
    }

    /** Else contains might be true of anything. */
    @Example
    void noDomainHoldsEverything() {
        for (Domain domain : Domain.values()) {
            boolean all =
                    domain.contains(Tensor.of(new double[][] {{0, 0}, {0, 0}}))
                            && domain.contains(Tensor.of(new double[][] {{9, -9.3}, {8, 7}}));
            assertFalse(all, domain::toString);
        }
    }

    @Example
    void theSameSeedDrawsTheSame() {
        for (Domain domain : Domain.values()) {
            double[] first = domain.draw(new SplittableRandom(7), 3, 3).toArray();
            assertArrayEquals(first, domain.draw(new SplittableRandom(7), 3, 3).toArray());
        }
    }

    /** On a kink the branch taken is that of neither side, or the two sides of it differ. */
    @Property(tries = 100)
    void onKinksMeansOnThem(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Tensor zeros = Domain.AT_ZERO.draw(random, 4);
        assertEquals("[relu [1, 1, 1, 1]]", branches(zeros.asVariable().relu()));
        Tensor ones = Domain.AT_ONES.draw(random, 4);
        assertArrayEquals(new double[] {1, 1, 1, 1}, ones.square().toArray());
        Tensor halves = Domain.AT_HALVES.draw(random, 4);
        assertArrayEquals(halves.toArray(), halves.mul(2).round().div(2).toArray());
        double[] tied = Domain.TIED.draw(random, 4).toArray();
        double most = Arrays.stream(tied).max().orElseThrow();
        assertTrue(Arrays.stream(tied).filter(x -> x == most).count() >= 2);
    }

    private static String branches(Tensor y) {
        return Graph.of(y).branches().toString();
    }

    @Property(tries = 200)
    void nearAnEdgeIsInsideOfIt(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Tensor[] values = {
            Domain.JUST_ABOVE_ZERO.draw(random, 3).log(),
            Domain.JUST_ABOVE_ONE.draw(random, 3).acosh(),
            Domain.JUST_BELOW_ONE_IN_SIZE.draw(random, 3).atanh(),
            Domain.NEAR_ZERO.draw(random, 3).reciprocal()
        };
        for (Tensor value : values) {
            for (double y : value.toArray()) {
                assertTrue(Double.isFinite(y), value::toString);
            }
        }
        assertTrue(values[3].abs().amin().value() > 900);
    }

    /** Off kinks, by what differences say. */
    @Property(tries = 100)
    void operationsAreSmoothWhereTheirDomainIs(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Tensor off = Domain.OFF_HALVES.draw(random, 4);
        GradCheck.check(x -> x.clamp(-1, 1.5).add(x.round()), off).requirePassed();
        GradCheck.check(x -> x.abs(), Domain.NONZERO.draw(random, 4)).requirePassed();
        GradCheck.check(x -> x.amax(), Domain.DISTINCT.draw(random, 4)).requirePassed();
    }

    @Property(tries = 200)
    void matricesAreWellConditioned(@ForAll long seed) {
        Random random = new Random(seed);
        Tensor a = Domain.WELL_CONDITIONED.draw(random, 4, 3);
        double[] s = Linalg.svdvals(a).toArray();
        assertTrue(s[0] / s[2] <= 5.0001 && s[2] >= 0.4999, a::toString);
        Tensor p = Domain.POSITIVE_DEFINITE.draw(random, 4, 4);
        assertArrayEquals(p.toArray(), p.transpose().toArray());
        Tensor l = Linalg.cholesky(p);
        assertArrayEquals(p.toArray(), l.matmul(l.transpose()).toArray(), 1e-14);
    }

    @Example
    void refusals() {
        Random random = new Random(1);
        String message = refusal(() -> Domain.REGULAR.draw(random, 3));
        assertEquals(
                "domain REGULAR: nothing has the shape [3]; it holds matrices, which need two axes or"
                        + " more",
                message);
        assertTrue(refusal(() -> Domain.DEFINITE.draw(random, 2, 3)).contains("must be equal"));
        assertTrue(refusal(() -> Domain.REAL.draw(random, -1)).contains("[-1]"));
    }

    private static String refusal(Runnable code) {
        return assertThrows(IllegalArgumentException.class, code::run).getMessage();
    }
}
