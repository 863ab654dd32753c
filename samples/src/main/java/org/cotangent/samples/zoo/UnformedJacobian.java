// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.Panels;
import org.cotangent.samples.networks.Pictures;

/**
 * The Jacobian of 2,048 x 4,096 that nobody forms: that of a layer max(0, x W) with 4,096 inputs
 * and 2,048 outputs, and of the rectifier alone.
 *
 * <p>A backward pass needs v J for one vector v, the gradient of the loss by the outputs, and never
 * J: for the rectifier that is a mask, for the layer a mask and a product with W.
 *
 * <p>What to see: the Jacobian of a batch of 100 would have 84 billion numbers, 671 gigabytes,
 * while v J has the size of the inputs. Where it is small enough to be formed, its rows are the
 * products with unit vectors. At full size v J fits the forward derivative J t: both give the same
 * v J t.
 */
public final class UnformedJacobian {
    private static final long SEED = 1;
    private static final int INPUTS = 4096;
    private static final int OUTPUTS = 2048;
    private static final int BATCH = 100;
    private static final int SMALL = 8;

    private UnformedJacobian() {}

    /**
     * Prints sizes and differences, and draws two small Jacobians.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(INPUTS, OUTPUTS, Pictures.in(arguments));
    }

    static void run(int inputs, int outputs, Pictures pictures) throws IOException {
        RandomGenerator random = new SeededRandom(SEED);
        System.out.println("                             Jacobian    numbers  v J: numbers");
        size("max(0, x)", inputs, inputs);
        size("max(0, x W)", outputs, inputs);
        size("a batch of " + BATCH, (long) BATCH * outputs, (long) BATCH * inputs);

        Tensor large = Tensor.normal(random, inputs, outputs).div(Math.sqrt(inputs));
        Tensor x = Tensor.normal(random, inputs);
        Tensor v = Tensor.normal(random, outputs);
        Tensor t = Tensor.normal(random, inputs);
        UnaryOperator<Tensor> layer = z -> z.matmul(large).relu();
        Tensor back = Differentiate.vjp(layer, x, v);
        Tensor forth = Differentiate.jvp(layer, x, t);
        System.out.printf(
                Locale.ROOT,
                "%nfull size, v J t: backward %.10f, forward %.10f%n",
                back.mul(t).sum().value(),
                v.mul(forth).sum().value());

        Tensor small = Tensor.normal(random, 2 * SMALL, SMALL);
        HeatMap rectifier = formed("max(0, x)", Tensor::relu, 2 * SMALL, 2 * SMALL, random);
        HeatMap whole =
                formed("max(0, x W)", z -> z.matmul(small).relu(), 2 * SMALL, SMALL, random);
        pictures.draw("unformed-jacobian.png", new Panels(2, List.of(rectifier, whole)));
    }

    private static void size(String name, long rows, long columns) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %,10d x %,9d %10.2g %,13d%n",
                name,
                rows,
                columns,
                (double) rows * columns,
                columns);
    }

    /** Forms the Jacobian, and compares its rows to products with unit vectors. */
    private static HeatMap formed(
            String name, UnaryOperator<Tensor> f, int inputs, int outputs, RandomGenerator random) {
        Tensor x = Tensor.normal(random, inputs);
        Tensor jacobian = Differentiate.jacobian(f, x);
        List<Tensor> units = Tensor.eye(outputs).unstack(0);
        List<Tensor> rows = jacobian.unstack(0);
        double worst = 0;
        for (int i = 0; i < outputs; i++) {
            Tensor row = Differentiate.vjp(f, x, units.get(i));
            worst = Math.max(worst, row.sub(rows.get(i)).abs().amax().value());
        }
        System.out.printf(
                Locale.ROOT,
                "small size, %s: %d rows of J against v J, largest difference %.1e%n",
                name,
                outputs,
                worst);
        return new HeatMap(jacobian)
                .title("Jacobian of " + name)
                .yLabel("output")
                .xLabel("input")
                .diverging();
    }
}
