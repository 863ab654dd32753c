package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SpacePropertyTest {
    private static final int DRAWS = 1000;

    private static List<Candidate> drawn(Space space, int count, long seed) {
        return space.draw(count, seed);
    }

    /**
     * The largest distance of the distribution drawn from the one expected, times the root of their
     * number; above 2.3 in 5 of 100,000 cases (A. Kolmogorov, 1933).
     */
    private static void assertDistributed(double[] values, DoubleUnaryOperator expected) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double p = expected.applyAsDouble(sorted[i]);
            distance = Math.max(distance, p - (double) i / sorted.length);
            distance = Math.max(distance, (i + 1.0) / sorted.length - p);
        }
        assertTrue(distance * Math.sqrt(sorted.length) < 2.3, "distance " + distance);
    }

    private static double[] numbers(List<Candidate> candidates, String name) {
        return candidates.stream().mapToDouble(each -> each.number(name)).toArray();
    }

    @Property(tries = 20, seed = "20261130")
    void drawsAreWithinTheirBoundsAndSpreadAsTheySay(
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double low,
            @ForAll @DoubleRange(min = 0.01, max = 1e3) double width,
            @ForAll @IntRange(min = -9, max = 3) int power,
            @ForAll @DoubleRange(min = 1.01, max = 1e9) double ratio,
            @ForAll long seed) {
        double high = low + width;
        double least = Math.pow(10, power);
        double most = least * ratio;
        Space space = new Space().uniform("even", low, high).logUniform("log", least, most);
        List<Candidate> all = drawn(space, DRAWS, seed);
        double[] even = numbers(all, "even");
        double[] log = numbers(all, "log");
        assertTrue(Arrays.stream(even).allMatch(x -> x >= low && x <= high));
        assertTrue(Arrays.stream(log).allMatch(x -> x >= least && x <= most));
        assertDistributed(even, x -> (x - low) / width);
        assertDistributed(log, x -> Math.log(x / least) / Math.log(ratio));
    }

    /** The sum of squares over the expectations, which is about the degrees of freedom. */
    private static void assertFrequencies(double[] counts, double[] expected) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
        }
        int freedom = counts.length - 1;
        // 5 deviations above the mean, and more for the long tail of few degrees
        double limit = freedom + 5 * Math.sqrt(2.0 * freedom) + 12;
        assertTrue(sum < limit, Arrays.toString(counts) + " for " + Arrays.toString(expected));
    }

    @Property(tries = 20, seed = "20261130")
    void wholeNumbersAndChoicesHaveTheirFrequencies(
            @ForAll @IntRange(min = 1, max = 40) int low,
            @ForAll @IntRange(min = 1, max = 11) int more,
            @ForAll long seed) {
        int high = low + more;
        Space space =
                new Space()
                        .integer("even", -low, more - low)
                        .logInteger("log", low, high)
                        .choice("choice", "a", "b", "c")
                        .uniform("other", 0, 1);
        List<Candidate> all = drawn(space, DRAWS, seed);
        double[] even = new double[more + 1];
        double[] log = new double[more + 1];
        double[] choice = new double[3];
        for (Candidate each : all) {
            even[each.integer("even") + low]++;
            log[each.integer("log") - low]++;
            choice["abc".indexOf(each.text("choice"))]++;
        }
        double[] uniform = new double[more + 1];
        Arrays.fill(uniform, DRAWS / (more + 1.0));
        double[] ratios = new double[more + 1];
        for (int i = 0; i <= more; i++) {
            ratios[i] =
                    DRAWS * Math.log((low + i + 1.0) / (low + i)) / Math.log((high + 1.0) / low);
        }
        assertFrequencies(even, uniform);
        assertFrequencies(log, ratios);
        assertFrequencies(choice, new double[] {DRAWS / 3.0, DRAWS / 3.0, DRAWS / 3.0});
    }

    @Property(tries = 200)
    void theFirstCandidatesDoNotDependOnTheNumberOfAll(
            @ForAll @IntRange(min = 1, max = 12) int few,
            @ForAll @IntRange(min = 0, max = 12) int more,
            @ForAll long seed) {
        Space space = new Space().integer("a", 1, 4).choice("b", 1, 2, 3).choice("c", "x", "y");
        List<Candidate> some = space.draw(few, seed);
        List<Candidate> first = space.draw(few + more, seed).subList(0, few);
        assertEquals(some, first);
        assertEquals(
                some.stream().map(Candidate::seed).toList(),
                first.stream().map(Candidate::seed).toList());
        assertEquals(few, some.stream().map(each -> "" + each).distinct().count());
        assertTrue(some.stream().allMatch(each -> each.seed() >= 0));
    }

    @Property(tries = 60)
    void aGridHasEachCombinationOnce(
            @ForAll @IntRange(min = 1, max = 5) int a,
            @ForAll @IntRange(min = 1, max = 9) int b,
            @ForAll @IntRange(min = 2, max = 6) int points,
            @ForAll long seed) {
        Space space =
                new Space()
                        .integer("a", 0, a - 1)
                        .uniform("x", -1, 3)
                        .logUniform("y", 1e-3, 7)
                        .logInteger("b", 1, b);
        List<Candidate> all = space.grid(points, seed);
        long distinct = all.stream().map(Candidate::exact).distinct().count();
        assertEquals(all.size(), distinct);
        long ofB = all.stream().map(each -> each.text("b")).distinct().count();
        assertTrue(ofB <= Math.min(b, points) && ofB >= Math.min(2, b), "" + ofB);
        assertEquals(Math.min(a, points) * points * points * ofB, all.size());
        for (int i = 1; i < all.size(); i++) {
            assertTrue(before(all.get(i - 1), all.get(i)), all.get(i - 1) + " " + all.get(i));
        }
        assertEquals(-1, all.get(0).number("x"));
        assertEquals(7, all.get(all.size() - 1).number("y"));
    }

    private static boolean before(Candidate one, Candidate other) {
        for (String name : one.names()) {
            if (one.number(name) != other.number(name)) {
                return one.number(name) < other.number(name);
            }
        }
        return false;
    }
}
