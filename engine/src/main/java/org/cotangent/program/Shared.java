package org.cotangent.program;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A program in two: what rests on some inputs alone is computed first, and is a further input of
 * the rest.
 */
final class Shared {
    /** The rest: its own inputs, those that are shared, and what is computed from these. */
    final Slots slots;

    /** How many of its inputs, the last ones, are shared. */
    final int shared;

    private final int given;
    private final NumberRunner before;
    private final int computed;

    /**
     * Takes a program apart, which is of no use afterwards.
     *
     * @param code the program
     * @param own the places of the inputs that change
     * @param same the places of those that are shared
     * @param results the places of the results
     */
    Shared(Code code, int[] own, int[] same, int[] results) {
        int[] fixed = fixed(code, own, results);
        given = same.length;
        computed = fixed.length;
        shared = given + computed;
        before = computed == 0 ? null : new NumberRunner(new Slots(code, same, fixed));
        for (int place : fixed) {
            code.cut(place);
        }
        slots = new Slots(code, concat(concat(own, same), fixed), results);
    }

    /** The shared inputs of the rest. */
    double[] all(double[] same) {
        if (before == null) {
            return same;
        }
        double[] first = new double[computed];
        before.run(same, first);
        double[] all = Arrays.copyOf(same, shared);
        System.arraycopy(first, 0, all, given, computed);
        return all;
    }

    /** The elements of both. */
    static int[] concat(int[] p, int[] q) {
        return IntStream.concat(Arrays.stream(p), Arrays.stream(q)).toArray();
    }

    /** The places of what is computed from shared inputs alone and read by other steps. */
    static int[] fixed(Code code, int[] own, int[] results) {
        boolean[] needed = code.needed(results);
        boolean[] changing = new boolean[code.size()];
        boolean[] read = new boolean[code.size()];
        for (int place : own) {
            changing[place] = true;
        }
        for (int place : results) {
            read[place] = true;
        }
        for (int place = 0; place < changing.length; place++) {
            if (code.kind(place) == Code.NEXT) {
                changing[place] = changing[place - code.operand(place, 1)];
            }
            int[] reads = code.reads(place);
            for (int each : reads) {
                changing[place] |= changing[each];
            }
            for (int i = 0; changing[place] && needed[place] && i < reads.length; i++) {
                read[reads[i]] = true;
            }
        }
        return IntStream.range(0, changing.length)
                .filter(place -> needed[place] && read[place] && !changing[place])
                .filter(place -> code.kind(place) >= 0)
                .toArray();
    }
}
