package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;

/**
 * A multilayer perceptron for regression with settings that work for most tables: one value per
 * row, or several.
 *
 * <pre>{@code
 * Tensor x = Tensor.iota(200).div(20).reshape(200, 1);
 * Tensor y = x.sin().mul(7).add(100);
 * MlpRegressor regressor =
 *         new MlpRegressor().hidden(30, 30).learningRate(0.02).epochs(200).fit(x, y);
 * regressor.score(x, y) > 0.99;   // true
 * }</pre>
 *
 * <p>Inside: inputs and values with mean 0 and deviation 1, hidden layers of 100 and 50 SiLU, mean
 * squared error with a mild penalty on large weights, Adam (D. Kingma and J. Ba, 2015) in
 * mini-batches, and the weights of the epoch that was best on a held-out part. Each of these has a
 * setting, which returns a copy; {@code fit} and {@code partialFit} change the regressor itself and
 * return it. Not for several threads at once while it is trained.
 */
public final class MlpRegressor extends MlpEstimator<MlpRegressor, Tensor> {
    private static final String KIND = "mlp-regressor";

    private boolean vector;

    /** A regressor with the usual settings. */
    public MlpRegressor() {
        super(KIND);
    }

    @Override
    SupervisedTrainer<Tensor> trainer(Mlp model, Adam optimizer) {
        return Trainer.regressor(model, optimizer);
    }

    @Override
    double[] losses(Tensor outputs, Tensor targets) {
        return outputs.sub(targets).square().mean(1).toArray();
    }

    @Override
    int[][] divided(Tensor targets, int rows, SeededRandom random, double heldOut) {
        return Partition.random(rows, random, 1 - heldOut, heldOut);
    }

    @Override
    Standardizer learnedScaling(Tensor targets) {
        return Standardizer.fit(targets);
    }

    @Override
    Dataset<Tensor, Tensor> targetsScaled(Dataset<Tensor, Tensor> data, FittedModel by) {
        return Dataset.ofValues(data.inputs(), by.targetScaling().apply(data.targets()));
    }

    /**
     * The scaling of the targets. The {@linkplain #model() model} is trained on targets of mean 0
     * and deviation 1, and predictions undo the scaling.
     *
     * @return the transformation that was learned from the values of the rows trained on
     * @throws IllegalStateException if nothing was learned yet
     */
    public Standardizer targetScaling() {
        return fitted().targetScaling();
    }

    /**
     * Learns from rows and their values, whatever was learned before.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y shape [rows] or [rows, values], all numbers finite
     * @return this regressor
     * @throws IllegalArgumentException if the tensors are not such
     * @throws ArithmeticException if the training leaves the finite numbers; what was learned
     *     before is kept then
     */
    public MlpRegressor fit(Tensor x, Tensor y) {
        Tensor targets = targets(checked(x), y);
        train(Dataset.ofValues(checked(x), targets), targets.size(1));
        vector = y.rank() == 1;
        return this;
    }

    /** The values as a matrix, refused if they do not fit the inputs. */
    private Tensor targets(Tensor x, Tensor y) {
        Objects.requireNonNull(y, KIND + ": the values are null");
        if (y.rank() < 1 || y.rank() > 2 || y.size(0) != x.size(0) || y.size() == 0) {
            throw Checks.illegal(
                    "%s: inputs of shape %s with values of shape %s; [rows] or [rows, values]"
                            + " with as many rows expected",
                    KIND, x.shape(), y.shape());
        }
        requireFinite("values", y);
        return y.stopGradient().reshape(y.size(0), -1);
    }

    /**
     * Trains the fitted model further, one epoch over the given rows in mini-batches. If no model
     * was fitted, the first call fixes the columns, and the scaling of inputs and values. No rows
     * are held out for validation.
     *
     * @param x shape [rows, columns], all numbers finite
     * @param y shape [rows] or [rows, values], all numbers finite
     * @return this regressor
     * @throws IllegalArgumentException as {@link #fit(Tensor, Tensor)}, or if the number of columns
     *     or values is another one; nothing is changed then
     */
    public MlpRegressor partialFit(Tensor x, Tensor y) {
        Tensor inputs = isFitted() ? fitting(x) : checked(x);
        Tensor targets = isFitted() ? knownTargets(inputs, y) : targets(inputs, y);
        boolean first = !isFitted();
        trainPartly(Dataset.ofValues(inputs, targets), targets.size(1));
        vector = first ? y.rank() == 1 : vector;
        return this;
    }

    private Tensor knownTargets(Tensor x, Tensor y) {
        Tensor targets = targets(x, y);
        if (targets.size(1) != targetScaling().inputs()) {
            throw Checks.illegal(
                    "%s: values of shape %s; it was trained on %s for each row",
                    KIND, y.shape(), targetScaling().inputs());
        }
        return targets;
    }

    /**
     * The predicted values.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @return shape [rows] or [rows, values], as those trained on
     * @throws IllegalStateException if nothing was learned yet
     * @throws IllegalArgumentException if the inputs are not such a matrix of finite numbers
     */
    public Tensor predict(Tensor x) {
        Tensor y = matrixOf(x);
        return vector ? y.reshape(y.size(0)) : y;
    }

    private Tensor matrixOf(Tensor x) {
        Tensor outputs = outputs(fitting(x));
        return targetScaling().inverse(outputs);
    }

    /**
     * The coefficient of determination {@link Metrics#r2}: 1 for predictions that are right, 0 for
     * those no better than the mean of these values, below that for worse. Of several values the
     * mean of their R². Where the values are all the same it is 1 if they are predicted exactly,
     * and else -infinity.
     *
     * @param x shape [rows, columns], with as many columns as were trained on, at least one row
     * @param y shape [rows] or [rows, values]
     * @return at most 1
     * @throws IllegalStateException if nothing was learned yet
     * @throws IllegalArgumentException if the tensors are not such
     */
    public double score(Tensor x, Tensor y) {
        Tensor targets = knownTargets(fitting(x), y);
        return Metrics.r2().apply(matrixOf(x), targets);
    }

    @Override
    State withOwn(State state) {
        return state.with("values", targetScaling().state())
                .with("shape", new State("shape").with("vector", vector));
    }

    @Override
    void restoreOwn(State state) {
        state.child("values"); // refused if there is none
        vector = state.child("shape").truth("vector");
        requireOutputs(targetScaling().inputs(), targetScaling());
    }

    /**
     * Reads a file written by {@link #save(Path)}.
     *
     * @param file the file
     * @return a regressor that predicts the same, bit for bit, and goes on the same
     * @throws MalformedDataException if it is no such file, or damaged
     * @throws IOException if it cannot be read
     */
    public static MlpRegressor load(Path file) throws IOException {
        return loaded(new MlpRegressor(), file, "regressor");
    }
}
