package org.cotangent.program;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/**
 * Memory in which the body of a loop runs again and again: inputs stand side by side, and stay
 * until somebody writes others.
 */
abstract class LoopCell {
    /** Where the inputs are written, from a place on. */
    double[] in;

    int first;

    /** Where the results are found, each at a place of its own. */
    double[] out;

    int[] results;

    /** Called when the shared inputs stand where they belong. */
    void begin() {}

    /** Runs the body. */
    abstract void step();

    /** How the body of a loop is run, found when it runs for the first time. */
    static final class Plan {
        private final LoopBody body;
        private NumberRunner before; // what is the same in all steps; null if nothing
        private NumberRunner steps; // null for arrays
        private Slots beforeSlots;
        private Slots slots;
        private Runner arrays;

        Plan(LoopBody body) {
            this.body = body;
        }

        synchronized LoopCell cell() {
            if (steps == null && arrays == null) {
                make();
            }
            return steps == null ? new Arrayed() : new Numbered();
        }

        private void make() {
            Recording recording = body.recording;
            Lowering lowering =
                    recording.nodes.stream().anyMatch(x -> x.size() > Program.LARGE)
                            ? null
                            : Lowering.written(recording, Program.MOST);
            if (lowering == null) {
                arrays = new ArrayRunner(recording);
                return;
            }
            int changing = body.states + body.slices;
            Code code = lowering.code();
            int[] own = lowering.all(recording.arguments.subList(0, changing));
            int[] shared =
                    lowering.all(recording.arguments.subList(changing, recording.arguments.size()));
            int[] results = lowering.all(recording.results);
            int[] fixed = fixed(code, own, results);
            if (fixed.length > 0) {
                beforeSlots = new Slots(code, shared, fixed);
                before = new NumberRunner(beforeSlots);
                Arrays.stream(fixed).forEach(code::cut);
            }
            slots = new Slots(code, concat(concat(own, shared), fixed), results);
            steps = new NumberRunner(slots);
        }

        private static int[] concat(int[] p, int[] q) {
            return IntStream.concat(Arrays.stream(p), Arrays.stream(q)).toArray();
        }

        /** The places of what is computed from shared inputs alone and read by other steps. */
        private static int[] fixed(Code code, int[] own, int[] results) {
            boolean[] needed = Slots.needed(code, results);
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

        /** Number by number. */
        private final class Numbered extends LoopCell {
            private final int sharedAt;

            Numbered() {
                in = steps.memory();
                out = in;
                first = slots.inputs.length == 0 ? 0 : slots.inputs[0];
                results = slots.results;
                sharedAt =
                        first
                                + body.recording.arguments.stream()
                                        .limit(body.states + body.slices)
                                        .mapToInt(Tensor::size)
                                        .sum();
            }

            @Override
            void begin() {
                if (before != null) {
                    double[] r = before.memory();
                    int n = beforeSlots.inputs.length;
                    if (n > 0) {
                        System.arraycopy(in, sharedAt, r, beforeSlots.inputs[0], n);
                    }
                    before.step(r);
                    for (int i = 0; i < beforeSlots.results.length; i++) {
                        in[sharedAt + n + i] = r[beforeSlots.results[i]];
                    }
                }
            }

            @Override
            void step() {
                steps.step(in);
            }
        }

        /** By arrays. */
        private final class Arrayed extends LoopCell {
            Arrayed() {
                in = new double[body.recording.arguments.stream().mapToInt(Tensor::size).sum()];
                results =
                        IntStream.range(
                                        0,
                                        body.recording.results.stream()
                                                .mapToInt(Tensor::size)
                                                .sum())
                                .toArray();
                out = new double[results.length];
            }

            @Override
            void step() {
                arrays.run(in, out);
            }
        }
    }
}
