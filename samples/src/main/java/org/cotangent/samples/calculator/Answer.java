package org.cotangent.samples.calculator;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Entry;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.Verdict;
import org.cotangent.graph.Anomalies;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;

/** The value of a formula at a point, its derivatives there, the graph and the check, as text. */
final class Answer {
    private static final int HIGHEST_CHECKED = 3;
    private static final Pattern MADE = Pattern.compile("\\w+ made .*?(?=; made )");

    private final PrintWriter out;
    private final int digits;
    private final String f;
    private final List<String> names;
    private final Tensor[] point;
    private final TensorFunction function;
    private final Tensor result;
    private final Tensor[] variables;
    private final Gradients gradients;
    private Report report;

    /**
     * Evaluates a formula.
     *
     * @param formula the formula
     * @param values the values of its variables
     * @param names the variables to differentiate with respect to; the others are constants
     * @param out where to print
     * @param digits how many significant digits
     */
    Answer(
            Formula formula,
            Map<String, Tensor> values,
            List<String> names,
            PrintWriter out,
            int digits) {
        this.out = out;
        this.digits = digits;
        this.f = formula.result();
        this.names = names;
        this.point = names.stream().map(values::get).toArray(Tensor[]::new);
        this.function = in -> formula.apply(replaced(values, names, in));
        this.variables =
                names.stream()
                        .map(name -> values.get(name).asVariable().named(name))
                        .toArray(Tensor[]::new);
        this.result = function.apply(variables);
        if (result.name() == null) {
            result.named(f);
        }
        this.gradients = isNumber() && result.varies() ? Backward.of(result).keepAll().run() : null;
    }

    /** The values, some of them replaced; constants get their names. */
    static Map<String, Tensor> replaced(
            Map<String, Tensor> values, List<String> names, Tensor... in) {
        Map<String, Tensor> all = new LinkedHashMap<>(values);
        for (int i = 0; i < names.size(); i++) {
            all.put(names.get(i), in[i]);
        }
        return all;
    }

    private boolean isNumber() {
        return result.rank() == 0;
    }

    // ---- value and derivatives

    /** Prints the value and the derivatives up to an order. */
    void derivatives(int order) {
        List<List<String>> rows = new ArrayList<>();
        Consumer<String[]> row = cells -> rows.add(List.of(cells));
        row.accept(new String[] {f, "= " + Numbers.text(result, digits)});
        List<Tensor> first = first();
        for (int i = 0; i < point.length; i++) {
            row.accept(
                    new String[] {
                        derivative(f, names.get(i), 1), "= " + Numbers.text(first.get(i), digits)
                    });
        }
        boolean single = point.length == 1 && point[0].rank() == 0;
        for (int k = 2; k <= order && single; k++) {
            Tensor y =
                    Differentiate.directional(function, List.of(point), List.of(Tensor.of(1)), k);
            row.accept(
                    new String[] {derivative(f, names.get(0), k), "= " + Numbers.text(y, digits)});
        }
        boolean hessian = order >= 2 && !single && point.length > 0;
        if (hessian) {
            requireHessian(order);
        }
        aligned(rows);
        if (hessian) {
            hessian();
        }
    }

    private List<Tensor> first() {
        if (gradients == null) {
            return point.length == 0 ? List.of() : Differentiate.jacobians(function, point);
        }
        return Arrays.stream(variables)
                .map(x -> gradients.find(x).orElse(Tensor.zeros(x.shape())))
                .toList();
    }

    private void requireHessian(int order) {
        if (!isNumber()) {
            throw new FormulaException(
                    "--order "
                            + order
                            + " of a result of shape "
                            + Arrays.toString(result.shape())
                            + "; take an element or the sum, so that the result is a number");
        }
        if (order > 2) {
            throw new FormulaException(
                    "--order "
                            + order
                            + " with respect to "
                            + String.join(", ", names)
                            + "; above 2 there must be one variable that is a number, such as by"
                            + " --wrt "
                            + names.get(0));
        }
    }

    private void hessian() {
        List<List<Tensor>> blocks = Differentiate.hessians(function, point);
        if (Arrays.stream(point).allMatch(x -> x.rank() == 0)) {
            List<List<String>> rows = new ArrayList<>();
            List<String> head = new ArrayList<>(names);
            head.add(0, "");
            rows.add(head);
            for (int i = 0; i < point.length; i++) {
                List<String> row = new ArrayList<>(List.of(names.get(i)));
                blocks.get(i).forEach(block -> row.add(Numbers.text(block, digits)));
                rows.add(row);
            }
            out.println();
            out.println("Hessian");
            table(out, rows);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < point.length; i++) {
            for (int j = i; j < point.length; j++) {
                String name =
                        i == j
                                ? derivative(f, names.get(i), 2)
                                : "d2" + f + "/d" + names.get(i) + "d" + names.get(j);
                rows.add(List.of(name, "= " + Numbers.text(blocks.get(i).get(j), digits)));
            }
        }
        aligned(rows);
    }

    /** Such as df/dx or d2f/dx2. */
    static String derivative(String f, String x, int order) {
        return order == 1 ? "d" + f + "/d" + x : "d" + order + f + "/d" + x + order;
    }

    // ---- graph, trace, check

    /** Prints the graph, one line a node. */
    void graph() {
        if (point.length == 0) {
            return;
        }
        out.println();
        out.println("graph, inputs before results");
        Graph graph = Graph.of(result);
        String text = gradients == null ? graph.toText() : graph.toText(gradients);
        out.print(text.indent(2));
    }

    /** Prints the backward pass step by step. */
    void trace() {
        if (gradients == null) {
            throw new FormulaException(
                    "--trace needs a result that is a number and varies; this one is of shape "
                            + Arrays.toString(result.shape())
                            + (result.varies() ? "" : " and constant"));
        }
        out.println();
        out.println("backward pass, from the result to the inputs");
        out.print(Trace.of(result).toText().indent(2));
    }

    /**
     * Prints whether numerical derivatives agree.
     *
     * @return false if they do not
     */
    boolean check(int order) {
        if (point.length == 0) {
            return true;
        }
        out.println();
        for (double value : result.toArray()) {
            if (!Double.isFinite(value)) {
                out.println("check: not made; the value is not finite" + cause());
                return false;
            }
        }
        if (first().stream()
                .flatMapToDouble(x -> Arrays.stream(x.toArray()))
                .anyMatch(Double::isInfinite)) {
            out.println("check: not made; a slope is infinite, which differences cannot show");
            return false;
        }
        try {
            report = GradCheck.of(function, point).order(Math.min(order, HIGHEST_CHECKED)).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            out.println("check: not made; " + e.getMessage());
            return false;
        }
        if (!report.passed()) {
            out.println(report);
            return false;
        }
        String orders = order == 1 ? "" : " up to order " + report.order();
        out.println(
                "check: "
                        + report.verdict()
                        + (report.verdict() == Verdict.SUBGRADIENT
                                ? ", at a kink the derivative lies between the slopes on either side"
                                : ", derivatives"
                                        + orders
                                        + " agree with numerical ones; an error of "
                                        + Numbers.text(report.sensitivity(), 1)
                                        + " would show"));
        return true;
    }

    /** Which operation made a value that is not finite, if one did; without its line of code. */
    private String cause() {
        try {
            Anomalies.detect(() -> function.apply(variables));
            return "";
        } catch (ArithmeticException | FormulaException found) {
            // a formula refuses with the message of the operation, and its place in the text
            Matcher made = MADE.matcher(found.getMessage());
            return made.find() ? ": " + made.group() : "";
        }
    }

    // ---- files

    /** The graph as a page to step through, with the verdicts of the check if it was made. */
    String page() {
        Graph graph = Graph.of(result);
        Map<Graph.Node, String> verdicts = new HashMap<>();
        for (Entry entry : report == null ? List.<Entry>of() : report.comparisons()) {
            Tensor x = variables[entry.input()];
            boolean inGraph = gradients != null && gradients.find(x).isPresent();
            if (entry.order() == 1 && inGraph) {
                verdicts.merge(graph.node(x), entry.verdict().toString(), Answer::worse);
            }
        }
        return graph.toHtml(gradients, verdicts);
    }

    private static String worse(String one, String other) {
        return Verdict.valueOf(one).compareTo(Verdict.valueOf(other)) >= 0 ? one : other;
    }

    /** The graph as a picture. */
    String picture() {
        return Graph.of(result).toSvg(gradients);
    }

    // ---- columns

    /** Prints two columns, both to the left. */
    private void aligned(List<List<String>> rows) {
        int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        for (List<String> row : rows) {
            out.println(row.get(0) + " ".repeat(width - row.get(0).length() + 1) + row.get(1));
        }
    }

    /** Prints columns, to the right. */
    static void table(PrintWriter out, List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                width[c] = Math.max(width[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append("  ").append(" ".repeat(width[c] - row.get(c).length()));
                line.append(row.get(c));
            }
            out.println(line);
        }
    }
}
