package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;

/**
 * All derivatives by one product with a unit vector, run for each row or column: those are the
 * points of a batch that share the point of the function.
 */
final class JacobianProducts implements Runner {
    /** Rows or columns that are run together. */
    private static final int TOGETHER = 512;

    private final int m;
    private final int n;
    private final int values;

    /** How many products there are, and how many numbers each has. */
    private final int count;

    private final int length;
    private final boolean ofRows;

    /** Where the derivatives of each result by each element of the arguments stand. */
    private final int[] places;

    /** By arrays: of the point and a direction. */
    private final Runner arrays;

    /** Number by number: the values, what is the same for all directions, and the rest. */
    private final NumberRunner value;

    private final Shared shared;
    private final Rows rows;

    /**
     * Makes the program of a product.
     *
     * @param written the derivatives
     * @param function the recording of the function
     * @param withValues whether its values come first
     * @param ofRows whether the products are rows
     */
    JacobianProducts(
            JacobianForms written, Recording function, boolean withValues, boolean ofRows) {
        this.ofRows = ofRows;
        m = function.results.stream().mapToInt(Tensor::size).sum();
        n = function.arguments.stream().mapToInt(Tensor::size).sum();
        values = withValues ? m : 0;
        count = ofRows ? m : n;
        length = ofRows ? n : m;
        places = places(function);
        List<Tensor> point = new ArrayList<>(function.arguments);
        point.add(Recording.ACCESS.constant(Shape.of(count), new double[count]));
        Recording recording = Recording.of(ofRows ? written::row : written::column, point);
        boolean large = function.nodes.stream().anyMatch(x -> x.size() > RunnerChoice.LARGE);
        Lowering lowering = large ? null : Lowering.written(recording, RunnerChoice.MOST, values);
        if (lowering == null) {
            arrays = new ArrayRunner(recording);
            value = null;
            shared = null;
            rows = null;
            return;
        }
        arrays = null;
        int[] same = lowering.all(recording.arguments.subList(0, point.size() - 1));
        int[] own = lowering.all(recording.arguments.subList(point.size() - 1, point.size()));
        int[] results = lowering.all(recording.results);
        int[] first = Arrays.copyOf(results, values);
        value = values == 0 ? null : new NumberRunner(new Slots(lowering.code(), same, first));
        int[] rest = Arrays.copyOfRange(results, values, results.length);
        shared = new Shared(lowering.code(), own, same, rest);
        rows = new Rows(shared.slots, shared.shared, new int[0]);
    }

    private int[] places(Recording function) {
        int[] places = new int[m * n];
        int from = 0;
        int row = 0;
        for (Tensor y : function.results) {
            int column = 0;
            for (Tensor x : function.arguments) {
                for (int i = 0; i < y.size(); i++) {
                    for (int j = 0; j < x.size(); j++) {
                        places[(row + i) * n + column + j] = values + from++;
                    }
                }
                column += x.size();
            }
            row += y.size();
        }
        return places;
    }

    @Override
    public void run(double[] x, double[] y) {
        run(x, 0, y, 0);
    }

    @Override
    public void run(double[][] x, double[][] y) {
        double[] in = new double[n];
        int at = 0;
        for (double[] each : x) {
            System.arraycopy(each, 0, in, at, each.length);
            at += each.length;
        }
        double[] out = new double[values + m * n];
        run(in, out);
        at = 0;
        for (double[] each : y) {
            System.arraycopy(out, at, each, 0, each.length);
            at += each.length;
        }
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        for (int i = 0; i < points; i++) {
            run(x, i * n, y, i * (values + m * n));
        }
    }

    private void run(double[] x, int from, double[] y, int to) {
        double[] point = Arrays.copyOfRange(x, from, from + n);
        if (rows == null) {
            byArrays(point, y, to);
            return;
        }
        if (value != null) {
            double[] first = new double[values];
            value.run(point, first);
            System.arraycopy(first, 0, y, to, values);
        }
        double[] same = shared.all(point);
        for (int first = 0; first < count; first += TOGETHER) {
            int some = Math.min(TOGETHER, count - first);
            double[] units = new double[some * count];
            for (int i = 0; i < some; i++) {
                units[i * count + first + i] = 1;
            }
            double[] products = new double[some * length];
            rows.run(some, same, units, products, null);
            for (int i = 0; i < some; i++) {
                put(products, i * length, first + i, y, to);
            }
        }
    }

    private void byArrays(double[] point, double[] y, int to) {
        double[] in = Arrays.copyOf(point, n + count);
        double[] out = new double[values + length];
        for (int i = 0; i < count; i++) {
            in[n + i] = 1;
            arrays.run(in, out);
            in[n + i] = 0;
            put(out, values, i, y, to);
        }
        System.arraycopy(out, 0, y, to, values);
    }

    private void put(double[] product, int from, int which, double[] y, int to) {
        for (int j = 0; j < length; j++) {
            int place = ofRows ? which * n + j : j * n + which;
            y[to + places[place]] = product[from + j];
        }
    }

    @Override
    public String explain() {
        return rows == null
                ? arrays.explain()
                : "number by number in blocks of "
                        + rows.block()
                        + ": "
                        + shared.slots.operations
                        + " operations each";
    }
}
