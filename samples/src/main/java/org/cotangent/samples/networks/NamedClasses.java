package org.cotangent.samples.networks;

import java.util.List;
import java.util.Locale;
import org.cotangent.nn.ConfusionMatrix;

/** Confusion matrices with the names of the classes. */
final class NamedClasses {
    private NamedClasses() {}

    /** A line for each true class, with its number and name, and a column for each answer. */
    static String table(ConfusionMatrix confusion, List<String> names) {
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 3;
        int cell = String.valueOf(confusion.total()).length() + 1;
        StringBuilder text = new StringBuilder(" ".repeat(width));
        for (int answer = 0; answer < names.size(); answer++) {
            text.append(right(answer, cell));
        }
        for (int actual = 0; actual < names.size(); actual++) {
            String label = actual + " " + names.get(actual);
            text.append('\n').append(label).append(" ".repeat(width - label.length()));
            for (int answer = 0; answer < names.size(); answer++) {
                int count = confusion.count(actual, answer);
                // a dot for none: what is wrong stands out
                text.append(right(count == 0 && actual != answer ? "." : count, cell));
            }
        }
        return text.toString();
    }

    private static String right(Object number, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", number);
    }
}
