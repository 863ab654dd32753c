package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of a program compiles and computes, to the last bit, what the program does. */
class ProgramSourceTest {
    private static final int[][] SHAPES = {{}, {1}, {3}, {2, 3}, {2, 2}, {3, 1}, {0}};

    @TempDir Path folder;

    @Test
    void sourceComputesTheSame() throws Exception {
        List<RandomProgram> programs = programs();
        StringBuilder code = new StringBuilder("import org.cotangent.*;\npublic class Drawn {\n");
        for (int i = 0; i < programs.size(); i++) {
            code.append("public static Tensor f").append(i).append("() {\n");
            code.append(programs.get(i).toJava()).append("}\n");
        }
        compile(code.append("}\n").toString());
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> drawn = loader.loadClass("Drawn");
            for (int i = 0; i < programs.size(); i++) {
                RandomProgram program = programs.get(i);
                Tensor expected = program.apply(program.point());
                Tensor actual = (Tensor) drawn.getMethod("f" + i).invoke(null);
                assertArrayEquals(expected.shape(), actual.shape(), program::toString);
                assertArrayEquals(expected.toArray(), actual.toArray(), program::toString);
            }
        }
    }

    /** Every operation with operands of some shapes, and some programs of many lines. */
    private static List<RandomProgram> programs() {
        List<RandomProgram> programs = new ArrayList<>();
        Random random = new Random(1);
        for (Operation operation : Operation.values()) {
            for (int k = 0; k < 3; k++) {
                int[] left = SHAPES[(operation.ordinal() + k) % SHAPES.length];
                int[] right = SHAPES[random.nextInt(SHAPES.length)];
                double constant = 6 * random.nextDouble() - 3;
                programs.add(
                        RandomProgram.of(
                                List.of(new Instruction(operation, 0, 1, constant)),
                                Tensor.normal(random, left).mul(3),
                                Tensor.normal(random, right).mul(3)));
            }
        }
        for (int i = 0; i < 40; i++) {
            programs.add(
                    RandomProgram.random(
                            random, 10, Tensor.normal(random, 2, 3), Tensor.normal(random, 3)));
        }
        return programs;
    }

    private void compile(String code) throws IOException {
        Path source = Files.writeString(folder.resolve("Drawn.java"), code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String path = System.getProperty("java.class.path");
            List<String> options = List.of("-d", folder.toString(), "-cp", path);
            boolean compiled =
                    compiler.getTask(
                                    complaints,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertEquals(true, compiled, () -> complaints.toString());
        }
    }
}
