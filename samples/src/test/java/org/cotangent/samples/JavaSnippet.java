package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a class from text and runs its {@code main}. */
final class JavaSnippet {
    private JavaSnippet() {}

    /** What the class prints. */
    static String run(Path scratch, String className, String code) throws Exception {
        return printed(compile(scratch, className, code), className, code);
    }

    /** The folder with the compiled class. */
    static Path compile(Path scratch, String className, String code) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve(className));
        Path source = Files.writeString(folder.resolve(className + ".java"), code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    complaints,
                                    files,
                                    null,
                                    List.of(
                                            "-d",
                                            folder.toString(),
                                            "-cp",
                                            System.getProperty("java.class.path")),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertEquals(true, compiled, () -> complaints + "\n" + code);
        }
        return folder;
    }

    private static String printed(Path folder, String className, String code) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, JavaSnippet.class.getClassLoader())) {
            return Printed.by(
                    () -> {
                        try {
                            loader.loadClass(className)
                                    .getMethod("main", String[].class)
                                    .invoke(null, (Object) new String[0]);
                        } catch (InvocationTargetException e) {
                            throw new AssertionError(e.getCause() + "\n" + code, e.getCause());
                        }
                    });
        }
    }
}
