package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The usual wrong orders of the elements of an array. */
final class Permutations {
    /** No more places are tried along an axis. */
    private static final int MOST_ROLLS = 64;

    private Permutations() {}

    /**
     * One order.
     *
     * @param what the description, such as "transposed"
     * @param from the element that stands at each place
     */
    record Named(String what, int[] from) {}

    /** Usual mistakes for an array of some shape, the likeliest first. */
    static List<Named> of(int[] shape) {
        List<Named> orders = new ArrayList<>();
        int rank = shape.length;
        if (rank >= 2) {
            transposed(shape, orders);
        }
        for (int axis = 0; axis < rank; axis++) {
            int last = shape[axis] - 1;
            int own = axis;
            if (last > 0) {
                orders.add(
                        new Named(
                                "reversed" + along(shape, axis),
                                moved(shape, i -> i[own] = last - i[own])));
            }
        }
        if (rank >= 2) {
            int size = Arrays.stream(shape).reduce(1, (p, q) -> p * q);
            int[] back = new int[size];
            Arrays.setAll(back, k -> size - 1 - k);
            orders.add(new Named("reversed along all axes", back));
        }
        for (int axis = 0; axis < rank; axis++) {
            int extent = shape[axis];
            int own = axis;
            for (int s = 1; s < Math.min(extent, MOST_ROLLS); s++) {
                int by = s;
                int shown = s <= extent / 2 ? s : s - extent;
                orders.add(
                        new Named(
                                "shifted by " + shown + along(shape, axis),
                                moved(shape, i -> i[own] = (i[own] - by + extent) % extent)));
            }
        }
        return orders;
    }

    private static void transposed(int[] shape, List<Named> orders) {
        int rank = shape.length;
        for (int p = rank - 2; p >= 0; p--) {
            for (int q = rank - 1; q > p; q--) {
                int one = p;
                int two = q;
                if (shape[p] == shape[q] && shape[p] > 1) {
                    String axes = rank == 2 ? "" : " in axes " + p + " and " + q;
                    orders.add(
                            new Named(
                                    "transposed" + axes,
                                    moved(
                                            shape,
                                            i -> {
                                                int old = i[one];
                                                i[one] = i[two];
                                                i[two] = old;
                                            })));
                }
            }
        }
        int r = shape[rank - 2];
        int c = shape[rank - 1];
        if (r != c && r > 1 && c > 1) {
            int size = Arrays.stream(shape).reduce(1, (p, q) -> p * q);
            int[] rows = new int[size];
            int[] columns = new int[size];
            for (int k = 0; k < size; k++) {
                int start = k / (r * c) * r * c;
                int at = k - start;
                rows[k] = start + at % r * c + at / r;
                columns[k] = start + at % c * r + at / c;
            }
            orders.add(new Named("transposed and then read row by row", rows));
            orders.add(new Named("read column by column", columns));
        }
    }

    private static String along(int[] shape, int axis) {
        return shape.length == 1 ? "" : " along axis " + axis;
    }

    private interface Move {
        void apply(int[] index);
    }

    private static int[] moved(int[] shape, Move move) {
        int size = Arrays.stream(shape).reduce(1, (p, q) -> p * q);
        int[] from = new int[size];
        int[] index = new int[shape.length];
        for (int k = 0; k < size; k++) {
            int rest = k;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            move.apply(index);
            int place = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                place = place * shape[axis] + index[axis];
            }
            from[k] = place;
        }
        return from;
    }
}
