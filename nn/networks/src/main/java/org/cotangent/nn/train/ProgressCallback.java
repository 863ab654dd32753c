package org.cotangent.nn.train;

import java.util.List;
import java.util.OptionalInt;

/** The display of the progress of one training. */
final class ProgressCallback implements Callback {
    private final Progress progress;
    private final int epochs;
    private final OptionalInt batches; // in an epoch, if that is known
    private final boolean validates;
    private ProgressDisplay display = ProgressDisplay.SILENT;

    ProgressCallback(Progress progress, int epochs, OptionalInt batches, boolean validates) {
        this.progress = progress;
        this.epochs = epochs;
        this.batches = batches;
        this.validates = validates;
    }

    @Override
    public void onStart(TrainingStatus status) {
        int count = batches.orElse(1);
        long done = (long) status.epochs().size() * count;
        done += batches.isPresent() ? status.batch() : 0;
        display = progress.start(epochs, count, done, validates);
    }

    @Override
    public void onBatchEnd(TrainingStatus status) {
        if (display.shows()) {
            List<Epoch> before = status.epochs();
            LossAndMetrics validated =
                    before.isEmpty()
                            ? null
                            : before.get(before.size() - 1).validation().orElse(null);
            show(status.lossAndMetrics().beside(validated), batches.isPresent());
        }
    }

    @Override
    public void onEpochEnd(TrainingStatus status) {
        if (display.shows()) {
            Epoch last = status.epochs().get(status.epochs().size() - 1);
            String text = last.training().beside(last.validation().orElse(null));
            show(text, batches.isEmpty());
        }
    }

    private void show(String text, boolean step) {
        if (step) {
            display.step(text);
        } else {
            display.say(text);
        }
    }

    @Override
    public void onEnd(TrainingStatus status) {
        display.close();
    }
}
