package org.cotangent.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.Summary;
import org.junit.jupiter.api.Test;

class ConvolutionsTest {
    private static final Initializer NORMAL = Initializers.normal(1);

    private final RandomGenerator random = new SplittableRandom(1);

    private Convolution convolution(int inputs, int outputs, Kernel kernel) {
        return new Convolution("conv", inputs, outputs, kernel, NORMAL, random);
    }

    private TransposedConvolution transposed(int inputs, int outputs, Kernel kernel) {
        return new TransposedConvolution("up", inputs, outputs, kernel, NORMAL, random);
    }

    private static Tensor signal(double... x) {
        return Tensor.of(x, 1, 1, x.length);
    }

    private static double[] values(Layer layer, Tensor x) {
        return layer.apply(x).toArray();
    }

    @Test
    void aKernelIsNotFlippedAndABiasIsAdded() {
        Convolution conv = convolution(1, 2, Kernel.of(2));
        conv.weight().set(Tensor.of(new double[] {1, 10, 0, -1}, 2, 1, 2));
        conv.bias().set(Tensor.vector(0.5, 7));
        assertArrayEquals(
                new double[] {21.5, 32.5, 43.5, 5, 4, 3}, values(conv, signal(1, 2, 3, 4)));
        assertEquals(List.of("conv.weight", "conv.bias"), names(conv));
    }

    private static List<String> names(Layer layer) {
        return layer.parameters().stream().map(Parameter::name).toList();
    }

    @Test
    void sameHasTheOddZeroBehind() {
        Convolution conv = convolution(1, 1, Kernel.of(2).same().withoutBias());
        conv.weight().set(Tensor.of(new double[] {1, 10}, 1, 1, 2));
        assertArrayEquals(new double[] {21, 32, 3}, values(conv, signal(1, 2, 3)));
        Convolution wide = convolution(1, 1, Kernel.of(2).same().dilation(3).withoutBias());
        wide.weight().set(Tensor.of(new double[] {1, 10}, 1, 1, 2));
        // padded to 0 1 2 3 4 5 0 0
        assertArrayEquals(new double[] {30, 41, 52, 3, 4}, values(wide, signal(1, 2, 3, 4, 5)));
    }

    @Test
    void groupsSeeTheirOwnChannels() {
        Convolution conv = convolution(2, 2, Kernel.of(1).groups(2).withoutBias());
        conv.weight().set(Tensor.of(new double[] {2, 3}, 2, 1, 1));
        assertArrayEquals(
                new double[] {2, 4, 30, 60},
                values(conv, Tensor.of(new double[] {1, 2, 10, 20}, 1, 2, 2)));
    }

    @Test
    void transposedSpreadsAndEnlarges() {
        TransposedConvolution up = transposed(1, 1, Kernel.of(3).stride(2).outputPadding(1));
        up.weight().set(Tensor.of(new double[] {1, 10, 100}, 1, 1, 3));
        up.bias().set(Tensor.vector(0.5));
        assertArrayEquals(
                new double[] {1.5, 10.5, 102.5, 20.5, 200.5, 0.5}, values(up, signal(1, 2)));
    }

    /** {@code <conv(x), y> = <x, up(y)>} with the same weights. */
    @Test
    void transposedIsTheAdjoint() {
        Kernel kernel = Kernel.of(3, 2).stride(2, 1).padding(1, 0).groups(2).withoutBias();
        Convolution conv = convolution(4, 6, kernel);
        TransposedConvolution up = transposed(6, 4, kernel);
        assertArrayEquals(conv.weight().value().shape(), up.weight().value().shape());
        up.weight().set(conv.weight().value());
        Tensor x = Tensor.normal(random, 3, 4, 7, 5);
        Tensor y = conv.apply(x);
        Tensor g = Tensor.normal(random, y.shape());
        assertEquals(y.mul(g).sum().value(), x.mul(up.apply(g)).sum().value(), 1e-11);
    }

    @Test
    void weightsAreDrawnByTheFansOfKernels() {
        int[][] fans = new int[3][];
        for (int i = 0; i < 3; i++) {
            int place = i;
            Initializer asked =
                    (in, out, columns, r) -> {
                        fans[place] = new int[] {in, out, columns};
                        // the row of an input and element, then the output
                        return DoubleStream.iterate(0, v -> v + 1).limit(in * columns).toArray();
                    };
            Kernel kernel = Kernel.of(3, 5).groups(2);
            if (i == 0) {
                Convolution conv = new Convolution(4, 6, kernel, asked, random);
                Tensor w = conv.weight().value();
                assertArrayEquals(new int[] {6, 2, 3, 5}, w.shape());
                assertEquals((15 + 5 + 2) * 6 + 4, w.at(4, 1, 1, 2).value());
            } else if (i == 1) {
                TransposedConvolution up = new TransposedConvolution(4, 6, kernel, asked, random);
                Tensor w = up.weight().value();
                assertArrayEquals(new int[] {4, 3, 3, 5}, w.shape());
                assertEquals((5 + 2) * 6 + 4, w.at(2, 1, 1, 2).value()); // the first of group 1
            } else {
                Convolution plain = new Convolution(1, 6, Kernel.of(5), asked, random);
                assertEquals(6, plain.outputs());
            }
        }
        assertArrayEquals(new int[] {30, 45, 6}, fans[0]);
        assertArrayEquals(new int[] {30, 45, 6}, fans[1]);
        assertArrayEquals(new int[] {5, 30, 6}, fans[2]);
    }

    @Test
    void separableIsTwoConvolutions() {
        DepthwiseSeparable layer =
                new DepthwiseSeparable("s", 3, 2, Kernel.of(2, 2).same(), NORMAL, random);
        Tensor x = Tensor.normal(random, 2, 3, 4, 4);
        assertArrayEquals(values(layer.pointwise(), layer.depthwise().apply(x)), values(layer, x));
        assertEquals(
                List.of(
                        "s.depthwise.weight",
                        "s.depthwise.bias",
                        "s.pointwise.weight",
                        "s.pointwise.bias"),
                names(layer));
        assertArrayEquals(new int[] {3, 1, 2, 2}, layer.depthwise().weight().value().shape());
        layer = new DepthwiseSeparable("s", 3, 4, 2, Kernel.of(2), NORMAL, random);
        assertArrayEquals(new int[] {12, 1, 2}, layer.depthwise().weight().value().shape());
        assertArrayEquals(new int[] {2, 12, 1}, layer.pointwise().weight().value().shape());
    }

    @Test
    void savedAndLoadedTheyHaveTheSameBits() {
        Kernel odd = Kernel.of(2, 3).stride(2, 1).padding(1, 2).dilation(1, 2);
        Tensor x = Tensor.normal(random, 2, 4, 7, 9);
        for (Layer layer :
                List.of(
                        convolution(4, 6, odd.groups(2)),
                        convolution(4, 2, Kernel.of(2, 2).same().withoutBias()),
                        transposed(4, 6, odd.outputPadding(1).groups(2).withoutBias()),
                        transposed(4, 6, odd),
                        new DepthwiseSeparable("s", 4, 2, odd, NORMAL, random))) {
            Layer loaded = (Layer) ModuleStates.module(ModuleStates.of(layer));
            assertEquals(layer.toString(), loaded.toString());
            assertArrayEquals(values(layer, x), values(loaded, x));
        }
    }

    @Test
    void theSummaryShowsThem() {
        Layer net =
                new Sequential(
                        convolution(1, 6, Kernel.of(5, 5).padding(2)),
                        transposed(6, 2, Kernel.of(4, 4).stride(2).padding(1).withoutBias()));
        String text = Summary.of(net, 1, 1, 8, 8).toString();
        for (String part :
                List.of(
                        "conv (1 to 6, 5 x 5, padding 2)",
                        "[1, 6, 8, 8]",
                        "up (6 to 2, 4 x 4, stride 2, padding 1, without bias)",
                        "[1, 2, 16, 16]",
                        "348 trainable")) {
            assertTrue(text.contains(part), text);
        }
        assertEquals(
                "3 x 3 x 3, stride 1, 2, 2, same, dilation 2, groups 4",
                Kernel.of(3, 3, 3).stride(1, 2, 2).same().dilation(2).groups(4).toString());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Kernel three = Kernel.of(3, 3);
        refused(() -> Kernel.of(), "no extents");
        refused(() -> Kernel.of(3, 0), "extents [3, 0]");
        refused(() -> three.stride(1, 2, 3), "stride [1, 2, 3] for 2 axes");
        refused(() -> three.padding(-1), "padding [-1]");
        refused(() -> three.dilation(0), "dilation [0]");
        refused(() -> three.groups(0), "groups 0");
        refused(() -> convolution(3, 4, three.groups(2)), "conv", "3 channels in", "2 groups");
        refused(() -> convolution(0, 4, three), "conv", "0 channels in");
        refused(() -> convolution(1, 4, three.same().stride(2)), "conv", "stride [2]", "same");
        refused(() -> convolution(1, 4, three.outputPadding(1)), "conv", "output padding [1]");
        refused(() -> transposed(1, 4, three.same()), "up", "same");
        refused(() -> transposed(1, 4, three.stride(2).outputPadding(2)), "up", "[2]", "less");
        refused(
                () -> new DepthwiseSeparable("s", 2, 2, three.groups(2), NORMAL, random),
                "s",
                "2 groups");
        refused(
                () -> new DepthwiseSeparable("s", 2, 0, 2, three, NORMAL, random),
                "s",
                "multiplier 0");
        Layer conv = convolution(3, 4, three);
        refused(() -> conv.apply(Tensor.zeros(2, 3, 5)), "conv", "[2, 3, 5]", "3, height, width");
        refused(() -> conv.apply(Tensor.zeros(2, 1, 5, 5)), "conv", "[2, 1, 5, 5]", "3 channels");
        refused(() -> conv.apply(Tensor.zeros(2, 3, 2, 5)), "does not fit", "[2, 3, 2, 5]");
        refused(
                () -> transposed(3, 4, three).apply(Tensor.zeros(2, 3, 5)),
                "up",
                "[2, 3, 5]",
                "3, height, width");
        Refusal.of(
                IllegalStateException.class,
                () -> convolution(1, 1, three.withoutBias()).bias(),
                "conv",
                "without bias");
    }

    private static void refused(Runnable wrong, String... parts) {
        Refusal.of(IllegalArgumentException.class, wrong::run, parts);
    }

    @Test
    void overNothingThereIsNothing() {
        Layer conv = convolution(3, 4, Kernel.of(3, 3));
        assertEquals("[0, 4, 3, 2]", Arrays.toString(conv.apply(Tensor.zeros(0, 3, 5, 4)).shape()));
    }
}
