package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
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
 * Tensor x = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
 * String[] y = {"same", "different", "different", "same"};
 * MlpClassifier classifier = new MlpClassifier().fit(x, y);
 * classifier.score(x, y);                 // 1.0
 * classifier.predictLabels(x)[1];         // different
 * classifier.predictProbabilities(x).size(1);   // 2
 * }</pre>
 *
 * <p>Inside: inputs with mean 0 and deviation 1, hidden layers of 100 and 50 SiLU, softmax
 * cross-entropy with a mild penalty on large weights, Adam (D. Kingma and J. Ba, 2015) in
 * mini-batches, and the weights of the epoch that was best on a held-out part, with its share of
 * every class. Each of these has a setting, which returns a copy; {@code fit} and {@code
 * partialFit} change the classifier itself and return it. Not for several threads at once while it
 * is trained.
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
     * A copy that knows all labels in advance, for {@code partialFit}, whose first rows may lack
     * some, or for classes that do not occur in training.
     *
     * @param all the labels, two or more, each once; from now on, not for what was learned already
     * @return another classifier
     * @throws IllegalArgumentException if there are fewer than two, or one occurs twice
     */
    @CheckReturnValue
    public MlpClassifier labels(String... all) {
        LabelEncoder.inOrder(all); // refuses twins
        return with(next -> next.announced = two(LabelEncoder.fit(all)));
    }

    /**
     * A copy that knows all labels in advance, as {@link #labels(String...)}.
     *
     * @param all the labels, two or more
     * @return another classifier
     * @throws IllegalArgumentException if there are fewer than two
     */
    @CheckReturnValue
    public MlpClassifier labels(int... all) {
        return with(next -> next.announced = two(LabelEncoder.fit(all)));
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
        return learn(x, texts(y), () -> LabelEncoder.fit(y), false);
    }

    /**
     * Learns from rows and their labels, as {@link #fit(Tensor, int[])}.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row
     * @return this classifier
     */
    public MlpClassifier fit(Tensor x, String[] y) {
        return learn(x, texts(y), () -> LabelEncoder.fit(y), false);
    }

    private MlpClassifier learn(
            Tensor x, String[] y, Supplier<LabelEncoder> found, boolean further) {
        boolean known = further && isFitted();
        LabelEncoder encoder = known ? labels : announced != null ? announced : two(found.get());
        Tensor inputs = known ? fitting(x) : checked(x);
        requireRows(x, y);
        Dataset<Tensor, int[]> data = Dataset.ofClasses(inputs, encoder.encode(y));
        if (further) {
            trainPartly(data, encoder.count());
        } else {
            train(data, encoder.count());
        }
        labels = encoder;
        return this;
    }

    private static String[] texts(String[] y) {
        return Checks.present(KIND, "the labels", y);
    }

    private static String[] texts(int[] y) {
        int[] labels = Checks.present(KIND, "the labels", y);
        return IntStream.of(labels).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static LabelEncoder two(LabelEncoder encoder) {
        if (encoder.count() < 2) {
            throw Checks.illegal(
                    "%s: the only label is %s; two different ones or more expected",
                    KIND, encoder.classes());
        }
        return encoder;
    }

    private static void requireRows(Tensor x, String[] y) {
        if (x.size(0) != y.length) {
            throw Checks.illegal(
                    "%s: inputs of shape %s with %s labels; there must be one for each row",
                    KIND, x.shape(), y.length);
        }
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
        return learn(x, texts(y), () -> LabelEncoder.fit(y), true);
    }

    /**
     * Goes once through further rows, as {@link #partialFit(Tensor, int[])}.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y a label for every row, which must be known
     * @return this classifier
     */
    public MlpClassifier partialFit(Tensor x, String[] y) {
        return learn(x, texts(y), () -> LabelEncoder.fit(y), true);
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

    private void requireInts(String instead) {
        fitted();
        if (!labels.isOfInts()) {
            throw Checks.illegalState(
                    "%s: labels are texts, as %s; use %s", KIND, labels.classes().get(0), instead);
        }
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
        requireInts("predictLabels");
        return labels.decodeInts(Metrics.predictions(outputs(fitting(x))));
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
        requireInts("texts");
        return score(x, texts(y));
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
        requireRows(x, texts(y));
        int right = 0;
        for (int row = 0; row < y.length; row++) {
            right += predicted[row].equals(y[row]) ? 1 : 0;
        }
        return (double) right / y.length;
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
