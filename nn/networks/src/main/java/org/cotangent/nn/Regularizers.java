package org.cotangent.nn;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Repeatable;

/**
 * The usual penalties on parameters. By default they apply to {@linkplain #weights() weights} and
 * not to biases: a bias shifts a unit's threshold and does not make it steeper.
 */
@CheckReturnValue
public final class Regularizers {
    private Regularizers() {}

    /**
     * The choice of {@linkplain Parameter#isWeight weights}, of any shape: no biases, no scales of
     * normalizations, no slopes of activations.
     *
     * @return a condition on parameters
     */
    public static Predicate<Parameter> weights() {
        return Parameter::isWeight;
    }

    /**
     * The L1 penalty λ Σ |w| over all weights, which drives weights to 0; derivative λ sign(w), 0
     * at 0.
     *
     * @param lambda λ, finite and not negative
     * @return the regularizer
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Regularizer l1(double lambda) {
        return l1(lambda, weights());
    }

    /**
     * The L1 penalty λ Σ |w| of chosen parameters.
     *
     * @param lambda λ, finite and not negative
     * @param chosen which parameters count
     * @return the regularizer
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Regularizer l1(double lambda, Predicate<Parameter> chosen) {
        return sum("l1", lambda, lambda, chosen, w -> w.abs().sum());
    }

    /**
     * The L2 penalty λ/2 Σ w² over all weights, with the factor ½: its derivative is λ w, so that
     * plain gradient descent with it is that with a weight decay of λ. For λ Σ w², pass 2 λ.
     *
     * @param lambda λ, finite and not negative
     * @return the regularizer
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Regularizer l2(double lambda) {
        return l2(lambda, weights());
    }

    /**
     * The L2 penalty λ/2 Σ w² of chosen parameters.
     *
     * @param lambda λ, finite and not negative
     * @param chosen which parameters count
     * @return the regularizer
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public static Regularizer l2(double lambda, Predicate<Parameter> chosen) {
        return sum("l2", lambda, lambda / 2, chosen, w -> w.square().sum());
    }

    /**
     * The elastic net over all weights, λ₁ Σ |w| + λ₂/2 Σ w². H. Zou, T. Hastie, "Regularization
     * and variable selection via the elastic net", 2005.
     *
     * @param l1 λ₁, finite and not negative
     * @param l2 λ₂, finite and not negative
     * @return the regularizer
     * @throws IllegalArgumentException if either is negative or not finite
     */
    public static Regularizer elasticNet(double l1, double l2) {
        return l1(l1).plus(l2(l2));
    }

    private static Regularizer sum(
            String name,
            double lambda,
            double factor,
            Predicate<Parameter> chosen,
            UnaryOperator<Tensor> term) {
        Checks.NOT_NEGATIVE.check(name, "lambda", lambda);
        Checks.present(name, "the choice", chosen);
        return new Sum(name + "(" + lambda + ")", factor, chosen, term);
    }

    /** A penalty: a factor times the sum of a term of each chosen parameter. */
    private record Sum(
            String text, double factor, Predicate<Parameter> chosen, UnaryOperator<Tensor> term)
            implements Regularizer, Repeatable {
        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public Tensor apply(List<Parameter> parameters) {
            Tensor sum = Tensor.of(0);
            for (Parameter parameter : parameters) {
                if (chosen.test(parameter)) {
                    sum = sum.add(term.apply(parameter.value()));
                }
            }
            return sum.mul(factor);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
