package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;

/** The forms in which people look at a graph: lines of text, Graphviz, Mermaid. */
final class Drawing {
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_LINE = 80;
    private static final int DEEPEST_INDENT = 20;

    private Drawing() {}

    // ---- text

    static String text(Outline graph) {
        List<Node> shown = graph.shown;
        List<String> labels = shown.stream().map(graph.labels::of).toList();
        List<String> made = shown.stream().map(graph.labels::made).toList();
        List<String> values =
                new ArrayList<>(shown.stream().map(x -> Graph.brief(x.value())).toList());
        int scalar = 0;
        for (int i = 0; i < values.size(); i++) {
            scalar =
                    shown.get(i).value().rank() == 0
                            ? Math.max(scalar, values.get(i).length())
                            : scalar;
        }
        for (int i = 0; i < values.size(); i++) {
            if (shown.get(i).value().rank() == 0) { // flush right among themselves
                values.set(i, " ".repeat(scalar - values.get(i).length()) + values.get(i));
            }
        }
        int label = width(labels);
        int operation = width(made);
        int value = width(values);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) {
            if (graph.left > 0 && i == graph.beforeGap) {
                text.append(graph.mark()).append('\n');
            }
            Tensor adjoint = graph.adjoint(shown.get(i));
            String line =
                    padded(labels.get(i), label)
                            + "  "
                            + padded(made.get(i), operation)
                            + "  "
                            + padded(values.get(i), value)
                            + (adjoint == null ? "" : "  adjoint " + Graph.brief(adjoint));
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    // ---- what stands on a node of a drawing

    /** The texts on a node; shape (of a scalar) and adjoint (if it is not known) may be null. */
    private record Card(String label, String made, String shape, String value, String adjoint) {
        static Card of(Outline graph, Node x) {
            Tensor adjoint = graph.adjoint(x);
            return new Card(
                    clipped(graph.labels.of(x), LONGEST_LABEL),
                    (x.inputs().isEmpty() ? "" : "= ")
                            + clipped(graph.labels.made(x), LONGEST_LINE),
                    x.shape().length == 0 ? null : "shape " + Arrays.toString(x.shape()),
                    withoutShape(x.value()),
                    adjoint == null ? null : "adjoint " + withoutShape(adjoint));
        }

        Stream<String> below() {
            return Stream.of(shape, value).filter(line -> line != null);
        }
    }

    private static String withoutShape(Tensor x) {
        String brief = Graph.brief(x);
        String shape = Arrays.toString(x.shape()) + " ";
        return brief.startsWith(shape) ? brief.substring(shape.length()) : brief;
    }

    private static String clipped(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
    }

    private static void indent(StringBuilder text, int depth) {
        text.append("  ".repeat(Math.min(depth, DEEPEST_INDENT)));
    }

    // ---- Graphviz

    private static final String DOT_HEAD =
            """
            digraph {
              rankdir=LR;
              ranksep=0.4;
              fontname="Helvetica,Arial,sans-serif";
              fontsize=11;
              node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box,\
             style="rounded,filled", color="#b08d2e", fillcolor="#fff8e1"];
              edge [color="#757575", arrowsize=0.6];
            """;

    private static final int DRAWN_WITH_CARE = 60;

    /** Bounds the search for the best places, which takes minutes for a chain of 200 otherwise. */
    private static final String DOT_IN_HASTE = "  nslimit=1; nslimit1=1; mclimit=0.2;\n";

    static String dot(Outline graph) {
        StringBuilder text = new StringBuilder(DOT_HEAD);
        text.append(graph.shown.size() > DRAWN_WITH_CARE ? DOT_IN_HASTE : "");
        graph.walk(
                new Outline.Visitor() {
                    @Override
                    public void open(Graph.Scope box, int id, int depth) {
                        indent(text, depth);
                        text.append("subgraph cluster_").append(id).append(" {\n");
                        indent(text, depth + 1);
                        text.append("label=").append(dotTitle(box.name())).append(";\n");
                        indent(text, depth + 1);
                        text.append("style=rounded; color=\"#9e9e9e\"; fontcolor=\"#616161\";\n");
                    }

                    @Override
                    public void node(Node x, int depth) {
                        indent(text, depth);
                        text.append('n').append(graph.id(x)).append(" [label=<");
                        text.append(dotLabel(Card.of(graph, x))).append('>');
                        if (x.isVariable()) {
                            text.append(", shape=ellipse, margin=0.02, style=filled");
                            text.append(", color=\"#1565c0\", fillcolor=\"#e3f2fd\"");
                        } else if (x.isConstant()) {
                            text.append(", style=filled, color=\"#757575\", fillcolor=\"#eeeeee\"");
                        }
                        text.append(graph.isResult(x) ? ", penwidth=2.5" : "").append("];\n");
                    }

                    @Override
                    public void close(int depth) {
                        indent(text, depth);
                        text.append("}\n");
                    }
                });
        if (graph.left > 0) {
            text.append("  n").append(graph.markId()).append(" [label=\"").append(graph.mark());
            text.append("\", shape=plaintext, style=\"\", fontcolor=\"#b71c1c\"];\n");
        }
        for (Outline.Edge edge : graph.edges()) {
            text.append("  n").append(edge.from()).append(" -> n").append(edge.to()).append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static String dotTitle(String name) {
        return name.isBlank() ? "\"\"" : "<" + html(clipped(Labels.visible(name), 80)) + ">";
    }

    private static String dotLabel(Card card) {
        StringBuilder text = new StringBuilder();
        text.append("<b>").append(html(card.label)).append("</b> ").append(html(card.made));
        card.below().forEach(line -> text.append("<br/>").append(html(line)));
        if (card.adjoint != null) {
            text.append("<br/><font color=\"#b71c1c\">");
            text.append(html(card.adjoint)).append("</font>");
        }
        return text.toString();
    }

    private static String html(String line) {
        StringBuilder text = new StringBuilder();
        line.codePoints()
                .forEach(
                        c -> {
                            if (c < ' ' || c > '~' || "<>&\"'".indexOf(c) >= 0) {
                                text.append("&#").append(c).append(';');
                            } else {
                                text.append((char) c);
                            }
                        });
        return text.toString();
    }

    // ---- Mermaid

    private static final String MERMAID_TAIL =
            """
              classDef variable fill:#e3f2fd,stroke:#1565c0,color:#212121
              classDef constant fill:#eeeeee,stroke:#757575,color:#212121
              classDef operation fill:#fff8e1,stroke:#b08d2e,color:#212121
              classDef omitted fill:#ffffff,stroke:#b71c1c,color:#b71c1c,stroke-dasharray:4
              classDef result stroke-width:3px
            """;

    static String mermaid(Outline graph) {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        graph.walk(
                new Outline.Visitor() {
                    @Override
                    public void open(Graph.Scope box, int id, int depth) {
                        String name = box.name().isBlank() ? " " : Labels.visible(box.name());
                        indent(text, depth);
                        text.append("subgraph s").append(id);
                        text.append("[\"").append(entities(clipped(name, 80))).append("\"]\n");
                    }

                    @Override
                    public void node(Node x, int depth) {
                        boolean leaf = x.inputs().isEmpty();
                        String[] form =
                                !leaf
                                        ? new String[] {"[\"", "\"]:::operation"}
                                        : x.isVariable()
                                                ? new String[] {"([\"", "\"]):::variable"}
                                                : new String[] {"[/\"", "\"/]:::constant"};
                        Card card = Card.of(graph, x);
                        indent(text, depth);
                        text.append('n').append(graph.id(x)).append(form[0]);
                        text.append(entities(card.label + " " + card.made));
                        Stream.concat(card.below(), Stream.ofNullable(card.adjoint))
                                .forEach(line -> text.append("<br/>").append(entities(line)));
                        text.append(form[1]).append('\n');
                    }

                    @Override
                    public void close(int depth) {
                        indent(text, depth);
                        text.append("end\n");
                    }
                });
        if (graph.left > 0) {
            text.append("  n").append(graph.markId()).append("{{\"");
            text.append(entities(graph.mark())).append("\"}}:::omitted\n");
        }
        for (Outline.Edge edge : graph.edges()) {
            text.append("  n").append(edge.from()).append(" --> n").append(edge.to()).append('\n');
        }
        text.append(MERMAID_TAIL);
        for (Node x : graph.shown) {
            if (graph.isResult(x)) {
                text.append("  class n").append(graph.id(x)).append(" result\n");
            }
        }
        return text.toString();
    }

    /** Whatever might mean something to Mermaid, or to Markdown inside of it, by its code. */
    private static String entities(String line) {
        StringBuilder text = new StringBuilder();
        int[] all = line.codePoints().toArray();
        boolean number = true; // nothing but digits so far: "1. " would begin a list
        for (int i = 0; i < all.length; i++) {
            int c = all[i];
            boolean digit = c >= '0' && c <= '9';
            if (digit || isLetter(c) || isHarmless(all, i, number)) {
                text.append((char) c);
            } else {
                text.append('#').append(c).append(';');
            }
            number &= digit;
        }
        return text.toString();
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isHarmless(int[] all, int i, boolean afterNumber) {
        return switch (all[i]) {
            case ' ', ',', '=', '/', '[', ']' -> true;
            case '.', ')' -> !afterNumber || i == 0 || isWord(all, i + 1);
            case '(' -> i > 0 && all[i - 1] != ']'; // [text](address) is a link
            case '-' -> isWord(all, i + 1);
            case '_' -> isWord(all, i - 1) && isWord(all, i + 1);
            default -> false;
        };
    }

    private static boolean isWord(int[] all, int i) {
        return i >= 0 && i < all.length && (all[i] >= '0' && all[i] <= '9' || isLetter(all[i]));
    }
}
