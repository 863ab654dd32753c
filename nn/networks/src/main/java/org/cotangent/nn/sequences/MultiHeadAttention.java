package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * Multi-head attention: queries, keys and values are projected, split by features into heads, each
 * head {@linkplain Attention attends} by itself, and a last projection mixes what the heads give.
 * A. Vaswani and others, "Attention is all you need", 2017.
 *
 * <p>As a {@link Layer} it is self-attention: queries, keys and values are all the input. With
 * {@link #attend} queries look at the steps of another sequence, and the weights of each head can
 * be seen.
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * MultiHeadAttention heads = new MultiHeadAttention("heads", 8, 2, random);
 * Tensor x = Tensor.normal(random, 4, 5, 8);
 * heads.apply(x).size(1);                        // 5
 * Tensor memory = Tensor.normal(random, 4, 3, 8);
 * AttentionMask mask = AttentionMask.lengths(3, 2, 1, 3);
 * heads.attend(x, memory, memory, mask, Pass.evaluation()).weights().size(-1);   // 3
 * }</pre>
 *
 * <p>The projections are dense layers called "name.query", "name.key", "name.value" and
 * "name.output". {@link TorchWeights} takes PyTorch's weights over.
 */
public final class MultiHeadAttention extends Block implements Layer {
    static final ModuleFormat<MultiHeadAttention> FORMAT =
            ModuleFormat.of(
                    "multiHeadAttention",
                    MultiHeadAttention.class,
                    MultiHeadAttention::settings,
                    MultiHeadAttention::made);

    private final int heads;
    private final Attention attention;
    private final Dense query;
    private final Dense key;
    private final Dense value;
    private final Dense output;

    /**
     * Attention called "attention", with biases, without dropout, weights drawn by {@link
     * Initializers#xavier()}.
     *
     * @param width the number of features of queries, keys, values and outputs
     * @param heads the number of heads, which divides the width
     * @param random where chance comes from
     * @throws IllegalArgumentException if a number is below 1, or the heads do not divide the width
     */
    public MultiHeadAttention(int width, int heads, RandomGenerator random) {
        this("attention", width, heads, random);
    }

    /**
     * Attention with biases, without dropout, weights drawn by {@link Initializers#xavier()}.
     *
     * @param name the name, for parameters and messages
     * @param width the number of features of queries, keys, values and outputs
     * @param heads the number of heads, which divides the width
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number is below 1, or the heads do
     *     not divide the width
     */
    public MultiHeadAttention(String name, int width, int heads, RandomGenerator random) {
        this(name, width, heads, new Attention(), random);
    }

    /**
     * Attention with biases, weights drawn by {@link Initializers#xavier()}.
     *
     * @param name the name, for parameters and messages
     * @param width the number of features of queries, keys, values and outputs
     * @param heads the number of heads, which divides the width
     * @param attention what each head does: its scale, dropout, and whether it is causal
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number is below 1, or the heads do
     *     not divide the width
     */
    public MultiHeadAttention(
            String name, int width, int heads, Attention attention, RandomGenerator random) {
        this(
                name,
                heads,
                attention,
                projection(name, "query", width, random),
                projection(name, "key", width, random),
                projection(name, "value", width, random),
                projection(name, "output", width, random));
    }

    /**
     * Attention of given projections, as for keys of another width, without biases or with weights
     * drawn in another way.
     *
     * @param name the name, for messages
     * @param heads the number of heads
     * @param attention what each head does: its scale, dropout, and whether it is causal
     * @param query from features of queries to a number that the heads divide
     * @param key from features of keys to the same number
     * @param value from features of values to a number that the heads divide
     * @param output from that number to the features that go out
     * @throws IllegalArgumentException if the name is blank, the widths do not fit, or two
     *     parameters have the same name
     */
    public MultiHeadAttention(
            String name,
            int heads,
            Attention attention,
            Dense query,
            Dense key,
            Dense value,
            Dense output) {
        super(name);
        this.heads = Checks.atLeast(name, "number of heads", 1, heads);
        this.attention = Checks.present(name, "the attention", attention);
        this.query = child(query);
        this.key = child(key);
        this.value = child(value);
        this.output = child(output);
        child(attention.dropout());
        if (query.outputs() != key.outputs()
                || value.outputs() != output.inputs()
                || query.outputs() % heads != 0
                || value.outputs() % heads != 0) {
            throw Checks.illegal(
                    "%s: %s heads of %s, %s, %s and %s; queries and keys must get the same width,"
                            + " values that which goes into the output, and the heads must divide"
                            + " both",
                    name, heads, query, key, value, output);
        }
    }

    private static Dense projection(String name, String part, int width, RandomGenerator random) {
        Checks.name("multiHeadAttention", name);
        return new Dense(name + "." + part, width, width, Initializers.xavier(), random);
    }

    private static State settings(MultiHeadAttention heads, State state) {
        Attention a = heads.attention;
        return state.with("heads", heads.heads)
                .with("scale", a.scaleOf(heads.query.outputs() / heads.heads))
                .with("causal", a.isCausal());
    }

    private static MultiHeadAttention made(State s, List<Module> children) {
        Attention attention =
                new Attention().scale(s.number("scale")).dropout((Dropout) children.get(4));
        return new MultiHeadAttention(
                s.text("name"),
                s.count("heads"),
                s.truth("causal") ? attention.causal() : attention,
                (Dense) children.get(0),
                (Dense) children.get(1),
                (Dense) children.get(2),
                (Dense) children.get(3));
    }

    /**
     * Self-attention: each step looks at the steps of the same row. Where the pass has a
     * {@linkplain Pass#masked mask} of shape [rows, steps], only at those where it is not 0.
     *
     * @param x shape [rows, steps, features]
     * @return shape [rows, steps, features that go out]
     * @throws IllegalArgumentException if the shape does not fit
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, AttentionMask.ofKeys(pass), pass);
    }

    /**
     * Self-attention with a mask.
     *
     * @param x shape [rows, steps, features]
     * @param mask the pairs of steps that may be used, [rows, heads, steps, steps] or less
     * @param pass the pass
     * @return shape [rows, steps, features that go out]
     * @throws IllegalArgumentException if the shape of the input or the mask does not fit
     */
    public Tensor forward(Tensor x, AttentionMask mask, Pass pass) {
        Checks.present(name(), "the input", x);
        return attend(x, x, x, mask, pass).output();
    }

    /**
     * Attention of the steps of one sequence to those of another.
     *
     * @param queries shape [rows, queries, features]
     * @param keys shape [rows, keys, features of keys]
     * @param values shape [rows, keys, features of values]
     * @param mask the pairs that may be used, [rows, heads, queries, keys] or less
     * @param pass the pass
     * @return the output [rows, queries, features that go out], and the weights of each head [rows,
     *     heads, queries, keys]
     * @throws IllegalArgumentException if a shape or the mask does not fit
     */
    public Attention.Output attend(
            Tensor queries, Tensor keys, Tensor values, AttentionMask mask, Pass pass) {
        check(queries, keys, values);
        Attention.Output[] seen = new Attention.Output[1];
        Tensor mixed =
                pass.within(
                        this,
                        () -> {
                            Tensor q = split(query.forward(queries, pass));
                            Tensor k = split(key.forward(keys, pass));
                            Tensor v = split(value.forward(values, pass));
                            seen[0] = attention.attend(q, k, v, mask, pass);
                            return output.forward(joined(seen[0].output()), pass);
                        });
        return new Attention.Output(mixed, seen[0].weights());
    }

    /** [rows, steps, features] to [rows, heads, steps, features of a head]. */
    private Tensor split(Tensor x) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).swapAxes(1, 2);
    }

    private static Tensor joined(Tensor x) {
        return x.swapAxes(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }

    private void check(Tensor queries, Tensor keys, Tensor values) {
        requireSequence("queries", queries, query);
        requireSequence("keys", keys, key);
        requireSequence("values", values, value);
        if (keys.size(0) != queries.size(0)
                || values.size(0) != queries.size(0)
                || keys.size(1) != values.size(1)) {
            throw Checks.illegal(
                    "%s: queries of shape %s, keys %s, values %s; all must have the same number of"
                            + " rows, and keys and values of steps",
                    name(), queries.shape(), keys.shape(), values.shape());
        }
    }

    private void requireSequence(String what, Tensor x, Dense projection) {
        Checks.present(name(), "the " + what, x);
        if (x.rank() != 3 || x.size(2) != projection.inputs() || x.size(1) == 0) {
            throw Checks.illegal(
                    "%s: the %s have shape %s; it must be [rows, steps, %s] with a step or more",
                    name(), what, x.shape(), projection.inputs());
        }
    }

    /**
     * The number of heads.
     *
     * @return at least 1
     */
    public int heads() {
        return heads;
    }

    /**
     * What each head does.
     *
     * @return its scale, dropout, and whether it is causal
     */
    public Attention attention() {
        return attention;
    }

    /**
     * The name, the widths and the heads.
     *
     * @return as "attention (64 to 64, 4 heads)"
     */
    @Override
    public String toString() {
        String causal = attention.isCausal() ? ", causal" : "";
        return Checks.text(
                "%s (%s to %s, %s heads%s)",
                name(), query.inputs(), output.outputs(), heads, causal);
    }
}
