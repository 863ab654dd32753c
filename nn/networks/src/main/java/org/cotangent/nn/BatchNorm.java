package org.cotangent.nn;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Batch normalization: each feature is shifted and scaled to mean 0 and variance 1, then by a
 * learned weight γ and bias β, y = γ (x - m) / √(v + ε) + β. S. Ioffe, C. Szegedy, "Batch
 * normalization", ICML 2015.
 *
 * <p>In {@linkplain Pass#isTraining training} m and v are the mean and the biased variance (divisor
 * n) of the feature in the batch, and gradients pass through them. The running statistics follow,
 * with the unbiased variance (divisor n - 1): {@code running = (1 - momentum) running + momentum
 * batch}. So the momentum is the share of the <em>new</em> batch, 0.1 by default; some texts call 1
 * minus that the momentum. In {@linkplain #apply evaluation} m and v are the running statistics,
 * which begin with 0 and 1 and are not changed.
 *
 * <p>The features are axis 1 of the input: columns of a matrix [rows, features], or channels of
 * [rows, features, …], where the statistics are taken over all axes but that one. The parameters
 * are called "name.weight" (1 at first) and "name.bias" (0), the buffers "name.mean" and
 * "name.variance".
 *
 * <pre>{@code
 * BatchNorm norm = new BatchNorm("norm1", 2);
 * Tensor x = Tensor.of(new double[][] {{1, 10}, {3, 30}});
 * norm.forward(x, Pass.training(new SplittableRandom(1))).round();   // [[-1, -1], [1, 1]]
 * norm.mean().value();                              // [0.2, 2]
 * }</pre>
 */
public final class BatchNorm extends Normalization {
    static final ModuleFormat<BatchNorm> FORMAT =
            ModuleFormat.of(
                    "batchNorm",
                    BatchNorm.class,
                    (norm, state) ->
                            state.with("momentum", norm.momentum).with("epsilon", norm.epsilon()),
                    s ->
                            new BatchNorm(
                                    s.text("name"),
                                    s.tensor("mean").size(),
                                    s.number("momentum"),
                                    s.number("epsilon"),
                                    s.has("weight")));

    /** The default ε, which is added to variances: 1e-5. */
    public static final double DEFAULT_EPSILON = 1e-5;

    /** The default share of the new batch in the running statistics: 0.1. */
    public static final double DEFAULT_MOMENTUM = 0.1;

    private final int features;
    private final double momentum;
    private final Buffer mean;
    private final Buffer variance;

    /**
     * Batch normalization called "norm", with weight and bias, momentum 0.1 and ε = 1e-5.
     *
     * @param features the number of features, at least 1
     * @throws IllegalArgumentException if there is no feature
     */
    public BatchNorm(int features) {
        this("norm", features);
    }

    /**
     * Batch normalization with weight and bias, momentum 0.1 and ε = 1e-5.
     *
     * @param name the name, for parameters and messages
     * @param features the number of features, at least 1
     * @throws IllegalArgumentException if the name is blank or there is no feature
     */
    public BatchNorm(String name, int features) {
        this(name, features, DEFAULT_MOMENTUM, DEFAULT_EPSILON, true);
    }

    /**
     * Batch normalization.
     *
     * @param name the name, for parameters and messages
     * @param features the number of features, at least 1
     * @param momentum the share of the new batch in the running statistics, from 0 to 1
     * @param epsilon the number added to variances, finite and not negative
     * @param affine whether there are a weight and a bias; else y = (x - m) / √(v + ε)
     * @throws IllegalArgumentException if the name is blank, there is no feature, or a number lies
     *     outside its range
     */
    public BatchNorm(String name, int features, double momentum, double epsilon, boolean affine) {
        super(
                Checks.name("batchNorm", name),
                epsilon,
                affine,
                Checks.atLeast(name, "number of features", 1, features));
        this.features = features;
        this.momentum = Checks.FRACTION.check(name, "momentum", momentum);
        mean = buffer("mean", Tensor.zeros(features));
        variance = buffer("variance", Tensor.ones(features));
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, features, …], in training with two numbers or more for each feature
     * @return the shape of x
     * @throws ArithmeticException in training, if the mean or the variance of a feature is NaN or
     *     infinite; the running statistics stay as they were
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(
                this, () -> pass.isTraining() ? trained(checked(x), pass) : evaluated(checked(x)));
    }

    private Tensor evaluated(Tensor x) {

        Tensor scale = along(variance.value(), x).add(epsilon()).rsqrt();
        return weighted(x, x.sub(along(mean.value(), x)), scale);
    }

    private Tensor trained(Tensor x, Pass pass) {

        int count = x.size() / features;
        if (count < 2) {
            throw Checks.illegal(
                    "%s: the input of training has shape %s, %s numbers for each feature; a"
                            + " variance needs at least 2",
                    name(), x.shape(), count);
        }
        Axes others = Axes.keep(IntStream.range(0, x.rank()).filter(i -> i != 1).toArray());
        Tensor m = x.mean(others);
        Tensor v = x.var(others, 0);
        Standardized s = Standardized.of(x, m, v, others, epsilon());
        Tensor y = weighted(x, s.centered(), s.scale());
        pass.read(
                List.of(m, v),
                (now, found) -> {
                    Tensor newMean = followed("mean", mean, found.get(0), 1);
                    double unbiased = count / (count - 1.0);
                    Tensor newVariance = followed("variance", variance, found.get(1), unbiased);
                    now.update(mean, newMean);
                    now.update(variance, newVariance);
                });
        return y;
    }

    private Tensor followed(String what, Buffer running, Tensor batch, double factor) {
        double[] old = running.value().toArray();
        double[] now = batch.toArray();
        for (int i = 0; i < features; i++) {
            if (!Double.isFinite(now[i])) {
                throw Checks.arithmetic(
                        "%s: the %s of feature %s in the batch is %s; the running statistics were"
                                + " not changed. Look for inputs that are not finite or too large",
                        name(), what, i, now[i]);
            }
            old[i] = (1 - momentum) * old[i] + momentum * factor * now[i];
        }
        return Tensor.of(old);
    }

    private Tensor checked(Tensor x) {
        Checks.present(name(), "the input", x);
        if (x.rank() < 2 || x.size(1) != features) {
            throw Checks.illegal(
                    "%s: the input has shape %s and the running mean [%s]; the input must be"
                            + " [rows, %s] or [rows, %s, ...]",
                    name(), x.shape(), features, features, features);
        }
        return x;
    }

    /**
     * The number of features.
     *
     * @return at least 1
     */
    public int features() {
        return features;
    }

    /**
     * The share of the new batch in the running statistics.
     *
     * @return between 0 and 1
     */
    public double momentum() {
        return momentum;
    }

    /**
     * The running mean, of shape [features].
     *
     * @return the buffer
     */
    public Buffer mean() {
        return mean;
    }

    /**
     * The running variance, of shape [features].
     *
     * @return the buffer
     */
    public Buffer variance() {
        return variance;
    }

    /**
     * The name and the number of features.
     *
     * @return as "norm1 (batchNorm 64)"
     */
    @Override
    public String toString() {
        return name() + " (batchNorm " + features + ")";
    }
}
