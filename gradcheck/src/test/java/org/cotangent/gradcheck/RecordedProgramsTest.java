package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.graph.Graph;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A recorded graph is a program: value, gradient and Hessian-vector product that were recorded at
 * one point, evaluated at another by nothing but their nodes, or as a program of numbers at one
 * point or in rows, have the bits of a fresh run there.
 */
class RecordedProgramsTest {
    private static final int DRAWS = 6;

    /** Operations that hold a graph, for which there is no text. */
    private static final List<String> WITH_GRAPHS = List.of("slopesAtTies", "slopesAtTiesShare");

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] CORNERS = {
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, 2, -2, 40, -700, 1e-300, 1e300, INF, -INF, Double.NaN
    };

    static List<Row> rows() {
        return OpTable.ROWS;
    }

    /** Value, gradients and Hessian-vector products of a function. */
    private static List<Tensor> derivatives(TensorFunction f, Tensor... x) {
        List<Tensor> all = new ArrayList<>();
        Tensor y = f.apply(x.clone());
        all.add(y);
        if (!y.varies()) {
            return all;
        }
        Random random = new Random(5);
        Tensor cotangent = Tensor.normal(random, y.shape());
        Gradients first = Backward.of(y).seed(cotangent).recorded().run();
        Tensor sum = Tensor.of(0);
        for (Tensor each : x) {
            all.add(first.of(each));
            Tensor direction = Tensor.normal(random, each.shape());
            sum = sum.add(first.of(each).mul(direction).sum());
        }
        if (sum.varies()) {
            Gradients second = Backward.of(sum).recorded().run();
            for (Tensor each : x) {
                all.add(second.of(each));
            }
        }
        return all;
    }

    private static Tensor[] variables(Tensor... at) {
        return Arrays.stream(at).map(Tensor::asVariable).toArray(Tensor[]::new);
    }

    /** Records at one point, evaluates at others; says what differs, or is empty. */
    private static String difference(TensorFunction f, Tensor[] at, List<Tensor[]> others) {
        Tensor[] x = variables(at);
        Graph graph = Graph.of(derivatives(f, x).toArray(Tensor[]::new));
        Program program = Program.ofSeveral(v -> derivatives(f, v), at);
        List<Program> forced = List.of(forced("compiled", f, at), forced("arrays", f, at));
        List<Tensor> points = new ArrayList<>();
        List<Tensor> results = new ArrayList<>();
        for (Tensor[] other : others) {
            List<Tensor> fresh;
            try {
                fresh = derivatives(f, variables(other));
            } catch (ArithmeticException notDefinedThere) {
                continue;
            }
            Map<Tensor, Tensor> point = new HashMap<>();
            for (int i = 0; i < x.length; i++) {
                point.put(x[i], other[i]);
            }
            List<Tensor> replayed = Evaluator.run(graph, point);
            List<Tensor> distinct = fresh.stream().distinct().toList();
            for (int i = 0; i < distinct.size(); i++) {
                double[] p = distinct.get(i).toArray();
                double[] q = replayed.get(i).toArray();
                if (!Arrays.equals(p, q)) {
                    return "result "
                            + i
                            + " is "
                            + Arrays.toString(q)
                            + " and, run afresh, "
                            + Arrays.toString(p)
                            + " at "
                            + Arrays.toString(other)
                            + "\n"
                            + graph;
                }
            }
            double[] whole = numbers(fresh);
            double[] ofNumbers = new double[whole.length];
            program.run(numbers(Arrays.asList(other)), ofNumbers);
            if (!Arrays.equals(whole, ofNumbers)) {
                return differs(whole, ofNumbers, program, graph) + Arrays.toString(other);
            }
            for (Program way : forced) {
                Arrays.fill(ofNumbers, 1);
                way.run(numbers(Arrays.asList(other)), ofNumbers);
                if (!Arrays.equals(whole, ofNumbers)) {
                    return differs(whole, ofNumbers, way, graph) + Arrays.toString(other);
                }
            }
            points.addAll(Arrays.asList(other));
            results.addAll(fresh);
        }
        double[] expected = numbers(results);
        double[] ofRows = new double[expected.length];
        program.rows(expected.length / program.results(), numbers(points), ofRows);
        return Arrays.equals(expected, ofRows) ? "" : differs(expected, ofRows, program, graph);
    }

    /**
     * The same as bytecode from the first run on, if it calls no functions of arrays; by arrays.
     */
    private static Program forced(String way, TensorFunction f, Tensor[] at) {
        System.setProperty("cotangent.programs", way);
        try {
            return Program.ofSeveral(v -> derivatives(f, v), at);
        } finally {
            System.clearProperty("cotangent.programs");
        }
    }

    private static String differs(double[] fresh, double[] numbers, Program program, Graph graph) {
        return "a program gives "
                + Arrays.toString(numbers)
                + " and, run afresh, "
                + Arrays.toString(fresh)
                + "\n"
                + program.explain()
                + graph;
    }

    private static double[] numbers(List<Tensor> tensors) {
        return tensors.stream().flatMapToDouble(x -> Arrays.stream(x.toArray())).toArray();
    }

    private static Tensor changed(Tensor x, Random random, double size) {
        double[] elements = x.toArray();
        for (int i = 0; i < elements.length; i++) {
            elements[i] *= 1 + size * (2 * random.nextDouble() - 1);
        }
        return Tensor.of(elements, x.shape());
    }

    /** Ties, kinks, infinities and NaN in the place of a share of the elements. */
    private static Tensor corners(Tensor x, Random random, double share) {
        double[] elements = x.toArray();
        for (int i = 0; i < elements.length; i++) {
            boolean changes = random.nextDouble() < share;
            elements[i] = changes ? CORNERS[random.nextInt(CORNERS.length)] : elements[i];
        }
        return Tensor.of(elements, x.shape());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ofEveryRow(Row row) {
        for (int seed = 0; seed < DRAWS; seed++) {
            Case drawn = row.cases().apply(new Dice(seed, 1 + seed % 3));
            Random random = new Random(seed);
            List<Tensor[]> others = new ArrayList<>();
            for (double size : new double[] {1e-3, 0.1, 0.3}) {
                others.add(
                        Arrays.stream(drawn.at())
                                .map(x -> changed(x, random, size))
                                .toArray(Tensor[]::new));
            }
            others.add(Arrays.stream(drawn.at()).map(Tensor::round).toArray(Tensor[]::new));
            for (int i = 0; i < 4; i++) {
                double share = row.isElementwise() ? 1 : 0.15 * i;
                others.add(
                        Arrays.stream(drawn.at())
                                .map(x -> corners(x, random, share))
                                .toArray(Tensor[]::new));
            }
            assertEquals("", difference(drawn.f(), drawn.at(), others), row + ", seed " + seed);
        }
    }

    /** What an operation computes without a record is refused, whatever is done with it. */
    @ParameterizedTest
    @MethodSource("rows")
    void refusedWithoutARecord(Row row) {
        Case drawn = row.cases().apply(new Dice(1, 2));
        Tensor y = drawn.f().apply(variables(drawn.at()));
        if (Graph.of(y).nodes().stream().noneMatch(Graph.Node::isVariable)) {
            return;
        }
        List<TensorFunction> all =
                List.of(
                        x -> Tensor.unrecorded(() -> drawn.f().apply(x)),
                        x -> Tensor.unrecorded(() -> drawn.f().apply(x)).mul(2).gt(1),
                        x -> {
                            Tensor[] at = x.clone();
                            Arrays.setAll(at, i -> Tensor.unrecorded(() -> x[i].mul(1)));
                            return drawn.f().apply(at);
                        });
        Tensor[] other =
                Arrays.stream(drawn.at())
                        .map(x -> changed(x, new Random(1), 0.1))
                        .toArray(Tensor[]::new);
        for (TensorFunction f : all) {
            Program program;
            try {
                program = Program.of(f, drawn.at());
            } catch (IllegalArgumentException | IllegalStateException refused) {
                assertTrue(refused.getMessage().startsWith("program: "), refused.getMessage());
                continue;
            }
            assertEquals(f.apply(other).toString(), program.apply(other).toString(), "" + row);
        }
    }

    /** A program that was written and read again gives the same bits, and the same text. */
    @ParameterizedTest
    @MethodSource("rows")
    void writtenAndRead(Row row) {
        for (int seed = 0; seed < 3; seed++) {
            Case drawn = row.cases().apply(new Dice(seed, 1 + seed % 3));
            Random random = new Random(seed);
            Program program = Program.ofSeveral(v -> derivatives(drawn.f(), v), drawn.at());
            List<String> operations =
                    program.nodes().stream().map(Program.Node::operation).toList();
            if (operations.stream().anyMatch(WITH_GRAPHS::contains)
                    || row.toString().startsWith("symmetricFunction")) {
                assertThrows(IllegalArgumentException.class, program::toJson);
                continue;
            }
            String json = program.toJson();
            if (json.contains("\"user\": true")) {
                assertThrows(IllegalArgumentException.class, () -> Program.fromJson(json));
                continue;
            }
            Program read = Program.fromJson(json);
            Tensor[][] points = {
                drawn.at(),
                Arrays.stream(drawn.at()).map(x -> changed(x, random, 1e-3)).toArray(Tensor[]::new)
            };
            for (Tensor[] point : points) {
                double[] right = new double[program.results()];
                program.run(numbers(Arrays.asList(point)), right);
                double[] own = new double[right.length];
                read.run(numbers(Arrays.asList(point)), own);
                assertEquals(Arrays.toString(right), Arrays.toString(own), row + ", seed " + seed);
            }
            assertEquals(json, read.toJson(), "" + row);
        }
    }

    @Tag("thorough")
    @Test
    void ofRandomPrograms() {
        int programs = 10_000;
        int varied = 0;
        for (int seed = 0; seed < programs; seed++) {
            Random random = new Random(seed);
            int[] shape = seed % 3 == 0 ? new int[0] : new int[] {1 + seed % 4};
            Tensor[] at = {Domain.REAL.draw(random, shape), Domain.REAL.draw(random, shape)};
            RandomProgram program = RandomProgram.random(random, 2 + seed % 12, at);
            List<Tensor[]> others = new ArrayList<>();
            others.add(new Tensor[] {changed(at[0], random, 0.5), changed(at[1], random, 0.5)});
            others.add(new Tensor[] {at[0].neg(), at[1].mul(2)});
            others.add(new Tensor[] {at[0].round(), at[0].round()});
            assertEquals("", difference(program, at, others), "seed " + seed + "\n" + program);
            varied += program.apply(variables(at)).varies() ? 1 : 0;
        }
        assertTrue(varied > programs / 2, varied + " of " + programs + " programs vary");
    }
}
