package org.cotangent.nn;

import org.cotangent.Tensor;

/**
 * A loss with a factor, and another one added.
 *
 * @param second null for none
 */
record LossSum<T>(Loss<T> first, double factor, Loss<T> second) implements Loss<T> {
    @Override
    public Tensor apply(Tensor outputs, T targets) {
        Tensor loss = first.apply(outputs, targets);
        Tensor scaled = factor == 1 ? loss : loss.mul(factor);
        return second == null ? scaled : scaled.add(second.apply(outputs, targets));
    }

    @Override
    public double weight(Tensor outputs, T targets) {
        return first.weight(outputs, targets);
    }

    @Override
    public String toString() {
        return factor == 1 ? first + " + " + second : factor + " " + first;
    }
}
