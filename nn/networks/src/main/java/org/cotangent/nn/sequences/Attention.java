package org.cotangent.nn.sequences;

import java.util.StringJoiner;
import org.cotangent.Axes;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * Scaled dot-product attention: for each query a mean of the values, weighted by how well their
 * keys fit, softmax(s Q Kᵀ) V with s = 1 / √d for keys of width d. A. Vaswani and others,
 * "Attention is all you need", 2017.
 *
 * <p>Settings are immutable: {@link #scale}, {@link #causal} and {@link #dropout} return copies.
 *
 * <pre>{@code
 * Tensor keys = Tensor.of(new double[][] {{9, 0}, {0, 9}});
 * Tensor values = Tensor.of(new double[][] {{1, 2}, {3, 4}});
 * new Attention().scale(5).apply(keys, keys, values).round();   // [[1, 2], [3, 4]]
 * new Attention().causal().attend(keys, keys, values).weights().slice(0, 0, 1);   // [[1, 0]]
 * }</pre>
 *
 * <p>What a {@linkplain AttentionMask mask} excludes changes nothing: a pair has weight 0 and no
 * gradient, of any order, passes through it. A query all of whose keys are excluded gets weights of
 * 0 and an output of 0. A key or a value that no query may use may hold anything, NaN too. Scores
 * may be as large as doubles are, for the softmax takes differences from the largest.
 */
@CheckReturnValue
public final class Attention {
    private static final String NAME = "attention";
    private static final double BY_WIDTH = Double.NaN; // the scale that the width of keys gives

    /**
     * The output of attention, or of a layer with attention in it, and the weights that led to it.
     *
     * @param output the output, shape […, queries, width]
     * @param weights how much each query took from each key, shape […, queries, keys]; they sum to
     *     1 for a query that may use a key; in training those after dropout
     */
    public record Output(Tensor output, Tensor weights) {}

    private final double scale;
    private final Dropout dropout;
    private final boolean causal;

    /** Attention with the scale 1 / √d, without dropout, of every query to every key. */
    public Attention() {
        this(BY_WIDTH, new Dropout(0), false);
    }

    private Attention(double scale, Dropout dropout, boolean causal) {
        this.scale = scale;
        this.dropout = dropout;
        this.causal = causal;
    }

    /**
     * A copy with another factor for scores.
     *
     * @param factor the factor, finite, in place of 1 / √d
     * @return another attention
     * @throws IllegalArgumentException if it is not finite
     */
    public Attention scale(double factor) {
        return new Attention(Checks.FINITE.check(NAME, "scale", factor), dropout, causal);
    }

    /**
     * A copy that drops weights in training, by {@link Dropout}.
     *
     * @param rate the probability with which a weight is dropped, from 0 to below 1
     * @return another attention
     * @throws IllegalArgumentException if the rate lies outside its range
     */
    public Attention dropout(double rate) {
        return dropout(new Dropout(rate));
    }

    /** A copy with this layer, as a module that is loaded needs it. */
    Attention dropout(Dropout layer) {
        return new Attention(scale, layer, causal);
    }

    /**
     * A copy that is always {@linkplain AttentionMask#causal() causal}, whatever mask it is given.
     *
     * @return another attention
     */
    public Attention causal() {
        return new Attention(scale, dropout, true);
    }

    /**
     * The output of evaluation without a mask.
     *
     * @param query shape […, queries, d]
     * @param key shape […, keys, d]
     * @param value shape […, keys, width]
     * @return shape […, queries, width]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Tensor apply(Tensor query, Tensor key, Tensor value) {
        return attend(query, key, value).output();
    }

    /**
     * Output and weights of evaluation without a mask.
     *
     * @param query shape […, queries, d]
     * @param key shape […, keys, d]
     * @param value shape […, keys, width]
     * @return both
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Output attend(Tensor query, Tensor key, Tensor value) {
        check(query, key, value);
        return attended(query, key, value, AttentionMask.none(), null);
    }

    /**
     * Output and weights in a pass.
     *
     * @param query shape […, queries, d]
     * @param key shape […, keys, d]
     * @param value shape […, keys, width]
     * @param mask the pairs that may be used
     * @param pass the pass, whose chance decides what is dropped in training
     * @return both
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Output attend(Tensor query, Tensor key, Tensor value, AttentionMask mask, Pass pass) {
        check(query, key, value);
        Checks.present(NAME, "the mask", mask);
        return attended(query, key, value, mask, Checks.present(NAME, "the pass given", pass));
    }

    private Output attended(Tensor q, Tensor k, Tensor v, AttentionMask mask, Pass pass) {
        AttentionMask all = causal ? mask.and(AttentionMask.causal()) : mask;
        Tensor scores = all.addedTo(q.mul(scaleOf(q.size(-1))).matmul(k.transpose()));
        Tensor weights;
        Tensor values = v;
        if (all.allowsAll()) {
            weights = scores.softmax(-1);
        } else {
            Tensor allowed = all.allowed(scores.shape());
            weights = weights(scores, allowed);
            values = reached(v, allowed, scores.size(-1));
        }
        Tensor kept = pass == null ? weights : dropout.forward(weights, pass);
        return new Output(kept.matmul(values), kept);
    }

    /** The softmax over the keys that are allowed; 0 for all where there is none. */
    private static Tensor weights(Tensor scores, Tensor allowed) {
        Tensor zero = Tensor.of(0);
        Tensor some = allowed.any(Axes.keep(-1));
        boolean everywhere = some.all().isTrue();
        // a row of -infinity would be NaN on its way to 0
        Tensor never = Tensor.where(some, Tensor.of(Double.NEGATIVE_INFINITY), zero);
        Tensor weights = Tensor.where(allowed, scores, never).softmax(-1);
        return everywhere ? weights : Tensor.where(some, weights, zero);
    }

    /** The values with 0 in place of those that no query may use: 0 times NaN is NaN. */
    private static Tensor reached(Tensor values, Tensor allowed, int keys) {
        Tensor some = allowed.any(Axes.keep(-2));
        if (some.all().isTrue()) {
            return values;
        }
        return Tensor.where(
                some.expand(withLast(some.shape(), keys)).transpose(), values, Tensor.of(0));
    }

    private static int[] withLast(int[] shape, int extent) {
        int[] copy = shape.clone();
        copy[copy.length - 1] = extent;
        return copy;
    }

    private static void check(Tensor query, Tensor key, Tensor value) {
        int[] q = Checks.present(NAME, "the query", query).shape();
        int[] k = Checks.present(NAME, "the key", key).shape();
        int[] v = Checks.present(NAME, "the value", value).shape();
        boolean fits = q.length >= 2 && k.length >= 2 && v.length >= 2;
        fits = fits && query.size(-1) == key.size(-1) && key.size(-2) == value.size(-2);
        if (!fits || key.size(-1) == 0 || key.size(-2) == 0) {
            throw Checks.illegal(
                    "%s: queries of shape %s, keys %s and values %s; they must be [..., queries,"
                            + " d], [..., keys, d] and [..., keys, width], with a key or more",
                    NAME, q, k, v);
        }
    }

    /**
     * The factor for scores of keys of a width.
     *
     * @param width the width d of a key
     * @return the factor that was set, else 1 / √d
     */
    public double scaleOf(int width) {
        return Double.isNaN(scale) ? 1 / Math.sqrt(width) : scale;
    }

    /**
     * The dropout of weights.
     *
     * @return the layer, with rate 0 if nothing is dropped
     */
    public Dropout dropout() {
        return dropout;
    }

    /**
     * Whether each query uses keys up to its own place only.
     *
     * @return true if this was made {@linkplain #causal() causal}
     */
    public boolean isCausal() {
        return causal;
    }

    /**
     * The settings.
     *
     * @return as "attention (causal, dropout 0.1)"
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", NAME + " (", ")").setEmptyValue(NAME);
        if (causal) {
            text.add("causal");
        }
        if (!Double.isNaN(scale)) {
            text.add("scale " + scale);
        }
        if (dropout.rate() > 0) {
            text.add("dropout " + dropout.rate());
        }
        return text.toString();
    }
}
