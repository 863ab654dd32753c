package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they write leave a whole file. */
class KilledWriterTest {
    private static final int SIZE = 200_000;

    @TempDir private Path folder;

    /** A model whose numbers are all the same, so that a mix of two would be seen. */
    private record Model(Parameter numbers) implements Layer {
        Model(double value) {
            this(new Parameter("numbers", Tensor.full(value, SIZE)));
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(numbers);
        }
    }

    /** Writes checkpoint after checkpoint until it is killed. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            for (int i = Integer.parseInt(arguments[1]); ; i++) {
                State state = new State("count").with("i", i);
                Checkpoints.write(Path.of(arguments[0]), new Model(i), Map.of("count", state));
                System.out.println(i);
            }
        }
    }

    @Test
    void theFileIsTheOneBeforeOrTheOneAfter() throws Exception {
        Path file = folder.resolve("a.checkpoint");
        SplittableRandom random = new SplittableRandom(1);
        int written = 0;
        for (int round = 0; round < 4; round++) {
            Process child =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Child.class.getName(),
                                    file.toString(),
                                    "" + (written + 1))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
                for (int i = 0; i < 2 + round; i++) {
                    String line = out.readLine();
                    assertTrue(line != null, "the child ended by itself");
                    written = Integer.parseInt(line);
                }
                // somewhere in the next
                Thread.sleep(random.nextInt(12));
                child.destroyForcibly().waitFor();
            }
            Model model = new Model(-1);
            State state = Checkpoints.read(file, model).get("count");
            long last = state.integer("i");
            assertTrue(last >= written, last + " after " + written);
            double[] numbers = model.numbers().value().toArray();
            for (double number : numbers) {
                assertEquals(last, number);
            }
            written = (int) last;
        }
    }

    @Test
    void whatWasLeftBehindIsRemovedOnceItIsOld() throws IOException {
        Path file = folder.resolve("a");
        Path old = folder.resolve(".a.123-4f-5.tmp");
        Path young = folder.resolve(".a.123-4f-6.tmp");
        Path other = folder.resolve(".b.123-4f-5.tmp");
        Path foreign = folder.resolve(".a.mine.tmp");
        for (Path path : List.of(old, young, other, foreign)) {
            Files.writeString(path, "x");
            if (path != young) {
                Files.setLastModifiedTime(
                        path, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            }
        }
        Safetensors.write(file, Map.of("a", Tensor.of(1)), Map.of());
        assertFalse(Files.exists(old));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(foreign, young, other, file),
                    files.sorted(
                                    java.util.Comparator.comparing(
                                            (Path p) ->
                                                    List.of(foreign, young, other, file)
                                                            .indexOf(p)))
                            .toList());
        }
    }
}
