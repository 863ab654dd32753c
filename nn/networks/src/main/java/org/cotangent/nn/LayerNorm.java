package org.cotangent.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Layer normalization: the numbers of each sample are shifted and scaled to mean 0 and variance 1,
 * then by a learned weight γ and bias β, y = γ (x - m) / √(v + ε) + β, with the mean m and the
 * biased variance v (divisor n) over the last axes. The result is right even if v is out of the
 * range of doubles. J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016.
 *
 * <p>Samples are independent of each other, so training and evaluation are the same. The parameters
 * have the normalized shape and are called "name.weight" (1 at first) and "name.bias" (0).
 *
 * <pre>{@code
 * LayerNorm norm = new LayerNorm("norm1", 2);
 * norm.apply(Tensor.of(new double[][] {{1, 3}, {50, 10}})).round();   // [[-1, 1], [1, -1]]
 * }</pre>
 */
public final class LayerNorm extends Normalization {
    static final ModuleFormat<LayerNorm> FORMAT =
            ModuleFormat.of(
                    "layerNorm",
                    LayerNorm.class,
                    (norm, state) ->
                            state.with("shape", norm.shape).with("epsilon", norm.epsilon()),
                    s ->
                            new LayerNorm(
                                    s.text("name"),
                                    s.has("weight")
                                            ? s.tensor("weight").shape()
                                            : s.integers("shape"),
                                    s.number("epsilon"),
                                    s.has("weight")));

    /** The default ε, which is added to variances: 1e-5. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int[] shape;

    /**
     * Layer normalization called "norm", with weight and bias and ε = 1e-5.
     *
     * @param shape the extents of the last axes of the input, over which to normalize: one number
     *     for inputs [rows, features]
     * @throws IllegalArgumentException if the shape is empty or has an extent below 1
     */
    public LayerNorm(int... shape) {
        this("norm", shape);
    }

    /**
     * Layer normalization with weight and bias and ε = 1e-5.
     *
     * @param name the name, for parameters and messages
     * @param shape the extents of the last axes of the input, over which to normalize: one number
     *     for inputs [rows, features]
     * @throws IllegalArgumentException if the name is blank, or the shape is empty or has an extent
     *     below 1
     */
    public LayerNorm(String name, int... shape) {
        this(name, shape, DEFAULT_EPSILON, true);
    }

    /**
     * Layer normalization.
     *
     * @param name the name, for parameters and messages
     * @param shape the extents of the last axes of the input, over which to normalize, copied
     * @param epsilon the number added to variances, finite and not negative
     * @param affine whether there are a weight and a bias; else y = (x - m) / √(v + ε)
     * @throws IllegalArgumentException if the name is blank, the shape is empty or has an extent
     *     below 1, or epsilon lies outside its range
     */
    public LayerNorm(String name, int[] shape, double epsilon, boolean affine) {
        super(Checks.name("layerNorm", name), epsilon, affine, checked(name, shape));
        this.shape = shape.clone();
    }

    private static int[] checked(String name, int... shape) {
        if (shape.length == 0 || Arrays.stream(shape).anyMatch(extent -> extent < 1)) {
            throw Checks.illegal(
                    "%s: the shape %s to normalize; it must have an axis or more, each extent 1"
                            + " or more",
                    name, shape);
        }
        return shape;
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape […, the normalized shape]
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> normalized(x));
    }

    private Tensor normalized(Tensor x) {
        check(x);
        Axes last = Axes.keep(IntStream.range(-shape.length, 0).toArray());
        Standardized s = Standardized.of(x, x.mean(last), x.var(last, 0), last, epsilon());
        Tensor y = s.centered().mul(s.scale());
        return weight == null ? y : y.mul(weight.value()).add(bias.value());
    }

    private void check(Tensor x) {
        int[] given = Checks.present(name(), "the input", x).shape();
        int before = given.length - shape.length;
        if (before < 0 || !Arrays.equals(given, before, given.length, shape, 0, shape.length)) {
            throw Checks.illegal(
                    "%s: the input has shape %s and what is to be normalized %s; the last axes of"
                            + " the input must be that",
                    name(), given, shape);
        }
    }

    /**
     * The extents of the last axes, over which this normalizes.
     *
     * @return a new array
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * The name and the normalized shape.
     *
     * @return as "norm1 (layerNorm [64])"
     */
    @Override
    public String toString() {
        return name() + " (layerNorm " + Arrays.toString(shape) + ")";
    }
}
