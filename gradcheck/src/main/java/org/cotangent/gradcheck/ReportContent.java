package org.cotangent.gradcheck;

import java.util.List;
import java.util.stream.Stream;

/**
 * The content of a report in all its forms: the result of a check, the diagnosis, code that repeats
 * the check and a Taylor test. All that needs the function is computed at once, as the function may
 * change later, but for the Taylor test of a check that passed.
 */
final class ReportContent {
    private final CheckResult result;
    private final CheckSource source;
    private final List<String> diagnosis;
    private int combined;
    private TaylorTest taylor;
    private boolean tested;

    /**
     * The content of a report about a result.
     *
     * @param result the result
     * @param source the function and the claims that it is about
     * @param remarks sentences that the diagnosis begins with
     */
    ReportContent(CheckResult result, CheckSource source, List<String> remarks) {
        this.result = result;
        this.source = source;
        this.diagnosis =
                Stream.concat(remarks.stream(), Diagnosis.of(result, source).stream()).toList();
        if (!result.passed()) {
            taylor();
            combined = outputs(source);
        }
    }

    /** How many outputs a random combination is checked of; 0 if they are not combined so. */
    private static int outputs(CheckSource source) {
        double[] weights = source.ofTensors() ? source.claims().apply(1).weights() : null;
        return weights == null || weights.length < 2 ? 0 : weights.length;
    }

    CheckResult result() {
        return result;
    }

    List<String> diagnosis() {
        return diagnosis;
    }

    String snippet() {
        return ReproSnippet.of(result, source);
    }

    /** The Taylor test; null if the function cannot be evaluated once more. */
    synchronized TaylorTest taylor() {
        if (!tested) {
            tested = true;
            try {
                taylor = TaylorTest.of(result, source);
            } catch (RuntimeException noLongerDefined) {
                taylor = null;
            }
        }
        return taylor;
    }

    // ---- sentences of several forms

    /** The verdict and the counts, such as "passed, all 4 derivatives agree". */
    String headline() {
        return headlineWord() + ", " + counts();
    }

    private String headlineWord() {
        return switch (result.verdict()) {
            case MISMATCH -> "FAILED";
            case INCONCLUSIVE -> "INCONCLUSIVE";
            default -> "passed";
        };
    }

    /** The counts alone, such as "all 4 derivatives agree". */
    String counts() {
        int n = result.comparisons().size();
        int unclear = result.count(Verdict.INCONCLUSIVE);
        int kinks = result.count(Verdict.SUBGRADIENT);
        String aside =
                (kinks == 0 ? "" : ", " + kinks + " at a kink")
                        + (unclear == 0 ? "" : ", " + unclear + " inconclusive");
        return switch (result.verdict()) {
            case MISMATCH -> {
                int wrong = result.mismatches().size();
                int large = result.tooLarge();
                yield wrong
                        + " of "
                        + Format.count(n, "derivative")
                        + (wrong == 1 ? " differs" : " differ")
                        + (large == 0 ? "" : ", " + large + " too large in size")
                        + aside;
            }
            case INCONCLUSIVE -> "the differences cannot tell for " + unclear + " of " + n;
            default ->
                    (n == 1 ? "the derivative agrees" : "all " + n + " derivatives agree") + aside;
        };
    }

    /** The inputs and the settings of the check. */
    String setup() {
        List<Point.Block> blocks = result.point().blocks;
        List<String> inputs =
                blocks.stream()
                        .map(b -> (b.name() == null ? "" : b.name() + " ") + Format.shape(b))
                        .toList();
        int directions = result.directions();
        return (blocks.size() == 1 ? "input " : "inputs ")
                + String.join(", ", inputs)
                + (result.order() == 1 ? "; order 1" : "; orders 1 to " + result.order())
                + (combined == 0
                        ? ""
                        : "; derivatives of a random combination of the " + combined + " outputs")
                + (directions == 0
                        ? ""
                        : "; " + Format.count(directions, "random direction") + " for each input")
                + (result.hasFixedStep()
                        ? "; plain central differences, step " + Format.rounded(result.step())
                        : "")
                + "; tolerance "
                + Format.rounded(result.tolerance())
                + ", seed "
                + result.seed();
    }

    /** The likely reason for an inconclusive check, with its largest inconclusive entry. */
    String advice() {
        Entry e =
                result.comparisons().stream()
                        .filter(c -> c.verdict() == Verdict.INCONCLUSIVE)
                        .reduce((a, b) -> Math.abs(b.analytic()) > Math.abs(a.analytic()) ? b : a)
                        .orElseThrow();
        String reason =
                e.flips()
                        ? "the graph took other branches at every step, as where numbers are"
                                + " compared that differ by round-off alone, and values alone do"
                                + " not tell"
                        : Double.isFinite(e.numerical())
                                ? "the function is noisy there, or its derivative is too small"
                                        + " beside its value"
                                : "the function has no finite values there or beside it";
        return "such as " + e + "\n  " + reason;
    }
}
