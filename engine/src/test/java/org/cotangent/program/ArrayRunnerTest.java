package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.Window;
import org.junit.jupiter.api.Test;

// Longer than 400 lines: each form of an operation in buffers, beside the recorded one.

/** Programs that run by arrays: the bits of recording, arrays that are used again. */
class ArrayRunnerTest {
    /** Made by arrays, however small it is. */
    private static Program byArrays(Supplier<Program> maker) {
        System.setProperty(Tier.PROPERTY, "arrays");
        try {
            return maker.get();
        } finally {
            System.clearProperty(Tier.PROPERTY);
        }
    }

    private static Program of(TensorFunction f, Tensor... at) {
        return byArrays(() -> Program.of(f, at));
    }

    private static Tensor normal(Random random, int... shape) {
        return Tensor.normal(random, shape);
    }

    private static double[] numbers(Tensor... all) {
        return Arrays.stream(all).flatMapToDouble(x -> DoubleStream.of(x.toArray())).toArray();
    }

    /** Value, gradients and a Hessian-vector product of a sum, at the point and at two others. */
    private static void assertSameBits(String what, TensorFunction f, Tensor... at) {
        Function<Tensor[], List<Tensor>> all =
                x -> {
                    List<Tensor> results = new ArrayList<>();
                    results.add(f.apply(x));
                    TensorFunction sum = v -> f.apply(v).mul(0.7).sum();
                    results.addAll(Differentiate.valueAndGradients(sum, x).gradients());
                    TensorFunction slope =
                            v -> {
                                Tensor total = Tensor.of(0);
                                for (Tensor g :
                                        Differentiate.valueAndGradients(sum, v).gradients()) {
                                    total = total.add(g.tanh().sum());
                                }
                                return total;
                            };
                    results.addAll(Differentiate.valueAndGradients(slope, x).gradients());
                    return results;
                };
        Program program = byArrays(() -> Program.ofSeveral(all, at));
        Random random = new Random(7);
        double[][] y = null;
        for (int point = 0; point < 3; point++) {
            Tensor[] here = new Tensor[at.length];
            for (int i = 0; i < here.length; i++) {
                double[] x = at[i].toArray();
                for (int j = 0; j < x.length; j++) {
                    x[j] += point * 0.1 * random.nextGaussian();
                    x[j] = point == 2 && random.nextInt(20) == 0 ? corner(random) : x[j];
                }
                here[i] = Tensor.of(x, at[i].shape());
            }
            Tensor[] fresh = all.apply(here).toArray(Tensor[]::new);
            double[] flat = new double[program.results()];
            program.run(numbers(here), flat);
            assertArrayEquals(numbers(fresh), flat, what + ", point " + point);
            double[][] x = Arrays.stream(here).map(Tensor::toArray).toArray(double[][]::new);
            y = Arrays.stream(fresh).map(t -> new double[t.size()]).toArray(double[][]::new);
            Arrays.stream(y).forEach(each -> Arrays.fill(each, Double.NaN));
            program.run(x, y);
            for (int i = 0; i < y.length; i++) {
                assertArrayEquals(fresh[i].toArray(), y[i], what + ", result " + i);
            }
        }
    }

    private static double corner(Random random) {
        double[] corners = {0, -0.0, 1, Double.POSITIVE_INFINITY, Double.NaN, -1e300};
        return corners[random.nextInt(corners.length)];
    }

    /** Operations of all kinds, on arrays that are small and on such that threads share. */
    @Test
    void everyForm() {
        Random random = new Random(1);
        for (int n : new int[] {1, 3, 67, 900}) {
            Tensor rows = normal(random, 40, n);
            Tensor row = normal(random, n);
            Tensor column = normal(random, 40, 1);
            Tensor scalar = Tensor.of(0.3);
            String size = " of " + n;
            assertSameBits(
                    "broadcast" + size, ArrayRunnerTest::broadcast, rows, row, column, scalar);
            assertSameBits("unary" + size, ArrayRunnerTest::unary, rows);
            assertSameBits("sums" + size, ArrayRunnerTest::sums, rows, row);
            assertSameBits("softmax" + size, ArrayRunnerTest::softmax, rows, column);
            assertSameBits("moves" + size, ArrayRunnerTest::moves, rows, row);
            assertSameBits(
                    "products" + size, ArrayRunnerTest::products, rows, normal(random, n, 5));
        }
        Tensor images = normal(random, 2, 3, 9, 8);
        Window window = Window.plain().stride(2).padding(1);
        assertSameBits(
                "images",
                x ->
                        Images.maxPool(
                                Images.convolution(x[0], x[1], window, 1),
                                new int[] {2, 2},
                                Window.plain().stride(2)),
                images,
                normal(random, 4, 3, 3, 3));
    }

    private static Tensor broadcast(Tensor... x) {
        Tensor y = x[0].mul(x[1]).add(x[2]).sub(x[3]).div(x[1].square().add(1));
        Tensor grid = x[2].mul(x[1]).sub(x[0]);
        Tensor chosen = Tensor.where(x[1].gt(0), y, grid.mul(2));
        return chosen.clamp(-3, 3).max(x[3]).add(x[2].exp().mul(x[3])).mul(x[1].tanh());
    }

    private static Tensor unary(Tensor... x) {
        Tensor v = x[0];
        Tensor a = v.sigmoid().mul(v.tanh()).add(v.relu().neg()).sub(v.square().add(1).sqrt());
        Tensor b =
                v.abs()
                        .add(0.5)
                        .log()
                        .mul(v.exp().sin())
                        .add(org.cotangent.Activations.softplus(v))
                        .reciprocal();
        return a.add(b).mul(v.gt(0.2)).add(v.floor());
    }

    private static Tensor sums(Tensor... x) {
        Tensor mean = x[0].mean(0);
        Tensor centered = x[0].sub(mean);
        Tensor largest = x[0].amax(1).unsqueeze(1);
        return centered.mul(x[1])
                .add(largest)
                .add(x[0].sum(1).unsqueeze(1))
                .add(x[0].mean())
                .sub(x[0].amin(0))
                .add(x[0].norm())
                .add(x[0].cumSum(1))
                .mul(x[0].sum());
    }

    private static Tensor softmax(Tensor... x) {
        Tensor y = x[0].mul(x[1]);
        return y.softmax(1).add(y.logSoftmax(0)).mul(y.logSumExp(1).unsqueeze(1)).add(y.softmax(0));
    }

    private static Tensor moves(Tensor... x) {
        int n = x[1].size();
        Tensor a = x[0].transpose().reshape(n * 40).slice(0, 0, n * 40, 1);
        Tensor b = Tensor.concat(0, x[0].flip(0), x[0].indexSelect(0, 3, 3, 1)).reshape(43 * n);
        Tensor c = x[0].pad(new int[][] {{1, 2}, {0, 0}}, 0).reshape(43 * n);
        Tensor d = x[1].expand(43, n).reshape(43 * n).add(x[0].slice(0, 1, 2).reshape(n).at(0));
        return b.mul(c).add(d).add(Tensor.concat(0, a, x[1], x[1], x[1]).square());
    }

    private static Tensor products(Tensor... x) {
        Tensor y = x[0].matmul(x[1]).tanh();
        Tensor gram = x[1].matmul(y.transpose());
        Tensor vector = x[0].slice(0, 0, 1).reshape(-1);
        return gram.mul(0.1)
                .transpose()
                .add(vector)
                .mul(
                        gram.transpose()
                                .matmul(
                                        vector.mul(0)
                                                .add(1)
                                                .unsqueeze(1)
                                                .matmul(vector.unsqueeze(0)))
                                .add(1));
    }

    /** Elementwise operations of one size are one step, constants and equal ones none. */
    @Test
    void stepsAreFused() {
        Tensor x = Tensor.zeros(3000);
        Program p = of(v -> v[0].mul(2).add(1).square().sub(v[0]).neg(), x);
        assertTrue(p.explain().contains("1 steps, 1 of them chains of together 5"), p.explain());
        assertTrue(p.explain().contains("0 arrays of 0 numbers for 3000"), p.explain());
        Program same =
                of(
                        v -> {
                            Tensor c = Tensor.of(2).exp().expand(3000);
                            v[0].cos();
                            return v[0].sum().mul(v[0].sum()).add(v[0].exp().mul(c).mul(1));
                        },
                        x);
        assertTrue(same.explain().contains("3 steps"), same.explain());
        assertTrue(same.explain().contains("together 3 "), same.explain());
        Program falls = of(v -> v[0].mul(2).prod().mul(v[0]), x);
        assertTrue(falls.explain().contains("1 steps allocate: prod"), falls.explain());
    }

    /** A long way needs as few arrays as a short one. */
    @Test
    void longArraysStayArrays() {
        TensorFunction f = x -> x[0].square().add(1).mul(x[0]);
        Tensor few = Tensor.ones(50);
        assertTrue(Program.of(f, few).explain().contains("number by number"));
        Tensor many = Tensor.ones(300);
        assertTrue(Program.of(f, many).explain().contains("by arrays"));
    }

    @Test
    void anAdjointPassesAReluInOneOperation() {
        double[] some = {
            0, -0.0, 1, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
        };
        Tensor x = Tensor.of(some).reshape(7, 1).add(Tensor.zeros(7, 7)).reshape(49);
        Tensor g = Tensor.of(some).reshape(1, 7).add(Tensor.zeros(7, 7)).reshape(49);
        Program p =
                Program.of(
                        v ->
                                Backward.of(v[0].relu())
                                        .wrt(v[0])
                                        .seed(v[1])
                                        .recorded()
                                        .run()
                                        .of(v[0]),
                        x,
                        g);
        assertTrue(p.explain().contains(": 49 operations"), p.explain());
        Tensor variable = x.asVariable();
        assertArrayEquals(
                variable.relu().backward(g).of(variable).toArray(), p.apply(x, g).toArray());
    }

    @Test
    void arraysAreUsedAgain() {
        TensorFunction f =
                x -> {
                    Tensor y = x[0];
                    for (int i = 0; i < 50; i++) {
                        y = y.matmul(x[1]).tanh();
                    }
                    return y;
                };
        Program p = of(f, Tensor.zeros(40, 40), Tensor.zeros(40, 40));
        assertTrue(p.explain().contains(" 2 arrays of 3200 numbers"), p.explain());
        assertSameBits("long", f, normal(new Random(3), 40, 40), normal(new Random(4), 40, 40));
    }

    /** A result may be written where an argument stands, as parameters are by an update. */
    @Test
    void resultsInThePlaceOfArguments() {
        Program p =
                byArrays(
                        () ->
                                Program.ofSeveral(
                                        x -> List.of(x[0].add(x[1]), x[0].sub(x[1]), x[1]),
                                        Tensor.zeros(2000),
                                        Tensor.zeros(2000)));
        double[] a = new Random(1).doubles(2000).toArray();
        double[] b = new Random(2).doubles(2000).toArray();
        double[] c = new double[2000];
        double[] sum = Tensor.of(a).add(Tensor.of(b)).toArray();
        double[] difference = Tensor.of(a).sub(Tensor.of(b)).toArray();
        double[] before = b.clone();
        p.run(new double[][] {a, b}, new double[][] {a, b, c});
        assertArrayEquals(sum, a);
        assertArrayEquals(difference, b);
        assertArrayEquals(before, c);
        double[] one = {1, 2};
        of(x -> x[0].flip(0).add(x[0]), Tensor.zeros(2)).run(one, one);
        assertArrayEquals(new double[] {3, 3}, one);
    }

    /** Results that are arguments, constants, each other, or other shapes of each other. */
    @Test
    void resultsThatAreNotComputed() {
        Program p =
                byArrays(
                        () ->
                                Program.ofSeveral(
                                        x -> {
                                            Tensor y = x[0].neg();
                                            Tensor z = y.reshape(2, 1);
                                            return List.of(y, x[0], y, z, Tensor.of(4), z.neg());
                                        },
                                        Tensor.zeros(2)));
        double[] y = new double[11];
        p.run(new double[] {1, -0.0}, y);
        assertArrayEquals(new double[] {-1, 0, 1, -0.0, -1, 0, -1, 0, 4, 1, -0.0}, y);
        assertEquals(List.of(), byArrays(() -> Program.ofSeveral(x -> List.of())).applyAll());
    }

    @Test
    void emptyArrays() {
        assertSameBits("empty", x -> x[0].exp().mul(x[1]), Tensor.zeros(0, 3), Tensor.ones(3));
        Program p =
                of(x -> x[0].sum().add(x[0].matmul(Tensor.zeros(0, 2)).sum()), Tensor.zeros(2, 0));
        double[] y = {5};
        p.run(new double[0], y);
        assertEquals(0, y[0]);
    }

    /** Of a chain nothing; of a net what the kernels pass from hand to hand, but no values. */
    @Test
    void allocatesNothing() {
        Random random = new Random(1);
        Tensor x = normal(random, 16, 50);
        Tensor y = normal(random, 16, 4);
        Program p =
                byArrays(
                        () ->
                                Program.valueAndGradients(
                                        w ->
                                                x.matmul(w[0])
                                                        .add(w[1])
                                                        .sigmoid()
                                                        .matmul(w[2])
                                                        .sub(y)
                                                        .square()
                                                        .mean(),
                                        normal(random, 50, 30),
                                        normal(random, 30),
                                        normal(random, 30, 4)));
        double[][] in = {new double[1500], new double[30], new double[120]};
        double[][] out = {new double[1], new double[1500], new double[30], new double[120]};
        double[] flatIn = new double[1650];
        double[] flatOut = new double[1651];
        long bytes = allocated(() -> p.run(in, out));
        assertTrue(bytes < 1000 * 16000, bytes + " bytes, of which none for values");
        assertEquals(bytes, allocated(() -> p.run(flatIn, flatOut)), 1000 * 200);
        Program chain = of(v -> v[0].exp().mul(v[1]).sub(1), x, normal(random, 50));
        double[][] of = {new double[800], new double[50]};
        double[][] to = {new double[800]};
        assertTrue(allocated(() -> chain.run(of, to)) < 1000);
    }

    /** The least that 1,000 runs allocate. */
    private static long allocated(Runnable run) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                run.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void severalThreadsAndRows() throws InterruptedException {
        Program p =
                byArrays(
                        () ->
                                Program.valueAndGradients(
                                        x -> x[0].exp().mul(x[0]).sum(), Tensor.zeros(300)));
        double[] x = new Random(1).doubles(300 * 400).toArray();
        double[] y = new double[301 * 400];
        p.rows(400, x, y);
        double[] one = new double[301];
        for (int i = 0; i < 400; i++) {
            p.run(Arrays.copyOfRange(x, 300 * i, 300 * i + 300), one);
            assertArrayEquals(one, Arrays.copyOfRange(y, 301 * i, 301 * i + 301));
        }
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = 100 * t;
            Runnable part =
                    () -> {
                        double[] own = new double[301];
                        for (int i = from; i < from + 100; i++) {
                            p.run(Arrays.copyOfRange(x, 300 * i, 300 * i + 300), own);
                            if (!Arrays.equals(own, 0, 301, y, 301 * i, 301 * i + 301)) {
                                synchronized (wrong) {
                                    wrong.add("point " + i);
                                }
                            }
                        }
                    };
            threads.add(new Thread(part));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), wrong);
    }

    /** An operation of a user may keep what it is given, and run the program that it is part of. */
    @Test
    void operationsOfUsers() {
        Program[] own = new Program[1];
        List<Tensor> kept = new ArrayList<>();
        record Keeps(Program[] own, List<Tensor> kept) implements CustomOp {
            @Override
            public String name() {
                return "keeps";
            }

            @Override
            public Tensor forward(Tensor... x) {
                kept.add(x[0]);
                boolean again = own[0] != null && x[0].toArray()[0] < 10;
                return again ? own[0].apply(x[0].mul(100)) : x[0];
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g;
            }
        }
        TensorFunction f = x -> new Keeps(own, kept).apply(x[0].add(1)).add(x[0]).mul(2);
        own[0] = of(f, Tensor.zeros(2000));
        kept.clear();
        for (int from : new int[] {3, 5}) { // the second time with the memory of the first
            double[] y = own[0].apply(Tensor.full(from, 2000)).toArray();
            int again = 100 * (from + 1);
            assertEquals(2 * (2 * (again + 1 + again) + from), y[1999]);
        }
        List<Double> seen = kept.stream().map(x -> x.toArray()[7]).toList();
        assertEquals(List.of(4.0, 401.0, 6.0, 601.0), seen);
    }

    @Test
    void arraysThatDoNotFit() {
        Program p = of(x -> x[0].add(x[1]), Tensor.zeros(2), Tensor.zeros(2));
        double[] a = new double[2];
        String refusal = refusal(() -> p.run(new double[][] {a}, new double[][] {a}));
        assertEquals("program: 1 arrays for 2 arguments; there must be one for each", refusal);
        refusal = refusal(() -> p.run(new double[][] {a, new double[3]}, new double[][] {a}));
        assertEquals("program: an array of 3 numbers for argument 1, which has 2", refusal);
        Program two =
                byArrays(
                        () ->
                                Program.ofSeveral(
                                        x -> List.of(x[0].neg(), x[0].exp()), Tensor.zeros(2)));
        refusal = refusal(() -> two.run(new double[][] {a}, new double[][] {a, a}));
        assertEquals("program: results 0 and 1 have the same array", refusal);
    }

    private static String refusal(Runnable run) {
        return assertThrows(IllegalArgumentException.class, run::run).getMessage();
    }

    @Test
    void wayThatCannotBeMeant() {
        System.setProperty(Tier.PROPERTY, "fast");
        try {
            String refusal = refusal(() -> Program.of(x -> x[0], Tensor.of(1)));
            assertEquals(
                    "cotangent.programs: \"fast\"; it must be one of"
                            + " [auto, arrays, interpreter, compiled]",
                    refusal);
        } finally {
            System.clearProperty(Tier.PROPERTY);
        }
    }
}
