package org.cotangent.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A fully connected layer whose units each take the largest of several linear functions, their
 * pieces: y_j = max over p of (x W + b)_{j pieces + p}. Two pieces can be a rectifier, an absolute
 * value or a line; many come near to any convex function. I. Goodfellow, D. Warde-Farley, M. Mirza,
 * A. Courville, Y. Bengio, "Maxout networks", ICML 2013.
 *
 * <p>The weights W have shape [inputs, outputs · pieces] and the bias [outputs · pieces], with the
 * pieces of a unit beside each other; they are called "name.weight" and "name.bias", which starts
 * at 0. Pieces that tie share the gradient. One piece is a {@link Dense} layer.
 */
public final class Maxout extends Block implements Layer {
    static final ModuleFormat<Maxout> FORMAT =
            ModuleFormat.of(
                    "maxout",
                    Maxout.class,
                    (maxout, state) -> state.with("pieces", maxout.pieces),
                    s -> new Maxout(s.text("name"), s.count("pieces"), s.tensor("weight")));

    private final int pieces;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer.
     *
     * @param name the name, for parameters and messages
     * @param inputs how many features come in, at least 1
     * @param outputs how many go out, at least 1
     * @param pieces of how many linear functions each is the largest, at least 1
     * @param initializer draws the weights, with the inputs and outputs · pieces
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number is below 1, or the
     *     initializer returns another number of values than inputs · outputs · pieces
     */
    public Maxout(
            String name,
            int inputs,
            int outputs,
            int pieces,
            Initializer initializer,
            RandomGenerator random) {
        this(name, pieces, drawn(name, inputs, outputs, pieces, initializer, random));
    }

    private Maxout(String name, int pieces, Tensor weights) {
        super(name);
        this.pieces = pieces;
        LayerChecks.matrix(name, weights);
        if (pieces < 1 || weights.size(1) % pieces != 0) {
            throw Checks.illegal(
                    "%s: weights of shape %s for %s pieces; [inputs, outputs times pieces]"
                            + " expected",
                    name, weights.shape(), pieces);
        }
        weight = parameter("weight", weights);
        bias = bias("bias", Tensor.zeros(weights.size(1)));
    }

    private static Tensor drawn(
            String name,
            int inputs,
            int outputs,
            int pieces,
            Initializer initializer,
            RandomGenerator random) {
        Checks.name("maxout", name);
        Checks.atLeast(name, "number of inputs", 1, inputs);
        Checks.atLeast(name, "number of outputs", 1, outputs);
        Checks.atLeast(name, "number of pieces", 1, pieces);
        int columns = LayerChecks.elements(name, "outputs and pieces", outputs, pieces);
        return Initializer.draw(name, initializer, inputs, columns, columns, random);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape […, inputs]
     * @return shape […, outputs]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> applied(x));
    }

    private Tensor applied(Tensor x) {
        Tensor w = weight.value();
        LayerChecks.lastAxis(name(), x, "weights", w, w.size(0));
        int[] split = Arrays.copyOf(x.shape(), x.rank() + 1);
        split[x.rank() - 1] = outputs();
        split[x.rank()] = pieces;
        return x.matmul(w).add(bias.value()).reshape(split).amax(-1);
    }

    /**
     * The number of features that come in.
     *
     * @return at least 1
     */
    public int inputs() {
        return weight.value().size(0);
    }

    /**
     * The number of features that go out.
     *
     * @return at least 1
     */
    public int outputs() {
        return weight.value().size(1) / pieces;
    }

    /**
     * Of how many linear functions each output is the largest.
     *
     * @return at least 1
     */
    public int pieces() {
        return pieces;
    }

    /**
     * The weights, of shape [inputs, outputs · pieces].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The bias, of shape [outputs · pieces].
     *
     * @return the parameter
     */
    public Parameter bias() {
        return bias;
    }

    /**
     * The name, the widths and the number of pieces.
     *
     * @return as "maxout1 (64 to 32, 2 pieces)"
     */
    @Override
    public String toString() {
        return Checks.text(
                "%s (%s to %s, %s)",
                name(), inputs(), outputs(), pieces + (pieces == 1 ? " piece" : " pieces"));
    }
}
