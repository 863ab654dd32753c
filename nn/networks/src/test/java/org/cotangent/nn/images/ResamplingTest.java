package org.cotangent.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.nn.GroupNorm;
import org.cotangent.nn.InstanceNorm;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Pass;
import org.junit.jupiter.api.Test;

/** Pools, up-sampling, margins and norms of images: values by hand, and what is refused. */
class ResamplingTest {
    private static final Pass EVALUATION = Pass.evaluation();

    private static Tensor signal(double... numbers) {
        return Tensor.of(numbers, 1, 1, numbers.length);
    }

    private static void assertMakes(Layer layer, Tensor x, double... expected) {
        assertArrayEquals(expected, layer.apply(x).toArray(), 1e-15);
    }

    private static void assertRefused(Runnable code, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, code::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void oneNumberHoldsForAllAxes() {
        for (int axes = 1; axes <= 4; axes++) {
            int[] shape = new int[2 + axes];
            Arrays.fill(shape, 4);
            int[] half = shape.clone();
            Arrays.fill(half, 2, half.length, 2);
            assertArrayEquals(half, Pooling.max(2).apply(Tensor.ones(shape)).shape());
            assertArrayEquals(half, Pooling.average(2).apply(Tensor.ones(shape)).shape());
            assertArrayEquals(half, AdaptivePooling.max(2).apply(Tensor.ones(shape)).shape());
            assertArrayEquals(shape, UpSampling.linear(2).apply(Tensor.ones(half)).shape());
            assertArrayEquals(half, new FractionalPooling(2).apply(Tensor.ones(shape)).shape());
        }
    }

    @Test
    void poolsByHand() {
        Tensor x = signal(1, 5, 2, 0, 3, 7);
        assertMakes(Pooling.max(2), x, 5, 2, 7);
        assertMakes(Pooling.max(3).stride(2).padding(1), x, 5, 5, 7);
        assertMakes(Pooling.max(2).dilation(2).stride(1), x, 2, 5, 3, 7);
        assertMakes(Pooling.max(4), x, 5);
        assertMakes(Pooling.max(4).ceilMode(), x, 5, 7);
        assertMakes(Pooling.average(2).padding(1), x, 0.5, 3.5, 1.5, 3.5);
        assertMakes(Pooling.average(2).padding(1).ignorePadding(), x, 1, 3.5, 1.5, 7);
        assertMakes(Pooling.average(3).divisor(1), x, 8, 10);
        assertMakes(Pooling.power(2, 2), signal(3, 4, 0, 0), 5, 0);
        assertMakes(AdaptivePooling.average(1), x, 3);
        assertMakes(AdaptivePooling.max(4), x, 5, 5, 3, 7);
    }

    @Test
    void aNormOfZerosHasTheSlopeZeroAndASumOne() {
        Tensor x = signal(0, 0, 3, 4, 1, -1).asVariable();
        for (double p : new double[] {1.5, 2, 4}) {
            double[] slopes =
                    Pooling.power(p, 2).apply(x.slice(2, 0, 4)).sum().backward().of(x).toArray();
            assertEquals(0, slopes[0]);
            assertEquals(StrictMath.pow(3 / norm(p, 3, 4), p - 1), slopes[2], 1e-14);
        }
        Tensor sums = Pooling.power(1, 2).apply(x);
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, sums.sum().backward().of(x).toArray());
    }

    private static double norm(double p, double a, double b) {
        return StrictMath.pow(StrictMath.pow(a, p) + StrictMath.pow(b, p), 1 / p);
    }

    @Test
    void fractionalRegionsCoverTheInputOnce() {
        FractionalPooling pooling = new FractionalPooling(StrictMath.sqrt(2));
        double[] rising = new double[50];
        Arrays.setAll(rising, i -> i + 1);
        Tensor x = signal(rising).asVariable();
        SplittableRandom random = new SplittableRandom(5);
        double[] first = null;
        boolean other = false;
        for (int i = 0; i < 20; i++) {
            double[] y = pooling.forward(x, Pass.training(random)).toArray();
            assertEquals(35, y.length);
            assertEquals(50, y[34], "the last region ends where the input does");
            double before = 0;
            for (double end : y) { // the largest of a rising region is its end
                assertTrue(end - before == 1 || end - before == 2, Arrays.toString(y));
                before = end;
            }
            other |= first != null && !Arrays.equals(first, y);
            first = y;
        }
        assertTrue(other, "regions are drawn anew");
        assertArrayEquals(pooling.apply(x).toArray(), pooling.apply(x).toArray());
        assertMakes(new FractionalPooling(2, true), signal(1, 2, 3, 4), 3, 4);
        assertRefused(
                () -> pooling.apply(Tensor.ones(1, 1, 1)), "[1, 1, 1]", "at least the factor");
        assertRefused(() -> new FractionalPooling(0.5), "factor 0.5", "at least 1");
    }

    @Test
    void unpooledNumbersStandWhereTheyStood() {
        Pooling pooling = Pooling.max(2);
        Tensor x = Tensor.of(new double[] {1, 5, 2, 0, 3, 4, 9, 8}, 1, 1, 2, 4);
        Images.MaxPool largest = pooling.positions(x, EVALUATION);
        MaxUnpool unpool = new MaxUnpool(pooling);
        assertArrayEquals(
                new double[] {0, 5, 0, 0, 0, 0, 9, 0},
                unpool.forward(largest.values(), largest.positions(), EVALUATION).toArray());
        int[] wider = {2, 5};
        assertArrayEquals(
                new int[] {1, 1, 2, 5},
                unpool.forward(largest.values(), largest.positions(), wider, EVALUATION).shape());
        MaxUnpool again = (MaxUnpool) ModuleStates.module(ModuleStates.of(unpool));
        assertEquals(unpool.toString(), again.toString());
        assertRefused(() -> new MaxUnpool(Pooling.average(2)), "average", "Pooling.max");
        assertThrows(
                IllegalStateException.class, () -> Pooling.average(2).positions(x, EVALUATION));
    }

    @Test
    void upSamplingByHand() {
        assertMakes(UpSampling.nearest(2), signal(1, 3), 1, 1, 3, 3);
        assertMakes(UpSampling.nearest().size(3), signal(1, 2, 3, 4, 5), 1, 2, 4);
        assertMakes(UpSampling.linear(2), signal(0, 4), 0, 1, 3, 4);
        assertMakes(UpSampling.linear().size(5).alignedCorners(), signal(0, 4, 0), 0, 2, 4, 2, 0);
        Tensor square = Tensor.of(new double[] {0, 1, 2, 3}, 1, 1, 2, 2);
        assertMakes(
                UpSampling.linear().size(3).alignedCorners(),
                square,
                0,
                0.5,
                1,
                1,
                1.5,
                2,
                2,
                2.5,
                3);
        assertThrows(IllegalStateException.class, () -> UpSampling.nearest(2).alignedCorners());
        assertRefused(() -> UpSampling.linear(2, 2).apply(signal(1)), "factor [2, 2]", "[1, 1, 1]");
        assertRefused(
                () -> UpSampling.nearest(1 << 30).apply(signal(1, 2)),
                "upSampling",
                "[2, 1073741824]");
    }

    @Test
    void marginsByHand() {
        Tensor x = signal(1, 2, 3);
        assertMakes(Padding.zeros(1), x, 0, 1, 2, 3, 0);
        assertMakes(Padding.constant(7, 0).behind(2), x, 1, 2, 3, 7, 7);
        assertMakes(Padding.reflect(2), x, 3, 2, 1, 2, 3, 2, 1);
        assertMakes(Padding.replicate(2).behind(1), x, 1, 1, 1, 2, 3, 3);
        assertMakes(Padding.reflect(0), signal(4), 4);
        assertRefused(() -> Padding.reflect(3).apply(x), "[3]", "[1, 1, 3]", "less than");
        assertRefused(() -> Padding.zeros(-1), "margins [-1]", "0 or more");
        assertRefused(() -> Padding.zeros(1, 1).apply(x), "margins [1, 1]", "one an axis");
        assertRefused(() -> Padding.constant(Double.NaN, 1), "NaN");
    }

    @Test
    void shuffledPixelsComeBack() {
        Tensor x = Tensor.iota(36).reshape(1, 18, 2, 1);
        PixelShuffle shuffle = new PixelShuffle(3);
        Tensor y = shuffle.apply(x);
        assertArrayEquals(new int[] {1, 2, 6, 3}, y.shape());
        assertEquals(2 * 4, y.get(0, 0, 1, 1), "channel 1 * 3 + 1 of the first pixel");
        assertArrayEquals(x.toArray(), shuffle.inverse().apply(y).toArray());
        assertRefused(() -> shuffle.apply(Tensor.ones(1, 8, 2, 2)), "[1, 8, 2, 2]", "divide");
        assertRefused(() -> shuffle.inverse().apply(Tensor.ones(1, 1, 3, 4)), "[1, 1, 3, 4]");
    }

    @Test
    void wholeChannelsAreDropped() {
        Tensor x = Tensor.ones(40, 5, 3, 3);
        Tensor y = new SpatialDropout(0.4).forward(x, Pass.training(new SplittableRandom(1)));
        double[] perChannel = y.mean(2, 3).toArray();
        long dropped = Arrays.stream(perChannel).filter(mean -> mean == 0).count();
        assertTrue(dropped > 50 && dropped < 110, "of 200: " + dropped);
        for (double mean : perChannel) {
            assertTrue(mean == 0 || Math.abs(mean - 1 / 0.6) < 1e-12, "whole channels");
        }
        assertRefused(() -> new SpatialDropout(0.4).apply(Tensor.ones(2, 3)), "[2, 3]", "channels");
    }

    @Test
    void groupsAndInstancesAreStandardized() {
        Tensor x = Tensor.normal(new SplittableRandom(3), 2, 6, 4, 5).mul(3).add(10);
        Tensor groups = new GroupNorm(2, 6).apply(x).reshape(4, 60);
        Tensor instances = new InstanceNorm(6).apply(x).reshape(12, 20);
        for (Tensor rows : new Tensor[] {groups, instances}) {
            assertEquals(0, rows.mean(1).abs().amax().value(), 1e-13);
            assertEquals(0, rows.square().mean(1).sub(1).abs().amax().value(), 1e-4);
        }
        assertArrayEquals(
                new InstanceNorm(6).apply(x).toArray(), new GroupNorm(6, 6).apply(x).toArray());
        assertNotEquals(groups.get(0, 0), instances.get(0, 0));
        assertRefused(() -> new GroupNorm(4, 6), "4 groups of 6 channels");
        assertRefused(() -> new GroupNorm(2, 4).apply(x), "[2, 6, 4, 5]", "4 channels");
        assertRefused(
                () -> new InstanceNorm(6).apply(Tensor.ones(2, 6)), "[2, 6]", "[rows, 6, ...]");
    }

    @Test
    void settingsAreCopies() {
        Pooling pooling = Pooling.average(2);
        assertEquals("pooling (average 2, stride 2)", pooling.toString());
        assertEquals(
                "pooling (average 2, stride 1, padding 1, dilation 3, ceil mode, padding ignored,"
                        + " divisor 5.0)",
                pooling.stride(1)
                        .padding(1)
                        .dilation(3)
                        .ceilMode()
                        .ignorePadding()
                        .divisor(5)
                        .toString());
        assertEquals("pooling (average 2, stride 2)", pooling.toString());
        UpSampling linear = UpSampling.linear(2);
        assertEquals(
                "upSampling (linear to 5 x 3, aligned corners)",
                linear.size(5, 3).alignedCorners().toString());
        assertEquals("upSampling (linear 2)", linear.toString());
        Padding zeros = Padding.zeros(1);
        assertEquals("padding (constant 0.0, 1 and 2 behind)", zeros.behind(2).toString());
        assertEquals("padding (constant 0.0, 1)", zeros.toString());
    }

    @Test
    void badSettingsAreNamed() {
        assertRefused(() -> Pooling.max(0), "kernel [0]", "1 or more");
        assertRefused(() -> Pooling.max(), "kernel []");
        assertRefused(() -> Pooling.power(-1, 2), "power -1.0");
        assertRefused(() -> Pooling.average(2).divisor(0), "divisor 0.0");
        assertRefused(() -> Pooling.max(2, 2).apply(signal(1, 2)), "kernel [2, 2]", "[1, 1, 2]");
        assertRefused(() -> Pooling.max(3).apply(signal(1, 2)), "does not fit", "[1, 1, 2]");
        assertRefused(() -> Pooling.max(2).apply(Tensor.ones(2, 2)), "[2, 2]", "channels");
        assertRefused(() -> AdaptivePooling.average(0), "size [0]");
        assertRefused(() -> AdaptivePooling.max(2).apply(Tensor.ones(1, 1, 0)), "[1, 1, 0]");
        assertRefused(() -> new LocalResponseNorm(0), "size 0");
        assertRefused(() -> new PixelShuffle(0), "factor 0");
        assertThrows(IllegalStateException.class, () -> Pooling.max(2).ignorePadding());
        assertThrows(IllegalStateException.class, () -> Pooling.power(2, 2).divisor(3));
    }
}
