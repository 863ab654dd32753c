package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.graph.Graph.Node;
import org.cotangent.internal.Text;

/** The formula of a node in the names of inputs, as long as it is short. */
final class Formula {
    private static final int LONGEST = 60;
    private static final int DEEPEST = 12;

    /** How strongly an operation binds: sums, products, signs, powers, all else. */
    private static final int SUM = 1;

    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int POWER = 4;
    private static final int ATOM = 5;

    private static final Map<String, String> SIGNS =
            Map.of("add", " + ", "sub", " \u2212 ", "mul", " \u00d7 ", "div", " \u00f7 ");

    private final Labels labels;

    Formula(Labels labels) {
        this.labels = labels;
    }

    /** The formula; the operation and the labels of its inputs where that would be long. */
    String of(Node x) {
        if (x.inputs().isEmpty()) {
            return labels.made(x);
        }
        Part all = made(x, DEEPEST);
        return all == null ? labels.made(x) : all.text;
    }

    private record Part(String text, int binding) {
        String inside(int least) {
            return binding < least ? "(" + text + ")" : text;
        }
    }

    /** A node as an operand: its name if it has one; null if it is too long. */
    private Part part(Node x, int depth) {
        if (x.inputs().isEmpty() || Labels.isNamed(x)) {
            String label = labels.of(x);
            return new Part(label, label.startsWith("-") ? SUM : ATOM);
        }
        return depth == 0 ? null : made(x, depth);
    }

    private Part made(Node x, int depth) {
        List<Part> parts = new ArrayList<>();
        int length = 0;
        for (Node input : x.inputs()) {
            Part part = part(input, depth - 1);
            length += part == null ? LONGEST : part.text.length();
            if (length >= LONGEST) {
                return null;
            }
            parts.add(part);
        }
        Part made = joined(x, parts);
        return made == null || made.text.length() > LONGEST ? null : made;
    }

    private static Part joined(Node x, List<Part> parts) {
        String sign = SIGNS.get(x.operation());
        if (sign != null && parts.size() == 2) {
            int binding =
                    sign.equals(SIGNS.get("add")) || sign.equals(SIGNS.get("sub")) ? SUM : PRODUCT;
            boolean free = Signs.isFreeOrder(x);
            String left = parts.get(0).inside(binding);
            String right =
                    parts.get(1)
                            .inside(
                                    free && parts.get(1).binding == binding
                                            ? binding
                                            : binding + 1);
            return new Part(left + sign + right, binding);
        }
        if (x.operation().equals("neg")) {
            return new Part("-" + parts.get(0).inside(POWER), SIGN);
        }
        if (x.operation().equals("square")) {
            return new Part(parts.get(0).inside(ATOM) + "\u00b2", POWER);
        }
        if (x.operation().equals("pow") && x.attributes().get("exponent") instanceof Double e) {
            String exponent = Text.number(e);
            return new Part(
                    parts.get(0).inside(ATOM) + "^" + (e < 0 ? "(" + exponent + ")" : exponent),
                    POWER);
        }
        boolean plain = x.attributes().values().stream().allMatch(v -> v == Boolean.FALSE);
        return !plain
                ? null
                : new Part(
                        Labels.visible(x.operation())
                                + parts.stream()
                                        .map(Part::text)
                                        .collect(Collectors.joining(", ", "(", ")")),
                        ATOM);
    }
}
