package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** A training needs the jars of the engine and of this module alone. */
class WithoutLibrariesTest {
    /** The training, loaded where no library can be found. */
    public static final class Training implements Runnable {
        @Override
        public void run() {
            SplittableRandom random = new SplittableRandom(1);
            Tensor x = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
            Mlp model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
            Trainer.classifier(model, new Sgd(0.5))
                    .epochs(2)
                    .progress(Progress.lines(new PrintStream(OutputStream.nullOutputStream())))
                    .fit(Dataset.ofClasses(x, new int[] {0, 1, 1, 0}), random);
        }
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void aTrainingLoadsNoLibrary() throws Exception {
        URL[] path = {home(Tensor.class), home(Trainer.class), home(Training.class)};
        try (URLClassLoader bare = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            assertThrows(
                    ClassNotFoundException.class,
                    () -> bare.loadClass("com.fasterxml.jackson.core.JsonFactory"));
            Runnable training =
                    (Runnable)
                            bare.loadClass(Training.class.getName())
                                    .getDeclaredConstructor()
                                    .newInstance();
            assertDoesNotThrow(training::run);
        }
    }
}
