package org.cotangent.nn.tables;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * The bilinear form of two inputs, y_k = Σ a_i W_ijk b_j + c_k: every product of a number of the
 * one and a number of the other counts.
 *
 * <p>The parameters are called "name.weight", of shape [left, right, outputs], and "name.bias". The
 * bias starts at 0.
 *
 * <pre>{@code
 * Bilinear form = new Bilinear("form", 2, 3, 1, Initializers.constant(1), new SplittableRandom(1));
 * form.apply(Tensor.vector(1, 2), Tensor.vector(1, 1, 1));   // [9]
 * }</pre>
 */
public final class Bilinear extends Block {
    static final ModuleFormat<Bilinear> FORMAT =
            ModuleFormat.of(
                    "bilinear",
                    Bilinear.class,
                    (layer, state) -> state,
                    s -> new Bilinear(s.text("name"), s.tensor("weight"), s.has("bias")));

    private final Parameter weight;
    private final Parameter bias; // or null

    /**
     * A form with a bias.
     *
     * @param name the name, for parameters and messages
     * @param left how many numbers the first input has, at least 1
     * @param right how many the second has, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights, for left times right inputs
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public Bilinear(
            String name,
            int left,
            int right,
            int outputs,
            Initializer initializer,
            RandomGenerator random) {
        this(name, drawn(name, left, right, outputs, initializer, random), true);
    }

    private Bilinear(String name, Tensor weights, boolean biased) {
        super(name);
        if (weights.rank() != 3 || weights.size() == 0) {
            throw Checks.illegal(
                    "%s: weights of shape %s; they must be [left, right, outputs]",
                    name, weights.shape());
        }
        weight = parameter("weight", weights);
        bias = biased ? bias("bias", Tensor.zeros(weights.size(2))) : null;
    }

    /**
     * A form without bias.
     *
     * @param name the name, for the parameter and messages
     * @param left how many numbers the first input has, at least 1
     * @param right how many the second has, at least 1
     * @param outputs how many go out, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @return the form
     * @throws IllegalArgumentException as the constructor does
     */
    public static Bilinear withoutBias(
            String name,
            int left,
            int right,
            int outputs,
            Initializer initializer,
            RandomGenerator random) {
        return new Bilinear(name, drawn(name, left, right, outputs, initializer, random), false);
    }

    private static Tensor drawn(
            String name,
            int left,
            int right,
            int outputs,
            Initializer initializer,
            RandomGenerator random) {
        Checks.name("bilinear", name);
        Checks.atLeast(name, "width of the first input", 1, left);
        Checks.atLeast(name, "width of the second input", 1, right);
        Checks.atLeast(name, "outputs", 1, outputs);
        int pairs = LayerChecks.elements(name, "pairs", left, right);
        return Initializer.draw(name, initializer, pairs, outputs, outputs, random)
                .reshape(left, right, outputs);
    }

    /**
     * The form of two batches.
     *
     * @param a shape [..., left]
     * @param b shape [..., right], the leading axes as those of a
     * @param pass the pass
     * @return shape [..., outputs]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Tensor forward(Tensor a, Tensor b, Pass pass) {
        return pass.within(this, () -> applied(a, b));
    }

    /**
     * The form of two batches, in evaluation.
     *
     * @param a shape [..., left]
     * @param b shape [..., right], the leading axes as those of a
     * @return shape [..., outputs]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Tensor apply(Tensor a, Tensor b) {
        return forward(a, b, Pass.evaluation());
    }

    private Tensor applied(Tensor a, Tensor b) {
        Tensor w = weight.value();
        LayerChecks.lastAxis(name(), a, "weights", w, w.size(0));
        LayerChecks.lastAxis(name(), b, "weights", w, w.size(1));
        int[] rows = a.shape();
        int[] others = b.shape();
        rows[rows.length - 1] = others[others.length - 1];
        if (!Arrays.equals(rows, others)) {
            throw Checks.illegal(
                    "%s: inputs of shapes %s and %s; they must be the same but for the last axis",
                    name(), a.shape(), b.shape());
        }
        int pairs = w.size(0) * w.size(1);
        rows[rows.length - 1] = pairs;
        Tensor products = a.unsqueeze(-1).mul(b.unsqueeze(-2)).reshape(rows);
        Tensor y = products.matmul(w.reshape(pairs, w.size(2)));
        return bias == null ? y : y.add(bias.value());
    }

    /**
     * The weights, of shape [left, right, outputs].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * Whether there is a bias.
     *
     * @return false if this was made without
     */
    public boolean hasBias() {
        return bias != null;
    }

    /**
     * The name and the widths.
     *
     * @return as "form (2 and 3 to 1)"
     */
    @Override
    public String toString() {
        Tensor w = weight.value();
        return name() + " (" + w.size(0) + " and " + w.size(1) + " to " + w.size(2) + ")";
    }
}
