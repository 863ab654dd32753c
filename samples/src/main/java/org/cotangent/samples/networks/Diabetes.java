// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES Pictures.java SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.Qr;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.TransformLayer;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.EarlyStopping;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Monitor;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * Regression of the progress of diabetes after a year in 442 patients on ten measurements, by a
 * network and by ordinary least squares.
 *
 * <p>What to see: on patients that neither has seen, both explain about half of the variance (R2 =
 * 0.4 to 0.6, by which patients these happen to be), and the network is about as good as the
 * straight line. There is much noise and little data, so there is hardly more to be learned; what
 * matters is not to learn the noise. A penalty on large weights and early stopping see to that.
 *
 * <p>Data: B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, "Least angle regression", Annals of
 * Statistics 32, 2004.
 */
public final class Diabetes {
    private static final long SEED = 1;
    private static final int HIDDEN = 64;
    private static final int MOST_EPOCHS = 300;
    private static final int PATIENCE = 30;

    private Diabetes() {}

    /** A trained model of the patients' measurements, with the history of its training. */
    record Trained(Layer model, History history) {}

    /**
     * Trains the network, prints how well it and least squares predict, and draws its predictions.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        Split<Tensor, Tensor> split = split(random);
        Dataset<Tensor, Tensor> unseen = split.test();
        System.out.printf(
                Locale.ROOT,
                "%d patients to learn from, %d kept unseen%n",
                split.train().rows(),
                unseen.rows());

        Trained trained = trained(split.train(), random);
        System.out.println("network: " + trained.model());
        History history = trained.history();
        System.out.printf(
                Locale.ROOT,
                "stopped after epoch %d; the weights are those of epoch %d, the best%n",
                history.epochs(),
                history.bestEpoch().orElseThrow());

        Tensor byNetwork = trained.model().apply(unseen.inputs());
        Tensor byLeastSquares = leastSquares(split.train(), unseen.inputs());
        System.out.println("on unseen patients        R2   mean absolute error");
        print("network", byNetwork, unseen.targets());
        print("least squares", byLeastSquares, unseen.targets());
        Tensor mean = split.train().targets().mean().expand(unseen.rows(), 1);
        print("always the mean", mean, unseen.targets());

        Pictures pictures = Pictures.in(arguments);
        pictures.draw("diabetes.png", chart(unseen.targets(), byNetwork, byLeastSquares));
        pictures.draw("diabetes-training.png", history);
    }

    /** A quarter of the patients is kept unseen. */
    static Split<Tensor, Tensor> split(RandomGenerator random) {
        return Split.of(SampleData.diabetes(), 0.25, random);
    }

    /** A network trained on patients, of whom it sets some aside to know when to stop. */
    static Trained trained(Dataset<Tensor, Tensor> patients, RandomGenerator random) {
        Split<Tensor, Tensor> known = Split.of(patients, 0.15, random);
        // means and deviations are of the patients to learn from alone
        Standardizer measurements = Standardizer.fit(known.train().inputs());
        Standardizer progress = Standardizer.fit(known.train().targets());
        Mlp network = Mlp.of(10, HIDDEN, 1).activation(Activation.TANH).build(random);
        // small weights make a smooth model, which cannot follow the noise of single patients
        History history =
                Trainer.regressor(network, new Adam(0.001))
                        .regularizer(Regularizers.l2(0.03))
                        .epochs(MOST_EPOCHS)
                        .batchSize(32)
                        .metric("mean absolute error, in deviations", Metrics.meanAbsoluteError())
                        .validate(standardized(known.test(), measurements, progress))
                        .earlyStopping(new EarlyStopping(Monitor.validationLoss(), PATIENCE))
                        .progress(Progress.none())
                        .fit(standardized(known.train(), measurements, progress), random);
        // from measurements in their own units to the progress in its own
        Layer model =
                new Sequential(
                        new TransformLayer("standardize", measurements),
                        network,
                        TransformLayer.inverse("restore", progress));
        return new Trained(model, history);
    }

    private static Dataset<Tensor, Tensor> standardized(
            Dataset<Tensor, Tensor> patients, Standardizer measurements, Standardizer progress) {
        return Dataset.ofValues(
                measurements.apply(patients.inputs()), progress.apply(patients.targets()));
    }

    /** Predictions of the linear model with the least squared error on the patients. */
    static Tensor leastSquares(Dataset<Tensor, Tensor> patients, Tensor unseen) {
        // X = Q R with orthogonal columns in Q, so X b is nearest to y where R b = Q' y
        Qr qr = Linalg.qr(withIntercept(patients.inputs()));
        Tensor projected = qr.q().transpose().matmul(patients.targets());
        Tensor coefficients = Linalg.solveTriangular(qr.r(), projected, false);
        return withIntercept(unseen).matmul(coefficients);
    }

    private static Tensor withIntercept(Tensor inputs) {
        return Tensor.concat(1, Tensor.ones(inputs.size(0), 1), inputs);
    }

    private static void print(String name, Tensor predictions, Tensor targets) {
        System.out.printf(
                Locale.ROOT,
                "  %-18s %7.3f   %19.1f%n",
                name,
                Metrics.r2().apply(predictions, targets),
                Metrics.meanAbsoluteError().apply(predictions, targets));
    }

    private static Chart chart(Tensor targets, Tensor byNetwork, Tensor byLeastSquares) {
        double[] perfect = {25, 346};
        return new Chart("Progress of diabetes in unseen patients")
                .size(800, 840)
                .equalUnits()
                .xLabel("measured")
                .yLabel("predicted")
                .xRange(0, 350)
                .yRange(0, 350)
                .points("network", targets.toArray(), byNetwork.toArray())
                .points("least squares", targets.toArray(), byLeastSquares.toArray())
                .line("perfect", perfect, perfect);
    }
}
