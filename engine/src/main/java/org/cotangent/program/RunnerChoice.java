package org.cotangent.program;

import org.cotangent.Tensor;

/**
 * The way in which a program runs, by what it is counted to cost: number by number unless that is
 * more than twice of what arrays cost, of long arrays more than half of it. Numbers are counted at
 * what they cost where they are compiled, or run in rows.
 */
final class RunnerChoice {
    /** Elements of an array from which on programs are not taken apart. */
    static final int LARGE = 1 << 10;

    /** Elements up to which programs are taken apart without counting. */
    private static final int SMALL = 1 << 4;

    /** The most numbers that a program is taken apart into. */
    static final int MOST = 1 << 22;

    /**
     * Nanoseconds of an operation between numbers, of a program that is compiled, and of others.
     */
    private static final double COMPILED = 0.7;

    private static final double INTERPRETED = 2;

    /** Numbers up to which operations are counted after the program is taken apart. */
    private static final int COUNTED = 1 << 18;

    /** Nanoseconds that an operation between arrays takes at least. */
    private static final double LEAST = 10;

    /** Operations between numbers for each node from which on arrays are at their full speed. */
    private static final int LONG = 64;

    final Runner runner;
    private final String reason;

    /**
     * Chooses.
     *
     * @param recording what the program computes
     * @throws IllegalArgumentException if the system property cannot be meant
     */
    RunnerChoice(Recording recording) {
        Tier wanted = Tier.chosen();
        int largest = recording.nodes.stream().mapToInt(Tensor::size).max().orElse(0);
        String given = "as the system property " + Tier.PROPERTY + " says";
        ArrayRunner arrays = null;
        Slots slots = null;
        if (wanted == Tier.ARRAYS) {
            reason = given;
        } else if (wanted != Tier.AUTO) {
            reason = given;
            slots = Lowering.of(recording, MOST);
        } else if (largest > LARGE) {
            reason = "an array has " + largest + " elements";
        } else if (largest <= SMALL) {
            reason = "no array has more than " + SMALL + " elements";
            slots = Lowering.of(recording, MOST);
        } else {
            // many numbers may turn out to be constant, as in slopes of numbers taken out
            long numbers = recording.nodes.stream().mapToLong(Tensor::size).sum();
            slots = numbers <= COUNTED ? Lowering.of(recording, COUNTED) : null;
            double cost = LEAST * recording.nodes.size();
            long operations = slots == null ? numbers : slots.operations;
            // compiled code of long arrays leaves the caches of instructions
            double margin = operations / recording.nodes.size() < LONG ? 2 : 0.5;
            // one that calls functions is not compiled
            boolean calls = slots != null && slots.calls;
            if (slots == null || calls || slots.operations > affordable(margin * cost)) {
                arrays = new ArrayRunner(recording);
                cost = arrays.nanoseconds();
            }
            int most = calls ? (int) (margin * cost / INTERPRETED) : affordable(margin * cost);
            if (slots == null && arrays.numbers() <= most) {
                slots = Lowering.of(recording, most);
            }
            if (slots != null && slots.operations > most) {
                slots = null;
            }
            String counted = (arrays == null ? "at least " : "some ") + Math.round(cost) + " ns";
            reason =
                    slots == null
                            ? counted + "; in numbers more than " + most + " operations"
                            : "arrays would take " + counted;
        }
        runner =
                slots != null
                        ? new NumberRunner(slots)
                        : arrays != null ? arrays : new ArrayRunner(recording);
    }

    /** How many operations between numbers take so long. */
    private static int affordable(double nanoseconds) {
        double compiled = nanoseconds / COMPILED;
        double most = compiled <= StraightCode.MOST ? compiled : nanoseconds / INTERPRETED;
        return (int) Math.min(MOST, Math.max(most, Math.min(compiled, StraightCode.MOST)));
    }

    /** How it runs, and why so. */
    String explain() {
        return runner.explain() + "; " + reason;
    }
}
