package org.cotangent;

import java.util.List;
import org.cotangent.internal.Text;

/** The texts about gradients. */
final class GradientsText {
    private static final int MOST_LINES = 20;
    private static final int LONGEST_NAME = 40;
    private static final int SHOWN_IN_FULL = 6;

    private GradientsText() {}

    /** A tensor in a message. */
    static String described(Tensor x) {
        return (x.name() != null ? x.name() + ", " : "") + x.op.name() + " of shape " + x.shape;
    }

    /** Says that there is no gradient of a tensor, and of which there are. */
    static String missing(Tensor x, Gradients gradients) {
        List<Tensor> nodes = gradients.tensors();
        List<String> some =
                nodes.stream()
                        .limit(SHOWN_IN_FULL)
                        .map(each -> label(each) + " " + each.shape)
                        .toList();
        String more = nodes.size() > some.size() ? " and others" : "";
        return "gradient of "
                + described(x)
                + ": there is none here. "
                + (nodes.isEmpty()
                        ? "These gradients hold none at all"
                        : "These gradients are of " + String.join(", ", some) + more)
                + ". Ask with the tensor itself; if it is to count as 0, call withZeros(...) first";
    }

    /** A line for each. */
    static String of(Gradients gradients) {
        List<Tensor> nodes = gradients.tensors();
        if (nodes.isEmpty()) {
            return "no gradients\n";
        }
        List<Tensor> shown = nodes.subList(0, Math.min(nodes.size(), MOST_LINES));
        int names = shown.stream().mapToInt(x -> label(x).length()).max().orElse(0);
        int shapes = shown.stream().mapToInt(x -> x.shape.toString().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Tensor x : shown) {
            text.append(label(x)).append(" ".repeat(names - label(x).length() + 2));
            String shape = x.shape.toString();
            text.append(shape).append(" ".repeat(shapes - shape.length() + 2));
            text.append(brief(gradients.of(x))).append('\n');
        }
        if (shown.size() < nodes.size()) {
            text.append("... ").append(nodes.size() - shown.size()).append(" more\n");
        }
        return text.toString();
    }

    private static String label(Tensor x) {
        String label = x.name() == null ? x.op.name() : x.name().replaceAll("\\p{Cntrl}", " ");
        return label.length() <= LONGEST_NAME
                ? label
                : label.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String brief(Tensor adjoint) {
        return adjoint.size() <= SHOWN_IN_FULL
                ? Text.nested(adjoint.array(), adjoint.shape)
                : "norm "
                        + Text.number(
                                Tensor.constant(adjoint.shape, adjoint.array()).norm().value());
    }
}
