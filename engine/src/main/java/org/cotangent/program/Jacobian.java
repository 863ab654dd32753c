package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;

/**
 * A program of derivatives of all results by all arguments, in the way that is counted cheapest.
 * Zeros are 0, not -0, so that nothing need be computed for the sign of those that stay zeros;
 * where a column has a NaN all are found again by rows, as a backward pass has them.
 */
final class Jacobian implements Runner {
    /** The most numbers that are written out before what is equal or 0 goes. */
    private static final long MOST_NUMBERS = 1 << 20;

    /** The most nodes that are recorded for it. */
    private static final long MOST_NODES = 1 << 17;

    final List<Shape> shapes;

    /** What the results are at tensors. */
    final Function<Tensor[], List<Tensor>> onTensors;

    /** What was recorded: all of it, or where a product is run many times the function. */
    final Recording recording;

    private final int m;
    private final int n;

    /** Results that come first and keep their zeros. */
    private final int values;

    private final Runner runner;

    /** By rows, where the runner goes by columns. */
    private final Runner mending;

    private final String counted;

    /**
     * Finds the cheapest way.
     *
     * @param f the function
     * @param examples a point
     * @param withValues whether the values of the function come first
     */
    Jacobian(Function<Tensor[], List<Tensor>> f, List<Tensor> examples, boolean withValues) {
        Recording value = Recording.twice(f, examples, false);
        m = value.results.stream().mapToInt(Tensor::size).sum();
        n = value.arguments.stream().mapToInt(Tensor::size).sum();
        values = withValues ? m : 0;
        shapes = new ArrayList<>();
        if (withValues) {
            value.results.forEach(y -> shapes.add(Recording.shape(y)));
        }
        for (Tensor y : value.results) {
            value.arguments.forEach(x -> shapes.add(joined(y, x)));
        }
        JacobianForms written = new JacobianForms(f, withValues, true);
        boolean large = value.nodes.stream().anyMatch(x -> x.size() > RunnerChoice.LARGE);
        Lowering lowered = large ? null : Lowering.written(value, RunnerChoice.MOST, m);
        long numbers = lowered == null ? 1 : Math.max(1, lowered.code().size());
        boolean fewArguments = 3L * n < m; // as Differentiate decides
        boolean asArrays = lowered == null;
        Recording rows = null;
        Recording columns = null;
        if (m == 0 || n == 0 || fits(value, 2L * m, numbers) && !(asArrays && fewArguments)) {
            rows = Recording.of(written::rows, examples);
        }
        if (m > 0 && n > 0 && fits(value, 4L * n, numbers) && !(asArrays && !fewArguments)) {
            columns = ifTwice(() -> Recording.of(written::columns, examples));
        }
        Slots byRows =
                asArrays || rows == null ? null : Lowering.of(rows, RunnerChoice.MOST, values);
        Slots byColumns =
                asArrays || columns == null
                        ? null
                        : Lowering.of(columns, RunnerChoice.MOST, values);
        boolean takesRows =
                byRows != null && byColumns != null
                        ? cost(byRows) < cost(byColumns)
                                || cost(byRows) == cost(byColumns) && !fewArguments
                        : rows != null;
        JacobianForms replayed = new JacobianForms(value::replay, withValues, false);
        if (rows == null && columns == null) {
            recording = value;
            onTensors = replayed::rows;
            Runner column = fewArguments ? byProducts(written, value, false) : null;
            runner = column == null ? byProducts(written, value, true) : column;
            mending = column == null ? null : byProducts(written, value, true);
            counted = "by a product for each " + (column == null ? "row" : "column");
            return;
        }
        recording = takesRows ? rows : columns;
        onTensors = takesRows ? recording::replay : replayed::columns;
        Slots slots = takesRows ? byRows : byColumns;
        runner = slots == null ? new ArrayRunner(recording) : new NumberRunner(slots);
        mending = takesRows ? null : byProducts(written, value, true);
        counted =
                "written out by "
                        + (takesRows ? "rows" : "columns")
                        + beside(takesRows ? byColumns : byRows, takesRows ? "columns" : "rows");
    }

    private static String beside(Slots other, String name) {
        return other == null
                ? ""
                : String.format(
                        Locale.ROOT, " (by %s they were %,d operations)", name, cost(other));
    }

    private static Shape joined(Tensor y, Tensor x) {
        List<Integer> extents = new ArrayList<>(Recording.shape(y).list());
        extents.addAll(Recording.shape(x).list());
        return Shape.of("jacobian", extents.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean fits(Recording value, long passes, long numbers) {
        return passes * value.nodes.size() <= MOST_NODES && passes * numbers <= MOST_NUMBERS;
    }

    /** Null where rules of users are right for first derivatives only. */
    private static <T> T ifTwice(Supplier<T> recording) {
        try {
            return recording.get();
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    /** Operations, and for functions of arrays some more. */
    private static long cost(Slots slots) {
        return slots.operations
                + slots.functions.stream()
                        .filter(Slots.Call.class::isInstance)
                        .mapToLong(call -> 50 + 5L * ((Slots.Call) call).results().length)
                        .sum();
    }

    private Runner byProducts(JacobianForms written, Recording value, boolean rows) {
        return ifTwice(() -> new JacobianProducts(written, value, values > 0, rows));
    }

    @Override
    public void run(double[] x, double[] y) {
        double[] point = mending != null && x == y ? x.clone() : x;
        runner.run(x, y);
        if (settle(y, values, y.length) && mending != null) {
            mending.run(point, y);
            settle(y, values, y.length);
        }
    }

    @Override
    public void run(double[][] x, double[][] y) {
        double[][] point = mending != null && meet(x, y) ? copy(x) : x;
        runner.run(x, y);
        if (settle(y) && mending != null) {
            mending.run(point, y);
            settle(y);
        }
    }

    /** Whether results are written where arguments stand. */
    private static boolean meet(double[][] x, double[][] y) {
        for (double[] each : x) {
            for (double[] other : y) {
                if (each == other) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double[][] copy(double[][] x) {
        return Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    }

    private boolean settle(double[][] y) {
        boolean lost = false;
        int seen = 0;
        for (double[] each : y) {
            if (seen >= values) {
                lost |= settle(each, 0, each.length);
            }
            seen += each.length;
        }
        return lost;
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        runner.rows(points, x, y);
        int in = x.length / points;
        int out = y.length / points;
        for (int i = 0; i < points; i++) {
            if (settle(y, i * out + values, (i + 1) * out) && mending != null) {
                double[] point = Arrays.copyOfRange(x, i * in, (i + 1) * in);
                double[] one = new double[out];
                mending.run(point, one);
                settle(one, values, out);
                System.arraycopy(one, 0, y, i * out, out);
            }
        }
    }

    /** Puts 0 for -0; whether there is NaN. */
    private static boolean settle(double[] y, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            y[i] += 0.0;
            sum += y[i];
        }
        if (sum == sum) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (y[i] != y[i]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String explain() {
        return m + " x " + n + " derivatives " + counted + ", " + runner.explain();
    }
}
