package org.cotangent.nn.train;

import org.cotangent.nn.optim.Schedule;

/**
 * A schedule of learning rates as a callback.
 *
 * @param schedule the rates
 * @param ofSteps whether they are those of steps, else of epochs
 * @param turn whose rate it sets; null for all turns
 */
record ScheduledRate(Schedule schedule, boolean ofSteps, String turn) implements Callback {
    @Override
    public void onEpochStart(TrainingStatus status) {
        if (!ofSteps) {
            set(status, status.epochs().size());
        }
    }

    @Override
    public void onBatchStart(TrainingStatus status) {
        if (ofSteps) {
            set(status, Math.toIntExact(status.step()));
        }
    }

    private void set(TrainingStatus status, int at) {
        if (turn == null) {
            status.setLearningRate(schedule.rate(at));
        } else {
            status.setLearningRate(turn, schedule.rate(at));
        }
    }

    /** As "epochs" or "steps of critic". */
    String unit() {
        return (ofSteps ? "steps" : "epochs") + (turn == null ? "" : " of " + turn);
    }
}
