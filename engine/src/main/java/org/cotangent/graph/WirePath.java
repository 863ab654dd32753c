package org.cotangent.graph;

/** A line in the language of SVG's paths that is level or bends between two levels. */
final class WirePath {
    private final StringBuilder text = new StringBuilder();
    private double x;
    private double y;
    private boolean level;

    void moveTo(double toX, double toY) {
        text.append('M').append(number(toX)).append(',').append(number(toY));
        x = toX;
        y = toY;
    }

    void levelTo(double toX) {
        level |= toX != x;
        x = toX;
    }

    void bendTo(double toX, double toY) {
        if (number(toY).equals(number(y))) {
            levelTo(toX);
            return;
        }
        end();
        String middle = number((x + toX) / 2);
        text.append('C').append(middle).append(',').append(number(y)).append(' ');
        text.append(middle).append(',').append(number(toY)).append(' ');
        text.append(number(toX)).append(',').append(number(toY));
        x = toX;
        y = toY;
    }

    private void end() {
        if (level) {
            text.append('H').append(number(x));
            level = false;
        }
    }

    @Override
    public String toString() {
        end();
        return text.toString();
    }

    /** A coordinate to a tenth. */
    static String number(double v) {
        long tenths = Math.round(v * 10);
        String sign = tenths < 0 ? "-" : "";
        long size = Math.abs(tenths);
        return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
    }
}
