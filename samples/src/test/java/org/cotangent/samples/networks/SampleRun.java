package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.samples.Printed;

/** A sample that is run with a folder for its pictures, and what it printed and drew. */
public final class SampleRun {
    private final Path folder;
    private final String printed;

    @FunctionalInterface
    public interface Sample {
        void main(String[] arguments) throws Exception;
    }

    private SampleRun(Path folder, String printed) {
        this.folder = folder;
        this.printed = printed;
    }

    /** Runs it; what it prints must be ASCII. */
    public static SampleRun of(Sample sample, Path folder) throws Exception {
        String printed = Printed.by(() -> sample.main(new String[] {folder.toString()}));
        assertTrue(printed.chars().allMatch(c -> c < 128), printed);
        return new SampleRun(folder, printed);
    }

    /** The text. */
    public String printed() {
        return printed;
    }

    /** The number in the parentheses of a pattern. */
    public double number(String pattern) {
        return number(printed, pattern);
    }

    public static double number(String printed, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(printed);
        assertTrue(found.find(), () -> "no \"" + pattern + "\" in:\n" + printed);
        return Double.parseDouble(found.group(1));
    }

    public void assertPicture(String name) throws IOException {
        assertPicture(folder, printed, name);
    }

    /** It is announced, and a PNG file of a decent size. */
    public static void assertPicture(Path folder, String printed, String name) throws IOException {
        assertPicture(folder, printed, name, 800, 450, 10_000);
    }

    public static void assertPicture(
            Path folder, String printed, String name, int width, int height, int bytes)
            throws IOException {
        Path file = folder.resolve(name);
        assertTrue(printed.contains("picture: " + file + "\n"), printed);
        ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] signature = new byte[8];
        png.get(signature);
        assertArrayEquals(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, signature);
        boolean decent = png.getInt(16) >= width && png.getInt(20) >= height;
        assertTrue(decent, "width and height in pixels");
        assertTrue(png.limit() > bytes, name + " has " + png.limit() + " bytes; is it empty?");
    }
}
