package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Regularizer;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.SideEffects;

// Longer than 400 lines: the state of a run, the loop over it, and what callbacks see of it.

/** The training loop of one call of {@link Trainer#fit}, with its progress. */
final class TrainingRun<M extends Module, B> implements TrainingStatus {
    final TrainerSettings<M, B, ?> settings;
    final List<Turn<M, B>> turns;
    final RandomGenerator random;
    final Batches<B> source;
    final List<Epoch> history = new ArrayList<>();
    final Map<String, Callback> callbacks = new LinkedHashMap<>();
    final Map<String, Double> firstLosses = new LinkedHashMap<>(); // of each turn
    RunningMeans means;
    int batch; // how many of the present epoch are done
    long step; // how many are done in all
    String stopped;
    State epochStart; // of the generator, before the epoch was opened
    boolean closing; // while the epoch in history is the one that callbacks are told of

    private final Stateful generator; // null if it does not show its state
    private final NormStatistics norms; // or null
    private final EarlyStopping.Watch watch; // or null
    private final Checkpointing<M, B> checkpointing; // or null
    private final Replays<M, B> replays;
    private final boolean whole; // whether one turn moves all of the model
    private Turn<M, B> turn;
    private boolean last;
    private double weight;
    private Gradients gradients; // of the present turn, until its step
    private boolean skipped;

    TrainingRun(TrainerSettings<M, B, ?> settings, Batches<B> source, RandomGenerator random) {
        this.settings = settings;
        this.turns = settings.turns();
        this.turn = turns.get(0);
        this.random = random;
        this.generator = random instanceof Stateful stateful ? stateful : null;
        this.source = source;
        this.means = new RunningMeans(turns.size() > 1);
        M model = settings.model;
        this.whole = turns.size() == 1 && turn.parameters().equals(model.parameters());
        boolean validates = settings.validation() != null;
        replays = new Replays<>(this);
        settings.requireOneRate();
        DataChecks.requireFinite("training data", source, model);
        DataChecks.requireFinite("validation data", settings.validation(), model);

        // in the order in which they are called
        settings.schedules.forEach(each -> callbacks.put("schedule of " + each.unit(), each));
        if (settings.accumulated > 1) {
            callbacks.put("accumulation", new Accumulation(settings.accumulated, turns));
        }
        if (settings.maxNorm != null) {
            settings.maxNorm.require(model.parameters());
            callbacks.put(
                    "max-norm",
                    new Callback() {
                        private Set<Tensor> before;

                        @Override
                        public void onGradients(TrainingStatus status) {
                            before = Set.of(Parameter.values(status.parameters()));
                        }

                        @Override
                        public void onStepEnd(TrainingStatus status) {
                            // what the optimizer has left alone is frozen
                            settings.maxNorm.project(
                                    status.parameters().stream()
                                            .filter(p -> !before.contains(p.value()))
                                            .toList());
                        }
                    });
        }
        norms = settings.norms ? new NormStatistics(model.parameters()) : null;
        watch = settings.earlyStopping == null ? null : settings.earlyStopping.new Watch(model);
        if (norms != null) {
            callbacks.put("statistics", norms);
        }
        if (settings.progress.shows()) {
            callbacks.put("progress", new ProgressCallback(settings, source.count()));
        }
        if (watch != null) {
            settings.earlyStopping.monitor().requireUsable("early stopping", validates);
            callbacks.put("early stopping", watch);
        }
        if (settings.plateau != null) {
            settings.plateau.monitor().requireUsable("reduce on plateau", validates);
            callbacks.put("plateau", settings.plateau.fresh());
        }
        int stateful = 0;
        int plain = 0;
        for (Callback each : settings.callbacks) {
            // one without a state may be added when a training goes on
            boolean keeps = each instanceof Stateful;
            callbacks.put(keeps ? "callback " + ++stateful : "plain callback " + ++plain, each);
        }
        checkpointing = settings.checkpointFile == null ? null : new Checkpointing<>(this);
        if (checkpointing != null) {
            callbacks.put("checkpoint", checkpointing);
        }
    }

    // ---- the loop

    History run() {
        if (checkpointing != null) {
            checkpointing.resume();
        }
        try {
            each(callback -> callback.onStart(this));
            // an epoch that was stopped in its middle is still to be closed
            while (batch > 0 || stopped == null && history.size() < settings.epochs) {
                train();
            }
        } catch (RuntimeException | Error e) {
            try {
                each(callback -> callback.onEnd(this));
            } catch (RuntimeException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        each(callback -> callback.onEnd(this));
        return new History(history, stopped, watch == null ? 0 : watch.restoreBest());
    }

    private void train() {
        try (Feed<B> batches = open()) {
            while (stopped == null && batches.hasNext()) {
                B next = batches.next();
                last = !batches.hasNext();
                each(callback -> callback.onBatchStart(this));
                for (Turn<M, B> now : turns) {
                    for (int i = now.times(step); i > 0; i--) {
                        step(now, next);
                    }
                }
                batch++;
                step++;
                each(callback -> callback.onBatchEnd(this));
            }
        }
        end();
    }

    private void step(Turn<M, B> now, B next) {
        turn = now;
        Pass first = Pass.training(random);
        Pass pass = first;
        try {
            StepResult result = replays.step(now, next, first);
            LossOfStep found = result.found();
            pass = found.pass();
            Tensor penalty = result.penalty();
            gradients = result.gradients();
            weight = found.weight();
            skipped = false;
            for (Callback callback : callbacks.values()) {
                if (!skipped) {
                    callback.onGradients(this);
                }
            }
            // may refuse names, before anything has moved
            placed(() -> found.addTo(means, now.name(), penalty == null ? 0 : penalty.value()));
            if (!skipped) {
                placed(() -> update(result.graph()));
                each(callback -> callback.onStepEnd(this));
            }
        } catch (RuntimeException e) {
            // the running statistics include the batch that failed
            pass.undo();
            throw e;
        } finally {
            gradients = null;
        }
    }

    /** Ends an epoch: validation, history, callbacks. */
    private void end() {
        Optional<LossAndMetrics> results =
                Optional.ofNullable(settings.validation()).map(b -> measured("validation", b));
        // the running means are of weights that the epoch has left behind: the best epoch's results
        // must be those of the weights that are given back
        boolean anew = watch != null && !settings.earlyStopping.monitor().isValidation();
        LossAndMetrics trained = anew ? measured("training data", source) : means.lossAndMetrics();
        history.add(
                new Epoch(
                        epoch(),
                        learningRate(),
                        trained,
                        means.penalty(),
                        results,
                        norms == null ? List.of() : norms.take()));
        closing = true;
        last = false;
        try {
            each(callback -> callback.onEpochEnd(this));
        } finally {
            closing = false;
        }
        batch = 0;
        means = new RunningMeans(turns.size() > 1);
    }

    private void each(Consumer<Callback> call) {
        callbacks.values().forEach(call);
    }

    /** The batches of the epoch that are not done yet. */
    private Feed<B> open() {
        if (batch == 0) {
            epochStart = generator == null ? null : generator.state();
            each(callback -> callback.onEpochStart(this));
        }
        return new Feed<>(source, random, batch, epochStart, this::where);
    }

    // ---- a step

    /** A step by recording its graph and sweeping it. */
    StepResult plain(B next, Pass pass) {
        try {
            LossOfStep found = placed(() -> loss(next, pass));
            Tensor penalty = placed(() -> penalty(true));
            Tensor total = penalty == null ? found.loss() : found.loss().add(penalty);
            placed(() -> checked(found.loss(), total));
            if (!whole) {
                pass.requireListed(settings.model, total);
            }
            Gradients pulled = backward(total);
            if (whole) {
                pass.requireListed(settings.model, pulled);
            }
            return new StepResult(found, penalty, pulled, () -> total);
        } catch (RuntimeException e) {
            // the running statistics include the batch that failed
            pass.undo();
            throw e;
        }
    }

    /** The same with numbers that were drawn before. */
    StepResult again(B next, List<Tensor> drawn) {
        return SideEffects.given(drawn).follow(() -> plain(next, Pass.training(random)));
    }

    /** The graph of a step that was replayed, which is undone. */
    Tensor graph(B next, Pass pass, List<Tensor> drawn) {
        pass.undo();
        StepResult result = again(next, drawn);
        result.found().pass().undo();
        return result.graph().get();
    }

    /** How many steps are to come, as far as that is known. */
    long stepsToCome() {
        OptionalInt count = source.count();
        return count.isPresent()
                ? (long) (settings.epochs - history.size()) * count.getAsInt() - batch
                : Long.MAX_VALUE;
    }

    private LossOfStep loss(B next, Pass pass) {
        LossOfStep found = LossOfStep.of(turn, settings.model, next, source.weight(next), pass);
        Guard.requireFinite("the loss", found.loss(), turn.parameters());
        return found;
    }

    /** The sum of the regularizers' penalties, null without any. */
    Tensor penalty(boolean check) {
        Tensor sum = null;
        for (Regularizer regularizer : settings.regularizers) {
            String what = "the penalty of the regularizer " + Describe.of(regularizer);
            Tensor each = Guard.requireScalar(what, regularizer.apply(turn.parameters()));
            if (check) {
                Guard.requireFinite(what, each, turn.parameters());
            }
            sum = sum == null ? each : sum.add(each);
        }
        return sum;
    }

    private Tensor checked(Tensor loss, Tensor total) {
        Guard.requireFinite("the loss", total, turn.parameters());
        Guard.requireVarying(total);
        Guard.requireBounded(loss.value(), firstLosses, turn.name());
        return total;
    }

    /** A result, or a failure with the place in the training. */
    private <R> R placed(Supplier<R> code) {
        try {
            return code.get();
        } catch (ArithmeticException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw Guard.placed(where(), e);
        }
    }

    /** The gradients by the parameters of the turn; those of others are of no use. */
    private Gradients backward(Tensor total) {
        return whole
                ? total.backward()
                : Backward.of(total).wrt(Parameter.values(turn.parameters())).run();
    }

    private Void update(Supplier<Tensor> total) {
        try {
            turn.optimizer().step(turn.parameters(), gradients);
            return null;
        } catch (ArithmeticException e) {
            throw Guard.namingLayer(total.get(), turn.parameters(), e);
        }
    }

    private LossAndMetrics measured(String what, Batches<B> data) {
        return settings.measured("trainer: epoch " + epoch() + ", " + what + ": ", what, data);
    }

    private String where() {
        return Checks.text(
                "trainer: epoch %s, batch %s%s: ",
                epoch(), batch + 1, turns.size() > 1 ? ", " + turn.name() : "");
    }

    Replays<M, B> replays() {
        return replays;
    }

    // ---- the status

    @Override
    public int epoch() {
        return closing ? history.size() : history.size() + 1;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public boolean isLastBatch() {
        return last;
    }

    @Override
    public double batchWeight() {
        return weight;
    }

    @Override
    public LossAndMetrics lossAndMetrics() {
        return closing ? history.get(history.size() - 1).training() : means.lossAndMetrics();
    }

    @Override
    public Module model() {
        return settings.model;
    }

    @Override
    public String turn() {
        return turn.name();
    }

    @Override
    public List<Parameter> parameters() {
        return turn.parameters();
    }

    @Override
    public Gradients gradients() {
        requireGradients();
        return gradients;
    }

    @Override
    public void setGradients(Gradients others) {
        requireGradients();
        gradients = Objects.requireNonNull(others, "training status: the gradients are null");
    }

    @Override
    public void skipStep() {
        requireGradients();
        skipped = true;
    }

    private void requireGradients() {
        if (gradients == null) {
            throw new IllegalStateException(
                    "training status: there are no gradients now; a callback has them in"
                            + " onGradients");
        }
    }

    @Override
    public double learningRate() {
        return settings.learningRate();
    }

    @Override
    public double learningRate(String name) {
        return TrainerSettings.rate(found(name));
    }

    @Override
    public void setLearningRate(double rate) {
        turns.forEach(each -> each.optimizer().setLearningRate(rate));
    }

    @Override
    public void setLearningRate(String name, double rate) {
        found(name).optimizer().setLearningRate(rate);
    }

    private Turn<M, B> found(String name) {
        for (Turn<M, B> each : turns) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw Checks.illegal(
                "training status: no turn \"%s\"; there are %s",
                name, turns.stream().map(Turn::name).toList());
    }

    @Override
    public List<Epoch> epochs() {
        return Collections.unmodifiableList(history);
    }

    @Override
    public void stop(String reason) {
        Objects.requireNonNull(reason, "training status: the reason is null");
        if (stopped == null) {
            stopped = reason;
        }
    }

    @Override
    public String toString() {
        String where = "epoch " + epoch() + ", batch " + batch + ", step " + step;
        return batch == 0 ? where : where + ": " + lossAndMetrics();
    }
}
