package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the oracle has not: it has trajectories of the schedules with names of their own there. */
class SchedulesTest {
    private static void rates(Schedule schedule, double... expected) {
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertEquals(expected[epoch], schedule.rate(epoch), 1e-15, "epoch " + epoch);
        }
    }

    static Stream<Schedule> all() {
        return Stream.of(
                Schedules.constant(0.1),
                Schedules.step(0.1, 2, 0.5),
                Schedules.multiStep(0.1, 0.5, 3),
                Schedules.exponential(0.1, 0.9),
                Schedules.inverseTime(0.1, 1),
                Schedules.cosine(0.1, 7, 0),
                Schedules.linearWarmUp(0.1, 0, 1, 3),
                Schedules.warmUp(3, 0, Schedules.constant(0.1)),
                Schedules.oneCycle(0.1, 10));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRateIsOneThatOptimizersTake(Schedule schedule) {
        Sgd sgd = new Sgd(0.1);
        for (int epoch = 0; epoch < 40; epoch++) {
            sgd.setLearningRate(schedule.rate(epoch));
        }
        assertTrue(Double.isFinite(schedule.rate(Integer.MAX_VALUE)));
        Refusal.of(IllegalArgumentException.class, () -> schedule.rate(-1), "-1", "at least 0");
    }

    @Test
    void byHand() {
        rates(Schedules.constant(0.3), 0.3, 0.3, 0.3);
        rates(Schedules.inverseTime(0.6, 0.5), 0.6, 0.4, 0.3, 0.24, 0.2);
        rates(Schedules.multiStep(8, 0.5, 3, 1, 3), 8, 4, 4, 1, 1);
        rates(Schedules.cosine(1, 2, 0), 1, 0.5, 0, 0.5, 1, 0.5, 0);
    }

    @Test
    void warmUpBeforeAnother() {
        Schedule schedule = Schedules.warmUp(4, 0.2, Schedules.step(0.5, 2, 0.1));
        rates(schedule, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.05, 0.05, 0.005);
    }

    @Test
    void oneCycleByHand() {
        // 11 steps: up to step 4.5 - 1 ... with a rise of 5/11, to step 4
        OneCycle cycle = Schedules.oneCycle(1, 11).rise(5 / 11.0).divisors(5, 2).linear();
        rates(cycle, 0.2, 0.4, 0.6, 0.8, 1, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1, 0.1, 0.1);
        rates(cycle.threePhases(), 0.2, 0.4, 0.6, 0.8, 1, 0.8, 0.6, 0.4, 0.2, 0.15, 0.1, 0.1);
        // no rise, or nothing but rise
        rates(Schedules.oneCycle(1, 3).rise(0.0).divisors(5, 2).linear(), 1 - 0.9 / 3, 0.4, 0.1);
        rates(Schedules.oneCycle(1, 3).rise(1 / 3.0).divisors(5, 2).linear(), 1, 0.55, 0.1);
        rates(Schedules.oneCycle(1, 3).rise(1).divisors(5, 2).linear(), 0.2, 0.6, 1, 1);
    }

    @Test
    void refusals() {
        refused("step schedule: every 0", () -> Schedules.step(0.1, 0, 0.5));
        refused("step schedule: factor 0.0", () -> Schedules.step(0.1, 1, 0));
        refused("constant schedule: rate NaN", () -> Schedules.constant(Double.NaN));
        refused("multistep schedule: milestone -1", () -> Schedules.multiStep(0.1, 0.5, -1));
        refused("exponential schedule: rate -1.0", () -> Schedules.exponential(-1, 0.5));
        refused("1/t schedule: decay -1.0", () -> Schedules.inverseTime(1, -1));
        refused("cosine schedule: epochs 0", () -> Schedules.cosine(1, 0, 0));
        refused("linear warm-up: epochs 0", () -> Schedules.linearWarmUp(1, 0, 1, 0));
        refused("one-cycle schedule: steps 1", () -> Schedules.oneCycle(1, 1));
        refused("one-cycle schedule: rise 1.5", () -> Schedules.oneCycle(1, 5).rise(1.5));
        refused("end divisor 0.0", () -> Schedules.oneCycle(1, 5).divisors(1, 0));
    }

    private static void refused(String message, Executable action) {
        Refusal.of(IllegalArgumentException.class, action, message);
    }
}
