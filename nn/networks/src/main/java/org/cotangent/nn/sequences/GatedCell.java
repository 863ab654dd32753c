package org.cotangent.nn.sequences;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/** A cell with weights for the input and for the first state, of some gates side by side. */
abstract class GatedCell extends Block implements RecurrentCell {
    private final int gates;
    private final Parameter inputWeight;
    private final Parameter hiddenWeight;
    private final Parameter inputBias;
    private final Parameter hiddenBias;

    /** The first weights of a cell. */
    record Weights(Tensor input, Tensor hidden) {
        static Weights drawn(
                String name,
                int gates,
                int inputs,
                int width,
                Initializer initializer,
                RandomGenerator random) {
            Checks.name("recurrent cell", name);
            Checks.atLeast(name, "number of inputs", 1, inputs);
            Checks.atLeast(name, "width", 1, width);
            LayerChecks.elements(name, "weights", inputs, width, gates);
            LayerChecks.elements(name, "weights", width, width, gates);
            return new Weights(
                    drawn(name, gates, inputs, initializer, width, random),
                    drawn(name, gates, width, initializer, width, random));
        }

        private static Tensor drawn(
                String name,
                int gates,
                int rows,
                Initializer initializer,
                int width,
                RandomGenerator random) {
            Tensor[] each = new Tensor[gates];
            Arrays.setAll(
                    each, i -> Initializer.draw(name, initializer, rows, width, width, random));
            return Tensor.concat(1, each);
        }

        static Weights of(State state) {
            return new Weights(state.tensor("inputWeight"), state.tensor("hiddenWeight"));
        }
    }

    GatedCell(String name, int gates, Weights weights) {
        super(name);
        this.gates = gates;
        Tensor hidden = LayerChecks.matrix(name, weights.hidden);
        Tensor input = LayerChecks.matrix(name, weights.input);
        if (hidden.size(1) != gates * hidden.size(0) || input.size(1) != hidden.size(1)) {
            throw Checks.illegal(
                    "%s: weights of shapes %s for the input and %s for the state; [inputs, %s width]"
                            + " and [width, %s width] expected",
                    name, input.shape(), hidden.shape(), gates, gates);
        }
        inputWeight = parameter("inputWeight", input);
        hiddenWeight = parameter("hiddenWeight", hidden);
        inputBias = bias("inputBias", Tensor.zeros(hidden.size(1)));
        hiddenBias = bias("hiddenBias", Tensor.zeros(hidden.size(1)));
    }

    /** The format of a cell without settings. */
    static <C extends GatedCell> ModuleFormat<C> format(
            String kind, Class<C> type, BiFunction<String, Weights, C> constructor) {
        return ModuleFormat.of(
                kind,
                type,
                (cell, state) -> state,
                s -> constructor.apply(s.text("name"), Weights.of(s)));
    }

    @Override
    public final int inputs() {
        return inputWeight.value().size(0);
    }

    @Override
    public final int width() {
        return hiddenWeight.value().size(0);
    }

    @Override
    public final Tensor project(Tensor x, Pass pass) {
        Tensor w = inputWeight.value();
        LayerChecks.lastAxis(name(), x, "weights of the input", w, w.size(0));
        return x.matmul(w).add(inputBias.value());
    }

    /** What the gates get from a state. */
    final Tensor recurrent(Tensor state) {
        return state.matmul(hiddenWeight.value()).add(hiddenBias.value());
    }

    /** The columns of one gate. */
    final Tensor gate(Tensor all, int index) {
        return all.slice(-1, index * width(), (index + 1) * width());
    }

    /** A step by itself, with checks. */
    final List<Tensor> single(Tensor x, List<Tensor> states, Pass pass) {
        Checks.present(name(), "the input", x);
        for (Tensor state : states) {
            Checks.present(name(), "the state", state);
            if (x.rank() != 2
                    || state.rank() != 2
                    || state.size(0) != x.size(0)
                    || state.size(1) != width()) {
                throw Checks.illegal(
                        "%s: an input of shape %s and a state of shape %s; they must be [rows, %s]"
                                + " and [rows, %s]",
                        name(), x.shape(), state.shape(), inputs(), width());
            }
        }
        return pass.within(this, () -> step(project(x, pass), states));
    }

    /**
     * The state before the first step.
     *
     * @param rows how many sequences run side by side
     * @return zeros of shape [rows, width]
     * @throws IllegalArgumentException if the number is negative
     */
    final Tensor zeros(int rows) {
        return Tensor.zeros(Checks.atLeast(name(), "number of rows", 0, rows), width());
    }

    /**
     * The weights of the input, of shape [inputs, gates · width].
     *
     * @return the parameter
     */
    public final Parameter inputWeight() {
        return inputWeight;
    }

    /**
     * The weights of the state, of shape [width, gates · width].
     *
     * @return the parameter
     */
    public final Parameter hiddenWeight() {
        return hiddenWeight;
    }

    /**
     * The bias that is added to the input's share, of shape [gates · width].
     *
     * @return the parameter
     */
    public final Parameter inputBias() {
        return inputBias;
    }

    /**
     * The bias that is added to the state's share, of shape [gates · width].
     *
     * @return the parameter
     */
    public final Parameter hiddenBias() {
        return hiddenBias;
    }

    /**
     * The name and both widths.
     *
     * @return as "lstm (28 to 64)"
     */
    @Override
    public String toString() {
        return name() + " (" + inputs() + " to " + width() + ")";
    }
}
