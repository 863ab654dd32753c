package org.cotangent.nn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.cotangent.nn.internal.Checks;

/**
 * A named hyper-parameter with the values that it may have. A value is a {@link Double}, a {@link
 * Long} or a {@link String}.
 */
sealed interface Dimension {
    /** How many values there are at most, if they are not counted. */
    long UNCOUNTED = Long.MAX_VALUE;

    /** The name. */
    String name();

    /** A value drawn at random. */
    Object draw(RandomGenerator random);

    /** The number of values, {@link #UNCOUNTED} for those of an interval. */
    long count();

    /** Values spread evenly, the ends included, at most as many as asked for; rising. */
    List<Object> spread(int points);

    /** The distribution as text, which tells it from all others. */
    String description();

    /** Real numbers, even or even in their logarithms. */
    record Interval(String name, double low, double high, boolean logarithmic)
            implements Dimension {
        public Interval {
            if (!(low < high && Double.isFinite(high - low))) {
                throw refused(name, low, high, "finite bounds expected, the lower one first");
            }
            if (logarithmic && !(low > 0 && Double.isFinite(high / low))) {
                throw refused(name, low, high, "bounds above 0 expected, whose quotient is finite");
            }
        }

        @Override
        public Object draw(RandomGenerator random) {
            return at(random.nextDouble());
        }

        /** The value at a fraction of the way, by functions that have the same bits everywhere. */
        private double at(double fraction) {
            double x =
                    logarithmic
                            ? low * StrictMath.pow(high / low, fraction)
                            : low + fraction * (high - low);
            return Math.max(low, Math.min(high, x));
        }

        @Override
        public long count() {
            return UNCOUNTED;
        }

        @Override
        public List<Object> spread(int points) {
            List<Object> values = new ArrayList<>();
            values.add(low);
            for (int i = 1; i < points - 1; i++) {
                values.add(at(i / (points - 1.0)));
            }
            values.add(high);
            return values;
        }

        @Override
        public String description() {
            return (logarithmic ? "log-uniform " : "uniform ") + low + " .. " + high;
        }
    }

    /** Whole numbers, even or even in their logarithms. */
    record Range(String name, int low, int high, boolean logarithmic) implements Dimension {
        public Range {
            if (low > high) {
                throw refused(name, low, high, "the lower bound first expected");
            }
            if (logarithmic && low < 1) {
                throw refused(name, low, high, "a log-uniform whole number is 1 or more");
            }
        }

        @Override
        public Object draw(RandomGenerator random) {
            if (!logarithmic) {
                return random.nextLong(low, high + 1L);
            }
            // each number has the part of the axis of logarithms up to the next
            double from = StrictMath.log(low);
            double to = StrictMath.log(high + 1.0);
            double x = StrictMath.exp(from + random.nextDouble() * (to - from));
            return Math.max(low, Math.min(high, (long) x));
        }

        @Override
        public long count() {
            return high - (long) low + 1;
        }

        @Override
        public List<Object> spread(int points) {
            if (count() <= points) {
                return LongStream.rangeClosed(low, high).<Object>mapToObj(x -> x).toList();
            }
            return new Interval(name, low, high, logarithmic)
                    .spread(points).stream()
                            .<Object>map(x -> Math.round((Double) x))
                            .distinct()
                            .toList();
        }

        @Override
        public String description() {
            return (logarithmic ? "log-integer " : "integer ") + low + " .. " + high;
        }
    }

    /** Some values, each as likely as any other. */
    record Choice(String name, List<Object> values) implements Dimension {
        public Choice {
            if (values.isEmpty() || Set.copyOf(values).size() < values.size()) {
                throw Checks.illegal(
                        "space: \"%s\" is chosen from %s; one value or more expected, each once",
                        name, values);
            }
        }

        static Choice of(String name, double... values) {
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw Checks.illegal(
                            "space: \"%s\" is chosen from %s; finite numbers expected",
                            name, values);
                }
            }
            // 0.0 in place of -0.0, which would be another value of the same size
            return new Choice(name, Arrays.stream(values).<Object>mapToObj(x -> x + 0.0).toList());
        }

        @Override
        public Object draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }

        @Override
        public long count() {
            return values.size();
        }

        @Override
        public List<Object> spread(int points) {
            return values;
        }

        @Override
        public String description() {
            return "choice " + values;
        }
    }

    private static IllegalArgumentException refused(
            String name, Object low, Object high, String expected) {
        return Checks.illegal("space: \"%s\" from %s to %s; %s", name, low, high, expected);
    }
}
