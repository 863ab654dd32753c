package org.cotangent.nn.internal;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random permutations. */
public final class Shuffle {
    private Shuffle() {}

    /**
     * The numbers 0 .. count - 1 in an order that is uniform over all: Fisher and Yates,
     * Durstenfeld.
     *
     * @param count how many numbers
     * @param random where chance comes from
     * @return the permutation
     */
    public static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
