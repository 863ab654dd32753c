package org.cotangent.nn.images;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.cotangent.CheckReturnValue;
import org.cotangent.Window;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * The settings of a convolution: the kernel's extents, and how it moves over its input. Immutable;
 * each method returns a copy with that setting.
 *
 * <pre>{@code
 * Kernel images = Kernel.of(5, 5);       // stride 1, no padding, a bias
 * Kernel same = Kernel.of(3, 3).same();  // padded so that extents stay
 * Kernel signals = Kernel.of(3).stride(2).padding(1);
 * Kernel volumes = Kernel.of(3, 3, 3).groups(2).withoutBias();
 * }</pre>
 */
@CheckReturnValue
public final class Kernel {
    private static final int[] ONE = {1};
    private static final int[] ZERO = {0};

    private final int[] extents;
    private final int[] stride;
    private final int[] padding;
    private final boolean same;
    private final int[] dilation;
    private final int[] outputPadding;
    private final int groups;
    private final boolean bias;

    private Kernel(
            int[] extents,
            int[] stride,
            int[] padding,
            boolean same,
            int[] dilation,
            int[] outputPadding,
            int groups,
            boolean bias) {
        this.extents = extents;
        this.stride = stride;
        this.padding = padding;
        this.same = same;
        this.dilation = dilation;
        this.outputPadding = outputPadding;
        this.groups = groups;
        this.bias = bias;
    }

    /**
     * A kernel with stride 1, no padding, dilation 1, one group, and a bias.
     *
     * @param extents one an axis: one for signals, two for images, three for volumes; each 1 or
     *     more
     * @return the settings
     * @throws IllegalArgumentException if there is no extent, or one is below 1
     */
    public static Kernel of(int... extents) {
        if (extents.length == 0) {
            throw Checks.illegal("kernel: no extents; give one an axis, as Kernel.of(3, 3)");
        }
        int[] checked = checked("extents", extents, extents.length, 1);
        return new Kernel(checked, ONE, ZERO, false, ONE, ZERO, 1, true);
    }

    private static int[] checked(String what, int[] numbers, int axes, int least) {
        if (numbers.length != 1 && numbers.length != axes
                || Arrays.stream(numbers).anyMatch(n -> n < least)) {
            throw Checks.illegal(
                    "kernel: %s %s for %s axes; there must be one number, or one an axis, each %s or"
                            + " more",
                    what, numbers, axes, least);
        }
        return numbers.clone();
    }

    /**
     * A copy with this distance of windows.
     *
     * @param steps one number for all axes or one an axis, each 1 or more
     * @return the settings
     */
    public Kernel stride(int... steps) {
        int[] checked = checked("stride", steps, axes(), 1);
        return new Kernel(extents, checked, padding, same, dilation, outputPadding, groups, bias);
    }

    /**
     * A copy with this many zeros before and behind each axis; of a transposed convolution they are
     * cut off the result.
     *
     * @param margins one number for all axes or one an axis, each 0 or more
     * @return the settings
     */
    public Kernel padding(int... margins) {
        int[] checked = checked("padding", margins, axes(), 0);
        return new Kernel(extents, stride, checked, false, dilation, outputPadding, groups, bias);
    }

    /**
     * A copy with as many zeros as keep the extents of the input, dilation · (extent - 1) on each
     * axis; of an odd number there is one more behind than before. For convolutions of stride 1.
     *
     * @return the settings
     */
    public Kernel same() {
        return new Kernel(extents, stride, ZERO, true, dilation, outputPadding, groups, bias);
    }

    /**
     * A copy with this distance of the elements of a window.
     *
     * @param distances one number for all axes or one an axis, each 1 or more
     * @return the settings
     */
    public Kernel dilation(int... distances) {
        int[] checked = checked("dilation", distances, axes(), 1);
        return new Kernel(extents, stride, padding, same, checked, outputPadding, groups, bias);
    }

    /**
     * A copy with this addition to the end of each axis of the result, for transposed convolutions:
     * of the extents that a strided convolution takes to the same, it chooses one.
     *
     * @param extra one number for all axes or one an axis, each 0 or more
     * @return the settings
     */
    public Kernel outputPadding(int... extra) {
        int[] checked = checked("output padding", extra, axes(), 0);
        return new Kernel(extents, stride, padding, same, dilation, checked, groups, bias);
    }

    /**
     * A copy that divides channels into groups, of which each sees only its own.
     *
     * @param count 1 or more; it must divide the channels that come in and those that go out
     * @return the settings
     */
    public Kernel groups(int count) {
        int checked = Checks.atLeast("kernel", "groups", 1, count);
        return new Kernel(extents, stride, padding, same, dilation, outputPadding, checked, bias);
    }

    /**
     * A copy without a bias, as before a normalization, which would take it away.
     *
     * @return the settings
     */
    public Kernel withoutBias() {
        return new Kernel(extents, stride, padding, same, dilation, outputPadding, groups, false);
    }

    /** The same over groups of another number, with an extent of 1 and nothing else. */
    Kernel pointwise() {
        int[] ones = new int[axes()];
        Arrays.fill(ones, 1);
        return new Kernel(ones, ONE, ZERO, false, ONE, ZERO, 1, bias);
    }

    int axes() {
        return extents.length;
    }

    int[] extents() {
        return extents.clone();
    }

    int groups() {
        return groups;
    }

    boolean hasBias() {
        return bias;
    }

    int[] outputPadding() {
        return outputPadding;
    }

    /** The elements of the kernel. */
    int size() {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }

    /** What the engine takes; the zeros in front alone where those behind are more. */
    Window window() {
        return Window.plain().stride(stride).padding(same ? halves() : padding).dilation(dilation);
    }

    private int reach(int axis) {
        return dilation[dilation.length == 1 ? 0 : axis] * (extents[axis] - 1);
    }

    private int[] halves() {
        int[] halves = new int[axes()];
        Arrays.setAll(halves, axis -> reach(axis) / 2);
        return halves;
    }

    /** Margins {before, behind} for a tensor [samples, channels, …], by which extents stay. */
    int[][] behind() {
        int[][] margins = new int[2 + axes()][2];
        for (int axis = 0; axis < axes(); axis++) {
            margins[2 + axis][1] = reach(axis) % 2;
        }
        return margins;
    }

    boolean isLopsided() {
        return same && Arrays.stream(behind()).anyMatch(margin -> margin[1] > 0);
    }

    /** Refuses what no convolution has. */
    void checkConvolution(String name) {
        if (Arrays.stream(outputPadding).anyMatch(n -> n > 0)) {
            throw Checks.illegal(
                    "%s: output padding %s; only a transposed convolution has one",
                    name, outputPadding);
        }
        if (same && Arrays.stream(stride).anyMatch(n -> n > 1)) {
            throw Checks.illegal(
                    "%s: stride %s with \"same\" padding, which keeps the extents only with stride"
                            + " 1; set the padding",
                    name, stride);
        }
    }

    /** Refuses what no transposed convolution has. */
    void checkTransposed(String name) {
        if (same) {
            throw Checks.illegal(
                    "%s: a transposed convolution has no \"same\" padding; set the padding", name);
        }
        for (int axis = 0; axis < axes(); axis++) {
            int most = Math.max(at(stride, axis), at(dilation, axis));
            if (at(outputPadding, axis) >= most) {
                throw Checks.illegal(
                        "%s: output padding %s with stride %s and dilation %s; it must be less than"
                                + " the larger of them",
                        name, outputPadding, stride, dilation);
            }
        }
    }

    private static int at(int[] numbers, int axis) {
        return numbers[numbers.length == 1 ? 0 : axis];
    }

    /** Refuses numbers of channels that do not fit. */
    void checkChannels(String name, int inputs, int outputs) {
        if (inputs < 1 || outputs < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw Checks.illegal(
                    "%s: %s channels in, %s out, %s groups; the groups must divide both, which are"
                            + " at least 1",
                    name, inputs, outputs, groups);
        }
    }

    State write(State state) {
        return state.with("stride", stride)
                .with("padding", padding)
                .with("same", same)
                .with("dilation", dilation)
                .with("outputPadding", outputPadding)
                .with("groups", groups);
    }

    /** What {@link #write} wrote, for weights of a shape. */
    static Kernel read(State state, String weight, String bias) {
        int[] shape = state.tensor(weight).shape();
        if (shape.length < 3) {
            throw state.wrong(weight, "weights [channels, channels, ...] with a kernel");
        }
        Kernel kernel =
                of(Arrays.copyOfRange(shape, 2, shape.length))
                        .stride(state.integers("stride"))
                        .padding(state.integers("padding"))
                        .dilation(state.integers("dilation"))
                        .outputPadding(state.integers("outputPadding"))
                        .groups(state.count("groups"));
        kernel = state.truth("same") ? kernel.same() : kernel;
        return state.has(bias) ? kernel : kernel.withoutBias();
    }

    private static String list(int[] numbers, String separator) {
        boolean equal = Arrays.stream(numbers).distinct().count() == 1;
        return equal && separator.equals(", ")
                ? String.valueOf(numbers[0])
                : Arrays.stream(numbers)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(separator));
    }

    /**
     * The extents and what is not the default.
     *
     * @return as "5 x 5, stride 2, padding 1, without bias"
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(list(extents, " x "));
        append(text, "stride", stride, 1);
        append(text, "padding", padding, 0);
        text.append(same ? ", same" : "");
        append(text, "dilation", dilation, 1);
        append(text, "output padding", outputPadding, 0);
        append(text, "groups", new int[] {groups}, 1);
        return text.append(bias ? "" : ", without bias").toString();
    }

    private static void append(StringBuilder text, String what, int[] numbers, int usual) {
        if (Arrays.stream(numbers).anyMatch(n -> n != usual)) {
            text.append(", ").append(what).append(' ').append(list(numbers, ", "));
        }
    }
}
