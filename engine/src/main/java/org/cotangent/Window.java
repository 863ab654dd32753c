package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

/**
 * How a kernel or a pool moves over the axes of a signal or image: by how much (stride), over how
 * wide a margin (padding), and how far its own elements lie apart (dilation). Immutable.
 *
 * <pre>{@code
 * Window every = Window.plain();                       // stride 1, no padding, dilation 1
 * Window half = Window.plain().stride(2).padding(1);   // on all axes
 * Window skew = Window.plain().stride(2, 1);           // on the first and on the second
 * }</pre>
 */
@CheckReturnValue
public final class Window {
    private static final Window PLAIN =
            new Window(new int[] {1}, new int[] {0}, new int[] {1}, false);

    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceil;

    private Window(int[] stride, int[] padding, int[] dilation, boolean ceil) {
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceil = ceil;
    }

    /**
     * Stride 1, no padding, dilation 1.
     *
     * @return the window
     */
    public static Window plain() {
        return PLAIN;
    }

    /**
     * This with another stride.
     *
     * @param steps one number for all axes or one an axis, each 1 or more
     * @return the window
     */
    public Window stride(int... steps) {
        return new Window(checked("stride", steps, 1), padding, dilation, ceil);
    }

    /**
     * This with another padding.
     *
     * @param margins one number for all axes or one an axis, each 0 or more; added on both sides
     * @return the window
     */
    public Window padding(int... margins) {
        return new Window(stride, checked("padding", margins, 0), dilation, ceil);
    }

    /**
     * This with another dilation.
     *
     * @param distances one number for all axes or one an axis, each 1 or more
     * @return the window
     */
    public Window dilation(int... distances) {
        return new Window(stride, padding, checked("dilation", distances, 1), ceil);
    }

    /**
     * This with extents of the result that are rounded up ("ceil mode"), for pools alone: a window
     * that begins in x or the padding in front of it counts, though it ends beyond the padding
     * behind.
     *
     * @return the window
     */
    public Window ceilMode() {
        return new Window(stride, padding, dilation, true);
    }

    /**
     * The strides.
     *
     * @return one number for all axes or one an axis, a new array
     */
    public int[] strides() {
        return stride.clone();
    }

    /**
     * The paddings.
     *
     * @return one number for all axes or one an axis, a new array
     */
    public int[] paddings() {
        return padding.clone();
    }

    /**
     * The dilations.
     *
     * @return one number for all axes or one an axis, a new array
     */
    public int[] dilations() {
        return dilation.clone();
    }

    /**
     * Whether extents of the result are rounded up.
     *
     * @return false if they are rounded down
     */
    public boolean isCeilMode() {
        return ceil;
    }

    /** The same for numbers that were padded before. */
    Window unpadded() {
        return new Window(stride, PLAIN.padding, dilation, ceil);
    }

    void refuseCeilMode(String op) {
        if (ceil) {
            throw new IllegalArgumentException(
                    op + ": a window in ceil mode; only pools round their extents up");
        }
    }

    /** How many windows begin on an axis; less than 1 if the kernel does not fit. */
    long places(int axis, int axes, long extent, long reach) {
        int step = strideOf(axis, axes);
        long room = extent + 2L * paddingOf(axis, axes) - reach;
        if (!ceil) {
            return room < 0 ? 0 : room / step + 1;
        }
        long n = Math.floorDiv(room + step - 1, (long) step) + 1;
        return (n - 1) * step >= extent + paddingOf(axis, axes) ? n - 1 : n;
    }

    private static int[] checked(String what, int[] numbers, int least) {
        if (numbers.length == 0 || Arrays.stream(numbers).anyMatch(n -> n < least)) {
            throw new IllegalArgumentException(
                    "window: "
                            + what
                            + " "
                            + Arrays.toString(numbers)
                            + "; there must be at least one number, each "
                            + least
                            + " or more");
        }
        return numbers.clone();
    }

    int strideOf(int axis, int axes) {
        return at(stride, "stride", axis, axes);
    }

    int paddingOf(int axis, int axes) {
        return at(padding, "padding", axis, axes);
    }

    int dilationOf(int axis, int axes) {
        return at(dilation, "dilation", axis, axes);
    }

    private static int at(int[] numbers, String what, int axis, int axes) {
        if (numbers.length != 1 && numbers.length != axes) {
            throw new IllegalArgumentException(
                    "window: "
                            + what
                            + " "
                            + Arrays.toString(numbers)
                            + " for "
                            + axes
                            + " axes; there must be one number, or one an axis");
        }
        return numbers[numbers.length == 1 ? 0 : axis];
    }

    /** This window as attributes of an operation. */
    Map<String, Object> attributes() {
        return Op.attributes(
                "stride",
                Shape.list(stride),
                "padding",
                Shape.list(padding),
                "dilation",
                Shape.list(dilation));
    }

    /** As "stride 2, padding 1". */
    @Override
    public String toString() {
        return "stride "
                + Text.list(stride)
                + ", padding "
                + Text.list(padding)
                + ", dilation "
                + Text.list(dilation)
                + (ceil ? ", ceil mode" : "");
    }
}
