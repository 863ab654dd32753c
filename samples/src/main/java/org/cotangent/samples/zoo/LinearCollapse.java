// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * The collapse of a deep network without activations into a single layer, x W' + b'.
 *
 * <p>Three layers give ((x W1 + b1) W2 + b2) W3 + b3 = x W' + b' with W' = W1 W2 W3 and b' = (b1 W2
 * + b2) W3 + b3.
 *
 * <p>What to see: the outputs of both are equal but for round-off, and 4,675 parameters do the work
 * of 15. The Jacobian is W' at every point. With a rectifier between the same layers no W' is left:
 * the Jacobian changes from point to point, and along a line through the inputs the output bends.
 */
public final class LinearCollapse {
    private static final long SEED = 1;
    private static final int INPUTS = 4;
    private static final int HIDDEN = 64;
    private static final int OUTPUTS = 3;
    private static final int ROWS = 100;

    private LinearCollapse() {}

    /**
     * Computes W' and b', prints how far outputs and Jacobians differ, and draws outputs.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SeededRandom(SEED);
        Dense first = dense("dense1", INPUTS, HIDDEN, random);
        Dense second = dense("dense2", HIDDEN, HIDDEN, random);
        Dense third = dense("dense3", HIDDEN, OUTPUTS, random);
        Layer linear = new Sequential(first, second, third);
        Layer bent = new Sequential(first, Activation.RELU, second, Activation.RELU, third);

        Tensor w2 = second.weight().value();
        Tensor w3 = third.weight().value();
        Tensor w = first.weight().value().matmul(w2).matmul(w3);
        Tensor b1 = first.bias().value();
        Tensor b = b1.matmul(w2).add(second.bias().value()).matmul(w3).add(third.bias().value());
        Layer single = Layer.of(x -> x.matmul(w).add(b));

        System.out.printf(
                Locale.ROOT,
                "parameters: three layers %d, one layer %d%n%n",
                linear.parameters().stream().mapToInt(p -> p.value().size()).sum(),
                w.size() + b.size());
        System.out.println("largest difference      outputs to x W' + b'   Jacobian to W'");
        Tensor x = Tensor.normal(random, ROWS, INPUTS);
        print("linear layers", linear, single, x, w);
        print("with rectifiers", bent, single, x, w);

        Tensor t = Tensor.iota(201).div(50).sub(2);
        Tensor line = t.unsqueeze(1).mul(Tensor.normal(random, INPUTS));
        Chart chart =
                new Chart("The first output along a line through the inputs")
                        .size(800, 520)
                        .xLabel("place on the line")
                        .yLabel("output")
                        .line("three linear layers", t.toArray(), output(linear, line))
                        .line("with rectifiers", t.toArray(), output(bent, line));
        Tensor few = t.slice(0, 0, 201, 10);
        Tensor places = line.slice(0, 0, 201, 10);
        chart = chart.points("x W' + b'", few.toArray(), output(single, places));
        Pictures.in(arguments).draw("linear-collapse.png", chart);
    }

    private static Dense dense(String name, int inputs, int outputs, RandomGenerator random) {
        Dense layer = new Dense(name, inputs, outputs, Initializers.he(), random);
        layer.bias().set(Tensor.normal(random, outputs).mul(0.3));
        return layer;
    }

    private static void print(String name, Layer layer, Layer single, Tensor x, Tensor w) {
        // for each row of x the derivatives of outputs by inputs
        Tensor jacobians = Differentiate.jacobianOfRows(layer::apply, x);
        System.out.printf(
                Locale.ROOT,
                "%-20s %23.1e %16.1e%n",
                name,
                layer.apply(x).sub(single.apply(x)).abs().amax().value(),
                jacobians.sub(w.transpose()).abs().amax().value());
    }

    private static double[] output(Layer layer, Tensor x) {
        return layer.apply(x).slice(1, 0, 1).reshape(x.size(0)).toArray();
    }
}
