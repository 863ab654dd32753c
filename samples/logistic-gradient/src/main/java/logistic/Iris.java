package logistic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * 150 iris flowers: four lengths in centimeters, and whether the flower is an Iris virginica (R. A.
 * Fisher 1936; UCI Machine Learning Repository, CC BY 4.0).
 *
 * @param lengths one row for each flower
 * @param virginica 1 if it is one, else 0
 */
public record Iris(double[][] lengths, double[] virginica) {
    private static final int FEATURES = 4;
    private static final double VIRGINICA = 2;

    /** The data set. */
    public static Iris read() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Iris.class.getResourceAsStream("iris.csv"),
                                StandardCharsets.US_ASCII))) {
            List<double[]> rows =
                    reader.lines().skip(1).map(Iris::numbers).collect(Collectors.toList());
            return new Iris(
                    rows.stream().map(row -> Arrays.copyOf(row, FEATURES)).toArray(double[][]::new),
                    rows.stream().mapToDouble(row -> row[FEATURES] == VIRGINICA ? 1 : 0).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
