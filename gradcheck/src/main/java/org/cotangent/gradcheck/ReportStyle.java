package org.cotangent.gradcheck;

import org.cotangent.internal.SvgChart.Shape;

/**
 * The looks of verdicts in a report's web page: a style class, and a shape for those who see no
 * colors.
 */
final class ReportStyle {
    private ReportStyle() {}

    /** The style class of a verdict. */
    static String color(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "good";
            case MISMATCH -> "bad";
            default -> "warn";
        };
    }

    /** The shape of a verdict's marks. */
    static Shape shape(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> Shape.CIRCLE;
            case MISMATCH -> Shape.CROSS;
            default -> Shape.DIAMOND;
        };
    }
}
