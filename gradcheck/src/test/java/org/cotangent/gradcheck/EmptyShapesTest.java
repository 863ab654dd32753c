package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.cotangent.Axes;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.OpTable.Trait;
import org.cotangent.gradcheck.coverage.Coverage;
import org.cotangent.gradcheck.coverage.CoverageHook;
import org.cotangent.gradcheck.coverage.ShapeClass;
import org.cotangent.linalg.Linalg;

/** Axes of extent 0: every operation has a value and gradients of the right shape, or says no. */
@AddLifecycleHook(CoverageHook.class)
class EmptyShapesTest {
    @Provide
    Arbitrary<Row> rows() {
        return Arbitraries.of(OpTable.ROWS);
    }

    @Provide
    Arbitrary<Row> elementwise() {
        return Arbitraries.of(OpTable.ROWS.stream().filter(Row::isElementwise).toList());
    }

    @Property(tries = 8000)
    void gradientsHaveTheShapesOfTheInputs(
            @ForAll("rows") Row row,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int size) {
        Case drawn = row.cases().apply(Dice.withEmptyAxes(seed, size));
        Assume.that(Arrays.stream(drawn.at()).anyMatch(x -> x.size() == 0));
        check(row, drawn);
    }

    /** The same for each row, with the first seed that gives it an empty axis. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyRowMeetsAnEmptyAxis(@ForAll("rows") Row row) {
        if (!ShapeClass.admissible(row).contains(ShapeClass.EMPTY_AXIS)) {
            return;
        }
        Case drawn = null;
        for (int seed = 0; drawn == null; seed++) {
            Case next = row.cases().apply(Dice.withEmptyAxes(seed * 0x9E3779B97F4A7C15L, 3));
            boolean empty = Arrays.stream(next.at()).anyMatch(x -> x.size() == 0);
            drawn = empty ? next : null;
            assertTrue(seed < 1000, () -> row + ": no axis is ever empty");
        }
        check(row, drawn);
    }

    private static void check(Row row, Case drawn) {
        Tensor[] x = Arrays.stream(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y;
        try {
            y = drawn.f().apply(x);
        } catch (IllegalArgumentException e) {
            assertTrue(row.is(Trait.NEEDS_ELEMENTS), () -> row + ": " + e);
            Coverage.RUN.shape(row, x);
            return;
        }
        if (!y.varies()) { // of no elements
            Coverage.RUN.shape(row, x);
            return;
        }
        Gradients plain = y.backward(Tensor.ones(y.shape()));
        Gradients recorded = Backward.of(y).seed(Tensor.ones(y.shape())).recorded().run();
        Tensor norm = Tensor.of(0);
        for (Tensor in : x) {
            assertZerosIfEmpty(row, in, y, plain.of(in));
            assertZerosIfEmpty(row, in, y, recorded.of(in));
            norm = norm.add(recorded.of(in).square().sum());
        }
        if (norm.varies()) {
            Gradients second = norm.backward();
            for (Tensor in : x) {
                assertZerosIfEmpty(row, in, y, second.of(in));
            }
        }
        Coverage.RUN.shape(row, x);
    }

    private static void assertZerosIfEmpty(Row row, Tensor x, Tensor y, Tensor gradient) {
        assertArrayEquals(x.shape(), gradient.shape(), row::toString);
        if (y.size() == 0) {
            assertArrayEquals(new double[x.size()], zerosUnsigned(gradient), row::toString);
        }
    }

    private static double[] zerosUnsigned(Tensor x) {
        return Arrays.stream(x.toArray()).map(v -> v + 0.0).toArray();
    }

    /** Worked out here, not taken from the engine. */
    @Property(tries = 3000)
    void elementwiseValuesHaveTheBroadcastShape(
            @ForAll("elementwise") Row row,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int size) {
        Case drawn = row.cases().apply(Dice.withEmptyAxes(seed, size));
        Assume.that(!row.is(Trait.SELECTS)); // the mask has a shape of its own
        int rank = Arrays.stream(drawn.at()).mapToInt(Tensor::rank).max().orElseThrow();
        int[] expected = new int[rank];
        Arrays.fill(expected, 1);
        for (Tensor x : drawn.at()) {
            for (int axis = 0; axis < x.rank(); axis++) {
                int place = rank - x.rank() + axis;
                expected[place] = x.size(axis) == 1 ? expected[place] : x.size(axis);
            }
        }
        assertArrayEquals(expected, drawn.f().apply(drawn.at()).shape(), row::toString);
    }

    private record Shaped(String name, UnaryOperator<Tensor> op, int[] from, int[] to) {}

    private static Shaped shaped(String name, UnaryOperator<Tensor> op, int[] from, int... to) {
        return new Shaped(name, op, from, to);
    }

    private static int[] from(int... extents) {
        return extents;
    }

    @Example
    void otherValuesHaveTheRightShape() {
        int[] flat = from(2, 0, 3);
        Window plain = Window.plain();
        Tensor kernel = Tensor.ones(4, 3, 2);
        // spotless:off
        List<Shaped> all = List.of(
                shaped("sum", x -> x.sum(), flat),
                shaped("sum 0", x -> x.sum(0), flat, 0, 3),
                shaped("sum kept", x -> x.sum(Axes.keep(1)), flat, 2, 1, 3),
                shaped("mean 0", x -> x.mean(0), flat, 0, 3),
                shaped("amax 2", x -> x.amax(2), flat, 2, 0),
                shaped("norm 1", x -> x.norm(1), flat, 2, 3),
                shaped("prod 1", x -> x.prod(1), flat, 2, 3),
                shaped("prod kept", x -> x.prod(Axes.keep(0, 2)), flat, 1, 0, 1),
                shaped("logSumExp 1", x -> x.logSumExp(1), flat, 2, 3),
                shaped("var", x -> x.var(Axes.of(0), 1), flat, 0, 3),
                shaped("softmax", x -> x.softmax(1), flat, 2, 0, 3),
                shaped("cumSum", x -> x.cumSum(1), flat, 2, 0, 3),
                shaped("cumProd", x -> x.cumProd(1), flat, 2, 0, 3),
                shaped("transpose", x -> x.transpose(), flat, 2, 3, 0),
                shaped("permute", x -> x.permute(2, 0, 1), flat, 3, 2, 0),
                shaped("reshape", x -> x.reshape(0, 7), flat, 0, 7),
                shaped("expand", x -> x.expand(5, 2, 0, 3), flat, 5, 2, 0, 3),
                shaped("expand to none", x -> x.expand(2, 0), from(2, 1), 2, 0),
                shaped("flip", x -> x.flip(0, 1), flat, 2, 0, 3),
                shaped("roll", x -> x.roll(1, 1), flat, 2, 0, 3),
                shaped("slice", x -> x.slice(2, 1, 3), flat, 2, 0, 2),
                shaped("slice to none", x -> x.slice(0, 1, 1), from(2, 3), 0, 3),
                shaped("pad", x -> x.pad(new int[][] {{0, 0}, {1, 1}, {0, 0}}, 7), flat, 2, 2, 3),
                shaped("tile", x -> x.tile(2, 1), flat, 2, 0, 3),
                shaped("repeat", x -> x.repeat(2, 2), flat, 2, 0, 6),
                shaped("repeat never", x -> x.repeat(0, 0), from(2, 3), 0, 3),
                shaped("concat", x -> Tensor.concat(1, x, Tensor.ones(2, 1, 3)), flat, 2, 1, 3),
                shaped("stack", x -> Tensor.stack(0, x, x), flat, 2, 2, 0, 3),
                shaped("indexSelect", x -> x.indexSelect(2, 0, 0), flat, 2, 0, 2),
                shaped("indexSelect none", x -> x.indexSelect(0), from(2, 3), 0, 3),
                shaped("gather", x -> x.gather(0, Tensor.zeros(1, 0)), from(2, 3), 1, 0),
                shaped("pick", x -> x.pick(), from(0, 3), 0),
                shaped("matmul inner", x -> x.matmul(Tensor.ones(0, 4)), from(2, 0), 2, 4),
                shaped("matmul batch", x -> x.matmul(Tensor.ones(3, 4)), from(0, 2, 3), 0, 2, 4),
                shaped("einsum", x -> Linalg.einsum("ij,ik->jk", x, x), from(0, 3), 3, 3),
                shaped("kron", x -> Linalg.kron(x, Tensor.ones(2, 2)), from(0, 3), 0, 6),
                shaped("diag", x -> Linalg.diag(x, 1), from(0), 1, 1),
                shaped("trace", x -> Linalg.trace(x), from(0, 0)),
                shaped("solve", x -> Linalg.solve(x, Tensor.ones(0, 2)), from(0, 0), 0, 2),
                shaped("inverse", x -> Linalg.inverse(x), from(3, 0, 0), 3, 0, 0),
                shaped("det", x -> Linalg.det(x), from(3, 0, 0), 3),
                shaped("det of none", x -> Linalg.det(x), from(0, 2, 2), 0),
                shaped("cholesky", x -> Linalg.cholesky(x), from(0, 0), 0, 0),
                shaped("Q", x -> Linalg.qr(x).q(), from(3, 0), 3, 0),
                shaped("R", x -> Linalg.qr(x).r(), from(0, 3), 0, 3),
                shaped("U", x -> Linalg.svd(x).u(), from(3, 0), 3, 0),
                shaped("eigh", x -> Linalg.eigh(x).vectors(), from(0, 0), 0, 0),
                shaped("svdvals", x -> Linalg.svdvals(x), from(3, 0), 0),
                shaped("convolution", x -> Images.convolution(x, kernel, plain, 1), from(0, 3, 5), 0, 4, 4),
                shaped("maxPool", x -> Images.maxPool(x, from(2), plain), from(0, 3, 5), 0, 3, 4),
                shaped("jacobian", x -> Differentiate.jacobian(Tensor::exp, x), from(0), 0, 0));
        // spotless:on
        for (Shaped one : all) {
            Tensor x = Tensor.ones(one.from).asVariable();
            Tensor y = one.op.apply(x);
            assertArrayEquals(one.to, y.shape(), one.name);
            if (y.varies()) {
                Tensor gradient = y.backward(Tensor.ones(y.shape())).of(x);
                assertArrayEquals(one.from, gradient.shape(), one.name);
            }
        }
    }

    /** What is neutral to the operation is the value of nothing. */
    @Example
    void valuesOfNothing() {
        Tensor none = Tensor.zeros(0);
        assertEquals(0, none.sum().value());
        assertEquals(1, none.prod().value());
        assertEquals(0, none.norm().value());
        assertEquals(Double.NEGATIVE_INFINITY, none.logSumExp().value());
        assertEquals(1, Linalg.det(Tensor.zeros(0, 0)).value());
        assertEquals(0, Linalg.logDet(Tensor.zeros(0, 0)).value());
        assertEquals(0, Linalg.trace(Tensor.zeros(0, 0)).value());
        assertEquals(0, Linalg.dot(none, none).value());
        assertArrayEquals(new double[] {7, 7}, none.pad(new int[][] {{1, 1}}, 7).toArray());
    }

    @Example
    void whatNeedsElementsSaysSo() {
        Tensor none = Tensor.zeros(2, 0).asVariable();
        List<UnaryOperator<Tensor>> refused =
                List.of(
                        x -> x.mean(),
                        x -> x.mean(1),
                        x -> x.amax(),
                        x -> x.amin(1),
                        x -> x.var(Axes.of(1), 0),
                        x -> x.std(Axes.all(), 0));
        for (UnaryOperator<Tensor> op : refused) {
            String message =
                    assertThrows(IllegalArgumentException.class, () -> op.apply(none)).getMessage();
            assertTrue(message.contains("[2, 0]"), message);
        }
    }
}
