package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests of the structure of this module: its packages, knots of classes, names and descriptions.
 */
class RoomsTest {
    private static final String HERE = "org.cotangent.gradcheck";
    private static final int LARGEST_KNOT = 5;

    private static final ClassGraph GRAPH = graph();

    private static ClassGraph graph() {
        try {
            return ClassGraph.around(GradCheck.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void toolsForTestsStandOnTheCheckerAndTheCheckerOnTheEngine() {
        assertEquals(
                Set.of(
                        HERE + " -> org.cotangent",
                        HERE + ".jqwik -> org.cotangent",
                        HERE + ".jqwik -> " + HERE + ".random",
                        HERE + ".junit -> org.cotangent",
                        HERE + ".junit -> " + HERE,
                        HERE + ".math3 -> " + HERE,
                        HERE + ".random -> org.cotangent",
                        HERE + ".random -> " + HERE),
                GRAPH.packageArrows("org.cotangent"));
    }

    @Test
    void noMoreThanFiveClassesNeedEachOther() {
        assertTrue(GRAPH.classes().contains(HERE + ".Report"), () -> "" + GRAPH.classes());
        List<Set<String>> large =
                GRAPH.knots().stream().filter(knot -> knot.size() > LARGEST_KNOT).toList();
        assertEquals(List.of(), large);
    }

    @Test
    void everyClassHasANameOfItsOwn() {
        Set<String> names = new TreeSet<>();
        for (String name : GRAPH.classes()) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            assertTrue(names.add(simple), () -> simple + " is the name of two classes");
        }
    }

    /** A first sentence says what a thing is, and so begins with a noun. */
    @Test
    void noDescriptionBeginsWithWhat() throws IOException {
        Pattern riddle = Pattern.compile("/\\*\\*[\\s*]*What\\b.*");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher text = riddle.matcher(Files.readString(file));
                while (text.find()) {
                    found.add(file.getFileName() + ": " + text.group());
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
