package org.cotangent.nn.images;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A depthwise separable convolution: one kernel for each channel alone, then a mixture of channels
 * at each place, by kernels of extent 1. With few parameters it does much of what a {@link
 * Convolution} does: inputs · (kernel + outputs) in place of inputs · outputs · kernel. F. Chollet,
 * "Xception: deep learning with depthwise separable convolutions", CVPR 2017.
 *
 * <p>Its children are two convolutions, "name.depthwise" with weights [inputs · multiplier, 1,
 * kernel] and "name.pointwise" with weights [outputs, inputs · multiplier, 1 …]; each has a bias,
 * or neither.
 */
public final class DepthwiseSeparable extends Block implements Layer {
    static final ModuleFormat<DepthwiseSeparable> FORMAT =
            ModuleFormat.of(
                    "depthwiseSeparable",
                    DepthwiseSeparable.class,
                    (layer, state) -> state,
                    (s, children) ->
                            new DepthwiseSeparable(
                                    s.text("name"),
                                    (Convolution) children.get(0),
                                    (Convolution) children.get(1)));

    private final Convolution depthwise;
    private final Convolution pointwise;

    /**
     * A layer called "separable".
     *
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation of the first convolution, bias of both
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException as the other constructor
     */
    public DepthwiseSeparable(
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this("separable", inputs, outputs, kernel, initializer, random);
    }

    /**
     * A layer with a given name, for parameters and messages.
     *
     * @param name the name, as "separable1"
     * @param inputs the channels that come in, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation of the first convolution, bias of both
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number of channels is below 1, or
     *     the kernel has groups, an output padding, or "same" padding and a stride
     */
    public DepthwiseSeparable(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this(name, inputs, 1, outputs, kernel, initializer, random);
    }

    /**
     * A layer with several kernels for each channel.
     *
     * @param name the name, as "separable1"
     * @param inputs the channels that come in, at least 1
     * @param multiplier how many kernels each has, at least 1
     * @param outputs the channels that go out, at least 1
     * @param kernel extents, stride, padding, dilation of the first convolution, bias of both
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException as the other constructor, or if the multiplier is below 1
     */
    public DepthwiseSeparable(
            String name,
            int inputs,
            int multiplier,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        this(
                name,
                new Convolution(
                        Checks.name("depthwise separable", name) + ".depthwise",
                        inputs,
                        between(name, inputs, multiplier),
                        ofEach(name, kernel, inputs),
                        initializer,
                        random),
                new Convolution(
                        name + ".pointwise",
                        inputs * multiplier,
                        outputs,
                        kernel.pointwise(),
                        initializer,
                        random));
    }

    private DepthwiseSeparable(String name, Convolution depthwise, Convolution pointwise) {
        super(name);
        this.depthwise = child(depthwise);
        this.pointwise = child(pointwise);
    }

    private static int between(String name, int inputs, int multiplier) {
        Checks.atLeast(name, "multiplier", 1, multiplier);
        return LayerChecks.elements(name, "channels", Math.max(0, inputs), multiplier);
    }

    private static Kernel ofEach(String name, Kernel kernel, int inputs) {
        if (Checks.present(name, "the kernel", kernel).groups() != 1) {
            throw Checks.illegal(
                    "%s: %s groups; every channel is a group of its own, so leave them out",
                    name, kernel.groups());
        }
        return kernel.groups(Checks.atLeast(name, "channels in", 1, inputs));
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, inputs, …], an axis behind for each of the kernel
     * @return shape [rows, outputs, …]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(
                this,
                () -> {
                    Filters.check(name(), x, depthwise.kernel(), depthwise.inputs());
                    return pointwise.forward(depthwise.forward(x, pass), pass);
                });
    }

    /**
     * The convolution of each channel alone.
     *
     * @return the first child
     */
    public Convolution depthwise() {
        return depthwise;
    }

    /**
     * The mixture of channels.
     *
     * @return the second child
     */
    public Convolution pointwise() {
        return pointwise;
    }

    /**
     * The name and both convolutions.
     *
     * @return as "separable1 (separable1.depthwise (…), separable1.pointwise (…))"
     */
    @Override
    public String toString() {
        return name() + " (" + depthwise + ", " + pointwise + ")";
    }
}
