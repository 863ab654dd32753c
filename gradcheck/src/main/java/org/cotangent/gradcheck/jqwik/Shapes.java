package org.cotangent.gradcheck.jqwik;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitrary shapes: the extents of a tensor's axes. They shrink to fewer axes and smaller extents.
 */
@SuppressWarnings("exports") // jqwik is optional: required transitively, every user would need it
public final class Shapes {
    /**
     * Two shapes that broadcast.
     *
     * @param left the one
     * @param right the other
     */
    public record Pair(int[] left, int[] right) {
        /**
         * The shape of a sum of tensors of these shapes, by the rules of NumPy: aligned at the last
         * axis, where an extent of 1 fits any other.
         *
         * @return its extents
         */
        public int[] result() {
            int[] result = new int[Math.max(left.length, right.length)];
            Arrays.setAll(
                    result,
                    i -> {
                        int p = extent(left, i - (result.length - left.length));
                        return p == 1 ? extent(right, i - (result.length - right.length)) : p;
                    });
            return result;
        }

        private static int extent(int[] shape, int axis) {
            return axis < 0 ? 1 : shape[axis];
        }

        /** Such as "[2, 1] and [3]". */
        @Override
        public String toString() {
            return Arrays.toString(left) + " and " + Arrays.toString(right);
        }
    }

    private Shapes() {}

    /**
     * Shapes without empty axes.
     *
     * @param mostAxes the largest rank, 0 or more
     * @param mostExtent the largest extent, 1 or more
     * @return shapes of rank 0 to the largest and extents from 1
     */
    public static Arbitrary<int[]> upTo(int mostAxes, int mostExtent) {
        return of(0, mostAxes, 1, mostExtent);
    }

    /**
     * Shapes of a range of ranks and of extents.
     *
     * @param leastAxes the smallest rank, 0 or more
     * @param mostAxes the largest rank
     * @param leastExtent the smallest extent; 0 for empty axes among others, 1 for none
     * @param mostExtent the largest extent
     * @return shapes, extents of 1 more often than the others
     * @throws IllegalArgumentException if a number is negative, or larger than its upper end
     */
    public static Arbitrary<int[]> of(
            int leastAxes, int mostAxes, int leastExtent, int mostExtent) {
        if (leastAxes < 0 || leastAxes > mostAxes || leastExtent < 0 || leastExtent > mostExtent) {
            throw new IllegalArgumentException(
                    "shapes of "
                            + leastAxes
                            + " to "
                            + mostAxes
                            + " axes with extents from "
                            + leastExtent
                            + " to "
                            + mostExtent
                            + ": ranges start at 0 or above and do not end before they start");
        }
        Arbitrary<Integer> any = Arbitraries.integers().between(leastExtent, mostExtent);
        Arbitrary<Integer> extent =
                leastExtent <= 1 && mostExtent >= 1
                        ? Arbitraries.oneOf(List.of(Arbitraries.just(1), any, any))
                        : any;
        return extent.list().ofMinSize(leastAxes).ofMaxSize(mostAxes).map(Shapes::array);
    }

    /**
     * Shapes of tensors without elements: one axis or more is empty.
     *
     * @param mostAxes the largest rank, 1 or more
     * @param mostExtent the largest extent of axes that are not empty, 1 or more
     * @return shapes with an extent of 0 in them
     */
    public static Arbitrary<int[]> empty(int mostAxes, int mostExtent) {
        return with(0, mostAxes, mostExtent);
    }

    /**
     * Shapes that have an axis of a single element, which broadcasting may stretch.
     *
     * @param mostAxes the largest rank, 1 or more
     * @param mostExtent the largest extent, 1 or more
     * @return shapes with an extent of 1 in them, and none of 0
     */
    public static Arbitrary<int[]> withOnes(int mostAxes, int mostExtent) {
        return with(1, mostAxes, mostExtent);
    }

    private static Arbitrary<int[]> with(int extent, int mostAxes, int mostExtent) {
        return Combinators.combine(of(1, mostAxes, 1, mostExtent), bits())
                .as(
                        (shape, place) -> {
                            int[] changed = shape.clone();
                            changed[place % shape.length] = extent;
                            return changed;
                        });
    }

    /**
     * Pairs of shapes that broadcast, in either direction or both: leading axes are dropped and
     * others made 1.
     *
     * @param mostAxes the largest rank, 0 or more
     * @param mostExtent the largest extent, 1 or more
     * @return pairs, among them equal ones
     */
    public static Arbitrary<Pair> broadcasting(int mostAxes, int mostExtent) {
        return Combinators.combine(upTo(mostAxes, mostExtent), bits(), bits(), bits(), bits())
                .as(
                        (wide, dropLeft, onesLeft, dropRight, onesRight) ->
                                new Pair(
                                        narrower(wide, dropLeft, onesLeft),
                                        narrower(wide, dropRight, onesRight)));
    }

    private static Arbitrary<Integer> bits() {
        return Arbitraries.integers().between(0, 255);
    }

    private static int[] narrower(int[] wide, int drop, int ones) {
        // no axis is dropped every other time
        int dropped = drop % 2 == 0 ? 0 : drop / 2 % (wide.length + 1);
        int[] narrow = Arrays.copyOfRange(wide, dropped, wide.length);
        Arrays.setAll(narrow, axis -> (ones >> axis & 1) == 1 ? 1 : narrow[axis]);
        return narrow;
    }

    private static int[] array(List<Integer> extents) {
        return extents.stream().mapToInt(Integer::intValue).toArray();
    }
}
