package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import org.cotangent.Axes;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.TextTableWriter;

/**
 * The mean and the standard deviation of the output of each layer of a model for a batch, with the
 * shares of zeros and of saturated numbers. They show whether signals vanish or explode from layer
 * to layer.
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * Mlp model = Mlp.of(100, 100, 100, 100).activation(Activation.TANH).build(random);
 * Tensor x = Tensor.normal(random, 200, 100);
 * ActivationStatistics statistics = ActivationStatistics.of(model, x).activations();
 * System.out.print(statistics);
 * // for plots: one number per layer, and the distribution of the first layer's output
 * double[] deviations = statistics.deviations();
 * long[] counts = statistics.histogram(0, 50).counts();
 * }</pre>
 *
 * <p>The model is applied in evaluation mode, which changes nothing. The outputs are kept for the
 * histograms, so the memory of a forward pass is held as long as this is.
 */
public final class ActivationStatistics {
    /** A number is saturated if it is nearer to a bound than this share of the whole range. */
    private static final double NEAR = 0.01;

    private final List<Row> rows;
    private final List<double[]> outputs;

    /**
     * The statistics of the output of one layer.
     *
     * @param path where the layer is, as "mlp/1 TANH"
     * @param layer the layer
     * @param mean the mean of all numbers
     * @param deviation the standard deviation of all numbers, with the divisor n
     * @param zeros which share of the numbers is 0
     * @param dead which share of the units (the places behind the rows) is 0 in <em>all</em> rows
     * @param saturated which share of the numbers is nearer to a bound of the activation than 1 %
     *     of its range; NaN for layers other than sigmoid, tanh and their hard variants
     * @param notFinite how many numbers are NaN or infinite
     */
    public record Row(
            String path,
            Module layer,
            double mean,
            double deviation,
            double zeros,
            double dead,
            double saturated,
            long notFinite) {}

    /**
     * A histogram: the counts of numbers in intervals of the same width.
     *
     * @param edges the ends of the intervals, ascending, one more than there are intervals
     * @param counts how many numbers each holds; the last holds its upper end too
     */
    public record Histogram(double[] edges, long[] counts) {
        /**
         * The ends and the counts.
         *
         * @return as "histogram (edges [0.0, 0.5, 1.0], counts [3, 7])"
         */
        @Override
        public String toString() {
            return Checks.text("histogram (edges %s, counts %s)", edges, counts);
        }
    }

    private ActivationStatistics(List<Row> rows, List<double[]> outputs) {
        this.rows = Collections.unmodifiableList(rows);
        this.outputs = outputs;
    }

    /**
     * The statistics of a model, of the layers in it in the order in which they finish. A container
     * that returns the output of its last layer has no separate row.
     *
     * @param model the model
     * @param x a batch of inputs, one sample a row
     * @return the statistics
     * @throws IllegalArgumentException if the batch is empty or does not fit the model
     */
    public static ActivationStatistics of(Layer model, Tensor x) {
        Checks.present("activation statistics", "the model", model);
        if (Checks.present("activation statistics", "the input", x).size() == 0) {
            throw Checks.illegal(
                    "activation statistics: the batch is empty, of shape %s", x.shape());
        }
        List<Row> rows = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        Tensor[] last = new Tensor[1];
        Pass pass =
                Pass.observed(
                        (module, path, depth) ->
                                y -> {
                                    if (module.children().isEmpty() || y != last[0]) {
                                        rows.add(row(module, path, y));
                                        outputs.add(y.toArray());
                                    }
                                    last[0] = y;
                                });
        Tensor.unrecorded(() -> pass.through(model, Pass.DIRECT, x));
        return new ActivationStatistics(rows, outputs);
    }

    private static Row row(Module layer, String path, Tensor y) {
        double[] numbers = y.toArray();
        int units = y.rank() == 0 ? 1 : numbers.length / Math.max(1, y.size(0));
        BitSet alive = new BitSet(units);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0) {
                alive.set(i % units);
            }
        }
        return new Row(
                path,
                layer,
                y.mean().value(),
                y.std(Axes.all(), 0).value(),
                share(numbers, v -> v == 0),
                (double) (units - alive.cardinality()) / units,
                saturated(layer, numbers),
                Arrays.stream(numbers).filter(v -> !Double.isFinite(v)).count());
    }

    private static double saturated(Module layer, double[] numbers) {
        if (!(layer instanceof Activation a) || Double.isNaN(a.least())) {
            return Double.NaN;
        }
        double near = NEAR * (a.most() - a.least());
        return share(numbers, v -> v < a.least() + near || v > a.most() - near);
    }

    private static double share(double[] numbers, DoublePredicate counted) {
        return (double) Arrays.stream(numbers).filter(counted).count() / numbers.length;
    }

    /**
     * The statistics of the activations alone.
     *
     * @return a view with the rows whose layer is an {@link Activation} or a {@link Prelu}
     */
    @CheckReturnValue
    public ActivationStatistics activations() {
        List<Row> some = new ArrayList<>();
        List<double[]> theirs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Module layer = rows.get(i).layer();
            if (layer instanceof Activation || layer instanceof Prelu) {
                some.add(rows.get(i));
                theirs.add(outputs.get(i));
            }
        }
        return new ActivationStatistics(some, theirs);
    }

    /**
     * The layers.
     *
     * @return an unmodifiable list
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * The means of all layers.
     *
     * @return a new array, a number a row
     */
    public double[] means() {
        return numbers(Row::mean);
    }

    /**
     * The standard deviations of all layers.
     *
     * @return a new array, a number a row
     */
    public double[] deviations() {
        return numbers(Row::deviation);
    }

    private double[] numbers(ToDoubleFunction<Row> number) {
        return rows.stream().mapToDouble(number).toArray();
    }

    /**
     * How the numbers of a layer are distributed between the least and the greatest of them. Those
     * that are NaN or infinite are left out; if all are equal the range is that number ± ½.
     *
     * @param row which layer, from 0
     * @param bins how many intervals, at least 1
     * @return edges and counts
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException if there is less than one interval
     */
    public Histogram histogram(int row, int bins) {
        Objects.checkIndex(row, rows.size());
        Checks.atLeast("histogram", "number of bins", 1, bins);
        double[] finite = Arrays.stream(outputs.get(row)).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElse(0);
        double most = Arrays.stream(finite).max().orElse(0);
        double from = least < most ? least : least - 0.5;
        double to = least < most ? most : most + 0.5;
        // halves, since the whole range may overflow
        double half = to / 2 - from / 2;
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            double share = (double) i / bins;
            edges[i] = from * (1 - share) + to * share;
        }
        long[] counts = new long[bins];
        for (double v : finite) {
            int bin = half > 0 ? (int) ((v / 2 - from / 2) / half * bins) : 0;
            counts[Math.min(bin, bins - 1)]++;
        }
        return new Histogram(edges, counts);
    }

    /**
     * The statistics as a table; a dash stands for a share that has no meaning.
     *
     * @return lines in ASCII, each ended by a line feed
     */
    @Override
    public String toString() {
        TextTableWriter table =
                new TextTableWriter(
                        1,
                        "layer",
                        "mean",
                        "deviation",
                        "zeros",
                        "dead units",
                        "saturated",
                        "not finite");
        for (Row row : rows) {
            table.row(
                    row.path,
                    Checks.text("%.4g", row.mean),
                    Checks.text("%.4g", row.deviation),
                    percent(row.zeros),
                    percent(row.dead),
                    percent(row.saturated),
                    Long.toString(row.notFinite));
        }
        return table.ruled();
    }

    private static String percent(double part) {
        return Double.isNaN(part) ? "-" : Checks.text("%.1f %%", 100 * part);
    }
}
