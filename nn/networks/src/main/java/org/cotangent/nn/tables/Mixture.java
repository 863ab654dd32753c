package org.cotangent.nn.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A mixture of experts: the mean of the outputs of layers, weighted by the softmax of what a gate
 * says about the input, Σ softmax(gate(x))_i expert_i(x). R. Jacobs, M. Jordan, S. Nowlan, G.
 * Hinton, "Adaptive mixtures of local experts", 1991.
 *
 * <pre>{@code
 * Layer undecided = Layer.of(x -> x.mul(0));
 * Layer mixture = new Mixture(undecided, Activation.LINEAR, Activation.RELU);
 * mixture.apply(Tensor.of(new double[][] {{-2, 4}}));   // [[-1, 4]]
 * }</pre>
 *
 * <p>The gate has as many outputs in a row as there are experts; the experts' outputs are of one
 * shape.
 */
public final class Mixture extends Block implements Layer {
    static final ModuleFormat<Mixture> FORMAT =
            ModuleFormat.of(
                    "mixture",
                    Mixture.class,
                    (mixture, state) -> state,
                    (s, children) -> {
                        List<Layer> layers = children.stream().map(Layer.class::cast).toList();
                        return new Mixture(
                                s.text("name"), layers.get(0), layers.subList(1, layers.size()));
                    });

    private final Layer gate;
    private final List<Layer> experts;

    /**
     * A mixture called "mixture".
     *
     * @param gate the layer whose outputs are the logits of the experts
     * @param experts the layers, at least one
     * @throws IllegalArgumentException if there is no expert, or two different parameters have the
     *     same name
     */
    public Mixture(Layer gate, Layer... experts) {
        this("mixture", gate, List.of(experts));
    }

    /**
     * A mixture with a given name.
     *
     * @param name the name, for messages and tables
     * @param gate the layer whose outputs are the logits of the experts
     * @param experts the layers, at least one, copied
     * @throws IllegalArgumentException if the name is blank, there is no expert, or two different
     *     parameters have the same name
     */
    public Mixture(String name, Layer gate, List<? extends Layer> experts) {
        super(name);
        this.gate = child(Checks.present(name, "the gate", gate));
        this.experts = List.copyOf(experts);
        if (experts.isEmpty()) {
            throw Checks.illegal("%s: there are no experts; there must be at least one", name);
        }
        this.experts.forEach(this::child);
    }

    /**
     * {@inheritDoc}
     *
     * @param x an input of the gate and of all experts
     * @return the shape of an expert's output
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(
                this,
                () -> {
                    Tensor weights = gate.forward(x, pass).softmax(-1);
                    List<Tensor> outputs = new ArrayList<>();
                    experts.forEach(expert -> outputs.add(expert.forward(x, pass)));
                    return mean(name(), weights, outputs);
                });
    }

    /**
     * The weighted mean of tensors.
     *
     * @param weights shape [..., n], for n tensors
     * @param outputs the tensors, of one shape [..., width]
     * @return shape [..., width]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor mean(Tensor weights, Tensor... outputs) {
        return mean("mixture", weights, List.of(outputs));
    }

    private static Tensor mean(String name, Tensor weights, List<Tensor> outputs) {
        int[] expected = outputs.isEmpty() ? new int[0] : outputs.get(0).shape();
        boolean fits = expected.length > 0;
        for (Tensor output : outputs) {
            fits &= Arrays.equals(expected, output.shape());
        }
        if (fits) {
            expected[expected.length - 1] = outputs.size();
            fits = Arrays.equals(expected, weights.shape());
        }
        if (!fits) {
            throw Checks.illegal(
                    "%s: weights of shape %s for outputs of shapes %s; they must be [..., n] for n"
                            + " outputs of one shape [..., width]",
                    name,
                    weights.shape(),
                    outputs.stream().map(y -> Arrays.toString(y.shape())).toList());
        }
        Tensor all = Tensor.stack(-2, outputs.toArray(Tensor[]::new));
        return all.mul(weights.unsqueeze(-1)).sum(-2);
    }

    /**
     * The gate.
     *
     * @return as given
     */
    public Layer gate() {
        return gate;
    }

    /**
     * The experts.
     *
     * @return an unmodifiable list
     */
    public List<Layer> experts() {
        return experts;
    }
}
