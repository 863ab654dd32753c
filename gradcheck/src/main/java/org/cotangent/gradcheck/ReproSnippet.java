package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Java code that repeats a check. */
final class ReproSnippet {
    /** Above so many numbers the point is not written out. */
    private static final int MOST_NUMBERS = 50;

    private ReproSnippet() {}

    /** One expression, with the numbers of the point if they are few. */
    static String of(CheckResult result, CheckSource source) {
        Point point = result.point();
        boolean full = point.size() <= MOST_NUMBERS;
        String at =
                source.ofTensors()
                        ? point.blocks.stream()
                                .map(b -> tensor(point, b, full))
                                .collect(Collectors.joining(", "))
                        : full ? numbers(point.values()) : "x";
        String code = source.call() + ", " + at + ")" + source.options() + options(result);
        return full
                ? code + ".run()"
                : code
                        + ".run() // with the "
                        + point.size()
                        + " numbers of the point, too many to print";
    }

    private static String options(CheckResult result) {
        StringBuilder options = new StringBuilder();
        if (!result.name().isEmpty()) {
            options.append(".named(").append(quoted(result.name())).append(')');
        }
        boolean fixedStep = result.hasFixedStep();
        if (fixedStep) {
            options.append(".centralDifferences(").append(result.step()).append(')');
        }
        double usual =
                fixedStep ? CheckSettings.FIXED_STEP_TOLERANCE : CheckSettings.DEFAULT_TOLERANCE;
        if (result.tolerance() != usual) {
            options.append(".tolerance(").append(result.tolerance()).append(')');
        }
        int directions = result.point().size() <= CheckSettings.MOST_ELEMENTS ? 0 : 4;
        if (result.directions() != directions) {
            options.append(".directions(").append(result.directions()).append(')');
        }
        if (result.inconclusive() != CheckSettings.DEFAULT_INCONCLUSIVE) {
            options.append(".inconclusive(").append(result.inconclusive()).append(')');
        }
        boolean isLong = result.seed() != (int) result.seed();
        options.append(".seed(").append(result.seed()).append(isLong ? "L)" : ")");
        return options.toString();
    }

    private static String tensor(Point point, Point.Block block, boolean full) {
        String extents =
                Arrays.stream(block.shape())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        String code;
        if (!full) {
            code = "x" + block.number();
        } else if (block.size() == 0) {
            code = "Tensor.zeros(" + extents + ")";
        } else {
            double[] own =
                    Arrays.copyOfRange(
                            point.values(), block.offset(), block.offset() + block.size());
            code =
                    block.shape().length == 0
                            ? "Tensor.of(" + own[0] + ")"
                            : "Tensor.of(new double[] {" + numbers(own) + "}, " + extents + ")";
        }
        return block.name() == null || !full ? code : code + ".named(" + quoted(block.name()) + ")";
    }

    private static String numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(", "));
    }

    /** An array written out, or its name if it is long. */
    static String vector(double[] v) {
        return v.length <= MOST_NUMBERS ? "new double[] {" + numbers(v) + "}" : "v";
    }

    /** A string literal of ASCII characters. */
    private static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c >= ' ' && c < 127) {
                literal.append(c);
            } else {
                literal.append(String.format("\\u%04x", (int) c));
            }
        }
        return literal.append('"').toString();
    }
}
