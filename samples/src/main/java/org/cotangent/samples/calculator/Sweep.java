package org.cotangent.samples.calculator;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.plot.Chart;

/**
 * A range of values of one variable, such as x=-3:3:0.1, and what a formula is there: its value and
 * its derivatives.
 */
final class Sweep {
    private static final int MOST_POINTS = 100_000;
    private static final int USUAL_POINTS = 201;

    private final String variable;
    private final double[] places;

    private Sweep(String variable, double... places) {
        this.variable = variable;
        this.places = places;
    }

    /**
     * Reads a range.
     *
     * @param text name=from:to, then 201 points are taken, or name=from:to:step
     */
    static Sweep of(String text) {
        String form = "; such as x=-3:3:0.1 expected";
        int equals = text.indexOf('=');
        String[] parts = text.substring(equals + 1).split(":", -1);
        if (equals < 0 || !Token.isName(text.substring(0, equals).strip()) || parts.length < 2) {
            throw new FormulaException("the range is \"" + text + "\"" + form);
        }
        if (parts.length > 3) {
            throw new FormulaException(
                    "the range \"" + text + "\" has " + parts.length + " parts" + form);
        }
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Tensor value = Formula.constant(new Source("the range", parts[i].strip()));
            if (value.rank() > 0 || !Double.isFinite(value.value())) {
                throw new FormulaException(
                        "the range \"" + text + "\" has the part " + value + form);
            }
            numbers[i] = value.value();
        }
        double from = numbers[0];
        double length = numbers[1] - from;
        double step = parts.length == 3 ? numbers[2] : length / (USUAL_POINTS - 1);
        double points = Math.floor(length / step * (1 + 1e-12) + 1e-9) + 1;
        if (!(length > 0 && step > 0 && points >= 2 && points <= MOST_POINTS)) {
            throw new FormulaException(
                    "the range \""
                            + text
                            + "\" must go up, in 2 to "
                            + MOST_POINTS
                            + " points"
                            + form);
        }
        return new Sweep(text.substring(0, equals).strip(), places(from, step, (int) points));
    }

    /** In decimals: thirty steps of 0.1 from -3 lead to 0 and not to 4e-16. */
    private static double[] places(double from, double step, int points) {
        BigDecimal width = BigDecimal.valueOf(step);
        double[] places = new double[points];
        for (int i = 0; i < points; i++) {
            double x =
                    width.multiply(BigDecimal.valueOf(i))
                            .add(BigDecimal.valueOf(from))
                            .doubleValue();
            places[i] = Math.abs(x) < 1e-9 * step ? 0 : x;
        }
        return places;
    }

    /** The name of the variable. */
    String variable() {
        return variable;
    }

    /**
     * The curves of a function of a number: its values, and its derivatives up to an order.
     *
     * @throws FormulaException if a value is not a scalar
     */
    double[][] curves(UnaryOperator<Tensor> f, int order) {
        double[][] curves = new double[order + 1][places.length];
        for (int i = 0; i < places.length; i++) {
            Tensor x = Tensor.of(places[i]);
            for (int k = 0; k <= order; k++) {
                Tensor y = Differentiate.directional(f, x, Tensor.of(1), k);
                if (y.rank() > 0) {
                    throw new FormulaException(
                            "along "
                                    + variable
                                    + " the result must be a number, not of shape "
                                    + Arrays.toString(y.shape())
                                    + "; take an element or the sum");
                }
                // no slope is drawn where there is no value
                curves[k][i] = Double.isNaN(curves[0][i]) ? Double.NaN : y.value();
            }
        }
        return curves;
    }

    /** Prints the curves as a table. */
    void print(PrintWriter out, List<String> names, double[][] curves, int digits) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(names);
        head.add(0, variable);
        rows.add(head);
        for (int i = 0; i < places.length; i++) {
            List<String> row = new ArrayList<>();
            row.add(Numbers.text(places[i], digits));
            for (double[] curve : curves) {
                row.add(Numbers.text(curve[i], digits));
            }
            rows.add(row);
        }
        Answer.table(out, rows);
    }

    /** Draws the curves; false if some of them leave the chart. */
    boolean draw(Path file, String title, List<String> names, double[][] curves)
            throws IOException {
        double[] range = range(curves);
        Chart chart =
                new Chart(title)
                        .size(900, 600)
                        .xLabel(variable)
                        .xRange(places[0], places[places.length - 1]);
        if (range[0] < range[1]) {
            chart = chart.yRange(range[0], range[1]);
        }
        boolean whole = true;
        for (int k = 0; k < curves.length; k++) {
            double[] shown = curves[k].clone();
            for (int i = 0; i < shown.length; i++) {
                // a gap where the curve leaves the chart
                boolean inside = shown[i] >= range[0] && shown[i] <= range[1];
                whole &= inside || Double.isNaN(shown[i]);
                shown[i] = inside ? shown[i] : Double.NaN;
            }
            if (Arrays.stream(shown).anyMatch(Double::isFinite)) {
                chart = chart.line(names.get(k), places, shown);
            }
        }
        chart.save(file);
        return whole;
    }

    /** The range of the chart: all values, or without the few that a pole makes huge. */
    private static double[] range(double[][] curves) {
        double[] all =
                Arrays.stream(curves)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        if (all.length == 0) {
            throw new FormulaException(
                    "there is nothing to draw: no value of the range is a finite number");
        }
        double least = all[0];
        double most = all[all.length - 1];
        double low = all[all.length / 20];
        double high = all[all.length - 1 - all.length / 20];
        double margin = (high - low) / 2;
        if (margin > 0 && most - least > 10 * (high - low)) {
            return new double[] {Math.max(least, low - margin), Math.min(most, high + margin)};
        }
        double space = (most - least) / 50;
        return new double[] {least - space, most + space};
    }
}
