package org.cotangent.nn.train;

import java.util.stream.Collectors;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.internal.Checks;

/** The text of a model: its tree of layers with their descriptions. */
final class ModelText {
    private ModelText() {}

    static String of(Module layer) {
        if (layer.children().isEmpty()) {
            return leaf(layer);
        }
        String join = layer instanceof Parallel parallel ? " " + parallel.join() : "";
        return Checks.text(
                "%s %s%s%s",
                Describe.type(layer),
                layer.name(),
                join,
                layer.children().stream()
                        .map(ModelText::of)
                        .collect(Collectors.joining(", ", " [", "]")));
    }

    /** The description of a layer with the settings that its own text leaves out. */
    private static String leaf(Module layer) {
        String text = Describe.of(layer);
        if (layer instanceof BatchNorm norm) {
            return text + " momentum " + norm.momentum() + " epsilon " + norm.epsilon();
        }
        if (layer instanceof LayerNorm norm) {
            return text + " epsilon " + norm.epsilon();
        }
        if (layer instanceof Embedding embedding) {
            return text + " padding " + embedding.padding();
        }
        return text;
    }

    /**
     * Where two texts differ, each from the last comma or bracket before the first difference to
     * the next one after the last, or further until the brackets close.
     */
    static String difference(String there, String here) {
        int from = shared(there, here);
        int end = shared(reversed(there.substring(from)), reversed(here.substring(from)));
        while (end > 0 && (open(there, from, end, '[', ']') || open(here, from, end, '[', ']'))) {
            end--;
        }
        while (from > 0 && (open(there, from, end, ']', '[') || open(here, from, end, ']', '['))) {
            from = shared(there.substring(0, from - 1), here.substring(0, from - 1));
        }
        return cut(there, from, end) + " in the file, " + cut(here, from, end) + " here";
    }

    /** The length of the beginning that two texts share, up to a comma or bracket. */
    private static int shared(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int same = 0;
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        while (same > 0 && ",[]".indexOf(one.charAt(same - 1)) < 0) {
            same--;
        }
        return same;
    }

    /** Whether a part of a text has more of one bracket than of the other. */
    private static boolean open(String text, int from, int end, char more, char fewer) {
        return text.substring(from, text.length() - end)
                        .chars()
                        .map(c -> c == more ? 1 : c == fewer ? -1 : 0)
                        .sum()
                > 0;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static String cut(String text, int from, int end) {
        String part = text.substring(from, text.length() - end).strip();
        return part.isEmpty() ? "nothing" : part;
    }
}
