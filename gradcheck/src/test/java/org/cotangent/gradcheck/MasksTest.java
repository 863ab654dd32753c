package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that elements which are not selected send nothing back: results that {@code where} discards
 * leave no trace in any derivative, whatever stands in the inputs that they alone rest on.
 */
class MasksTest {
    private static final double[] POISONS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 0
    };

    /** Rows of which this does not hold, or is pinned elsewhere. */
    private static final Set<Trait> LEFT_OUT =
            EnumSet.of(Trait.WHOLE_MATRICES, Trait.OF_USERS, Trait.NAN_ELSEWHERE, Trait.CHOOSES);

    static Stream<OpTable.Row> rows() {
        return OpTable.ROWS.stream().filter(row -> LEFT_OUT.stream().noneMatch(row::is));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsDiscardedSendsNothing(OpTable.Row row) {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            OpTable.Case drawn = row.cases().apply(new Dice(seed, 3));
            int input = random.nextInt(drawn.at().length);
            if (drawn.at()[input].size() == 0) {
                continue;
            }
            int place = random.nextInt(drawn.at()[input].size());
            Tensor kept =
                    Tensor.unrecorded(
                            () -> untouched(drawn, poisoned(drawn, input, place, Double.NaN)));
            for (boolean squared : new boolean[] {false, true}) {
                double[][] clean = derivatives(drawn, drawn.at(), kept, seed, squared);
                for (double poison : POISONS) {
                    Tensor[] at = poisoned(drawn, input, place, poison);
                    double[][] actual = derivatives(drawn, at, kept, seed, squared);
                    for (int i = 0; i < clean.length; i++) {
                        same(
                                row + ", case " + seed + ", " + poison + ", " + i,
                                clean[i],
                                actual[i]);
                    }
                }
            }
        }
    }

    /** Rows of matrices of the sizes that kernels divide them at: not a bit changes. */
    @ParameterizedTest
    @ValueSource(ints = {3, 40, 300})
    void rowsOfAProductLeaveNotABit(int n) {
        Random random = new Random(n);
        Tensor a = Tensor.normal(random, n, 20);
        Tensor b = Tensor.normal(random, 20, 17);
        Tensor mask = Tensor.iota(n).ge(2).reshape(n, 1);
        Tensor v = Tensor.normal(random, 20, 17);
        double[] rows = a.toArray();
        Arrays.fill(rows, 0, 20, Double.NaN);
        Arrays.fill(rows, 20, 40, Double.NEGATIVE_INFINITY);
        Tensor poisoned = Tensor.of(rows, n, 20);
        double[][] clean = ofProduct(a, b, mask, v);
        double[][] actual = ofProduct(poisoned, b, mask, v);
        for (int i = 0; i < clean.length; i++) {
            assertArrayEquals(plain(clean[i]), plain(actual[i]));
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(0.0, actual[0][i] + 0.0);
        }
    }

    private static double[][] ofProduct(Tensor a, Tensor b, Tensor mask, Tensor v) {
        UnaryOperator<Tensor> f = w -> Tensor.where(mask, a.matmul(w), Tensor.of(0)).square().sum();
        Tensor x = a.asVariable();
        Tensor y = Tensor.where(mask, x.matmul(b), Tensor.of(0));
        return new double[][] {
            y.square().sum().backward().of(x).toArray(),
            Differentiate.gradient(f).apply(b).toArray(),
            Differentiate.hessianVectorProduct(f, b, v).toArray(),
            Differentiate.jvp(f, b, v).toArray()
        };
    }

    /** Without the sign of zeros. */
    private static double[] plain(double[] x) {
        return Arrays.stream(x).map(v -> v + 0.0).toArray();
    }

    /** Each element of an adjoint behind a mask of its own. */
    @Test
    void elementsOfAProduct() {
        Tensor a = Tensor.of(new double[][] {{1, Double.NaN}, {2, 3}, {4, Double.NaN}});
        Tensor b = Tensor.of(new double[][] {{5, 0, 1}, {Double.POSITIVE_INFINITY, 7, 0}});
        Tensor x = a.asVariable();
        Tensor w = b.asVariable();
        Tensor mask = Tensor.of(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, 0, 0}});
        Gradients g = Tensor.where(mask, x.matmul(w), Tensor.of(0)).sum().backward();
        assertArrayEquals(new double[] {0, 0, 0, 7, 0, 0}, plain(g.of(x).toArray()));
        assertArrayEquals(new double[] {0, 2, 0, 0, 3, 0}, plain(g.of(w).toArray()));
    }

    /** What is replaced before an operation. */
    @ParameterizedTest
    @MethodSource("rows")
    void whatIsReplacedSendsNothing(OpTable.Row row) {
        OpTable.Case drawn = row.cases().apply(new Dice(3, 3));
        Tensor at = drawn.at()[0];
        if (at.size() == 0) {
            return;
        }
        Tensor kept = Tensor.iota(at.size()).gt(0).reshape(at.shape());
        OpTable.Case replaced =
                new OpTable.Case(
                        in -> {
                            Tensor[] inner = in.clone();
                            inner[0] = Tensor.where(kept, in[0], at);
                            return drawn.f().apply(inner);
                        },
                        drawn.at());
        Tensor all = Tensor.ones(drawn.f().apply(drawn.at()).shape());
        double[][] clean = derivatives(replaced, drawn.at(), all, 1, true);
        for (double poison : POISONS) {
            double[][] actual = derivatives(replaced, poisoned(drawn, 0, 0, poison), all, 1, true);
            for (int i = 0; i < clean.length; i++) {
                same(row + ", " + poison + ", " + i, clean[i], actual[i]);
            }
        }
    }

    private static Tensor[] poisoned(OpTable.Case drawn, int input, int place, double poison) {
        Tensor[] at = drawn.at().clone();
        double[] elements = at[input].toArray();
        elements[place] = poison;
        at[input] = Tensor.of(elements, at[input].shape());
        return at;
    }

    /** 1 where results are numbers, and so rest on nothing that is NaN. */
    private static Tensor untouched(OpTable.Case drawn, Tensor[] at) {
        Tensor y = drawn.f().apply(at);
        double[] kept = Arrays.stream(y.toArray()).map(v -> v == v ? 1 : 0).toArray();
        return Tensor.of(kept, y.shape());
    }

    /** Value, gradients, the Hessian times a vector, and the derivative along it. */
    private static double[][] derivatives(
            OpTable.Case drawn, Tensor[] at, Tensor kept, int seed, boolean squared) {
        Random random = new Random(seed + 100);
        Tensor[] x = Arrays.stream(at).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = Tensor.where(kept, drawn.f().apply(x), Tensor.of(0.5));
        Tensor weights = Tensor.normal(random, y.shape());
        Tensor f = (squared ? y.square() : y).mul(weights).sum();
        Gradients gradients = f.backward();
        Gradients recorded = Backward.of(f).recorded().run();
        Tensor[] v =
                Arrays.stream(at).map(z -> Tensor.normal(random, z.shape())).toArray(Tensor[]::new);
        Tensor along = Tensor.of(0);
        for (int i = 0; i < x.length; i++) {
            along = along.add(recorded.of(x[i]).mul(v[i]).sum());
        }
        Tensor slope = along;
        Stream<double[]> first = Arrays.stream(x).map(z -> gradients.of(z).toArray());
        Stream<double[]> second =
                !slope.varies()
                        ? Stream.of()
                        : Stream.of(slope.backward())
                                .flatMap(h -> Arrays.stream(x).map(z -> h.of(z).toArray()));
        Stream<double[]> forward =
                IntStream.range(0, x.length)
                        .mapToObj(
                                i -> {
                                    UnaryOperator<Tensor> of =
                                            z -> {
                                                Tensor[] in = at.clone();
                                                in[i] = z;
                                                return Tensor.where(
                                                        kept, drawn.f().apply(in), Tensor.of(0.5));
                                            };
                                    return Differentiate.jvp(of, at[i], v[i]).toArray();
                                });
        return Stream.of(
                        Stream.of(y.toArray(), new double[] {slope.value()}),
                        first,
                        second,
                        forward)
                .flatMap(s -> s)
                .toArray(double[][]::new);
    }

    private static void same(String name, double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            double tolerance = 1e-12 * Math.abs(expected[i]);
            String element = name + ", element " + i;
            assertEquals(expected[i] + 0.0, actual[i] + 0.0, tolerance, element);
        }
    }
}
