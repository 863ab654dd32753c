package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.Layer;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.plot.Chart;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between the packages of each module, and how many classes need each other, read from
 * the compiled classes.
 */
class RoomsTest {
    private static final String ROOT = "org.cotangent";

    /**
     * A module.
     *
     * @param one any of its classes
     * @param largestKnot how many classes may need each other
     * @param arrows lines of a package and those it may name, without the common prefix
     */
    record Rooms(Class<?> one, int largestKnot, String arrows) {
        @Override
        public String toString() {
            return one.getPackageName();
        }

        Set<String> allowed() {
            return arrows.lines()
                    .map(line -> line.split(":"))
                    .flatMap(
                            line ->
                                    Arrays.stream(line[1].trim().split(" +"))
                                            .map(to -> name(line[0].trim()) + " -> " + name(to)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static String name(String room) {
            return room.equals("language") ? ROOT : ROOT + "." + room;
        }
    }

    static List<Rooms> modules() {
        return List.of(
                // the backward pass is known to the language by an interface alone
                new Rooms(
                        Tensor.class,
                        18,
                        """
                        language: internal kernel tape
                        graph: language internal tape
                        groovy: language
                        internal: language kernel
                        linalg: language internal kernel
                        program: graph internal kernel language tape
                        """),
                new Rooms(
                        GradCheck.class,
                        5,
                        """
                        gradcheck: language graph internal
                        gradcheck.jqwik: language gradcheck.random
                        gradcheck.junit: language gradcheck
                        gradcheck.math3: gradcheck
                        gradcheck.random: language graph gradcheck linalg
                        """),
                new Rooms(
                        Layer.class,
                        7,
                        """
                        nn: graph internal language linalg nn.internal program
                        nn.distributions: language nn nn.internal
                        nn.files: language nn nn.internal nn.internal.io
                        nn.images: language nn nn.internal
                        nn.internal: language
                        nn.internal.io: nn nn.internal
                        nn.optim: internal language nn nn.internal
                        nn.sequences: language linalg nn nn.internal program
                        nn.tables: language nn nn.internal
                        nn.train: graph internal language nn nn.files nn.internal nn.optim program
                        """),
                new Rooms(
                        Csv.class,
                        7,
                        """
                        nn.data: language linalg nn nn.internal nn.internal.io nn.train
                        nn.estimators: language nn nn.data nn.files nn.internal nn.optim nn.train
                        nn.search: language nn nn.data nn.files nn.internal nn.train
                        """),
                new Rooms(
                        Chart.class,
                        7,
                        """
                        nn.plot: language nn nn.internal nn.train
                        """),
                new Rooms(
                        SeeingGraphs.class,
                        1,
                        """
                        samples: language gradcheck graph linalg nn program samples.networks
                        samples.calculator: language gradcheck graph linalg nn.plot
                        samples.networks: language linalg nn nn.data nn.estimators nn.files \
                        nn.optim nn.plot nn.search nn.train
                        samples.zoo: language gradcheck linalg nn nn.data nn.distributions \
                        nn.images nn.optim nn.plot nn.sequences nn.train program \
                        samples.networks
                        """));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void arrows(Rooms module) throws Exception {
        assertEquals(module.allowed(), ClassGraph.around(module.one).packageArrows(ROOT));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void knots(Rooms module) throws Exception {
        ClassGraph graph = ClassGraph.around(module.one);
        assertTrue(graph.classes().contains(module.one.getName()), () -> "" + graph.classes());
        Stream<Set<String>> large =
                graph.knots().stream().filter(knot -> knot.size() > module.largestKnot);
        assertEquals(List.of(), large.toList());
    }
}
