package org.cotangent.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.internal.Text;

/** The labels of nodes where a graph is shown. */
final class Labels {
    private static final int INPUTS_IN_FULL = 8;
    private static final int INPUTS_AT_EDGE = 3;

    private final Map<Graph.Node, String> labels = new HashMap<>();

    /**
     * Names as given, made unique where two nodes share one; else a letter and a count.
     *
     * @param order the nodes in the order in which they are shown, without literals
     * @param needed those that will be asked for, with their inputs
     */
    Labels(List<Graph.Node> order, Iterable<Graph.Node> needed) {
        Set<Graph.Node> wanted = new HashSet<>();
        for (Graph.Node x : needed) {
            wanted.add(x);
            wanted.addAll(x.inputs());
        }
        Map<String, Integer> used = new HashMap<>();
        for (Graph.Node x : order) {
            if (isNamed(x)) {
                used.put(visible(x.name()), 0);
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Graph.Node x : order) {
            String label;
            if (isNamed(x)) {
                String name = visible(x.name());
                int before = used.merge(name, 1, Integer::sum);
                label = name;
                while (before > 1 && used.containsKey(label = name + "'" + before)) {
                    before = used.merge(name, 1, Integer::sum);
                }
            } else {
                String letter = x.isVariable() ? "v" : x.isConstant() ? "c" : "t";
                do {
                    label = letter + counts.merge(letter, 1, Integer::sum);
                } while (used.containsKey(label));
            }
            if (wanted.contains(x)) {
                labels.put(x, label);
            }
        }
    }

    /** The label of a node; a literal is its number. */
    String of(Graph.Node x) {
        String label = labels.get(x);
        return label == null ? Graph.brief(x.value()) : label;
    }

    /** How a node came to be: the operation with its inputs and attributes. */
    String made(Graph.Node x) {
        StringBuilder text = new StringBuilder(visible(x.operation()));
        int inputs = x.inputs().size();
        if (inputs > 0) {
            text.append('(');
            for (int i = 0; i < inputs; i++) {
                text.append(i > 0 ? ", " : "");
                if (inputs > INPUTS_IN_FULL && i == INPUTS_AT_EDGE) {
                    text.append("... ").append(inputs - 2 * INPUTS_AT_EDGE).append(" more ...");
                    i = inputs - INPUTS_AT_EDGE - 1;
                } else {
                    text.append(of(x.inputs().get(i)));
                }
            }
            String attributes = visible(attributes(x));
            text.append(attributes.isEmpty() ? "" : "; " + attributes).append(')');
        }
        return text.toString();
    }

    /** Such as "axis 1, from 0, to 3"; flags that are set stand alone. */
    private static String attributes(Graph.Node x) {
        return x.attributes().entrySet().stream()
                .filter(each -> each.getValue() != Boolean.FALSE)
                .map(
                        each ->
                                each.getValue() == Boolean.TRUE
                                        ? each.getKey()
                                        : each.getKey() + " " + text(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return Text.number(number);
        }
        if (!(value instanceof List<?> list)) {
            return String.valueOf(value);
        }
        int left = list.size() - INPUTS_IN_FULL;
        return list.stream()
                        .limit(INPUTS_IN_FULL)
                        .map(Labels::text)
                        .collect(Collectors.joining(", ", "[", left > 0 ? ", ... " : ""))
                + (left > 0 ? left + " more]" : "]");
    }

    /** Whether it has a name that can be seen. */
    static boolean isNamed(Graph.Node x) {
        return x.name() != null && !x.name().isBlank();
    }

    /** A constant that stands as a number where it is used. */
    static boolean isLiteral(Graph.Node x) {
        return x.isConstant() && x.value().rank() == 0 && !isNamed(x);
    }

    /** Text in one line: what has no shape on paper, or no meaning, is written as in Java. */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\n' -> shown.append("\\n");
                                case '\r' -> shown.append("\\r");
                                case '\t' -> shown.append("\\t");
                                default -> {
                                    if (isShown(c)) {
                                        shown.appendCodePoint(c);
                                    } else {
                                        shown.append(String.format("\\u%04x", c));
                                    }
                                }
                            }
                        });
        return shown.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> (c & 0xfffe) != 0xfffe; // those are no characters
        };
    }
}
