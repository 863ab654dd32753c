package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.TextTableWriter;

/**
 * The layers of a model with the shapes of their outputs and the numbers of their parameters, as a
 * table.
 *
 * <pre>{@code
 * Mlp model = Mlp.of(64, 32, 10).build(new SplittableRandom(1));
 * System.out.print(Summary.of(model, 1, 64));
 * // layer                output   parameters  buffers
 * // -------------------------------------------------
 * // mlp                  [1, 10]
 * //   dense1 (64 to 32)  [1, 32]       2,080
 * //   RELU               [1, 32]
 * //   dense2 (32 to 10)  [1, 10]         330
 * //   LINEAR             [1, 10]
 * //
 * // 2,410 trainable parameters, 0 numbers in buffers
 * }</pre>
 *
 * <p>The modules that a {@link Block} calls are indented below it. The shapes are those of an input
 * of zeros in evaluation mode, which changes nothing. A layer that occurs again is marked as
 * shared; its parameters count once.
 */
public final class Summary {
    private final List<Row> rows;

    /**
     * The row of one layer in the table.
     *
     * @param path where it is, as "sequential/2 residual/1 dense2"
     * @param depth how many modules it is in
     * @param layer the layer
     * @param outputShape the shape of its output, empty if that is no tensor
     * @param parameters how many trainable numbers are its own, without those of the layers in it
     *     and of what occurred before
     * @param buffers how many numbers in buffers are its own
     * @param shared whether parameters or buffers of it occurred before
     */
    public record Row(
            String path,
            int depth,
            Module layer,
            List<Integer> outputShape,
            long parameters,
            long buffers,
            boolean shared) {}

    private Summary(List<Row> rows) {
        this.rows = Collections.unmodifiableList(rows);
    }

    /**
     * The summary of a model.
     *
     * @param layer the model
     * @param inputShape the shape of an input <em>with</em> its rows, as 1, 64
     * @return the summary
     * @throws IllegalArgumentException if an extent is negative or the model refuses that shape
     */
    public static Summary of(Layer layer, int... inputShape) {
        List<Row> rows = new ArrayList<>();
        Pass pass =
                Pass.observed(
                        (inner, path, depth) -> {
                            int at = rows.size();
                            rows.add(new Row(path, depth, inner, List.of(), 0, 0, false));
                            return y -> rows.set(at, row(inner, path, depth, y));
                        });
        Tensor.unrecorded(() -> pass.through(layer, Pass.DIRECT, Tensor.zeros(inputShape)));
        // counted from the outside in, so that a shared layer counts at its first place
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Row> counted = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int end = i + 1;
            while (end < rows.size() && rows.get(end).depth > rows.get(i).depth) {
                end++;
            }
            counted.add(counted(rows.get(i), rows.subList(i + 1, end), seen));
        }
        return new Summary(counted);
    }

    private static Row row(Module layer, String path, int depth, Tensor y) {
        List<Integer> shape = Arrays.stream(y.shape()).boxed().toList();
        return new Row(path, depth, layer, shape, 0, 0, false);
    }

    private static Row counted(Row row, List<Row> inside, Set<Object> seen) {
        List<Parameter> parameters = own(row, inside, Module::parameters);
        List<Buffer> buffers = own(row, inside, Module::buffers);
        int all = parameters.size() + buffers.size();
        parameters.removeIf(p -> !seen.add(p));
        buffers.removeIf(b -> !seen.add(b));
        return new Row(
                row.path,
                row.depth,
                row.layer,
                row.outputShape,
                parameters.stream().mapToLong(p -> p.value().size()).sum(),
                buffers.stream().mapToLong(b -> b.value().size()).sum(),
                parameters.size() + buffers.size() < all);
    }

    /** The parameters or buffers of a row without those of the rows inside it. */
    private static <P> List<P> own(Row row, List<Row> inside, Function<Module, List<P>> parts) {
        List<P> own = new ArrayList<>(parts.apply(row.layer));
        inside.forEach(inner -> own.removeAll(parts.apply(inner.layer)));
        return own;
    }

    /**
     * The layers, each before those inside it.
     *
     * @return an unmodifiable list
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * How many trainable numbers there are, each parameter counted once.
     *
     * @return 0 or more
     */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /**
     * How many numbers there are in buffers, each buffer counted once.
     *
     * @return 0 or more
     */
    public long buffers() {
        return rows.stream().mapToLong(Row::buffers).sum();
    }

    /**
     * The table and the totals.
     *
     * @return lines in ASCII, each ended by a line feed
     */
    @Override
    public String toString() {
        TextTableWriter table = new TextTableWriter(2, "layer", "output", "parameters", "buffers");
        for (Row row : rows) {
            boolean outside = !row.layer.children().isEmpty();
            table.row(
                    "  ".repeat(row.depth) + (outside ? row.layer.name() : Block.text(row.layer)),
                    row.outputShape.toString(),
                    ((row.shared ? "shared " : "") + number(row.parameters)).strip(),
                    number(row.buffers));
        }
        return table.ruled()
                + String.format(
                        Locale.ROOT,
                        "\n%,d trainable parameters, %,d numbers in buffers\n",
                        parameters(),
                        buffers());
    }

    private static String number(long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
    }
}
