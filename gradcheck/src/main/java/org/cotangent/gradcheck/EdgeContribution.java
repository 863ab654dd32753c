package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.List;

/**
 * Sentences that explain a wrong adjoint by the contribution of one of several nodes that use the
 * input.
 */
final class EdgeContribution {
    private static final int MOST_NODES = 2;

    private EdgeContribution() {}

    /**
     * Names the node whose contribution should be another multiple of itself; null if there is
     * none.
     */
    static String of(ErrorGroup g, List<InputUses.Part> parts) {
        if (parts.size() < 2) {
            return null;
        }
        List<String> nodes = new ArrayList<>();
        String said = null;
        for (InputUses.Part part : parts) {
            String says = part.isNothing() ? null : multiple(g, part.adjoint());
            if (says != null && (said == null || said.equals(says))) {
                said = says;
                if (!nodes.contains(part.node())) {
                    nodes.add(part.node());
                }
            } else if (says != null) {
                return null; // too many explanations are none
            }
        }
        return nodes.isEmpty() || nodes.size() > MOST_NODES
                ? null
                : "analytic and numerical derivatives differ by "
                        + said.replace("#", String.join(" or of ", nodes));
    }

    private static String multiple(ErrorGroup g, double[] part) {
        ErrorGroup.Constant c = g.ratio(i -> g.n[i] - g.a[i], i -> part[i]);
        double value = c.value();
        if (value != value) {
            return null;
        }
        boolean known = false;
        for (double usual : new double[] {1, -1, -2, -0.5}) {
            if (c.is(usual)) {
                value = usual;
                known = true;
            }
        }
        double lambda = value;
        double relative = known ? 0 : c.relative();
        int evidence =
                g.evidence(
                        i -> g.n[i] - lambda * part[i], i -> Math.abs(lambda * part[i]) * relative);
        if (evidence < (known ? 2 : 3)) {
            return null;
        }
        return lambda == -1
                ? "exactly the contribution of #, which is there once too often: counted twice, or"
                        + " canceled in the value"
                : lambda == 1
                        ? "exactly the contribution of #, which is missing once: another use like it"
                                + " passes nothing back"
                        : lambda == -2
                                ? "twice the contribution of #, whose sign is wrong"
                                : lambda == -0.5
                                        ? "half the contribution of #, which is counted twice"
                                        : ErrorPattern.digits(Math.abs(lambda), c.relative())
                                                + " times the contribution of #, which should be "
                                                + ErrorPattern.digits(1 + lambda, c.relative())
                                                + " times what it is";
    }
}
