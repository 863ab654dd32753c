package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.StringJoiner;
import org.cotangent.nn.internal.Checks;

/** A canvas of SVG, of the same bytes whatever fonts there are: widths of texts are estimated. */
final class Svg implements Canvas {
    private static final String COMMANDS = "MLQCZ"; // by the numbers of PathIterator
    private static final int[] NUMBERS = {2, 2, 4, 6, 0};
    private static final String NARROW = "fijlt.,:;'|!()[]I1 -";
    private static final String WIDE = "mwMW%@";

    private final StringBuilder out = new StringBuilder();

    String document(int width, int height) {
        return Checks.text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$s\" height=\"%2$s\""
                        + " viewBox=\"0 0 %1$s %2$s\" font-family=\"sans-serif\">\n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n"
                        + "%3$s</svg>\n",
                width, height, out);
    }

    /** A line of text with numbers of few decimals and colors in hexadecimal. */
    private void line(String format, Object... values) {
        Object[] shown =
                Arrays.stream(values)
                        .map(
                                v ->
                                        v instanceof Double d
                                                ? number(d)
                                                : v instanceof Color c ? hex(c) : v)
                        .toArray();
        out.append(String.format(Locale.ROOT, format, shown)).append('\n');
    }

    @Override
    public void fill(Shape shape, Color color) {
        line("<path d=\"%s\" fill=\"%s\"%s/>", path(shape), color, opacity("fill", color));
    }

    @Override
    public void draw(Shape shape, Color color, BasicStroke stroke) {
        StringJoiner dashes = new StringJoiner(" ", " stroke-dasharray=\"", "\"").setEmptyValue("");
        float[] lengths = stroke.getDashArray() == null ? new float[0] : stroke.getDashArray();
        for (float length : lengths) {
            dashes.add(number(length));
        }
        line(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\""
                        + " stroke-linejoin=\"round\"%s%s/>",
                path(shape),
                color,
                (double) stroke.getLineWidth(),
                opacity("stroke", color),
                dashes);
    }

    @Override
    public void text(
            String text, Font font, Color color, double x, double y, double anchor, double turned) {
        if (text.isEmpty()) {
            return;
        }
        line(
                "<text x=\"%1$s\" y=\"%2$s\" font-size=\"%3$d\"%4$s fill=\"%5$s\"%6$s%7$s>%8$s</text>",
                x,
                y,
                font.getSize(),
                font.isBold() ? " font-weight=\"bold\"" : "",
                color,
                anchor == 0 ? "" : " text-anchor=\"" + (anchor == 1 ? "end" : "middle") + "\"",
                turned == 0
                        ? ""
                        : Checks.text(
                                " transform=\"rotate(%s %s %s)\"",
                                number(-turned), number(x), number(y)),
                escaped(text));
    }

    @Override
    public void image(BufferedImage image, Rectangle2D area, boolean smooth) {
        line(
                "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s"
                        + " href=\"data:image/png;base64,%s\"/>",
                area.getX(),
                area.getY(),
                area.getWidth(),
                area.getHeight(),
                smooth ? "" : " style=\"image-rendering: pixelated\"",
                Base64.getEncoder().encodeToString(Pixels.png(image)));
    }

    @Override
    public void within(Rectangle2D area, Runnable content) {
        // an inner svg cuts off what is outside of it
        line(
                "<svg x=\"%1$s\" y=\"%2$s\" width=\"%3$s\" height=\"%4$s\""
                        + " viewBox=\"%1$s %2$s %3$s %4$s\">",
                area.getX(), area.getY(), area.getWidth(), area.getHeight());
        content.run();
        line("</svg>");
    }

    @Override
    public void moved(double x, double y, Runnable content) {
        line("<g transform=\"translate(%s %s)\">", x, y);
        content.run();
        line("</g>");
    }

    @Override
    public double width(String text, Font font) {
        double ems = 0;
        for (char c : text.toCharArray()) {
            ems += NARROW.indexOf(c) >= 0 ? 0.4 : WIDE.indexOf(c) >= 0 ? 0.95 : 0.62;
        }
        return ems * font.getSize();
    }

    private static String path(Shape shape) {
        StringBuilder path = new StringBuilder();
        double[] numbers = new double[6];
        for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
            int kind = at.currentSegment(numbers);
            path.append(COMMANDS.charAt(kind));
            for (int i = 0; i < NUMBERS[kind]; i++) {
                path.append(i == 0 ? "" : " ").append(number(numbers[i]));
            }
        }
        return path.toString();
    }

    /** With at most two decimals. */
    private static String number(double x) {
        BigDecimal rounded = new BigDecimal(x).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String hex(Color color) {
        return String.format("#%06x", color.getRGB() & 0xffffff);
    }

    private static String opacity(String what, Color color) {
        return color.getAlpha() == 255
                ? ""
                : " " + what + "-opacity=\"" + number(color.getAlpha() / 255.0) + "\"";
    }

    private static String escaped(String text) {
        // control characters are no XML
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
