package org.cotangent.nn.sequences;

// Longer than 400 lines: half is documentation.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;
import org.cotangent.program.Loop;

/**
 * A recurrent network over whole sequences, of shape [rows, steps, features]: one or several layers
 * of cells, in one or both directions. As a layer it gives the outputs of all steps; {@link
 * #forward(Tensor, List, Pass)} takes first states too and gives the last ones.
 *
 * <pre>{@code
 * Recurrent network = Recurrent.lstm(3, 8)
 *         .layers(2).bidirectional().dropout(0.1)
 *         .build(new SplittableRandom(1));
 * Tensor x = Tensor.ones(4, 10, 3);                 // 4 rows of 10 steps
 * network.apply(x).size(2);                         // 16
 * // rows of different lengths
 * Pass pass = Pass.evaluation().masked(Recurrent.mask(10, 10, 7, 3, 1));
 * RecurrentResult result = network.forward(x, network.initial(4), pass);
 * result.last().size(1);                            // 16
 * result.outputs().get(1, 8, 0);                    // 0.0; the second row has ended
 * }</pre>
 *
 * <p>A layer is one {@link Loop}, in the graph as in memory: the products with the input are made
 * for all steps at once before it, and of each step only the states are kept for the derivative.
 * The second layer's input is what the first one puts out in both directions; dropout is applied
 * between layers, not after the last one.
 *
 * <p>Rows of different lengths are padded to the longest and the pass gets a {@linkplain
 * Pass#masked mask} of shape [rows, steps], 1 for what counts and 0 for padding: {@link #mask}. At
 * padding the states stand still and the output is 0, so the last state of a row is that of its
 * last step, and the backward direction starts there. What stands in the input at padding has no
 * influence, even if it is NaN.
 *
 * <p>The cells are called "name.0", "name.1", …, those of the backward direction "name.0.back", ….
 */
public final class Recurrent extends Block implements Layer {
    static final ModuleFormat<Recurrent> FORMAT =
            ModuleFormat.of(
                    "recurrent", Recurrent.class, Recurrent::settingsTo, Recurrent::restored);

    private final List<RecurrentCell> cells; // layer by layer, of each forward and back
    private final Dropout between; // or null
    private final boolean bidirectional;
    private final boolean checkpointed;
    private final int stretch; // steps that gradients pass; 0 for all

    private Recurrent(
            String name,
            List<RecurrentCell> cells,
            boolean bidirectional,
            Dropout between,
            boolean checkpointed,
            int stretch) {
        super(name);
        this.cells = List.copyOf(cells);
        this.bidirectional = bidirectional;
        this.between = between;
        this.checkpointed = checkpointed;
        this.stretch = stretch;
        requireFitting();
        cells.forEach(this::child);
        if (between != null) {
            child(between);
        }
    }

    private void requireFitting() {
        if (cells.isEmpty() || cells.size() % directions() != 0) {
            throw Checks.illegal(
                    "%s: %s cells in %s directions", name(), cells.size(), directions());
        }
        RecurrentCell first = cells.get(0);
        for (int i = 0; i < cells.size(); i++) {
            RecurrentCell cell = cells.get(i);
            int inputs = i < directions() ? first.inputs() : directions() * first.width();
            if (cell.width() != first.width()
                    || cell.states() != first.states()
                    || cell.inputs() != inputs) {
                throw Checks.illegal(
                        "%s: %s takes %s features and has %s states of width %s; %s, %s and %s"
                                + " expected",
                        name(),
                        cell.name(),
                        cell.inputs(),
                        cell.states(),
                        cell.width(),
                        inputs,
                        first.states(),
                        first.width());
            }
        }
    }

    private static State settingsTo(Recurrent network, State state) {
        return state.with("bidirectional", network.bidirectional)
                .with("checkpointed", network.checkpointed)
                .with("truncated", network.stretch);
    }

    private static Recurrent restored(State state, List<Module> children) {
        List<RecurrentCell> cells = new ArrayList<>();
        Dropout between = null;
        for (Module child : children) {
            if (child instanceof RecurrentCell cell) {
                cells.add(cell);
            } else {
                between = (Dropout) child;
            }
        }
        return new Recurrent(
                state.text("name"),
                cells,
                state.truth("bidirectional"),
                between,
                state.truth("checkpointed"),
                (int) state.integer("truncated"));
    }

    /** A maker of the cells of a network. */
    @FunctionalInterface
    public interface CellMaker {
        /**
         * Makes a cell.
         *
         * @param name its name
         * @param inputs how many features come in
         * @param initializer draws its weights
         * @param random where chance comes from
         * @return a new cell; all of a network have the same width and number of states
         */
        RecurrentCell cell(
                String name, int inputs, Initializer initializer, RandomGenerator random);
    }

    /**
     * A network of {@linkplain ElmanCell simple cells} with the hyperbolic tangent.
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features each state has, at least 1
     * @return its settings, of which {@link Settings#build} makes it
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Settings elman(int inputs, int width) {
        return ours(
                "elman",
                inputs,
                width,
                (name, n, initializer, random) ->
                        new ElmanCell(name, n, width, Activation.TANH, initializer, random));
    }

    /**
     * A network of cells with {@linkplain LstmCell long short-term memory}.
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features each state has, at least 1
     * @return its settings, of which {@link Settings#build} makes it
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Settings lstm(int inputs, int width) {
        return ours(
                "lstm",
                inputs,
                width,
                (name, n, initializer, random) ->
                        new LstmCell(name, n, width, initializer, random));
    }

    /**
     * A network of {@linkplain GruCell gated recurrent units}.
     *
     * @param inputs how many features come in, at least 1
     * @param width how many features each state has, at least 1
     * @return its settings, of which {@link Settings#build} makes it
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Settings gru(int inputs, int width) {
        return ours(
                "gru",
                inputs,
                width,
                (name, n, initializer, random) -> new GruCell(name, n, width, initializer, random));
    }

    private static Settings ours(String name, int inputs, int width, CellMaker maker) {
        Checks.atLeast(name, "width", 1, width);
        double limit = 1 / StrictMath.sqrt(width);
        return of(inputs, maker).name(name).initializer(Initializers.uniform(limit));
    }

    /**
     * A network of cells of your own, with weights from the {@linkplain Initializers#xavier Xavier}
     * distribution unless another is chosen.
     *
     * @param inputs how many features come in, at least 1
     * @param maker makes a cell for each layer and direction
     * @return its settings, of which {@link Settings#build} makes it
     * @throws IllegalArgumentException if the number is below 1
     */
    public static Settings of(int inputs, CellMaker maker) {
        Checks.atLeast("recurrent", "number of inputs", 1, inputs);
        Checks.present("recurrent", "the maker of cells", maker);
        return new Settings(
                "recurrent", inputs, maker, Initializers.xavier(), 1, false, 0, false, 0);
    }

    /**
     * A recurrent network whose weights are not drawn yet: one layer in the direction of time,
     * unless other is said. It is immutable: methods return copies.
     */
    @CheckReturnValue
    public static final class Settings {
        private final String name;
        private final int inputs;
        private final CellMaker maker;
        private final Initializer initializer;
        private final int layers;
        private final boolean bidirectional;
        private final double dropout;
        private final boolean checkpointed;
        private final int stretch;

        private Settings(
                String name,
                int inputs,
                CellMaker maker,
                Initializer initializer,
                int layers,
                boolean bidirectional,
                double dropout,
                boolean checkpointed,
                int stretch) {
            this.name = name;
            this.inputs = inputs;
            this.maker = maker;
            this.initializer = initializer;
            this.layers = layers;
            this.bidirectional = bidirectional;
            this.dropout = dropout;
            this.checkpointed = checkpointed;
            this.stretch = stretch;
        }

        /**
         * A copy with a name, in place of that of its cells.
         *
         * @param name the name, for messages and parameters
         * @return the copy
         * @throws IllegalArgumentException if the name is blank
         */
        public Settings name(String name) {
            Checks.name("recurrent", name);
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    dropout,
                    checkpointed,
                    stretch);
        }

        /**
         * A copy with an initializer of the weights, in place of the uniform distribution up to
         * 1/√width.
         *
         * @param initializer draws the weights
         * @return the copy
         */
        public Settings initializer(Initializer initializer) {
            Checks.present(name, "the initializer", initializer);
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    dropout,
                    checkpointed,
                    stretch);
        }

        /**
         * A copy with several layers, each of which takes what the one below puts out.
         *
         * @param layers how many, at least 1
         * @return the copy
         * @throws IllegalArgumentException if there are fewer
         */
        public Settings layers(int layers) {
            Checks.atLeast(name, "number of layers", 1, layers);
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    dropout,
                    checkpointed,
                    stretch);
        }

        /**
         * A copy with two cells in each layer, of which one goes from the first step to the last
         * and the other back. The outputs of both stand side by side.
         *
         * @return the copy
         */
        public Settings bidirectional() {
            return new Settings(
                    name, inputs, maker, initializer, layers, true, dropout, checkpointed, stretch);
        }

        /**
         * A copy with {@linkplain Dropout dropout} between layers.
         *
         * @param rate the probability with which a number is dropped, from 0 to below 1
         * @return the copy
         * @throws IllegalArgumentException if the rate is outside its range
         */
        public Settings dropout(double rate) {
            Checks.BELOW_ONE.check(name, "dropout", rate);
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    rate,
                    checkpointed,
                    stretch);
        }

        /**
         * A copy that keeps the states of about the square root of its steps and computes the
         * others again for the derivative, to the same bits: {@link Loop#checkpointed}.
         *
         * @return the copy
         */
        public Settings checkpointed() {
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    dropout,
                    true,
                    stretch);
        }

        /**
         * A copy with truncated back-propagation: the values stay the same, but after every so many
         * steps the states are handed on without their gradient.
         *
         * @param steps the most steps that a gradient passes through states, at least 1
         * @return the copy
         * @throws IllegalArgumentException if there are fewer
         */
        public Settings truncated(int steps) {
            Checks.atLeast(name, "number of steps", 1, steps);
            return new Settings(
                    name,
                    inputs,
                    maker,
                    initializer,
                    layers,
                    bidirectional,
                    dropout,
                    checkpointed,
                    steps);
        }

        /**
         * Draws the weights, cell by cell.
         *
         * @param random where chance comes from
         * @return a new network
         * @throws IllegalArgumentException if the maker's cells do not fit each other
         */
        public Recurrent build(RandomGenerator random) {
            Checks.present(name, "the random generator", random);
            List<RecurrentCell> cells = new ArrayList<>();
            int features = inputs;
            for (int layer = 0; layer < layers; layer++) {
                for (int way = 0; way < (bidirectional ? 2 : 1); way++) {
                    String own = name + "." + layer + (way == 0 ? "" : ".back");
                    RecurrentCell cell = maker.cell(own, features, initializer, random);
                    cells.add(Checks.present(own, "the cell", cell));
                }
                features = (bidirectional ? 2 : 1) * cells.get(0).width();
            }
            Dropout between = dropout == 0 ? null : new Dropout(dropout);
            return new Recurrent(name, cells, bidirectional, between, checkpointed, stretch);
        }

        /**
         * The name and the settings.
         *
         * @return as "lstm of 28 inputs, 2 layers, both directions, dropout 0.1"
         */
        @Override
        public String toString() {
            return Checks.text(
                    "%s of %s inputs, %s layer%s%s%s%s%s",
                    name,
                    inputs,
                    layers,
                    layers == 1 ? "" : "s",
                    bidirectional ? ", both directions" : "",
                    dropout == 0 ? "" : ", dropout " + dropout,
                    checkpointed ? ", checkpointed" : "",
                    stretch == 0 ? "" : ", truncated after " + stretch + " steps");
        }
    }

    /**
     * The mask of rows of different lengths, for {@link Pass#masked}.
     *
     * @param steps the number of steps to which all are padded
     * @param lengths the number of steps of each row, from 0 to that
     * @return shape [rows, steps], 1 before the end of a row and 0 after it
     * @throws IllegalArgumentException if a length is negative or larger than the number of steps
     */
    public static Tensor mask(int steps, int... lengths) {
        Checks.atLeast("mask", "number of steps", 0, steps);
        double[] mask = new double[LayerChecks.elements("mask", "shape", lengths.length, steps)];
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > steps) {
                throw Checks.illegal(
                        "mask: row %s has length %s; it must lie in 0 .. %s",
                        row, lengths[row], steps);
            }
            Arrays.fill(mask, row * steps, row * steps + lengths[row], 1);
        }
        return Tensor.of(mask, lengths.length, steps);
    }

    /**
     * The outputs of all steps, from states of 0 on.
     *
     * @param x the inputs, of shape [rows, steps, inputs]
     * @param pass the pass, with a mask of shape [rows, steps] if rows have different lengths
     * @return shape [rows, steps, directions · width]
     * @throws IllegalArgumentException if a shape does not fit
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(
                this,
                () -> {
                    requireSequences(x);
                    return run(x, initial(x.size(0)), pass).outputs();
                });
    }

    /**
     * The outputs of all steps and the last states.
     *
     * @param x the inputs, of shape [rows, steps, inputs]
     * @param states the states before the first step, as {@link RecurrentResult} has them: those of
     *     {@link #initial}, or those in which other steps ended
     * @param pass the pass, with a mask of shape [rows, steps] if rows have different lengths
     * @return outputs and states
     * @throws IllegalArgumentException if a shape does not fit
     */
    public RecurrentResult forward(Tensor x, List<Tensor> states, Pass pass) {
        Checks.present(name(), "the input", x);
        Checks.present(name(), "the states", states);
        return pass.within(
                this,
                () -> {
                    requireSequences(x);
                    requireStates(states, x.size(0));
                    return run(x, states, pass);
                });
    }

    /**
     * The states before the first step.
     *
     * @param rows the number of rows
     * @return for each state of a cell zeros of shape [layers · directions, rows, width]
     * @throws IllegalArgumentException if the number is negative
     */
    public List<Tensor> initial(int rows) {
        Checks.atLeast(name(), "number of rows", 0, rows);
        return Collections.nCopies(
                cells.get(0).states(), Tensor.zeros(cells.size(), rows, width()));
    }

    private void requireSequences(Tensor x) {
        if (x.rank() != 3 || x.size(2) != inputs()) {
            throw Checks.illegal(
                    "%s: the input has shape %s; it must be [rows, steps, %s]",
                    name(), x.shape(), inputs());
        }
    }

    private void requireStates(List<Tensor> states, int rows) {
        int[] shape = {cells.size(), rows, width()};
        boolean right = states.size() == cells.get(0).states();
        for (Tensor state : states) {
            right &= Arrays.equals(state.shape(), shape);
        }
        if (!right) {
            throw Checks.illegal(
                    "%s: there are states of shapes %s; expected %s of shape %s",
                    name(),
                    states.stream().map(s -> Arrays.toString(s.shape())).toList(),
                    cells.get(0).states(),
                    shape);
        }
    }

    private RecurrentResult run(Tensor x, List<Tensor> states, Pass pass) {
        Tensor mask = mask(x, pass);
        Tensor steps = x.permute(1, 0, 2); // slices of a loop are along axis 0
        List<List<Tensor>> last = new ArrayList<>();
        for (int i = 0; i < cells.size(); i += directions()) {
            if (i > 0 && between != null) {
                steps = between.forward(steps, pass);
            }
            Tensor[] outputs = new Tensor[directions()];
            for (int way = 0; way < outputs.length; way++) {
                int at = i + way;
                Loop.Results found =
                        new Walk(cells.get(at), way == 1, mask)
                                .over(
                                        cells.get(at).project(steps, pass),
                                        states.stream().map(s -> row(s, at)).toList());
                outputs[way] = found.output();
                last.add(found.states());
            }
            steps = outputs.length == 1 ? outputs[0] : Tensor.concat(2, outputs);
        }
        return new RecurrentResult(
                steps.permute(1, 0, 2),
                IntStream.range(0, states.size())
                        .mapToObj(
                                k ->
                                        Tensor.stack(
                                                0,
                                                last.stream()
                                                        .map(s -> s.get(k))
                                                        .toArray(Tensor[]::new)))
                        .toList());
    }

    private static Tensor row(Tensor x, int index) {
        return x.slice(0, index, index + 1).squeeze(0);
    }

    /** The mask as [steps, rows, 1], or null if everything counts. */
    private Tensor mask(Tensor x, Pass pass) {
        Tensor mask = pass.mask().orElse(null);
        if (mask == null) {
            return null;
        }
        if (mask.rank() != 2 || mask.size(0) != x.size(0) || mask.size(1) != x.size(1)) {
            throw Checks.illegal(
                    "%s: the mask has shape %s and the input %s; the mask must be [%s, %s]",
                    name(), mask.shape(), x.shape(), x.size(0), x.size(1));
        }
        boolean whole = Arrays.stream(mask.toArray()).allMatch(m -> m != 0);
        return whole ? null : mask.ne(0).transpose().unsqueeze(-1);
    }

    /** One cell over all steps. */
    private final class Walk {
        private final RecurrentCell cell;
        private final boolean back;
        private final Tensor mask;

        Walk(RecurrentCell cell, boolean back, Tensor mask) {
            this.cell = cell;
            this.back = back;
            this.mask = mask;
        }

        Loop.Results over(Tensor projected, List<Tensor> states) {
            int steps = projected.size(0);
            if (stretch == 0 || stretch >= steps) {
                return part(projected, mask, states);
            }
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> now = states;
            for (int done = 0; done < steps; done += stretch) {
                int count = Math.min(stretch, steps - done);
                int from = back ? steps - done - count : done;
                Loop.Results part =
                        part(
                                projected.slice(0, from, from + count),
                                mask == null ? null : mask.slice(0, from, from + count),
                                now);
                outputs.add(part.output());
                now =
                        done + count < steps
                                ? part.states().stream().map(Tensor::stopGradient).toList()
                                : part.states();
            }
            if (back) {
                Collections.reverse(outputs);
            }
            return new Loop.Results(now, List.of(Tensor.concat(0, outputs.toArray(Tensor[]::new))));
        }

        private Loop.Results part(Tensor projected, Tensor mask, List<Tensor> states) {
            Loop loop = mask == null ? Loop.over(projected) : Loop.over(projected, mask);
            loop = back ? loop.reversed() : loop;
            loop = checkpointed ? loop.checkpointed() : loop;
            return loop.scan(this::step, states.toArray(Tensor[]::new));
        }

        private Loop.Results step(Tensor[] states, Tensor[] slices) {
            List<Tensor> next = cell.step(slices[0], List.of(states));
            Tensor output = next.get(0);
            if (slices.length > 1) {
                Tensor counts = slices[1];
                output = Tensor.where(counts, output, Tensor.of(0));
                List<Tensor> found = next;
                next =
                        IntStream.range(0, states.length)
                                .mapToObj(i -> Tensor.where(counts, found.get(i), states[i]))
                                .toList();
            }
            return new Loop.Results(next, List.of(output));
        }
    }

    /**
     * The number of features that come in.
     *
     * @return at least 1
     */
    public int inputs() {
        return cells.get(0).inputs();
    }

    /**
     * The number of features of each state; the outputs have as many for each direction.
     *
     * @return at least 1
     */
    public int width() {
        return cells.get(0).width();
    }

    /**
     * The number of directions.
     *
     * @return 1 or 2
     */
    public int directions() {
        return bidirectional ? 2 : 1;
    }

    /**
     * The cells, layer by layer, and of each the forward direction first.
     *
     * @return an unmodifiable list
     */
    public List<RecurrentCell> cells() {
        return cells;
    }
}
