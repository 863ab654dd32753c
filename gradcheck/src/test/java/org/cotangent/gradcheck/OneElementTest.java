package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.OpTable.Trait;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A number, an array of this one element and an array with the element among others have equal bits
 * in every operation, with derivatives to second order: nobody can tell how a result was computed.
 */
class OneElementTest {
    /** Long enough for a block of a loop over vectors and what is left over. */
    private static final int LENGTH = 67;

    private static final int[] PLACES = {0, 5, 31, 64, LENGTH - 1};

    static List<Row> elementwise() {
        return OpTable.ROWS.stream()
                .filter(row -> row.isElementwise() && !row.is(Trait.HOLDS_A_MASK))
                .toList();
    }

    static List<Row> others() {
        return OpTable.ROWS.stream().filter(row -> !elementwise().contains(row)).toList();
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void amongOthers(Row row) {
        Case small = row.cases().apply(new Dice(1, 2));
        int operands = small.at().length;
        double[][] points = points(row, operands);
        int count = points[0].length;
        Tensor[] all = new Tensor[operands];
        Arrays.setAll(all, i -> Tensor.of(points[i], count));
        List<double[]> expected = derivatives(small.f(), all);
        List<String> wrong = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            int point = at;
            Tensor[] number = new Tensor[operands];
            Arrays.setAll(number, i -> Tensor.of(points[i][point]));
            Tensor[] one = new Tensor[operands];
            Arrays.setAll(one, i -> Tensor.vector(points[i][point]));
            compare(wrong, "a number", points, at, expected, derivatives(small.f(), number), 0);
            compare(wrong, "one element", points, at, expected, derivatives(small.f(), one), 0);
        }
        for (int at = 0; at < count; at += 17) {
            for (int place : PLACES) {
                Tensor[] longer = new Tensor[operands];
                for (int i = 0; i < operands; i++) {
                    double[] x = row.domain(i).draw(new Random(place), LENGTH).toArray();
                    x[place] = points[i][at];
                    longer[i] = Tensor.of(x, LENGTH);
                }
                List<double[]> actual = derivatives(small.f(), longer);
                compare(wrong, "at " + place, points, at, expected, actual, place);
            }
        }
        assertTrue(
                wrong.isEmpty(),
                () -> row + ": " + wrong.size() + " differ, such as " + wrong.get(0));
    }

    /** Of the row's domain and of all sizes; for two operands, with all of them on one side. */
    private static double[][] points(Row row, int operands) {
        double[] wide = BitsOfOperations.wide();
        double[][] points = new double[operands][];
        for (int i = 0; i < operands; i++) {
            double[] own = row.domain(i).draw(new Random(i), wide.length).toArray();
            double[] more =
                    operands == 1 || i == 1
                            ? wide
                            : row.domain(i).draw(new Random(2), wide.length).toArray();
            points[i] = joined(own, more);
        }
        return points;
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static void compare(
            List<String> wrong,
            String what,
            double[][] points,
            int at,
            List<double[]> expected,
            List<double[]> actual,
            int place) {
        for (int i = 0; i < expected.size(); i++) {
            double e = expected.get(i)[at];
            double a = actual.get(i)[place];
            if (Double.doubleToLongBits(e) != Double.doubleToLongBits(a)) {
                double[] point = new double[points.length];
                Arrays.setAll(point, k -> points[k][at]);
                wrong.add(
                        what
                                + " at "
                                + Arrays.toString(point)
                                + ", result "
                                + i
                                + ": "
                                + a
                                + ", in an array "
                                + e);
            }
        }
    }

    /** The value, its slopes, and the slopes of their sum: under adjoints of 1. */
    private static List<double[]> derivatives(TensorFunction f, Tensor... at) {
        Tensor[] x = Arrays.stream(at).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = f.apply(x);
        List<double[]> all = new ArrayList<>(List.of(y.toArray()));
        var first = Backward.of(y).seed(Tensor.ones(y.shape())).recorded().run();
        List<Tensor> slopes = IntStream.range(0, x.length).mapToObj(i -> first.of(x[i])).toList();
        for (Tensor slope : slopes) {
            all.add(slope.toArray());
        }
        for (Tensor slope : slopes) {
            var second = Backward.of(slope).seed(Tensor.ones(slope.shape())).run();
            for (Tensor each : x) {
                all.add(slope.varies() ? second.of(each).toArray() : new double[each.size()]);
            }
        }
        return all;
    }

    /** Whatever an operation makes of a number, it makes of an array of this one element. */
    @ParameterizedTest
    @MethodSource("others")
    void alone(Row row) {
        for (int seed = 0; seed < 60; seed++) {
            Case drawn = row.cases().apply(new Dice(seed, 2));
            if (!Arrays.stream(drawn.at()).allMatch(x -> x.size() == 1)) {
                continue;
            }
            List<double[]> expected;
            List<double[]> actual;
            try {
                expected = derivatives(drawn.f(), drawn.at());
                actual =
                        derivatives(
                                drawn.f(),
                                Arrays.stream(drawn.at())
                                        .map(x -> x.rank() == 0 ? x.reshape(1) : x)
                                        .toArray(Tensor[]::new));
            } catch (IllegalArgumentException e) {
                continue; // this operation tells ranks apart
            }
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(
                        Arrays.toString(expected.get(i)),
                        Arrays.toString(actual.get(i)),
                        row + ", result " + i);
            }
        }
    }
}
