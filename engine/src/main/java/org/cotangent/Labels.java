package org.cotangent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the nodes of a graph are called when it is shown. */
final class Labels {
    private static final int INPUTS_IN_FULL = 8;
    private static final int INPUTS_AT_EDGE = 3;

    private final Map<Tensor, String> labels = new HashMap<>();

    /**
     * Names as given, made unique where two nodes share one; else a letter and a count.
     *
     * @param order the nodes in the order in which they are shown, without literals
     * @param needed those that will be asked for, with their inputs
     */
    Labels(List<Tensor> order, Iterable<Tensor> needed) {
        Set<Tensor> wanted = new HashSet<>();
        for (Tensor x : needed) {
            wanted.add(x);
            for (int i = 0; i < x.inputs(); i++) {
                wanted.add(x.input(i));
            }
        }
        Map<String, Integer> used = new HashMap<>();
        for (Tensor x : order) {
            if (isNamed(x)) {
                used.put(visible(x.name()), 0);
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Tensor x : order) {
            String label;
            if (isNamed(x)) {
                String name = visible(x.name());
                int before = used.merge(name, 1, Integer::sum);
                label = name;
                while (before > 1 && used.containsKey(label = name + "'" + before)) {
                    before = used.merge(name, 1, Integer::sum);
                }
            } else {
                String letter = x.isVariable() ? "v" : x.isRecorded() ? "t" : "c";
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
    String of(Tensor x) {
        String label = labels.get(x);
        return label == null ? Text.number(x.value()) : label;
    }

    /** How a node came to be: the operation with its inputs and attributes. */
    String made(Tensor x) {
        StringBuilder text = new StringBuilder(visible(x.op.name()));
        int inputs = x.inputs();
        if (inputs > 0) {
            text.append('(');
            for (int i = 0; i < inputs; i++) {
                text.append(i > 0 ? ", " : "");
                if (inputs > INPUTS_IN_FULL && i == INPUTS_AT_EDGE) {
                    text.append("... ").append(inputs - 2 * INPUTS_AT_EDGE).append(" more ...");
                    i = inputs - INPUTS_AT_EDGE - 1;
                } else {
                    text.append(of(x.input(i)));
                }
            }
            String attributes = visible(x.op.attributes());
            text.append(attributes.isEmpty() ? "" : "; " + attributes).append(')');
        }
        return text.toString();
    }

    /** Whether it has a name that can be seen. */
    static boolean isNamed(Tensor x) {
        return x.name() != null && !x.name().isBlank();
    }

    /** A constant that stands as a number where it is used. */
    static boolean isLiteral(Tensor x) {
        return !x.isRecorded() && x.rank() == 0 && !isNamed(x);
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
