package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * The analytic derivatives of a function, order above order: of order 0 its value; of order 1 the
 * gradient of the value's inner product with a fixed cotangent; of order k + 1 the gradient of the
 * inner product of order k with a fixed direction. Order 2 is the Hessian times that direction.
 *
 * <p>The weights of these inner products have a random sign and a size from ½ to 1½: none is so
 * small that an entry would not count, and no two entries count alike.
 */
final class Derivatives {
    private final TensorFunction f;
    private final long seed;

    Derivatives(TensorFunction f, long seed) {
        this.f = f;
        this.seed = seed;
    }

    /**
     * The derivative of some order.
     *
     * @param order the order, from 0
     * @param x variables
     * @param recorded whether it will be differentiated again
     * @return for order 0 the one value, else a tensor for each variable
     */
    Tensor[] at(int order, Tensor[] x, boolean recorded) {
        if (order == 0) {
            Tensor y = f.apply(x.clone());
            return new Tensor[] {
                Objects.requireNonNull(y, "gradient check: the function returned null")
            };
        }
        Tensor[] below = at(order - 1, x, true);
        Tensor[] weights = weights(order - 1, below);
        Backward pass;
        if (order == 1) {
            pass = Backward.of(below[0]).seed(weights[0]);
        } else {
            Tensor inner = Tensor.of(0);
            for (int i = 0; i < below.length; i++) {
                inner = inner.add(below[i].mul(weights[i]).sum());
            }
            pass = Backward.of(inner);
        }
        Gradients gradients = (recorded ? pass.recorded() : pass).wrt(x).run();
        return Arrays.stream(x).map(gradients::of).toArray(Tensor[]::new);
    }

    /**
     * The weights that results of some order are contracted with to get the next; 1 for a scalar.
     */
    Tensor[] weights(int order, Tensor[] results) {
        if (order == 0 && results[0].rank() == 0) {
            return new Tensor[] {Tensor.of(1)};
        }
        // a stream of its own for every order: equal weights would make a symmetric case of it
        SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (order + 1));
        Tensor[] weights = new Tensor[results.length];
        for (int i = 0; i < results.length; i++) {
            double[] w = new double[results[i].size()];
            Arrays.setAll(w, k -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
            weights[i] = Tensor.of(w, results[i].shape());
        }
        return weights;
    }
}
