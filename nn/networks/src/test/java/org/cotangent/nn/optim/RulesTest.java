package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule in closed forms, and what all rules have in common. */
class RulesTest {
    static Stream<Supplier<FirstOrder<?, ?>>> rules() {
        return Stream.of(
                () -> new Sgd(0.1),
                () -> new Sgd(0.1, 0.9).dampening(0.2).weightDecay(0.1),
                () -> new Sgd(0.1, 0.9).nesterov(),
                () -> new Adagrad(0.1).rateDecay(0.1).initialSum(0.2).epsilon(1e-6),
                () -> new RmsProp(0.01).alpha(0.9).epsilon(1e-7).weightDecay(0.1),
                () -> new RmsProp(0.01).centered(),
                () -> new RmsProp(0.01).momentum(0.8),
                () -> new RmsProp(0.01).momentum(0.8).centered(),
                () -> new Adam(0.1).betas(0.8, 0.99).epsilon(1e-7).weightDecay(0.1),
                () -> new Adam(0.1).amsgrad(),
                () -> new AdamW(0.1).weightDecay(0.2),
                () -> new AdamW(0.1).betas(0.8, 0.99).epsilon(1e-7).amsgrad(),
                () -> new Adamax(0.1).betas(0.8, 0.99).epsilon(1e-7).weightDecay(0.1));
    }

    /** A parameter, and gradients that are the same whatever its values. */
    private static double after(Optimizer rule, double start, double gradient, int steps) {
        Parameter x = new Parameter("x", Tensor.of(start));
        for (int t = 0; t < steps; t++) {
            rule.step(List.of(x), x.value().mul(gradient).backward());
        }
        return x.value().value();
    }

    /** Rules see the elements themselves, not copies: nobody else's numbers may change. */
    @ParameterizedTest
    @MethodSource("rules")
    void aStepChangesNothingButTheParameter(Supplier<FirstOrder<?, ?>> rule) {
        Stream.of(
                        (Optimizer) rule.get(),
                        Clipping.byValue(rule.get(), 0.01),
                        Clipping.byGlobalNorm(rule.get(), 0.01))
                .forEach(RulesTest::requireNothingElseChanged);
    }

    private static void requireNothingElseChanged(Optimizer optimizer) {
        Tensor given = Tensor.vector(1, -2, 3);
        Tensor slope = Tensor.vector(0.5, -7, 2);
        Parameter x = new Parameter("x", given);
        Tensor before = x.value();
        Gradients gradients = before.mul(slope).sum().backward();
        optimizer.step(List.of(x), gradients);
        assertArrayEquals(new double[] {1, -2, 3}, given.toArray());
        assertArrayEquals(new double[] {1, -2, 3}, before.toArray());
        assertArrayEquals(new double[] {0.5, -7, 2}, slope.toArray());
        assertArrayEquals(new double[] {0.5, -7, 2}, gradients.of(before).toArray());
        Tensor after = x.value();
        double[] first = after.toArray();
        assertFalse(Arrays.equals(new double[] {1, -2, 3}, first));
        optimizer.step(List.of(x), after.mul(slope).sum().backward());
        assertArrayEquals(first, after.toArray());
    }

    @Test
    void adagradUnderAConstantGradient() {
        double sum = 0;
        for (int t = 1; t <= 100; t++) {
            sum += 1 / Math.sqrt(t);
        }
        assertEquals(5 - 0.1 * sum, after(new Adagrad(0.1), 5, 7, 100), 1e-9);
        assertEquals(5 + 0.1 * sum, after(new Adagrad(0.1), 5, -1e-3, 100), 1e-6);
    }

    @Test
    void adamAndAdamaxUnderAConstantGradientMakeStepsOfTheRate() {
        // m / (1 - b1^t) = g and v / (1 - b2^t) = g^2 at every step
        assertEquals(5 - 0.1 * 50, after(new Adam(0.1).epsilon(0), 5, 7, 50), 1e-12);
        assertEquals(5 - 0.1 * 50, after(new Adam(0.1).epsilon(0).amsgrad(), 5, 7, 50), 1e-12);
        assertEquals(5 + 0.1 * 50, after(new Adamax(0.1).epsilon(0), 5, -7, 50), 1e-12);
        AdamW adamW = new AdamW(0.1).weightDecay(0).epsilon(0);
        assertEquals(5 - 0.1 * 50, after(adamW, 5, 7, 50), 1e-12);
    }

    @Test
    void decayWithoutGradient() {
        assertEquals(3 * Math.pow(1 - 0.1 * 0.2, 20), after(decaying(), 3, 0, 20), 1e-14);
        Sgd sgd = new Sgd(0.1).weightDecay(0.2);
        assertEquals(3 * Math.pow(1 - 0.1 * 0.2, 20), after(sgd, 3, 0, 20), 1e-14);
        // through Adam's quotient decay is of the size of the rate instead
        Adam adam = new Adam(0.1).weightDecay(0.2);
        assertEquals(2.9, after(adam, 3, 0, 1), 1e-6);
        assertEquals(0.01, new AdamW(1).state().number("weight decay"));
    }

    private static AdamW decaying() {
        return new AdamW(0.1).weightDecay(0.2);
    }

    @Test
    void rmsPropUnderAConstantGradient() {
        // s = (1 - a^t) g^2
        double sum = 0;
        for (int t = 1; t <= 60; t++) {
            sum += 1 / Math.sqrt(1 - Math.pow(0.9, t));
        }
        RmsProp rule = new RmsProp(0.01).alpha(0.9).epsilon(0);
        assertEquals(2 - 0.01 * sum, after(rule, 2, 3, 60), 1e-12);
    }

    @Test
    void theCenteredVarianceDoesNotCancel() {
        // (1 - a^t) g^2 - ((1 - a^t) g)^2 = g^2 (1 - a^t) a^t: 3e-13 times the two terms
        RmsProp rule = new RmsProp(0).alpha(0.9).centered();
        after(rule, 2, 3, 300);
        double power = Math.pow(0.9, 300);
        double variance = rule.state().tensor("x/variance").value();
        assertEquals(9 * (1 - power) * power, variance, 1e-12 * variance + 1e-26);
        assertEquals(3 * (1 - power), rule.state().tensor("x/mean").value(), 1e-13);
        rule = new RmsProp(0).alpha(0.9).centered();
        after(rule, 2, 3, 20_000);
        assertTrue(rule.state().tensor("x/variance").value() >= 0);
    }

    @Test
    void amsGradDoesNotForgetALargeGradient() {
        Parameter x = new Parameter("x", Tensor.of(0));
        Adam rule = new Adam(0.1).betas(0, 0.5).amsgrad();
        rule.step(List.of(x), x.value().mul(100).backward());
        for (int t = 0; t < 40; t++) {
            rule.step(List.of(x), x.value().mul(1).backward());
        }
        assertEquals(5000, rule.state().tensor("x/largest v").value(), 1e-9);
        double before = x.value().value();
        rule.step(List.of(x), x.value().mul(1).backward());
        assertEquals(before - 0.1 / Math.sqrt(5000), x.value().value(), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void largeArraysAreUpdatedNumberByNumber(Supplier<FirstOrder<?, ?>> rule) {
        // two blocks and a rest, beside the same numbers one at a time
        int n = 2 * 1024 + 3;
        Parameter all = new Parameter("all", Tensor.iota(n).mul(0.01).sub(3));
        Parameter last = new Parameter("last", Tensor.of((n - 1) * 0.01 - 3));
        Parameter first = new Parameter("first", Tensor.of(-3));
        FirstOrder<?, ?> optimizer = rule.get();
        List<Parameter> parameters = List.of(first, all, last);
        for (int t = 0; t < 5; t++) {
            Tensor loss = Tensor.of(0);
            for (Parameter p : parameters) {
                loss = loss.add(p.value().sin().sum());
            }
            optimizer.step(parameters, loss.backward());
        }
        assertEquals(first.value().value(), all.value().get(0), 1e-15);
        assertEquals(last.value().value(), all.value().get(n - 1), 1e-13);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nothingIsChangedWhereSomethingIsNotFinite(Supplier<FirstOrder<?, ?>> rule) {
        Parameter good = new Parameter("good", Tensor.vector(1, 2));
        Parameter bad = new Parameter("bad", Tensor.of(new double[][] {{1, 2}, {0, 3}}));
        FirstOrder<?, ?> optimizer = rule.get();
        optimizer.step(List.of(good), good.value().square().sum().backward());
        State before = optimizer.state();
        Tensor goodBefore = good.value();
        Tensor badBefore = bad.value();
        // sqrt' is infinite at 0
        Gradients g = good.value().sum().add(bad.value().sqrt().sum()).backward();
        Refusal.of(
                ArithmeticException.class,
                () -> optimizer.step(List.of(good, bad), g),
                optimizer.rule() + ": the gradient of bad is Infinity at [1, 0]",
                "nothing was updated");
        assertSame(goodBefore, good.value());
        assertSame(badBefore, bad.value());
        assertSameState(before, optimizer.state());
    }

    /** A large parameter is updated by several threads, to the bits of many small ones. */
    @ParameterizedTest
    @MethodSource("rules")
    void aLargeParameterIsUpdatedAsItsParts(Supplier<FirstOrder<?, ?>> rule) {
        int parts = 37;
        Tensor start = Tensor.iota(parts * 1001).mul(0.01).sin();
        Parameter whole = new Parameter("whole", start);
        Parameter[] part = new Parameter[parts];
        for (int i = 0; i < parts; i++) {
            part[i] = new Parameter("part" + i, start.slice(0, i * 1001, (i + 1) * 1001));
        }
        FirstOrder<?, ?> one = rule.get();
        FirstOrder<?, ?> other = rule.get();
        for (int t = 0; t < 3; t++) {
            one.step(List.of(whole), whole.value().square().sum().backward());
            Tensor loss = Tensor.of(0);
            for (Parameter p : part) {
                loss = loss.add(p.value().square().sum());
            }
            other.step(List.of(part), loss.backward());
        }
        for (int i = 0; i < parts; i++) {
            assertArrayEquals(
                    part[i].value().toArray(),
                    whole.value().slice(0, i * 1001, (i + 1) * 1001).toArray());
        }
    }

    /** Whichever thread finds one: the first that is wrong is named, and nothing is changed. */
    @ParameterizedTest
    @MethodSource("rules")
    void theFirstOfManyThatAreNotFiniteIsNamed(Supplier<FirstOrder<?, ?>> rule) {
        double[] start = new double[40_000];
        Arrays.fill(start, 1);
        Parameter x = new Parameter("x", Tensor.of(start));
        FirstOrder<?, ?> optimizer = rule.get();
        optimizer.step(List.of(x), x.value().square().sum().backward());
        State before = optimizer.state();
        Tensor valueBefore = x.value();
        double[] factors = start.clone();
        factors[12_345] = Double.NaN;
        factors[25_000] = Double.POSITIVE_INFINITY;
        factors[39_999] = Double.NaN;
        Gradients g = x.value().mul(Tensor.of(factors)).sum().backward();
        Refusal.of(
                ArithmeticException.class,
                () -> optimizer.step(List.of(x), g),
                optimizer.rule() + ": the gradient of x is NaN at [12345]",
                "nothing was updated");
        assertSame(valueBefore, x.value());
        assertSameState(before, optimizer.state());
        optimizer.step(List.of(x), x.value().square().sum().backward());
        assertTrue(x.value().get(0) < 1);
    }

    @Test
    void anUpdateThatOverflowsIsNamedWhereItDoes() {
        double[] start = new double[40_000];
        start[100] = 1.7e308; // would overflow in a second update
        start[20_000] = 1.79e308;
        double[] slope = new double[40_000];
        slope[100] = -5e307;
        slope[20_000] = -1.7e308;
        Parameter x = new Parameter("x", Tensor.of(start));
        Gradients g = x.value().backward(Tensor.of(slope));
        Refusal.of(
                ArithmeticException.class,
                () -> new Sgd(0.1).step(List.of(x), g),
                "the updated value of x is Infinity at [20000]",
                "nothing was updated");
        assertArrayEquals(start, x.value().toArray());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void stateIsOfOneModel(Supplier<FirstOrder<?, ?>> rule) {
        FirstOrder<?, ?> optimizer = rule.get();
        Parameter x = new Parameter("x", Tensor.of(1));
        optimizer.step(List.of(x), x.value().square().backward());
        State state = optimizer.state();
        Parameter y = new Parameter("y", Tensor.of(2));
        Parameter other = new Parameter("x", Tensor.of(2));
        Gradients g = other.value().add(y.value()).backward();
        if (optimizer.rule.arrays().isEmpty()) {
            optimizer.step(List.of(y, other), g); // nothing is carried over
            return;
        }
        refused(
                optimizer.rule() + ": x is another parameter",
                () -> optimizer.step(List.of(y, other), g));
        assertEquals(2, y.value().value());
        assertSameState(state, optimizer.state());
        optimizer.step(List.of(x), x.value().square().backward());
        // a state that was asked for is another matter, here and in a new optimizer
        for (FirstOrder<?, ?> restored : List.of(optimizer, rule.get())) {
            restored.restore(state);
            restored.step(List.of(other), other.value().square().backward());
            refused("x is another", () -> restored.step(List.of(x), x.value().backward()));
        }
    }

    @Test
    void epsilonZeroIsNamedWhereItDivides() {
        Parameter x = new Parameter("x", Tensor.vector(1, 2));
        Gradients g = x.value().mul(Tensor.vector(1, 0)).sum().backward();
        for (FirstOrder<?, ?> rule :
                List.of(
                        new Adam(0.1).epsilon(0),
                        new AdamW(0.1).epsilon(0),
                        new Adamax(0.1).epsilon(0),
                        new RmsProp(0.1).epsilon(0),
                        new Adagrad(0.1).epsilon(0))) {
            Refusal.of(
                    ArithmeticException.class,
                    () -> rule.step(List.of(x), g),
                    rule.rule() + ": the updated value of x is NaN at [1]",
                    "with epsilon 0 that is a division by 0");
        }
        Tensor huge = x.value().mul(1e300).sum();
        ArithmeticException e =
                assertThrows(
                        ArithmeticException.class,
                        () -> new Sgd(1e300).step(List.of(x), huge.backward()));
        assertFalse(e.getMessage().contains("epsilon"), e.getMessage());
        assertTrue(e.getMessage().contains("Look for a learning rate"), e.getMessage());
    }

    @Test
    void squaresThatOverflowAreRefused() {
        Parameter x = new Parameter("x", Tensor.of(1));
        Gradients g = x.value().mul(1e200).backward();
        Refusal.of(
                ArithmeticException.class,
                () -> new Adam(0.1).step(List.of(x), g),
                "adam: the updated v of x is Infinity at []");
        assertEquals(1, x.value().value());
    }

    static void assertSameState(State expected, State found) {
        assertEquals(expected.kind(), found.kind());
        assertEquals(expected.values().keySet(), found.values().keySet());
        for (String name : expected.values().keySet()) {
            State one = new State("value").with("value", expected.values().get(name));
            State other = new State("value").with("value", found.values().get(name));
            assertEquals(one, other, name);
        }
    }

    /** A setting gives another optimizer, which goes on from here by itself; so does this one. */
    @ParameterizedTest
    @MethodSource("rules")
    void settingsAreCopies(Supplier<FirstOrder<?, ?>> rule) {
        Parameter x = new Parameter("x", Tensor.of(1));
        FirstOrder<?, ?> optimizer = rule.get();
        optimizer.step(List.of(x), x.value().square().backward());
        String text = optimizer.toString();
        State before = optimizer.state();
        FirstOrder<?, ?> other = optimizer.weightDecay(0.5);
        assertEquals(text, optimizer.toString());
        assertTrue(other.toString().contains("weight decay 0.5"), other.toString());
        assertEquals(before.tensors().keySet(), other.state().tensors().keySet());
        assertEquals(1, other.state().integer("x/steps"));
        other.step(List.of(x), x.value().square().backward());
        assertSameState(before, optimizer.state());
        FirstOrder<?, ?> grouped = optimizer.group("g", ParameterGroup.of("x"));
        assertEquals(text, optimizer.toString());
        assertEquals(before.tensors().keySet(), grouped.state().tensors().keySet());
        assertEquals(before.integer("x/steps"), grouped.state().integer("x/steps"));
        grouped.step(List.of(x), x.value().square().backward());
        assertSameState(before, optimizer.state());
    }

    @Test
    void badSettingsAreRefused() {
        refused("adam: beta1 1.0", () -> new Adam(0.1).betas(1, 0.9));
        refused("adam: beta2 -0.1", () -> new Adam(0.1).betas(0.9, -0.1));
        refused("adamw: epsilon NaN", () -> new AdamW(0.1).epsilon(Double.NaN));
        refused("adamax: beta2 1.0", () -> new Adamax(0.1).betas(0.9, 1));
        refused("adam: weight decay -1.0", () -> new Adam(0.1).weightDecay(-1));
        refused("rmsprop: alpha 1.0", () -> new RmsProp(0.1).alpha(1));
        refused("rmsprop: momentum 1.0", () -> new RmsProp(0.1).momentum(1));
        refused("adagrad: initial sum -1.0", () -> new Adagrad(0.1).initialSum(-1));
        refused("adagrad: rate decay Infinity", () -> new Adagrad(0.1).rateDecay(1 / 0.0));
        refused("adagrad: learning rate NaN", () -> new Adagrad(Double.NaN));
        refused("sgd: dampening 1.1", () -> new Sgd(0.1, 0.9).dampening(1.1));
        refused("sgd: dampening needs momentum", () -> new Sgd(0.1).dampening(0.5));
        refused("sgd: Nesterov's momentum needs", () -> new Sgd(0.1).nesterov());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sgd(0.1, 0.9).dampening(0.5).nesterov(),
                "dampening 0.5");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sgd(0.1, 0.9).nesterov().dampening(0.5),
                "no dampening");
    }

    private static void refused(String message, Executable action) {
        Refusal.of(IllegalArgumentException.class, action, message);
    }
}
