package org.cotangent.nn.plot;

import java.util.Arrays;
import org.cotangent.nn.internal.Checks;

/**
 * The settings of an axis.
 *
 * @param range its ends, or null for those of the data
 */
record Axis(String label, Kind kind, double[] range) {
    private static final double ROOM = 0.04;

    enum Kind {
        LINEAR,
        LOGARITHMIC,
        PROBABILITY
    }

    Axis label(String other) {
        return new Axis(other, kind, range);
    }

    Axis kind(Kind other) {
        return new Axis(label, other, range);
    }

    Axis range(double[] other) {
        return new Axis(label, kind, other);
    }

    boolean isLogarithmic() {
        return kind == Kind.LOGARITHMIC;
    }

    /** Refuses a number that the axis cannot show; what is not a number is a gap. */
    void require(String title, String series, double[] numbers) {
        for (double v : numbers) {
            if (isLogarithmic() && v <= 0) {
                throw Checks.illegal(
                        "chart \"%s\": \"%s\" has the number %s that is not positive, on a"
                                + " logarithmic axis; NaN leaves a gap, and an axis that is not"
                                + " logarithmic shows it",
                        title, series, v);
            }
            if (kind == Kind.PROBABILITY && (v < 0 || v > 1)) {
                throw Checks.illegal(
                        "chart \"%s\": \"%s\" has the number %s that is no probability; from 0 to"
                                + " 1 expected",
                        title, series, v);
            }
        }
    }

    /**
     * The scale of numbers.
     *
     * @param ends those it has unless a range is set, or null
     * @param fromZero whether it begins at 0, as for bars
     */
    Scale scale(double[] ends, boolean fromZero, double[] numbers) {
        double[] exact = range == null ? ends : range;
        exact = exact == null && kind == Kind.PROBABILITY ? new double[] {0, 1} : exact;
        if (exact != null) {
            if (isLogarithmic() && exact[0] <= 0) {
                throw Checks.illegal(
                        "chart: a logarithmic axis from %s to %s; it must begin above 0",
                        exact[0], exact[1]);
            }
            return new Scale(isLogarithmic(), exact[0], exact[1]);
        }
        double[] finite =
                Arrays.stream(numbers)
                        .filter(v -> Double.isFinite(v) && (v > 0 || !isLogarithmic()))
                        .toArray();
        double least = Arrays.stream(finite).min().orElse(isLogarithmic() ? 1 : 0);
        double most = Arrays.stream(finite).max().orElse(least);
        if (fromZero && !isLogarithmic()) {
            // bars stand on the axis, or hang from it
            Scale whole = Scale.around(false, Math.min(0, least), Math.max(0, most), ROOM);
            double to = most > 0 || least == 0 ? whole.to() : 0;
            return new Scale(false, least < 0 ? whole.from() : 0, to);
        }
        return Scale.around(isLogarithmic(), least, most, ROOM);
    }
}
