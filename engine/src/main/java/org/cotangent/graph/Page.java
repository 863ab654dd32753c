package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;
import org.cotangent.internal.PageStyle;

/**
 * A graph as a web page of one file: its drawings, a table of its numbers, and its program, which
 * scripts in the page step through and run again. The scripts are resources beside this class.
 *
 * <p>The page asks no network for anything: its content security policy allows the one style and
 * the one script that it holds, by their hashes, and nothing else.
 */
final class Page {
    private static final List<String> SCRIPTS =
            List.of(
                    "arrays.js",
                    "operations.js",
                    "reductions.js",
                    "program.js",
                    "words.js",
                    "picture.js",
                    "page.js");
    private static final Pattern UNQUOTED = Pattern.compile("=\"([A-Za-z0-9.-]+)\"(?=[ >])");
    private static final int MOST_ROWS = 400;
    private static final int MOST_LABELED = 500; // labels are a tenth of a large page
    private static final int LONGEST_TITLE = 60;

    private final Graph graph;
    private final Trace trace; // null without a pass
    private final Gradients gradients; // of all nodes; null without a pass
    private final Map<Node, String> verdicts;
    private final List<Sheet> sheets;
    private final Labels labels;
    private final StringBuilder html = new StringBuilder();

    private Page(Graph graph, Trace trace, Gradients gradients, Map<Node, String> verdicts) {
        this.graph = graph;
        this.trace = trace;
        this.gradients = gradients;
        this.verdicts = verdicts;
        sheets = Sheets.of(graph, gradients, graph.nodes().size() <= MOST_LABELED);
        labels = graph.labels(graph.nodes());
    }

    /** The page of a graph with the outcome of a pass over it, or null. */
    static String of(Graph graph, Gradients gradients, Map<Node, String> verdicts) {
        Node start = gradients == null ? null : start(graph, gradients);
        if (start == null) {
            return new Page(graph, null, gradients, verdicts).text();
        }
        return of(graph, Trace.of(start.value(), seed(start, gradients)), verdicts);
    }

    /**
     * The same pass with the adjoint of every node; as it is where it is not known how it began.
     */
    static Gradients complete(Graph graph, Gradients gradients) {
        Node start = gradients == null ? null : start(graph, gradients);
        return start == null ? gradients : complete(start.value(), seed(start, gradients));
    }

    private static Gradients complete(Tensor y, Tensor seed) {
        return Tensor.unrecorded(() -> Backward.of(y).seed(seed).keepAll().run());
    }

    private static Tensor seed(Node start, Gradients gradients) {
        Tensor y = start.value();
        return gradients.find(y).orElseGet(() -> Tensor.full(1, y.shape())).stopGradient();
    }

    /** The page of a graph with a backward pass over it. */
    static String of(Graph graph, Trace trace, Map<Node, String> verdicts) {
        if (trace.steps().isEmpty()) {
            return new Page(graph, null, null, verdicts).text();
        }
        Tensor y = trace.graph().results().get(0).value();
        Tensor seed = trace.steps().get(0).adjoint();
        return new Page(graph, trace, complete(y, seed), verdicts).text();
    }

    /**
     * The result that a pass started from: the last of those that it kept an adjoint of; if it kept
     * none, the only one, if that is a scalar and the pass began with 1. Null if neither is known.
     */
    private static Node start(Graph graph, Gradients gradients) {
        List<Node> varying = graph.results().stream().filter(x -> x.value().varies()).toList();
        Node start = null;
        for (Node x : varying) {
            boolean later = start == null || x.id() > start.id();
            start = later && gradients.find(x.value()).isPresent() ? x : start;
        }
        if (start != null || varying.size() != 1 || varying.get(0).value().rank() > 0) {
            return start;
        }
        Gradients ofOne = complete(varying.get(0).value(), Tensor.of(1));
        boolean same =
                graph.nodes().stream()
                        .map(Node::value)
                        .filter(Tensor::isVariable)
                        .allMatch(x -> agree(gradients.find(x), ofOne.find(x)));
        return same ? varying.get(0) : null;
    }

    private static boolean agree(Optional<Tensor> p, Optional<Tensor> q) {
        if (p.isEmpty() || q.isEmpty()) {
            return true;
        }
        double[] a = Graph.ACCESS.elements(p.get());
        double[] b = Graph.ACCESS.elements(q.get());
        double most = 0;
        for (double v : b) {
            most = Double.isFinite(v) ? Math.max(most, Math.abs(v)) : most;
        }
        double slack = 1e-9 * most;
        return IntStream.range(0, a.length)
                .allMatch(i -> Double.compare(a[i], b[i]) == 0 || Math.abs(a[i] - b[i]) <= slack);
    }

    private String text() {
        String style = PageStyle.sheet() + Sheet.STYLE + resource("graph.css");
        StringBuilder script = new StringBuilder();
        for (String name : SCRIPTS) {
            script.append(resource(name));
        }
        String title = title();
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
        html.append("style-src ").append(PageStyle.hash(style));
        html.append("; script-src ").append(PageStyle.hash(script.toString()));
        html.append("; base-uri 'none'; form-action 'none'\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<title>").append(Sheet.xml(title)).append("</title>\n<style>").append(style);
        html.append("</style>\n</head>\n<body>\n<main class=\"wide\">\n");
        head(title);
        drawings();
        html.append("<section id=\"inputs\" class=\"alive\" aria-label=\"Inputs\" hidden>\n");
        html.append("<h2>Move the inputs</h2>\n</section>\n");
        table();
        html.append("</main>\n<script type=\"application/json\" id=\"program\">");
        Map<Node, Integer> places = new HashMap<>();
        for (int i = 0; i < sheets.size(); i++) { // inner ones come later
            for (Node x : sheets.get(i).nodes()) {
                places.put(x, i);
            }
        }
        html.append(new PageProgram(graph, trace, places, verdicts, labels).json(sheets));
        html.append("</script>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private String title() {
        List<String> names = new ArrayList<>();
        for (Node x : graph.results()) {
            names.add(labels.of(x));
        }
        String all = String.join(", ", names);
        return "Computation graph of "
                + (all.length() > LONGEST_TITLE ? all.substring(0, LONGEST_TITLE) + "..." : all);
    }

    // ---- what can be read without the script

    private void head(String title) {
        html.append("<header>\n<h1>").append(Sheet.xml(title)).append("</h1>\n<p class=\"soft\">");
        html.append(Sheet.xml(graph.statistics().toString())).append("</p>\n");
        for (Node x : graph.results()) {
            html.append("<p>").append(Sheet.xml(labels.of(x))).append(" = ");
            html.append(Sheet.xml(new Formula(labels).of(x))).append(" = <span data-result=\"");
            html.append(x.id()).append("\">").append(brief(x.value())).append("</span></p>\n");
        }
        String missing = missing();
        if (missing != null) {
            html.append("<p id=\"missing\">").append(missing).append("</p>\n");
        }
        html.append("<noscript><p>Without JavaScript the page shows all numbers, and none can be")
                .append(" moved.</p></noscript>\n</header>\n");
    }

    /** Why there is no backward pass and how to get it, in HTML; null if there is one. */
    private String missing() {
        if (trace != null) {
            return null;
        }
        if (graph.results().stream().noneMatch(x -> x.value().varies())) {
            return "No gradients: no result depends on a variable.";
        }
        return gradients == null
                ? "No gradients, the forward pass only. For both: <code>Trace.of(f).toHtml()</code>,"
                        + " f a scalar such as a loss, or <code>Graph.of(f).toHtml(f.backward())"
                        + "</code>."
                : "No backward pass, since the gradients do not tell how it began. With"
                        + " those of <code>Backward.of(f).keepAll().run()</code> it is shown.";
    }

    private static String brief(Tensor x) {
        return Sheet.xml(Graph.brief(x));
    }

    private void drawings() {
        html.append("<section id=\"stage\" aria-label=\"Drawing\">\n");
        for (int i = 0; i < sheets.size(); i++) {
            Sheet sheet = sheets.get(i);
            html.append("<div class=\"sheet\" data-sheet=\"").append(i).append("\">\n");
            if (i > 0) {
                html.append("<h3>").append(Sheet.xml(sheet.path())).append("</h3>\n");
            }
            // HTML needs no quotes around words and numbers, which are a tenth of a drawing
            String svg = UNQUOTED.matcher(sheet.svgOfPage()).replaceAll("=$1");
            html.append("<div class=\"scroll\">").append(svg).append("</div>\n</div>\n");
        }
        html.append("</section>\n");
    }

    private void table() {
        List<Node> nodes = graph.nodes();
        int left = Math.max(0, nodes.size() - MOST_ROWS);
        html.append("<section>\n<details id=\"numbers\" open>\n<summary>All numbers</summary>\n");
        html.append("<div class=\"scroll\"><table>\n<caption class=\"soft\">Nodes in the order in")
                .append(" which they were made, inputs before results</caption>\n<thead><tr>")
                .append(
                        "<th scope=\"col\" class=\"left\">node<th scope=\"col\" class=\"left\">made by")
                .append(
                        "<th scope=\"col\" class=\"left\">value<th scope=\"col\" class=\"left\">gradient")
                .append(verdicts.isEmpty() ? "" : "<th scope=\"col\" class=\"left\">check")
                .append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < nodes.size(); i++) {
            if (left > 0 && i == MOST_ROWS / 2) {
                html.append("<tr><td colspan=\"4\">... ").append(Outline.count(left, "node"));
                html.append(" left out ...</tr>\n");
                i += left;
            }
            row(nodes.get(i));
        }
        html.append("</tbody></table></div>\n</details>\n</section>\n");
    }

    private void row(Node x) {
        Tensor gradient = gradients == null ? null : gradients.find(x.value()).orElse(null);
        html.append("<tr data-row=\"").append(x.id()).append("\"><td>");
        html.append(Sheet.xml(labels.of(x))).append("<td>").append(Sheet.xml(labels.made(x)));
        html.append("<td>").append(brief(x.value())).append("<td>");
        html.append(gradient == null ? "" : brief(gradient));
        if (!verdicts.isEmpty()) {
            html.append("<td>").append(Sheet.xml(verdicts.getOrDefault(x, "")));
        }
        html.append("</tr>\n");
    }

    // ---- resources

    private static String resource(String name) {
        // without indentation, which is a sixth of a script
        return PageStyle.resource(Page.class, name).replaceAll("(?m)^ +", "");
    }
}
