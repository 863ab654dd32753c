package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.graph.Listing;

/**
 * The recorded graph of some results, to look at.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(-2).named("x");
 * Tensor f = x.mul(x).named("f");
 * System.out.print(Graph.of(f).toText(f.backward()));
 * // x  variable   -2  adjoint -4
 * // f  mul(x, x)   4  adjoint 1
 * }</pre>
 */
public final class Graph {
    private static final int MOST_LINES = 1000;

    private final List<Tensor> nodes;

    private Graph(List<Tensor> nodes) {
        this.nodes = nodes;
    }

    /**
     * The graph of everything that some results rest on.
     *
     * @param results the results
     * @return the graph
     */
    public static Graph of(Tensor... results) {
        return new Graph(Listing.of(Arrays.asList(results), Graph::inputs, x -> x.number));
    }

    /**
     * The nodes, inputs before results, with the results themselves; constants come first.
     *
     * @return a list that cannot be changed
     */
    public List<Tensor> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * The graph as text, one line a node: label, operation with its inputs, value.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        return toText(null);
    }

    /**
     * The graph as text, one line a node: label, operation with its inputs, value and adjoint.
     * Scalar constants without a name stand as numbers where they are used. Of arrays with more
     * than six elements the shape, the range and the mean are shown; of graphs with more than 1,000
     * nodes the first and the last 500.
     *
     * @param gradients the outcome of a pass over this graph, or null; where it kept no adjoint of
     *     a node the line has none
     * @return lines, each ended by a line feed
     */
    public String toText(Gradients gradients) {
        Map<Tensor, String> labels = labels();
        List<Tensor> shown = new ArrayList<>(nodes);
        shown.removeIf(Graph::isLiteral);
        int left = Math.max(0, shown.size() - MOST_LINES);
        if (left > 0) {
            shown.subList(MOST_LINES / 2, MOST_LINES / 2 + left).clear();
        }
        Tensor firstAfterGap = left > 0 ? shown.get(MOST_LINES / 2) : null;
        int scalar = width(shown.stream().filter(x -> x.rank() == 0).map(Text::brief));
        int label = width(shown.stream().map(labels::get));
        int operation = width(shown.stream().map(x -> described(x, labels)));
        int value = width(shown.stream().map(x -> value(x, scalar)));
        StringBuilder text = new StringBuilder();
        for (Tensor x : shown) {
            if (x == firstAfterGap) {
                text.append("... ").append(left).append(" nodes left out ...\n");
            }
            Tensor adjoint = gradients == null ? null : gradients.find(x);
            String line =
                    padded(labels.get(x), label)
                            + "  "
                            + padded(described(x, labels), operation)
                            + "  "
                            + padded(value(x, scalar), value)
                            + (adjoint == null ? "" : "  adjoint " + Text.brief(adjoint));
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The graph as text, as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    private static int width(Stream<String> column) {
        return column.mapToInt(String::length).max().orElse(0);
    }

    /** Scalars flush right among themselves, arrays flush left. */
    private static String value(Tensor x, int scalarWidth) {
        String text = Text.brief(x);
        return x.rank() == 0 ? " ".repeat(scalarWidth - text.length()) + text : text;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static List<Tensor> inputs(Tensor x) {
        List<Tensor> inputs = new ArrayList<>(x.inputs());
        for (int i = 0; i < x.inputs(); i++) {
            inputs.add(x.input(i));
        }
        return inputs;
    }

    private static boolean isLiteral(Tensor x) {
        return !x.varies() && x.rank() == 0 && x.name() == null;
    }

    /** Names as given, made unique where two nodes share one; else a letter and a count. */
    private Map<Tensor, String> labels() {
        Map<Tensor, String> labels = new HashMap<>();
        Map<String, Integer> used = new HashMap<>();
        nodes.stream().filter(x -> x.name() != null).forEach(x -> used.put(x.name(), 0));
        Map<String, Integer> counts = new HashMap<>();
        for (Tensor x : nodes) {
            if (isLiteral(x)) {
                labels.put(x, Text.number(x.value()));
            } else if (x.name() != null) {
                int before = used.merge(x.name(), 1, Integer::sum);
                labels.put(x, before == 1 ? x.name() : x.name() + "'" + before);
            } else {
                String letter = x.isVariable() ? "v" : x.varies() ? "t" : "c";
                String label;
                do {
                    label = letter + counts.merge(letter, 1, Integer::sum);
                } while (used.containsKey(label));
                labels.put(x, label);
            }
        }
        return labels;
    }

    private static String described(Tensor x, Map<Tensor, String> labels) {
        StringBuilder text = new StringBuilder(x.op.name());
        if (x.inputs() > 0) {
            text.append('(');
            for (int i = 0; i < x.inputs(); i++) {
                text.append(i > 0 ? ", " : "").append(labels.get(x.input(i)));
            }
            String attributes = x.op.attributes();
            text.append(attributes.isEmpty() ? "" : "; " + attributes).append(')');
        }
        return text.toString();
    }
}
