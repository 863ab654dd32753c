package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/** Common steps of layers of convolution: drawing weights, adding biases, checking inputs. */
final class Filters {
    private Filters() {}

    /** The shape of weights: both numbers of channels, and the kernel. */
    static int[] shape(int first, int second, Kernel kernel) {
        int[] shape = new int[2 + kernel.axes()];
        shape[0] = first;
        shape[1] = second;
        System.arraycopy(kernel.extents(), 0, shape, 2, kernel.axes());
        return shape;
    }

    /** Weights [outputs, inputs / groups, …]. */
    static Tensor draw(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        int within = inputs / kernel.groups();
        return drawn(name, inputs, outputs, kernel, initializer, random)
                .transpose()
                .reshape(shape(outputs, within, kernel));
    }

    /** Weights [inputs, outputs / groups, …]. */
    static Tensor drawTransposed(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        int groups = kernel.groups();
        return drawn(name, inputs, outputs, kernel, initializer, random)
                .reshape(inputs / groups, kernel.size(), groups, outputs / groups)
                .permute(2, 0, 3, 1)
                .reshape(shape(inputs, outputs / groups, kernel));
    }

    /** Weights [elements that an output sees, outputs], each used at every place. */
    private static Tensor drawn(
            String name,
            int inputs,
            int outputs,
            Kernel kernel,
            Initializer initializer,
            RandomGenerator random) {
        int cells = LayerChecks.elements(name, "a kernel", kernel.extents());
        int fanIn = LayerChecks.elements(name, "a window", inputs / kernel.groups(), cells);
        int fanOut = LayerChecks.elements(name, "a kernel", outputs / kernel.groups(), cells);
        return Initializer.draw(name, initializer, fanIn, fanOut, outputs, random);
    }

    /** Refuses an input of another rank or other channels. */
    static void check(String name, Tensor x, Kernel kernel, int channels) {
        Checks.present(name, "the input", x);
        if (x.rank() != 2 + kernel.axes() || x.size(1) != channels) {
            String[] axes = {"length", "height, width", "depth, height, width"};
            throw Checks.illegal(
                    "%s: the input has shape %s; it must be [rows, %s, %s], with %s channels",
                    name,
                    x.shape(),
                    channels,
                    kernel.axes() > 3 ? "... of the kernel" : axes[kernel.axes() - 1],
                    channels);
        }
    }

    /** y with a number added to each channel. */
    static Tensor shifted(Tensor y, Tensor bias) {
        int[] shape = new int[y.rank() - 1];
        Arrays.fill(shape, 1);
        shape[0] = bias.size();
        return y.add(bias.reshape(shape));
    }
}
