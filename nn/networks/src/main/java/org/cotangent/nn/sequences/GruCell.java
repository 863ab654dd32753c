package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A gated recurrent unit: a gate z decides how much of the state stays, a gate r how much of it
 * goes into the candidate n. With σ the logistic function, p = x W + b and q = h V + d in three
 * gates r, z, n side by side:
 *
 * <pre>
 * r = σ(p_r + q_r), z = σ(p_z + q_z)
 * n = tanh(p_n + r q_n)
 * h' = (1 - z) n + z h
 * </pre>
 *
 * <p>K. Cho and others, "Learning phrase representations using RNN encoder-decoder for statistical
 * machine translation", EMNLP 2014, with r behind the product.
 *
 * <p>The parameters are "name.inputWeight" W of shape [inputs, 3 width], "name.hiddenWeight" V of
 * [width, 3 width], "name.inputBias" b and "name.hiddenBias" d of [3 width], which start at 0.
 * PyTorch's GRU has the same formula and order of gates: W and V are its weight_ih and weight_hh
 * transposed, b and d its bias_ih and bias_hh. The weights of each gate are drawn by themselves.
 */
public final class GruCell extends GatedCell {
    private static final int GATES = 3;

    static final ModuleFormat<GruCell> FORMAT = format("gruCell", GruCell.class, GruCell::new);

    /**
     * A cell called "gruCell".
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features the state has, at least 1
     * @param initializer draws the weights, gate by gate
     * @param random where chance comes from
     * @throws IllegalArgumentException if a width is below 1
     */
    public GruCell(int inputs, int width, Initializer initializer, RandomGenerator random) {
        this("gruCell", inputs, width, initializer, random);
    }

    /**
     * A cell with a name.
     *
     * @param name the name, for parameters and messages
     * @param inputs how many features come in, at least 1
     * @param width how many features the state has, at least 1
     * @param initializer draws the weights, gate by gate
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank or a width is below 1
     */
    public GruCell(
            String name, int inputs, int width, Initializer initializer, RandomGenerator random) {
        this(name, Weights.drawn(name, GATES, inputs, width, initializer, random));
    }

    private GruCell(String name, Weights weights) {
        super(name, GATES, weights);
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

    @Override
    public int states() {
        return 1;
    }

    @Override
    public List<Tensor> step(Tensor projected, List<Tensor> states) {
        Tensor before = states.get(0);
        Tensor held = recurrent(before);
        Tensor reset = gate(projected, 0).add(gate(held, 0)).sigmoid();
        Tensor update = gate(projected, 1).add(gate(held, 1)).sigmoid();
        Tensor candidate = gate(projected, 2).add(reset.mul(gate(held, 2))).tanh();
        return List.of(update.rsub(1).mul(candidate).add(update.mul(before)));
    }
}
