package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.cotangent.graph.Graph;

/** Sentences that say where the wrong entries of an input are, if others of it are right. */
final class ErrorLocation {
    /** So many wrong and right entries a bound on the input must separate to mean something. */
    private static final int ENOUGH = 3;

    private ErrorLocation() {}

    /** One sentence; null if they are everywhere, or in no particular place. */
    static String of(ErrorGroup g, List<Graph.Branch> branches) {
        int wrong = g.wrong();
        if (g.right() == 0) {
            return null;
        }
        String branch = branch(g, branches);
        if (branch != null) {
            return branch;
        }
        if (wrong == 1) {
            return one(g);
        }
        String slice = g.shape == null ? null : slice(g);
        return slice != null || g.x == null ? slice : bound(g);
    }

    private static String one(ErrorGroup g) {
        for (int i = 0; i < g.size(); i++) {
            if (g.isWrong(i)) {
                return "only " + g.entries.get(i).place() + " differs, of " + g.size();
            }
        }
        return null;
    }

    private static String exactly(ErrorGroup g, String which) {
        int wrong = g.wrong();
        return wrong == 1
                ? "the only entry that differs is the one " + which
                : "the " + wrong + " entries that differ are exactly those " + which;
    }

    // ---- branches

    private static String branch(ErrorGroup g, List<Graph.Branch> branches) {
        if (g.x == null) {
            return null;
        }
        String sign =
                g.areExactly(i -> g.x[i] < 0)
                        ? "where the input is below 0"
                        : g.areExactly(i -> g.x[i] > 0)
                                ? "where the input is above 0"
                                : g.areExactly(i -> g.x[i] == 0) ? "where the input is 0" : null;
        String operation = null;
        String side = null;
        int size = g.size() / g.rows;
        for (Graph.Branch b : branches) {
            double[] sides = b.sides().toArray();
            if (sides.length == size && operation == null) {
                for (double s : Arrays.stream(sides).distinct().toArray()) {
                    if (g.areExactly(i -> sides[i % size] == s)) {
                        operation = b.operation();
                        side = Arrays.stream(sides).distinct().count() > 1 ? "" + s : null;
                    }
                }
            }
        }
        if (operation != null && side != null) {
            return exactly(
                    g,
                    (sign != null ? sign + ", " : "at places ")
                            + "where "
                            + operation
                            + " is on one branch (side "
                            + (side.endsWith(".0") ? side.substring(0, side.length() - 2) : side)
                            + "): look at that branch's derivative");
        }
        return sign == null ? null : exactly(g, sign + ": look at the branch for these");
    }

    // ---- rows and columns

    private static String slice(ErrorGroup g) {
        for (int axis = 0; axis < g.shape.length; axis++) {
            int own = axis;
            int at = -1;
            for (int i = 0; i < g.size() && at < 0; i++) {
                at = g.isWrong(i) ? g.index(i)[axis] : -1;
            }
            int index = at;
            if (g.shape[axis] > 1 && g.areExactly(i -> g.index(i)[own] == index)) {
                return exactly(
                        g,
                        g.rows == 1
                                ? "with index " + index + " along axis " + axis
                                : axis == 0
                                        ? "of result " + index
                                        : "with respect to element " + index);
            }
        }
        return null;
    }

    // ---- above or below a bound

    private static String bound(ErrorGroup g) {
        if (g.wrong() < ENOUGH || g.right() < ENOUGH) {
            return null;
        }
        double[] size = Arrays.stream(g.x).map(Math::abs).toArray();
        String text = bound(g, g.x, "the input");
        return text != null ? text : bound(g, size, "the size of the input");
    }

    private static String bound(ErrorGroup g, double[] x, String what) {
        double most = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < g.size(); i++) {
            if (g.isWrong(i)) {
                most = Math.max(most, x[i]);
                least = Math.min(least, x[i]);
            }
        }
        double upper = most;
        double lower = least;
        IntPredicate below = i -> x[i] <= upper;
        IntPredicate above = i -> x[i] >= lower;
        return g.areExactly(below)
                ? exactly(g, "where " + what + " is at most " + upper)
                : g.areExactly(above)
                        ? exactly(g, "where " + what + " is at least " + lower)
                        : null;
    }
}
