package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.optim.Optimizer;

/**
 * Checks of a model before a long training. Each leaves model, optimizer and, if it is {@link
 * org.cotangent.nn.Stateful}, the generator as they were. The details hint at likely causes: a
 * softmax before a loss that has its own, inputs that are not scaled, targets of another rank than
 * the outputs, more outputs than classes.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * Dataset<int[]> data =
 *         Dataset.ofClasses(Tensor.normal(random, 30, 4), random.ints(30, 0, 3).toArray());
 * Mlp model = Mlp.of(4, 32, 3).activation(Activation.TANH).build(random);
 * SanityReport report = Trainer.classifier(model, new Sgd(0.2, 0.9)).sanityChecks(data, random);
 * report.passed();   // true
 * }</pre>
 */
public final class SanityChecks {
    private static final int COORDINATES = 4;
    private static final double TOLERANCE = 1e-4;
    private static final double[] STEPS = {1e-4, 1e-5, 1e-6};
    private static final double OVERFITTED = 0.02;

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
    public static SanityReport.Check initialLoss(
            Layer model, Dataset<int[]> data, double tolerance, RandomGenerator random) {
        if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "initial loss: tolerance " + tolerance + "; it must be positive and finite");
        }
        Undo undo = new Undo(model, null, random);
        try {
            Tensor outputs = model.forward(data.inputs(), Pass.training(random));
            double loss = Losses.softmaxCrossEntropy().apply(outputs, data.targets()).value();
            int classes = outputs.size(1);
            double chance = Math.log(classes);
            boolean near = Math.abs(loss - chance) <= tolerance * chance;
            return new SanityReport.Check(
                    "initial loss",
                    near,
                    String.format(
                            Locale.ROOT,
                            "%.4g, and chance level is ln(%d) = %.4g, tolerance %.3g %%%s",
                            loss,
                            classes,
                            chance,
                            100 * tolerance,
                            FailureHints.of(outputs, data, true)));
        } finally {
            undo.close();
        }
    }

    /**
     * Checks that a model can overfit a few samples: its loss in evaluation mode must fall below a
     * fiftieth of its initial value. A model that cannot is too small, or something is wrong with
     * it, its loss or the learning rate. Regularizers are left out.
     *
     * @param model the model
     * @param loss the loss, at least 0 and 0 at best
     * @param optimizer how to update
     * @param few the samples, about ten; all of them are one batch
     * @param steps after how many steps to give up, at least 1
     * @param random the generator that layers draw from in training
     * @param <T> the targets
     * @return the outcome
     * @throws IllegalArgumentException if there are no steps, or the data do not fit the model
     */
    public static <T> SanityReport.Check overfits(
            Layer model,
            Loss<T> loss,
            Optimizer optimizer,
            Dataset<T> few,
            int steps,
            RandomGenerator random) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "overfits: " + steps + " steps; there must be 1 or more");
        }
        Undo undo = new Undo(model, optimizer, random);
        try {
            double before = Evaluation.of(model, loss, few).loss();
            double least = before;
            for (int step = 1; step <= steps; step++) {
                Tensor value = loss.apply(model.forward(few.inputs(), Pass.training(random)), few.targets());
                optimizer.step(model.parameters(), value.backward());
                least = Math.min(least, Evaluation.of(model, loss, few).loss());
                if (least <= OVERFITTED * before) {
                    return overfitted(true, few.rows(), before, least, step);
                }
            }
            return overfitted(false, few.rows(), before, least, steps);
        } catch (ArithmeticException e) {
            return new SanityReport.Check("over-fits a few samples", false, e.getMessage());
        } finally {
            undo.close();
        }
    }

    private static SanityReport.Check overfitted(
            boolean passed, int rows, double before, double least, int steps) {
        return new SanityReport.Check(
                "over-fits a few samples",
                passed,
                String.format(
                        Locale.ROOT,
                        "loss of %d samples from %.4g to %.4g in %d steps; at most %.4g is wanted",
                        rows,
                        before,
                        least,
                        steps,
                        OVERFITTED * before));
    }

    /**
     * Checks the gradients of the loss, in training mode, against centered differences (f(x + h) -
     * f(x - h)) / 2h: for every parameter along one random direction and by four numbers drawn at
     * random. Each is tried with steps of 1e-4, 1e-5 and 1e-6, and the best counts: near kinks the
     * large ones fail, and rounding spoils the small ones. A derivative that differs by more than
     * 1e-4 of the larger, beyond rounding, fails. {@code gradcheck} is more thorough.
     *
     * @param model the model; what it draws in training it draws alike each time
     * @param loss the loss
     * @param few some samples, about ten
     * @param random where the directions and the numbers come from
     * @param <T> the targets
     * @return the outcome, with the worst of them
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static <T> SanityReport.Check gradients(
            Layer model, Loss<T> loss, Dataset<T> few, RandomGenerator random) {
        Objects.requireNonNull(few, "gradients: the data set is null");
        Undo undo = new Undo(model, null, random);
        try {
            long seed = random.nextLong();
            NumericCheck<T> check = new NumericCheck<>(model, loss, few, seed);
            Gradients gradients = check.loss().backward();
            List<Tensor> values = List.of(Parameter.values(model.parameters()));
            int count = 0;
            NumericCheck.Difference worst = null;
            for (int i = 0; i < values.size(); i++) {
                Parameter parameter = model.parameters().get(i);
                Tensor gradient = gradients.of(values.get(i)).stopGradient();
                for (Tensor direction : directions(gradient.shape(), random)) {
                    NumericCheck.Difference d = check.along(parameter, direction, gradient, STEPS);
                    count++;
                    if (worst == null || !(d.error() <= worst.error())) {
                        worst = d;
                    }
                }
            }
            boolean passed = worst != null && worst.error() <= TOLERANCE;
            return new SanityReport.Check(
                    "gradients", passed, "worst of " + count + " derivatives: " + worst);
        } finally {
            undo.close();
        }
    }

    /** A direction of length 1, then unit vectors. */
    private static List<Tensor> directions(int[] shape, RandomGenerator random) {
        List<Tensor> all = new ArrayList<>();
        Tensor normal = Tensor.normal(random, shape);
        all.add(normal.div(normal.norm()));
        int size = normal.size();
        for (int i = 0; i < Math.min(COORDINATES, size); i++) {
            double[] unit = new double[size];
            unit[random.nextInt(size)] = 1;
            all.add(Tensor.of(unit, shape));
        }
        return all;
    }

    /**
     * Checks that the loss, in training mode, reaches the parameters that the model lists and no
     * others: {@link Pass#requireListed}. One that is reached and not listed would never be
     * trained, one that is listed and not reached has no gradient to be trained by.
     *
     * @param model the model
     * @param loss the loss
     * @param few some samples
     * @param random the generator that layers draw from in training
     * @param <T> the targets
     * @return the outcome
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static <T> SanityReport.Check parameters(
            Layer model, Loss<T> loss, Dataset<T> few, RandomGenerator random) {
        String name = "parameters";
        Undo undo = new Undo(model, null, random);
        Pass pass = Pass.training(random);
        try {
            Tensor outputs = pass.within(model, () -> model.forward(few.inputs(), pass));
            Tensor value = loss.apply(outputs, few.targets());
            for (Tensor added : pass.losses().values()) {
                value = value.add(added);
            }
            pass.requireListed(model, value);
            Gradients gradients = value.backward();
            List<Parameter> all = model.parameters();
            List<Parameter> idle =
                    all.stream().filter(p -> gradients.find(p.value()).isEmpty()).toList();
            String count = "the loss reaches " + (all.size() - idle.size()) + " of " + all.size();
            return new SanityReport.Check(
                    name,
                    idle.isEmpty(),
                    idle.isEmpty()
                            ? count + ", and no others"
                            : count + "; it does not rest on " + idle);
        } catch (IllegalStateException e) {
            return new SanityReport.Check(name, false, e.getMessage());
        } finally {
            pass.undo();
            undo.close();
        }
    }

    private static <T> SanityReport.Check hinted(
            SanityReport.Check check, Trainer<T> trainer, Dataset<T> few) {
        Tensor outputs = Tensor.unrecorded(() -> trainer.model.apply(few.inputs()));
        return new SanityReport.Check(
                check.name(),
                check.passed(),
                check.details() + FailureHints.of(outputs, few, false));
    }

    /**
     * All checks, those of the parameters first, on at most eight samples drawn at random, and
     * chance level for classes.
     */
    static <T> SanityReport all(Trainer<T> trainer, Dataset<T> data, RandomGenerator random) {
        Undo undo = new Undo(trainer.model, trainer.optimizer, random);
        try {
            int count = Math.min(8, data.rows());
            int[] rows = random.ints(0, data.rows()).distinct().limit(count).toArray();
            Dataset<T> few = data.select(rows);
            List<SanityReport.Check> checks = new ArrayList<>();
            checks.add(parameters(trainer.model, trainer.loss, few, random));
            if (!checks.get(0).passed()) {
                return new SanityReport(
                        checks); // an optimizer would refuse the steps of the others
            }
            if (trainer.softmax && data.targets() instanceof int[] classes) {
                int most = Math.min(data.rows(), 1000);
                Dataset<int[]> some =
                        Dataset.ofClasses(
                                data.inputs().slice(0, 0, most), Arrays.copyOf(classes, most));
                checks.add(initialLoss(trainer.model, some, 0.5, random));
            }
            SanityReport.Check overfits =
                    overfits(trainer.model, trainer.loss, trainer.optimizer, few, 500, random);
            checks.add(
                    overfits.passed() || checks.size() > 1
                            ? overfits
                            : hinted(overfits, trainer, few));
            checks.add(gradients(trainer.model, trainer.loss, few, random));
            return new SanityReport(checks);
        } finally {
            undo.close();
        }
    }
}
