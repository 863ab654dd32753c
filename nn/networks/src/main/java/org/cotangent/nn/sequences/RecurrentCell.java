package org.cotangent.nn.sequences;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;

/**
 * One step of a recurrent network, from an input and the states before it to the states after it:
 * {@link ElmanCell}, {@link LstmCell}, {@link GruCell}, or a cell of your own. {@link Recurrent}
 * runs it over sequences.
 *
 * <p>All states have the shape [rows, width], and the first one is also the output of the step. The
 * step is taken apart: what rests on the input alone is computed for all steps of a sequence at
 * once, before the first.
 *
 * <pre>{@code
 * // h' = tanh(x W + a h), with one number for each unit in place of a matrix
 * class Leaky extends Block implements RecurrentCell {
 *     private final Dense dense;
 *     private final Parameter a;
 *
 *     Leaky(String name, int inputs, int width, Initializer initializer, RandomGenerator random) {
 *         super(name);
 *         dense = child(new Dense(name + ".dense", inputs, width, initializer, random));
 *         a = parameter("a", Tensor.full(0.5, width));
 *     }
 *
 *     public int inputs() {
 *         return dense.inputs();
 *     }
 *
 *     public int width() {
 *         return dense.outputs();
 *     }
 *
 *     public int states() {
 *         return 1;
 *     }
 *
 *     public Tensor project(Tensor x, Pass pass) {
 *         return dense.forward(x, pass);
 *     }
 *
 *     public List<Tensor> step(Tensor projected, List<Tensor> states) {
 *         return List.of(projected.add(states.get(0).mul(a.value())).tanh());
 *     }
 * }
 * Recurrent.CellMaker maker =
 *         (name, inputs, initializer, random) -> new Leaky(name, inputs, 2, initializer, random);
 * Recurrent network = Recurrent.of(3, maker).build(new SplittableRandom(1));
 * network.apply(Tensor.zeros(1, 2, 3));   // [[[0, 0], [0, 0]]]
 * }</pre>
 */
public interface RecurrentCell extends Module {
    /**
     * The number of features that come in.
     *
     * @return at least 1
     */
    int inputs();

    /**
     * The number of features of each state, and so of the output.
     *
     * @return at least 1
     */
    int width();

    /**
     * The number of states that go from step to step.
     *
     * @return at least 1
     */
    int states();

    /**
     * What of a step rests on its input alone, for any number of steps at once.
     *
     * @param x shape […, inputs]
     * @param pass the pass, to be handed on to the modules that this one calls
     * @return shape […, any number of features]
     */
    Tensor project(Tensor x, Pass pass);

    /**
     * The rest of a step. It is recorded once and repeated for all steps of a sequence, so it must
     * not draw numbers or read elements.
     *
     * @param projected what {@link #project} gave for this step, of shape [rows, features]
     * @param states the states before the step, each of shape [rows, width]
     * @return the states after the step, as many, of which the first is the output
     */
    List<Tensor> step(Tensor projected, List<Tensor> states);
}
