package org.cotangent.gradcheck.coverage;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.gradcheck.coverage.ShapeClass.Pairing;

/**
 * The shapes that a row of the table of operations must meet: declared there and nowhere derived
 * from what its generator draws. A row that draws more than it has declared fails too, so that no
 * declaration is left too small.
 *
 * @param classes what it must meet
 * @param pairing how its two operands broadcast; null if they do not
 */
public record Admissible(Set<ShapeClass> classes, Pairing pairing) {
    /**
     * Shapes with axes of all extents, 1 and 0 among them.
     *
     * @param least the least rank
     * @param most the largest rank; 4 stands for more, too
     */
    public static Admissible ranks(int least, int most) {
        Set<ShapeClass> classes = EnumSet.of(ShapeClass.UNIT_AXIS, ShapeClass.EMPTY_AXIS);
        for (int rank = least; rank <= most; rank++) {
            classes.add(ShapeClass.ofRank(rank));
        }
        return new Admissible(classes, null);
    }

    /** Shapes of one rank, with axes of all extents. */
    public static Admissible rank(int rank) {
        return ranks(rank, rank);
    }

    /** Shapes of these classes alone. */
    public static Admissible only(ShapeClass first, ShapeClass... rest) {
        return new Admissible(EnumSet.of(first, rest), null);
    }

    /** The same for two operands all of whose axes broadcast. */
    public Admissible broadcasting() {
        return broadcasting(0, 0);
    }

    /** The same for two operands whose axes broadcast, those of matrices at the end excepted. */
    public Admissible broadcastingBatches() {
        return broadcasting(0, 2);
    }

    /**
     * The same for two operands whose axes broadcast, but for some at either end.
     *
     * @param leading how many axes at the front are matched rather than broadcast
     * @param trailing how many at the end
     */
    public Admissible broadcasting(int leading, int trailing) {
        Set<ShapeClass> more = EnumSet.copyOf(classes);
        more.add(ShapeClass.LEFT_NARROWER);
        more.add(ShapeClass.RIGHT_NARROWER);
        more.add(ShapeClass.BOTH_NARROWER);
        return new Admissible(more, new Pairing(leading, trailing));
    }
}
