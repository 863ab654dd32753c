package org.cotangent.nn.train;

import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.internal.Checks;

/** The text of a model: its tree of modules with their settings. */
final class ModelText {
    private ModelText() {}

    static String of(Module module, List<ModuleFormat<?>> own) {
        List<Module> children = module.children();
        StringBuilder text =
                new StringBuilder(
                        children.isEmpty()
                                ? Describe.of(module)
                                : Describe.type(module) + " " + module.name());
        boolean told =
                module instanceof Mlp || module instanceof Activation || module instanceof Dropout;
        if (!told) {
            ModuleStates.settings(module, own.toArray(ModuleFormat[]::new))
                    .forEach((name, value) -> text.append(Checks.text(" %s %s", name, value)));
        }
        if (!children.isEmpty()) {
            text.append(
                    children.stream()
                            .map(child -> of(child, own))
                            .collect(Collectors.joining(", ", " [", "]")));
        }
        return text.toString();
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
