package org.cotangent.nn.internal;

import java.util.Arrays;

/** Checks of shapes read from files, made before memory is allocated for them. */
public final class FileShapes {
    public static final int MOST_AXES = 64;

    /** The longest array of a virtual machine, a little below 2^31. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private FileShapes() {}

    /**
     * How many elements there are.
     *
     * @return the product of the extents, or -1 if a tensor cannot have them
     */
    public static int count(long[] extents) {
        long count = 1;
        for (long extent : extents) {
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                return -1;
            }
            count *= extent;
            if (count > MOST_ELEMENTS) {
                return -1;
            }
        }
        return (int) count;
    }

    /** The extents as ints, once they have been {@linkplain #count counted}. */
    public static int[] ints(long[] extents) {
        return Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
    }
}
