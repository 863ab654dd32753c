package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The program in a page, moved to other points, gives what the engine gives there, or says that it
 * does not know: a number that is wrong without a word is worse than none.
 */
class PageProgramTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] CORNERS = {
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, 2, -2, 40, -700, 1e-300, 1e300, INF, -INF, Double.NaN
    };

    /** Rows of which most numbers do not move: all that the page does not run. */
    private static final String NOT_RUN =
            "adjoint besselI0 besselI0e besselI1 besselI1e betaInc checkpoint cholesky choleskySolve"
                    + " customVjp det digamma eigh eigvals eigvalsh elementwise expm fixedPoint fullSvd"
                    + " gammaP gammaQ inverse log1mexp logBeta logDet logGamma logNormalCdf logit logm"
                    + " lstsq matrixNorm maxUnpool normalCdf normalQuantile pinv polarFactor polygamma"
                    + " qr root rsqrtm scatterAdd signLogDet solve solveTriangular sqrtm svd svdvals"
                    + " symmetricFunction";

    private static PageScript page;

    private int known;
    private int asked;

    @BeforeAll
    static void open() {
        page = new PageScript();
    }

    @AfterAll
    static void close() {
        page.close();
    }

    private record Outcome(Tensor y, List<Tensor> gradients, Gradients all) {
        static Outcome of(TensorFunction f, Tensor... x) {
            Tensor y = f.apply(x.clone());
            if (!y.varies()) {
                return new Outcome(y, null, null);
            }
            Tensor seed = Tensor.normal(new Random(5), y.shape());
            Gradients all = Backward.of(y).seed(seed).keepAll().run();
            return new Outcome(y, Arrays.stream(x).map(all::of).toList(), all);
        }
    }

    private static Tensor[] variables(Tensor... at) {
        return Arrays.stream(at).map(Tensor::asVariable).toArray(Tensor[]::new);
    }

    /** What differs at other points, or an empty text. */
    private String difference(TensorFunction f, Tensor[] at, List<Tensor[]> others) {
        Tensor[] x = variables(at);
        Outcome here = Outcome.of(f, x);
        if (here.all == null) {
            return "";
        }
        Graph graph = Graph.of(here.y);
        page.load(graph.toHtml(here.all));
        if (page.isFrozen()) {
            return "the gradients do not agree where they were recorded\n" + graph.toText(here.all);
        }
        for (Tensor[] other : others) {
            Outcome fresh;
            try {
                fresh = Outcome.of(f, variables(other));
            } catch (ArithmeticException notDefinedThere) {
                continue;
            }
            for (int i = 0; i < x.length; i++) {
                if (isIn(graph, x[i])) {
                    page.move(graph.node(x[i]), other[i]);
                }
            }
            page.run();
            String fault = compare("value", page.value(graph.node(here.y)), fresh.y);
            for (int i = 0; fault.isEmpty() && i < x.length; i++) {
                if (isIn(graph, x[i]) && here.all.find(x[i]).isPresent()) {
                    double[] gradient = page.gradient(graph.node(x[i]));
                    fault = compare("gradient " + i, gradient, fresh.gradients.get(i));
                }
            }
            if (!fault.isEmpty()) {
                return fault + " at " + Arrays.toString(other) + "\n" + graph;
            }
        }
        return "";
    }

    private static boolean isIn(Graph graph, Tensor x) {
        return graph.nodes().stream().anyMatch(node -> node.value() == x);
    }

    private String compare(String name, double[] p, Tensor expected) {
        asked++;
        if (p == null) {
            return "";
        }
        known++;
        double[] q = expected.toArray();
        double scale = 0;
        for (double v : q) {
            scale = Double.isFinite(v) ? Math.max(scale, Math.abs(v)) : scale;
        }
        for (int i = 0; i < q.length; i++) {
            boolean same = Double.compare(p[i] + 0.0, q[i] + 0.0) == 0;
            if (!same && !(Math.abs(p[i] - q[i]) <= 1e-12 * scale)) {
                return name
                        + " "
                        + Arrays.toString(p)
                        + " in the page and "
                        + Arrays.toString(q)
                        + " in the engine";
            }
        }
        return "";
    }

    private static Tensor changed(Tensor x, Random random, double size) {
        double[] elements = x.toArray();
        for (int i = 0; i < elements.length; i++) {
            elements[i] *= 1 + size * (2 * random.nextDouble() - 1);
        }
        return Tensor.of(elements, x.shape());
    }

    private static Tensor corners(Tensor x, Random random, double share) {
        double[] elements = x.toArray();
        for (int i = 0; i < elements.length; i++) {
            boolean changes = random.nextDouble() < share;
            elements[i] = changes ? CORNERS[random.nextInt(CORNERS.length)] : elements[i];
        }
        return Tensor.of(elements, x.shape());
    }

    private static Tensor[] each(Tensor[] at, UnaryOperator<Tensor> f) {
        return Arrays.stream(at).map(f).toArray(Tensor[]::new);
    }

    @Test
    void ofEveryRow() {
        Set<String> silent = new TreeSet<>();
        List<String> faults = new ArrayList<>();
        for (Row row : OpTable.ROWS) {
            known = 0;
            asked = 0;
            for (int seed = 0; seed < 2; seed++) {
                Case drawn = row.cases().apply(new Dice(seed, 2 + seed));
                Random random = new Random(seed);
                List<Tensor[]> others = new ArrayList<>();
                others.add(each(drawn.at(), x -> changed(x, random, 0.3)));
                others.add(each(drawn.at(), Tensor::round));
                double share = row.isElementwise() ? 1 : 0.2;
                others.add(each(drawn.at(), x -> corners(x, random, share)));
                others.add(each(drawn.at(), x -> corners(x, random, share / 2)));
                String fault = difference(drawn.f(), drawn.at(), others);
                if (!fault.isEmpty()) {
                    faults.add(row + ", seed " + seed + ": " + fault);
                }
            }
            if (known < asked / 3 + 1) {
                silent.add(row.operation());
            }
        }
        assertEquals("", String.join("\n", faults), faults.size() + " faults");
        assertEquals(NOT_RUN, String.join(" ", silent));
    }

    /** What is written for the page and what its tables hold are the same operations. */
    @Test
    void namesOperationsTwice() throws ReflectiveOperationException {
        Field run = Class.forName("org.cotangent.graph.PageProgram").getDeclaredField("RUN");
        run.setAccessible(true);
        assertEquals(new TreeSet<>((Set<?>) run.get(null)), new TreeSet<>(Set.of(page.names())));
    }

    /** Numbers are written in the page as in the drawings of the engine. */
    @Test
    void writesNumbersAsDrawn() throws ReflectiveOperationException {
        Method drawn =
                Class.forName("org.cotangent.graph.Face").getDeclaredMethod("number", double.class);
        drawn.setAccessible(true);
        List<Double> all = new ArrayList<>(List.of(0.125, -0.375, 2.5e7, 999.995, 0.0995, 1234.25));
        Arrays.stream(CORNERS).forEach(all::add);
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            all.add(random.nextGaussian() * Math.pow(10, random.nextInt(16) - 8));
        }
        for (double v : all) {
            assertEquals(drawn.invoke(null, v), page.number(v), "" + v);
        }
    }

    private static String derivative(Tensor y, int input) {
        Graph graph = Graph.of(y);
        page.load(graph.toHtml(Backward.of(y).seed(Tensor.full(1, y.shape())).keepAll().run()));
        return page.derivative(graph.node(y), input);
    }

    /** Local derivatives are formulas in the names of the inputs. */
    @Test
    void derivativesHaveTheNamesOfInputs() {
        Tensor a = Tensor.variable(2).named("a");
        Tensor b = Tensor.variable(3).named("b");
        Tensor two = Tensor.variable(3).named("my x");
        Tensor t = a.mul(b);
        assertEquals("∂exp(t1)/∂t1 = exp(t1)", derivative(t.exp(), 0));
        assertEquals("∂sin(a)/∂a = cos(a)", derivative(a.sin(), 0));
        assertEquals("∂tanh(a)/∂a = 1 - tanh(a)²", derivative(a.tanh(), 0));
        assertEquals("∂log(a)/∂a = 1/a", derivative(a.log(), 0));
        assertEquals("∂square(t1)/∂t1 = 2 t1", derivative(t.square(), 0));
        assertEquals("∂(a^3)/∂a = 3 a^2", derivative(a.pow(3), 0));
        assertEquals("∂(a^0.5)/∂a = 0.5 a^(-0.5)", derivative(a.pow(0.5), 0));
        assertEquals("∂(-a)/∂a = -1", derivative(a.neg(), 0));
        assertEquals("∂(a ÷ b)/∂b = -a/b²", derivative(a.div(b), 1));
        assertEquals("∂(a × my x)/∂a = my x", derivative(a.mul(two), 0));
        assertEquals("∂(a ÷ my x)/∂my x = -a/(my x)²", derivative(a.div(two), 1));
        assertEquals("∂(a ÷ (-3))/∂a = 1/(-3)", derivative(a.div(Tensor.of(-3)), 0));
        Tensor m = Tensor.variable(new double[][] {{1, 2}, {3, 4}}).named("M");
        Tensor n = Tensor.variable(new double[][] {{1, 2}, {3, 4}}).named("N");
        assertEquals("back to N: Mᵀ @ g", derivative(m.matmul(n), 1));
    }

    /** Custom operations that bear the name of one of the library are not taken for it. */
    @Test
    void ofCustomOperations() {
        CustomOp cube =
                new CustomOp() {
                    @Override
                    public String name() {
                        return "square";
                    }

                    @Override
                    public Tensor forward(Tensor... x) {
                        return x[0].mul(x[0]).mul(x[0]);
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return g.mul(x[0]).mul(x[0]).mul(3);
                    }
                };
        Tensor x = Tensor.variable(1); // where the two have the same value
        Tensor y = Tensor.variable(2);
        Tensor custom = cube.apply(x);
        Tensor f = custom.mul(y).add(y.square());
        Graph graph = Graph.of(f);
        page.load(graph.toHtml(f.backward()));
        page.move(graph.node(y), Tensor.of(5));
        page.run();
        assertArrayEquals(new double[] {30}, page.value(graph.node(f)));
        assertArrayEquals(new double[] {11}, page.gradient(graph.node(y)));
        assertNull(page.gradient(graph.node(x)), "3 y is not known to the page");
        page.move(graph.node(x), Tensor.of(2));
        page.run();
        assertNull(page.value(graph.node(custom)));
        assertNull(page.value(graph.node(f)));
        assertNull(page.gradient(graph.node(y)));
        // what passes a sum and a product by y does not depend on the value that is not known
        assertArrayEquals(new double[] {5}, page.gradient(graph.node(custom)));
    }

    /** A row that was not selected sends nothing back, be it infinite. */
    @Test
    void ofRowsThatWereNotSelected() {
        Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        Tensor infinite = Tensor.of(new double[][] {{1, 2}, {INF, 4}});
        Tensor b = Tensor.of(new double[][] {{5, 6}, {7, 8}});
        TensorFunction f = x -> x[0].matmul(x[1]).slice(0, 0, 1).sum();
        known = 0;
        Tensor[] other = {infinite, b};
        assertEquals("", difference(f, new Tensor[] {a, b}, List.<Tensor[]>of(other)));
        assertEquals(3, known);
    }

    @Test
    void ofRandomPrograms() {
        known = 0;
        asked = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] shape = seed % 3 == 0 ? new int[0] : new int[] {1 + seed % 4};
            Tensor[] at = {Domain.REAL.draw(random, shape), Domain.REAL.draw(random, shape)};
            RandomProgram program = RandomProgram.random(random, 2 + seed % 12, at);
            List<Tensor[]> others = new ArrayList<>();
            others.add(new Tensor[] {changed(at[0], random, 0.5), changed(at[1], random, 0.5)});
            others.add(new Tensor[] {at[0].neg(), at[1].mul(2)});
            others.add(new Tensor[] {at[0].round(), at[0].round()});
            assertEquals("", difference(program, at, others), "seed " + seed + "\n" + program);
        }
        assertTrue(known > asked / 2, known + " of " + asked + " numbers are known");
    }
}
