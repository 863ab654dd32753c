package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    }

    private static String refusal(Class<? extends Exception> type, Executable code) {
        return assertThrows(type, code).getMessage();
    }

    @Test
    void refused() {
        assertTrue(
                refusal(
                                IllegalArgumentException.class,
                                () -> Loop.times(2).fold(s -> s.reshape(1, 2), Tensor.zeros(2)))
                        .contains("state 0 has shape [2] and the body makes it [1, 2]"));
    }
}
