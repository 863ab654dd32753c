package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.SanityReport.Check;

/**
 * A model to be checked with a few samples, of which each check leaves no trace.
 *
 * @param model the model
 * @param turn the loss and the optimizer, which may be null if nothing is to be learned
 * @param few the samples
 * @param random where chance comes from
 */
record Trial<M extends Module, B>(M model, Turn<M, B> turn, B few, RandomGenerator random) {
    private static final int COORDINATES = 4;
    private static final double TOLERANCE = 1e-4;

    /** Rounding in a loss that is a sum of many terms, in units of its last place. */
    private static final double ROUNDING = 64 * Math.ulp(1.0);

    private static final double[] STEPS = {1e-4, 1e-5, 1e-6};
    private static final String OVERFITS = "over-fits a few samples";

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

    private <R> R undone(Supplier<R> check) {
        return Undo.after(model, turn.optimizer(), random, check);
    }

    private Tensor loss(Pass pass) {
        return LossOfStep.of(turn, model, few, 1, pass).loss();
    }

    private double evaluated() {
        return Tensor.unrecorded(() -> loss(Pass.evaluation()).value());
    }

    /** Whether the loss falls to a part of what it is at first. */
    Check overfits(int steps, double part) {
        try {
            return undone(() -> overfitted(steps, part));
        } catch (ArithmeticException e) {
            return new Check(OVERFITS, false, e.getMessage());
        }
    }

    private Check overfitted(int steps, double part) {
        double before = evaluated();
        double wanted = before - (1 - part) * Math.abs(before);
        double least = before;
        int done = 0;
        while (done < steps && !(least <= wanted)) {
            Gradients gradients = loss(Pass.training(random)).backward();
            turn.optimizer().step(turn.parameters(), gradients);
            least = Math.min(least, evaluated());
            done++;
        }
        String details =
                Checks.text(
                        "loss of %d samples from %.4g to %.4g in %d steps; at most %.4g is wanted",
                        Rows.has(few) ? Rows.count(few) : 1, before, least, done, wanted);
        return new Check(OVERFITS, least <= wanted, details);
    }

    /** Whether the loss reaches the parameters that are listed and no others. */
    Check parameters(String name) {
        return undone(
                () -> {
                    Pass pass = Pass.training(random);
                    try {
                        return reached(name, pass);
                    } catch (IllegalStateException e) {
                        return new Check(name, false, e.getMessage());
                    } finally {
                        pass.undo();
                    }
                });
    }

    private Check reached(String name, Pass pass) {
        Tensor value = loss(pass);
        pass.requireListed(model, value);
        Gradients gradients = value.backward();
        List<Parameter> all = turn.parameters();
        List<Parameter> idle =
                all.stream().filter(p -> gradients.find(p.value()).isEmpty()).toList();
        String count = "the loss reaches " + (all.size() - idle.size()) + " of " + all.size();
        return idle.isEmpty()
                ? new Check(name, true, count + ", and no others")
                : new Check(name, false, count + "; it does not rest on " + idle);
    }

    /** Whether the gradients are those of differences. */
    Check gradients(String name) {
        return undone(() -> differences(name));
    }

    private Check differences(String name) {
        long seed = random.nextLong();
        Gradients gradients = loss(seed).backward();
        int count = 0;
        Difference worst = null;
        for (Parameter parameter : turn.parameters()) {
            Tensor gradient = gradients.of(parameter.value()).stopGradient();
            for (Tensor direction : directions(gradient.shape())) {
                Difference d = along(parameter, direction, gradient, seed);
                count++;
                if (worst == null || !(d.error() <= worst.error())) {
                    worst = d;
                }
            }
        }
        boolean passed = worst != null && worst.error() <= TOLERANCE;
        return new Check(name, passed, "worst of " + count + " derivatives: " + worst);
    }

    /** The loss in training; layers draw the same numbers for a seed, and nothing is changed. */
    private Tensor loss(long seed) {
        Pass pass = Pass.training(new SeededRandom(seed));
        try {
            return loss(pass);
        } finally {
            pass.undo();
        }
    }

    /** The derivative along a direction, by the step that agrees best. */
    private Difference along(Parameter parameter, Tensor direction, Tensor gradient, long seed) {
        double backward = gradient.mul(direction).sum().value();
        Tensor before = parameter.value().stopGradient();
        Difference best = null;
        try {
            for (double step : STEPS) {
                double up = at(parameter, before.axpy(step, direction), seed);
                double down = at(parameter, before.axpy(-step, direction), seed);
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

    private double at(Parameter parameter, Tensor values, long seed) {
        parameter.set(values);
        return Tensor.unrecorded(() -> loss(seed).value());
    }

    /** A direction of length 1, then unit vectors. */
    private List<Tensor> directions(int[] shape) {
        Tensor normal = Tensor.normal(random, shape);
        List<Tensor> all = new ArrayList<>(List.of(normal.div(normal.norm())));
        int size = normal.size();
        for (int i = 0; i < Math.min(COORDINATES, size); i++) {
            double[] unit = new double[size];
            unit[random.nextInt(size)] = 1;
            all.add(Tensor.of(unit, shape));
        }
        return all;
    }
}
