package org.cotangent.nn.train;

import static org.cotangent.nn.train.OwnTrainer.mlp;
import static org.cotangent.nn.train.OwnTrainer.trainer;
import static org.cotangent.nn.train.OwnTrainer.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Several steps for a batch, each with a part of the model and an optimizer of its own. */
class TurnsTest {
    private final SeededRandom random = new SeededRandom(4);
    private final Tensor x = Tensor.normal(random, 24, 2);
    private final Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(24, 1));

    /** Two layers, of which each is moved by a loss of its own. */
    private static final class Two extends Block {
        final Dense one = child(dense("one"));
        final Dense other = child(dense("other"));

        Two() {
            super("two");
        }

        private static Dense dense(String name) {
            return new Dense(name, 2, 1, Initializers.xavier(), new SeededRandom(1));
        }

        Tensor both(Tensor x, Pass pass) {
            return one.forward(x, pass).add(other.forward(x, pass)).square().mean();
        }
    }

    @Test
    void theGradientsOfATurnMoveItsPartAlone() {
        Two two = new Two();
        List<String> order = new ArrayList<>();
        double[] before = weights(two.other);
        Trainer<Two, Tensor> trainer =
                new Trainer<Two, Tensor>(two)
                        .turn("first", two.one, new Sgd(0.1), Two::both)
                        .turn("second", two.other, new Sgd(0), Two::both)
                        .every("first", 2)
                        .times("second", 3)
                        .epochs(2)
                        .progress(Progress.none())
                        .callback(
                                new Callback() {
                                    @Override
                                    public void onGradients(TrainingStatus status) {
                                        order.add(status.turn());
                                        int size = status.parameters().size();
                                        assertEquals(size, status.gradients().tensors().size());
                                    }
                                });
        History history = trainer.fit(Batches.of(x, 8), random);
        assertArrayEquals(before, weights(two.other));
        assertNotEquals(before[0], weights(two.one)[0]);
        List<String> expected = new ArrayList<>();
        for (int batch = 1; batch <= 6; batch++) {
            if (batch % 2 == 0) {
                expected.add("first");
            }
            expected.addAll(List.of("second", "second", "second"));
        }
        assertEquals(expected, order);
        assertEquals(Set.of("first", "second"), history.metrics());
        assertTrue(history.toCsv().startsWith("epoch,learning rate,loss,penalty,"));
        assertTrue(
                trainer.evaluate(Batches.of(x, 24)).metric("first") < history.metric("first")[0]);
    }

    @Test
    void turnsThatCannotBeAreRefused() {
        Two two = new Two();
        Trainer<Two, Tensor> none = new Trainer<>(two);
        Refusal.of(
                IllegalStateException.class,
                () -> none.fit(Batches.of(x, 8), random),
                "no turn",
                "turn(name, part");
        Trainer<Two, Tensor> one = none.turn("first", two.one, new Sgd(1), Two::both);
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("first", two.other, new Sgd(1), Two::both),
                "\"first\" is in use");
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("third", mlp(1), new Sgd(1), Two::both),
                "third",
                "dense1.weight",
                "not a parameter");
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("third", Activation.TANH, new Sgd(1), Two::both),
                "no parameters");
        Refusal.of(IllegalArgumentException.class, () -> one.every("x", 2), "\"x\"", "[first]");
        Refusal.of(IllegalArgumentException.class, () -> one.times("first", 0), "0");
    }

    private Trainer<Two, Tensor> turns(Two two, double first, double second) {
        return new Trainer<Two, Tensor>(two)
                .turn("first", two.one, new Sgd(first), Two::both)
                .turn("second", two.other, new Sgd(second), Two::both)
                .epochs(3)
                .progress(Progress.none());
    }

    @Test
    void eachTurnMayHaveAScheduleOfItsOwn() {
        List<List<Double>> seen = new ArrayList<>();
        Callback rates =
                Callback.eachEpoch(
                        s -> seen.add(List.of(s.learningRate("first"), s.learningRate("second"))));
        Trainer<Two, Tensor> trainer = turns(new Two(), 0.1, 0.5).callback(rates);
        trainer.schedule("second", epoch -> 0.5 / (1 + epoch)).fit(Batches.of(x, 8), random);
        assertEquals(List.of(List.of(0.1, 0.5), List.of(0.1, 0.25), List.of(0.1, 0.5 / 3)), seen);
        seen.clear();
        turns(new Two(), 0.1, 0.5)
                .callback(rates)
                .scheduleSteps("first", step -> step / 1000.0)
                .schedule("second", epoch -> 0)
                .fit(Batches.of(x, 8), random);
        assertEquals(List.of(List.of(0.002, 0.0), List.of(0.005, 0.0), List.of(0.008, 0.0)), seen);
    }

    @Test
    void oneScheduleDoesNotOverwriteTheRatesOfTurns() {
        Trainer<Two, Tensor> trainer = turns(new Two(), 0.1, 0.5);
        for (Trainer<Two, Tensor> one :
                List.of(trainer.schedule(epoch -> 0.1), trainer.scheduleSteps(step -> 0.1))) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> one.fit(Batches.of(x, 8), random),
                    "[0.1, 0.5]",
                    "schedule(\"first\", rates)");
        }
        // the same rate is one rate
        turns(new Two(), 0.1, 0.1).schedule(epoch -> 0.2).fit(Batches.of(x, 8), random);
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.schedule("third", epoch -> 1),
                "no turn \"third\"",
                "[first, second]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.schedule("first", e -> 1).scheduleSteps("first", e -> 1),
                "learning rate of first has a rule already");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        trainer.callback(Callback.eachBatch(s -> s.setLearningRate("third", 1)))
                                .fit(Batches.of(x, 8), random),
                "no turn \"third\"");
    }

    @Test
    void aParameterWithoutATurnIsRefusedUnlessItIsFixed() {
        Two two = new Two();
        Trainer<Two, Tensor> half =
                new Trainer<Two, Tensor>(two)
                        .turn("first", two.one, new Sgd(0.1), Two::both)
                        .progress(Progress.none());
        Refusal.of(
                IllegalArgumentException.class,
                () -> half.fit(Batches.of(x, 8), random),
                "other.weight [2, 1]",
                "no turn",
                "fixed(part)");
        double[] before = weights(two.other);
        half.fixed(two.other).fit(Batches.of(x, 8), random);
        assertArrayEquals(before, weights(two.other));
        Refusal.of(
                IllegalArgumentException.class,
                () -> half.fixed(two).fit(Batches.of(x, 8), random),
                "one.weight",
                "to a turn and to a part that is fixed");
        // frozen parameters belong to a turn
        Sgd frozen = new Sgd(1).group("all", ParameterGroup.where(n -> true).frozen());
        half.turn("second", two.other, frozen, Two::both).fit(Batches.of(x, 8), random);
        assertArrayEquals(before, weights(two.other));
    }

    @Test
    void namesThatWouldMixInAHistoryAreRefused() {
        TrainingStep<Two, Tensor> twice =
                (two, x, pass) -> {
                    pass.addLoss("kl", Tensor.of(1));
                    pass.report("kl", 5, 1);
                    return two.both(x, pass);
                };
        Two model = new Two();
        double[] before = weights(model.one);
        Trainer<Two, Tensor> one = new Trainer<>(model, twice, new Sgd(0.1));
        for (Executable use :
                List.<Executable>of(
                        () -> one.progress(Progress.none()).fit(Batches.of(x, 8), random),
                        () -> one.evaluate(Batches.of(x, 8)))) {
            Refusal.of(
                    IllegalArgumentException.class,
                    use,
                    "\"kl\" is a metric that is reported and a loss that is added");
        }
        assertArrayEquals(before, weights(model.one));
        for (String name : List.of("first", "second", "second kl")) {
            TrainingStep<Two, Tensor> reports =
                    (two, x, pass) -> {
                        pass.addLoss("kl", Tensor.of(1));
                        pass.report(name, 5, 1);
                        return two.both(x, pass);
                    };
            Two two = new Two();
            Trainer<Two, Tensor> turns =
                    new Trainer<Two, Tensor>(two)
                            .turn("first", two.one, new Sgd(0.1), Two::both)
                            .turn("second", two.other, new Sgd(0.1), reports)
                            .progress(Progress.none());
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> turns.fit(Batches.of(x, 8), random),
                    "trainer: epoch 1, batch 1, second: ",
                    "\"" + name + "\" is a metric that is reported and");
        }
    }

    @Test
    void anOptimizerOfTwoTurnsIsRefused() {
        Two two = new Two();
        Sgd shared = new Sgd(0.1);
        Trainer<Two, Tensor> one =
                new Trainer<Two, Tensor>(two).turn("first", two.one, shared, Two::both);
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("second", two.other, shared, Two::both),
                "turn second: the optimizer is that of the turn first");
    }

    @Test
    void accumulatedGradientsOfOneParameterInTwoTurnsAreRefused() {
        Two two = new Two();
        Trainer<Two, Tensor> trainer =
                new Trainer<Two, Tensor>(two)
                        .turn("first", two, new Sgd(0.1), Two::both)
                        .turn("second", two.other, new Sgd(0.1), Two::both)
                        .progress(Progress.none());
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.accumulate(2).fit(Batches.of(x, 8), random),
                "accumulate",
                "other.weight [2, 1]",
                "first and second");
        trainer.fit(Batches.of(x, 8), random);
    }

    @Test
    void aFailureInAnEvaluationSaysWhere() {
        TrainingStep<Two, Tensor> draws =
                (two, x, pass) -> two.both(x.add(Tensor.normal(pass.random(), 2)), pass);
        Trainer<Two, Tensor> trainer =
                new Trainer<>(new Two(), draws, new Sgd(0.1)).progress(Progress.none());
        Refusal.of(
                IllegalStateException.class,
                () -> trainer.validate(Batches.of(x, 8)).fit(Batches.of(x, 8), random),
                "trainer: epoch 1, validation: ",
                "isTraining()");
        Refusal.of(
                IllegalStateException.class,
                () ->
                        trainer.earlyStopping(new EarlyStopping(Monitor.trainingLoss(), 3))
                                .fit(Batches.of(x, 8), random),
                "trainer: epoch 1, training data: ",
                "isTraining()");
    }

    @Test
    void aPlateauRuleOfOneTurnIsACallback() {
        Trainer<Two, Tensor> trainer =
                turns(new Two(), 0.1, 0.5)
                        .reduceOnPlateau(new ReduceOnPlateau(0.1), Monitor.trainingLoss());
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(Batches.of(x, 8), random))
                        .getMessage();
        assertFalse(message.contains("schedule("), message);
        assertTrue(message.contains("status.setLearningRate(\"first\", rate)"), message);
    }
}
