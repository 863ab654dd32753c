package org.cotangent.nn.train;

import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Schedule;

/** The callbacks that set the learning rate. */
final class LearningRateRule {
    private LearningRateRule() {}

    static Callback ofEpochs(Schedule schedule) {
        return new Callback() {
            @Override
            public void onEpochStart(TrainingStatus status) {
                status.setLearningRate(schedule.rate(status.epochs().size()));
            }
        };
    }

    static Callback ofSteps(Schedule schedule) {
        return new Callback() {
            @Override
            public void onBatchStart(TrainingStatus status) {
                status.setLearningRate(schedule.rate(Math.toIntExact(status.step())));
            }
        };
    }

    /** A rule with the metric that it observes. */
    record OnPlateau(ReduceOnPlateau rule, Monitor monitor) implements Callback, Stateful {
        /** The rule as it was made, in the direction of the metric. */
        OnPlateau fresh() {
            return new OnPlateau(
                    monitor.isHigherBetter() ? rule.maximize() : rule.minimize(), monitor);
        }

        @Override
        public void onStart(TrainingStatus status) {
            if (status.step() == 0) {
                status.setLearningRate(rule.rate());
            }
        }

        @Override
        public void onEpochEnd(TrainingStatus status) {
            Epoch last = status.epochs().get(status.epochs().size() - 1);
            status.setLearningRate(rule.observe(monitor.of(last)));
        }

        @Override
        public State state() {
            return rule.state();
        }

        @Override
        public void restore(State state) {
            rule.restore(state);
        }
    }
}
