package org.cotangent.nn.sequences;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * The pairs of queries and keys that attention may use, and numbers to be added to their scores. A
 * mask is immutable and fits any extents that its parts fit.
 *
 * <pre>{@code
 * AttentionMask mask = AttentionMask.causal().and(AttentionMask.lengths(2, 1));
 * mask.allowed(2, 2, 2);   // [[[1, 0], [1, 1]], [[1, 0], [1, 0]]]
 * }</pre>
 *
 * <p>Where a mask is given as a tensor, its last two axes are queries and keys, and axes before
 * them are the first ones of the scores: [queries, keys] is the same for all rows and heads, [rows,
 * queries, keys] is one for each row and the same for its heads, [rows, heads, queries, keys] one
 * for each head. An extent 1 stands for any.
 */
@CheckReturnValue
public final class AttentionMask {
    private static final double NEVER = Double.NEGATIVE_INFINITY;
    private static final AttentionMask NONE = new AttentionMask(List.of(), List.of());

    /** A rule which keys may be used, for scores of a shape. */
    @FunctionalInterface
    private interface Rule {
        Tensor allowed(int... scores);
    }

    private final List<Rule> rules;
    private final List<Tensor> added;

    private AttentionMask(List<Rule> rules, List<Tensor> added) {
        this.rules = rules;
        this.added = added;
    }

    /**
     * The mask that allows everything.
     *
     * @return the mask
     */
    public static AttentionMask none() {
        return NONE;
    }

    /**
     * A mask that lets each query use the keys up to its own place and none after it: query i the
     * keys 0 .. i. What is predicted for a step then does not depend on later steps.
     *
     * @return the mask
     */
    public static AttentionMask causal() {
        return rule(
                scores -> {
                    int rank = scores.length;
                    return Linalg.tril(Tensor.ones(scores[rank - 2], scores[rank - 1]), 0);
                });
    }

    /**
     * A mask for rows that were padded to the same number of steps: of row i the first {@code
     * lengths[i]} keys may be used, and what comes after is padding.
     *
     * @param lengths the number of steps of each row, from 0; copied
     * @return the mask
     * @throws IllegalArgumentException if there is none, or one is negative
     */
    public static AttentionMask lengths(int... lengths) {
        int[] copy = Checks.present("attention mask", "the lengths", lengths).clone();
        if (copy.length == 0 || Arrays.stream(copy).anyMatch(length -> length < 0)) {
            throw Checks.illegal(
                    "attention mask: lengths %s; there must be one for each row, none negative",
                    copy);
        }
        return rule(scores -> beforeEnd(copy, scores));
    }

    private static Tensor beforeEnd(int[] lengths, int... scores) {
        int keys = scores[scores.length - 1];
        if (scores.length < 3 || scores[0] != lengths.length) {
            throw Checks.illegal(
                    "attention mask: %s lengths for scores of shape %s; there must be one for each"
                            + " row, the first of three axes or more",
                    lengths.length, scores);
        }
        double[] present = new double[lengths.length * keys];
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] > keys) {
                throw Checks.illegal(
                        "attention mask: the length of row %s is %s, and there are %s keys; it"
                                + " must lie in 0 .. %s",
                        row, lengths[row], keys, keys);
            }
            Arrays.fill(present, row * keys, row * keys + lengths[row], 1);
        }
        return Tensor.of(present, lengths.length, 1, keys);
    }

    /**
     * A mask given as numbers: a pair may be used where the number is not 0.
     *
     * @param allowed shape [queries, keys], or with axes of rows and heads before
     * @return the mask
     * @throws IllegalArgumentException if there are fewer than two axes
     */
    public static AttentionMask of(Tensor allowed) {
        Tensor checked = atLeastMatrix("the mask", allowed).stopGradient();
        return rule(scores -> checked);
    }

    /**
     * A mask that adds numbers to the scores, as for relative positions. Gradients pass to them.
     * Where a number is -infinity the pair may not be used.
     *
     * @param numbers shape [queries, keys], or with axes of rows and heads before
     * @return the mask
     * @throws IllegalArgumentException if there are fewer than two axes
     */
    public static AttentionMask adding(Tensor numbers) {
        Tensor never = atLeastMatrix("what is added to scores", numbers).eq(NEVER);
        return never.any().isTrue()
                ? new AttentionMask(
                        List.of(scores -> never.eq(0)),
                        List.of(Tensor.where(never, Tensor.of(0), numbers)))
                : new AttentionMask(List.of(), List.of(numbers));
    }

    /** The mask of a pass, [rows, steps], as one of keys; none where there is none. */
    static AttentionMask ofKeys(Pass pass) {
        return pass.mask().map(AttentionMask::ofKeys).orElse(NONE);
    }

    private static AttentionMask ofKeys(Tensor present) {
        if (present.rank() != 2) {
            throw Checks.illegal(
                    "attention mask: the pass has a mask of shape %s; it must be [rows, steps]",
                    present.shape());
        }
        return of(present.unsqueeze(1));
    }

    private static AttentionMask rule(Rule rule) {
        return new AttentionMask(List.of(rule), List.of());
    }

    private static Tensor atLeastMatrix(String what, Tensor given) {
        if (Checks.present("attention mask", what, given).rank() < 2) {
            throw Checks.illegal(
                    "attention mask: %s has shape %s; it must be [queries, keys], or have axes of"
                            + " rows and heads before these",
                    what, given.shape());
        }
        return given;
    }

    /**
     * The mask of both: it allows what both allow, and adds what either adds.
     *
     * @param other the other mask
     * @return another mask
     */
    public AttentionMask and(AttentionMask other) {
        Checks.present("attention mask", "the other mask", other);
        return new AttentionMask(
                Stream.concat(rules.stream(), other.rules.stream()).toList(),
                Stream.concat(added.stream(), other.added.stream()).toList());
    }

    /**
     * Whether this allows everything, whatever it adds.
     *
     * @return true for {@link #none()} and what {@link #adding} makes of finite numbers
     */
    public boolean allowsAll() {
        return rules.isEmpty();
    }

    /**
     * The pairs that may be used by scores of a shape.
     *
     * @param scores the shape: […, queries, keys]
     * @return 1 where a pair may be used and 0 elsewhere, in a shape that broadcasts to that of the
     *     scores: axes on which all is the same may have extent 1 or be missing
     * @throws IllegalArgumentException if a part of this mask does not fit the shape
     */
    public Tensor allowed(int... scores) {
        if (Checks.present("attention mask", "the shape", scores).length < 2) {
            throw Checks.illegal(
                    "attention mask: scores of shape %s; it must be [..., queries, keys]", scores);
        }
        Tensor all = Tensor.ones(1, 1);
        for (Rule rule : rules) {
            all = all.mul(fitted(rule.allowed(scores), scores).ne(0));
        }
        return all;
    }

    /** The scores with what this adds to them. */
    Tensor addedTo(Tensor scores) {
        Tensor sum = scores;
        for (Tensor numbers : added) {
            sum = sum.add(fitted(numbers, scores.shape()));
        }
        return sum;
    }

    /** A mask with axes of extent 1 after its rows, so that it broadcasts to the scores. */
    private static Tensor fitted(Tensor mask, int... scores) {
        int[] given = mask.shape();
        int rank = scores.length;
        int more = given.length == 2 ? 0 : rank - given.length;
        boolean fits = more >= 0 && given.length <= rank;
        int[] shape = new int[fits ? given.length + more : 0];
        for (int axis = 0; axis < shape.length; axis++) {
            boolean inserted = axis > given.length - 3 && axis < given.length - 2 + more;
            shape[axis] = inserted ? 1 : given[axis < given.length - 2 ? axis : axis - more];
            int extent = scores[rank - shape.length + axis];
            fits &= shape[axis] == 1 || shape[axis] == extent;
        }
        if (!fits) {
            throw Checks.illegal(
                    "attention mask: a mask of shape %s for scores of shape %s; its last axes must"
                            + " be queries and keys, those before the first of the scores, each"
                            + " with the same extent or 1",
                    given, scores);
        }
        return mask.reshape(shape);
    }
}
