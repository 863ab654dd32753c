package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Damage;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

// Longer than 400 lines: one rule whose line search has a test for every way to fail.
class LbfgsTest {
    private static Supplier<Tensor> rosenbrock(Parameter x) {
        return () -> OptimizerOracleTest.rosenbrock(x.value());
    }

    private static Parameter start() {
        return new Parameter("x", Tensor.vector(-1.2, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 30})
    void rosenbrockIsMinimized(int memory) {
        Parameter x = start();
        Minimum minimum = new Lbfgs().memory(memory).minimize(List.of(x), rosenbrock(x), 300);
        assertTrue(minimum.converged(), minimum.toString());
        assertTrue(minimum.loss() < 1e-10, minimum.toString());
        assertArrayEquals(new double[] {1, 1}, x.value().toArray(), 1e-7);
        assertEquals(rosenbrock(x).get().value(), minimum.loss());
    }

    @Test
    void rosenbrockInManyDimensions() {
        double[] from = new double[40];
        for (int i = 0; i < from.length; i++) {
            from[i] = i % 2 == 0 ? -1.2 : 1;
        }
        Parameter x = new Parameter("x", Tensor.vector(from));
        Minimum minimum = new Lbfgs().minimize(List.of(x), rosenbrock(x), 1000);
        assertTrue(minimum.converged(), minimum.toString());
        // in this many dimensions there is a second minimum, of loss near 4
        assertTrue(minimum.loss() < 1e-10 || Math.abs(minimum.loss() - 3.98) < 0.02);
    }

    @Test
    void stepsAreThoseOfMinimize() {
        Parameter x = start();
        Parameter y = start();
        Lbfgs lbfgs = new Lbfgs();
        double loss = 0;
        for (int i = 0; i < 12; i++) {
            loss = lbfgs.step(List.of(x), rosenbrock(x));
        }
        Minimum minimum = new Lbfgs().minimize(List.of(y), rosenbrock(y), 12);
        assertEquals(12, minimum.iterations());
        assertFalse(minimum.converged());
        assertEquals(minimum.loss(), loss);
        assertArrayEquals(y.value().toArray(), x.value().toArray());
    }

    @Test
    void logisticRegressionWithAPenalty() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 60;
        Tensor x = Tensor.normal(random, n, 4);
        double[] t = new double[n];
        for (int i = 0; i < n; i++) {
            double logit = 2 * x.get(i, 0) - x.get(i, 1) + random.nextGaussian();
            t[i] = logit > 0.3 ? 1 : 0;
        }
        Tensor targets = Tensor.vector(t);
        Parameter w = new Parameter("w", Tensor.zeros(4));
        Parameter b = new Parameter("b", Tensor.of(0));
        Supplier<Tensor> loss =
                () -> {
                    Tensor s = x.matmul(w.value()).add(b.value());
                    Tensor data = Activations.softplus(s).sub(s.mul(targets)).mean();
                    return data.add(w.value().square().sum().mul(0.005));
                };
        Minimum minimum = new Lbfgs().minimize(List.of(w, b), loss, 100);
        assertTrue(minimum.converged(), minimum.toString());
        assertTrue(minimum.iterations() < 40, minimum.toString());
        // the gradient by hand: (X'(p - t)) / n + 0.01 w, and the sum of p - t
        double[] gradient = new double[5];
        double[] weights = w.value().toArray();
        for (int i = 0; i < n; i++) {
            double s = b.value().value();
            for (int j = 0; j < 4; j++) {
                s += weights[j] * x.get(i, j);
            }
            double error = (1 / (1 + Math.exp(-s)) - t[i]) / n;
            for (int j = 0; j < 4; j++) {
                gradient[j] += error * x.get(i, j);
            }
            gradient[4] += error;
        }
        double square = gradient[4] * gradient[4];
        for (int j = 0; j < 4; j++) {
            square += Math.pow(gradient[j] + 0.01 * weights[j], 2);
        }
        assertTrue(Math.sqrt(square) < 1e-8, "norm " + Math.sqrt(square));
    }

    @Test
    void aQuadraticFunctionOfLargeConstantIsMinimizedDownToItsRounding() {
        // differences of losses drown at a distance of 1e-5 from the minimum, slopes do not
        Tensor a = Tensor.of(new double[][] {{3, 1, 0}, {1, 2, 0.5}, {0, 0.5, 1}});
        Parameter x = new Parameter("x", Tensor.vector(4, -3, 2));
        Supplier<Tensor> loss = () -> Linalg.dot(x.value(), a.matmul(x.value())).div(2).add(1e6);
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 100);
        assertTrue(minimum.converged(), minimum.toString());
        assertArrayEquals(new double[3], x.value().toArray(), 3e-8);
    }

    @Test
    void whereTheLossIsNotFiniteStepsBecomeShorter() {
        // -log x + x has its minimum at 1; beyond 0 it is NaN
        Parameter x = new Parameter("x", Tensor.of(0.01));
        Supplier<Tensor> loss = () -> x.value().sub(x.value().log());
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 50);
        assertTrue(minimum.converged(), minimum.toString());
        assertEquals(1, x.value().value(), 1e-7);
    }

    /** The negative log-likelihood of a precision matrix: no loss where that is not definite. */
    private static Supplier<Tensor> likelihood(Parameter x, Tensor covariance) {
        return () -> {
            Tensor l = Linalg.cholesky(x.value());
            Tensor logDet = Linalg.diag(l, 0).log().sum().mul(2);
            return covariance.mul(x.value()).sum().sub(logDet);
        };
    }

    @Test
    void whereTheLossThrowsStepsBecomeShorter() {
        // least where the precision is the inverse of the covariance
        Tensor covariance = Tensor.of(new double[][] {{20, 10}, {10, 30}});
        Parameter x = new Parameter("x", Tensor.eye(2).mul(0.5));
        AtomicInteger thrown = new AtomicInteger();
        Supplier<Tensor> loss =
                () -> {
                    try {
                        return likelihood(x, covariance).get();
                    } catch (ArithmeticException e) {
                        thrown.incrementAndGet();
                        throw e;
                    }
                };
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 200);
        assertTrue(minimum.converged(), minimum.toString());
        assertArrayEquals(new double[] {0.06, -0.02, -0.02, 0.04}, x.value().toArray(), 1e-9);
        assertTrue(thrown.get() > 0, "no trial left the definite matrices");
    }

    @Test
    void whereTheLossThrowsAtEveryTrialItIsTheCause() {
        Parameter x = start();
        Tensor before = x.value();
        AtomicInteger calls = new AtomicInteger();
        ArithmeticException no = new ArithmeticException("no number here");
        Supplier<Tensor> loss =
                () -> {
                    if (calls.incrementAndGet() > 1) {
                        throw no;
                    }
                    return rosenbrock(x).get();
                };
        for (Executable run :
                List.<Executable>of(
                        () -> new Lbfgs().step(List.of(x), loss),
                        () -> new Lbfgs().minimize(List.of(x), loss, 5))) {
            calls.set(0);
            Exception e = assertThrows(ArithmeticException.class, run);
            assertSame(no, e.getCause());
            assertTrue(e.getMessage().startsWith("l-bfgs: "), e.getMessage());
            assertTrue(e.getMessage().contains("no number here"), e.getMessage());
            assertTrue(calls.get() > 10, "steps became shorter");
            assertArrayEquals(before.toArray(), x.value().toArray());
        }
    }

    @Test
    void whereTheLossThrowsAtSomeTrialsTheReasonSaysSo() {
        // downhill all the way to a wall
        Parameter x = new Parameter("x", Tensor.of(1));
        Supplier<Tensor> loss =
                () -> {
                    if (x.value().value() < 1 - 1e-3) {
                        throw new ArithmeticException("behind the wall");
                    }
                    return x.value();
                };
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 100);
        assertFalse(minimum.converged());
        assertTrue(minimum.reason().contains("no loss: behind the wall"), minimum.reason());
        assertEquals(1 - 1e-3, x.value().value(), 1e-9);
    }

    @Test
    void aLossWithoutMinimumEndsWithAReason() {
        Parameter x = new Parameter("x", Tensor.of(2));
        Minimum kink = new Lbfgs().minimize(List.of(x), () -> x.value().abs(), 50);
        assertFalse(kink.converged() && x.value().value() != 0, kink.toString());
        Parameter y = new Parameter("y", Tensor.of(2));
        Minimum open = new Lbfgs().minimize(List.of(y), () -> y.value().neg().exp(), 1);
        assertEquals(1, open.iterations());
        assertTrue(open.reason().contains("no iterations left"), open.reason());
    }

    @Test
    void aWrongGradientIsSaidToBePossible() {
        Parameter x = new Parameter("x", Tensor.vector(3, 1));
        // the value of one function with the gradient of its negative
        Supplier<Tensor> loss =
                () -> {
                    Tensor f = x.value().square().sum();
                    return f.neg().add(f.stopGradient().mul(2));
                };
        Tensor before = x.value();
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 50);
        assertFalse(minimum.converged());
        assertTrue(minimum.reason().contains("wrong gradient"), minimum.reason());
        assertArrayEquals(before.toArray(), x.value().toArray());
    }

    @Test
    void tolerances() {
        Parameter x = start();
        Minimum rough = new Lbfgs().gradientTolerance(1).minimize(List.of(x), rosenbrock(x), 300);
        assertTrue(rough.converged() && rough.loss() > 1e-8, rough.toString());
        Parameter y = start();
        Minimum lossy = new Lbfgs().lossTolerance(0.5).minimize(List.of(y), rosenbrock(y), 300);
        assertTrue(lossy.converged(), lossy.toString());
        assertTrue(lossy.reason().contains("the loss changed"), lossy.reason());
    }

    @Test
    void goesOnFromAStateAsIfNeverInterrupted() {
        Parameter x = start();
        Lbfgs lbfgs = new Lbfgs().memory(3);
        for (int i = 0; i < 7; i++) {
            lbfgs.step(List.of(x), rosenbrock(x));
        }
        State state = lbfgs.state();
        assertTrue(state.tensors().containsKey("x/s0") && state.tensors().containsKey("x/y2"));
        Parameter y = new Parameter("x", x.value());
        Lbfgs other = new Lbfgs().memory(3);
        other.restore(state);
        for (int i = 0; i < 7; i++) {
            double expected = lbfgs.step(List.of(x), rosenbrock(x));
            assertEquals(expected, other.step(List.of(y), rosenbrock(y)));
        }
        assertArrayEquals(x.value().toArray(), y.value().toArray());
    }

    @Test
    void stepsRememberedAreOfOneModel() {
        Lbfgs lbfgs = new Lbfgs();
        Parameter x = new Parameter("x", Tensor.vector(1, 2));
        lbfgs.step(List.of(x), () -> x.value().square().sum());
        State state = lbfgs.state();
        Parameter other = new Parameter("x", Tensor.vector(3, 4));
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(List.of(other), () -> other.value().square().sum()),
                "l-bfgs: x is another parameter",
                "new object for each model");
        assertArrayEquals(new double[] {3, 4}, other.value().toArray());
        lbfgs.restore(state);
        lbfgs.step(List.of(other), () -> other.value().square().sum());
    }

    @Test
    void badStatesAreRefused() {
        Parameter x = start();
        Lbfgs lbfgs = new Lbfgs().memory(3);
        lbfgs.step(List.of(x), rosenbrock(x));
        State state = lbfgs.state();
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Lbfgs().restore(state),
                "memory 3",
                "it is 10");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.restore(new Sgd(1).state()),
                "l-bfgs",
                "sgd");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.restore(Damage.with(state, "x/y0", null)),
                "x/y0");
        assertEquals(state.tensors().keySet(), lbfgs.state().tensors().keySet());
        Parameter other = new Parameter("x", Tensor.zeros(3));
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(List.of(other), rosenbrock(other)),
                "x [2]",
                "x [3]");
    }

    @Test
    void badLossesAreRefusedAndNothingIsChanged() {
        Parameter x = start();
        Tensor before = x.value();
        Lbfgs lbfgs = new Lbfgs();
        List<Parameter> all = List.of(x);
        Refusal.of(
                ArithmeticException.class,
                () -> lbfgs.step(all, () -> x.value().sum().log()),
                "the loss is NaN");
        Refusal.of(
                ArithmeticException.class,
                () -> lbfgs.step(all, () -> x.value().sub(x.value()).sqrt().sum()),
                "gradient is not finite");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(all, () -> x.value()),
                "the loss has shape [2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(all, () -> Tensor.of(1)),
                "does not rest on any parameter");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(List.of(x, x), () -> x.value().sum()),
                "listed twice");
        assertSame(before, x.value());
        AtomicInteger calls = new AtomicInteger();
        Supplier<Tensor> failing =
                () -> {
                    if (calls.incrementAndGet() > 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    return rosenbrock(x).get();
                };
        Refusal.of(IllegalStateException.class, () -> lbfgs.step(all, failing), "on purpose");
        assertArrayEquals(before.toArray(), x.value().toArray());
    }

    @Test
    void theDirectionIsThatOfBfgsWrittenOut() {
        SplittableRandom random = new SplittableRandom(8);
        Tensor a = Tensor.normal(random, 4, 4);
        Tensor hessian = a.transpose().matmul(a).add(Tensor.eye(4));
        Parameter x = new Parameter("x", Tensor.zeros(4));
        Curvature curvature = new Curvature("test");
        Tensor[] s = new Tensor[3];
        Tensor[] y = new Tensor[3];
        for (int k = 0; k < 4; k++) { // the first of four is forgotten
            Tensor step = Tensor.normal(random, 4);
            Tensor change = hessian.matmul(step);
            double[] zeros = new double[4];
            curvature.learn(
                    List.of(x),
                    new Objective.Point(zeros, 0, zeros),
                    new Objective.Point(step.toArray(), 0, change.toArray()),
                    3);
            if (k > 0) {
                s[k - 1] = step;
                y[k - 1] = change;
            }
        }
        // equations (7.20) and (6.17): H = V' H V + rho s s', with V = I - rho y s'
        Tensor h = Tensor.eye(4).mul(Linalg.dot(s[2], y[2])).div(Linalg.dot(y[2], y[2]));
        for (int k = 0; k < 3; k++) {
            Tensor rho = Linalg.dot(s[k], y[k]).reciprocal();
            Tensor v = Tensor.eye(4).sub(Linalg.outer(y[k], s[k]).mul(rho));
            Tensor update = Linalg.outer(s[k], s[k]).mul(rho);
            h = v.transpose().matmul(h).matmul(v).add(update);
        }
        Tensor g = Tensor.normal(random, 4);
        assertArrayEquals(h.matmul(g).neg().toArray(), curvature.direction(g.toArray()), 1e-12);
    }

    static Stream<Arguments> bottomless() {
        return Stream.<UnaryOperator<Tensor>>of(
                        x -> x.sum(), x -> x.square().sum().neg(), x -> x.exp().sum().neg())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("bottomless")
    void aLossWithoutLowerBoundIsNamedAndNothingFliesAway(UnaryOperator<Tensor> f) {
        Parameter x = new Parameter("x", Tensor.vector(1, 2));
        Minimum minimum = new Lbfgs().minimize(List.of(x), () -> f.apply(x.value()), 200);
        assertFalse(minimum.converged());
        assertTrue(minimum.reason().contains("no lower bound"), minimum.toString());
        assertEquals(f.apply(x.value()).value(), minimum.loss());
        assertTrue(Math.abs(minimum.loss()) < 1e6, minimum.toString());
        Parameter y = new Parameter("y", Tensor.vector(1, 2));
        Refusal.of(
                ArithmeticException.class,
                () -> new Lbfgs().step(List.of(y), () -> f.apply(y.value())),
                "no lower bound",
                "nothing was updated");
        assertArrayEquals(new double[] {1, 2}, y.value().toArray());
    }

    @Test
    void aLongWayDownIsNoLackOfABound() {
        Parameter x = new Parameter("x", Tensor.of(1e13));
        Supplier<Tensor> loss = () -> x.value().square().add(1).sqrt();
        Minimum minimum = new Lbfgs().minimize(List.of(x), loss, 100);
        assertEquals(1, minimum.loss(), 1e-8, minimum.toString());
    }

    @Test
    void aFlatStartIsNotTakenForAMinimum() {
        Parameter x = new Parameter("x", Tensor.vector(-3, -1));
        Supplier<Tensor> dead = () -> x.value().relu().square().sum();
        Minimum flat = new Lbfgs().minimize(List.of(x), dead, 50);
        assertFalse(flat.converged());
        assertTrue(flat.reason().contains("flat"), flat.toString());
        Parameter s = new Parameter("s", Tensor.vector(0, 0));
        Supplier<Tensor> saddle = () -> s.value().square().mul(Tensor.vector(1, -1)).sum();
        Minimum top = new Lbfgs().minimize(List.of(s), saddle, 50);
        assertFalse(top.converged());
        assertTrue(top.reason().contains("saddle"), top.toString());
        assertArrayEquals(new double[2], s.value().toArray());
        Parameter m = new Parameter("m", Tensor.vector(0, 0));
        Supplier<Tensor> bowl = () -> m.value().square().sum().add(1);
        Minimum minimum = new Lbfgs().minimize(List.of(m), bowl, 50);
        assertTrue(minimum.converged(), minimum.toString());
        assertEquals(0, minimum.iterations());
    }

    static Stream<Arguments> noMinimum() {
        return Stream.of(
                arguments(Tensor.vector(0, 1), x -> x.square().mul(Tensor.vector(-1, 1)).sum(), 1),
                arguments(Tensor.of(1), x -> x.pow(3), 1),
                arguments(Tensor.of(20), x -> x.sigmoid().square(), 0),
                arguments(Tensor.of(30), x -> x.sigmoid().square(), 0),
                arguments(Tensor.of(0), x -> x.add(20).sigmoid().square(), 0));
    }

    private static Arguments arguments(Tensor start, UnaryOperator<Tensor> f, int iterations) {
        return Arguments.of(start, f, iterations);
    }

    @ParameterizedTest
    @MethodSource("noMinimum")
    void aSmallGradientAwayFromMinimaIsNoConvergence(
            Tensor start, UnaryOperator<Tensor> f, int iterations) {
        Parameter x = new Parameter("x", start);
        Minimum minimum = new Lbfgs().minimize(List.of(x), () -> f.apply(x.value()), 50);
        assertFalse(minimum.converged(), minimum.toString());
        assertEquals(iterations, minimum.iterations());
        assertTrue(minimum.reason().contains("lower nearby"), minimum.toString());
        assertEquals(f.apply(x.value()).value(), minimum.loss());
    }

    static Stream<Arguments> minima() {
        return Stream.of(
                arguments(Tensor.of(0.5), x -> x.relu().square(), 1), // to a flat floor
                arguments(Tensor.vector(1e-9, 0), x -> x.square().sum().add(1e6), 0),
                arguments(Tensor.of(1.3e-3), x -> x.square().square(), 0),
                arguments(Tensor.of(5e-3), x -> x.square().mul(1e-6), 0),
                // the lowest of its valley, with lower ones beside it
                arguments(Tensor.of(0), LbfgsTest::hills, 0));
    }

    private static Tensor hills(Tensor x) {
        return x.mul(9).cos().neg().sub(x.pow(3).div(10)).sub(x.div(1e10));
    }

    @ParameterizedTest
    @MethodSource("minima")
    void aMinimumWithinTheToleranceIsConvergence(
            Tensor start, UnaryOperator<Tensor> f, int iterations) {
        Parameter x = new Parameter("x", start);
        Minimum minimum = new Lbfgs().minimize(List.of(x), () -> f.apply(x.value()), 50);
        assertTrue(minimum.converged(), minimum.toString());
        assertTrue(minimum.iterations() >= iterations, minimum.toString());
        assertEquals(f.apply(x.value()).value(), minimum.loss());
    }
}
