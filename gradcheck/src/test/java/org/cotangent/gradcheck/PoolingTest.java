package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.Images;
import org.cotangent.Images.MaxPool;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.junit.jupiter.api.Test;

/** Positions of the largest elements of windows, and windows that reach beyond the image. */
class PoolingTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor signal(double... elements) {
        return Tensor.of(elements, 1, 1, elements.length);
    }

    private static void same(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toArray());
    }

    /** Windows of all kinds: the elements at the positions are the values. */
    @Test
    void valuesStandAtTheirPositions() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(2)};
            Window window =
                    Window.plain()
                            .stride(1 + random.nextInt(3), 1 + random.nextInt(2))
                            .padding(kernel[0] / 2, kernel[1] / 2)
                            .dilation(1, 1 + random.nextInt(2));
            window = random.nextBoolean() ? window.ceilMode() : window;
            // few different numbers, so that many tie
            Tensor x = Tensor.normal(random, 2, 3, 6, 5).round().add(0);
            MaxPool y = Images.maxPoolWithPositions(x, kernel, window);
            same(y.values(), Images.maxPool(x, kernel, window).toArray());
            Tensor found = x.reshape(2, 3, 30).gather(2, y.positions().reshape(2, 3, -1));
            same(found, y.values().toArray());
        }
    }

    @Test
    void theFirstOfSeveral() {
        Window two = Window.plain().stride(2);
        MaxPool y = Images.maxPoolWithPositions(signal(3, 3, 1, NAN, 4, 2), new int[] {2}, two);
        same(y.positions(), 0, 3, 4);
        // minus infinity is an element, which padding is not
        MaxPool low =
                Images.maxPoolWithPositions(
                        signal(-INF, -INF, -INF, 5), new int[] {2}, two.padding(1));
        same(low.values(), -INF, -INF, 5);
        same(low.positions(), 0, 1, 3);
        Window wide = Window.plain().padding(2);
        assertThrows(
                IllegalArgumentException.class,
                () -> Images.maxPoolWithPositions(signal(1, 2), new int[] {2}, wide));
    }

    @Test
    void whatWasPooledGoesBack() {
        Tensor x = Tensor.of(new double[] {1, 9, 2, 3, 4, 0, 8, 7, 6, 5, 1, 1}, 1, 1, 3, 4);
        MaxPool y =
                Images.maxPoolWithPositions(
                        x, new int[] {2, 2}, Window.plain().stride(2).ceilMode());
        same(y.values(), 9, 8, 6, 1);
        same(y.positions(), 1, 6, 8, 10);
        same(Images.maxUnpool(y.values(), y.positions(), 3, 4), 0, 9, 0, 0, 0, 0, 8, 0, 6, 0, 1, 0);
        Tensor twice = Tensor.zeros(1, 1, 2);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Images.maxUnpool(signal(1, 2), twice, 4))
                        .getMessage();
        assertTrue(message.contains("two of a channel are the same"), message);
        assertThrows(
                IndexOutOfBoundsException.class, () -> Images.maxUnpool(signal(1), signal(4), 4));
        assertThrows(
                IllegalArgumentException.class, () -> Images.maxUnpool(signal(1), signal(0, 1), 4));
    }

    /** Extents and divisors of PyTorch. */
    @Test
    void ceilMode() {
        Tensor x = signal(1, 2, 3, 4, 5, 6);
        int[] three = {3};
        Window window = Window.plain().stride(2);
        same(Images.maxPool(x, three, window), 3, 5);
        same(Images.maxPool(x, three, window.ceilMode()), 3, 5, 6);
        same(Images.sumPool(x, three, window.ceilMode()), 6, 12, 11);
        same(Images.averagePool(x, three, window.ceilMode(), true), 2, 4, 5.5);
        // padding counts as far as it goes, and what lies beyond it never
        Window padded = window.stride(3).padding(1).ceilMode();
        same(Images.averagePool(signal(6, 6, 6, 6, 6), three, padded, true), 4, 6);
        Window four = Window.plain().stride(3).padding(2).ceilMode();
        int[] k = {4};
        same(Images.averagePool(signal(6, 6, 6, 6, 6, 6), k, four, true), 3, 6, 3);
        same(Images.averagePool(signal(6, 6, 6, 6, 6, 6), k, four, false), 6, 6, 6);
        // a window that would begin behind the image is none
        same(
                Images.maxPool(
                        signal(1, 2, 3, 4), new int[] {2}, window.stride(3).padding(1).ceilMode()),
                1,
                4);
        // a kernel longer than the image
        same(Images.maxPool(signal(1, 2, 3), k, window.ceilMode()), 3);
        assertThrows(
                IllegalArgumentException.class,
                () -> Images.maxPool(signal(1, 2, 3), new int[] {6}, window.ceilMode()));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Images.convolution(
                                                x, Tensor.ones(1, 1, 2), window.ceilMode(), 1))
                        .getMessage();
        assertTrue(message.contains("ceil mode"), message);
        assertTrue(window.ceilMode().toString().endsWith("ceil mode"));
        assertArrayEquals(
                new int[] {1, 1, 3},
                Arrays.copyOf(Images.maxPool(x, three, window.ceilMode()).shape(), 3));
    }
}
