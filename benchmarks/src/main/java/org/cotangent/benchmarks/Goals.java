package org.cotangent.benchmarks;

import java.util.List;
import java.util.Locale;

/** The goals compared with the measurements, by ratios within rounds. */
final class Goals {
    private static final String STEP = "64x1000x100x10";
    private static final String EPOCH = "784x256x128x10";
    private static final String IMAGES = "128x28x16x5";
    private static final String SQUARE = "512x512x512";

    private static final List<String> LAYERS = List.of("64x1000x100", "128x784x256");

    /** Sizes of products that are compared by operation. */
    static final List<String> COMPARED = List.of(SQUARE, LAYERS.get(0), LAYERS.get(1));

    private final List<Outcome> outcomes;
    private final StringBuilder text = new StringBuilder();

    Goals(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /** A table with a line for each goal. */
    String markdown() {
        text.append("| work | time of | divided by that of | at most | measured | reached |\n");
        text.append("| --- | --- | --- | ---: | ---: | --- |\n");
        goal("two-layer", STEP, "ours-flag-1", "numpy-1", 0.25);
        goal("two-layer", STEP, "ours-flag-1", "djl-1", 0.5);
        goal("two-layer", STEP, "ours-flag-1", "djl-float32-1", 1);
        goal("two-layer", STEP, "ours-plain-1", "numpy-1", 0.75);
        // where there is no AVX-512, OpenBLAS's own choice is its best
        boolean avx512 = find("matmul", SQUARE, "numpy-avx512-1") != null;
        goal("matmul", SQUARE, "ours-flag-1", avx512 ? "numpy-avx512-1" : "numpy-1", 1 / 0.95);
        goal("matmul", SQUARE, "ours-plain-1", "numpy-1", 62 / 25.0);
        for (String form : List.of("matmul", "matmul-tn", "matmul-nt")) {
            for (String size : LAYERS) {
                perOperation(form, size, "ours-flag-1");
            }
        }
        for (String name : List.of("exp", "sigmoid", "tanh", "log")) {
            goal(name, "8192", "ours-flag-1", "torch-1", 0.5);
            goal(name, "8192", "ours-flag-1", "djl-1", 0.5);
        }
        goal("product", "1", "ours-flag-1", "djl-1", 0.01);
        goal("chain", "1000", "ours-flag-1", "djl-1", 0.01);
        goal("chain", "1000000", "ours-flag-1", "djl-1", 0.01);
        goal("mlp-epoch", EPOCH, "ours-flag-2", "torch-2", 0.6);
        goal("mlp-epoch", EPOCH, "ours-flag-2", "djl-2", 0.6);
        goal("mlp-epoch", EPOCH, "ours-trainer-2", "djl-2", 0.55);
        goal("logistic", "100000x50", "ours-flag-1", "ours-by-hand-1", 1.5);
        goal("logistic", "100000x50", "ours-flag-1", "java", 1.5);
        for (String id : List.of("ours-flag-1", "ours-flag-2", "ours-plain-1")) {
            row(
                    "convolution / convolution-products",
                    find("convolution", IMAGES, id),
                    id,
                    find("convolution-products", IMAGES, id),
                    id,
                    1.5,
                    1);
        }
        for (String id : List.of("ours-flag-1", "ours-plain-1")) {
            row(
                    "two-layer / two-layer-products",
                    find("two-layer", STEP, id),
                    id,
                    find("two-layer-products", STEP, id),
                    id,
                    1.25,
                    1);
            row(
                    "mlp-epoch / mlp-products",
                    find("mlp-epoch", EPOCH, id),
                    id,
                    find("mlp-products", EPOCH, id),
                    id,
                    1.25,
                    1);
        }
        return text.toString();
    }

    private void goal(String work, String size, String ours, String theirs, double most) {
        row(
                work + " " + size,
                find(work, size, ours),
                ours,
                find(work, size, theirs),
                theirs,
                most,
                1);
    }

    /** A product of a layer's shape may take 1 / 0.8 of the time per operation of a square one. */
    private void perOperation(String work, String size, String id) {
        Outcome shaped = find(work, size, id);
        Outcome square = find("matmul", SQUARE, id);
        double factor =
                shaped == null || square == null
                        ? 1
                        : square.work().flops(SQUARE) / shaped.work().flops(size);
        row(
                work + " " + size + " by operation",
                shaped,
                id,
                square,
                id + ", matmul " + SQUARE,
                1 / 0.8,
                factor);
    }

    private void row(
            String work,
            Outcome ours,
            String ourId,
            Outcome theirs,
            String theirId,
            double most,
            double factor) {
        String name = work.split(" ")[0];
        if (outcomes.stream().noneMatch(outcome -> outcome.work().name().equals(name))) {
            return; // not asked for
        }
        boolean known = ours != null && theirs != null;
        double ratio = known ? ours.over(theirs) * factor : Double.NaN;
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %.3g | %s | %s |%n",
                        work,
                        ourId,
                        theirId,
                        most,
                        known ? String.format(Locale.ROOT, "%.3g", ratio) : "not measured",
                        known ? ratio <= most ? "yes" : "NO" : ""));
    }

    private Outcome find(String work, String size, String id) {
        return outcomes.stream()
                .filter(
                        outcome ->
                                outcome.done()
                                        && outcome.work().name().equals(work)
                                        && outcome.size().equals(size)
                                        && outcome.entrant().id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
