// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Prelu;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;

/**
 * The activation functions of the library and their slopes, which are not written down anywhere
 * here: the engine differentiates.
 *
 * <p>What to see: the slope of the sigmoid is 1/4 at best and next to nothing beyond 4, so that
 * little of a gradient is left behind a few layers; that of tanh reaches 1. The rectifier and its
 * relatives keep the slope 1 for large arguments. The rectifier's own is exactly 0 below 0, where a
 * neuron cannot learn any more; the leaky one, PReLU and ELU have some slope left there. GELU, SiLU
 * and hard SiLU are not monotonic: they fall a little before they rise.
 *
 * <p>Softmax, its logarithm and softmin take a whole row: shown is the first output for the row (x,
 * 0), which for softmax is the sigmoid of x.
 */
public final class ActivationCurves {
    private static final double EDGE = 4;
    private static final int POINTS = 801;

    private ActivationCurves() {}

    /**
     * Prints values and slopes at three places, and draws all curves.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "value and slope at              -2                   0                   2");
        Tensor places = Tensor.vector(-2, 0, 2);
        List<Chart> charts = new ArrayList<>();
        functions()
                .forEach(
                        (name, f) -> {
                            double[] values = f.apply(places).toArray();
                            double[] slopes = slopes(f, places).toArray();
                            System.out.printf(Locale.ROOT, "%-22s", name);
                            for (int i = 0; i < values.length; i++) {
                                System.out.printf(
                                        Locale.ROOT, "  %8.4f  %8.4f", values[i], slopes[i]);
                            }
                            System.out.println();
                            charts.add(chart(name, f));
                        });
        Pictures.in(arguments).draw("activations.png", new Panels(5, charts));
    }

    /** The functions of one number by their names. */
    static Map<String, UnaryOperator<Tensor>> functions() {
        Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
        for (Activation activation : Activation.values()) {
            boolean ofRows = activation.name().matches(".*SOFTM(AX|IN)");
            all.put(
                    ofRows ? activation + " of (x, 0)" : activation.toString(),
                    ofRows ? x -> firstOfPair(activation, x) : activation::apply);
        }
        // its slope below 0 is a parameter, learned like the weights; this is where it starts
        all.put("PReLU(" + Prelu.DEFAULT_SLOPE + ")", new Prelu("prelu")::apply);
        return all;
    }

    /** The values of a function of rows at (x, 0), for all numbers x of a vector. */
    private static Tensor firstOfPair(Activation activation, Tensor x) {
        Tensor rows = Tensor.stack(1, x, x.mul(0));
        return activation.apply(rows).slice(1, 0, 1).squeeze(1);
    }

    /** The derivative of a function of one number, at all numbers of a vector at once. */
    static Tensor slopes(UnaryOperator<Tensor> f, Tensor places) {
        Tensor x = places.asVariable();
        // each value depends on its own number only, so the gradient of the sum has them all
        return f.apply(x).sum().backward().of(x);
    }

    private static Chart chart(String name, UnaryOperator<Tensor> f) {
        double[] x = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = EDGE * (2.0 * i / (POINTS - 1) - 1);
        }
        Tensor places = Tensor.of(x);
        double[] values = f.apply(places).toArray();
        double[] slopes = slopes(f, places).toArray();
        // the same scale in all panels, so that they can be compared
        return new Chart(name)
                .size(450, 410)
                .xRange(-EDGE, EDGE)
                .yRange(-2, 3)
                .line("value", x, within(values))
                .line("slope", x, within(slopes));
    }

    /** A gap where the curve leaves the panel. */
    private static double[] within(double[] y) {
        double[] kept = y.clone();
        for (int i = 0; i < y.length; i++) {
            kept[i] = y[i] < -2 || y[i] > 3 ? Double.NaN : y[i];
        }
        return kept;
    }
}
