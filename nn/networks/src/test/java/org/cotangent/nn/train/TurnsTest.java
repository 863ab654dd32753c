package org.cotangent.nn.train;

import static org.cotangent.nn.train.OwnTrainer.mlp;
import static org.cotangent.nn.train.OwnTrainer.trainer;
import static org.cotangent.nn.train.OwnTrainer.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

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
}
