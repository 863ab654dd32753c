package org.cotangent.nn.images;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** Checks of images and of settings that are given for their axes. */
final class ImageChecks {
    private ImageChecks() {}

    /** An input [rows, channels, …] with one axis or more behind. */
    static Tensor image(String name, Tensor x) {
        if (Checks.present(name, "the input", x).rank() < 3) {
            throw Checks.illegal(
                    "%s: the input has shape %s; it must be [rows, channels, ...] with one axis or"
                            + " more behind",
                    name, x.shape());
        }
        return x;
    }

    /** Refuses an input without numbers to choose from. */
    static void notEmpty(String name, Tensor x) {
        if (Arrays.stream(x.shape()).skip(2).anyMatch(extent -> extent == 0)) {
            throw Checks.illegal(
                    "%s: the input has shape %s; each extent behind the channels must be at least 1",
                    name, x.shape());
        }
    }

    /** A number for each axis behind the channels, of one for all or one an axis. */
    static int[] perAxis(String name, String what, int[] numbers, Tensor x) {
        int axes = image(name, x).rank() - 2;
        if (numbers.length != 1 && numbers.length != axes) {
            throw Checks.illegal(
                    "%s: %s %s for an input of shape %s; there must be one number for all axes"
                            + " behind the channels, or %s, one an axis",
                    name, what, numbers, x.shape(), axes);
        }
        int[] all = new int[axes];
        Arrays.setAll(all, i -> numbers[numbers.length == 1 ? 0 : i]);
        return all;
    }

    /** Settings of axes, each large enough; copied. */
    static int[] atLeast(String name, String what, int least, int... numbers) {
        if (Checks.present(name, "the " + what, numbers).length == 0
                || Arrays.stream(numbers).anyMatch(n -> n < least)) {
            throw Checks.illegal(
                    "%s: %s %s; there must be one number for all axes or one an axis, each %s or"
                            + " more",
                    name, what, numbers, least);
        }
        return numbers.clone();
    }

    /** As "3" or "3 x 2". */
    static String text(int... numbers) {
        return Arrays.toString(numbers).replaceAll("[\\[\\]]", "").replace(", ", " x ");
    }
}
