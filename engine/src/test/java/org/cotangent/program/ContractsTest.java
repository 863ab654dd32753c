package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.tape.Sweep;
import org.junit.jupiter.api.Test;

/** What speed rests on and can be told without a clock. */
class ContractsTest {
    /** Longer methods are left to the interpreter of the Java virtual machine. */
    private static final int MOST_BYTES = 8_000;

    private static final int STATIC_FINAL = 0x0018;

    private static final TensorFunction F =
            x ->
                    x[0].mul(x[1])
                            .tanh()
                            .sum()
                            .add(x[0].exp().square().sum())
                            .add(x[1].max(0.5).sum());

    private static Map<String, ClassReader> classes(Class<?> type) throws Exception {
        Path file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
        Map<String, ClassReader> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path each : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                all.put(each.getFileName().toString(), read(each));
            }
        }
        return all;
    }

    private static ClassReader read(Path file) throws IOException {
        return new ClassReader(Files.readAllBytes(file));
    }

    @Test
    void methodsAreShortEnoughToBeCompiled() throws Exception {
        int methods = 0;
        for (Class<?> type : List.of(ArrayKernels.class, Program.class, Sweep.class)) {
            for (Map.Entry<String, ClassReader> each : classes(type).entrySet()) {
                for (Map.Entry<String, Integer> method : each.getValue().lengths.entrySet()) {
                    String name = each.getKey() + " " + method.getKey();
                    boolean once = method.getKey().startsWith("<clinit>"); // of tables
                    assertTrue(once || method.getValue() < MOST_BYTES, name);
                    methods++;
                }
            }
        }
        assertTrue(methods > 1000, methods + " methods");
    }

    @Test
    void numbersAreNotBoxed() throws Exception {
        List<String> boxing = new ArrayList<>();
        for (Class<?> type : List.of(ArrayKernels.class, Program.class, Sweep.class)) {
            classes(type)
                    .forEach(
                            (name, file) -> {
                                if (file.members.contains("java/lang/Double.valueOf")) {
                                    boxing.add(name);
                                }
                            });
        }
        assertEquals(List.of(), boxing);
    }

    /** The JIT compiler must know them, or every vector is an object. */
    @Test
    void vectorSpeciesAreConstants() throws Exception {
        int species = 0;
        for (Map.Entry<String, ClassReader> each : classes(ArrayKernels.class).entrySet()) {
            for (ClassReader.Field field : each.getValue().fields) {
                if (field.type().equals("Ljdk/incubator/vector/VectorSpecies;")) {
                    String name = each.getKey() + " " + field.name();
                    assertEquals(STATIC_FINAL, field.flags() & STATIC_FINAL, name);
                    species++;
                }
            }
        }
        assertTrue(species > 0);
    }

    private static Program program(String way) {
        System.setProperty(Tier.PROPERTY, way);
        try {
            return Program.valueAndGradients(F, Tensor.ones(5), Tensor.ones(5));
        } finally {
            System.clearProperty(Tier.PROPERTY);
        }
    }

    /** The least number of bytes that some runs allocate. */
    private static long allocated(int runs, Runnable run) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < runs; i++) {
                run.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void runsMakeNoObjects() {
        double[] x = new double[10];
        double[] y = new double[11];
        double[] both = new double[11];
        for (String way : List.of("interpreter", "compiled")) {
            Program program = program(way);
            assertTrue(program.explain().contains(way.equals("compiled") ? "bytecode" : way));
            long bytes = allocated(1000, () -> program.run(x, y));
            assertTrue(bytes < 1000, way + ": " + bytes + " bytes in 1,000 runs");
        }
        // of an array that is both
        System.setProperty(Tier.PROPERTY, "compiled");
        try {
            Program inPlace = Program.of(v -> v[0].mul(0.5).add(1), Tensor.ones(11));
            long bytes = allocated(1000, () -> inPlace.run(both, both));
            assertTrue(bytes < 1000, bytes + " bytes in 1,000 runs in place");
        } finally {
            System.clearProperty(Tier.PROPERTY);
        }
    }

    /** The results, their arrays and lists, and nothing that grows with the program. */
    @Test
    void applyMakesWhatItGives() {
        Tensor[] x = {Tensor.ones(5), Tensor.ones(5)};
        for (String way : List.of("interpreter", "compiled")) {
            Program program = program(way);
            long bytes = allocated(1000, () -> program.applyAll(x)) / 1000;
            assertTrue(bytes < 2000, way + ": " + bytes + " bytes a run");
        }
    }

    /** A block of memory for a thread, however many points and calls there are. */
    @Test
    void rowsMakeNoBlocks() {
        Program program = program("interpreter");
        double[] x = new double[10 * 600];
        double[] y = new double[11 * 600];
        long bytes = allocated(50, () -> program.rows(600, x, y)) / 50;
        assertTrue(bytes < 2000, bytes + " bytes a call");
    }
}
