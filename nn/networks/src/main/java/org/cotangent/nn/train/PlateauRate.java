package org.cotangent.nn.train;

import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.ReduceOnPlateau;

/** A rule for learning rates with the metric that it observes, as a callback. */
record PlateauRate(ReduceOnPlateau rule, Monitor monitor) implements Callback, Stateful {
    /** The rule as it was made, in the direction of the metric. */
    PlateauRate fresh() {
        return new PlateauRate(
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
