package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.train.SanityReport.Check;

/**
 * Checks of a model before a long training. Each leaves model, optimizer and, if it is {@link
 * org.cotangent.nn.Stateful}, the generator as they were. The details hint at likely causes: a
 * softmax before a loss that has its own, inputs that are not scaled, targets of another rank than
 * the outputs, more outputs than classes.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * Dataset<Tensor, int[]> data =
 *         Dataset.ofClasses(Tensor.normal(random, 30, 4), random.ints(30, 0, 3).toArray());
 * Mlp model = Mlp.of(4, 32, 3).activation(Activation.TANH).build(random);
 * SanityReport report = Trainer.classifier(model, new Sgd(0.2, 0.9)).sanityChecks(data, random);
 * report.passed();   // true
 * }</pre>
 */
public final class SanityChecks {
    private static final double OVERFITTED = 0.02;
    private static final double LEARNED = 0.8;

    private SanityChecks() {}

    /**
     * Checks that a softmax classifier that has learned nothing knows nothing: that its loss, in
     * training mode, is about the logarithm of the number of classes. One far above has weights, or
     * inputs, that are too large; one below has seen the data.
     *
     * @param model a model whose outputs are logits, one column a class
     * @param data some samples
     * @param tolerance how far off the loss may be, as a part of the logarithm; 0.5 is lenient, and
     *     0.1 demands small weights in the last layer
     * @param random the generator that layers draw from in training
     * @return the outcome
     * @throws IllegalArgumentException if the tolerance is not positive and finite, or the data do
     *     not fit the model
     */
    public static Check initialLoss(
            Layer model, Dataset<Tensor, int[]> data, double tolerance, RandomGenerator random) {
        Checks.POSITIVE.check("initial loss", "tolerance", tolerance);
        return Undo.after(
                model,
                null,
                random,
                () -> {
                    Tensor outputs = model.forward(data.inputs(), Pass.training(random));
                    Tensor loss = Losses.softmaxCrossEntropy().apply(outputs, data.targets());
                    return initialLoss(outputs, loss.value(), data, tolerance);
                });
    }

    private static Check initialLoss(
            Tensor outputs, double loss, Dataset<Tensor, int[]> data, double tolerance) {
        double chance = StrictMath.log(outputs.size(1));
        return new Check(
                "initial loss",
                Math.abs(loss - chance) <= tolerance * chance,
                Checks.text(
                        "%.4g, and chance level is ln(%d) = %.4g, tolerance %.3g %%%s",
                        loss,
                        outputs.size(1),
                        chance,
                        100 * tolerance,
                        FailureHints.of(outputs, data, true)));
    }

    /**
     * Checks that a model can overfit a few samples: its loss in evaluation mode must fall below a
     * fiftieth of its initial value. A model that cannot is too small, or something is wrong with
     * it, its loss or the learning rate. Regularizers are left out.
     *
     * @param model the model
     * @param step the loss, at least 0 and 0 at best
     * @param optimizer how to update
     * @param few the samples, about ten; all of them are one batch
     * @param steps after how many steps to give up, at least 1
     * @param random the generator that layers draw from in training
     * @param <M> the model
     * @param <B> a batch
     * @return the outcome
     * @throws IllegalArgumentException if there are no steps, or the data do not fit the model
     */
    public static <M extends Module, B> Check overfits(
            M model,
            TrainingStep<? super M, ? super B> step,
            Optimizer optimizer,
            B few,
            int steps,
            RandomGenerator random) {
        if (steps < 1) {
            throw Checks.illegal("overfits: %s steps; there must be 1 or more", steps);
        }
        Objects.requireNonNull(few, "overfits: the samples are null");
        return new Trial<>(model, Turn.<M, B>whole(model, step, optimizer), few, random)
                .overfits(steps, OVERFITTED);
    }

    /**
     * Checks that the loss, in training mode, reaches the parameters that the model lists and no
     * others: {@link Pass#requireListed}. One that is reached and not listed would never be
     * trained, one that is listed and not reached has no gradient to be trained by.
     *
     * @param model the model
     * @param step the loss
     * @param few some samples
     * @param random the generator that layers draw from in training
     * @param <M> the model
     * @param <B> a batch
     * @return the outcome
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static <M extends Module, B> Check parameters(
            M model, TrainingStep<? super M, ? super B> step, B few, RandomGenerator random) {
        return new Trial<>(model, Turn.<M, B>whole(model, step, null), few, random)
                .parameters("parameters");
    }

    /**
     * Checks the gradients of the loss, in training mode, against centered differences (f(x + h) -
     * f(x - h)) / 2h: for every parameter along one random direction and by four numbers drawn at
     * random. Each is tried with steps of 1e-4, 1e-5 and 1e-6, and the best counts: near kinks the
     * large ones fail, and rounding spoils the small ones. A derivative that differs by more than
     * 1e-4 of the larger, beyond rounding, fails. {@code gradcheck} is more thorough.
     *
     * @param model the model; what it draws in training it draws alike each time
     * @param step the loss
     * @param few some samples, about ten
     * @param random where the directions and the numbers come from
     * @param <M> the model
     * @param <B> a batch
     * @return the outcome, with the worst of them
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static <M extends Module, B> Check gradients(
            M model, TrainingStep<? super M, ? super B> step, B few, RandomGenerator random) {
        Objects.requireNonNull(few, "gradients: the samples are null");
        return new Trial<>(model, Turn.<M, B>whole(model, step, null), few, random)
                .gradients("gradients");
    }

    /** The check of overfitting, with hints if it failed. */
    private static <Y> Check hinted(Check check, Layer model, Dataset<Tensor, Y> few) {
        Tensor outputs = Tensor.unrecorded(() -> model.apply(few.inputs()));
        return new Check(
                check.name(),
                check.passed(),
                check.details() + FailureHints.of(outputs, few, false));
    }

    /**
     * All checks, those of the parameters first, on at most eight samples drawn at random, and
     * chance level for classes.
     */
    static <Y> SanityReport all(
            Layer model,
            Loss<Y> loss,
            boolean softmax,
            Optimizer optimizer,
            Dataset<Tensor, Y> data,
            RandomGenerator random) {
        return Undo.after(
                model,
                optimizer,
                random,
                () -> {
                    int count = Math.min(8, data.rows());
                    int[] rows = random.ints(0, data.rows()).distinct().limit(count).toArray();
                    TrainingStep<Layer, Dataset<Tensor, Y>> step = TrainingStep.of(loss);
                    Dataset<Tensor, Y> few = data.select(rows);
                    List<Check> checks = new ArrayList<>();
                    checks.add(parameters(model, step, few, random));
                    if (!checks.get(0).passed()) {
                        // an optimizer would refuse the steps of the others
                        return new SanityReport(checks);
                    }
                    if (softmax && data.targets() instanceof int[] classes) {
                        int[] some = IntStream.range(0, Math.min(data.rows(), 1000)).toArray();
                        Dataset<Tensor, int[]> known = Dataset.ofClasses(data.inputs(), classes);
                        checks.add(initialLoss(model, known.select(some), 0.5, random));
                    }
                    Check overfits = overfits(model, step, optimizer, few, 500, random);
                    checks.add(
                            overfits.passed() || checks.size() > 1
                                    ? overfits
                                    : hinted(overfits, model, few));
                    checks.add(gradients(model, step, few, random));
                    return new SanityReport(checks);
                });
    }

    /** Parameters and gradients of each turn, and of a single one whether its loss falls. */
    static <M extends Module, B> SanityReport all(
            M model, List<Turn<M, B>> turns, B batch, RandomGenerator random) {
        Objects.requireNonNull(batch, "sanity checks: the samples are null");
        List<Check> checks = new ArrayList<>();
        for (Turn<M, B> turn : turns) {
            checks.add(
                    new Trial<>(model, turn, batch, random)
                            .parameters(named("parameters", turns, turn)));
        }
        if (checks.stream().anyMatch(check -> !check.passed())) {
            return new SanityReport(checks);
        }
        if (turns.size() == 1) {
            checks.add(new Trial<>(model, turns.get(0), batch, random).overfits(500, LEARNED));
        }
        for (Turn<M, B> turn : turns) {
            checks.add(
                    new Trial<>(model, turn, batch, random)
                            .gradients(named("gradients", turns, turn)));
        }
        return new SanityReport(checks);
    }

    private static String named(String check, List<?> turns, Turn<?, ?> turn) {
        return turns.size() == 1 ? check : check + " of " + turn.name();
    }
}
