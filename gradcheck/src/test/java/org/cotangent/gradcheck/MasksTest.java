package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is not selected sends nothing: results that {@code where} discards leave no trace in any
 * derivative, whatever stands in the inputs that they alone rest on.
 */
class MasksTest {
    private static final double[] POISONS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 0
    };

    /** What is discarded belongs to matrices of a batch there, which may be refused. */
    private static final String OF_MATRICES =
            "solve.*|inverse.*|det.*|logDet.*|signLogDet.*|cholesky.*|qr.*|eigh.*|eigvalsh.*|svd.*"
                    + "|matrixNorm.*|matrixPower.*";

    /** Rules of users, who have to keep to it themselves, and iterations, which refuse NaN. */
    private static final String OF_USERS = "adjoint, .*|customVjp|fixedPoint.*|root.*";

    private static final String ELSEWHERE = "softmax.*|logSoftmax.*|logSumExp.*|prod.*|cumProd.*";

    static Stream<OpTable.Row> rows() {
        String left = OF_MATRICES + "|" + OF_USERS + "|" + ELSEWHERE;
        return OpTable.ROWS.stream().filter(row -> !row.toString().matches(left));
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
                    Tensor.unrecorded(() -> untouched(drawn, poisoned(drawn, input, place, Double.NaN)));
            for (boolean squared : new boolean[] {false, true}) {
                double[][] clean = derivatives(drawn, drawn.at(), kept, seed, squared);
                for (double poison : POISONS) {
                    Tensor[] at = poisoned(drawn, input, place, poison);
                    double[][] actual = derivatives(drawn, at, kept, seed, squared);
                    for (int i = 0; i < clean.length; i++) {
                        same(row + ", case " + seed + ", " + poison + ", " + i, clean[i], actual[i]);
                    }
                }
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
                Arrays.stream(at)
                        .map(z -> Tensor.normal(random, z.shape()))
                        .toArray(Tensor[]::new);
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
        return Stream.of(Stream.of(y.toArray(), new double[] {slope.value()}), first, second, forward)
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
