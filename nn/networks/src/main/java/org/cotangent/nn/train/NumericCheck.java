package org.cotangent.nn.train;

import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;

/** A numerical check of the gradients of a model's loss in training mode. */
record NumericCheck<M extends Module, B>(M model, Turn<M, B> turn, B batch, long seed) {
    /** Rounding in a loss that is a sum of many terms, in units of its last place. */
    private static final double ROUNDING = 64 * Math.ulp(1.0);

    private static final double[] STEPS = {1e-4, 1e-5, 1e-6};

    /**
     * A derivative by the backward pass and by differences.
     *
     * @param parameter whose it is
     * @param backward from the backward pass
     * @param numeric from centered differences
     * @param error the difference beyond rounding, as a part of the larger
     */
    record Difference(String parameter, double backward, double numeric, double error) {
        @Override
        public String toString() {
            return Checks.text(
                    "%s, %.6g backward and %.6g numerically, relative error %.2g",
                    parameter, backward, numeric, error);
        }
    }

    /**
     * The loss. Layers draw the same random numbers each time, and running statistics are restored.
     */
    Tensor loss() {
        Pass pass = Pass.training(new SeededRandom(seed));
        try {
            return LossOfStep.of(turn, model, batch, 1, pass).loss();
        } finally {
            pass.undo();
        }
    }

    /** The derivative along a direction, by the step that agrees best. */
    Difference along(Parameter parameter, Tensor direction, Tensor gradient) {
        double backward = gradient.mul(direction).sum().value();
        Tensor before = parameter.value().stopGradient();
        Difference best = null;
        try {
            for (double step : STEPS) {
                double up = at(parameter, before.axpy(step, direction));
                double down = at(parameter, before.axpy(-step, direction));
                double numeric = (up - down) / (2 * step);
                double noise = ROUNDING * (Math.abs(up) + Math.abs(down) + 1e-300) / step;
                double off = Math.max(0, Math.abs(numeric - backward) - noise);
                double scale = Math.max(Math.abs(numeric), Math.abs(backward));
                double error = off == 0 ? 0 : off / scale;
                if (best == null || error < best.error() || Double.isNaN(best.error())) {
                    best = new Difference(parameter.name(), backward, numeric, error);
                }
            }
        } finally {
            parameter.set(before);
        }
        return best;
    }

    private double at(Parameter parameter, Tensor values) {
        parameter.set(values);
        return Tensor.unrecorded(() -> loss().value());
    }
}
