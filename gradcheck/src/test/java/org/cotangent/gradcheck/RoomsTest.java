package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The structure of this module: its packages, its knots of classes and its names. */
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
            assertTrue(
                    names.add(simple) || simple.equals("package-info"),
                    () -> simple + " is the name of two classes");
        }
    }
}
