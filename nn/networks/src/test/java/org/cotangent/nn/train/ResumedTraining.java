package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.files.Safetensors;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.ReduceOnPlateau;

/**
 * A training in which everything takes part that must survive an interruption: batch statistics,
 * chance within layers, an optimizer with state, validation, early stopping, a rate that falls.
 */
final class ResumedTraining {
    static final int EPOCHS = 9;
    static final int BATCHES = 7;

    final SeededRandom random = new SeededRandom(1);
    final Dataset<Tensor, int[]> data = blobs(53);
    final Dataset<Tensor, int[]> validation = blobs(20);
    final Layer model =
            new Sequential(
                    dense("dense1", 3, 6),
                    new BatchNorm("norm", 6),
                    new Noise(),
                    Activation.TANH,
                    dense("dense2", 6, 3));
    final Adam optimizer;
    SupervisedTrainer<int[]> trainer;

    ResumedTraining() {
        this(new Adam(0.05));
    }

    ResumedTraining(Adam optimizer) {
        this.optimizer = optimizer;
        trainer =
                Trainer.classifier(model, optimizer)
                        .epochs(EPOCHS)
                        .batchSize(8)
                        .progress(Progress.none())
                        .validate(validation)
                        .parameterStatistics()
                        .earlyStopping(new EarlyStopping(Monitor.validationLoss(), 4))
                        .reduceOnPlateau(
                                new ReduceOnPlateau(0.05).patience(0), Monitor.validationLoss());
    }

    /** Multiplies by numbers near 1 that are drawn anew in every batch of training. */
    private static final class Noise implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return pass.isTraining()
                    ? x.mul(Tensor.uniform(pass.random(), 0.5, 1.5, x.shape()))
                    : x;
        }
    }

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private Dataset<Tensor, int[]> blobs(int rows) {
        int[] classes = random.ints(rows, 0, 3).toArray();
        Tensor noise = Tensor.normal(random, rows, 3);
        Tensor centers = Tensor.eye(3).indexSelect(0, classes);
        return Dataset.ofClasses(noise.add(centers.mul(1.5)), classes);
    }

    /** Everything that must be the same, as text and bits. */
    String outcome(History history) {
        StringBuilder text = new StringBuilder(history.toCsv());
        for (Epoch epoch : history.list()) {
            text.append(epoch.parameters()).append('\n');
        }
        text.append(history.stopped()).append(history.bestEpoch()).append('\n');
        tensors(model).forEach((name, tensor) -> text.append(name).append(bits(tensor)));
        text.append(values(optimizer));
        optimizer.state().tensors().forEach((name, x) -> text.append(name).append(bits(x)));
        return text.append(values(random)).toString();
    }

    /** All of a state but its tensors, whose bits stand elsewhere. */
    static Map<String, Object> values(Stateful object) {
        Map<String, Object> values = new TreeMap<>(object.state().values());
        values.values().removeIf(Tensor.class::isInstance);
        return values;
    }

    private static String bits(Tensor x) {
        StringBuilder text = new StringBuilder();
        for (double v : x.toArray()) {
            text.append(' ').append(Long.toHexString(Double.doubleToRawLongBits(v)));
        }
        return text.append('\n').toString();
    }

    static Map<String, Tensor> tensors(Layer model) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            all.put(parameter.name(), parameter.value().stopGradient());
        }
        for (Buffer buffer : model.buffers()) {
            all.put(buffer.name(), buffer.value());
        }
        return all;
    }

    ResumedTraining callback(Consumer<TrainingStatus> action) {
        trainer = trainer.callback(Callback.eachBatch(action));
        return this;
    }

    History fit() {
        return trainer.fit(data, random);
    }

    /**
     * Trains in a process of its own, with a line of output for every step.
     *
     * @param arguments the checkpoint, the file for the weights at the end, and the one for the
     *     outcome as text
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> files = Arrays.stream(arguments).map(Path::of).toList();
        ResumedTraining training =
                new ResumedTraining()
                        .callback(
                                status -> {
                                    System.out.println("step " + status.step());
                                    System.out.flush();
                                });
        training.trainer = training.trainer.checkpointSteps(files.get(0), 2);
        History history = training.fit();
        Safetensors.write(files.get(1), tensors(training.model), Map.of());
        Files.writeString(files.get(2), training.outcome(history));
    }
}
