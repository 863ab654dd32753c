package org.cotangent.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.files.Checkpoints;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Reason;

/**
 * The writer and reader of the checkpoints of one training. A checkpoint holds the state between
 * two steps, never the result: the best weights are put into the model after the last checkpoint,
 * so that a training can also be continued with more epochs.
 */
final class Checkpointing<M extends Module, B> implements Callback {
    private static final String TRAINER = "trainer";
    private static final String RANDOM = "random";
    private static final String EPOCH_RANDOM = "random at start of epoch";
    private static final String SETTINGS = "settings";
    private static final String HISTORY = "history";
    private static final String MEANS = "means";
    private static final String BATCH = "batches done";
    private static final String STEP = "steps done";
    private static final String STOPPED = "stopped";
    private static final String FIRST = "first losses";

    private final TrainingRun<M, B> run;
    private final TrainerSettings<M, B, ?> settings;
    private final Path file;
    private final Stateful generator;
    private final Map<String, String> fingerprint;

    Checkpointing(TrainingRun<M, B> run) {
        this.run = run;
        this.settings = run.settings;
        this.file = settings.checkpointFile;
        RandomGenerator random = run.random;
        if (!(random instanceof Stateful stateful)) {
            throw Checks.illegal(
                    "checkpoint %s: the random generator is a %s, which does not show its state;"
                            + " use a SeededRandom",
                    file, random.getClass().getTypeName());
        }
        generator = stateful;
        fingerprint = Fingerprint.of(settings, run.source);
        fingerprint.put("random generator", Describe.of(random));
    }

    /** Refuses a checkpoint that could not be written or gone on from, before the first step. */
    @Override
    public void onStart(TrainingStatus status) {
        if (Weighted.source(run.source) instanceof Generated<?> generated) {
            generated.requireRepeatable();
        }
        Map<String, State> states = new LinkedHashMap<>();
        companions().forEach((name, each) -> states.put(name, each.state()));
        try {
            Checkpoints.requireWritable(file, settings.model, states);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "checkpoint " + file + ": it could not be written: " + Reason.of(e), e);
    }

    @Override
    public void onBatchEnd(TrainingStatus status) {
        boolean due = settings.everySteps > 0 && run.step % settings.everySteps == 0;
        if (due || run.stopped != null) {
            write();
        }
    }

    @Override
    public void onEpochEnd(TrainingStatus status) {
        int done = run.history.size();
        boolean due = settings.everyEpochs > 0 && done % settings.everyEpochs == 0;
        if (due || run.stopped != null || done == settings.epochs) {
            write();
        }
    }

    private void write() {
        int batch = run.closing ? 0 : run.batch;
        State state =
                new State(TRAINER)
                        .with(SETTINGS, new State(SETTINGS, fingerprint))
                        .with(BATCH, batch)
                        .with(STEP, run.step)
                        .with(FIRST, new State(FIRST, run.firstLosses))
                        .with(HISTORY, HistoryState.of(run.history));
        if (run.stopped != null) {
            state = state.with(STOPPED, run.stopped);
        }
        if (batch > 0) {
            state = state.with(MEANS, run.means.state());
        }
        Map<String, State> states = new LinkedHashMap<>();
        states.put(TRAINER, state);
        if (batch > 0) {
            states.put(EPOCH_RANDOM, run.epochStart);
        }
        companions().forEach((name, each) -> states.put(name, each.state()));
        try {
            Checkpoints.write(file, settings.model, states);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The objects whose states are saved, by the names of the states. */
    private Map<String, Stateful> companions() {
        Map<String, Stateful> all = new LinkedHashMap<>();
        for (Turn<M, B> turn : run.turns) {
            String of = run.turns.size() == 1 ? "" : " of " + turn.name().replace('/', ' ');
            all.put("optimizer" + of, turn.optimizer());
        }
        all.put(RANDOM, generator);
        run.callbacks.forEach(
                (name, callback) -> {
                    if (callback instanceof Stateful stateful) {
                        all.put(name, stateful);
                    }
                });
        return all;
    }

    /** Restores the state from the file, if there is one; if it is refused nothing is changed. */
    void resume() {
        if (!Files.exists(file)) {
            return;
        }
        Snapshot model = Snapshot.of(settings.model);
        Map<Stateful, State> before = new LinkedHashMap<>();
        companions().values().forEach(each -> before.put(each, each.state()));
        try {
            restore(Checkpoints.read(file, settings.model));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    Checks.text(
                            "%s. Training cannot go on from the checkpoint %s; move the file away to"
                                    + " start anew",
                            e.getMessage(), file),
                    e);
        } catch (RuntimeException e) {
            model.restore();
            before.forEach(
                    (each, state) -> {
                        try {
                            each.restore(state);
                        } catch (RuntimeException again) {
                            e.addSuppressed(again);
                        }
                    });
            throw new IllegalArgumentException(
                    Checks.text(
                            "%s. The checkpoint %s is of another training; set it back to go on, or move"
                                    + " the file away to start anew",
                            e.getMessage(), file),
                    e);
        }
        settings.progress.announce(goingOn());
    }

    /** The message when a training is resumed. */
    private String goingOn() {
        int done = run.history.size();
        boolean over = run.batch == 0 && (run.stopped != null || done == settings.epochs);
        return Checks.text(
                "going on from %s, %s of %s",
                file,
                over ? "which is complete, epoch " + done : "epoch " + (done + 1),
                settings.epochs);
    }

    private void restore(Map<String, State> states) {
        State state = found(states, TRAINER).require(TRAINER);
        State there = state.child(SETTINGS);
        fingerprint.forEach(
                (name, here) -> {
                    String saved = there.text(name);
                    if (!saved.equals(here)) {
                        throw Checks.illegal(
                                "%s: %s",
                                name,
                                name.equals(Fingerprint.MODEL)
                                        ? ModelText.difference(saved, here)
                                        : saved + " in the file, " + here + " here");
                    }
                });
        List<Epoch> history =
                HistoryState.of(
                        state.child(HISTORY),
                        settings.norms ? settings.model.parameters() : List.of());
        int epochs = history.size();
        int batch = state.count(BATCH);
        long step = state.integer(STEP);
        if (batch > run.source.count().orElse(Integer.MAX_VALUE)) {
            throw Checks.illegal(
                    "%s epochs, %s batches and %s steps are done", epochs, batch, step);
        }
        if (batch == 0 ? epochs > settings.epochs : epochs >= settings.epochs) {
            throw Checks.illegal(
                    "epochs: %s%s are done in the file, %s are to be trained here",
                    epochs, batch == 0 ? "" : " and a part of the next", settings.epochs);
        }
        RunningMeans means =
                batch == 0 ? run.means : RunningMeans.of(state.child(MEANS), run.means.several());
        State losses = state.child(FIRST);
        Map<String, Double> first = new LinkedHashMap<>();
        losses.values().keySet().forEach(turn -> first.put(turn, losses.number(turn)));
        State start = batch == 0 ? null : found(states, EPOCH_RANDOM);
        companions().forEach((name, each) -> each.restore(found(states, name)));
        run.history.addAll(history);
        run.batch = batch;
        run.step = step;
        run.stopped = state.has(STOPPED) ? state.text(STOPPED) : null;
        run.means = means;
        run.firstLosses.putAll(first);
        run.epochStart = start;
    }

    private static State found(Map<String, State> states, String name) {
        State state = states.get(name);
        if (state == null) {
            throw Checks.illegal(
                    "there is no state of the %s; there are %s", name, states.keySet());
        }
        return state;
    }
}
