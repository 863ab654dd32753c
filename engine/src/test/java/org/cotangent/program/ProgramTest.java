package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Anomalies;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

// Longer than 400 lines: each test is a way in which a function does not hold elsewhere, with the
// function that does.

/** What a program computes, and what it refuses. */
class ProgramTest {
    private static final TensorFunction ROSENBROCK =
            x -> {
                Tensor a = x[0].at(0);
                Tensor b = x[0].at(1);
                return a.rsub(1).square().add(b.sub(a.square()).square().mul(100));
            };

    private static String refusal(Class<? extends Exception> type, Executable code) {
        return assertThrows(type, code).getMessage();
    }

    // ---- what it computes

    @Test
    void valueAndGradientByHand() {
        Program g = Program.valueAndGradients(ROSENBROCK, Tensor.zeros(2));
        double[] y = new double[3];
        g.run(new double[] {-1, 2}, y);
        assertArrayEquals(new double[] {104, 396, 200}, y);
        g.rows(2, new double[] {-1, 2, 1, 1}, y = new double[6]);
        assertArrayEquals(new double[] {104, 396, 200, 0, 0, 0}, y);
    }

    @Test
    void tensorsInAndOut() {
        Program p = Program.ofSeveral(x -> List.of(x[0].mul(x[1]), x[0].sum()), ones(2, 3), one());
        List<Tensor> y = p.applyAll(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3), Tensor.of(2));
        assertArrayEquals(new int[] {2, 3}, y.get(0).shape());
        assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, y.get(0).toArray());
        assertEquals(21, y.get(1).value());
    }

    private static Tensor ones(int... shape) {
        return Tensor.ones(shape);
    }

    private static Tensor one() {
        return Tensor.of(1);
    }

    /** Where arguments are recorded, the program is part of the graph like the function itself. */
    @Test
    void gradientsPassThroughAProgram() {
        Program p = Program.of(x -> x[0].tanh().mul(x[0]).sum(), ones(3));
        Tensor x = Tensor.variable(new double[] {0.3, -2, 1});
        Tensor own = Backward.of(x.tanh().mul(x).sum()).run().of(x);
        assertArrayEquals(own.toArray(), Backward.of(p.apply(x)).run().of(x).toArray());
    }

    @Test
    void hessiansAreProgramsToo() {
        Program h = Program.of(x -> Differentiate.hessian(v -> ROSENBROCK.apply(v), x[0]), ones(2));
        double[] y = new double[4];
        h.run(new double[] {-1, 2}, y);
        assertArrayEquals(new double[] {1200 - 800 + 2, 400, 400, 200}, y);
    }

    @Test
    void largeArraysStayArrays() {
        Program p = Program.of(x -> x[0].exp().sum().add(x[1]), Tensor.zeros(5000), one());
        double[] in = new double[5001];
        in[5000] = 2;
        double[] y = new double[1];
        p.run(in, y);
        assertEquals(5002, y[0]);
        assertTrue(p.explain().contains("by arrays"), p.explain());
        p.rows(2, new double[2 * 5001], y = new double[2]);
        assertArrayEquals(new double[] {5000, 5000}, y);
    }

    /** What is equal is computed once, what is constant not at all, what nobody needs neither. */
    @Test
    void simplified() {
        Program p =
                Program.of(
                        x -> {
                            x[0].exp();
                            Tensor c = Tensor.of(2).log().mul(3);
                            return x[0].sin().mul(x[0].sin()).mul(1).add(c);
                        },
                        one());
        assertTrue(p.explain().contains(" 3 operations"), p.explain());
    }

    @Test
    void identitiesKeepEveryBit() {
        List<TensorFunction> all =
                List.of(
                        x -> x[0].add(0),
                        x -> Tensor.of(0).add(x[0]),
                        x -> x[0].add(-0.0),
                        x -> x[0].sub(0),
                        x -> x[0].mul(1),
                        x -> x[0].div(1),
                        x -> x[0].neg().neg(),
                        x -> x[0].square().add(0));
        double[] some = {0.0, -0.0, 1, Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE};
        for (TensorFunction f : all) {
            Program p = Program.of(f, one());
            double[] y = new double[1];
            for (double v : some) {
                p.run(new double[] {v}, y);
                assertEquals(f.apply(Tensor.of(v)).value(), y[0]);
            }
        }
    }

    /** One in many blocks, with a rest; every point as if it were alone. */
    @Test
    void rowsAreIndependent() {
        Program g = Program.valueAndGradients(ROSENBROCK, Tensor.zeros(2));
        double[] x = new Random(1).doubles(2 * 1001, -2, 2).toArray();
        double[] y = new double[3 * 1001];
        g.rows(1001, x, y);
        double[] one = new double[3];
        for (int i = 0; i < 1001; i++) {
            g.run(Arrays.copyOfRange(x, 2 * i, 2 * i + 2), one);
            assertArrayEquals(one, Arrays.copyOfRange(y, 3 * i, 3 * i + 3));
        }
        g.rows(0, new double[0], new double[0]);
    }

    /** Runs at one point make no objects. */
    @Test
    void allocatesNothing() {
        Program g = Program.valueAndGradients(ROSENBROCK, Tensor.zeros(2));
        double[] x = {0.5, 0.25};
        double[] y = new double[3];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                g.run(x, y);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 1000, least + " bytes in 1,000 runs");
    }

    @Test
    void severalThreads() throws Exception {
        Program g = Program.valueAndGradients(ROSENBROCK, Tensor.zeros(2));
        boolean[] wrong = new boolean[1];
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            double b = t;
            threads[t] =
                    new Thread(
                            () -> {
                                double[] y = new double[3];
                                for (int i = 0; i < 20_000; i++) {
                                    g.run(new double[] {0, b}, y);
                                    wrong[0] |= y[0] != 1 + 100 * b * b;
                                }
                            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertFalse(wrong[0]);
    }

    /** The interpreter's switch is by ordinal numbers. */
    @Test
    void kernelsStandInTheOrderOfTheSwitch() {
        double[] x = {-1.5, -0.3, 0.3, 2.5};
        for (UnaryKernel f : UnaryKernel.values()) {
            Code code = new Code();
            int in = code.input();
            Interpreter machine =
                    new Interpreter(new Slots(code, new int[] {in}, new int[] {code.of(f, in)}));
            for (double v : x) {
                double[] r = machine.memory();
                r[0] = v;
                machine.run(r);
                assertEquals(f.applyAsDouble(v), r[1], "" + f);
            }
        }
        for (BinaryKernel f : BinaryKernel.values()) {
            Code code = new Code();
            int[] in = {code.input(), code.input()};
            int result = code.of(f, in[0], in[1]);
            Interpreter machine = new Interpreter(new Slots(code, in, new int[] {result}));
            for (double p : x) {
                for (double q : x) {
                    double[] r = machine.memory();
                    r[0] = p;
                    r[1] = q;
                    machine.run(r);
                    assertEquals(f.applyAsDouble(p, q), r[2], "" + f);
                }
            }
        }
    }

    // ---- what it refuses

    @Test
    void branchOnAValue() {
        String refusal =
                refusal(
                        IllegalStateException.class,
                        () ->
                                Program.of(
                                        x -> x[0].value() > 0 ? x[0].square() : x[0].neg(), one()));
        assertTrue(refusal.contains("value() reads a number that rests on an argument"), refusal);
        assertTrue(refusal.contains("ProgramTest.java:"), refusal);
        assertTrue(refusal.contains("use where"), refusal);
        // what is recorded is right on both sides
        Program p = Program.of(x -> Tensor.where(x[0].gt(0), x[0].square(), x[0].neg()), one());
        assertEquals(9, p.apply(Tensor.of(3)).value());
        assertEquals(3, p.apply(Tensor.of(-3)).value());
    }

    @Test
    void lengthOfALoop() {
        TensorFunction f =
                x -> {
                    Tensor y = x[0];
                    while (y.get() < 100) {
                        y = y.square();
                    }
                    return y;
                };
        String refusal = refusal(IllegalStateException.class, () -> Program.of(f, Tensor.of(2)));
        assertTrue(refusal.contains("get() reads"), refusal);
    }

    @Test
    void tableByAValue() {
        double[] table = {1, 10, 100};
        String refusal =
                refusal(
                        IllegalStateException.class,
                        () -> Program.of(x -> x[0].mul(table[(int) x[0].toArray()[0]]), one()));
        assertTrue(refusal.contains("toArray() reads"), refusal);
    }

    @Test
    void randomDraw() {
        Random random = new Random(3);
        String refusal =
                refusal(
                        IllegalArgumentException.class,
                        () -> Program.of(x -> x[0].add(random.nextGaussian()), one()));
        assertTrue(refusal.contains("does not do the same twice"), refusal);
        assertTrue(refusal.contains("must be arguments"), refusal);
    }

    @Test
    void structureThatChanges() {
        int[] calls = {0};
        String refusal =
                refusal(
                        IllegalArgumentException.class,
                        () -> Program.of(x -> calls[0]++ == 0 ? x[0].sin() : x[0].cos(), one()));
        assertTrue(refusal.contains("first sin"), refusal);
    }

    @Test
    void capturedArrayThatChanges() {
        double[] captured = {1, 2, 3};
        Program p = Program.of(x -> x[0].mul(Tensor.of(captured)).sum(), ones(3));
        assertEquals(6, p.apply(ones(3)).value());
        captured[1] = 5;
        String refusal = refusal(IllegalStateException.class, () -> p.apply(ones(3)));
        assertTrue(refusal.contains("an array has changed"), refusal);
        assertTrue(refusal.contains("ProgramTest.java:"), refusal);
        refusal(IllegalStateException.class, () -> p.rows(1, new double[3], new double[1]));
        captured[1] = 2;
        assertEquals(6, p.apply(ones(3)).value());
    }

    @Test
    void capturedMatrixThatChanges() {
        double[][] captured = {{1, 2}, {3, 4}};
        Program p = Program.of(x -> x[0].matmul(Tensor.of(captured)).sum(), ones(2, 2));
        captured[1][0] = 0;
        refusal(IllegalStateException.class, () -> p.apply(ones(2, 2)));
    }

    @Test
    void capturedVariable() {
        Tensor w = Tensor.variable(3).named("w");
        String refusal =
                refusal(IllegalArgumentException.class, () -> Program.of(x -> x[0].mul(w), one()));
        assertTrue(refusal.contains("\"w\""), refusal);
        assertTrue(refusal.contains("make it an argument, or call stopGradient()"), refusal);
        Tensor fixed = w.stopGradient();
        assertEquals(6, Program.of(x -> x[0].mul(fixed), one()).apply(Tensor.of(2)).value());
    }

    /** The exception passes, and the thread records as before. */
    @Test
    void exceptionInside() {
        RuntimeException mine = new RuntimeException("mine");
        assertSame(
                mine,
                assertThrows(
                        RuntimeException.class,
                        () ->
                                Program.of(
                                        x -> {
                                            throw mine;
                                        },
                                        one())));
        Tensor x = Tensor.variable(2);
        assertEquals(4, Backward.of(x.square()).run().of(x).value());
        assertEquals(2, x.value());
    }

    /** A program may be made where nothing is recorded, as within an ArrayFunction. */
    @Test
    void madeWhereNothingIsRecorded() {
        Program g = Tensor.unrecorded(() -> Program.valueAndGradients(x -> x[0].square(), one()));
        double[] y = new double[2];
        g.run(new double[] {5}, y);
        assertArrayEquals(new double[] {25, 10}, y);
    }

    @Test
    void whatIsComputedWithoutRecording() {
        List<TensorFunction> all =
                List.of(
                        x -> x[0].mul(Tensor.unrecorded(() -> x[0].exp())),
                        x -> x[0].mul(Tensor.unrecorded(() -> x[0].gt(0)).add(1)),
                        x -> x[0].square().backward().of(x[0]),
                        x -> Backward.of(x[0].square()).run().of(x[0]).mul(x[0]));
        for (TensorFunction f : all) {
            String refusal = refusal(IllegalArgumentException.class, () -> Program.of(f, one()));
            assertTrue(refusal.contains("computed without recording"), refusal);
        }
        String refusal =
                refusal(
                        IllegalStateException.class,
                        () ->
                                Program.of(
                                        x ->
                                                Tensor.unrecorded(() -> x[0].exp()).value() > 1
                                                        ? x[0].square()
                                                        : x[0],
                                        one()));
        assertTrue(refusal.contains("value() reads"), refusal);
    }

    @Test
    void normOfGradients() {
        String refusal =
                refusal(
                        IllegalStateException.class,
                        () ->
                                Program.of(
                                        x -> {
                                            Gradients g =
                                                    Backward.of(x[0].square()).recorded().run();
                                            return g.of(x[0]).mul(1 / g.norm());
                                        },
                                        one()));
        assertTrue(refusal.contains("norm() reads"), refusal);
        refusal =
                refusal(
                        IllegalStateException.class,
                        () -> Program.of(x -> x[0].asVariable().square(), one()));
        assertTrue(refusal.contains("asVariable() reads"), refusal);
    }

    /** Derivatives make variables of their own on the way. */
    @Test
    void productsWithTheJacobian() {
        List<TensorFunction> all =
                List.of(
                        x -> x[0].sqrt(),
                        x -> x[0].reciprocal(),
                        x -> x[0].div(x[0].add(1)),
                        x -> x[0].abs(),
                        x -> x[0].norm());
        Tensor d = Tensor.of(new double[] {1, -2, 0.5});
        for (TensorFunction f : all) {
            Program p =
                    Program.of(
                            x -> Differentiate.jvp(f, List.of(x[0]), List.of(d)),
                            Tensor.of(new double[] {1, 2, 3}));
            Tensor at = Tensor.of(new double[] {0.3, 4, 2});
            Tensor right = Differentiate.jvp(f, List.of(at), List.of(d));
            assertArrayEquals(right.toArray(), p.apply(at).toArray());
        }
    }

    /** Constants that no node keeps rest on arrays too. */
    @Test
    void capturedArraysBehindConstants() {
        double[] a = {1, 2, 3};
        double[][] rows = {{1, 2}, {3, 4}};
        Program doubled = Program.of(x -> x[0].mul(Tensor.of(a).mul(2)).sum(), ones(3));
        Program inner = Program.of(x -> x[0].mul(Tensor.of(a)).sum(), ones(3));
        Program outer = Program.of(x -> inner.apply(x[0].mul(2)), ones(3));
        Program watched =
                Program.of(
                        x -> {
                            Tensor y = Anomalies.detect(() -> x[0].mul(Tensor.of(a)).sum());
                            return y.mul(2);
                        },
                        ones(3));
        Program matrix = Program.of(x -> x[0].matmul(Tensor.of(rows)).sum(), ones(2, 2));
        assertEquals(12, outer.apply(ones(3)).value());
        a[0] = 7;
        for (Program p : List.of(doubled, outer, watched)) {
            refusal(IllegalStateException.class, () -> p.apply(ones(3)));
        }
        double[] row = rows[1];
        for (double[] other : new double[][] {{3, 4, 5}, {3}, null}) {
            rows[1] = other;
            refusal(IllegalStateException.class, () -> matrix.apply(ones(2, 2)));
        }
        rows[1] = row;
        assertEquals(20, matrix.apply(ones(2, 2)).value());
    }

    /** What draws without a leaf of its own is seen by its results. */
    @Test
    void drawsInsideOperations() {
        Random random = new Random(5);
        record Noise(Random random) implements CustomOp {
            @Override
            public String name() {
                return "noise";
            }

            @Override
            public Tensor forward(Tensor... x) {
                return x[0].add(random.nextGaussian());
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g;
            }
        }
        String refusal =
                refusal(
                        IllegalArgumentException.class,
                        () -> Program.of(x -> new Noise(random).apply(x[0]), one()));
        assertTrue(refusal.contains("does not do the same twice"), refusal);
    }

    /** Gradients of a pass that was not recorded have no derivatives, through a program neither. */
    @Test
    void gradientsAsArguments() {
        Program p = Program.of(x -> x[0].mul(2), one());
        Tensor x = Tensor.variable(3);
        Tensor g = Backward.of(x.square().mul(x)).run().of(x);
        assertThrows(
                UnsupportedOperationException.class,
                () -> Backward.of(g.mul(2).mul(x)).run().of(x));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Backward.of(p.apply(g).mul(x)).run().of(x));
        assertEquals(54, p.apply(g).value());
    }

    /** A list that computes when it is read is read while the function is followed. */
    @Test
    void listsThatComputeLater() {
        refusal(
                IllegalStateException.class,
                () ->
                        Program.ofSeveral(
                                x ->
                                        new AbstractList<>() {
                                            @Override
                                            public Tensor get(int i) {
                                                return x[0].value() > 0 ? x[0].square() : x[0];
                                            }

                                            @Override
                                            public int size() {
                                                return 1;
                                            }
                                        },
                                one()));
    }

    /** An operation of a user may run the program of which it is a part. */
    @Test
    void reachedAgainWithinARun() {
        Program[] own = new Program[1];
        record Calls(Program[] own) implements CustomOp {
            @Override
            public String name() {
                return "calls";
            }

            @Override
            public Tensor forward(Tensor... x) {
                return own[0] == null || x[0].value() > 10
                        ? x[0]
                        : own[0].apply(Tensor.of(1000)).add(x[0]);
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g;
            }
        }
        own[0] = Program.of(x -> new Calls(own).apply(x[0].add(1)).add(x[0].mul(2)), one());
        assertEquals(1001 + 2000 + 4 + 6, own[0].apply(Tensor.of(3)).value());
    }

    @Test
    void withoutResults() {
        Program p = Program.ofSeveral(x -> List.of(), one());
        assertEquals(List.of(), p.applyAll(one()));
        String refusal = refusal(IllegalStateException.class, () -> p.apply(one()));
        assertEquals("program: it has no results", refusal);
    }

    @Test
    void otherShapesAndLengths() {
        Program p = Program.of(x -> x[0].sum(), ones(3));
        String refusal = refusal(IllegalArgumentException.class, () -> p.apply(ones(2)));
        assertTrue(refusal.contains("argument 0 has shape [2]; it was made for [3]"), refusal);
        refusal(IllegalArgumentException.class, () -> p.apply(ones(3), ones(3)));
        refusal =
                refusal(IllegalArgumentException.class, () -> p.run(new double[4], new double[1]));
        assertTrue(refusal.contains("it takes 3 and gives 1"), refusal);
        refusal(IllegalArgumentException.class, () -> p.rows(2, new double[6], new double[1]));
        refusal(IllegalArgumentException.class, () -> p.rows(-1, new double[0], new double[0]));
    }

    @Test
    void nothingIsNull() {
        assertThrows(NullPointerException.class, () -> Program.of(null, one()));
        assertThrows(NullPointerException.class, () -> Program.of(x -> null, one()));
        assertThrows(NullPointerException.class, () -> Program.of(x -> x[0], (Tensor) null));
        Program p = Program.of(x -> x[0], one());
        assertEquals(
                "program: argument 0 is null",
                assertThrows(NullPointerException.class, () -> p.apply((Tensor) null))
                        .getMessage());
    }
}
