package org.cotangent.nn.estimators;

import java.util.Arrays;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.State;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.train.EarlyStopping;
import org.cotangent.nn.train.Monitor;

/** The settings of one estimator, with the defaults that depend on the size of the data. */
final class EstimatorSettings implements Cloneable {
    private static final int AUTO = -1;
    private static final double HELD_OUT = 0.15;
    private static final int FEW_ROWS = 40;
    private static final int MANY_ROWS = 1000;
    private static final int REFITTED_ROWS = 5000;
    private static final String KIND = "estimator-settings";

    int[] hidden = {100, 50};
    Activation activation = Activation.SILU;
    double learningRate = 3e-3;
    int epochs = AUTO;
    int batchSize = AUTO;
    double l2 = AUTO;
    double heldOut = AUTO;
    int patience = AUTO;
    long seed;

    EstimatorSettings copy() {
        try {
            return (EstimatorSettings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    int[] widths(int inputs, int outputs) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = inputs;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = outputs;
        return widths;
    }

    int batchSize(int rows) {
        return batchSize == AUTO ? Math.max(32, Math.min(200, rows / 50)) : batchSize;
    }

    private int batches(int rows) {
        return (rows - 1) / batchSize(rows) + 1;
    }

    /** In small data there are few batches in an epoch, and it takes more epochs. */
    int epochs(int rows) {
        if (epochs != AUTO) {
            return epochs;
        }
        int few = 3000 / batches(rows);
        // tangled classes of some hundred rows are not learned in 200
        int some = Math.min(400, 15_000 / batches(rows));
        return Math.max(200, Math.max(few, some));
    }

    double heldOut(int rows) {
        return heldOut == AUTO ? rows < FEW_ROWS ? 0 : HELD_OUT : heldOut;
    }

    EarlyStopping earlyStopping(int rows) {
        return new EarlyStopping(
                Monitor.validationLoss(),
                patience == AUTO ? Math.max(20, 300 / batches(rows)) : patience);
    }

    /** The penalties to try, rising. */
    double[] strengths(int rows) {
        if (l2 != AUTO) {
            return new double[] {l2};
        }
        return rows >= FEW_ROWS && rows < MANY_ROWS
                ? new double[] {1e-4, 1e-2, 1e-1}
                : new double[] {1e-4};
    }

    /** Whether a model that was stopped early is trained again on all rows. */
    boolean isRefitted(int rows) {
        return heldOut == AUTO && rows < REFITTED_ROWS;
    }

    Adam optimizer(double strength) {
        // the decay of Adam is the gradient of l2 / 2 times the sum of squares
        return new Adam(learningRate)
                .weightDecay(strength)
                .group("biases", ParameterGroup.where(n -> n.endsWith(".bias")).weightDecay(0));
    }

    State state() {
        return new State(KIND)
                .with("hidden", hidden)
                .with("activation", ModuleStates.of(activation))
                .with("learning rate", learningRate)
                .with("epochs", epochs)
                .with("batch size", batchSize)
                .with("l2", l2)
                .with("held out", heldOut)
                .with("patience", patience)
                .with("seed", seed);
    }

    static EstimatorSettings of(State state) {
        EstimatorSettings read = new EstimatorSettings();
        read.hidden = state.require(KIND).integers("hidden");
        if (Arrays.stream(read.hidden).anyMatch(width -> width < 1)) {
            throw state.wrong("hidden", "widths of 1 or more");
        }
        if (!(ModuleStates.module(state.child("activation")) instanceof Activation activation)) {
            throw state.wrong("activation", "the state of an activation");
        }
        read.activation = activation;
        read.learningRate = state.number("learning rate");
        read.epochs = (int) state.integer("epochs");
        read.batchSize = (int) state.integer("batch size");
        read.l2 = state.number("l2");
        read.heldOut = state.number("held out");
        read.patience = (int) state.integer("patience");
        read.seed = state.integer("seed");
        return read;
    }
}
