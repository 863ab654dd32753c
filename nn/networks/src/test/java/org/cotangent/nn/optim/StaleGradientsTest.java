package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.SupervisedTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients that hold none of a parameter's current value do not count as 0. */
class StaleGradientsTest {
    private final Parameter x = new Parameter("x", Tensor.of(1));
    private final Parameter y = new Parameter("y", Tensor.vector(3, 4));

    /** All rules, clipped ones, and one that a user might write. */
    static Stream<Supplier<Optimizer>> optimizers() {
        return Stream.concat(
                RulesTest.rules().map(rule -> rule::get),
                Stream.of(
                        () -> Clipping.byValue(new Sgd(0.1, 0.9), 1),
                        () -> Clipping.byGlobalNorm(new Adam(0.1), 1),
                        () -> Clipping.byGlobalNorm(StaleGradientsTest::descend, 1),
                        () -> StaleGradientsTest::descend));
    }

    private static void descend(List<Parameter> parameters, Gradients gradients) {
        Tensor[] g = Parameter.gradients(parameters, gradients);
        for (int i = 0; i < g.length; i++) {
            Parameter p = parameters.get(i);
            p.set(p.value().sub(g[i].mul(0.1)));
        }
    }

    private Gradients both() {
        return x.value().square().add(y.value().square().sum()).backward();
    }

    private void refused(Optimizer optimizer, Gradients gradients, String... parts) {
        State state = optimizer.state();
        Tensor[] before = Parameter.values(List.of(x, y));
        Refusal.of(
                IllegalArgumentException.class,
                () -> optimizer.step(List.of(x, y), gradients),
                parts);
        assertSame(before[0], x.value());
        assertSame(before[1], y.value());
        RulesTest.assertSameState(state, optimizer.state());
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void staleGradientsAreRefused(Supplier<Optimizer> rule) {
        Optimizer optimizer = rule.get();
        Gradients gradients = both();
        optimizer.step(List.of(x, y), gradients);
        refused(optimizer, gradients, "gradient of x []: stale. They were computed at");
        Gradients fresh = both();
        y.set(Tensor.vector(5, 6));
        refused(optimizer, fresh, "gradient of y [2]: stale. They");
        optimizer.step(List.of(x, y), both());
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void whatTheLossDoesNotReachIsRefused(Supplier<Optimizer> rule) {
        Optimizer optimizer = rule.get();
        refused(
                optimizer,
                x.value().square().backward(),
                "gradient of y [2]: the loss does not reach it",
                "withZeros");
        refused(
                optimizer,
                Backward.of(y.value().sum().mul(x.value())).wrt(x.value()).run(),
                "gradient of y [2]: the loss does not reach it, or the pass was told");
        Tensor before = y.value();
        optimizer.step(List.of(x), x.value().square().backward());
        assertSame(before, y.value());
        optimizer.step(List.of(x, y), x.value().square().backward().withZeros(y.value()));
        // one loss, an optimizer for each part
        Gradients gradients = both();
        Optimizer other = rule.get();
        optimizer.step(List.of(x), gradients);
        other.step(List.of(y), gradients);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void sumsThatAreStaleInPartAreRefused(Supplier<Optimizer> rule) {
        Optimizer optimizer = rule.get();
        Gradients before = both();
        x.set(Tensor.of(2));
        y.set(Tensor.vector(5, 6));
        Gradients mean = Gradients.sum(List.of(before, both())).scaled(0.5);
        refused(optimizer, mean, "gradient of x []: stale in part", "restricted");
        optimizer.step(List.of(x, y), mean.restricted(x.value(), y.value()));
    }

    @Test
    void aParameterOfTheSameNameIsAnother() {
        Parameter twin = new Parameter("x", Tensor.of(1));
        Gradients ofTwin = twin.value().square().backward();
        refused(new Sgd(0.1), ofTwin, "another tensor of that name");
        // a loss of both: each optimizer takes its own
        Gradients gradients = x.value().mul(twin.value()).backward();
        new Sgd(0.5).step(List.of(x), gradients);
        new Sgd(0.5).step(List.of(twin), gradients);
        assertEquals(0.5, x.value().value());
        assertEquals(0.5, twin.value().value());
        Gradients moved = Gradients.of(Map.of(x.value(), Tensor.of(3)));
        new Sgd(0.5).step(List.of(x), moved);
        assertEquals(-1, x.value().value());
    }

    @Test
    void gradientsOfCopiesOfAModelDoNotAddUp() {
        Mlp model = Mlp.of(2, 3, 1).build(new SplittableRandom(1));
        Mlp copy = Mlp.of(2, 3, 1).build(new SplittableRandom(1));
        Gradients own = model.apply(Tensor.ones(1, 2)).sum().backward();
        Gradients others = copy.apply(Tensor.ones(1, 2)).sum().backward();
        for (Supplier<Gradients> sum :
                List.<Supplier<Gradients>>of(
                        () -> own.plus(others),
                        () -> Gradients.sum(List.of(own, own, others)),
                        () -> Gradients.mean(List.of(own, others)))) {
            Refusal.of(
                    IllegalArgumentException.class,
                    sum::get,
                    "gradients: of two different variables dense",
                    "copies of a model",
                    "Gradients.of(Map.of(");
        }
        // a loss of both, and of one of them
        Gradients both =
                model.apply(Tensor.ones(1, 2)).add(copy.apply(Tensor.ones(1, 2))).sum().backward();
        assertEquals(8, own.plus(both).tensors().size());
        new Sgd(0.1).step(model.parameters(), own.plus(both));
        assertEquals(8, both.plus(own).plus(both).tensors().size());
    }

    @Test
    void theGradientOfAParameterThatWasSetIsRefusedAndNotZero() {
        Gradients gradients = both();
        assertEquals(2, gradients.of(x.value()).value());
        x.set(Tensor.of(5));
        Refusal.of(
                IllegalArgumentException.class,
                () -> gradients.of(x.value()),
                "gradient of x, variable of shape []: there is none, but one of an earlier tensor",
                "withZeros");
        assertEquals(0, gradients.withZeros(x.value()).of(x.value()).value());
        assertEquals(0, y.value().sum().backward().of(x.value()).value());
    }

    @Test
    void frozenParametersNeedNone() {
        Sgd sgd = new Sgd(0.1, 0.9).group("y", ParameterGroup.of("y").frozen());
        Clipping.byValue(sgd, 1).step(List.of(x, y), x.value().square().backward());
        assertEquals(0.9, x.value().value());
        assertArrayEquals(new double[] {3, 4}, y.value().toArray());
    }

    @Test
    void aLossThatCapturedAValueIsStaleToo() {
        Tensor captured = y.value();
        Lbfgs lbfgs = new Lbfgs();
        lbfgs.step(List.of(y), () -> y.value().square().sum());
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.minimize(List.of(y), () -> captured.square().sum(), 10),
                "gradient of y [2]: stale");
        Refusal.of(
                IllegalArgumentException.class,
                () -> lbfgs.step(List.of(y), () -> x.value().square()),
                "gradient of y [2]: the loss does not reach it");
    }

    @Test
    void trainersNameTheBatch() {
        Mlp model = Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SplittableRandom(1));
        Parameter weight = model.parameters().get(0);
        Tensor captured = weight.value();
        SupervisedTrainer<Tensor> trainer =
                new SupervisedTrainer<Tensor>(
                        model,
                        (outputs, targets) ->
                                Losses.meanSquaredError()
                                        .apply(outputs, targets)
                                        .add(captured.square().sum()),
                        new Sgd(0.1, 0.9));
        Dataset<Tensor, Tensor> data = Dataset.ofValues(Tensor.ones(4, 2), Tensor.ones(4, 1));
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.epochs(2).batchSize(2).fit(data, new SplittableRandom(2)),
                "trainer: epoch 1, batch 2: gradient of " + weight.name(),
                "stale");
    }
}
