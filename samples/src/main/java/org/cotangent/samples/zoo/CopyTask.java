// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.zoo;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Pair;

/**
 * The task of {@link NeuralTuringMachine} and {@link DifferentiableNeuralComputer}: to copy a
 * sequence of bits, once, or as often as a number says, and then to put out a mark of the end. A
 * network reads the whole sequence before it writes; every batch is new.
 *
 * @param maxLength the largest length in training
 * @param maxTimes the largest number of copies in training
 * @param sizes lengths and times of a test, of which some are larger
 */
record CopyTask(int maxLength, int maxTimes, int[][] sizes) {
    static final CopyTask COPY =
            new CopyTask(10, 1, new int[][] {{1, 1}, {5, 1}, {10, 1}, {20, 1}});
    static final CopyTask REPEAT_COPY =
            new CopyTask(5, 4, new int[][] {{3, 2}, {5, 4}, {3, 8}, {10, 4}});
    static final int BITS = 4;
    static final int CHANNELS = BITS + 2; // and marks of the start and of the end
    private static final int ROWS = 16;

    boolean repeats() {
        return maxTimes > 1;
    }

    /** Bits, and a mark of the end where there is a number of times. */
    int outputs() {
        return repeats() ? BITS + 1 : BITS;
    }

    Batches<Pair<Tensor, Tensor>> batches(int count) {
        return Batches.generated(
                count,
                random ->
                        sequences(
                                ROWS,
                                1 + random.nextInt(maxLength),
                                1 + random.nextInt(maxTimes),
                                random));
    }

    /**
     * A mark, the bits, a mark with the number of times, zeros while the network writes, [rows,
     * steps, channels]; and what it is to write, [rows, steps of writing, outputs].
     */
    Pair<Tensor, Tensor> sequences(int rows, int length, int times, RandomGenerator random) {
        double[] drawn = random.ints((long) rows * length * BITS, 0, 2).asDoubleStream().toArray();
        Tensor bits = Tensor.of(drawn, rows, length, BITS);
        Tensor target = bits.tile(1, times, 1);
        if (repeats()) {
            target = Tensor.concat(1, widened(target, BITS + 1), mark(rows, BITS + 1, BITS, 1));
        }
        Tensor x =
                Tensor.concat(
                        1,
                        mark(rows, CHANNELS, BITS, 1),
                        widened(bits, CHANNELS),
                        mark(rows, CHANNELS, BITS + 1, times),
                        Tensor.zeros(rows, target.size(1), CHANNELS));
        return new Pair<>(x, target);
    }

    private static Tensor widened(Tensor bits, int channels) {
        return bits.pad(new int[][] {{0, 0}, {0, 0}, {0, channels - BITS}}, 0);
    }

    private static Tensor mark(int rows, int channels, int which, double value) {
        Tensor one = Tensor.eye(channels).slice(0, which, which + 1);
        return one.mul(value).expand(rows, 1, channels);
    }
}
