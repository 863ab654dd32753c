package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions of sizes at which samples are taken together, and divided among threads. */
class ConvolutionTest {
    /** A sum term by term. */
    private static double[] byHand(
            Tensor x, Tensor w, int stride, int padding, int dilation, int groups, int h, int l) {
        int within = w.size(1);
        int outputs = w.size(0);
        double[] y = new double[x.size(0) * outputs * h * l];
        int at = 0;
        for (int n = 0; n < x.size(0); n++) {
            for (int o = 0; o < outputs; o++) {
                for (int p = 0; p < h * l; p++, at++) {
                    for (int t = 0; t < w.size() / outputs; t++) {
                        int i = t / w.size(3) % w.size(2);
                        int j = t % w.size(3);
                        int c = t / w.size(3) / w.size(2);
                        int row = p / l * stride + i * dilation - padding;
                        int column = p % l * stride + j * dilation - padding;
                        if (row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3)) {
                            int channel = o / (outputs / groups) * within + c;
                            y[at] += x.get(n, channel, row, column) * w.get(o, c, i, j);
                        }
                    }
                }
            }
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({
        "150, 2, 4, 5, 3, 1, 0, 1, 1", // 15 places: 8 samples at a time, 6 in the end
        "33, 4, 6, 6, 3, 2, 1, 1, 2",
        "20, 2, 2, 9, 2, 1, 3, 2, 1",
        "3, 3, 8, 17, 5, 1, 2, 1, 1",
        "300, 2, 3, 1, 1, 1, 0, 1, 1",
        "40, 1, 2, 4, 4, 1, 0, 1, 1",
    })
    void valuesAndGradients(
            int samples,
            int channels,
            int outputs,
            int extent,
            int kernel,
            int stride,
            int padding,
            int dilation,
            int groups) {
        RandomGenerator random = new SplittableRandom(samples);
        Tensor x = Tensor.normal(random, samples, channels, extent, extent + 2).asVariable();
        Tensor w = Tensor.normal(random, outputs, channels / groups, kernel, kernel).asVariable();
        Window window = Window.plain().stride(stride).padding(padding).dilation(dilation);
        Tensor y = Images.convolution(x, w, window, groups);
        assertArrayEquals(
                byHand(x, w, stride, padding, dilation, groups, y.size(2), y.size(3)),
                y.toArray(),
                1e-12);
        // the sum is linear in all three: each gives the same number by its own gradient
        Tensor g = Tensor.normal(random, y.shape());
        double sum = y.mul(g).sum().value();
        Gradients gradients = y.mul(g).sum().backward();
        assertEquals(sum, gradients.of(w).mul(w).sum().value(), 1e-9);
        assertEquals(sum, gradients.of(x).mul(x).sum().value(), 1e-9);
        Tensor v = Tensor.normal(random, w.shape());
        Tensor u = Tensor.normal(random, x.shape());
        assertEquals(
                Images.convolution(x, v, window, groups).mul(g).sum().value(),
                gradients.of(w).mul(v).sum().value(),
                1e-9);
        assertEquals(
                Images.convolution(u, w, window, groups).mul(g).sum().value(),
                gradients.of(x).mul(u).sum().value(),
                1e-9);
    }

    /** A sample has the bits that it has alone. */
    @Test
    void samplesDoNotDependOnEachOther() {
        RandomGenerator random = new SplittableRandom(5);
        Tensor x = Tensor.normal(random, 70, 3, 12, 12);
        Tensor w = Tensor.normal(random, 8, 3, 5, 5);
        Tensor y = Images.convolution(x, w, Window.plain(), 1);
        Tensor back = Images.transposedConvolution(y, w, Window.plain(), 1);
        for (int n = 0; n < 70; n += 23) {
            Tensor alone = Images.convolution(x.slice(0, n, n + 1), w, Window.plain(), 1);
            assertArrayEquals(y.slice(0, n, n + 1).toArray(), alone.toArray());
            assertArrayEquals(
                    back.slice(0, n, n + 1).toArray(),
                    Images.transposedConvolution(alone, w, Window.plain(), 1).toArray());
        }
    }

    /** Where an adjoint is 0, infinite pixels and weights count for nothing. */
    @Test
    void zerosOfAdjointsAreStrong() {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.of(new double[] {1, inf, 3, 4}, 1, 1, 4).asVariable();
        Tensor w = Tensor.of(new double[] {2, inf}, 1, 1, 2).asVariable();
        Tensor y = Images.convolution(x, w, Window.plain(), 1);
        Gradients first =
                Images.convolution(x, Tensor.ones(1, 1, 2), Window.plain(), 1)
                        .at(0, 0, 2)
                        .backward();
        assertArrayEquals(new double[] {0, 0, 1, 1}, first.of(x).toArray());
        Gradients chosen = y.at(0, 0, 2).backward();
        assertArrayEquals(new double[] {3, 4}, chosen.of(w).toArray());
        assertArrayEquals(new double[] {0, 0, 2, inf}, chosen.of(x).toArray());
    }

    @Test
    void aProgramHasTheSameBitsAndIsReadFromText() {
        RandomGenerator random = new SplittableRandom(6);
        Tensor x = Tensor.normal(random, 9, 2, 6, 5);
        Tensor w = Tensor.normal(random, 4, 2, 3, 2);
        Window window = Window.plain().stride(2, 1).padding(1, 0);
        Program program =
                Program.ofSeveral(
                        in -> {
                            Tensor y = Images.convolution(in[0], in[1], window, 1);
                            Tensor z = Images.transposedConvolution(y, in[1], window, 1);
                            return List.of(y, z, y.square().sum().add(z.sum()));
                        },
                        x,
                        w);
        Program read = Program.fromJson(program.toJson());
        Tensor y = Images.convolution(x, w, window, 1);
        for (Program each : new Program[] {program, read}) {
            List<Tensor> results = each.applyAll(x, w);
            assertArrayEquals(y.toArray(), results.get(0).toArray());
            assertArrayEquals(
                    Images.transposedConvolution(y, w, window, 1).toArray(),
                    results.get(1).toArray());
        }
        assertTrue(program.toText().contains("convolution"), program.toText());
    }

    @Test
    void whatCannotBeHeldIsRefused() {
        Tensor x = Tensor.zeros(1, 1, 1 << 20);
        Tensor w = Tensor.zeros(1, 1, 1 << 19);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Images.convolution(x, w, Window.plain(), 1));
        assertTrue(e.getMessage().startsWith("convolution"), e.getMessage());
        assertEquals(
                "[0, 2, 3]",
                Arrays.toString(
                        Images.convolution(
                                        Tensor.zeros(0, 1, 4),
                                        Tensor.zeros(2, 1, 2),
                                        Window.plain(),
                                        1)
                                .shape()));
    }
}
