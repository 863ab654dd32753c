// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT
//SOURCES SampleData.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.files.Checkpoints;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;

/**
 * A training that is interrupted in the middle of an epoch, and resumed from its checkpoint with
 * the same result.
 *
 * <p>The weights are not all that must be kept: Adam has means of the gradients, batch
 * normalization has means of its inputs, dropout and the order of the samples come from a random
 * generator. The checkpoint has all of it. For comparison the training is also continued from the
 * weights alone, with optimizer and generator as new: a good training as well, but another one.
 *
 * <p>What to see: the losses of all epochs, and all weights in the end, are the same to the last
 * bit as those of a training that was not broken off. From the weights alone, they are not.
 *
 * <p>Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine
 * Learning Repository, 1998, CC BY 4.0.
 */
public final class ResumeTraining {
    private static final long SEED = 1;
    private static final int EPOCHS = 6;
    private static final int BATCH = 64;
    private static final int CHECKPOINT_STEPS = 10;
    private static final int STEPS = 174; // 29 batches an epoch
    private static final int BROKEN_OFF = 97;
    private static final long NEVER = -1;
    private static final int WHOLE_EPOCHS = 3; // by then
    private static final double LEARNING_RATE = 0.005;

    private ResumeTraining() {}

    /** The exception that simulates a power cut. */
    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Trains without and with an interruption, and compares.
     *
     * @param arguments the folder for the checkpoint, or none for target/samples
     * @throws IOException if the checkpoint cannot be written or read
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/samples");
        Files.createDirectories(folder);
        Path file = folder.resolve("digits.checkpoint");
        Files.deleteIfExists(file); // or the training would go on from the last run's
        Dataset<Tensor, int[]> digits =
                SampleData.digits().mapInputs(pixels -> pixels.div(8).sub(1));

        Training unbroken = new Training();
        History expected = unbroken.trainer(NEVER).fit(digits, unbroken.random);

        Training brokenOff = new Training();
        try {
            brokenOff
                    .trainer(BROKEN_OFF)
                    .checkpointSteps(file, CHECKPOINT_STEPS)
                    .fit(digits, brokenOff.random);
        } catch (Interruption e) {
            System.out.printf(
                    Locale.ROOT,
                    "broken off after step %d of %d; checkpoints were written every %d steps%n",
                    BROKEN_OFF,
                    STEPS,
                    CHECKPOINT_STEPS);
        }

        // for comparison: the weights of the checkpoint, but not the states that read returns
        Training fromWeights = new Training();
        Checkpoints.read(file, fromWeights.model);
        History others =
                fromWeights
                        .trainer(NEVER)
                        .epochs(EPOCHS - WHOLE_EPOCHS)
                        .fit(digits, fromWeights.random);

        // what another program would do: all is made anew; fit goes on since the file is there
        Training resumed = new Training();
        History history =
                resumed.trainer(NEVER)
                        .checkpointSteps(file, CHECKPOINT_STEPS)
                        .fit(digits, resumed.random);
        System.out.println("went on with step " + resumed.firstStep);

        System.out.println("loss by epoch:");
        System.out.println("     not broken off     from checkpoint    from weights alone");
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            System.out.printf(
                    Locale.ROOT,
                    "%3d  %.15f  %.15f%s%n",
                    epoch + 1,
                    expected.losses()[epoch],
                    history.losses()[epoch],
                    epoch < WHOLE_EPOCHS
                            ? ""
                            : String.format(
                                    Locale.ROOT, "  %.15f", others.losses()[epoch - WHOLE_EPOCHS]));
        }
        System.out.println("largest difference of a weight from the training not broken off:");
        System.out.printf(Locale.ROOT, "  from checkpoint     %s%n", difference(unbroken, resumed));
        System.out.printf(
                Locale.ROOT, "  from weights alone  %.4f%n", difference(unbroken, fromWeights));
    }

    /** The model, optimizer and generator of a training, as at the start. */
    private static final class Training {
        final SeededRandom random = new SeededRandom(SEED); // java.util's cannot be saved
        final Adam optimizer = new Adam(LEARNING_RATE);
        final Layer model =
                new Sequential(
                        new Dense("dense1", 64, 32, Initializers.he(), random),
                        new BatchNorm("norm1", 32),
                        Activation.RELU,
                        new Dropout(0.2),
                        new Dense("dense2", 32, 10, Initializers.xavier(), random));

        long firstStep; // that was seen

        /** The same settings each time: to go on with others would be refused. */
        SupervisedTrainer<int[]> trainer(long brokenOffAfter) {
            return Trainer.classifier(model, optimizer)
                    .epochs(EPOCHS)
                    .batchSize(BATCH)
                    .callback(Callback.eachBatch(status -> see(status.step(), brokenOffAfter)))
                    .progress(Progress.none());
        }

        private void see(long step, long brokenOffAfter) {
            firstStep = firstStep == 0 ? step : firstStep;
            if (step == brokenOffAfter) {
                throw new Interruption();
            }
        }
    }

    private static double difference(Training one, Training other) {
        double largest = 0;
        for (int i = 0; i < one.model.parameters().size(); i++) {
            Tensor a = one.model.parameters().get(i).value();
            Tensor b = other.model.parameters().get(i).value();
            largest = Math.max(largest, a.sub(b).abs().amax().value());
        }
        return largest;
    }
}
