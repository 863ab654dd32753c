package org.cotangent.program;

import java.util.Arrays;
import org.cotangent.Tensor;

/** The memory in which the body of a loop runs again and again. */
final class LoopCell {
    /** The inputs: states, slices, shared, and what the body computes from shared ones alone. */
    final double[] x;

    /** The results. */
    final double[] y;

    private final Plan plan;
    private final int sharedAt;

    private LoopCell(Plan plan, int own, int inputs, int results) {
        this.plan = plan;
        x = new double[inputs];
        y = new double[results];
        sharedAt = own;
    }

    /** Called when the shared inputs stand where they belong. */
    void begin() {
        if (plan.before != null) {
            int fixedAt = x.length - plan.fixed;
            double[] fixed = new double[plan.fixed];
            plan.before.run(Arrays.copyOfRange(x, sharedAt, fixedAt), fixed);
            System.arraycopy(fixed, 0, x, fixedAt, fixed.length);
        }
    }

    /** Runs the body. */
    void step() {
        plan.steps.run(x, y);
    }

    /** How the body of a loop is run, found when it runs for the first time. */
    static final class Plan {
        private final LoopBody body;
        private Runner before; // of what is the same in all steps; null if nothing is
        private Runner steps;
        private int fixed;

        Plan(LoopBody body) {
            this.body = body;
        }

        synchronized LoopCell cell() {
            if (steps == null) {
                make();
            }
            Recording recording = body.recording;
            int own = size(recording.arguments.subList(0, body.states + body.slices));
            return new LoopCell(
                    this, own, size(recording.arguments) + fixed, size(recording.results));
        }

        private static int size(Iterable<Tensor> all) {
            int size = 0;
            for (Tensor x : all) {
                size += x.size();
            }
            return size;
        }

        private void make() {
            Recording recording = body.recording;
            Runner chosen = new RunnerChoice(recording).runner;
            if (chosen instanceof ArrayRunner) {
                steps = chosen;
                return;
            }
            Lowering lowering = Lowering.written(recording, RunnerChoice.MOST);
            int changing = body.states + body.slices;
            Code code = lowering.code();
            int[] own = lowering.all(recording.arguments.subList(0, changing));
            int[] shared =
                    lowering.all(recording.arguments.subList(changing, recording.arguments.size()));
            int[] results = lowering.all(recording.results);
            int[] same = Shared.fixed(code, own, results);
            fixed = same.length;
            if (fixed > 0) {
                before = new NumberRunner(new Slots(code, shared, same));
                Arrays.stream(same).forEach(code::cut);
            }
            int[] inputs = Shared.concat(Shared.concat(own, shared), same);
            steps = new NumberRunner(new Slots(code, inputs, results));
        }
    }
}
