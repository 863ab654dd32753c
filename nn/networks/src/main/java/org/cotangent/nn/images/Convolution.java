package org.cotangent.nn.images;

import java.util.random.RandomGenerator;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A convolution over signals, images or volumes: each output channel at each place is the inner
 * product of a kernel with the window there, over all input channels of its group, plus a bias.
 *
 * <pre>y[n, o, p] = b[o] + Σ_c Σ_k  W[o, c, k] · x[n, c, p · stride + k · dilation - padding]
 * </pre>
 *
 * <p>The number of axes is that of the {@link Kernel}: x has shape [rows, inputs, length], [rows,
 * inputs, height, width] or [rows, inputs, depth, height, width], and an extent n becomes (n + 2
 * padding - dilation · (k - 1) - 1) / stride + 1, rounded down. The kernel is not flipped. The
 * parameters are "name.weight" of shape [outputs, inputs / groups, kernel], and "name.bias" of
 * shape [outputs], 0 at first. Weights are drawn with the fans inputs / groups · kernel and outputs
 * / groups · kernel.
 *
 * <pre>{@code
 * SplittableRandom random = new SplittableRandom(1);
 * Layer conv = new Convolution("conv1", 1, 6, Kernel.of(5, 5).same(), Initializers.he(), random);
 * }</pre>
 */
public final class Convolution extends Block implements Layer {
    static final ModuleFormat<Convolution> FORMAT =
            ModuleFormat.of(
                    "convolution",
                    Convolution.class,
                    (layer, state) -> layer.kernel.write(state),
                    s ->
                            new Convolution(
                                    s.text("name"),
                                    Kernel.read(s, "weight", "bias"),
                                    s.tensor("weight")));

    private final Kernel kernel;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer called "convolution".
     *
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation, groups, bias
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException as the other constructor
     */
    public Convolution(
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this("convolution", inputs, outputs, kernel, initializer, random);
    }

    /**
     * A layer with a given name, for parameters and messages.
     *
     * @param name the name, as "conv1"
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation, groups, bias
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, the groups do not divide both numbers
     *     of channels, the kernel has an output padding, or it has "same" padding and a stride
     */
    public Convolution(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this(name, kernel, drawn(name, inputs, outputs, kernel, initializer, random));
    }

    private Convolution(String name, Kernel kernel, Tensor weights) {
        super(name);
        kernel.checkConvolution(name);
        this.kernel = kernel;
        weight = parameter("weight", weights);
        bias = kernel.hasBias() ? bias("bias", Tensor.zeros(weights.size(0))) : null;
    }

    private static Tensor drawn(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        Checks.name("convolution", name);
        Checks.present(name, "the kernel", kernel).checkConvolution(name);
        kernel.checkChannels(name, inputs, outputs);
        return Filters.draw(name, inputs, outputs, kernel, initializer, random);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, inputs, …], an axis behind for each of the kernel
     * @return shape [rows, outputs, …]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        Filters.check(name(), x, kernel, inputs());
        Tensor padded = kernel.isLopsided() ? x.pad(kernel.behind(), 0) : x;
        Tensor y = Images.convolution(padded, weight.value(), kernel.window(), kernel.groups());
        return bias == null ? y : Filters.shifted(y, bias.value());
    }

    /**
     * The number of channels that come in.
     *
     * @return at least 1
     */
    public int inputs() {
        return weight.value().size(1) * kernel.groups();
    }

    /**
     * The number of channels that go out.
     *
     * @return at least 1
     */
    public int outputs() {
        return weight.value().size(0);
    }

    /**
     * The settings of the kernel.
     *
     * @return those that this was made with
     */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The weights, of shape [outputs, inputs / groups, kernel].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The bias, of shape [outputs].
     *
     * @return the parameter
     * @throws IllegalStateException if this layer was made without bias
     */
    public Parameter bias() {
        if (bias == null) {
            throw Checks.illegalState("%s: made without bias", name());
        }
        return bias;
    }

    /**
     * The name, the channels and the kernel.
     *
     * @return as "conv1 (1 to 6, 5 x 5, same)"
     */
    @Override
    public String toString() {
        return name() + " (" + inputs() + " to " + outputs() + ", " + kernel + ")";
    }
}
