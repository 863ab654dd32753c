package org.cotangent.graph;

import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Graph.Node;
import org.cotangent.internal.Op;
import org.cotangent.internal.Text;

/** The signs of operations on the gates of a drawn circuit. */
final class Signs {
    private static final Map<String, String> SIGNS =
            Map.ofEntries(
                    Map.entry("add", "+"),
                    Map.entry("sub", "\u2212"),
                    Map.entry("mul", "\u00d7"),
                    Map.entry("div", "\u00f7"),
                    Map.entry("strongMul", "\u00d7"), // as in derivatives: 0 whatever the other is
                    Map.entry("timesEven", "\u00d7"),
                    Map.entry("strongDiv", "\u00f7"),
                    Map.entry("strongDivFromAbove", "\u00f7"),
                    Map.entry("neg", "\u2212x"),
                    Map.entry("reciprocal", "1/x"),
                    Map.entry("log", "ln"),
                    Map.entry("sigmoid", "\u03c3"),
                    Map.entry("sqrt", "\u221a"),
                    Map.entry("rsqrt", "1/\u221a"),
                    Map.entry("square", "x\u00b2"),
                    Map.entry("abs", "|x|"),
                    Map.entry("sum", "\u03a3"),
                    Map.entry("sumTo", "\u03a3"),
                    Map.entry("prod", "\u03a0"),
                    Map.entry("matmul", "@"));
    private static final String SUPERSCRIPTS =
            "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    private static final Set<String> FREE_ORDER = Set.of("add", "mul", "max", "min");
    private static final Set<String> WITH_NUMBER = Set.of("add", "sub", "mul", "div", "max", "min");
    private static final int LONGEST_NUMBER = 4;

    private Signs() {}

    /** The sign of a gate, or its operation's name. */
    static String of(Node x) {
        String name = x.operation();
        int literal = absorbed(x);
        if (literal >= 0) {
            String sign = SIGNS.getOrDefault(name, name + " ");
            String number = number(x.inputs().get(literal));
            return literal == 0 && !FREE_ORDER.contains(name) ? number + sign : sign + number;
        }
        if (name.equals("pow")) {
            return "x" + exponent(x);
        }
        return SIGNS.getOrDefault(name, Labels.visible(name));
    }

    private static String exponent(Node x) {
        if (x.attributes().get("exponent") instanceof Double e && e == Math.rint(e)) {
            String digits = Face.number(Math.abs(e));
            if (digits.length() < LONGEST_NUMBER && digits.chars().allMatch(Character::isDigit)) {
                StringBuilder raised = new StringBuilder(e < 0 ? "\u207b" : "");
                digits.chars().forEach(c -> raised.append(SUPERSCRIPTS.charAt(c - '0')));
                return raised.toString();
            }
        }
        return "\u207f";
    }

    /** The number of a literal: as it was written, if that is short. */
    static String number(Node literal) {
        double v = literal.value().value();
        String whole = Text.number(v);
        return whole.length() <= LONGEST_NUMBER ? whole : Face.number(v);
    }

    /** The place of an operand that is a short number and stands on the gate; else -1. */
    static int absorbed(Node x) {
        if (x.inputs().size() != 2 || !WITH_NUMBER.contains(x.operation())) {
            return -1;
        }
        for (int i = 1; i >= 0; i--) {
            Node input = x.inputs().get(i);
            if (Labels.isLiteral(input)
                    && !Labels.isLiteral(x.inputs().get(1 - i))
                    && number(input).length() <= LONGEST_NUMBER) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the operands may be exchanged. */
    static boolean isFreeOrder(Node x) {
        return FREE_ORDER.contains(x.operation());
    }

    /** Whether the gate is a circle: operations element by element, and those with a sign. */
    static boolean isRound(Node x) {
        return SIGNS.containsKey(x.operation()) || x.op().dependency() == Op.Dependency.ELEMENTWISE;
    }
}
