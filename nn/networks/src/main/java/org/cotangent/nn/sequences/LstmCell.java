package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A cell with long short-term memory: gates decide what of the memory c is kept, what is added, and
 * what of it is put out as h. With σ the logistic function and z = x W + b + h V + d in four gates
 * i, f, g, o side by side:
 *
 * <pre>
 * c' = σ(f) c + σ(i) tanh(g)
 * h' = σ(o) tanh(c')
 * </pre>
 *
 * <p>S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997, with the
 * forget gate of F. Gers, J. Schmidhuber, F. Cummins, 2000.
 *
 * <p>The parameters are "name.inputWeight" W of shape [inputs, 4 width], "name.hiddenWeight" V of
 * [width, 4 width], "name.inputBias" b and "name.hiddenBias" d of [4 width]. PyTorch's LSTM has the
 * same formula and order of gates: W and V are its weight_ih and weight_hh transposed, b and d its
 * bias_ih and bias_hh; {@link TorchWeights} loads them. The weights of each gate are drawn by
 * themselves. Biases start at 0, but b of the forget gate f starts at 1, so that the memory is kept
 * at first (R. Jozefowicz, W. Zaremba, I. Sutskever, "An empirical exploration of recurrent network
 * architectures", ICML 2015).
 *
 * <pre>{@code
 * LstmCell cell = new LstmCell("lstm", 3, 2, Initializers.normal(0.1), new SplittableRandom(1));
 * LstmState state = cell.initial(5);
 * state = cell.forward(Tensor.ones(5, 3), state, Pass.evaluation());
 * state.hidden().size(1);   // 2
 * }</pre>
 */
public final class LstmCell extends GatedCell {
    private static final int GATES = 4;

    static final ModuleFormat<LstmCell> FORMAT = format("lstmCell", LstmCell.class, LstmCell::new);

    /**
     * A cell called "lstmCell".
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features the output and the memory have, at least 1
     * @param initializer draws the weights, gate by gate
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1
     */
    public LstmCell(int inputs, int width, Initializer initializer, RandomGenerator random) {
        this("lstmCell", inputs, width, initializer, random);
    }

    /**
     * A cell with a name.
     *
     * @param name the name, for parameters and messages
     * @param inputs how many features come in, at least 1
     * @param width how many features the output and the memory have, at least 1
     * @param initializer draws the weights, gate by gate
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public LstmCell(
            String name, int inputs, int width, Initializer initializer, RandomGenerator random) {
        this(name, Weights.drawn(name, GATES, inputs, width, initializer, random));
        Tensor zeros = Tensor.zeros(width);
        inputBias().set(Tensor.concat(0, zeros, Tensor.ones(width), zeros, zeros));
    }

    private LstmCell(String name, Weights weights) {
        super(name, GATES, weights);
    }

    /**
     * The states before the first step.
     *
     * @param rows how many sequences run side by side
     * @return zeros
     * @throws IllegalArgumentException if the number is negative
     */
    public LstmState initial(int rows) {
        return new LstmState(zeros(rows), zeros(rows));
    }

    /**
     * One step.
     *
     * @param x the input, of shape [rows, inputs]
     * @param state the states before it, each of shape [rows, width]
     * @param pass the pass
     * @return the states after it; the output is {@link LstmState#hidden}
     * @throws IllegalArgumentException if a shape does not fit
     */
    public LstmState forward(Tensor x, LstmState state, Pass pass) {
        Checks.present(name(), "the state", state);
        List<Tensor> next = single(x, List.of(state.hidden(), state.memory()), pass);
        return new LstmState(next.get(0), next.get(1));
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public List<Tensor> step(Tensor projected, List<Tensor> states) {
        Tensor z = projected.add(recurrent(states.get(0)));
        Tensor kept = gate(z, 1).sigmoid().mul(states.get(1));
        Tensor memory = kept.add(gate(z, 0).sigmoid().mul(gate(z, 2).tanh()));
        return List.of(gate(z, 3).sigmoid().mul(memory.tanh()), memory);
    }
}
