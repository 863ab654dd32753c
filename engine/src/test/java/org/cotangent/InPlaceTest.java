package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A pass that is not recorded adds to adjoints in place. Nobody may see that: neither the pass
 * itself, where adjoints share an array, nor those to whom it showed a tensor on the way.
 */
class InPlaceTest {
    /** What somebody was shown, and the numbers it had. */
    private static final class Shown {
        private final Map<Tensor, double[]> before = new IdentityHashMap<>();

        Tensor note(Tensor x) {
            before.putIfAbsent(x, x.toArray());
            return x;
        }

        void assertUnchanged() {
            before.forEach((x, elements) -> assertArrayEquals(elements, x.toArray()));
        }
    }

    /** The identity; its rule passes on the adjoint itself and keeps it. */
    private record Passing(Shown shown) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].add(0);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return shown.note(g);
        }
    }

    /** A sum with a rule that always passes on the same tensor, right or not. */
    private record Holding(Tensor held) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].add(x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            // a recorded pass wants to see that it depends on g
            return g.varies() ? held.add(g.mul(0)) : held;
        }
    }

    private static final int KINDS = 16;

    /** Nodes of three elements each, and scalars on the way, that use each other at random. */
    private static List<Tensor> program(Random random, int size, Shown shown) {
        List<Tensor> nodes = new ArrayList<>();
        nodes.add(Tensor.variable(new double[] {0.5, -1, 2}));
        nodes.add(Tensor.variable(new double[] {-0.25, 3, 1}));
        Tensor scalar = Tensor.variable(0.75);
        Tensor held = shown.note(Tensor.vector(1, -2, 0.5));
        for (int i = 0; i < size; i++) {
            // the last few are likelier, so that there are both depth and fan-out
            int recent = Math.max(0, nodes.size() - 1 - random.nextInt(4));
            Tensor p = nodes.get(random.nextBoolean() ? recent : random.nextInt(nodes.size()));
            Tensor q = nodes.get(random.nextInt(nodes.size()));
            Tensor next =
                    switch (random.nextInt(KINDS)) {
                        case 0, 1, 2 -> p.add(q);
                        case 3 -> p.sub(q);
                        case 4 -> p.mul(q).tanh();
                        case 5 -> p.neg();
                        case 6 -> p.reshape(3, 1).reshape(3);
                        case 7 -> p.mul(q.sum().mul(scalar).tanh());
                        case 8 -> new Passing(shown).apply(p);
                        case 9 -> new Holding(held).apply(p, q);
                        case 10 -> p.add(scalar);
                        case 11 -> Tensor.concat(0, p, q).slice(0, 2, 5);
                        case 14 -> Tensor.concat(0, p.slice(0, 1, 3), p.slice(0, 0, 1));
                        case 15 -> Tensor.stack(0, p.at(2), q.at(0), p.at(2).mul(scalar));
                        case 12 -> Tensor.where(p, p, q).add(1);
                        default -> p.max(q);
                    };
            nodes.add(next);
            if (random.nextInt(4) == 0) {
                scalar = scalar.mul(next.at(1)).add(scalar).sub(scalar.mul(scalar)).tanh();
            }
        }
        Tensor end = nodes.get(nodes.size() - 1);
        nodes.add(end.mul(scalar));
        return nodes;
    }

    /** A recorded pass makes a node of every sum; both must agree to the last bit. */
    @Property(tries = 400)
    void theSameAsRecorded(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
        Random random = new Random(seed);
        Shown shown = new Shown();
        List<Tensor> nodes = program(random, size, shown);
        Tensor result = nodes.get(nodes.size() - 1);
        Tensor start = shown.note(Tensor.vector(random.nextGaussian(), 1, -0.0));
        Gradients expected = Backward.of(result).seed(start).recorded().keepAll().run();

        Backward watched = Backward.of(result).seed(start);
        for (Tensor node : nodes) {
            watched = watched.hook(node, shown::note);
        }
        Gradients seen = watched.run();
        Gradients plain = result.backward(start);
        Backward observed = Backward.of(result).seed(start).keepAll();
        for (Tensor node : nodes) {
            observed = observed.hook(node, shown::note);
        }
        Gradients first = observed.run();
        Gradients second = Backward.of(result).seed(start).keepAll().run();
        for (Tensor node : nodes) {
            double[] numbers = expected.of(node).toArray();
            assertArrayEquals(numbers, first.of(node).toArray());
            assertArrayEquals(numbers, second.of(node).toArray());
            if (node.isVariable()) {
                assertArrayEquals(numbers, plain.of(node).toArray());
                assertArrayEquals(numbers, seen.of(node).toArray());
            }
        }
        shown.assertUnchanged();
    }

    /** Operations without a rule in plain numbers give a scalar its parts as tensors. */
    @Example
    void partsOfAScalarAddUpWhetherTensorsOrNumbers() {
        Tensor x = Tensor.variable(2);
        Tensor f = x.pow(3).add(x.expm1());
        assertEquals(12 + Math.exp(2), f.backward().of(x).value(), 1e-14);
        Tensor g = f.add(x.mul(5)).add(x.log1p());
        assertEquals(17 + Math.exp(2) + 1.0 / 3, g.backward().of(x).value(), 1e-14);
    }

    /** The adjoint of the sums is one array, which x gets again and again, and y at the end. */
    @Example
    void aSharedAdjointIsNotAddedTo() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor y = Tensor.variable(new double[] {3, 4});
        Tensor seed = Tensor.vector(1, 10);
        Gradients g = y.add(x).add(x).add(x).add(x).backward(seed);
        assertArrayEquals(new double[] {4, 40}, g.of(x).toArray());
        assertArrayEquals(new double[] {1, 10}, g.of(y).toArray());
        assertArrayEquals(new double[] {1, 10}, seed.toArray());
    }

    /** The product's part is fresh and passes through the sum to both, who get more each. */
    @Example
    void aFreshPartThatGoesTwoWaysBelongsToNeither() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor y = Tensor.variable(new double[] {3, 4});
        Tensor more = x.mul(7).add(y.mul(11)).add(x.mul(13)); // older, so visited later
        Tensor f = x.add(y).mul(5).add(more);
        Gradients g = f.backward(Tensor.vector(1, 1));
        assertArrayEquals(new double[] {25, 25}, g.of(x).toArray());
        assertArrayEquals(new double[] {16, 16}, g.of(y).toArray());
    }

    /** A reshaped adjoint shares its array with the adjoint that the hook keeps. */
    @Example
    void whatAHookKeepsStays() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3, 4});
        Tensor older = x.mul(3);
        Tensor m = x.reshape(2, 2);
        Tensor f = m.add(m).add(m).reshape(4).add(older);
        List<Tensor> seen = new ArrayList<>();
        Gradients g =
                Backward.of(f)
                        .seed(Tensor.ones(4))
                        .hook(
                                m,
                                adjoint -> {
                                    seen.add(adjoint);
                                    return adjoint;
                                })
                        .run();
        assertArrayEquals(new double[] {6, 6, 6, 6}, g.of(x).toArray());
        assertArrayEquals(new double[] {3, 3, 3, 3}, seen.get(0).toArray());
    }

    /** What a hook returns is the user's. */
    @Example
    void whatAHookReturnsIsNotAddedTo() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor older = x.mul(2).add(x.mul(3));
        Tensor h = x.reshape(2, 1);
        Tensor mine = Tensor.of(new double[] {5, 6}, 2, 1);
        Tensor f = h.mul(4).reshape(2).add(older);
        Gradients g = Backward.of(f).seed(Tensor.ones(2)).hook(h, adjoint -> mine).run();
        assertArrayEquals(new double[] {10, 11}, g.of(x).toArray());
        assertArrayEquals(new double[] {5, 6}, mine.toArray());
    }

    @Example
    void gradientsOfTwoVariablesAreTwoTensors() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor y = Tensor.variable(new double[] {3, 4});
        Tensor seed = Tensor.vector(1, 10);
        Gradients g = x.add(y).backward(seed);
        assertNotSame(g.of(x), g.of(y));
        assertNotSame(seed, g.of(x));
        assertEquals(10, g.of(y).get(1));
    }
}
