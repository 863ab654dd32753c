package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.expand;
import static org.cotangent.linalg.Nodes.reshape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * Einstein summation, rewritten into diagonals, sums and batched matrix products, so that it needs
 * no derivative rule. Operands are contracted from left to right.
 */
final class Einsum {
    private static final String ELLIPSIS = "...";
    private static final char COVERED = '\uE000'; // labels from here on: Unicode's private use area

    private final String equation;
    private final Map<Character, Integer> extents = new LinkedHashMap<>();

    private Einsum(String equation) {
        this.equation = equation;
    }

    /** A tensor whose axes carry labels, each once. */
    private record Labeled(Tensor tensor, String labels) {}

    static Tensor apply(String equation, Tensor... operands) {
        return new Einsum(equation).evaluate(operands);
    }

    private IllegalArgumentException refusal(String why) {
        return new IllegalArgumentException("einsum \"" + equation + "\": " + why);
    }

    private Tensor evaluate(Tensor... operands) {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String[] inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (inputs.length != operands.length) {
            throw refusal(
                    "it names "
                            + inputs.length
                            + " operands, and "
                            + operands.length
                            + " are given");
        }
        String output = arrow < 0 ? implied(inputs) : text.substring(arrow + 2);
        int most = 0;
        for (int i = 0; i < inputs.length; i++) {
            int covered = operands[i].rank() - (inputs[i].length() - ELLIPSIS.length());
            if (inputs[i].contains(ELLIPSIS) && covered >= 0) {
                inputs[i] = inputs[i].replace(ELLIPSIS, covering(covered));
                most = Math.max(most, covered);
            }
        }
        output = output.replace(ELLIPSIS, covering(most));
        for (int i = 0; i < inputs.length; i++) {
            note(inputs[i], operands[i], i);
        }
        checkOutput(output);
        Labeled sofar = null;
        for (int i = 0; i < operands.length; i++) {
            Labeled next = diagonal(broadcast(operands[i], inputs[i]), inputs[i]);
            String needed =
                    output + String.join("", Arrays.copyOfRange(inputs, i + 1, inputs.length));
            sofar =
                    sofar == null
                            ? summed(next, needed)
                            : contracted(sofar, summed(next, needed + sofar.labels), needed);
        }
        return ordered(sofar, output);
    }

    private void note(String labels, Tensor operand, int place) {
        if (labels.length() != operand.rank()) {
            throw refusal(
                    "operand "
                            + place
                            + " has the labels \""
                            + labels
                            + "\" and the shape "
                            + Nodes.shape(operand)
                            + "; every axis needs one");
        }
        for (int axis = 0; axis < labels.length(); axis++) {
            char label = labels.charAt(axis);
            if (label < COVERED && !Character.isLetter(label)) {
                throw refusal("'" + label + "' is not a letter");
            }
            int extent = Nodes.shape(operand).extents[axis];
            int first = Nodes.shape(operand).extents[labels.indexOf(label)];
            int before = extents.getOrDefault(label, extent);
            // an extent of 1 broadcasts between operands; a diagonal needs equal ones
            if (extent != first || extent != before && extent != 1 && before != 1) {
                throw refusal(
                        (label < COVERED ? "'" + label + "'" : "an axis that \"...\" covers")
                                + " has the extent "
                                + (extent != first ? first : before)
                                + ", and in operand "
                                + place
                                + " of shape "
                                + Nodes.shape(operand)
                                + " the extent "
                                + extent
                                + (extent != first
                                        ? "; those of one operand must be equal"
                                        : "; they must be equal or one of them 1"));
            }
            extents.put(label, extent == 1 ? before : extent);
        }
    }

    /**
     * Labels for axes that an ellipsis covers, the same for all operands, counted from the last.
     */
    private static String covering(int axes) {
        StringBuilder labels = new StringBuilder();
        for (int back = axes; back > 0; back--) {
            labels.append((char) (COVERED + back));
        }
        return labels.toString();
    }

    /** An operand repeated along axes of extent 1 that others have longer. */
    private Tensor broadcast(Tensor x, String labels) {
        int[] wide = Nodes.shape(x).extents.clone();
        for (int axis = 0; axis < wide.length; axis++) {
            wide[axis] = extents.get(labels.charAt(axis));
        }
        return expand(x, Shape.of("einsum \"" + equation + "\"", wide));
    }

    /**
     * Without an arrow: what an ellipsis covers, then the labels that occur once, in alphabetical
     * order.
     */
    private static String implied(String[] inputs) {
        String all = String.join("", inputs);
        StringBuilder once = new StringBuilder(all.contains(ELLIPSIS) ? ELLIPSIS : "");
        all.chars()
                .filter(c -> c != '.' && all.indexOf(c) == all.lastIndexOf(c))
                .sorted()
                .forEach(c -> once.append((char) c));
        return once.toString();
    }

    private void checkOutput(String output) {
        for (int i = 0; i < output.length(); i++) {
            char label = output.charAt(i);
            if (!extents.containsKey(label)) {
                throw refusal("the result's '" + label + "' must be the label of an operand");
            }
            if (output.indexOf(label) != i) {
                throw refusal(
                        "the result has '"
                                + label
                                + "' twice; it may stand there once. Linalg.diag puts a vector onto a"
                                + " diagonal");
            }
        }
    }

    /** An operand with repeated labels reduced to their diagonal. */
    private static Labeled diagonal(Tensor x, String labels) {
        StringBuilder distinct = new StringBuilder();
        labels.chars().distinct().forEach(c -> distinct.append((char) c));
        if (distinct.length() == labels.length()) {
            return new Labeled(x, labels);
        }
        int[] own = Nodes.shape(x).strides();
        int[] strides = new int[distinct.length()];
        int[] extents = new int[distinct.length()];
        for (int axis = 0; axis < labels.length(); axis++) {
            int to = distinct.indexOf(String.valueOf(labels.charAt(axis)));
            strides[to] += own[axis];
            extents[to] = Nodes.shape(x).extents[axis];
        }
        Tensor y =
                Nodes.view(
                        "diagonal",
                        () -> Op.attributes("labels", labels),
                        x,
                        0,
                        strides,
                        Shape.of(extents));
        return new Labeled(y, distinct.toString());
    }

    /** Summed over the labels that nothing else needs. */
    private static Labeled summed(Labeled x, String needed) {
        StringBuilder kept = new StringBuilder();
        List<Integer> over = new ArrayList<>();
        for (int axis = 0; axis < x.labels.length(); axis++) {
            if (needed.indexOf(x.labels.charAt(axis)) < 0) {
                over.add(axis);
            } else {
                kept.append(x.labels.charAt(axis));
            }
        }
        if (over.isEmpty()) {
            return x;
        }
        int[] axes = over.stream().mapToInt(axis -> axis).toArray();
        return new Labeled(x.tensor.sum(axes), kept.toString());
    }

    /** The product of two, summed over what nothing else needs, as one batched matrix product. */
    private Labeled contracted(Labeled p, Labeled q, String needed) {
        if (p.tensor == q.tensor && p.labels.equals(q.labels)) {
            return summed(new Labeled(p.tensor.square(), p.labels), needed);
        }
        p = summed(p, needed + q.labels);
        StringBuilder batch = new StringBuilder();
        StringBuilder summed = new StringBuilder();
        StringBuilder rows = new StringBuilder();
        for (char label : p.labels.toCharArray()) {
            boolean shared = q.labels.indexOf(label) >= 0;
            boolean stays = needed.indexOf(label) >= 0;
            (shared ? stays ? batch : summed : rows).append(label);
        }
        StringBuilder columns = new StringBuilder();
        for (char label : q.labels.toCharArray()) {
            if (p.labels.indexOf(label) < 0) {
                columns.append(label);
            }
        }
        String labels = "" + batch + rows + columns;
        Shape to = shape(labels);
        Tensor a = ordered(p, "" + batch + rows + summed);
        Tensor b = ordered(q, "" + batch + summed + columns);
        Tensor product =
                a.reshape(size(batch), size(rows), size(summed))
                        .matmul(b.reshape(size(batch), size(summed), size(columns)));
        return new Labeled(reshape(product, to), labels);
    }

    private Tensor ordered(Labeled x, String labels) {
        int[] axes = labels.chars().map(x.labels::indexOf).toArray();
        boolean same = true;
        for (int i = 0; i < axes.length; i++) {
            same &= axes[i] == i;
        }
        return same ? x.tensor : x.tensor.permute(axes);
    }

    private int size(CharSequence labels) {
        return shape(labels).size;
    }

    private Shape shape(CharSequence labels) {
        int[] all = labels.chars().map(c -> extents.get((char) c)).toArray();
        return Shape.of("einsum \"" + equation + "\"", all);
    }
}
