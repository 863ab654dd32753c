package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Damage;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings that go on from a saved state, and states that are refused. */
class ResumeTest {
    private static final Tensor X = Tensor.normal(new SplittableRandom(1), 20, 3);
    private static final Tensor Y = Tensor.normal(new SplittableRandom(2), 20, 2);

    static Stream<Supplier<? extends Optimizer>> optimizers() {
        List<Supplier<? extends Optimizer>> all = new ArrayList<>();
        RulesTest.rules()
                .forEach(
                        rule -> {
                            all.add(rule);
                            all.add(() -> Clipping.byGlobalNorm(rule.get(), 0.3));
                            all.add(() -> rule.get().group("biases", BIASES).group("first", FIRST));
                        });
        return all.stream();
    }

    private static final ParameterGroup BIASES =
            ParameterGroup.where(name -> name.endsWith(".bias")).weightDecay(0).rateFactor(2);
    private static final ParameterGroup FIRST = ParameterGroup.of("dense1.weight").frozen();

    private static Mlp model() {
        return Mlp.of(3, 5, 2).activation(Activation.TANH).build(new SplittableRandom(3));
    }

    private static void train(Mlp model, Optimizer optimizer, int from, int to) {
        for (int step = from; step < to; step++) {
            optimizer.setLearningRate(0.1 / (1 + step));
            Tensor loss = Losses.meanSquaredError().apply(model.apply(X), Y);
            optimizer.step(model.parameters(), loss.backward());
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void goesOnBitForBit(Supplier<? extends Optimizer> made) {
        Mlp never = model();
        train(never, made.get(), 0, 9);
        for (int at : new int[] {0, 1, 4}) {
            Mlp model = model();
            Optimizer first = made.get();
            train(model, first, 0, at);
            State state = first.state();
            double rate = first.learningRate();
            // what happens to the first one later is nothing to the state
            List<Tensor> kept = new ArrayList<>();
            model.parameters().forEach(p -> kept.add(p.value()));
            train(model, first, at, at + 2);
            Mlp again = model();
            for (int i = 0; i < kept.size(); i++) {
                again.parameters().get(i).set(kept.get(i));
            }
            Optimizer second = made.get();
            second.restore(throughAFile(state));
            assertEquals(rate, second.learningRate());
            RulesTest.assertSameState(state, second.state());
            train(again, second, at, 9);
            for (int i = 0; i < kept.size(); i++) {
                assertArrayEquals(
                        never.parameters().get(i).value().toArray(),
                        again.parameters().get(i).value().toArray(),
                        "interrupted at " + at + ": " + never.parameters().get(i));
            }
        }
    }

    /** As a file gives it back: sorted by names. */
    private static State throughAFile(State state) {
        return new State(state.kind(), new TreeMap<>(state.values()));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aUsedOptimizerGoesBack(Supplier<? extends Optimizer> made) {
        Mlp model = model();
        Optimizer optimizer = made.get();
        train(model, optimizer, 0, 2);
        State state = optimizer.state();
        train(model, optimizer, 2, 4);
        optimizer.restore(state);
        RulesTest.assertSameState(state, optimizer.state());
    }

    private static State adam() {
        Adam adam = new Adam(0.1);
        train(model(), adam, 0, 1);
        return adam.state();
    }

    private static void refused(Optimizer by, State state, String... parts) {
        State before = by.state();
        Refusal.of(IllegalArgumentException.class, () -> by.restore(state), parts);
        RulesTest.assertSameState(before, by.state());
    }

    @Test
    void statesOfOtherRulesAndSettingsAreRefused() {
        refused(new AdamW(0.1), adam(), "adamw", "\"adam\"");
        refused(new Adam(0.1).betas(0.9, 0.99), adam(), "beta2 0.999", "0.99;");
        refused(new Adam(0.1).amsgrad(), adam(), "amsgrad false", "true");
        refused(new Adam(0.1).weightDecay(1), adam(), "weight decay 0.0", "1.0");
        refused(new Sgd(0.1, 0.9), new Sgd(0.1).state(), "momentum 0.0");
        refused(new RmsProp(0.1), new RmsProp(0.1).centered().state(), "centered true");
        refused(Clipping.byValue(new Adam(0.1), 1), adam(), "clipped by value 1.0", "\"adam\"");
        State clipped = Clipping.byValue(new Adam(0.1), 1).state();
        refused(new Adam(0.1), clipped, "clipped by value 1.0");
        refused(Clipping.byValue(new Adam(0.1), 2), clipped, "by value 2.0");
        refused(Clipping.byGlobalNorm(new Adam(0.1), 1), clipped, "by global norm 1.0");
    }

    @Test
    void statesOfOtherGroupsAreRefused() {
        Adam biases = new Adam(0.1).group("biases", BIASES);
        refused(biases, adam(), "group biases");
        State state = biases.state();
        refused(new Adam(0.1), state, "group biases", "does not know");
        refused(
                new Adam(0.1).group("biases", BIASES.rateFactor(3)),
                state,
                "rate factor 2.0",
                "rate factor 3.0");
        train(model(), biases, 0, 1);
        ParameterGroup others = ParameterGroup.of("dense1.bias").weightDecay(0).rateFactor(2);
        refused(
                new Adam(0.1).group("biases", others),
                biases.state(),
                "group of dense2.bias biases",
                "null");
    }

    @Test
    void statesThatAreIncompleteOrDamagedAreRefused() {
        State good = adam();
        damaged(good, "dense2.bias/v", null, "dense2.bias/v");
        damaged(good, "dense2.bias/v", Tensor.zeros(3), "dense2.bias/v has shape [3]", "[2]");
        damaged(good, "dense2.bias/v", Tensor.vector(1, Double.NaN), "NaN or infinite");
        damaged(good, "dense9.bias/v", Tensor.zeros(2), "dense9.bias/v");
        damaged(good, "dense9.bias", 1, "dense9.bias");
        damaged(good, "dense2.bias/steps", 0, "0 steps of dense2.bias");
        damaged(good, "dense2.bias/steps", "many", "dense2.bias/steps");
        damaged(good, "learning rate", -1, "learning rate -1.0");
    }

    private static void damaged(State good, String name, Object value, String... parts) {
        refused(new Adam(0.1), Damage.with(good, name, value), parts);
    }

    @Test
    void statesForOtherShapesAreRefused() {
        Parameter small = new Parameter("dense2.bias", Tensor.zeros(3));
        Adam adam = new Adam(0.1);
        adam.step(List.of(small), small.value().sum().backward());
        refused(adam, adam(), "dense2.bias has shape [2]", "[3]");
        Adam fresh = new Adam(0.1);
        fresh.restore(adam());
        State before = fresh.state();
        Tensor values = small.value();
        Refusal.of(
                IllegalArgumentException.class,
                () -> fresh.step(List.of(small), small.value().sum().backward()),
                "dense2.bias",
                "[2]",
                "[3]");
        assertTrue(values == small.value());
        RulesTest.assertSameState(before, fresh.state());
    }
}
