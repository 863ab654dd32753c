package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.ConfusionMatrix;
import org.cotangent.nn.Module;
import org.cotangent.nn.internal.Checks;

/**
 * A report of a training as a web page of one file: curves, evaluations with the confusion matrices
 * of classifiers, settings, parameters by layer, epochs, and the environment.
 *
 * <pre>{@code
 * Dataset<Tensor, Tensor> line =
 *         Dataset.ofValues(
 *                 Tensor.of(new double[][] {{-1}, {0}, {1}}),
 *                 Tensor.of(new double[][] {{-5}, {-2}, {1}}));
 * SeededRandom random = new SeededRandom(1);
 * Dense model = new Dense(1, 1, Initializers.xavier(), random);
 * SupervisedTrainer<Tensor> trainer = Trainer.regressor(model, new Sgd(0.1, 0.5)).epochs(50);
 * History history = trainer.fit(line, random);
 * String page =
 *         TrainingReport.of(trainer, history)
 *                 .named("a line")
 *                 .seed(1)
 *                 .evaluation("the points", trainer.evaluate(line))
 *                 .toHtml();
 * page.contains("<h1>Training of a line</h1>");   // true
 * }</pre>
 *
 * <p>The model is described as it is when the report is begun, which is usually right after the
 * training. The page has no script and no links; the same training gives the same page but for the
 * section about the environment.
 */
@CheckReturnValue
public final class TrainingReport {
    final History history;
    final List<LayerPart> parts;
    final Map<String, String> settings = new LinkedHashMap<>();
    final Map<String, Evaluated> evaluations = new LinkedHashMap<>();
    String name = "";

    /** An evaluation with the names of its classes; the matrix is null if there is none. */
    record Evaluated(
            int rows, LossAndMetrics results, ConfusionMatrix matrix, List<String> names) {}

    private TrainingReport(List<LayerPart> parts, History history) {
        this.history = Objects.requireNonNull(history, "training report: the history is null");
        this.parts = parts;
    }

    private TrainingReport with(Consumer<TrainingReport> change) {
        TrainingReport copy = new TrainingReport(parts, history);
        copy.settings.putAll(settings);
        copy.evaluations.putAll(evaluations);
        copy.name = name;
        change.accept(copy);
        return copy;
    }

    /**
     * A report with the settings of the trainer.
     *
     * @param trainer the trainer
     * @param history what its {@link SupervisedTrainer#fit} returned
     * @return the report
     */
    public static TrainingReport of(SupervisedTrainer<?> trainer, History history) {
        return ofSettings(trainer, history);
    }

    /**
     * A report with the settings of the trainer.
     *
     * @param trainer the trainer
     * @param history what its {@link Trainer#fit} returned
     * @return the report
     */
    public static TrainingReport of(Trainer<?, ?> trainer, History history) {
        return ofSettings(trainer, history);
    }

    private static TrainingReport ofSettings(TrainerSettings<?, ?, ?> trainer, History history) {
        Objects.requireNonNull(trainer, "training report: the trainer is null");
        TrainingReport report = of(trainer.model, history);
        report.settings.putAll(SettingsText.of(trainer, history));
        return report;
    }

    /**
     * A report of a model that was trained by other means, as by an estimator.
     *
     * @param model the model
     * @param history the losses and metrics of its training
     * @return the report, whose settings are those given by {@link #setting}
     */
    public static TrainingReport of(Module model, History history) {
        Objects.requireNonNull(model, "training report: the model is null");
        return new TrainingReport(LayerPart.of(model), history);
    }

    /**
     * A copy with a name of the training, which stands in the title.
     *
     * @param text the name
     * @return another report
     * @throws IllegalArgumentException if it is blank
     */
    public TrainingReport named(String text) {
        notBlank("name", text);
        return with(report -> report.name = text);
    }

    /**
     * A copy with the seed of the random generator among the settings.
     *
     * @param seed the seed
     * @return another report
     * @throws IllegalArgumentException if it was given before
     */
    public TrainingReport seed(long seed) {
        return setting("seed", "" + seed);
    }

    /**
     * A copy with a setting more, as where the data came from.
     *
     * @param what its name
     * @param text its value
     * @return another report
     * @throws IllegalArgumentException if the name is blank or there is a setting of that name
     */
    public TrainingReport setting(String what, String text) {
        Objects.requireNonNull(text, () -> "training report: the setting " + what + " is null");
        if (settings.containsKey(notBlank("name of a setting", what))) {
            throw Checks.illegal("training report: there is a setting \"%s\" already", what);
        }
        return with(report -> report.settings.put(what, text));
    }

    /**
     * A copy with the evaluation of the model on a data set more; that of a classifier is shown
     * with its confusion matrix, and with precision, recall and F1 of each class.
     *
     * @param what the data set, as "unseen digits"
     * @param evaluation the evaluation
     * @param classes the names of the classes, or none to number them
     * @return another report
     * @throws IllegalArgumentException if the name is blank or in use, or there are names of
     *     classes, but not one for each
     */
    public TrainingReport evaluation(String what, Evaluation<?> evaluation, String... classes) {
        notBlank("name of a data set", what);
        Objects.requireNonNull(evaluation, "training report: the evaluation is null");
        ConfusionMatrix matrix =
                evaluation.hasConfusionMatrix() ? evaluation.confusionMatrix() : null;
        int count = matrix == null ? 0 : matrix.classes();
        if (classes.length != 0 && classes.length != count) {
            throw Checks.illegal(
                    "training report: %s names of classes for %s; there must be one for each"
                            + " class, or none",
                    classes.length, count == 0 ? "targets that are values" : count + " classes");
        }
        List<String> names = new ArrayList<>(List.of(classes));
        while (names.size() < count) {
            names.add("" + names.size());
        }
        Evaluated added =
                new Evaluated(evaluation.rows(), evaluation.lossAndMetrics(), matrix, names);
        if (evaluations.containsKey(what)) {
            throw Checks.illegal("training report: there is an evaluation of \"%s\" already", what);
        }
        return with(report -> report.evaluations.put(what, added));
    }

    private static String notBlank(String what, String text) {
        if (Objects.requireNonNull(text, () -> "training report: the " + what + " is null")
                .isBlank()) {
            throw Checks.illegal("training report: the %s is blank", what);
        }
        return text;
    }

    /**
     * The report as a web page: one file without script, links or pictures of other files, for
     * light and dark screens and for paper.
     *
     * @return the page
     */
    public String toHtml() {
        return TrainingReportHtml.of(this);
    }

    /**
     * Writes {@link #toHtml()} to a file, in UTF-8.
     *
     * @param file where to, in a folder that exists; replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, toHtml(), StandardCharsets.UTF_8);
    }

    /**
     * The name and the last epoch.
     *
     * @return as "report of Digits, epoch 30: loss 0.02538, accuracy 0.993"
     */
    @Override
    public String toString() {
        return "report" + (name.isEmpty() ? "" : " of " + name) + ", " + history.last();
    }
}
