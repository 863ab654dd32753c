package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.program.Loop;
import org.junit.jupiter.api.Test;

/** Derivatives of loops beside differences, to second order. */
class LoopsTest {
    private static Tensor random(int seed, int... shape) {
        return Tensor.normal(new Random(seed), shape).mul(0.5);
    }

    private static void check(TensorFunction f, Tensor... at) {
        Report report = GradCheck.of(f, at).order(2).run();
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void fold() {
        check(
                x -> Loop.times(5).fold(s -> s.mul(x[1]).sin().add(s), x[0]).sum(),
                random(1, 3),
                random(2, 3));
        check(
                x -> Loop.over(x[1]).reversed().fold((s, d) -> s.mul(d).tanh().add(d), x[0]).sum(),
                random(3, 2),
                random(4, 4, 2));
    }

    @Test
    void scanWithCheckpoints() {
        for (boolean few : new boolean[] {false, true}) {
            check(
                    x -> {
                        Loop loop = few ? Loop.over(x[0]).checkpointed() : Loop.over(x[0]);
                        Loop.Results all =
                                loop.scan(
                                        (s, d) ->
                                                new Loop.Results(
                                                        List.of(
                                                                s[0].matmul(x[1]).add(d[0]).tanh(),
                                                                s[1].add(d[0].sum())),
                                                        List.of(s[0].mul(s[1]), s[1].square())),
                                        Tensor.zeros(2),
                                        x[2]);
                        return all.output()
                                .sum()
                                .add(all.outputs().get(1).sum())
                                .add(all.state().sum());
                    },
                    random(5, 5, 2),
                    random(6, 2, 2),
                    Tensor.of(0.4));
        }
    }

    @Test
    void map() {
        check(
                x -> Loop.over(x[0]).map(s -> s[0].mul(x[1]).exp().sum()).square().sum(),
                random(7, 3, 2),
                random(8, 2));
    }

    @Test
    void repeatWhile() {
        check(
                x ->
                        Loop.repeatWhile(
                                s -> s.lt(4),
                                s -> s.mul(x[1].cos().add(1)).add(s.abs().exp()),
                                90,
                                x[0]),
                Tensor.of(0.7),
                Tensor.of(1.3));
    }

    @Test
    void aLoopInALoop() {
        check(
                x ->
                        Loop.over(x[0])
                                .fold(
                                        (s, row) ->
                                                Loop.over(row)
                                                        .fold((t, d) -> t.mul(x[1]).add(d).sin(), s)
                                                        .mul(s.add(1)),
                                        Tensor.of(0.2)),
                random(9, 3, 2),
                Tensor.of(0.6));
    }
}
