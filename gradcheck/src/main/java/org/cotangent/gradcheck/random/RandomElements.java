package org.cotangent.gradcheck.random;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/** Random numbers and arrays for domains, with the predicates that recognize them. */
final class RandomElements {
    private RandomElements() {}

    static int count(int... shape) {
        return Arrays.stream(shape).reduce(1, (p, q) -> p * q);
    }

    /** The distance to the nearest whole number. */
    static double off(double x) {
        return Math.abs(x - Math.rint(x));
    }

    static double around(RandomGenerator random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }

    static double sign(RandomGenerator random) {
        return random.nextBoolean() ? 1 : -1;
    }

    /** A distance to an edge from 1e-9 to 1e-3, all sizes alike. */
    static double tiny(RandomGenerator random) {
        return StrictMath.pow(10, -9 + 6 * random.nextDouble());
    }

    static boolean isTiny(double distance) {
        return distance > 0.9e-9 && distance < 1.1e-3;
    }

    /** Steps of 0.3, each off by up to 0.1, in any order. */
    static double[] ladder(RandomGenerator random, int[] shape) {
        int[] steps = IntStream.range(0, count(shape)).toArray();
        for (int i = steps.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int step = steps[i];
            steps[i] = steps[other];
            steps[other] = step;
        }
        return Arrays.stream(steps)
                .mapToDouble(i -> 0.3 * (i - steps.length / 2) + 0.1 * random.nextDouble())
                .toArray();
    }

    /** No two elements nearer than this. */
    static boolean apart(Tensor x, double gap) {
        double[] sorted = x.toArray();
        Arrays.sort(sorted);
        return IntStream.range(1, sorted.length).allMatch(i -> sorted[i] - sorted[i - 1] > gap);
    }

    /** Half numbers, two or more of them equal to the largest. */
    static double[] ties(RandomGenerator random, int[] shape) {
        double[] elements = new double[count(shape)];
        Arrays.setAll(elements, i -> 0.5 * random.nextInt(5) - 1);
        if (elements.length > 1) {
            int first = random.nextInt(elements.length);
            int second = (first + 1 + random.nextInt(elements.length - 1)) % elements.length;
            double most = Arrays.stream(elements).max().orElseThrow();
            elements[first] = most;
            elements[second] = most;
        }
        return elements;
    }

    static boolean areTied(Tensor x) {
        double[] sorted = x.toArray();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return last < 1 || sorted[last] == sorted[last - 1];
    }
}
