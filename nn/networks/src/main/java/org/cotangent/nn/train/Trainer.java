package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.Schedule;

// Longer than 400 lines: one method a setting; most is documentation.

/**
 * A training of any model by any batches: in each epoch, for each batch, the loss that a {@link
 * TrainingStep} computes, its gradients, and a step of the optimizer. {@link #classifier} and
 * {@link #regressor} are the short way for inputs and targets. Immutable: each setting returns a
 * copy.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * Layer model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
 * TrainingStep<Layer, Tensor> step =
 *         (m, x, pass) -> m.forward(x, pass).sub(x).square().mean();
 * Batches<Tensor> points = Batches.generated(50, r -> Tensor.uniform(r, -1, 1, 32, 2));
 * History history =
 *         new Trainer<>(model, step, new Adam(0.01)).epochs(4).fit(points, random);
 * history.finalLoss() < 0.1;   // true
 * }</pre>
 *
 * <p>A training may have several {@linkplain #turn turns} for each batch, each with a loss, a part
 * of the model and an optimizer of its own, as the two networks of a GAN.
 *
 * <p>The same model, source of batches and generator state give the same bits. {@link #fit} may be
 * called again, and continues with the current parameters.
 *
 * @param <M> the model
 * @param <B> a batch
 */
public final class Trainer<M extends Module, B> extends TrainerSettings<M, B, Trainer<M, B>> {
    private List<Turn<M, B>> turns = List.of();
    private List<Parameter> fixed = List.of();
    private Batches<B> validation;

    /**
     * A trainer of 10 epochs with {@link Progress#auto()}.
     *
     * @param model the model, with at least one parameter
     * @param step the loss of a batch; a method of the model, as {@code Net::loss}, or a lambda
     * @param optimizer how to update all parameters of the model
     * @throws IllegalArgumentException if the model has no parameters
     */
    public Trainer(M model, TrainingStep<? super M, ? super B> step, Optimizer optimizer) {
        super(model);
        turns = List.of(made("loss", model.parameters(), optimizer, step));
    }

    /**
     * A trainer without a step, to which {@linkplain #turn turns} are added.
     *
     * @param model the model, with at least one parameter
     * @throws IllegalArgumentException if the model has no parameters
     */
    public Trainer(M model) {
        super(model);
    }

    /**
     * A trainer for classes: softmax cross-entropy, and the metric "accuracy".
     *
     * @param model a model whose outputs are logits, one column a class
     * @param optimizer how to update
     * @return the trainer
     */
    public static SupervisedTrainer<int[]> classifier(Layer model, Optimizer optimizer) {
        return classifier(model, Losses.softmaxCrossEntropy(), optimizer).softmax();
    }

    /**
     * A trainer for classes with a loss of one's own, which may be a lambda, and the metric
     * "accuracy".
     *
     * @param model a model whose outputs are one score a class, one column each
     * @param loss the loss to minimize
     * @param optimizer how to update
     * @return the trainer
     */
    public static SupervisedTrainer<int[]> classifier(
            Layer model, Loss<int[]> loss, Optimizer optimizer) {
        return new SupervisedTrainer<>(model, loss, optimizer)
                .metric("accuracy", Metrics.accuracy());
    }

    /**
     * A trainer for values: mean squared error, no metric.
     *
     * @param model a model whose outputs have the shape of the values
     * @param optimizer how to update
     * @return the trainer
     */
    public static SupervisedTrainer<Tensor> regressor(Layer model, Optimizer optimizer) {
        return regressor(model, Losses.meanSquaredError(), optimizer);
    }

    /**
     * A trainer for values with a loss of one's own, which may be a lambda, and no metric.
     *
     * <pre>{@code
     * Layer model = new Dense(1, 1, Initializers.xavier(), new SplittableRandom(1));
     * Trainer.regressor(model, (outputs, t) -> outputs.sub(t).abs().mean(), new Sgd(0.1));
     * }</pre>
     *
     * @param model the model
     * @param loss the loss to minimize
     * @param optimizer how to update
     * @return the trainer
     */
    public static SupervisedTrainer<Tensor> regressor(
            Layer model, Loss<Tensor> loss, Optimizer optimizer) {
        return new SupervisedTrainer<>(model, loss, optimizer);
    }

    private static <M extends Module, B> Turn<M, B> made(
            String name,
            List<Parameter> parameters,
            Optimizer optimizer,
            TrainingStep<? super M, ? super B> step) {
        Objects.requireNonNull(step, () -> "trainer: the step of " + name + " is null");
        Objects.requireNonNull(optimizer, () -> "trainer: the optimizer of " + name + " is null");
        return new Turn<>(name, List.copyOf(parameters), optimizer, step, 1, 1);
    }

    /**
     * A copy with a turn more for each batch, after those added before. Its gradients move its part
     * of the model alone, whatever else the loss reaches.
     *
     * @param name its name, under which the history has its loss
     * @param part the part of the model that it moves
     * @param optimizer how to update that part
     * @param step the loss of a batch
     * @return another trainer
     * @throws IllegalArgumentException if the name is blank or in use, the part has no parameters
     *     or one that the model has not, or another turn has this optimizer
     */
    @CheckReturnValue
    public Trainer<M, B> turn(
            String name,
            Module part,
            Optimizer optimizer,
            TrainingStep<? super M, ? super B> step) {
        Objects.requireNonNull(part, () -> "trainer: the part of " + name + " is null");
        return turn(name, part.parameters(), optimizer, step);
    }

    /**
     * A copy with a turn more for each batch that moves chosen parameters; as {@link #turn(String,
     * Module, Optimizer, TrainingStep)}.
     *
     * @param name its name, under which the history has its loss
     * @param parameters the parameters that it moves
     * @param optimizer how to update them
     * @param step the loss of a batch
     * @return another trainer
     * @throws IllegalArgumentException if the name is blank or in use, there are no parameters or
     *     one that the model has not, or another turn has this optimizer
     */
    @CheckReturnValue
    public Trainer<M, B> turn(
            String name,
            List<Parameter> parameters,
            Optimizer optimizer,
            TrainingStep<? super M, ? super B> step) {
        requireNew("turn", name, turns.stream().map(Turn::name).toList());
        if (parameters.isEmpty()) {
            throw Checks.illegal("turn %s: it has no parameters to train", name);
        }
        for (Parameter parameter : parameters) {
            if (!model.parameters().contains(parameter)) {
                throw Checks.illegal(
                        "turn %s: %s is not a parameter of the model %s",
                        name, parameter, Describe.of(model));
            }
        }
        Turn<M, B> made = made(name, parameters, optimizer, step);
        for (Turn<M, B> other : turns) {
            if (other.optimizer() == optimizer) {
                throw Checks.illegal(
                        "turn %s: the optimizer is that of the turn %s, so that a schedule of one"
                                + " would set the rate of both; make one for each",
                        name, other.name());
            }
        }
        return with(s -> s.turns = plus(s.turns, made));
    }

    /**
     * A copy in which a turn comes more rarely.
     *
     * @param turn the name of a turn
     * @param batches after how many batches it comes, counted over all epochs; at least 1
     * @return another trainer
     * @throws IllegalArgumentException if there is no such turn, or the number is below 1
     */
    @CheckReturnValue
    public Trainer<M, B> every(String turn, int batches) {
        Checks.atLeast("trainer", "batches for each turn", 1, batches);
        return changed(turn, each -> each.every(batches));
    }

    /**
     * A copy in which a turn comes several times for a batch.
     *
     * @param turn the name of a turn
     * @param count how often, at least 1
     * @return another trainer
     * @throws IllegalArgumentException if there is no such turn, or the number is below 1
     */
    @CheckReturnValue
    public Trainer<M, B> times(String turn, int count) {
        Checks.atLeast("trainer", "turns for each batch", 1, count);
        return changed(turn, each -> each.times(count));
    }

    /**
     * A copy with a learning rate of one turn for each epoch, counted from 0 in every training, in
     * place of the optimizer's.
     *
     * @param turn the name of a turn
     * @param schedule the rates
     * @return another trainer
     * @throws IllegalArgumentException if there is no such turn, or its rate has a rule already
     */
    @CheckReturnValue
    public Trainer<M, B> schedule(String turn, Schedule schedule) {
        return scheduled(schedule, false, required(turn));
    }

    /**
     * A copy with a learning rate of one turn for each batch, counted from 0 in every training,
     * also at batches at which the turn does not come.
     *
     * @param turn the name of a turn
     * @param schedule the rates
     * @return another trainer
     * @throws IllegalArgumentException if there is no such turn, or its rate has a rule already
     */
    @CheckReturnValue
    public Trainer<M, B> scheduleSteps(String turn, Schedule schedule) {
        return scheduled(schedule, true, required(turn));
    }

    /**
     * A copy in which a part of the model is trained by no turn, as a teacher. Without that, a
     * training with parameters that no turn moves is refused.
     *
     * @param part a part of the model that no turn moves
     * @return another trainer
     */
    @CheckReturnValue
    public Trainer<M, B> fixed(Module part) {
        Objects.requireNonNull(part, "trainer: the fixed part is null");
        List<Parameter> all = new ArrayList<>(fixed);
        all.addAll(part.parameters());
        return with(s -> s.fixed = List.copyOf(all));
    }

    /** Refuses parameters that no turn moves and that are not said to be fixed, and both. */
    private void requireMoved() {
        Set<Parameter> moved = new LinkedHashSet<>();
        turns().forEach(turn -> moved.addAll(turn.parameters()));
        for (Parameter parameter : model.parameters()) {
            if (moved.contains(parameter) == fixed.contains(parameter)) {
                throw Checks.illegal(
                        "trainer: %s belongs to %s. A part that is not to be trained is declared by"
                                + " fixed(part), or frozen in a group of the optimizer; else give"
                                + " it a turn",
                        parameter,
                        moved.contains(parameter)
                                ? "a turn and to a part that is fixed"
                                : "no turn, so that it would never be trained");
            }
        }
    }

    private String required(String turn) {
        List<String> names = turns.stream().map(Turn::name).toList();
        if (!names.contains(turn)) {
            throw Checks.illegal("trainer: no turn \"%s\"; there are %s", turn, names);
        }
        return turn;
    }

    private Trainer<M, B> changed(String name, UnaryOperator<Turn<M, B>> change) {
        required(name);
        List<Turn<M, B>> all = new ArrayList<>(turns);
        all.replaceAll(turn -> turn.name().equals(name) ? change.apply(turn) : turn);
        return with(s -> s.turns = all);
    }

    /**
     * A copy with batches to evaluate the model on after each epoch: the losses of all turns, in
     * passes of evaluation. Sources that draw at random give the same batches each time.
     *
     * @param batches the batches
     * @return another trainer
     * @throws IllegalArgumentException if there are such batches already
     */
    @CheckReturnValue
    public Trainer<M, B> validate(Batches<B> batches) {
        Objects.requireNonNull(batches, "trainer: the validation data are null");
        requireNone(validation, "validation data");
        return with(s -> s.validation = batches);
    }

    @Override
    List<Turn<M, B>> turns() {
        if (turns.isEmpty()) {
            throw new IllegalStateException(
                    "trainer: there is no turn; add one with turn(name, part, optimizer, step)");
        }
        return turns;
    }

    @Override
    Batches<B> validation() {
        return validation;
    }

    @Override
    String lossText() {
        List<String> texts = new ArrayList<>();
        for (Turn<M, B> turn : turns()) {
            texts.add(Describe.of(turn.step()) + turn.frequency());
        }
        return String.join(", ", texts);
    }

    @Override
    LossAndMetrics measured(String where, String what, Batches<B> data) {
        try {
            return evaluate(data);
        } catch (ArithmeticException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw Guard.placed(where, e);
        }
    }

    /**
     * Trains the model.
     *
     * @param batches the batches to train on
     * @param random the generator for the batches and for layers in training
     * @return the losses and the metrics of every epoch
     * @throws ArithmeticException if the loss or a gradient is not finite, or the loss grows beyond
     *     all measure: training stops before the step that it would have led to, and the message
     *     names the epoch, the batch and the layer that made the first such number
     * @throws IllegalArgumentException if the batches do not fit the model, an epoch has none, the
     *     loss is not a scalar, {@linkplain #earlyStopping early stopping} observes a metric that
     *     there is not, or a parameter belongs to no turn and is not {@linkplain #fixed fixed}
     * @throws IllegalStateException if there is no turn, the loss does not depend on parameters, or
     *     the source of batches draws from the generator after an epoch was opened
     * @throws java.io.UncheckedIOException if the checkpoint is damaged or of another model, or one
     *     cannot be written
     */
    public History fit(Batches<B> batches, RandomGenerator random) {
        requireMoved();
        return run(batches, random);
    }

    /**
     * Evaluates the losses of all turns and what they report, in passes of evaluation.
     *
     * @param batches the batches; sources that draw at random give the same ones each time
     * @return means over the batches, each weighted by its rows
     * @throws IllegalArgumentException if the batches do not fit the model, or there are none
     */
    public LossAndMetrics evaluate(Batches<B> batches) {
        RunningMeans means = new RunningMeans(turns().size() > 1);
        Tensor.unrecorded(
                () -> {
                    for (B batch : batches.epoch(new SeededRandom(0))) {
                        for (Turn<M, B> turn : turns()) {
                            int weight = batches.weight(batch);
                            LossOfStep.of(turn, model, batch, weight, Pass.evaluation())
                                    .addTo(means, turn.name(), 0);
                        }
                    }
                    return null;
                });
        if (means.isEmpty()) {
            throw new IllegalArgumentException("evaluation: there are no batches");
        }
        return means.lossAndMetrics();
    }

    /**
     * Looks for a learning rate by a range test with this trainer's model, step and optimizer, and
     * takes all of it back.
     *
     * @param batches the batches to train on
     * @param random the generator for the batches
     * @return the losses by rate; {@link LearningRateCurve#suggestion()} is a rate to start from
     * @throws ArithmeticException if the very first loss is not finite
     * @throws IllegalStateException if there is not one turn
     * @throws UnsupportedOperationException if the optimizer has no learning rate
     */
    public LearningRateCurve findLearningRate(Batches<B> batches, RandomGenerator random) {
        if (turns().size() > 1) {
            throw Checks.illegalState(
                    "learning rate finder: there are %s turns; try one after the other, each with"
                            + " a trainer of its own",
                    turns.size());
        }
        Turn<M, B> turn = turns.get(0);
        return new LearningRateFinder<M, B>(model, turn.step(), turn.optimizer())
                .run(batches, random);
    }

    /**
     * Runs {@link SanityChecks} with this trainer's model, steps and optimizers on one batch, and
     * restores all state: for each turn, whether its gradients are right, and for a training of one
     * turn whether the batch can be learned: whether the loss falls by a fifth within 500 steps.
     *
     * @param batch some samples, about ten
     * @param random where chance comes from
     * @return the outcome, to be printed
     */
    public SanityReport sanityChecks(B batch, RandomGenerator random) {
        return SanityChecks.all(model, turns(), batch, random);
    }
}
