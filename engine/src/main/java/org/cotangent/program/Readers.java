package org.cotangent.program;

import java.util.Arrays;

/** The steps that read the results of the steps of a program. */
final class Readers {
    /** The reader of a number that a call reads, from memory. */
    static final int CALL = Integer.MAX_VALUE;

    /** By step: the last that reads its result. */
    private final int[] last;

    /** By step: how often its result is read, by steps or as a result of the program. */
    private final int[] count;

    /** By slot: the step that computed what is in it in the end; -1 if a call did, or none. */
    private final int[] writer;

    Readers(Slots slots) {
        int steps = slots.steps.length / Slots.WIDTH;
        last = new int[steps];
        count = new int[steps];
        writer = new int[slots.count];
        Arrays.fill(writer, -1);
        for (int step = 0; step < steps; step++) {
            if (slots.isCall(step)) {
                Slots.Call call = slots.call(step);
                for (int[] reads : call.x()) {
                    read(reads);
                }
                read(call.plain());
                for (int slot : call.results()) {
                    writer[slot] = -1;
                }
            } else {
                for (int i = 0; i < slots.operands(step); i++) {
                    read(slots.operand(step, i), step);
                }
                writer[slots.target(step)] = step;
            }
        }
        for (int slot : slots.results) {
            read(slot, -1);
        }
    }

    private void read(int[] slots) {
        for (int slot : slots) {
            read(slot, CALL);
        }
    }

    private void read(int slot, int by) {
        int step = writer[slot];
        if (step >= 0) {
            last[step] = Math.max(last[step], by);
            count[step]++;
        }
    }

    /** The last step that reads the result of a step, or {@link #CALL}; 0 if none does. */
    int last(int step) {
        return last[step];
    }

    /** Whether a step reads, once, what the step before it has computed, and nothing else does. */
    boolean isPair(int step) {
        return step + 1 < last.length && last[step] == step + 1 && count[step] == 1;
    }

    /** The step that has computed a result of the program; -1 if none has. */
    int writer(int slot) {
        return writer[slot];
    }
}
