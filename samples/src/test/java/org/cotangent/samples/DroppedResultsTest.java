package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.CheckReturnValue;
import org.junit.jupiter.api.Test;

/** Methods that only give another object of their kind are marked {@link CheckReturnValue}. */
class DroppedResultsTest {
    private static final Path ROOT = Path.of("..");

    /** Methods that return the object that they have changed or looked at, or a part of it. */
    private static final Set<String> OTHERS =
            Set.of(
                    "Graph.Scope.outer",
                    "Mixture.gate",
                    "MlpClassifier.fit",
                    "MlpClassifier.partialFit",
                    "MlpRegressor.fit",
                    "MlpRegressor.partialFit",
                    "Report.requirePassed",
                    "State.child",
                    "State.require");

    @Test
    void whatGivesACopyIsMarked() throws Exception {
        Set<String> unmarked = new TreeSet<>();
        for (String module :
                List.of("engine", "gradcheck", "nn/networks", "nn/data", "nn/pictures")) {
            for (Class<?> type : types(ROOT.resolve(module + "/src/main/java"))) {
                // settings stand in bases that are not public, too
                for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                    addUnmarked(c, unmarked);
                }
            }
        }
        assertEquals(new TreeSet<>(OTHERS), unmarked);
    }

    private static void addUnmarked(Class<?> c, Set<String> unmarked) {
        boolean all = c.isAnnotationPresent(CheckReturnValue.class);
        for (Method m : c.getDeclaredMethods()) {
            if (!all && !m.isAnnotationPresent(CheckReturnValue.class) && givesItsKind(c, m)) {
                String type = c.getName().substring(c.getPackageName().length() + 1);
                unmarked.add(type.replace('$', '.') + "." + m.getName());
            }
        }
    }

    private static boolean givesItsKind(Class<?> c, Method m) {
        Class<?> result = m.getReturnType();
        return Modifier.isPublic(m.getModifiers())
                && !Modifier.isStatic(m.getModifiers())
                && !m.isSynthetic()
                && result.getName().startsWith("org.cotangent.")
                && (result.isAssignableFrom(c) || c.isAssignableFrom(result));
    }

    /** The public types of a module, those within others too. */
    private static List<Class<?>> types(Path sources) throws Exception {
        List<Class<?>> all = new ArrayList<>();
        for (Path file : files(sources)) {
            String path = sources.relativize(file).toString().replace(".java", "");
            Class<?> c = Class.forName(path.replaceAll("\\W", "."));
            all.addAll(List.of(c.getDeclaredClasses()));
            all.add(c);
        }
        all.removeIf(c -> !Modifier.isPublic(c.getModifiers()) || c.getName().contains("internal"));
        return all;
    }

    private static List<Path> files(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(f -> f.toString().matches(".*(?<!-info)\\.java")).toList();
        }
    }
}
