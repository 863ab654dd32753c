// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Pca;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.samples.networks.Pictures;

/**
 * Five clouds of data preparation: original, zero-centered, normalized, decorrelated, whitened.
 *
 * <p>What to see: centering moves the cloud to the origin, normalizing stretches it to deviation 1
 * along both axes; it still leans, and the covariance of 0.8 stays. Principal components turn the
 * centered cloud until its axes are those of the coordinates: the covariance is 0. Whitening
 * divides them by their deviations, and the covariance matrix is the identity.
 */
public final class DataPreparation {
    private static final long SEED = 1;
    private static final int ROWS = 200;

    private DataPreparation() {}

    /**
     * Prints means and covariances of the clouds, and draws them.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Tensor mixing = Tensor.of(new double[][] {{2, 0.8}, {0, 0.6}});
        Tensor original =
                Tensor.normal(new SeededRandom(SEED), ROWS, 2)
                        .matmul(mixing)
                        .add(Tensor.vector(3, 4));
        Pca components = Pca.fit(original);
        List<Chart> charts = new ArrayList<>();
        System.out.println("                     means       deviations   covariance");
        charts.add(cloud("original", original));
        charts.add(cloud("zero-centered", Standardizer.centering(original).apply(original)));
        charts.add(cloud("normalized", Standardizer.fit(original).apply(original)));
        charts.add(cloud("decorrelated", components.apply(original)));
        charts.add(cloud("whitened", components.whitened(0).apply(original)));
        Pictures.in(arguments).draw("data-preparation.png", new Panels(5, charts));
    }

    private static Chart cloud(String name, Tensor points) {
        Tensor x = points.slice(1, 0, 1);
        Tensor y = points.slice(1, 1, 2);
        Tensor covariance = x.sub(x.mean()).mul(y.sub(y.mean())).mean();
        System.out.printf(
                Locale.ROOT,
                "%-14s %6.2f %6.2f   %6.2f %6.2f   %8.2f%n",
                name,
                round(x.mean()),
                round(y.mean()),
                x.std().value(),
                y.std().value(),
                round(covariance));
        return new Chart(name)
                .size(320, 340)
                .equalUnits()
                .xRange(-6.5, 8.5)
                .yRange(-6.5, 8.5)
                .points("row", x.reshape(ROWS).toArray(), y.reshape(ROWS).toArray());
    }

    /** To hundredths, and no -0. */
    private static double round(Tensor number) {
        return Math.rint(100 * number.value()) / 100 + 0.0;
    }
}
