package org.cotangent.nn.estimators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;

/** A training that fails leaves what was learned before, whichever of its parts it is. */
class FailingFitTest {
    /** Fails when it is about to train a model for the given time. */
    private static final class Failing extends MlpEstimator<Failing, int[]> {
        private int left = Integer.MAX_VALUE;

        private Failing() {
            super("failing");
        }

        @Override
        SupervisedTrainer<int[]> trainer(Mlp model, Adam optimizer) {
            if (--left == 0) {
                throw new ArithmeticException("the training leaves the finite numbers");
            }
            return Trainer.classifier(model, optimizer);
        }

        @Override
        double[] losses(Tensor outputs, int[] targets) {
            return outputs.logSoftmax(-1).pick(targets).neg().toArray();
        }

        @Override
        int[][] divided(int[] targets, int rows, SeededRandom random, double heldOut) {
            return Partition.stratified(targets, random, 1 - heldOut, heldOut);
        }

        @Override
        State withOwn(State state) {
            return state;
        }

        @Override
        void restoreOwn(State state) {}
    }

    private static Dataset<Tensor, int[]> data(int classes) {
        int[] y = new int[60];
        Arrays.setAll(y, r -> r % classes);
        return Dataset.ofClasses(Tensor.iota(60).reshape(60, 1), y);
    }

    @Test
    void firstFit() {
        // three penalties are tried, and the fourth training is that on all rows
        for (int time = 1; time <= 4; time++) {
            Failing failing = new Failing().hidden(3).epochs(2);
            failing.left = time;
            assertThrows(ArithmeticException.class, () -> failing.train(data(2), 2));
            assertFalse(failing.isFitted());
        }
        Failing enough = new Failing().hidden(3).epochs(2);
        enough.left = 5;
        enough.train(data(2), 2);
        assertEquals(1, enough.left);
    }

    @Test
    void laterFit() {
        for (int time = 1; time <= 4; time++) {
            Failing failing = new Failing().hidden(3).epochs(2);
            failing.train(data(2), 2);
            Mlp before = failing.model();
            failing.left = time;
            assertThrows(ArithmeticException.class, () -> failing.train(data(3), 3));
            assertSame(before, failing.model());
            assertEquals(2, failing.outputs());
        }
    }
}
