package org.cotangent.benchmarks;

/**
 * Inputs that look random and are the same bits in every language: a number's place is hashed with
 * integers of 32 bits, and the hash divided by a power of two.
 */
public final class Inputs {
    private static final long MASK = 0xFFFF_FFFFL;

    private Inputs() {}

    /**
     * Numbers from -scale to scale.
     *
     * @param seed which numbers
     * @param n how many
     * @param scale the bound of their magnitudes
     * @return n numbers
     */
    public static double[] uniform(int seed, int n, double scale) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = scale * (hash(seed, i) * 0x1p-31 - 1);
        }
        return x;
    }

    /**
     * Classes drawn evenly.
     *
     * @param seed which numbers
     * @param n how many
     * @param classes how many classes there are
     * @return n numbers from 0 to classes - 1
     */
    public static int[] classes(int seed, int n, int classes) {
        int[] x = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = (int) (hash(seed, i) % classes);
        }
        return x;
    }

    /** All 32 bits of a hash, as a number from 0 to 2^32 - 1. */
    private static long hash(int seed, int i) {
        long h = (i * 2654435761L + seed * 97911L + 12345) & MASK;
        h ^= h >>> 15;
        h = (h * 2246822519L) & MASK;
        h ^= h >>> 13;
        h = (h * 3266489917L) & MASK;
        return h ^ (h >>> 16);
    }

    /**
     * The rows of a batch: the same shuffled order in every language.
     *
     * @param batch which batch
     * @param size how many rows it has
     * @param rows how many rows there are in all
     * @return the indices of its rows
     */
    public static int[] rows(int batch, int size, int rows) {
        int[] picked = new int[size];
        for (int i = 0; i < size; i++) {
            picked[i] = (int) ((batch * (long) size + i) * 7919L % rows);
        }
        return picked;
    }
}
