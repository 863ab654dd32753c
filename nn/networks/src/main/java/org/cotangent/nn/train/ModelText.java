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
     * the next one after the last.
     */
    static String difference(String there, String here) {
        int shorter = Math.min(there.length(), here.length());
        int from = 0;
        int same = 0;
        while (same < shorter && there.charAt(same) == here.charAt(same)) {
            same++;
            if (separates(there.charAt(same - 1))) {
                from = same;
            }
        }
        int end = 0; // how much is left out at the end
        for (int i = 0;
                i < shorter - from
                        && there.charAt(there.length() - 1 - i)
                                == here.charAt(here.length() - 1 - i);
                i++) {
            if (separates(there.charAt(there.length() - 1 - i))) {
                end = i + 1;
            }
        }
        return cut(there, from, end) + " in the file, " + cut(here, from, end) + " here";
    }

    private static boolean separates(char c) {
        return c == ',' || c == '[' || c == ']';
    }

    private static String cut(String text, int from, int end) {
        String part = text.substring(from, text.length() - end).strip();
        return part.isEmpty() ? "nothing" : part;
    }
}
