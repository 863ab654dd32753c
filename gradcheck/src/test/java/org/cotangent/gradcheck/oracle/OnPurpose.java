package org.cotangent.gradcheck.oracle;

import java.util.Map;

/**
 * Edges at which the engine's answer differs from the reference on purpose: programs whose value or
 * slope is lost in one of their own steps, where no evaluation in double precision meets it.
 * docs/corners.md gives the reasons and, for each, the single function to use instead.
 */
final class OnPurpose {
    /**
     * What the engine answers: the elements of the output, and of the gradient of the one input.
     */
    record Answer(double[] output, double[] gradient) {}

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static final Map<String, Answer> ANSWERS =
            Map.of(
                    "edge/program/x*log(x)@0", answer(NAN, -INF),
                    "edge/program/x*x*log(x)@0", answer(NAN, 0),
                    "edge/program/log(sigmoid(x))@-800", answer(-INF, NAN),
                    "edge/program/log(1+exp(x))@-40", answer(0, 4.248354255291589e-18),
                    "edge/program/relu(x)-relu(-x)@0", answer(0, 0),
                    "edge/program/exp(x)/sum(exp(x))@1000",
                            new Answer(new double[] {NAN, 0}, new double[] {NAN, NAN}));

    private OnPurpose() {}

    private static Answer answer(double output, double gradient) {
        return new Answer(new double[] {output}, new double[] {gradient});
    }

    /** The answer to a case, or null where the reference is the judge. */
    static Answer to(String id) {
        return ANSWERS.get(id);
    }
}
