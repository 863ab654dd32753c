package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * The simple recurrent cell, h' = f(x W + b + h V + d), with f the hyperbolic tangent unless
 * another is chosen. J. Elman, "Finding structure in time", Cognitive Science 14, 1990.
 *
 * <p>The parameters are "name.inputWeight" W of shape [inputs, width], "name.hiddenWeight" V of
 * [width, width], "name.inputBias" b and "name.hiddenBias" d of [width], which start at 0.
 * PyTorch's RNN has the same formula: W and V are its weight_ih and weight_hh transposed, b and d
 * its bias_ih and bias_hh; {@link TorchWeights} loads them.
 */
public final class ElmanCell extends GatedCell {
    static final ModuleFormat<ElmanCell> FORMAT =
            ModuleFormat.of(
                    "elmanCell",
                    ElmanCell.class,
                    (cell, state) ->
                            state.with("activation", cell.activation.name())
                                    .with("arguments", cell.activation.arguments()),
                    s ->
                            new ElmanCell(
                                    s.text("name"),
                                    Weights.of(s),
                                    Activation.of(s.text("activation"), s.numbers("arguments"))));

    private final Activation activation;

    /**
     * A cell called "elmanCell", with the hyperbolic tangent.
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features the state has, at least 1
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1
     */
    public ElmanCell(int inputs, int width, Initializer initializer, RandomGenerator random) {
        this("elmanCell", inputs, width, Activation.TANH, initializer, random);
    }

    /**
     * A cell with a name and an activation.
     *
     * @param name the name, for parameters and messages
     * @param inputs how many features come in, at least 1
     * @param width how many features the state has, at least 1
     * @param activation the function f
     * @param initializer draws the weights
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public ElmanCell(
            String name,
            int inputs,
            int width,
            Activation activation,
            Initializer initializer,
            RandomGenerator random) {
        this(name, Weights.drawn(name, 1, inputs, width, initializer, random), activation);
    }

    private ElmanCell(String name, Weights weights, Activation activation) {
        super(name, 1, weights);
        this.activation = Checks.present(name, "the activation", activation);
    }

    /**
     * The state before the first step.
     *
     * @param rows how many sequences run side by side
     * @return zeros of shape [rows, width]
     * @throws IllegalArgumentException if the number is negative
     */
    public Tensor initial(int rows) {
        return zeros(rows);
    }

    /**
     * One step.
     *
     * @param x the input, of shape [rows, inputs]
     * @param state the state before it, of shape [rows, width]
     * @param pass the pass
     * @return the state after it, which is the output
     * @throws IllegalArgumentException if a shape does not fit
     */
    public Tensor forward(Tensor x, Tensor state, Pass pass) {
        Checks.present(name(), "the state", state);
        return single(x, List.of(state), pass).get(0);
    }

    /**
     * The function f.
     *
     * @return as given
     */
    public Activation activation() {
        return activation;
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public List<Tensor> step(Tensor projected, List<Tensor> states) {
        return List.of(activation.apply(projected.add(recurrent(states.get(0)))));
    }
}
