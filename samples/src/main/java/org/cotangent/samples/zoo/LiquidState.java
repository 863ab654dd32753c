// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A liquid state machine: a reservoir of leaky integrate-and-fire units with random connections,
 * and a linear readout that tells what patterns of spikes came in.
 *
 * <p>Two patterns on 20 channels, A and B, come one after the other with a silence between: AA, AB,
 * BA or BB, each spike moved by a step or so at random. The question is whether they were the same.
 * All that the readout sees are the traces of the units' spikes in the end, which fade by a
 * thirtieth in a step. The trace of a unit is also what the units connected to it receive.
 *
 * <p>What to see: from the traces of the channels a linear readout can but guess, for "the same" is
 * no linear function of them, however well they remember. Units that are not connected have
 * forgotten the first pattern when the second comes, for their membranes leak by an eighth in a
 * step, and do no better. In the liquid the second pattern meets what is left of the first.
 *
 * <p>W. Maass, T. Natschlaeger and H. Markram, "Real-time computing without stable states", Neural
 * Computation 14, 2002.
 */
public final class LiquidState extends Block implements Layer {
    private static final long SEED = 1;
    private static final int CHANNELS = 20;
    private static final int UNITS = 200;
    private static final int PART = 30; // steps of a pattern
    private static final int GAP = 20; // steps of silence between them
    private static final int STEPS = PART + GAP + PART;
    private static final int SPIKES = 3; // of a channel in a pattern
    private static final double JITTER = 0.5; // standard deviation in steps
    private static final int SAMPLES = 1000;
    private static final int UNSEEN = 400;
    private static final int EPOCHS = 40;
    private static final double KEPT = StrictMath.exp(-1 / 8.0); // by a membrane, in a step
    private static final double FADING = StrictMath.exp(-1 / 30.0); // of traces, in a step
    private static final double RECURRENT = 0.02; // the scale of the weights

    private final Buffer input;
    private final Buffer recurrent;

    LiquidState(String name, int units, double scale, RandomGenerator random) {
        super(name);
        input = buffer("input", sparse(random, 0.3, CHANNELS, units).abs().mul(0.25));
        recurrent = buffer("recurrent", sparse(random, 0.1, units, units).mul(scale));
    }

    /** Normal numbers, of which that share is kept and others are 0. */
    private static Tensor sparse(RandomGenerator random, double share, int rows, int columns) {
        Tensor kept = Tensor.uniform(random, 0, 1, rows, columns).lt(share);
        return Tensor.normal(random, rows, columns).mul(kept);
    }

    /**
     * Trains readouts of the channels, of units that are not connected and of the liquid, prints
     * how often each is right, and draws the spikes of a sample.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(SAMPLES, EPOCHS, Pictures.in(arguments));
    }

    static void run(int count, int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        LiquidState liquid = new LiquidState("liquid", UNITS, RECURRENT, random);
        LiquidState alone = new LiquidState("units alone", UNITS, 0, random);
        Tensor patterns = patterns(random);
        Dataset<Tensor, int[]> samples = drawn(patterns, count, random);
        Dataset<Tensor, int[]> unseen = drawn(patterns, UNSEEN, random);
        for (Layer layer : List.of(new Lambda("channels", LiquidState::traces), alone, liquid)) {
            Dataset<Tensor, int[]> states = samples.mapInputs(layer::apply);
            Layer readout = new Dense(states.inputs().size(1), 2, Initializers.zeros(), random);
            Trainer.classifier(readout, new AdamW(0.01).weightDecay(0.01))
                    .epochs(epochs)
                    .progress(Progress.none())
                    .fit(states, random);
            Dataset<Tensor, int[]> others = unseen.mapInputs(layer::apply);
            System.out.printf(
                    Locale.ROOT,
                    "readout of %-12s %5.1f %% of %d unseen samples right%n",
                    layer.name(),
                    100 * Evaluation.ofClassifier(readout, others).metric("accuracy"),
                    UNSEEN);
        }
        Tensor one = unseen.inputs().slice(0, 0, 1);
        Chart chart =
                new Chart("Spikes of a sample")
                        .size(900, 550)
                        .xLabel("step")
                        .yLabel("unit, below 0 channel");
        chart = raster(chart, "channels", one.swapAxes(0, 1), -CHANNELS - 2);
        chart = raster(chart, "liquid", liquid.run(one).output().slice(2, 0, 60), 0);
        pictures.draw("liquid-state.png", chart);
    }

    /** The steps at which each channel spikes in each of two patterns. */
    static Tensor patterns(RandomGenerator random) {
        return Tensor.uniform(random, 0, PART, 2, CHANNELS, SPIKES);
    }

    /** Spikes of shape [samples, steps, channels], 1 or 0, and whether both parts are the same. */
    static Dataset<Tensor, int[]> drawn(Tensor patterns, int count, RandomGenerator random) {
        double[] spikes = new double[count * STEPS * CHANNELS];
        int[] same = new int[count];
        for (int sample = 0; sample < count; sample++) {
            int[] which = {random.nextInt(2), random.nextInt(2)};
            same[sample] = which[0] == which[1] ? 1 : 0;
            for (int k = 0; k < 2 * CHANNELS * SPIKES; k++) {
                int part = k % 2;
                int channel = k / 2 % CHANNELS;
                double at = patterns.get(which[part], channel, k / 2 / CHANNELS);
                at = Math.max(0, Math.min(PART - 1, at + JITTER * random.nextGaussian()));
                int step = sample * STEPS + part * (PART + GAP) + (int) at;
                spikes[step * CHANNELS + channel] = 1;
            }
        }
        return Dataset.ofClasses(Tensor.of(spikes, count, STEPS, CHANNELS), same);
    }

    /** The traces that spikes of shape [samples, steps, n] leave in the end. */
    private static Tensor traces(Tensor spikes) {
        Tensor age = Tensor.iota(spikes.size(1)).flip(0).unsqueeze(1);
        return spikes.mul(age.mul(StrictMath.log(FADING)).exp()).sum(1);
    }

    /** A step: membranes and traces go on, and spikes come out. */
    private Loop.Results step(Tensor[] states, Tensor[] currents) {
        Tensor received = states[1].matmul(recurrent.value()).add(currents[0]);
        Tensor v = states[0].mul(KEPT).add(received);
        Tensor fired = v.ge(1);
        Tensor membrane = Tensor.where(fired, Tensor.of(0), v);
        Tensor trace = states[1].mul(FADING).add(fired);
        return new Loop.Results(List.of(membrane, trace), List.of(fired));
    }

    /** The membranes and the traces in the end, and the spikes, [steps, samples, units]. */
    private Loop.Results run(Tensor spikes) {
        Tensor currents = spikes.swapAxes(0, 1).matmul(input.value());
        Tensor rest = Tensor.zeros(currents.size(1), currents.size(2));
        return Loop.over(currents).scan(this::step, rest, rest);
    }

    /** The traces of the units in the end, of shape [samples, units]. */
    @Override
    public Tensor forward(Tensor spikes, Pass pass) {
        return run(spikes).states().get(1).div(5);
    }

    /** The spikes of one sample, [steps, 1, n], as points. */
    private static Chart raster(Chart chart, String name, Tensor spikes, int lowest) {
        double[] all = spikes.toArray();
        int units = spikes.size(2);
        int[] fired = IntStream.range(0, all.length).filter(i -> all[i] > 0).toArray();
        double[] step = IntStream.of(fired).mapToDouble(i -> i / units).toArray();
        double[] unit = IntStream.of(fired).mapToDouble(i -> i % units + lowest).toArray();
        return chart.points(name, step, unit);
    }
}
