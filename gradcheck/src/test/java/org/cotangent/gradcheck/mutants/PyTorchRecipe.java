package org.cotangent.gradcheck.mutants;

import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * The defaults of torch.autograd.gradcheck: every entry of the Jacobian against central differences
 * with the step 1e-6, |a - n| &lt;= 1e-5 + 1e-3 |n|.
 */
final class PyTorchRecipe extends Recipe {
    private static final double STEP = 1e-6;
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-3;

    @Override
    public String name() {
        return "PyTorch's defaults";
    }

    @Override
    boolean passes(TensorFunction f, Tensor[] at, long seed) {
        Tensor y = f.apply(at);
        int columns = 0;
        for (Tensor x : at) {
            columns += x.size();
        }
        double[][] numerical = new double[columns][];
        int column = 0;
        for (int input = 0; input < at.length; input++) {
            for (int element = 0; element < at[input].size(); element++) {
                double x = at[input].toArray()[element];
                double[] high = values(f, at, input, element, x + STEP);
                double[] low = values(f, at, input, element, x - STEP);
                double[] slopes = new double[high.length];
                for (int k = 0; k < slopes.length; k++) {
                    slopes[k] = (high[k] - low[k]) / (2 * STEP);
                }
                numerical[column++] = slopes;
            }
        }
        for (int k = 0; k < y.size(); k++) {
            double[] analytic = Mutation.flat(Rule.right(f, unit(k, y.shape()), at));
            for (int i = 0; i < columns; i++) {
                double n = numerical[i][k];
                if (!(Math.abs(analytic[i] - n) <= ABSOLUTE + RELATIVE * Math.abs(n))) {
                    return false;
                }
            }
        }
        return true;
    }
}
