package org.cotangent.gradcheck.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutionResult.Status;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Stands around the properties of the tests that record coverage. When the last of all of them has
 * passed in this JVM, whatever the order, it writes the table to target/coverage.md and fails that
 * property if there are holes. Where some were filtered out, or have failed, nothing is judged.
 */
public final class CoverageHook implements AroundPropertyHook {
    private static final List<String> RECORDING =
            List.of(
                    "OpTest",
                    "OpShapesTest",
                    "OnKinksTest",
                    "EmptyShapesTest",
                    "ProgramGradientsTest");

    private static final Path PAGE = Path.of("target", "coverage.md");

    private static final Set<String> TO_COME = properties();

    private static Set<String> properties() {
        Set<String> names = new ConcurrentSkipListSet<>();
        for (String test : RECORDING) {
            try {
                Class<?> type = Class.forName("org.cotangent.gradcheck." + test);
                Arrays.stream(type.getDeclaredMethods())
                        .filter(CoverageHook::isProperty)
                        .forEach(method -> names.add(name(type, method)));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("coverage: no such test: " + test, e);
            }
        }
        return names;
    }

    private static boolean isProperty(Method method) {
        return method.isAnnotationPresent(Property.class)
                || method.isAnnotationPresent(Example.class);
    }

    private static String name(Class<?> type, Method method) {
        return type.getSimpleName() + "#" + method.getName();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        if (result.status() != Status.SUCCESSFUL) {
            return result;
        }
        String name = name(context.containerClass(), context.targetMethod());
        boolean wasToCome = TO_COME.remove(name);
        if (!wasToCome || !TO_COME.isEmpty()) {
            return result;
        }
        CoverageTable table = CoverageTable.of(Coverage.RUN);
        write(table.toMarkdown());
        List<String> holes = table.holes();
        return holes.isEmpty() ? result : result.mapToFailed(message(holes));
    }

    private static String message(List<String> holes) {
        return holes.stream()
                .limit(20)
                .collect(
                        Collectors.joining(
                                "\n  ",
                                "coverage: the property tests together have "
                                        + holes.size()
                                        + " holes; all are in "
                                        + PAGE
                                        + ":\n  ",
                                ""));
    }

    private static void write(String text) {
        try {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
