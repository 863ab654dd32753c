package org.cotangent.nn.train;

import java.util.List;
import java.util.OptionalInt;

/** The display of the progress of one training. */
final class ProgressCallback implements Callback {
    private final TrainerSettings<?, ?, ?> settings;
    private final OptionalInt batches; // in an epoch, if that is known
    private ProgressBarDisplay display; // null before the start

    ProgressCallback(TrainerSettings<?, ?, ?> settings, OptionalInt batches) {
        this.settings = settings;
        this.batches = batches;
    }

    @Override
    public void onStart(TrainingStatus status) {
        int count = batches.orElse(1);
        long done = (long) status.epochs().size() * count;
        done += batches.isPresent() ? status.batch() : 0;
        boolean validates = settings.validation() != null;
        display = settings.progress.start(settings.epochs, count, done, validates);
    }

    @Override
    public void onBatchEnd(TrainingStatus status) {
        show(status, batches.isPresent());
    }

    @Override
    public void onEpochEnd(TrainingStatus status) {
        show(status, batches.isEmpty());
    }

    /** Shows the results of the epoch beside those of the last validation. */
    private void show(TrainingStatus status, boolean step) {
        List<Epoch> ended = status.epochs();
        Epoch last = ended.isEmpty() ? null : ended.get(ended.size() - 1);
        LossAndMetrics validated = last == null ? null : last.validation().orElse(null);
        String text = status.lossAndMetrics().beside(validated);
        if (step) {
            display.step(text);
        } else {
            display.say(text);
        }
    }

    @Override
    public void onEnd(TrainingStatus status) {
        if (display != null) {
            display.close();
        }
    }
}
