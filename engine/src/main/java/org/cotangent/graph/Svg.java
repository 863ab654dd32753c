package org.cotangent.graph;

/** Elements of a drawing, one after the other. */
final class Svg {
    private final StringBuilder text = new StringBuilder();
    private final boolean titled;

    /**
     * No elements yet.
     *
     * @param titled whether they say what is shown when one points at them; in a page scripts do
     */
    Svg(boolean titled) {
        this.titled = titled;
    }

    boolean isTitled() {
        return titled;
    }

    private static String n(double v) {
        return WirePath.number(v);
    }

    StringBuilder text() {
        return text;
    }

    void open(String kind, String attribute, String value) {
        text.append("<g class=\"").append(kind).append("\" ").append(attribute).append("=\"");
        text.append(Sheet.xml(value)).append("\">");
    }

    void close() {
        text.append("</g>\n");
    }

    void title(String words) {
        text.append(titled ? "<title>" + Sheet.xml(words) + "</title>" : "");
    }

    void circle(String kind, double x, double y, double radius) {
        text.append("<circle class=\"").append(kind).append("\" cx=\"").append(n(x));
        text.append("\" cy=\"").append(n(y)).append("\" r=\"").append(n(radius)).append("\"/>");
    }

    void rect(String kind, double x, double y, double width, double height, double round) {
        text.append("<rect class=\"").append(kind).append("\" x=\"").append(n(x));
        text.append("\" y=\"").append(n(y)).append("\" width=\"").append(n(width));
        text.append("\" height=\"").append(n(height));
        text.append(round > 0 ? "\" rx=\"" + n(round) : "").append("\"/>");
    }

    /** A text with its baseline; the detail, if it says more, is shown when one points at it. */
    void text(String kind, String ids, double x, double y, String words, String detail) {
        text.append("<text class=\"").append(kind).append('"');
        text.append(ids == null ? "" : " " + ids);
        text.append(" x=\"").append(n(x)).append("\" y=\"").append(n(y)).append("\">");
        text.append(Sheet.xml(words));
        if (detail != null && !detail.equals(words)) {
            title(detail);
        }
        text.append("</text>").append(ids == null ? "" : "\n");
    }

    void line(String kind, String ids, double x, double y, double toX) {
        path(kind, ids, "M" + n(x) + "," + n(y) + "H" + n(toX));
    }

    void path(String kind, String ids, String path) {
        text.append("<path class=\"").append(kind).append("\" ").append(ids).append(" d=\"");
        text.append(path).append("\"/>\n");
    }

    /** The head of an arrow to the right. */
    void arrow(double x, double y) {
        text.append("<path class=\"head\" d=\"M").append(n(x - 6)).append(',').append(n(y - 4));
        text.append("L").append(n(x)).append(',').append(n(y)).append("L").append(n(x - 6));
        text.append(',').append(n(y + 4)).append("\"/>\n");
    }

    /** A pentagon that points to the right. */
    void tag(double x, double y, double size) {
        text.append("<path class=\"tag\" d=\"M")
                .append(n(x - size))
                .append(',')
                .append(n(y - size));
        text.append("h").append(n(size)).append("l").append(n(size)).append(',').append(n(size));
        text.append("l").append(n(-size)).append(',').append(n(size)).append("h").append(n(-size));
        text.append("z\"/>");
    }
}
