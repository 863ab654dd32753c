package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.HooksAndTroubleTest.assertTheEngineIsAsBefore;
import static org.cotangent.gradcheck.HooksAndTroubleTest.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.graph.Anomalies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch for what is not finite: what it says, and that it says nothing else. */
class AnomaliesTest {
    private record Trouble(String name, UnaryOperator<Tensor> f, double at, String... says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trouble> forward() {
        return Stream.of(
                new Trouble("log of 0", x -> x.log(), 0, "log made -Infinity from x = 0;"),
                new Trouble("log below 0", x -> x.log(), -1, "log made NaN from x = -1;"),
                new Trouble("0 by 0", x -> x.div(x), 0, "div made NaN from x = 0 and x = 0;"),
                new Trouble("overflow", x -> x.exp(), 1000, "exp made Infinity from x = 1000;"),
                new Trouble(
                        "without a name",
                        x -> x.add(0).div(x.mul(1)),
                        0,
                        "div made NaN from 0 and 0;"),
                new Trouble(
                        "in an array",
                        x ->
                                x.add(Tensor.zeros(2, 3))
                                        .sub(
                                                x.mul(
                                                        Tensor.of(
                                                                new double[][] {
                                                                    {0, 0, 1}, {0, 0, 0}
                                                                })))
                                        .log(),
                        2,
                        "log made -Infinity at [0, 2]",
                        "of shape [2, 3]",
                        "there 0"));
    }

    private static int line() {
        return new Throwable().getStackTrace()[1].getLineNumber();
    }

    @ParameterizedTest
    @MethodSource("forward")
    void theFirstValueThatIsNotFiniteIsReported(Trouble trouble) {
        Tensor x = Tensor.variable(trouble.at).named("x");
        Tensor silent = trouble.f.apply(x);
        assertTrue(Stream.of(silent).anyMatch(y -> !Double.isFinite(y.sum().value())));
        String message =
                message(
                        ArithmeticException.class,
                        () -> Anomalies.detect(() -> trouble.f.apply(x)),
                        trouble.says);
        assertTrue(message.contains("AnomaliesTest.java:"), message);
        assertTheEngineIsAsBefore();
    }

    @Test
    void theLineIsThatOfTheUser() {
        Tensor x = Tensor.variable(0).named("x");
        int[] expected = new int[1];
        String message =
                assertThrows(
                                ArithmeticException.class,
                                () ->
                                        Anomalies.detect(
                                                () -> {
                                                    Tensor y = x.add(0);
                                                    expected[0] = line() + 1;
                                                    Tensor z = y.log();
                                                    return z.exp();
                                                }))
                        .getMessage();
        assertTrue(message.contains("AnomaliesTest.java:" + expected[0]), message);
        assertTrue(message.contains("theLineIsThatOfTheUser"), message);
    }

    @Test
    void theRuleThatMakesAGradientThatIsNotFiniteIsReported() {
        Tensor x = Tensor.variable(0).named("x");
        int[] expected = new int[1];
        String message =
                message(
                        ArithmeticException.class,
                        () ->
                                Anomalies.detect(
                                        () -> {
                                            expected[0] = line() + 1;
                                            Tensor y = x.sqrt();
                                            return y.mul(3).backward();
                                        }),
                        "backward",
                        "rule of sqrt",
                        "Infinity",
                        "input 0",
                        "x, variable 0");
        assertTrue(message.contains("AnomaliesTest.java:" + expected[0]), message);
        assertTheEngineIsAsBefore();
        // the same without the watch
        assertEquals(Double.POSITIVE_INFINITY, x.sqrt().backward().of(x).value());
        // a graph that was made before has no lines to tell
        Tensor before = x.sqrt();
        message(
                ArithmeticException.class,
                () -> Anomalies.detect(before::backward),
                "rule of sqrt",
                "made before detection began");
    }

    @Test
    void inputsThatAreNotFiniteAlreadyAreTold() {
        Tensor x = Tensor.variable(Double.NaN).named("x");
        message(ArithmeticException.class, () -> Anomalies.detect(x::exp), "x", "already");
    }

    @Test
    void transformsAreWatchedToo() {
        message(
                ArithmeticException.class,
                () ->
                        Anomalies.detect(
                                () -> Differentiate.gradient(Tensor::sqrt).apply(Tensor.of(0))),
                "sqrt");
        assertTheEngineIsAsBefore();
        message(
                ArithmeticException.class,
                () -> Anomalies.detect(() -> Differentiate.hessian(x -> x.pow(1.5), Tensor.of(0))),
                "pow");
    }

    @Test
    void soundCodeIsLeftAlone() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Gradients g = Anomalies.detect(() -> x.log().exp().sum().backward());
        assertArrayEquals(new double[] {1, 1}, g.of(x).toArray(), 1e-15);
    }

    /** Which is -infinity by design, and is never the largest. */
    @Test
    void paddingOfAMaxPoolIsNoAnomaly() {
        Tensor x = Tensor.variable(new double[] {1, -2}, 1, 1, 2);
        int[] kernel = {2};
        Window window = Window.plain().padding(1);
        Gradients g = Anomalies.detect(() -> Images.maxPool(x, kernel, window).sum().backward());
        assertArrayEquals(new double[] {2, 1}, g.of(x).toArray());
    }

    /** As of attention: what is masked out gets a weight of 0. */
    @Test
    void aMaskOfInfinitiesIsNoAnomaly() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3});
        Tensor mask = Tensor.vector(1, 1, 0);
        Tensor low = Tensor.of(Double.NEGATIVE_INFINITY);
        Gradients g =
                Anomalies.detect(() -> Tensor.where(mask, x, low).softmax(0).pick(0).backward());
        assertEquals(0, g.of(x).get(2));
        assertEquals(0, g.of(x).sum().value(), 1e-16);
    }

    @Test
    void detectionNestsAndEndsWithTheCode() {
        Tensor x = Tensor.variable(0);
        Anomalies.detect(
                () -> {
                    Anomalies.detect(() -> x.add(1));
                    assertThrows(ArithmeticException.class, x::log);
                    return null;
                });
        assertEquals(Double.NEGATIVE_INFINITY, x.log().value());
        assertThrows(
                UnsupportedOperationException.class,
                () ->
                        Anomalies.detect(
                                () -> {
                                    throw new UnsupportedOperationException("own trouble");
                                }));
        assertEquals(Double.NEGATIVE_INFINITY, x.log().value());
    }

    /** The watch is of one thread. */
    @Test
    void otherThreadsAreNotWatched() {
        Tensor x = Tensor.variable(0);
        double[] seen = new double[1];
        Anomalies.detect(
                () -> {
                    Thread other = new Thread(() -> seen[0] = x.log().value());
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                });
        assertEquals(Double.NEGATIVE_INFINITY, seen[0]);
    }
}
