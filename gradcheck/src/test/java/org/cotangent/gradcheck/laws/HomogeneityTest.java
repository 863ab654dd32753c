package org.cotangent.gradcheck.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;

/**
 * What a gradient must give along two directions that need no differences. Along x itself, for a
 * homogeneous function of degree k: Euler's identity, the sum of x df/dx is k f. Along a shift of
 * all elements, for functions that such a shift moves by a known rate.
 */
class HomogeneityTest {
    /** Rows by the names they match, with the degree, all inputs scaled together. */
    private static final Map<String, ToDoubleFunction<Case>> DEGREES =
            Map.ofEntries(
                    degree("add|sub|neg|abs|relu|max|min|hypot|hypot, on an axis", 1),
                    degree("leakyRelu.*|(mul|div), a number|where|flip.*|transpose|cumSum", 1),
                    degree("norm, (?!squared).*|(amax|amin|sum|mean|std|matrixNorm), .*|sumTo", 1),
                    degree(
                            "(mul|square|matmul, .*|dot|outer|kron)|var, .*|mul, with itself|norm, squared",
                            2),
                    degree("atan2|div|solve, columns|solve, a vector|solveTriangular.*", 0),
                    degree("sqrt|cholesky(, .*)?|pow, 0.5", 0.5),
                    degree("rsqrt", -0.5),
                    degree("cbrt", 1 / 3.0),
                    degree("reciprocal|inverse|choleskySolve.*", -1),
                    degree("pow, -2|pow, a tensor of -2", -2),
                    degree("pow, 3|pow, a tensor of 3|elementwise, of x", 3),
                    degree("pow, -1.7", -1.7),
                    degree("svdvals|svd, values|eigh, values|eigvalsh|qr, R", 1),
                    degree("svd, U|svd, V|eigh, vectors|qr, Q", 0),
                    Map.entry("prod, all|prod, all kept", drawn -> drawn.at()[0].size()),
                    Map.entry("det, (regular|any)", drawn -> drawn.at()[0].size(-1)));

    /** By how much a result grows if 1 is added to all elements. */
    private static final Map<String, Double> RATES =
            Map.of(
                    "(logSumExp|amax|amin|mean), .*", 1.0,
                    "softmax|logSoftmax|(var|std), .*|sign|atan2, .*the axis", 0.0,
                    "(add|sub), a number", 1.0);

    private static Map.Entry<String, ToDoubleFunction<Case>> degree(String rows, double degree) {
        return Map.entry(rows, drawn -> degree);
    }

    @Provide
    Arbitrary<Row> homogeneous() {
        return rows(DEGREES);
    }

    @Provide
    Arbitrary<Row> shifted() {
        return rows(RATES);
    }

    private static Arbitrary<Row> rows(Map<String, ?> patterns) {
        return Arbitraries.of(
                OpTable.ROWS.stream().filter(row -> find(patterns, row) != null).toList());
    }

    private static <T> T find(Map<String, T> patterns, Row row) {
        return patterns.entrySet().stream()
                .filter(entry -> row.toString().matches(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** No pattern is a dead letter. */
    @Example
    void everyPatternNamesARow() {
        for (Map<String, ?> patterns : List.of(DEGREES, RATES)) {
            for (String pattern : patterns.keySet()) {
                for (String one :
                        pattern.startsWith("(")
                                ? new String[] {pattern}
                                : pattern.split("\\|(?![^(]*\\))")) {
                    assertEquals(
                            true,
                            OpTable.ROWS.stream().anyMatch(row -> row.toString().matches(one)),
                            one);
                }
            }
        }
    }

    @Property
    void eulersIdentity(@ForAll("homogeneous") Row row, @ForAll long seed) {
        Case drawn = row.cases().apply(new Dice(seed, 3));
        double degree = find(DEGREES, row).applyAsDouble(drawn);
        Tensor value = drawn.f().apply(drawn.at());
        Assume.that(value.size() > 0);
        Tensor v = weights(seed, value);
        List<Tensor> gradients =
                Differentiate.gradients(x -> drawn.f().apply(x).mul(v).sum(), drawn.at());
        double sum = 0;
        double size = 1;
        for (int i = 0; i < gradients.size(); i++) {
            Tensor terms = gradients.get(i).mul(drawn.at()[i]);
            sum += terms.sum().value();
            size += terms.abs().sum().value();
        }
        double expected = degree * value.mul(v).sum().value();
        assertEquals(expected, sum, 1e-11 * size, () -> row + ", seed " + seed);
    }

    @Property
    void alongAShiftOfAllElements(@ForAll("shifted") Row row, @ForAll long seed) {
        Case drawn = row.cases().apply(new Dice(seed, 3));
        Tensor value = drawn.f().apply(drawn.at());
        Assume.that(value.size() > 0);
        Tensor v = weights(seed, value);
        double sum = 0;
        for (Tensor gradient :
                Differentiate.gradients(x -> drawn.f().apply(x).mul(v).sum(), drawn.at())) {
            sum += gradient.sum().value();
        }
        double expected = find(RATES, row) * v.sum().value();
        assertEquals(
                expected, sum, 1e-11 * (1 + v.abs().sum().value()), () -> row + ", seed " + seed);
    }

    private static Tensor weights(long seed, Tensor value) {
        double[] weights = new double[value.size()];
        Random random = new Random(seed);
        Arrays.setAll(weights, i -> random.nextDouble() - 0.5);
        return Tensor.of(weights, value.shape());
    }
}
