package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Row;

/** What sets the shapes of a case apart, with the letter that stands for it in tables. */
public enum ShapeClass {
    /** Scalars alone. */
    SCALAR('0'),
    /** The largest rank is 1. */
    VECTOR('1'),
    /** The largest rank is 2. */
    MATRIX('2'),
    /** The largest rank is 3. */
    RANK_3('3'),
    /** The largest rank is 4 or more. */
    RANK_4('4'),
    /** Some axis has extent 1. */
    UNIT_AXIS('u'),
    /** Some axis has extent 0; a case of this class counts for no other. */
    EMPTY_AXIS('e'),
    /** The first operand alone is broadcast. */
    LEFT_NARROWER('<'),
    /** The second operand alone is broadcast. */
    RIGHT_NARROWER('>'),
    /** Both are broadcast. */
    BOTH_NARROWER('x');

    private final char letter;

    ShapeClass(char letter) {
        this.letter = letter;
    }

    /** The class of a largest rank. */
    static ShapeClass ofRank(int rank) {
        return values()[Math.min(rank, RANK_4.ordinal())];
    }

    /** Their letters, in order. */
    static String letters(Set<ShapeClass> classes) {
        return classes.stream().map(c -> String.valueOf(c.letter)).collect(Collectors.joining());
    }

    /**
     * The classes that a row must meet.
     *
     * @param row the operation
     * @return a set of the caller's own
     */
    public static Set<ShapeClass> admissible(Row row) {
        return EnumSet.copyOf(row.shapes().classes());
    }

    /**
     * The classes of a case.
     *
     * @param row the operation
     * @param at the operands
     * @return one of a rank or {@link #EMPTY_AXIS}, and what else is true of it
     */
    public static Set<ShapeClass> of(Row row, Tensor... at) {
        return of(row.shapes().pairing(), at);
    }

    /**
     * The classes of a case.
     *
     * @param pairing which axes of two operands broadcast; null if none do
     * @param at the operands
     */
    static Set<ShapeClass> of(Pairing pairing, Tensor... at) {
        if (Arrays.stream(at).anyMatch(x -> x.size() == 0)) {
            return EnumSet.of(EMPTY_AXIS);
        }
        int rank = Arrays.stream(at).mapToInt(Tensor::rank).max().orElseThrow();
        Set<ShapeClass> classes = EnumSet.of(ofRank(rank));
        if (Arrays.stream(at).flatMapToInt(x -> Arrays.stream(x.shape())).anyMatch(n -> n == 1)) {
            classes.add(UNIT_AXIS);
        }
        if (pairing != null && at.length == 2) {
            int[] left = pairing.batch(at[0].shape());
            int[] right = pairing.batch(at[1].shape());
            boolean leftIsNarrow = isNarrower(left, right);
            boolean rightIsNarrow = isNarrower(right, left);
            if (leftIsNarrow || rightIsNarrow) {
                classes.add(
                        !rightIsNarrow
                                ? LEFT_NARROWER
                                : leftIsNarrow ? BOTH_NARROWER : RIGHT_NARROWER);
            }
        }
        return classes;
    }

    /** Whether an axis is missing, or has extent 1 where the other's has not. */
    private static boolean isNarrower(int[] p, int[] q) {
        boolean narrower = p.length < q.length;
        for (int i = 1; i <= Math.min(p.length, q.length); i++) {
            narrower |= p[p.length - i] == 1 && q[q.length - i] != 1;
        }
        return narrower;
    }

    /**
     * The axes that broadcast: all but some at either end.
     *
     * @param leading how many axes at the front are matched rather than broadcast
     * @param trailing how many at the end
     */
    public record Pairing(int leading, int trailing) {
        static final Pairing ALL = new Pairing(0, 0);

        private int[] batch(int[] shape) {
            return Arrays.copyOfRange(shape, leading, shape.length - trailing);
        }
    }
}
