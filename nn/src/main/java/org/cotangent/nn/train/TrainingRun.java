package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Regularizer;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Batches;
import org.cotangent.nn.data.Dataset;

/** The training loop of one call of {@link Trainer#fit}, with its progress. */
final class TrainingRun<T> implements TrainingStatus {
    final Trainer<T> settings;
    final RandomGenerator random;
    final Batches<T> batches;
    final List<Epoch> history = new ArrayList<>();
    final EarlyStoppingState patience;
    RunningMeans means = new RunningMeans();
    NormStatistics norms;
    int batch; // how many of the present epoch are done
    long step; // how many are done in all
    String stopped;
    State epochStart; // of the generator, before the epoch's order was drawn

    private final Dataset<T> data;
    private final List<Parameter> parameters;
    private final Checkpointing<T> checkpointing;
    private final Dataset<T> validation;
    private LossAndMetrics validated; // of the last epoch that was validated, or null
    private int[] order; // of the rows in this epoch
    private boolean listed; // whether the first step has found nothing that is not
    private boolean closing; // while the epoch in history is the one that callbacks are told of

    TrainingRun(Trainer<T> settings, Dataset<T> data, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.batches = new Batches<>(data, settings.batchSize, random);
        this.validation = settings.validation;
        this.parameters = settings.model.parameters();
        this.norms = new NormStatistics(settings.model);
        this.patience =
                settings.earlyStopping == null
                        ? null
                        : new EarlyStoppingState(settings.earlyStopping, settings.model);
        boolean validates = validation != null;
        if (settings.earlyStopping != null) {
            settings.earlyStopping
                    .monitor()
                    .require("early stopping", validates, settings.metrics.keySet());
        }
        if (settings.plateau != null) {
            settings.plateauMonitor.require(
                    "reduce on plateau", validates, settings.metrics.keySet());
        }
        requireOneRate();
        if (settings.maxNorm != null) {
            settings.maxNorm.require(parameters);
        }
        DataChecks.requireFinite("training data", data.inputs());
        if (validates) {
            DataChecks.requireFinite("validation data", validation.inputs());
        }
        DataChecks.requireNoSingleRow(settings.model, data, settings.batchSize);
        this.data = data;
        this.checkpointing =
                settings.checkpointFile == null ? null : new Checkpointing<>(this, data);
    }

    private void requireOneRate() {
        int count = settings.epochSchedule == null ? 0 : 1;
        count += settings.stepSchedule == null ? 0 : 1;
        count += settings.plateau == null ? 0 : 1;
        if (count > 1) {
            throw new IllegalArgumentException(
                    "trainer: "
                            + count
                            + " rules for the learning rate (schedule, scheduleSteps,"
                            + " reduceOnPlateau); there must be one at most");
        }
    }

    History run() {
        if (checkpointing != null && checkpointing.resume()) {
            settings.progress.announce(checkpointing.goingOn());
        } else if (settings.plateau != null) {
            settings.optimizer.setLearningRate(settings.plateau.rate());
        }
        if (checkpointing != null) {
            checkpointing.requireWritable();
        }
        long done = (long) history.size() * batches.count() + batch;
        try (ProgressDisplay display =
                settings.progress.start(
                        settings.epochs, batches.count(), done, validation != null)) {
            // an epoch that was stopped in its middle is still to be closed
            while (batch > 0 || stopped == null && history.size() < settings.epochs) {
                epoch(display);
            }
        }
        int best = patience == null ? 0 : patience.restoreBest();
        return new History(history, stopped, best);
    }

    private void epoch(ProgressDisplay display) {
        for (Dataset<T> next : remaining()) {
            if (stopped != null) {
                break;
            }
            step(next);
            display.step(display.shows() ? means.lossAndMetrics().beside(validated) : "");
            settings.callbacks.forEach(callback -> callback.onBatchEnd(this));
            if (checkpointing != null) {
                checkpointing.afterStep();
            }
        }
        close(display);
    }

    /** The batches of the epoch that are not done yet. */
    private Iterable<Dataset<T>> remaining() {
        if (batch == 0) {
            if (checkpointing != null) {
                epochStart = checkpointing.generator().state();
            }
            if (settings.epochSchedule != null) {
                settings.optimizer.setLearningRate(settings.epochSchedule.rate(history.size()));
            }
            order = batches.order();
            return batches.epoch(order, 0);
        }
        State now = checkpointing.generator().state();
        checkpointing.generator().restore(epochStart);
        order = batches.order();
        checkpointing.generator().restore(now);
        return batches.epoch(order, batch);
    }

    private void step(Dataset<T> next) {
        if (settings.stepSchedule != null) {
            settings.optimizer.setLearningRate(settings.stepSchedule.rate(Math.toIntExact(step)));
        }
        Pass pass = Pass.training(random);
        try {
            Tensor outputs = outputs(next, pass);
            Tensor loss = loss(outputs, next);
            Guard.requireScalar(where(), loss);
            Guard.requireFinite(where(), loss, parameters);
            Tensor penalty = penalty();
            Tensor total = penalty == null ? loss : loss.add(penalty);
            for (Tensor added : pass.losses().values()) {
                total = total.add(added);
            }
            Guard.requireUseful(where(), total, parameters);
            if (!listed) {
                pass.requireListed(settings.model, total);
                listed = true;
            }
            Map<String, Double> metrics = new LinkedHashMap<>();
            settings.metrics.forEach(
                    (name, metric) -> metrics.put(name, metric.apply(outputs, next.targets())));
            update(total);
            means.add(
                    new LossAndMetrics(loss.value(), metrics),
                    penalty == null ? 0 : penalty.value(),
                    next.rows());
        } catch (RuntimeException e) {
            // the running statistics include the batch that failed
            pass.undo();
            throw e;
        }
        batch++;
        step++;
    }

    private Tensor outputs(Dataset<T> next, Pass pass) {
        Layer model = settings.model;
        try {
            return pass.within(model, () -> model.forward(next.inputs(), pass));
        } catch (ArithmeticException e) {
            // a layer that refuses numbers does not know the epoch
            ArithmeticException placed = new ArithmeticException(where() + e.getMessage());
            placed.initCause(e);
            throw placed;
        }
    }

    /**
     * The loss of a batch. Its exceptions get the rows of the data set, since they name rows of the
     * batch.
     */
    private Tensor loss(Tensor outputs, Dataset<T> next) {
        try {
            return settings.loss.apply(outputs, next.targets());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            int from = batch * Math.min(settings.batchSize, data.rows());
            throw new IllegalArgumentException(
                    DataChecks.classWithoutOutput("training data", data.targets(), outputs)
                            + where()
                            + e.getMessage()
                            + " (the rows of this batch are those of the data set: "
                            + DataChecks.rows(order, from, from + next.rows())
                            + ")",
                    e);
        }
    }

    private LossAndMetrics measured(String what, Dataset<T> samples) {
        try {
            return settings.evaluate(samples).lossAndMetrics();
        } catch (RuntimeException e) {
            String where = "trainer: epoch " + epoch() + ", " + what + ": ";
            throw ValidationFailure.of(where, settings, samples, e);
        }
    }

    private void update(Tensor total) {
        Gradients gradients = total.backward();
        List<Tensor> before = settings.norms ? List.of(Parameter.values(parameters)) : null;
        try {
            settings.optimizer.step(parameters, gradients);
        } catch (ArithmeticException e) {
            throw Guard.namingLayer(where(), total, parameters, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where() + e.getMessage(), e);
        }
        if (settings.maxNorm != null) {
            settings.maxNorm.project(parameters);
        }
        if (settings.norms) {
            norms.add(before, gradients);
        }
    }

    /** The sum of the regularizers' penalties, null without any. */
    private Tensor penalty() {
        Tensor sum = null;
        for (Regularizer regularizer : settings.regularizers) {
            Tensor each = regularizer.apply(parameters);
            Guard.requirePenalty(where(), Describe.of(regularizer), each, parameters);
            sum = sum == null ? each : sum.add(each);
        }
        return sum;
    }

    private String where() {
        return "trainer: epoch " + epoch() + ", batch " + (batch + 1) + ": ";
    }

    /** Ends an epoch: validation, history, early stopping and learning rate, callbacks. */
    private void close(ProgressDisplay display) {
        LossAndMetrics results = validation == null ? null : measured("validation", validation);
        LossAndMetrics trained = means.lossAndMetrics();
        if (settings.earlyStopping != null && !settings.earlyStopping.monitor().isValidation()) {
            // the running means are of weights that the epoch has left behind: the best epoch's
            // results must be those of the weights that are given back
            trained = measured("training data", data);
        }
        if (results != null) {
            validated = results;
            display.say(trained.beside(results));
        }
        Epoch epoch =
                new Epoch(
                        epoch(),
                        learningRate(),
                        trained,
                        means.penalty(),
                        Optional.ofNullable(results),
                        settings.norms ? norms.means() : List.of());
        if (patience != null) {
            String reason = patience.observe(epoch);
            if (reason != null) {
                stop(reason);
            }
        }
        if (settings.plateau != null) {
            double rate = settings.plateau.observe(settings.plateauMonitor.of(epoch));
            settings.optimizer.setLearningRate(rate);
        }
        // callbacks see the epoch among those complete, and its results still
        history.add(epoch);
        closing = true;
        try {
            settings.callbacks.forEach(callback -> callback.onEpochEnd(this));
        } finally {
            closing = false;
        }
        batch = 0;
        means = new RunningMeans();
        norms = new NormStatistics(settings.model);
        if (checkpointing != null) {
            checkpointing.afterEpoch();
        }
    }

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
    public LossAndMetrics lossAndMetrics() {
        return means.lossAndMetrics();
    }

    @Override
    public double learningRate() {
        try {
            return settings.optimizer.learningRate();
        } catch (UnsupportedOperationException e) {
            return Double.NaN;
        }
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
