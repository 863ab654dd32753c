// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.sequences.Recurrent;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * The adding problem: a sequence of random numbers of which two are marked, and the sum of those
 * two is asked for at the end. Simple recurrent cells, long short-term memory and gated recurrent
 * units learn it side by side.
 *
 * <p>What to see: who always answers 1 has the mean squared error 1/6 = 0.167. Both gated networks
 * fall far below it, for their memory carries the first number to the end; the simple one hardly
 * learns, since its gradient vanishes on the way back.
 *
 * <p>S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997.
 */
public final class AddingProblem extends Block implements Layer {
    private static final long SEED = 1;
    private static final int STEPS = 50;
    private static final int WIDTH = 24;
    private static final int ROWS = 32;
    private static final int BATCHES = 50; // an epoch
    private static final int EPOCHS = 30;
    private static final int TESTED = 1000;
    private static final double RATE = 0.01;

    private final Recurrent network;
    private final Dense output;

    AddingProblem(BiFunction<Integer, Integer, Recurrent.Settings> kind, RandomGenerator random) {
        super("adding");
        network = child(kind.apply(2, WIDTH).build(random));
        output = child(new Dense("output", WIDTH, 1, Initializers.xavier(), random));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor last = network.forward(x, network.initial(x.size(0)), pass).last();
        return output.forward(last, pass);
    }

    /**
     * Trains the three networks, prints their errors on new sequences, and draws the curves.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(STEPS, EPOCHS, Pictures.in(arguments));
    }

    static void run(int steps, int epochs, Pictures pictures) throws IOException {
        System.out.printf(
                "%d steps; mean squared error of who answers 1 each time: %.4f%n", steps, 1 / 6.0);
        Chart chart =
                new Chart("The adding problem: mean squared error")
                        .size(800, 500)
                        .logY()
                        .xLabel("epoch");
        chart = trained("Elman", Recurrent::elman, steps, epochs, chart);
        chart = trained("LSTM", Recurrent::lstm, steps, epochs, chart);
        chart = trained("GRU", Recurrent::gru, steps, epochs, chart);
        pictures.draw("adding-problem.png", chart);
    }

    private static Chart trained(
            String name,
            BiFunction<Integer, Integer, Recurrent.Settings> kind,
            int steps,
            int epochs,
            Chart chart) {
        SeededRandom random = new SeededRandom(SEED);
        AddingProblem model = new AddingProblem(kind, random);
        History history = trainer(model, epochs).fit(batches(steps), random);
        Dataset<Tensor, Tensor> test = sequences(TESTED, steps, random);
        Tensor answers = Tensor.unrecorded(() -> model.apply(test.inputs()));
        System.out.printf(
                Locale.ROOT,
                "%-6s %5d weights, after %d batches: mean squared error %.5f%n",
                name,
                model.parameters().stream().mapToInt(p -> p.value().size()).sum(),
                epochs * BATCHES,
                Losses.meanSquaredError().apply(answers, test.targets()).value());
        double[] epoch = IntStream.rangeClosed(1, epochs).asDoubleStream().toArray();
        return chart.line(name, epoch, history.losses());
    }

    static Trainer<AddingProblem, Dataset<Tensor, Tensor>> trainer(
            AddingProblem model, int epochs) {
        Optimizer adam = Clipping.byGlobalNorm(new Adam(RATE), 1);
        return new Trainer<AddingProblem, Dataset<Tensor, Tensor>>(model, AddingProblem::loss, adam)
                .epochs(epochs)
                .progress(Progress.none());
    }

    private Tensor loss(Dataset<Tensor, Tensor> batch, Pass pass) {
        return Losses.meanSquaredError().apply(forward(batch.inputs(), pass), batch.targets());
    }

    static Batches<Dataset<Tensor, Tensor>> batches(int steps) {
        return Batches.generated(BATCHES, random -> sequences(ROWS, steps, random));
    }

    /** Numbers and marks, [rows, steps, 2], a mark in either half; and the sums, [rows, 1]. */
    private static Dataset<Tensor, Tensor> sequences(int rows, int steps, RandomGenerator random) {
        double[] x = random.doubles(2L * rows * steps).toArray();
        double[] sums = new double[rows];
        for (int row = 0; row < rows; row++) {
            int first = random.nextInt(steps / 2);
            int second = steps / 2 + random.nextInt(steps - steps / 2);
            for (int step = 0; step < steps; step++) {
                int at = 2 * (row * steps + step);
                boolean marked = step == first || step == second;
                x[at + 1] = marked ? 1 : 0;
                sums[row] += marked ? x[at] : 0;
            }
        }
        return Dataset.ofValues(Tensor.of(x, rows, steps, 2), Tensor.of(sums, rows, 1));
    }
}
