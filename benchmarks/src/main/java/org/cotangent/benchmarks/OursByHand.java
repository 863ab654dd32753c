package org.cotangent.benchmarks;

import org.cotangent.Activations;
import org.cotangent.Tensor;

/**
 * This library's operations with the gradient written by hand, to tell the cost of recording a
 * graph.
 */
final class OursByHand implements Contender {
    @Override
    public String name() {
        return "ours-by-hand";
    }

    @Override
    public String description() {
        return "Cotangent's operations, gradients written by hand";
    }

    @Override
    public Job job(String work, int[] size) {
        return work.equals("logistic") ? logistic(size) : null;
    }

    private static Job logistic(int[] size) {
        Data.Logistic data = Data.Logistic.of(size);
        Tensor x = Tensor.of(data.x(), size[0], size[1]);
        Tensor y = Tensor.of(data.y());
        Tensor w = Tensor.of(data.w());
        return Jobs.of(
                () -> {
                    Tensor z = x.matmul(w);
                    double loss = Activations.softplus(z).sub(y.mul(z)).mean().value();
                    Tensor gradient = z.sigmoid().sub(y).matmul(x).mul(1.0 / size[0]);
                    return Jobs.join(new double[] {loss}, gradient.toArray());
                });
    }
}
