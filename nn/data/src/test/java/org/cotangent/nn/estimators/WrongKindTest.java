package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.files.Checkpoints;
import org.cotangent.nn.files.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of another kind is refused with what reads it. */
class WrongKindTest {
    @TempDir private Path folder;

    private void refused(Path file, String kind, String reader) {
        Refusal.of(
                MalformedDataException.class,
                () -> Models.load(file),
                "is a " + kind + "; a cotangent model expected",
                "Read it with " + reader);
    }

    @Test
    void filesOfEstimatorsAndTrainings() throws IOException {
        Tensor x = Tensor.of(new double[][] {{0, 1}, {1, 0}, {0, 2}, {2, 0}});
        Path file = folder.resolve("file");
        MlpClassifier classifier = new MlpClassifier();
        classifier.fit(x, new int[] {0, 1, 0, 1});
        classifier.save(file);
        refused(file, "mlp-classifier", "MlpClassifier.load");
        MlpRegressor regressor = new MlpRegressor();
        regressor.fit(x, Tensor.vector(1, 2, 3, 4));
        regressor.save(file);
        refused(file, "mlp-regressor", "MlpRegressor.load");
        Checkpoints.write(file, Activation.RELU, Map.of());
        refused(file, "cotangent checkpoint", "Checkpoints.read");
        Models.save(folder, Activation.RELU);
        Refusal.of(
                MalformedDataException.class,
                () -> Checkpoints.read(folder.resolve("model.safetensors"), Activation.RELU),
                "is a cotangent model",
                "Models.load");
    }
}
