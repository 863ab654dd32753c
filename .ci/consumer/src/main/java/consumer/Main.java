package consumer;

import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.plot.Chart;
import java.util.SplittableRandom;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;

/** Uses the published modules from a named module. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Tensor x = Tensor.variable(3);
        Gradients g = x.mul(x).backward();
        require(g.of(x).value() == 6, "gradient of x²");

        Mlp model = Mlp.of(2, 4, 1).activation(Activation.TANH).build(new SplittableRandom(1));
        Tensor y = model.apply(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
        require(y.size(0) == 3 && y.size(1) == 1, "shape of the outputs");
        require(y.sum().backward().of(model.parameters().get(0).value()).size() == 8, "gradient");

        // without the libraries that the checker can do without
        require(GradCheck.check(t -> t.tanh(), x).passed(), "gradient check");

        for (Class<?> used : new Class<?>[] {
            Tensor.class, Mlp.class, Standardizer.class, Chart.class, GradCheck.class
        }) {
            require(used.getModule().isNamed(), "module of " + used);
            System.out.println("consumer uses module " + used.getModule().getName());
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
