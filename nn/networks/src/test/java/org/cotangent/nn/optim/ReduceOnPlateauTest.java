package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.nn.Damage;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ReduceOnPlateauTest {
    private static void observe(ReduceOnPlateau plateau, double[] metrics, double... rates) {
        for (int i = 0; i < metrics.length; i++) {
            assertEquals(rates[i], plateau.observe(metrics[i]), 1e-15, "epoch " + i);
            assertEquals(rates[i], plateau.rate(), 1e-15);
        }
    }

    @Test
    void patience() {
        observe(
                new ReduceOnPlateau(1).factor(0.5).patience(2),
                new double[] {5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3},
                1,
                1,
                1,
                1,
                0.5,
                0.5,
                0.5,
                0.25,
                0.25,
                0.25,
                0.25);
    }

    @Test
    void cooldownAndLeastRate() {
        observe(
                new ReduceOnPlateau(1).factor(0.5).patience(0).cooldown(2).leastRate(0.3),
                new double[] {5, 5, 5, 5, 5, 5, 5, 5, 5},
                1,
                0.5,
                0.5,
                0.5,
                0.3,
                0.3,
                0.3,
                0.3,
                0.3);
        // a least rate above the first does not raise it
        observe(new ReduceOnPlateau(0.1).patience(0).leastRate(1), new double[] {1, 1}, 0.1, 0.1);
    }

    @Test
    void thresholds() {
        // 1% of 100 is needed: 99.5 is not better than 100, 98.9 is
        observe(
                new ReduceOnPlateau(1).patience(0).threshold(0.01),
                new double[] {100, 99.5, 98.9, 98.8},
                1,
                0.1,
                0.1,
                0.01);
        // negative metrics: better is still less
        observe(
                new ReduceOnPlateau(1).patience(0).threshold(0.01),
                new double[] {-100, -100.5, -101.5},
                1,
                0.1,
                0.1);
        observe(
                new ReduceOnPlateau(1).patience(0).absoluteThreshold(2).maximize(),
                new double[] {10, 11, 12.5, 12},
                1,
                0.1,
                0.1,
                0.01);
    }

    @Test
    void nanIsNotBetter() {
        double nan = Double.NaN;
        observe(
                new ReduceOnPlateau(1).patience(1),
                new double[] {nan, 3, nan, nan, 2, 2},
                1,
                1,
                1,
                0.1,
                0.1,
                0.1);
    }

    @Test
    void goesOnFromAState() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(1).factor(0.5).patience(1).cooldown(1);
        double[] metrics = {3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1};
        double[] rates = new double[metrics.length];
        for (int i = 0; i < metrics.length; i++) {
            rates[i] = plateau.observe(metrics[i]);
        }
        for (int at = 0; at < metrics.length; at++) {
            ReduceOnPlateau first = new ReduceOnPlateau(1).factor(0.5).patience(1).cooldown(1);
            for (int i = 0; i < at; i++) {
                first.observe(metrics[i]);
            }
            ReduceOnPlateau second = new ReduceOnPlateau(7).factor(0.5).patience(1).cooldown(1);
            second.restore(first.state());
            assertEquals(first.rate(), second.rate());
            for (int i = at; i < metrics.length; i++) {
                assertEquals(rates[i], second.observe(metrics[i]), "epoch " + i + " from " + at);
            }
        }
    }

    @Test
    void refusals() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(1);
        State state = plateau.state();
        refused(() -> new ReduceOnPlateau(1).patience(3).restore(state), "patience 10", "3");
        refused(() -> new ReduceOnPlateau(1).absoluteThreshold(1).restore(state), "absolute");
        refused(() -> plateau.restore(new Sgd(1).state()), "reduce on plateau", "sgd");
        refused(() -> plateau.restore(Damage.with(state, "pause", -3)), "pause");
        refused(() -> plateau.restore(Damage.with(state, "best", "0.5")), "best");
        refused(() -> new ReduceOnPlateau(Double.NaN), "rate NaN");
        refused(() -> plateau.factor(1), "factor 1.0");
        refused(() -> plateau.patience(-1), "patience -1");
        assertEquals(state, plateau.state());
    }

    private static void refused(Executable action, String... parts) {
        Refusal.of(IllegalArgumentException.class, action, parts);
    }
}
