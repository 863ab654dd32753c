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
 * A transposed convolution over signals, images or volumes: each input is spread over a window of
 * the output, weighted by the kernel. It is the adjoint of a {@link Convolution} of the same
 * kernel, and takes its extents back; with a stride it enlarges.
 *
 * <p>The number of axes is that of the {@link Kernel}: x has shape [rows, inputs, length], [rows,
 * inputs, height, width] or [rows, inputs, depth, height, width], and an extent n becomes (n - 1) ·
 * stride - 2 padding + dilation · (k - 1) + output padding + 1. The parameters are "name.weight" of
 * shape [inputs, outputs / groups, kernel], and "name.bias" of shape [outputs], 0 at first. Weights
 * are drawn with the fans inputs / groups · kernel and outputs / groups · kernel.
 *
 * <pre>{@code
 * Kernel twice = Kernel.of(4, 4).stride(2).padding(1);   // extents are doubled
 * SplittableRandom random = new SplittableRandom(1);
 * Layer up = new TransposedConvolution("up1", 16, 8, twice, Initializers.he(), random);
 * }</pre>
 */
public final class TransposedConvolution extends Block implements Layer {
    static final ModuleFormat<TransposedConvolution> FORMAT =
            ModuleFormat.of(
                    "transposedConvolution",
                    TransposedConvolution.class,
                    (layer, state) -> layer.kernel.write(state),
                    s ->
                            new TransposedConvolution(
                                    s.text("name"),
                                    Kernel.read(s, "weight", "bias"),
                                    s.tensor("weight")));

    private final Kernel kernel;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer called "transposedConvolution".
     *
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation, groups, bias
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException as the other constructor
     */
    public TransposedConvolution(
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this("transposedConvolution", inputs, outputs, kernel, initializer, random);
    }

    /**
     * A layer with a given name, for parameters and messages.
     *
     * @param name the name, as "up1"
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation, groups, bias
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, the groups do not divide both numbers
     *     of channels, the kernel has "same" padding, or an output padding that is not less than
     *     the larger of stride and dilation
     */
    public TransposedConvolution(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this(name, kernel, drawn(name, inputs, outputs, kernel, initializer, random));
    }

    private TransposedConvolution(String name, Kernel kernel, Tensor weights) {
        super(name);
        kernel.checkTransposed(name);
        this.kernel = kernel;
        weight = parameter("weight", weights);
        bias =
                kernel.hasBias()
                        ? bias("bias", Tensor.zeros(weights.size(1) * kernel.groups()))
                        : null;
    }

    private static Tensor drawn(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        Checks.name("transposedConvolution", name);
        Checks.present(name, "the kernel", kernel).checkTransposed(name);
        kernel.checkChannels(name, inputs, outputs);
        return Filters.drawTransposed(name, inputs, outputs, kernel, initializer, random);
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
        Tensor y =
                Images.transposedConvolution(
                        x,
                        weight.value(),
                        kernel.window(),
                        kernel.groups(),
                        kernel.outputPadding());
        return bias == null ? y : Filters.shifted(y, bias.value());
    }

    /**
     * The number of channels that come in.
     *
     * @return at least 1
     */
    public int inputs() {
        return weight.value().size(0);
    }

    /**
     * The number of channels that go out.
     *
     * @return at least 1
     */
    public int outputs() {
        return weight.value().size(1) * kernel.groups();
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
     * The weights, of shape [inputs, outputs / groups, kernel].
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
     * @return as "up1 (16 to 8, 4 x 4, stride 2, padding 1)"
     */
    @Override
    public String toString() {
        return name() + " (" + inputs() + " to " + outputs() + ", " + kernel + ")";
    }
}
