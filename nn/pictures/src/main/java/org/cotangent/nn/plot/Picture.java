package org.cotangent.nn.plot;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.Checks;

/**
 * A picture that can be saved as PNG or SVG. Pictures are immutable: their settings are methods
 * that return a copy.
 *
 * <p>The bytes of SVG are the same everywhere, but for images within it; those of PNG are the same
 * wherever Java and its fonts are. No display is needed.
 */
public abstract class Picture implements Cloneable {
    static final int MOST = 10_000;

    /** For the kinds of this package. */
    Picture() {}

    /** A copy with a change. */
    @SuppressWarnings("unchecked") // a picture's clone is of its own class
    final <P extends Picture> P copy(Consumer<P> change) {
        try {
            P copy = (P) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The size in pixels; text takes as much room as on this canvas. */
    abstract Dimension size(Canvas canvas);

    abstract void paint(Canvas canvas);

    /** The same picture, a little larger, or null if its size is set. */
    Picture larger() {
        return null;
    }

    /**
     * Writes the picture to a file, in the form that its name ends with: {@code .png} or {@code
     * .svg}. The file appears as a whole or not at all.
     *
     * @param file where to, in a folder that exists; replaced if it exists
     * @throws IllegalArgumentException if the name ends in another way, or as {@link #toPng()}
     * @throws IllegalStateException if there is nothing in the picture
     * @throws IOException if the file cannot be written
     */
    public final void save(Path file) throws IOException {
        String name = Objects.requireNonNull(file, "picture: the file is null").toString();
        byte[] bytes;
        if (name.toLowerCase(Locale.ROOT).endsWith(".png")) {
            bytes = toPng();
        } else if (name.toLowerCase(Locale.ROOT).endsWith(".svg")) {
            bytes = toSvg().getBytes(StandardCharsets.UTF_8);
        } else {
            throw Checks.illegal(
                    "picture: the file %s; a name that ends with .png or .svg expected", file);
        }
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(bytes));
    }

    /**
     * The picture as the content of a PNG file.
     *
     * @return the bytes
     * @throws IllegalArgumentException if a side has more than 10,000 pixels, or settings
     *     contradict each other or the data, such as numbers that are not positive on a logarithmic
     *     axis
     * @throws IllegalStateException if there is nothing in the picture
     */
    public final byte[] toPng() {
        return Pixels.png(image());
    }

    /**
     * The picture as the content of an SVG file. Text is in the sans-serif font of the viewer.
     *
     * @return the document
     * @throws IllegalArgumentException as {@link #toPng()}
     * @throws IllegalStateException if there is nothing in the picture
     */
    public final String toSvg() {
        Svg svg = new Svg();
        Dimension size = checked(size(svg));
        paint(svg);
        return svg.document(size.width, size.height);
    }

    final BufferedImage image() {
        Dimension size = checked(size(new Pixels(1, 1)));
        Pixels pixels = new Pixels(size.width, size.height);
        paint(pixels);
        return pixels.image();
    }

    private static Dimension checked(Dimension size) {
        if (size.width > MOST || size.height > MOST) {
            throw Checks.illegal(
                    "picture: %s x %s pixels; each side must have at most %s",
                    size.width, size.height, MOST);
        }
        return size;
    }
}
