package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Anomalies;
import org.cotangent.graph.Graph;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

// Longer than 400 lines: each kind of choice with the points on both sides.

/** Functions that choose their way by conditions, as programs with variants. */
class BranchesTest {
    private static final ProgramSettings BRANCHES = Program.settings().branches(true);

    private static final TensorFunction SIDES =
            x -> x[0].gt(0).isTrue() ? x[0].square() : x[0].neg();

    /** How often x must be doubled to reach 100. */
    private static final TensorFunction DOUBLING =
            x -> {
                Tensor y = x[0];
                while (y.lt(100).isTrue()) {
                    y = y.mul(2);
                }
                return y.mul(x[0]);
            };

    private static Tensor one() {
        return Tensor.of(1);
    }

    private static String refusal(Class<? extends Exception> type, Executable code) {
        return assertThrows(type, code).getMessage();
    }

    private static double[] run(Program p, double... x) {
        double[] y = new double[p.results()];
        p.run(x, y);
        return y;
    }

    @Test
    void isTrueOutsideOfPrograms() {
        assertTrue(Tensor.of(3).gt(2).isTrue());
        assertFalse(Tensor.of(-0.0).isTrue());
        assertTrue(Tensor.of(Double.NaN).isTrue());
        assertTrue(Tensor.variable(1).eq(1).isTrue());
        assertTrue(Tensor.ones(1, 1).isTrue());
        Tensor nan = Tensor.of(Double.NaN);
        for (Tensor mask :
                List.of(nan.gt(0), nan.ge(0), nan.lt(0), nan.le(0), nan.eq(nan), one().gt(nan))) {
            assertFalse(mask.isTrue());
        }
        assertTrue(nan.ne(nan).isTrue());
        String refusal = refusal(IllegalArgumentException.class, () -> Tensor.ones(3).isTrue());
        assertEquals("isTrue: shape [3] has 3 elements, not one; use all() or any()", refusal);
    }

    @Test
    void isRefusedUnlessAskedFor() {
        String refusal = refusal(IllegalStateException.class, () -> Program.of(SIDES, one()));
        assertTrue(refusal.contains("isTrue() reads a number"), refusal);
        assertTrue(refusal.contains("BranchesTest.java:"), refusal);
        assertTrue(refusal.contains("Program.settings().branches(true)"), refusal);
    }

    @Test
    void bothSides() {
        Program p = BRANCHES.of(SIDES, one());
        assertEquals(1, p.variants().size());
        for (double x : new double[] {3, -3, 0, -0.0, 2, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertEquals(SIDES.apply(Tensor.of(x)).value(), run(p, x)[0]);
            assertEquals(SIDES.apply(Tensor.of(x)).value(), p.apply(Tensor.of(x)).value());
        }
        assertEquals(2, p.variants().size());
        assertTrue(p.explain().contains("2 variants of at most 64"), p.explain());
        assertTrue(p.explain().contains("false at BranchesTest.java"), p.explain());
    }

    @Test
    void readsThatAreNoConditions() {
        for (TensorFunction f :
                List.<TensorFunction>of(
                        x -> x[0].value() > 0 ? x[0].square() : x[0].neg(),
                        x -> x[0].gt(0).value() > 0 ? x[0].square() : x[0].neg(),
                        x -> Tensor.unrecorded(() -> x[0].gt(0)).isTrue() ? x[0] : x[0].neg(),
                        x ->
                                x[0].gt(Tensor.unrecorded(() -> x[0].exp())).isTrue()
                                        ? x[0]
                                        : one())) {
            assertThrows(RuntimeException.class, () -> BRANCHES.of(f, one()));
        }
    }

    @Test
    void lengthOfALoop() {
        Program p = BRANCHES.of(DOUBLING, one());
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            double x = Math.exp(random.nextDouble() * 6);
            assertEquals(DOUBLING.apply(Tensor.of(x)).value(), run(p, x)[0]);
        }
        assertEquals(8, p.variants().size()); // 0 to 7 times
        assertTrue(p.explain().contains("BranchesTest.java:"), p.explain());
        assertTrue(p.explain().contains(", 7 times, false at"), p.explain());
    }

    /** A table is looked up by comparisons. */
    @Test
    void tableByAValue() {
        double[] table = {1, 10, 100};
        TensorFunction f =
                x -> {
                    int i = 0;
                    while (i < 2 && x[0].ge(i + 1).isTrue()) {
                        i++;
                    }
                    return x[0].mul(table[i]);
                };
        Program p = BRANCHES.of(f, Tensor.of(0.5));
        for (double x : new double[] {2.5, 0.5, 1.5, 7, -1}) {
            assertEquals(f.apply(Tensor.of(x)).value(), run(p, x)[0]);
        }
        assertEquals(3, p.variants().size());
    }

    @Test
    void boundOfVariants() {
        Program p = BRANCHES.variants(3).of(DOUBLING, Tensor.of(60));
        run(p, 30);
        run(p, 200);
        String refusal = refusal(IllegalStateException.class, () -> run(p, 1));
        assertTrue(refusal.contains("3 variants are recorded"), refusal);
        assertTrue(refusal.contains("variants(n)"), refusal);
        assertTrue(refusal.contains("is not false at"), refusal);
        refusal(IllegalStateException.class, () -> p.rows(2, new double[] {60, 1}, new double[2]));
        assertEquals(120 * 60, run(p, 60)[0]); // still usable
        refusal = refusal(IllegalArgumentException.class, () -> BRANCHES.variants(0));
        assertEquals("variants: 0; it must be at least 1", refusal);
    }

    @Test
    void settingsAreCopies() {
        ProgramSettings usual = Program.settings();
        assertThrows(IllegalStateException.class, () -> usual.of(SIDES, one()));
        ProgramSettings few = BRANCHES.variants(1);
        assertThrows(IllegalStateException.class, () -> run(few.of(SIDES, one()), -1));
        assertEquals(1, run(BRANCHES.of(SIDES, one()), -1)[0]);
    }

    @Test
    void derivatives() {
        TensorFunction f =
                x -> {
                    Tensor y = x[0].mul(x[1].sin());
                    for (int i = 0; i < 4 && y.abs().lt(2).all().isTrue(); i++) {
                        y = y.gt(0).any().isTrue() ? y.mul(x[0]).add(1) : y.square().sub(x[1]);
                    }
                    return y.sum();
                };
        Tensor[] at = {Tensor.of(new double[] {0.5, 1.5}), Tensor.of(new double[] {0.3, -2})};
        Program gradients = BRANCHES.valueAndGradients(f, at);
        Program hvp =
                BRANCHES.of(
                        x ->
                                Differentiate.jvp(
                                        v ->
                                                Differentiate.valueAndGradients(f, v, x[1])
                                                        .gradients()
                                                        .get(0),
                                        x[0],
                                        Tensor.of(new double[] {1, -1})),
                        at);
        Program value = BRANCHES.of(f, at);
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            double[] x = random.doubles(4, -2, 2).toArray();
            Tensor p = Tensor.of(Arrays.copyOf(x, 2));
            Tensor q = Tensor.of(Arrays.copyOfRange(x, 2, 4));
            Differentiate.ValueAndGradients both = Differentiate.valueAndGradients(f, p, q);
            double[] y = run(gradients, x);
            assertEquals(both.value().value(), y[0]);
            assertArrayEquals(both.gradients().get(0).toArray(), Arrays.copyOfRange(y, 1, 3));
            assertArrayEquals(both.gradients().get(1).toArray(), Arrays.copyOfRange(y, 3, 5));
            Tensor right =
                    Differentiate.jvp(
                            v -> Differentiate.valueAndGradients(f, v, q).gradients().get(0),
                            p,
                            Tensor.of(new double[] {1, -1}));
            assertArrayEquals(right.toArray(), run(hvp, x));
            // through the program, where arguments are recorded
            Tensor v = p.asVariable();
            assertArrayEquals(
                    both.gradients().get(0).toArray(),
                    value.apply(v, q).backward().of(v).toArray());
        }
        assertTrue(gradients.variants().size() > 4, gradients.explain());
    }

    @Test
    void rowsKeepTheirOrder() {
        Program p = BRANCHES.valueAndGradients(DOUBLING, one());
        Random random = new Random(3);
        double[] x = random.doubles(5000, -3, 8).map(Math::exp).toArray();
        x[17] = 0.5;
        x[4000] = 1e300;
        x[4001] = Double.NaN;
        double[] y = new double[2 * x.length];
        p.rows(x.length, x, y);
        for (int i = 0; i < x.length; i++) {
            Differentiate.ValueAndGradients right =
                    Differentiate.valueAndGradients(DOUBLING, Tensor.of(x[i]));
            assertEquals(right.value().value(), y[2 * i]);
            assertEquals(right.gradients().get(0).value(), y[2 * i + 1]);
        }
        assertEquals(12, p.variants().size(), p.explain());
        p.rows(0, new double[0], new double[0]);
    }

    @Test
    void severalThreads() throws Exception {
        Program p = BRANCHES.of(DOUBLING, one());
        AtomicBoolean wrong = new AtomicBoolean();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            Random random = new Random(t);
            threads[t] =
                    new Thread(
                            () -> {
                                double[] y = new double[1];
                                for (int i = 0; i < 20_000; i++) {
                                    double x = Math.exp(random.nextDouble() * 6);
                                    double right = x;
                                    while (right < 100) {
                                        right *= 2;
                                    }
                                    p.run(new double[] {x}, y);
                                    if (y[0] != right * x) {
                                        wrong.set(true);
                                    }
                                }
                            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertFalse(wrong.get());
        assertEquals(8, p.variants().size());
    }

    @Test
    void allocatesNothing() {
        Program p = BRANCHES.of(SIDES, one());
        double[] x = new double[1];
        double[] y = new double[1];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                x[0] = i % 2 - 0.5;
                p.run(x, y);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 1000, least + " bytes in 1,000 runs");
    }

    // ---- what throws

    @Test
    void exceptionsOfANewVariant() {
        RuntimeException mine = new RuntimeException("mine");
        Program p =
                BRANCHES.of(
                        x -> {
                            if (x[0].lt(0).isTrue()) {
                                throw mine;
                            }
                            return x[0].square();
                        },
                        one());
        for (int i = 0; i < 2; i++) {
            assertSame(mine, assertThrows(RuntimeException.class, () -> run(p, -1)));
            assertEquals(9, run(p, 3)[0]);
        }
        double[] y = new double[2];
        assertSame(
                mine,
                assertThrows(RuntimeException.class, () -> p.rows(2, new double[] {1, -1}, y)));
        assertEquals(1, p.variants().size());
        Tensor x = Tensor.variable(2);
        assertEquals(4, x.square().backward().of(x).value()); // the thread records as before
    }

    /** What is not defined behind a condition is not missed where the function goes another way. */
    @Test
    void domainsBehindConditions() {
        TensorFunction f =
                x -> {
                    Tensor a = x[0];
                    if (a.sub(a.transpose()).abs().amax().gt(0).isTrue()) {
                        return a.sum();
                    }
                    if (Linalg.det(a).le(0).isTrue() || a.at(0, 0).le(0).isTrue()) {
                        return Linalg.det(a).sub(1);
                    }
                    return Linalg.cholesky(a).sum();
                };
        double[][] points = {
            {2, 1, 1, 2}, {1, 2, 2, 1}, {1, 2, 0, 1}, {-1, 0, 0, -1}, {3, 0, 0, 1}
        };
        Program p = BRANCHES.of(f, Tensor.of(points[0], 2, 2));
        for (int round = 0; round < 2; round++) {
            for (double[] x : points) {
                assertEquals(f.apply(Tensor.of(x, 2, 2)).value(), run(p, x)[0]);
            }
        }
        double[] all = Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
        double[] y = new double[points.length];
        p.rows(points.length, all, y);
        for (int i = 0; i < y.length; i++) {
            assertEquals(f.apply(Tensor.of(points[i], 2, 2)).value(), y[i]);
        }
        Program open = BRANCHES.of(x -> Linalg.cholesky(x[0]).sum(), Tensor.of(points[0], 2, 2));
        String own =
                refusal(
                        ArithmeticException.class,
                        () -> Linalg.cholesky(Tensor.of(points[1], 2, 2)));
        assertEquals(own, refusal(ArithmeticException.class, () -> run(open, points[1])));
    }

    /** Operations of users are called at the points at which the function calls them. */
    @Test
    void operationsOfUsersBehindConditions() {
        List<Double> called = new ArrayList<>();
        record Seen(List<Double> called) implements CustomOp {
            @Override
            public String name() {
                return "seen";
            }

            @Override
            public Tensor forward(Tensor... x) {
                called.add(x[0].value());
                return x[0].sqrt();
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g.div(y.mul(2));
            }
        }
        Program p =
                BRANCHES.of(
                        x -> x[0].gt(0).isTrue() ? new Seen(called).apply(x[0]) : x[0].neg(),
                        one());
        double[] x = {4, -4, 9, -9};
        double[] y = new double[4];
        p.rows(4, x, y);
        assertArrayEquals(new double[] {2, 4, 3, 9}, y);
        assertEquals(2, run(p, 4)[0]);
        assertTrue(called.stream().allMatch(v -> v > 0), "" + called);
    }

    // ---- functions that do not do the same later

    @Test
    void otherConstantsInFrontOfACondition() {
        double[] field = {2};
        Program p = BRANCHES.of(x -> x[0].mul(field[0]).gt(1).isTrue() ? x[0] : x[0].neg(), one());
        field[0] = 3;
        String refusal = refusal(IllegalStateException.class, () -> run(p, 0));
        assertTrue(refusal.contains("does not do the same as when"), refusal);
        field[0] = 2;
        assertEquals(-0.4, run(p, 0.4)[0]);
    }

    @Test
    void otherConditions() {
        boolean[] early = {false};
        Program p = BRANCHES.of(x -> early[0] || x[0].gt(1).isTrue() ? x[0] : x[0].neg(), one());
        early[0] = true;
        String refusal = refusal(IllegalStateException.class, () -> run(p, 2));
        assertTrue(refusal.contains("it asks 0 conditions"), refusal);
        early[0] = false;
        assertEquals(2, run(p, 2)[0]);
    }

    @Test
    void drawsInANewVariant() {
        Random random = new Random(1);
        Program p =
                BRANCHES.of(
                        x -> x[0].gt(1).isTrue() ? x[0].mul(random.nextDouble()) : x[0].neg(),
                        one());
        String refusal = refusal(IllegalArgumentException.class, () -> run(p, 2));
        assertTrue(refusal.contains("does not do the same twice"), refusal);
        assertEquals(-1, run(p, 1)[0]);
    }

    @Test
    void arraysOfAllVariantsAreWatched() {
        double[] a = {1, 2};
        double[] b = {3, 4};
        Tensor at = Tensor.of(new double[] {1, 1});
        Program p =
                BRANCHES.of(
                        x ->
                                x[0].sum().gt(0).isTrue()
                                        ? x[0].mul(Tensor.of(a)).sum()
                                        : x[0].mul(Tensor.of(b)).sum(),
                        at);
        assertEquals(-7, run(p, -1, -1)[0]);
        b[0] = 5;
        String refusal = refusal(IllegalStateException.class, () -> run(p, 1, 1));
        assertTrue(refusal.contains("an array has changed"), refusal);
        refusal(IllegalStateException.class, () -> p.apply(at.asVariable()));
        b[0] = 3;
        assertEquals(3, run(p, 1, 1)[0]);
        a[0] = 8;
        refusal(IllegalStateException.class, () -> p.rows(1, new double[] {-1, -1}, new double[1]));
    }

    @Test
    void capturedVariableInANewVariant() {
        Tensor w = Tensor.variable(3);
        Program p = BRANCHES.of(x -> x[0].gt(0).isTrue() ? x[0] : x[0].mul(w), one());
        refusal(IllegalArgumentException.class, () -> run(p, -1));
        assertEquals(2, run(p, 2)[0]);
    }

    @Test
    void otherShapesOfResults() {
        Program p =
                BRANCHES.of(x -> x[0].gt(0).isTrue() ? x[0] : Tensor.stack(0, x[0], x[0]), one());
        String refusal = refusal(IllegalStateException.class, () -> run(p, -1));
        assertTrue(refusal.contains("results have shapes [[2]] where false at"), refusal);
        assertEquals(2, run(p, 2)[0]);
    }

    // ---- programs within programs

    @Test
    void withinAProgram() {
        Program inner = BRANCHES.of(SIDES, one());
        TensorFunction f = x -> inner.apply(x[0].sub(1)).mul(x[0]);
        String refusal = refusal(IllegalStateException.class, () -> Program.of(f, one()));
        assertTrue(refusal.contains("isTrue() reads"), refusal);
        Program outer = BRANCHES.valueAndGradients(f, one());
        for (double x : new double[] {3, -3, 0.5, 7}) {
            double inside = x - 1;
            double[] right =
                    inside > 0
                            ? new double[] {inside * inside * x, inside * inside + 2 * inside * x}
                            : new double[] {-inside * x, -inside - x};
            assertArrayEquals(right, run(outer, x));
        }
        assertEquals(2, outer.variants().size());
        Program none = Program.of(x -> x[0].mul(inner.apply(Tensor.of(-5))), one());
        assertEquals(10, run(none, 2)[0]);
    }

    /** The arrays of a program count where it is run on constants within another. */
    @Test
    void arraysOfAProgramOnConstants() {
        double[] a = {1, 2};
        Program inner = Program.of(x -> x[0].mul(Tensor.of(a)).sum(), Tensor.ones(2));
        Program outer = Program.of(x -> x[0].mul(inner.apply(Tensor.ones(2))), one());
        assertEquals(6, run(outer, 2)[0]);
        a[0] = 7;
        assertThrows(IllegalStateException.class, () -> run(outer, 2));
    }

    @Test
    void watchedByOthers() {
        Program p = BRANCHES.of(x -> Anomalies.detect(() -> SIDES.apply(x)), one());
        assertEquals(3, run(p, -3)[0]);
        Program q =
                BRANCHES.of(
                        x -> Graph.record(() -> SIDES.apply(x)).results().get(0).value(), one());
        assertEquals(3, run(q, -3)[0]);
        Tensor v = Tensor.variable(2).named("v");
        Graph own = Graph.record(() -> v.isTrue() ? v.square() : v.neg());
        assertEquals("isTrue", own.reads().get(0).method());
    }

    @Test
    void variantsCanBeRead() {
        Program p = BRANCHES.of(SIDES, one());
        run(p, -1);
        Program.Variant second = p.variants().get(1);
        assertEquals(1, second.choices().size());
        Program.Choice choice = second.choices().get(0);
        assertFalse(choice.way());
        assertEquals("gt", choice.condition().operation());
        assertEquals("BranchesTest.java", choice.place().getFileName());
        assertEquals("neg", second.graph().results().get(0).operation());
        assertEquals(List.of(), Program.of(x -> x[0], one()).variants().get(0).choices());
        assertEquals(1, Program.of(x -> x[0], one()).graph().results().size());
        assertEquals(1, p.graph().results().size());
    }

    @Test
    void backwardThroughNothing() {
        Program p = BRANCHES.of(SIDES, one());
        Tensor x = Tensor.variable(-3);
        assertEquals(-1, Backward.of(p.apply(x)).run().of(x).value());
        Tensor y = Tensor.variable(3);
        assertEquals(6, Backward.of(p.apply(y)).run().of(y).value());
    }
}
