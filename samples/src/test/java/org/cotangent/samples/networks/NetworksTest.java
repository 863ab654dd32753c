package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.samples.Printed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of networks run, show what they are there to show, and draw their pictures. */
class NetworksTest {
    @TempDir Path folder;

    @Test
    void gates() throws Exception {
        String printed = printed(Gates::main);
        assertTrue(
                part(printed, "AND by")
                        .endsWith("  0 0 -> 0\n  0 1 -> 0\n  1 0 -> 0\n  1 1 -> 1\n"),
                printed);
        assertTrue(
                part(printed, "OR by").endsWith("  0 0 -> 0\n  0 1 -> 1\n  1 0 -> 1\n  1 1 -> 1\n"),
                printed);
        String perceptron = part(printed, "XOR by a perceptron");
        assertTrue(perceptron.contains("not converged"), printed);
        assertTrue(perceptron.contains("wrong"), printed);
        assertTrue(
                part(printed, "XOR by a network")
                        .endsWith("  0 0 -> 0\n  0 1 -> 1\n  1 0 -> 1\n  1 1 -> 0\n"),
                printed);
        assertPicture(printed, "gates.png");
    }

    /** From a word at the start of a line to the next title or picture. */
    private static String part(String printed, String start) {
        Matcher found = Pattern.compile("(?m)^" + start + ".*\n(?:  .*\n)+").matcher(printed);
        assertTrue(found.find(), printed);
        return found.group();
    }

    @Test
    void spiral() throws Exception {
        String printed = printed(Spiral::main);
        double linear = number(printed, "linear model: +([0-9.]+) %");
        assertTrue(linear > 45 && linear < 58, printed);
        assertTrue(number(printed, "two layers: +([0-9.]+) %") >= 98, printed);
        assertPicture(printed, "spiral.png");
    }

    @Test
    void iris() throws Exception {
        String printed = printed(Iris::main);
        assertTrue(printed.contains("113 flowers to learn from, 37 kept unseen"), printed);
        assertTrue(number(printed, "unseen flowers: ([0-9.]+) %") >= 90, printed);
        // setosa stands apart, a flower on the border between the others does not
        assertTrue(Pattern.compile("0 setosa +\\d+ +\\. +\\.\n").matcher(printed).find(), printed);
        assertTrue(number(printed, "setosa +([0-9.]+) %") < 5, printed);
        assertTrue(number(printed, "versicolor +([0-9.]+) %") > 20, printed);
        assertTrue(number(printed, "virginica +([0-9.]+) %") > 20, printed);
        assertPicture(printed, "iris.png");
        assertEquals(printed, printed(Iris::main), "the same again");
    }

    @Test
    void mushrooms() throws Exception {
        String printed = printed(Mushrooms::main);
        assertTrue(printed.contains("8124 mushrooms, 2480 of them"), printed);
        assertTrue(printed.contains("stalk-root=r, stalk-root missing"), printed);
        // 22 properties have 118 letters in all; one of the rarest may be in no training part
        double inputs = number(printed, "become (\\d+) inputs");
        assertTrue(inputs >= 112 && inputs <= 118, printed);
        assertTrue(number(printed, "unseen mushrooms: ([0-9.]+) %") >= 99.9, printed);
        assertPicture(printed, "mushrooms.png");
    }

    @Test
    void digits() throws Exception {
        String printed = printed(Digits::main);
        assertTrue(printed.contains("1348 digits to learn from, 449 kept unseen"), printed);
        assertTrue(number(printed, "unseen digits: ([0-9.]+) %") >= 97, printed);
        assertTrue(printed.contains("confusion matrix"), printed);
        assertPicture(printed, "digits.png");
        SampleRun.assertPicture(folder, printed, "digits-confusion.png", 350, 300, 5_000);
        SampleRun.assertPicture(folder, printed, "digits-wrong.png", 200, 100, 2_000);
        SampleRun.assertPicture(folder, printed, "digits-filters.png", 600, 300, 5_000);
        assertTrue(printed.contains("page: " + folder.resolve("digits.html")), printed);
        String page = Files.readString(folder.resolve("digits.html"));
        assertTrue(page.contains("<h1>Training of Digits</h1>"), page);
        assertTrue(page.contains("Evaluation: unseen digits"), page);
    }

    @Test
    void fashionMnistSaysWhereItsDataAre() throws Exception {
        String printed = Printed.by(() -> FashionMnist.main(new String[0]));
        assertTrue(printed.contains("train-images-idx3-ubyte"), printed);
        assertTrue(printed.contains("apt install dataset-fashion-mnist"), printed);
    }

    /** On few images of one bright stripe each, whose height is their class. */
    @Test
    void fashionMnist() throws Exception {
        SmallImages.write(folder, "train", 360);
        SmallImages.write(folder, "t10k", 50);
        double[] accuracy = new double[1];
        String[] arguments = {folder.toString()};
        String printed =
                Printed.by(
                        () -> accuracy[0] = FashionMnist.run(folder, 12, Pictures.in(arguments)));
        assertTrue(
                printed.contains("330 images to learn from, 30 for validation, 50 to test on"),
                printed);
        assertTrue(accuracy[0] >= 0.95, printed);
        assertTrue(printed.contains("9 ankle boot"), printed);
        assertPicture(printed, "fashion-mnist.png");
    }

    @Test
    void gan() throws Exception {
        String printed = printed(folder -> Gan.run(8, Pictures.in(folder)));
        assertTrue(number(printed, "before .*covered, +([0-9.]+) %") < 20, printed);
        assertTrue(number(printed, "after 8 epochs +(\\d) of 8 places") >= 7, printed);
        assertTrue(number(printed, "after 8 .*covered, +([0-9.]+) %") > 75, printed);
        assertTrue(number(printed, "real .*covered, +([0-9.]+) %") > 99, printed);
        assertPicture(printed, "gan.png");
    }

    private String printed(SampleRun.Sample sample) throws Exception {
        return SampleRun.of(sample, folder).printed();
    }

    private static double number(String printed, String pattern) {
        return SampleRun.number(printed, pattern);
    }

    private void assertPicture(String printed, String name) throws IOException {
        SampleRun.assertPicture(folder, printed, name);
    }
}
