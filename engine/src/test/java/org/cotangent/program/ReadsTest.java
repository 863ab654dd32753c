package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** All ways in which a function may come to know numbers of its arguments are refused. */
class ReadsTest {
    private static final Tensor AT = Tensor.of(new double[] {1, 2});

    private static void refused(String word, TensorFunction... all) {
        for (ProgramSettings settings :
                List.of(Program.settings(), Program.settings().branches(true))) {
            for (int i = 0; i < all.length; i++) {
                TensorFunction f = all[i];
                RuntimeException refusal =
                        assertThrows(
                                RuntimeException.class, () -> settings.of(f, AT), word + ", " + i);
                assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
                assertTrue(refusal.getMessage().startsWith("program: "), refusal.getMessage());
            }
        }
        Tensor x = Tensor.variable(3); // the thread is as it was
        assertEquals("3", x.toString());
        assertEquals(6, x.square().backward().of(x).value());
    }

    @Test
    void elements() {
        refused("value() reads", x -> x[0].mul(x[0].sum().value()));
        refused("get() reads", x -> x[0].mul(x[0].get(1)));
        refused(
                "toArray() reads",
                x -> x[0].mul(Arrays.stream(x[0].toArray()).sum()),
                x -> x[0].mul(IntStream.range(0, 1).mapToDouble(i -> x[0].toArray()[i]).sum()),
                x -> x[0].mul(x[0].argMax().toArray()[0]));
        refused("toMatrix() reads", x -> x[0].mul(x[0].reshape(1, 2).toMatrix()[0][0]));
    }

    @Test
    void insideOfOthersCode() {
        refused(
                "value() reads",
                x -> Differentiate.gradient(v -> v.mul(v.sum().value()).sum(), x[0]),
                x -> Differentiate.jvp(v -> v.mul(v.sum().value()), x[0], AT),
                x -> {
                    Backward pass = Backward.of(x[0].square().sum()).recorded();
                    return pass.hook(x[0], g -> g.mul(g.sum().value())).run().of(x[0]);
                },
                x -> Graph.scope("s", () -> x[0].mul(x[0].sum().value())));
    }

    /** A refusal that the function catches is a refusal. */
    @Test
    void caught() {
        refused(
                "value() reads",
                x -> {
                    try {
                        return x[0].mul(x[0].sum().value());
                    } catch (IllegalStateException e) {
                        return x[0];
                    }
                },
                x -> {
                    try {
                        return x[0].mul(x[0].sum().value());
                    } catch (IllegalStateException e) {
                        throw new RuntimeException("wrapped", e);
                    }
                });
    }

    private static <T> T elsewhere(Callable<T> code) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<T> future = pool.submit(code);
            return future.get();
        } catch (Exception e) {
            throw new RuntimeException(e);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void onOtherThreads() {
        refused(
                "value() reads",
                x -> x[0].mul(elsewhere(() -> x[0].sum().value())),
                x -> elsewhere(() -> x[0].exp()).sum().value() > 0 ? x[0] : x[0].neg(),
                x -> x[0].mul(CompletableFuture.supplyAsync(() -> x[0].sum().value()).join()));
        refused("isTrue() reads", x -> elsewhere(() -> x[0].sum().isTrue()) ? x[0] : x[0].neg());
        refused("on another thread", x -> x[0].mul(elsewhere(() -> x[0].exp())));
        refused("stopGradient() reads", x -> x[0].mul(elsewhere(() -> x[0].stopGradient())));
        refused(
                "unrecorded() reads",
                x -> x[0].mul(elsewhere(() -> Tensor.unrecorded(() -> x[0].exp()))),
                x -> x[0].mul(elsewhere(() -> Tensor.unrecorded(() -> Tensor.stack(0, x[0])))));
    }

    /** Threads that have nothing to do with a program read what they like meanwhile. */
    @Test
    void othersReadOn() {
        double[] sum = new double[1];
        Program p =
                Program.of(
                        x -> {
                            elsewhere(
                                    () -> {
                                        Tensor v = Tensor.variable(3);
                                        sum[0] += v.square().backward().of(v).value();
                                        sum[0] += v.stopGradient().value();
                                        return Tensor.unrecorded(() -> v.exp()).value();
                                    });
                            return x[0].exp();
                        },
                        AT);
        assertEquals(18, sum[0]);
        assertEquals(Math.E, p.apply(Tensor.ones(2)).get(0), 1e-15);
    }

    /** Texts show no numbers, so that messages of a function do no harm. */
    @Test
    void texts() {
        String[] seen = new String[3];
        Tensor constant = Tensor.of(7);
        Program p =
                Program.of(
                        x -> {
                            seen[0] = "" + x[0];
                            seen[1] = String.format("%s", Tensor.unrecorded(() -> x[0].exp()));
                            seen[2] = "" + constant;
                            return x[0];
                        },
                        AT);
        assertEquals("a tensor of shape [2] while a program is recorded", seen[0]);
        assertEquals(seen[0], seen[1]);
        assertEquals("7", seen[2]);
        assertEquals("[1, 2]", p.apply(AT).toString());
    }

    /** Identity says nothing of numbers. */
    @Test
    void identity() {
        Program p = Program.of(x -> x[0].equals(x[0].add(0)) ? x[0] : x[0].neg(), AT);
        assertEquals("[-1, -2]", p.apply(AT).toString());
        assertFalse(Comparable.class.isAssignableFrom(Tensor.class));
        assertFalse(Iterable.class.isAssignableFrom(Tensor.class));
        assertFalse(Number.class.isAssignableFrom(Tensor.class));
    }

    @Test
    void gradients() {
        refused(
                "norm() reads",
                x -> x[0].mul(Backward.of(x[0].square().sum()).recorded().run().norm()));
        refused(
                "computed without recording",
                x -> x[0].square().sum().backward().of(x[0]).gt(0),
                x -> x[0].square().sum().backward().of(x[0]).stopGradient(),
                x -> x[0].mul(Tensor.unrecorded(() -> x[0].exp().gt(2))),
                x -> x[0].mul(Tensor.unrecorded(() -> x[0].stopGradient())),
                x -> x[0].mul(Tensor.unrecorded(() -> x[0].gt(1).stopGradient())),
                x -> Tensor.unrecorded(() -> Differentiate.gradient(v -> v.square().sum(), x[0])),
                x -> {
                    Tensor y = Tensor.unrecorded(() -> x[0].exp());
                    return x[0].mul(Differentiate.gradient(v -> v.square().sum(), y));
                });
    }

    /** Masks that are stopped stay masks of every point. */
    @Test
    void stoppedMasks() {
        Program p = Program.of(x -> x[0].mul(x[0].gt(0).stopGradient()), AT);
        assertEquals("[-0, 3]", p.apply(Tensor.of(new double[] {-2, 3})).toString());
    }

    /** What graphs show of a function is shown after the program has run. */
    @Test
    void graphs() {
        refused(
                "reads",
                x -> x[0].mul(Graph.of(x[0].exp()).toText().length()),
                x -> x[0].mul(Graph.of(x[0].exp()).toJson().length()),
                x -> x[0].mul(Graph.of(x[0].abs()).branches().get(0).sides()));
    }
}
