package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

// Longer than 400 lines: every kind of loop beside the one written out, in each order.

/** Loops beside the functions that they are, written out step by step. */
class LoopTest {
    /**
     * A loop and the same written out.
     *
     * @param name its name
     * @param bits whether the gradients have the same bits too: each shared tensor and state is
     *     used once in the body
     */
    record Case(
            String name, boolean bits, TensorFunction loop, TensorFunction unrolled, Tensor... at) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Tensor random(int seed, int... shape) {
        return Tensor.normal(new Random(seed), shape).mul(0.5);
    }

    private static Tensor[] slices(Tensor x) {
        return x.unstack(0).toArray(Tensor[]::new);
    }

    private static Tensor cell(Tensor h, Tensor x, Tensor w, Tensor u) {
        return h.matmul(w).add(x.matmul(u)).tanh();
    }

    /** A fourth-order step of a pendulum with friction. */
    private static Tensor rungeKutta(Tensor y, Tensor p) {
        double dt = 0.05;
        UnaryOperator<Tensor> f =
                s ->
                        Tensor.stack(
                                0,
                                s.at(1),
                                s.at(0).sin().mul(p.at(0)).add(s.at(1).mul(p.at(1))).neg());
        Tensor a = f.apply(y);
        Tensor b = f.apply(y.add(a.mul(dt / 2)));
        Tensor c = f.apply(y.add(b.mul(dt / 2)));
        Tensor d = f.apply(y.add(c.mul(dt)));
        return y.add(a.add(b.mul(2)).add(c.mul(2)).add(d).mul(dt / 6));
    }

    /** A step of a Kalman filter of one number: mean, variance and the likelihood so far. */
    private static List<Tensor> kalman(Tensor m, Tensor v, Tensor l, Tensor z, Tensor q, Tensor r) {
        Tensor predicted = v.add(q);
        Tensor s = predicted.add(r);
        Tensor gain = predicted.div(s);
        Tensor e = z.sub(m);
        return List.of(
                m.add(gain.mul(e)),
                predicted.sub(gain.mul(predicted)),
                l.sub(s.log().add(e.square().div(s)).mul(0.5)));
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "power",
                        false,
                        x -> Loop.times(7).fold(s -> s.mul(x[0]), Tensor.of(1)),
                        x -> {
                            Tensor s = Tensor.of(1);
                            for (int i = 0; i < 7; i++) {
                                s = s.mul(x[0]);
                            }
                            return s;
                        },
                        Tensor.of(1.3)),
                new Case(
                        "logistic map",
                        false,
                        x -> Loop.times(6).fold(s -> s.mul(s.rsub(1)).mul(x[1]), x[0]).sum(),
                        x -> {
                            Tensor s = x[0];
                            for (int i = 0; i < 6; i++) {
                                s = s.mul(s.rsub(1)).mul(x[1]);
                            }
                            return s.sum();
                        },
                        Tensor.vector(0.2, 0.4, 0.7),
                        Tensor.of(3.1)),
                new Case(
                        "recurrent network",
                        true,
                        x ->
                                Loop.over(x[1])
                                        .fold((h, now) -> cell(h, now, x[2], x[3]), x[0])
                                        .square()
                                        .sum(),
                        x -> {
                            Tensor h = x[0];
                            for (Tensor now : slices(x[1])) {
                                h = cell(h, now, x[2], x[3]);
                            }
                            return h.square().sum();
                        },
                        random(1, 2, 3),
                        random(2, 5, 2, 4),
                        random(3, 3, 3),
                        random(4, 4, 3)),
                new Case(
                        "Runge-Kutta",
                        false,
                        x -> Loop.times(10).fold(y -> rungeKutta(y, x[1]), x[0]).square().sum(),
                        x -> {
                            Tensor y = x[0];
                            for (int i = 0; i < 10; i++) {
                                y = rungeKutta(y, x[1]);
                            }
                            return y.square().sum();
                        },
                        Tensor.vector(0.5, -0.3),
                        Tensor.vector(2, 0.3)),
                new Case(
                        "Kalman filter",
                        false,
                        x ->
                                Loop.over(x[0])
                                        .scan(
                                                (s, z) ->
                                                        Loop.Results.of(
                                                                kalman(
                                                                        s[0], s[1], s[2], z[0],
                                                                        x[1], x[2])),
                                                Tensor.of(0),
                                                Tensor.of(1),
                                                Tensor.of(0))
                                        .states()
                                        .get(2),
                        x -> {
                            List<Tensor> s = List.of(Tensor.of(0), Tensor.of(1), Tensor.of(0));
                            for (Tensor z : slices(x[0])) {
                                s = kalman(s.get(0), s.get(1), s.get(2), z, x[1], x[2]);
                            }
                            return s.get(2);
                        },
                        random(5, 6),
                        Tensor.of(0.3),
                        Tensor.of(0.8)),
                new Case(
                        "random walk with outputs",
                        false,
                        x -> {
                            Loop.Results all =
                                    Loop.over(x[0])
                                            .scan(
                                                    (s, d) -> {
                                                        Tensor next =
                                                                s[0].add(d[0].exp().mul(x[1]));
                                                        return Loop.Results.of(next, next.sin());
                                                    },
                                                    Tensor.of(0.1));
                            return all.output().square().sum().mul(all.state());
                        },
                        x -> {
                            Tensor s = Tensor.of(0.1);
                            List<Tensor> seen = new ArrayList<>();
                            for (Tensor d : slices(x[0])) {
                                s = s.add(d.exp().mul(x[1]));
                                seen.add(s.sin());
                            }
                            return Tensor.stack(0, seen.toArray(Tensor[]::new))
                                    .square()
                                    .sum()
                                    .mul(s);
                        },
                        random(6, 5),
                        Tensor.of(0.7)),
                new Case(
                        "map",
                        true,
                        x -> Loop.over(x[0], x[1]).map(s -> s[0].mul(s[1]).exp().sum()).sum(),
                        x -> {
                            Tensor[] p = slices(x[0]);
                            Tensor[] q = slices(x[1]);
                            Tensor[] all = new Tensor[p.length];
                            Arrays.setAll(all, i -> p[i].mul(q[i]).exp().sum());
                            return Tensor.stack(0, all).sum();
                        },
                        random(7, 4, 3),
                        random(8, 4, 3)),
                new Case(
                        "backward over the slices, states that change places",
                        false,
                        x -> {
                            Loop.Results all =
                                    Loop.over(x[0])
                                            .reversed()
                                            .scan(
                                                    (s, d) ->
                                                            new Loop.Results(
                                                                    List.of(
                                                                            s[1],
                                                                            s[0].mul(d[0]).sin()),
                                                                    List.of(s[0].mul(s[1]), d[0])),
                                                    x[1],
                                                    x[1].square());
                            return all.outputs()
                                    .get(0)
                                    .mul(all.outputs().get(1))
                                    .sum()
                                    .add(all.state().exp());
                        },
                        x -> {
                            Tensor p = x[1];
                            Tensor q = x[1].square();
                            Tensor[] d = slices(x[0]);
                            Tensor sum = Tensor.of(0);
                            for (int i = d.length - 1; i >= 0; i--) {
                                sum = sum.add(p.mul(q).mul(d[i]));
                                Tensor r = p.mul(d[i]).sin();
                                p = q;
                                q = r;
                            }
                            return sum.add(p.exp());
                        },
                        random(9, 5),
                        Tensor.of(0.4)),
                new Case(
                        "a loop in a loop",
                        false,
                        x ->
                                Loop.over(x[0])
                                        .fold(
                                                (s, row) ->
                                                        Loop.over(row)
                                                                .fold(
                                                                        (t, d) ->
                                                                                t.mul(x[1])
                                                                                        .add(d)
                                                                                        .tanh(),
                                                                        s)
                                                                .mul(s.add(1)),
                                                Tensor.of(0.2)),
                        x -> {
                            Tensor s = Tensor.of(0.2);
                            for (Tensor row : slices(x[0])) {
                                Tensor t = s;
                                for (Tensor d : slices(row)) {
                                    t = t.mul(x[1]).add(d).tanh();
                                }
                                s = t.mul(s.add(1));
                            }
                            return s;
                        },
                        random(10, 3, 4),
                        Tensor.of(0.6)),
                new Case(
                        "as long as a condition holds",
                        false,
                        x ->
                                Loop.repeatWhile(
                                        s -> s.lt(10), s -> s.mul(x[1]).add(s.sin()), 50, x[0]),
                        x -> {
                            Tensor s = x[0];
                            while (s.value() < 10) {
                                s = s.mul(x[1]).add(s.sin());
                            }
                            return s;
                        },
                        Tensor.of(0.7),
                        Tensor.of(1.4)),
                new Case(
                        "zeros with a sign",
                        true,
                        x -> Loop.times(3).fold(s -> s.add(x[0].mul(-0.0)), x[1]),
                        x -> {
                            Tensor s = x[1];
                            for (int i = 0; i < 3; i++) {
                                s = s.add(x[0].mul(-0.0));
                            }
                            return s;
                        },
                        Tensor.of(2),
                        Tensor.of(3)),
                new Case(
                        "arrays that are not taken apart",
                        true,
                        x -> Loop.over(x[1]).fold((s, d) -> s.mul(x[2]).add(d).sin(), x[0]).sum(),
                        x -> {
                            Tensor s = x[0];
                            for (Tensor d : slices(x[1])) {
                                s = s.mul(x[2]).add(d).sin();
                            }
                            return s.sum();
                        },
                        random(15, 1100),
                        random(16, 3, 1100),
                        random(17, 1100)),
                new Case(
                        "one step",
                        true,
                        x -> Loop.times(1).fold(s -> s.mul(x[1]).exp(), x[0]).sum(),
                        x -> x[0].mul(x[1]).exp().sum(),
                        random(11, 3),
                        random(12, 3)),
                new Case(
                        "no step",
                        true,
                        x ->
                                Loop.times(0)
                                        .fold(s -> s.mul(x[1]).exp(), x[0])
                                        .square()
                                        .mul(x[1])
                                        .sum(),
                        x -> x[0].square().mul(x[1]).sum(),
                        random(13, 3),
                        random(14, 3)));
    }

    private static void assertClose(boolean bits, Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        double[] p = expected.toArray();
        double[] q = found.toArray();
        if (bits) {
            assertArrayEquals(p, q);
        }
        double scale = 1;
        for (double each : p) {
            scale = Math.max(scale, Math.abs(each));
        }
        assertArrayEquals(p, q, 1e-13 * scale);
    }

    private static void assertClose(boolean bits, List<Tensor> expected, List<Tensor> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertClose(bits, expected.get(i), found.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueAndGradients(Case c) {
        assertClose(true, c.unrolled.apply(c.at), c.loop.apply(c.at));
        Differentiate.ValueAndGradients p = Differentiate.valueAndGradients(c.unrolled, c.at);
        Differentiate.ValueAndGradients q = Differentiate.valueAndGradients(c.loop, c.at);
        assertClose(true, p.value(), q.value());
        assertClose(c.bits, p.gradients(), q.gradients());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void secondAndForwardDerivatives(Case c) {
        List<Tensor> at = List.of(c.at);
        List<Tensor> v = new ArrayList<>();
        for (int i = 0; i < c.at.length; i++) {
            v.add(random(20 + i, c.at[i].shape()));
        }
        assertClose(false, Differentiate.jvp(c.unrolled, at, v), Differentiate.jvp(c.loop, at, v));
        assertClose(
                false,
                Differentiate.hessianVectorProducts(c.unrolled, at, v),
                Differentiate.hessianVectorProducts(c.loop, at, v));
        for (int order = 2; order < 4; order++) {
            int k = order;
            assertClose(
                    false,
                    Differentiate.directional(c.unrolled, at, v, k),
                    Differentiate.directional(c.loop, at, v, k));
        }
    }

    /** As steps of a program, at another point than it was made at. */
    @ParameterizedTest
    @MethodSource("cases")
    void inPrograms(Case c) {
        Tensor[] example = new Tensor[c.at.length];
        Arrays.setAll(example, i -> c.at[i].mul(0.9));
        Program p = Program.valueAndGradients(c.loop, example);
        Differentiate.ValueAndGradients now = Differentiate.valueAndGradients(c.loop, c.at);
        List<Tensor> all = p.applyAll(c.at);
        assertClose(true, now.value(), all.get(0));
        assertClose(true, now.gradients(), all.subList(1, all.size()));
        assertSameWhenRead(p, c.at);
        List<Tensor> v = new ArrayList<>();
        for (int i = 0; i < c.at.length; i++) {
            v.add(random(20 + i, c.at[i].shape()));
        }
        Program h =
                Program.ofSeveral(
                        x -> Differentiate.hessianVectorProducts(c.loop, List.of(x), v), example);
        assertClose(
                false,
                Differentiate.hessianVectorProducts(c.unrolled, List.of(c.at), v),
                h.applyAll(c.at));
        assertSameWhenRead(h, c.at);
    }

    /** The text of a program with loops gives the same program again. */
    private static void assertSameWhenRead(Program p, Tensor... at) {
        String text = p.toJson();
        Program read = Program.fromJson(text);
        assertEquals(text, read.toJson());
        assertClose(true, p.applyAll(at), read.applyAll(at));
    }

    /** A loop of several states, shared tensors and outputs. */
    private static Tensor wave(Loop loop, Tensor... x) {
        Loop.Results all =
                loop.scan(
                        (s, d) -> {
                            Tensor p = s[0].add(s[1].mul(x[1])).sin();
                            Tensor q = s[1].mul(d[0]).sub(p.sum().mul(x[2]));
                            return new Loop.Results(List.of(p, q), List.of(p.mul(q), q.sum()));
                        },
                        x[3],
                        x[3].square());
        return all.states()
                .get(0)
                .sum()
                .add(all.output().square().sum())
                .add(all.outputs().get(1).sin().sum());
    }

    /** States that are computed again are the same, and so are the sums. */
    @Test
    void checkpointsGiveTheSameBits() {
        for (int n : new int[] {0, 1, 2, 7, 10}) {
            Tensor[] at = {random(1, n, 3), random(2, 3), Tensor.of(0.3), random(3, 2, 3)};
            for (boolean reversed : new boolean[] {false, true}) {
                UnaryOperator<Loop> way = loop -> reversed ? loop.reversed() : loop;
                TensorFunction stored = x -> wave(way.apply(Loop.over(x[0])), x);
                TensorFunction again = x -> wave(way.apply(Loop.over(x[0]).checkpointed()), x);
                Differentiate.ValueAndGradients p = Differentiate.valueAndGradients(stored, at);
                Differentiate.ValueAndGradients q = Differentiate.valueAndGradients(again, at);
                assertClose(true, p.value(), q.value());
                assertClose(true, p.gradients(), q.gradients());
                List<Tensor> v = Arrays.stream(at).map(x -> random(4, x.shape())).toList();
                List<Tensor> second = Differentiate.hessianVectorProducts(stored, List.of(at), v);
                assertClose(
                        false, second, Differentiate.hessianVectorProducts(again, List.of(at), v));
                Program program =
                        Program.valueAndGradients(
                                again,
                                Arrays.stream(at)
                                        .map(x -> Tensor.ones(x.shape()))
                                        .toArray(Tensor[]::new));
                List<Tensor> all = program.applyAll(at);
                assertClose(true, p.gradients(), all.subList(1, all.size()));
                assertSameWhenRead(program, at);
                Program hessian =
                        Program.ofSeveral(
                                x -> Differentiate.hessianVectorProducts(again, List.of(x), v), at);
                assertClose(false, second, hessian.applyAll(at));
                assertSameWhenRead(hessian, at);
            }
        }
    }

    /** A program of a derivative is differentiated again: what its loops keep has adjoints. */
    @Test
    void derivativesOfPrograms() {
        for (Case c : cases().toList()) {
            Tensor[] x = Arrays.stream(c.at).map(Tensor::asVariable).toArray(Tensor[]::new);
            TensorFunction slopes =
                    in -> {
                        Tensor sum = Tensor.of(0);
                        for (Tensor g : Differentiate.gradients(c.loop, in)) {
                            sum = sum.add(g.square().sum());
                        }
                        return sum;
                    };
            Tensor y = slopes.apply(x);
            if (!y.varies()) {
                continue;
            }
            Gradients own = y.backward();
            Gradients again = Program.of(slopes, c.at).apply(x).backward();
            for (Tensor each : x) {
                assertClose(false, own.withZeros(x).of(each), again.withZeros(x).of(each));
            }
        }
    }

    /**
     * Hessian-vector products with a direction that was 0 when the program was made: so were then
     * the adjoints of all that its loops keep.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void directionsAsArguments(Case c) {
        int n = c.at.length;
        Program slopes = Program.ofSeveral(x -> Differentiate.gradients(c.loop, x), c.at);
        TensorFunction alongOwn = x -> along(Differentiate.gradients(c.loop, half(x, 0)), x);
        TensorFunction alongProgram = x -> along(slopes.applyAll(half(x, 0)), x);
        Tensor[] zeros = Arrays.copyOf(c.at, 2 * n);
        Tensor[] at = zeros.clone();
        for (int i = 0; i < n; i++) {
            zeros[n + i] = Tensor.zeros(c.at[i].shape());
            at[n + i] = random(20 + i, c.at[i].shape());
        }
        List<Tensor> expected =
                Differentiate.hessianVectorProducts(
                        c.unrolled, List.of(c.at), List.of(half(at, n)));
        for (TensorFunction f : List.of(alongOwn, alongProgram)) {
            Program p = Program.ofSeveral(x -> Differentiate.gradients(f, x), zeros);
            assertClose(false, expected, p.applyAll(at).subList(0, n));
        }
    }

    private static Tensor[] half(Tensor[] x, int from) {
        return Arrays.copyOfRange(x, from, from + x.length / 2);
    }

    private static Tensor along(List<Tensor> slopes, Tensor... x) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < slopes.size(); i++) {
            sum = sum.add(slopes.get(i).mul(x[slopes.size() + i]).sum());
        }
        return sum;
    }

    /** A thread each has memory of its own. */
    @Test
    void severalThreads() {
        Case c = cases().filter(each -> each.name.equals("a loop in a loop")).findFirst().get();
        Program p = Program.valueAndGradients(c.loop, c.at);
        List<List<double[]>> all =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(
                                i -> {
                                    Tensor[] at = c.at.clone();
                                    at[1] = Tensor.of(i % 2);
                                    List<Tensor> y = null;
                                    for (int k = 0; k < 50; k++) {
                                        y = p.applyAll(at);
                                    }
                                    return y.stream().map(Tensor::toArray).toList();
                                })
                        .toList();
        for (int i = 2; i < all.size(); i++) {
            for (int k = 0; k < all.get(i).size(); k++) {
                assertArrayEquals(all.get(i % 2).get(k), all.get(i).get(k));
            }
        }
    }

    private static String refusal(Class<? extends Exception> type, Executable code) {
        return assertThrows(type, code).getMessage();
    }

    @Test
    void refused() {
        Class<IllegalArgumentException> argument = IllegalArgumentException.class;
        Class<IllegalStateException> state = IllegalStateException.class;
        Tensor two = Tensor.zeros(2);
        Random random = new Random(1);
        List<Refusal> all =
                List.of(
                        new Refusal(
                                argument,
                                "state 0 has shape [2] and the body makes it [1, 2]",
                                () -> Loop.times(2).fold(s -> s.reshape(1, 2), two)),
                        new Refusal(
                                argument,
                                "makes 1 states of 2",
                                () ->
                                        Loop.times(2)
                                                .scan(
                                                        (s, x) -> Loop.Results.of(List.of(s[0])),
                                                        two,
                                                        two)),
                        new Refusal(
                                argument,
                                "the body does not do the same twice",
                                () ->
                                        Loop.times(2)
                                                .fold(s -> s.add(Tensor.normal(random, 2)), two)),
                        new Refusal(
                                state,
                                "value() reads a number",
                                () ->
                                        Loop.times(2)
                                                .fold(s -> s.at(0).value() > 1 ? s.neg() : s, two)),
                        new Refusal(
                                argument,
                                "without recording",
                                () ->
                                        Loop.times(2)
                                                .fold(s -> Tensor.unrecorded(() -> s.mul(2)), two)),
                        new Refusal(
                                argument,
                                "the condition has shape [2]",
                                () -> Loop.repeatWhile(s -> s.lt(3), s -> s.add(1), 9, two)),
                        new Refusal(
                                state,
                                "still holds after 9 steps",
                                () ->
                                        Loop.repeatWhile(
                                                s -> s.lt(30), s -> s.add(1), 9, Tensor.of(0))),
                        new Refusal(argument, "-1 steps", () -> Loop.times(-1)),
                        new Refusal(
                                argument,
                                "at most -1 steps",
                                () -> Loop.repeatWhile(s -> s, s -> s, -1, Tensor.of(0))),
                        new Refusal(argument, "no arrays", () -> Loop.over()),
                        new Refusal(
                                argument,
                                "array 1 is a scalar",
                                () -> Loop.over(two, Tensor.of(1))),
                        new Refusal(
                                argument,
                                "array 1 has 3 slices and array 0 has 2",
                                () -> Loop.over(two, Tensor.zeros(3))),
                        new Refusal(
                                argument,
                                "2 arrays",
                                () -> Loop.over(two, two).fold((s, x) -> s, Tensor.of(0))),
                        new Refusal(
                                NullPointerException.class,
                                "array 0 is null",
                                () -> Loop.over((Tensor) null)),
                        new Refusal(
                                NullPointerException.class,
                                "state 0 is null",
                                () -> Loop.times(1).fold(s -> s, null)),
                        new Refusal(
                                NullPointerException.class,
                                "the body gave null",
                                () -> Loop.times(1).scan((s, x) -> null, two)),
                        new Refusal(
                                state, "no output", () -> Loop.Results.of(List.of(two)).output()));
        for (Refusal each : all) {
            String message = refusal(each.type, each.code);
            assertTrue(message.contains(each.words), message);
        }
    }

    private record Refusal(Class<? extends Exception> type, String words, Executable code) {}

    /** The bound holds at every point at which a program runs. */
    @Test
    void aProgramIsRefusedThatGoesOnTooLong() {
        Program p =
                Program.valueAndGradients(
                        x -> Loop.repeatWhile(s -> s.lt(10), s -> s.add(x[0]), 9, Tensor.of(0)),
                        Tensor.of(4));
        double[] y = new double[2];
        p.run(new double[] {2.5}, y);
        assertArrayEquals(new double[] {10, 4}, y);
        p.run(new double[] {3.4}, y);
        assertArrayEquals(new double[] {3.4 + 3.4 + 3.4, 3}, y);
        String message = refusal(IllegalStateException.class, () -> p.run(new double[] {1}, y));
        assertTrue(message.contains("still holds after 9 steps"), message);
    }

    /** What has no second derivative by itself has none in a loop. */
    @Test
    void rulesOfFirstOrderAreRefused() {
        CustomOp square =
                CustomOp.ofPartials("own", x -> x[0] * x[0], x -> new double[] {2 * x[0]});
        Tensor x = Tensor.variable(2);
        Tensor y = Loop.times(2).fold(s -> square.apply(s), x);
        assertEquals(16, y.value());
        assertThrows(UnsupportedOperationException.class, () -> y.backward().of(x));
    }

    @Test
    void gradientsThatWereNotRecordedAreRefused() {
        Tensor x = Tensor.variable(2);
        Tensor slope = x.square().backward().of(x);
        Tensor y = Loop.times(2).fold(s -> s.mul(slope), x);
        assertThrows(UnsupportedOperationException.class, () -> y.backward().of(x));
    }

    /** Variables, what was computed from them, and what has no derivative, from outside. */
    @Test
    void whatIsTakenFromOutsideIsShared() {
        Tensor w = Tensor.variable(new double[] {0.5, -1, 2});
        Tensor u = w.exp();
        Tensor mask = w.gt(0);
        Tensor fixed = Tensor.vector(1, 2, 3);
        Tensor y = Loop.times(3).fold(s -> s.mul(u).add(w.mul(mask)).add(fixed), w);
        Tensor z = w;
        for (int i = 0; i < 3; i++) {
            z = z.mul(u).add(w.mul(mask)).add(fixed);
        }
        assertClose(true, z, y);
        assertClose(false, z.sum().backward().of(w), y.sum().backward().of(w));
        // what is read of it is a number here, as everywhere
        Tensor v = Loop.times(2).fold(s -> s.mul(w.at(0).value()), Tensor.of(1));
        assertEquals(0.25, v.value());
        assertFalse(v.varies());
    }

    @Test
    void unusedArgumentsHaveNoGradient() {
        Tensor a = Tensor.variable(2);
        Tensor rows = Tensor.variable(new double[] {1, 2, 3});
        Loop.Results all =
                Loop.over(rows)
                        .scan(
                                (s, x) ->
                                        new Loop.Results(
                                                List.of(s[0].mul(2), s[1].add(1)), List.of(s[1])),
                                a,
                                Tensor.of(0));
        Gradients g = all.state().add(all.output().sum()).backward();
        assertEquals(8, g.of(a).value());
        assertArrayEquals(new double[3], g.of(rows).toArray());
        assertEquals(3, all.states().get(1).value());
    }

    /** Pictures, texts and traces of graphs with loops. */
    @Test
    void graphsShowLoops() {
        for (Case c : cases().filter(each -> each.at[0].size() < 100).toList()) {
            Tensor[] x = Arrays.stream(c.at).map(Tensor::asVariable).toArray(Tensor[]::new);
            Tensor y = c.loop.apply(x);
            Tensor slope = Backward.of(y).recorded().run().of(x[0]);
            Graph graph = Graph.of(y, slope);
            for (String text :
                    List.of(
                            graph.toText(),
                            graph.toDot(),
                            graph.toSvg(),
                            graph.toMermaid(),
                            graph.toJson(),
                            graph.toHtml(),
                            Trace.of(y).toText(),
                            Trace.of(y).toHtml(),
                            Graph.record(() -> c.loop.apply(x)).toHtml())) {
                assertTrue(text.contains("loop"));
            }
        }
        Tensor x = Tensor.variable(2);
        Graph graph = Graph.of(Loop.times(3).fold(s -> s.mul(x).add(1), Tensor.of(1)));
        String json = graph.toJson();
        assertTrue(json.contains("\"body\": [\"t0 = mul(s0, p0)\", \"t1 = add(t0, 1)\""), json);
    }

    /** States alone are kept, and with checkpoints few of them. */
    @Test
    void memoryIsThatOfTheStates() {
        Tensor x = Tensor.variable(new double[10]);
        int n = 2_500;
        Tensor all = Loop.times(n).fold(LoopTest::long_, x);
        Tensor few = Loop.times(n).checkpointed().fold(LoopTest::long_, x);
        assertEquals(10 * (1 + n), Graph.of(all).node(all).inputs().get(0).value().size());
        assertEquals(10 * (1 + 50), Graph.of(few).node(few).inputs().get(0).value().size());
        // in bytes: of a pass through few, twice the square root
        Runnable pass = () -> few.sum().backward().of(x);
        pass.run();
        long bytes = allocated(pass);
        assertTrue(bytes < 8 * 10 * n, bytes + " bytes");
        assertTrue(allocated(() -> all.sum().backward().of(x)) > 8 * 10 * n);
    }

    private static Tensor long_(Tensor s) {
        return s.sin().add(s.mul(s)).exp().sub(1).tanh();
    }

    private static long allocated(Runnable code) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        code.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
