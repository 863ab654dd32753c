package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.LabelEncoder;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;

/**
 * A multilayer perceptron for classification with settings that work for most tables. Labels may be
 * texts or any ints.
 *
 * <pre>{@code
 * double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
 * String[] y = {"same", "different", "different", "same"};
 * MlpClassifier classifier = new MlpClassifier().fit(x, y);
 * classifier.score(x, y);                 // 1.0
 * classifier.predictLabels(x)[1];         // different
 * classifier.predictProbabilities(Tensor.of(x)).size(1);   // 2
 * }</pre>
 *
 * <p>Inside: inputs with mean 0 and deviation 1, hidden layers of 100 and 50 SiLU, softmax
 * cross-entropy with a mild penalty on large weights, Adam (D. Kingma and J. Ba, 2015) in
 * mini-batches, and the weights of the epoch that was best on a held-out part, with its share of
 * every class. Each of these has a setting. Not for several threads at once while it is trained.
 */
public final class MlpClassifier extends MlpEstimator<MlpClassifier, int[]> {
    private static final String KIND = "mlp-classifier";

    private LabelEncoder labels;
    private LabelEncoder announced;

    /** A classifier with the usual settings. */
    public MlpClassifier() {
        super(KIND);
    }

    @Override
    MlpClassifier self() {
        return this;
    }

    @Override
    SupervisedTrainer<int[]> trainer(Mlp model, Adam optimizer) {
        return Trainer.classifier(model, optimizer);
    }

    @Override
    double[] losses(Tensor outputs, int[] targets) {
        return outputs.logSoftmax(-1).pick(targets).neg().toArray();
    }

    @Override
    int[][] divided(int[] targets, int rows, SeededRandom random, double heldOut) {
        return Partition.stratified(targets, random, 1 - heldOut, heldOut);
    }

    /**
     * Sets all labels in advance, for {@code partialFit}, whose first rows may lack some, or for
     * classes that do not occur in training.
     *
     * @param all the labels, two or more, each once; from now on, not for what was learned already
     * @return this classifier
     * @throws IllegalArgumentException if there are fewer than two, or one occurs twice
     */
    public MlpClassifier labels(String... all) {
        LabelEncoder.inOrder(all); // refuses twins
        announced = LabelChecks.two(LabelEncoder.fit(all));
        return this;
    }

    /**
     * Announces all labels there are, as {@link #labels(String...)}.
     *
     * @param all the labels, two or more
     * @return this classifier
     * @throws IllegalArgumentException if there are fewer than two
     */
    public MlpClassifier labels(int... all) {
        announced = LabelChecks.two(LabelEncoder.fit(all));
        return this;
    }

    /**
     * Learns from rows and their labels, whatever was learned before.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row
     * @return this classifier
     * @throws IllegalArgumentException if the inputs are not such a matrix, there is not one label
     *     for each row, fewer than two different labels, or one that was not announced
     * @throws ArithmeticException if the training leaves the finite numbers; what was learned
     *     before is kept then
     */
    public MlpClassifier fit(Tensor x, int[] y) {
        return fit(x, LabelChecks.texts(y), LabelChecks.encoder(announced, y));
    }

    /**
     * Learns from rows and their labels, as {@link #fit(Tensor, int[])}.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row
     * @return this classifier
     */
    public MlpClassifier fit(Tensor x, String[] y) {
        return fit(x, LabelChecks.texts(y), LabelChecks.encoder(announced, y));
    }

    /**
     * Learns from rows and their labels, as {@link #fit(Tensor, int[])}.
     *
     * @param x the rows, of the same length, all numbers finite
     * @param y a label for every row
     * @return this classifier
     */
    public MlpClassifier fit(double[][] x, int[] y) {
        return fit(matrix(x), y);
    }

    /**
     * Learns from rows and their labels, as {@link #fit(Tensor, int[])}.
     *
     * @param x the rows, of the same length, all numbers finite
     * @param y a label for every row
     * @return this classifier
     */
    public MlpClassifier fit(double[][] x, String[] y) {
        return fit(matrix(x), y);
    }

    private MlpClassifier fit(Tensor x, String[] y, LabelEncoder encoder) {
        train(dataset(x, y, encoder), encoder.count());
        labels = encoder;
        return this;
    }

    private Dataset<Tensor, int[]> dataset(Tensor x, String[] y, LabelEncoder encoder) {
        return Dataset.ofClasses(checked(x), encoder.encode(LabelChecks.fitting(x, y)));
    }

    /**
     * Trains the fitted model further, one epoch over the given rows in mini-batches. If no model
     * was fitted, the first call fixes the columns, their scaling, and the labels unless they were
     * announced. No rows are held out for validation.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row, which must be known
     * @return this classifier
     * @throws IllegalArgumentException as {@link #fit(Tensor, int[])}, or if the number of columns
     *     is another one, or a label is new; nothing is changed then
     */
    public MlpClassifier partialFit(Tensor x, int[] y) {
        return partialFit(
                x, LabelChecks.texts(y), isFitted() ? labels : LabelChecks.encoder(announced, y));
    }

    /**
     * Goes once through further rows, as {@link #partialFit(Tensor, int[])}.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row, which must be known
     * @return this classifier
     */
    public MlpClassifier partialFit(Tensor x, String[] y) {
        return partialFit(
                x, LabelChecks.texts(y), isFitted() ? labels : LabelChecks.encoder(announced, y));
    }

    /**
     * Goes once through further rows, as {@link #partialFit(Tensor, int[])}.
     *
     * @param x the rows, of the same length, all numbers finite
     * @param y a label for every row, which must be known
     * @return this classifier
     */
    public MlpClassifier partialFit(double[][] x, int[] y) {
        return partialFit(matrix(x), y);
    }

    /**
     * Goes once through further rows, as {@link #partialFit(Tensor, int[])}.
     *
     * @param x the rows, of the same length, all numbers finite
     * @param y a label for every row, which must be known
     * @return this classifier
     */
    public MlpClassifier partialFit(double[][] x, String[] y) {
        return partialFit(matrix(x), y);
    }

    private MlpClassifier partialFit(Tensor x, String[] y, LabelEncoder encoder) {
        trainPartly(dataset(isFitted() ? fitting(x) : x, y, encoder), encoder.count());
        labels = encoder;
        return this;
    }

    /**
     * The labels, in the order of the columns of probabilities.
     *
     * @return an unmodifiable list; ints in decimal
     * @throws IllegalStateException if nothing was learned yet
     */
    public List<String> classes() {
        fitted();
        return labels.classes();
    }

    /**
     * The most likely labels, where labels are ints.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @return one label for each row
     * @throws IllegalStateException if nothing was learned yet, or labels are texts
     * @throws IllegalArgumentException if the inputs are not such a matrix of finite numbers
     */
    public int[] predict(Tensor x) {
        fitted();
        if (!labels.isOfInts()) {
            throw new IllegalStateException(
                    Checks.text(
                            "%s: labels are texts, as %s; use predictLabels",
                            KIND, labels.classes().get(0)));
        }
        return labels.decodeInts(Metrics.predictions(outputs(fitting(x))));
    }

    /**
     * The most likely labels, as {@link #predict(Tensor)}.
     *
     * @param x the rows
     * @return one label for each row
     */
    public int[] predict(double[][] x) {
        return predict(matrix(x));
    }

    /**
     * The most likely labels as texts.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @return one label for each row, in decimal if they are ints
     * @throws IllegalStateException if nothing was learned yet
     * @throws IllegalArgumentException if the inputs are not such a matrix of finite numbers
     */
    public String[] predictLabels(Tensor x) {
        fitted();
        return labels.decode(Metrics.predictions(outputs(fitting(x))));
    }

    /**
     * The most likely labels as texts, as {@link #predictLabels(Tensor)}.
     *
     * @param x the rows
     * @return one label for each row
     */
    public String[] predictLabels(double[][] x) {
        return predictLabels(matrix(x));
    }

    /**
     * How likely each label is: the softmax of the model's outputs.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @return shape [rows, labels], columns as in {@link #classes()}; the sum of each row is 1
     * @throws IllegalStateException if nothing was learned yet
     * @throws IllegalArgumentException if the inputs are not such a matrix of finite numbers
     */
    public Tensor predictProbabilities(Tensor x) {
        return outputs(fitting(x)).softmax(-1);
    }

    /**
     * How likely each label is, as {@link #predictProbabilities(Tensor)}.
     *
     * @param x the rows
     * @return one row for each, one number for each label
     */
    public double[][] predictProbabilities(double[][] x) {
        return predictProbabilities(matrix(x)).toMatrix();
    }

    /**
     * The accuracy: the fraction of rows whose label is predicted. A label that is not known counts
     * as one that is not predicted.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @param y the label of every row
     * @return from 0 to 1
     * @throws IllegalStateException if nothing was learned yet
     * @throws IllegalArgumentException if the inputs are not such a matrix of finite numbers, or
     *     there is not one label for each row
     */
    public double score(Tensor x, int[] y) {
        return score(x, LabelChecks.texts(y));
    }

    /**
     * The accuracy, as {@link #score(Tensor, int[])}.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @param y the label of every row
     * @return from 0 to 1
     */
    public double score(Tensor x, String[] y) {
        String[] predicted = predictLabels(x);
        LabelChecks.fitting(x, LabelChecks.texts(y));
        int right = 0;
        for (int row = 0; row < y.length; row++) {
            right += predicted[row].equals(y[row]) ? 1 : 0;
        }
        return (double) right / y.length;
    }

    /**
     * The accuracy, as {@link #score(Tensor, int[])}.
     *
     * @param x the rows
     * @param y the label of every row
     * @return from 0 to 1
     */
    public double score(double[][] x, int[] y) {
        return score(matrix(x), y);
    }

    /**
     * The accuracy, as {@link #score(Tensor, int[])}.
     *
     * @param x the rows
     * @param y the label of every row
     * @return from 0 to 1
     */
    public double score(double[][] x, String[] y) {
        return score(matrix(x), y);
    }

    @Override
    State withOwn(State state) {
        return state.with("labels", labels.state());
    }

    @Override
    void restoreOwn(State state) {
        labels = LabelEncoder.of(state.child("labels"));
        requireOutputs(labels.count(), labels);
    }

    /**
     * Reads a file written by {@link #save(Path)}.
     *
     * @param file the file
     * @return a classifier that predicts the same, bit for bit, and goes on the same
     * @throws MalformedDataException if it is no such file, or damaged
     * @throws IOException if it cannot be read
     */
    public static MlpClassifier load(Path file) throws IOException {
        return loaded(new MlpClassifier(), file, "classifier");
    }
}
