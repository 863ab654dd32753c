package org.cotangent.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.gradbench.Llsq;
import org.cotangent.program.Program;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is timed as the same work gives the same numbers. */
class ProgramGoalsTest {
    private static final double CLOSE = 1e-9;

    @TestFactory
    List<DynamicTest> allWaysAgree() {
        Map<String, Supplier<Contest>> contests =
                Map.of(
                        "net", ProgramWork::net,
                        "rosenbrock", ProgramWork::rosenbrock,
                        "hessian", ProgramWork::rosenbrockHessian,
                        "thurber", ProgramWork::thurber,
                        "two-layer", ProgramWork::twoLayer,
                        "sigmoid", () -> ProgramWork.elementwise(Tensor::sigmoid),
                        "call", () -> PathWork.call(1200),
                        "basket", () -> PathWork.basket(600),
                        "llsq", () -> ProgramWork.of(Llsq.random(4, 3, true)));
        return contests.entrySet().stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.getKey(),
                                        () -> each.getValue().get().check(each.getKey())))
                .collect(Collectors.toList());
    }

    @Test
    void theOtherLibraryHasTheSameJacobian() {
        double[] ours = ProgramWork.thurber().program().get();
        double[] theirs = ProgramWork.hipparchusJacobian();
        assertArrayEquals(theirs, ours, CLOSE * ours[0]);
    }

    @Test
    void otherNumbersAreNoticed() {
        Supplier<double[]> one = () -> new double[] {1, 2};
        Contest right = new Contest(() -> {}, one, one, () -> new double[] {1, 2}, 0);
        right.check("right");
        Contest wrong = new Contest(() -> {}, one, one, () -> new double[] {1, 2.1}, 0);
        assertThrows(IllegalStateException.class, () -> wrong.check("wrong"));
        Contest less = new Contest(() -> {}, null, one, () -> new double[] {1}, 0);
        assertThrows(IllegalStateException.class, () -> less.check("less"));
    }

    @Test
    void sumsGoOverAllRows() {
        Program both =
                Program.ofSeveral(
                        x -> List.of(x[0].mul(x[1]), x[0].add(x[1])), Tensor.of(0), Tensor.of(0));
        for (int n : new int[] {1, 511, 512, 513, 1030}) {
            double[] points = new double[n];
            java.util.Arrays.setAll(points, i -> i + 1);
            RowSums sums = new RowSums(both, 1);
            double sum = n * (n + 1) / 2.0;
            double[] expected = {2 * sum, 2 * n + sum};
            assertArrayEquals(expected, sums.of(new double[] {2}, points), 0);
            assertArrayEquals(expected, sums.oneByOne(new double[] {2}, points), 0);
        }
    }
}
