package org.cotangent.gradcheck;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Sentences that explain wrong analytic derivatives as a simple function of the numerical ones:
 * zero, a multiple, or the same in another order.
 */
final class ErrorPattern {
    /** The largest number of entries that other orders are looked for in. */
    private static final int MOST_ORDERED = 20_000;

    private ErrorPattern() {}

    /**
     * A number of elements, which a wrong factor may be.
     *
     * @param value how many
     * @param what it counts
     */
    record Size(int value, String what) {
        boolean isCount() {
            return what.startsWith("the number");
        }
    }

    /** All entries of a group: zero, a multiple, or in another order; null if none of these. */
    static String whole(ErrorGroup g, List<Size> sizes) {
        if (g.allZero()) {
            return "every analytic derivative is 0 and "
                    + (g.wrong() == 1 ? "a numerical one is" : g.wrong() + " numerical ones are")
                    + " not: nothing flows back; look for stopGradient, numbers taken out of"
                    + " tensors, unrecorded code, or a rule that passes no adjoint";
        }
        Factor factor = factor(g, sizes);
        if (factor != null) {
            return (g.size() == 1 ? "the analytic derivative is " : "every analytic derivative is ")
                    + factor.text
                    + (g.size() == 1 ? " the numerical one" : " its numerical one")
                    + factor.hint;
        }
        return g.shape == null || g.wrong() < 2 || g.size() > MOST_ORDERED ? null : reordered(g);
    }

    /** The wrong entries of a group alone. */
    static String ofWrong(ErrorGroup wrong, List<Size> sizes) {
        String these =
                wrong.size() == 1
                        ? "the one that differs is "
                        : "the " + wrong.size() + " that differ are all ";
        if (wrong.allZero()) {
            return these + "0 where the numerical is not: a term or branch passes nothing back";
        }
        Factor factor = factor(wrong, sizes);
        return factor == null ? null : these + factor.text + " the numerical" + factor.hint;
    }

    // ---- constant factors

    private record Factor(String text, String hint) {}

    private static Factor factor(ErrorGroup g, List<Size> sizes) {
        ErrorGroup.Constant c = g.ratio(i -> g.a[i], i -> g.n[i]);
        if (c.value() != c.value()) {
            return null;
        }
        double exact = c.value();
        String text = null;
        String hint = "";
        double size = Math.abs(exact);
        double whole = Math.rint(size);
        double part = Math.rint(1 / size);
        String sign = exact < 0 ? "-" : "";
        if (whole >= 1 && whole < 1e6 && near(c, whole)) {
            exact = Math.copySign(whole, exact);
            text = sign + (long) whole;
            hint = hint(exact, (int) whole, false, sizes);
        } else if (part >= 2 && part < 1e6 && near(c, 1 / part)) {
            exact = Math.copySign(1 / part, exact);
            text = sign + "1/" + (long) part;
            hint = hint(exact, (int) part, true, sizes);
        }
        boolean known = text != null && !hint.isEmpty();
        double factor = exact;
        double spread = text == null ? c.relative() : 0;
        int evidence = g.evidence(i -> factor * g.n[i], i -> Math.abs(factor) * g.off[i]);
        if (evidence < (known ? 1 : 2)) {
            return null;
        }
        if (text == null) {
            double more = exact - 1;
            text =
                    Math.abs(more) < 1e-3
                            ? String.format(
                                    Locale.ROOT,
                                    "(1 %s %.1e)",
                                    more > 0 ? "+" : "-",
                                    Math.abs(more))
                            : digits(exact, c.relative());
        }
        return new Factor(text + " times", hint);
    }

    private static boolean near(ErrorGroup.Constant c, double size) {
        return new ErrorGroup.Constant(Math.abs(c.value()), c.relative()).is(size);
    }

    private static String hint(double factor, int number, boolean inverse, List<Size> sizes) {
        String usual =
                factor == -1
                        ? "the sign is wrong"
                        : factor == 2
                                ? "a term counted twice, or a factor 1/2 forgotten"
                                : factor == 0.5
                                        ? "one of two equal terms missing, or a factor 2 forgotten"
                                        : "";
        String counts =
                number < 2
                        ? ""
                        : sizes.stream()
                                .filter(s -> s.value() == number)
                                .filter(s -> usual.isEmpty() || s.isCount())
                                .map(Size::what)
                                .distinct()
                                .limit(2)
                                .collect(Collectors.joining(" and "));
        if (counts.isEmpty()) {
            return usual.isEmpty() ? "" : ": " + usual;
        }
        String mean = factor < 0 ? "" : inverse ? ", a mean for a sum" : ", a sum for a mean";
        return ": "
                + (usual.isEmpty() ? "" : usual + "; ")
                + number
                + " is also ".substring(0, usual.isEmpty() ? 4 : 9)
                + counts
                + mean;
    }

    /** As many digits as are known, six at most. */
    static String digits(double value, double relative) {
        int known = (int) Math.floor(-StrictMath.log10(Math.max(relative, 1e-15)));
        MathContext digits = new MathContext(Math.max(2, Math.min(6, known)));
        return new BigDecimal(value).round(digits).stripTrailingZeros().toString();
    }

    // ---- other orders

    private static String reordered(ErrorGroup g) {
        for (Permutations.Named order : Permutations.of(g.shape)) {
            int[] from = order.from();
            if (g.evidence(i -> g.n[from[i]], i -> g.off[from[i]]) >= 2) {
                return "the analytic derivatives are the numerical ones "
                        + order.what()
                        + (g.rows > 1 ? " (rows are results)" : "")
                        + (order.what().startsWith("transposed")
                                ? ": look at the transposes in a matrix product's rule"
                                : "");
            }
        }
        if (g.wrong() == 2) {
            return exchanged(g);
        }
        Integer[] byA = sorted(g.a);
        Integer[] byN = sorted(g.n);
        int[] from = new int[g.size()];
        for (int k = 0; k < from.length; k++) {
            from[byA[k]] = byN[k];
        }
        return g.evidence(i -> g.n[from[i]], i -> g.off[from[i]]) >= 3
                ? "the analytic derivatives are the numerical ones in another order: look at"
                        + " indices and reshapes"
                : null;
    }

    private static String exchanged(ErrorGroup g) {
        int one = -1;
        int two = -1;
        for (int i = 0; i < g.size(); i++) {
            if (g.isWrong(i)) {
                one = one < 0 ? i : one;
                two = i;
            }
        }
        int p = one;
        int q = two;
        int[] from = new int[g.size()];
        Arrays.setAll(from, i -> i == p ? q : i == q ? p : i);
        return g.evidence(i -> g.n[from[i]], i -> g.off[from[i]]) == 2
                ? g.entries.get(p).place()
                        + " and "
                        + g.entries.get(q).place()
                        + " are exchanged: each is the other's numerical derivative"
                : null;
    }

    private static Integer[] sorted(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (p, q) -> Double.compare(values[p], values[q]));
        return order;
    }

    // ---- something added

    /** A multiple of the input itself, the same number everywhere, or a bound on the size. */
    static String added(ErrorGroup g) {
        if (g.x != null && g.rows == 1 && distinct(g.x)) {
            ErrorGroup.Constant c = g.ratio(i -> g.a[i] - g.n[i], i -> g.x[i]);
            if (c.value() == c.value()
                    && g.evidence(i -> g.n[i] + c.value() * g.x[i], i -> error(g, c, g.x[i])) > 2) {
                return "every analytic derivative is its numerical one "
                        + signed(c)
                        + " times the input's element: a penalty on the square of the input that"
                        + " only "
                        + "one of value and derivative has, or has with another factor";
            }
        }
        ErrorGroup.Constant c = g.ratio(i -> g.a[i] - g.n[i], i -> 1);
        if (c.value() == c.value()
                && g.evidence(i -> g.n[i] + c.value(), i -> error(g, c, 1)) > 2) {
            return "every analytic derivative is its numerical one " + signed(c);
        }
        return clipped(g);
    }

    private static double error(ErrorGroup g, ErrorGroup.Constant c, double x) {
        return Math.abs(c.value() * x) * c.relative();
    }

    private static boolean distinct(double[] x) {
        return Arrays.stream(x).map(Math::abs).distinct().count() > 2;
    }

    private static String signed(ErrorGroup.Constant c) {
        return (c.value() < 0 ? "minus " : "plus ") + digits(Math.abs(c.value()), c.relative());
    }

    private static String clipped(ErrorGroup g) {
        double most = Arrays.stream(g.a).map(Math::abs).max().orElse(0);
        int evidence = g.evidence(i -> Math.max(-most, Math.min(g.n[i], most)), i -> g.off[i]);
        return evidence > 1
                ? "the "
                        + evidence
                        + " that differ are clipped: none is larger in size than "
                        + digits(most, 1e-6)
                : null;
    }
}
