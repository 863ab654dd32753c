package org.cotangent.gradcheck.jqwik;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;
import org.cotangent.linalg.Linalg;

/** Tests of the values that arbitraries draw and of their shrinking. */
class ArbitrariesTest {
    @Provide
    Arbitrary<Shapes.Pair> pairs() {
        return Shapes.broadcasting(4, 4);
    }

    @Provide
    Arbitrary<Tensor> kinks() {
        return Tensors.onKinks(Shapes.upTo(2, 3));
    }

    @Provide
    Arbitrary<Tensor> edges() {
        return Tensors.nearEdges(Shapes.upTo(2, 3));
    }

    @Provide
    Arbitrary<List<Tensor>> operands() {
        return Tensors.broadcasting(Domain.REAL, Domain.NONZERO, Shapes.broadcasting(3, 3));
    }

    @Provide
    Arbitrary<Tensor> definite() {
        return Matrices.positiveDefiniteUpTo(4);
    }

    @Provide
    Arbitrary<Tensor> conditioned() {
        return Matrices.wellConditioned(4);
    }

    @Property
    void broadcastingPairsBroadcast(@ForAll("pairs") Shapes.Pair pair) {
        Tensor sum = Tensor.zeros(pair.left()).add(Tensor.zeros(pair.right()));
        assertArrayEquals(sum.shape(), pair.result(), pair::toString);
    }

    /** In all ways: the same, either one narrower, both, fewer axes. */
    @Example
    void broadcastingPairsAreOfAllKinds() {
        assertMet(pairs(), p -> p.left().length > 1 && Arrays.equals(p.left(), p.right()));
        assertMet(pairs(), p -> p.left().length < p.right().length);
        assertMet(pairs(), p -> p.left().length > p.right().length);
        assertMet(
                pairs(),
                p -> !Arrays.equals(p.result(), p.left()) && !Arrays.equals(p.result(), p.right()));
        assertMet(pairs(), p -> p.left().length == 0 && p.right().length > 0);
    }

    private static <T> void assertMet(Arbitrary<T> arbitrary, Predicate<T> kind) {
        Random random = new Random(1);
        long count =
                arbitrary.generator(1000).stream(random)
                        .limit(1000)
                        .filter(x -> kind.test(x.value()))
                        .count();
        assertTrue(count >= 10, () -> count + " of 1000");
    }

    @Example
    void shapesHaveTheExtentsAskedFor() {
        assertMet(Shapes.upTo(3, 3), shape -> shape.length == 0);
        assertMet(Shapes.upTo(3, 3), shape -> Arrays.equals(shape, new int[] {3, 2}));
        assertNone(Shapes.upTo(3, 3), s -> s.length > 3 || has(s, 0) || has(s, 4));
        assertNone(Shapes.empty(3, 3), shape -> !has(shape, 0));
        assertNone(Shapes.withOnes(3, 3), shape -> !has(shape, 1) || has(shape, 0));
        assertMet(Shapes.withOnes(3, 3), shape -> has(shape, 3));
        assertMet(Shapes.of(2, 2, 0, 2), shape -> has(shape, 0) && has(shape, 2));
        assertNone(Shapes.of(2, 2, 0, 2), shape -> shape.length != 2);
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> Shapes.of(2, 1, 0, 3));
        assertTrue(thrown.getMessage().contains("2 to 1 axes"));
    }

    private static boolean has(int[] shape, int extent) {
        return Arrays.stream(shape).anyMatch(e -> e == extent);
    }

    private static <T> void assertNone(Arbitrary<T> arbitrary, Predicate<T> kind) {
        arbitrary.generator(1000).stream(new Random(1))
                .limit(1000)
                .forEach(x -> assertTrue(!kind.test(x.value()), () -> "" + x.value()));
    }

    @Property(tries = 300)
    void kinksAreKinks(@ForAll("kinks") Tensor x) {
        assertTrue(
                Arrays.stream(Domain.values()).anyMatch(d -> d.isOnKinks() && d.contains(x)),
                x::toString);
    }

    @Property(tries = 300)
    void edgesAreNearAndNotOnKinks(@ForAll("edges") Tensor x) {
        for (double element : x.toArray()) {
            double off = Math.abs(element - Math.rint(element));
            assertTrue(off > 0 && off < 1.1e-3, x::toString);
        }
    }

    @Property(tries = 300)
    void operandsBroadcastInTheirDomains(@ForAll("operands") List<Tensor> ab) {
        assertTrue(Domain.REAL.contains(ab.get(0)) && Domain.NONZERO.contains(ab.get(1)));
        for (double quotient : ab.get(0).div(ab.get(1)).toArray()) {
            assertTrue(Math.abs(quotient) < 10.4);
        }
    }

    @Property(tries = 200)
    void matricesAreWhatTheySay(@ForAll("definite") Tensor p, @ForAll("conditioned") Tensor a) {
        assertTrue(Linalg.eigvalsh(p).get(0) > 0.49);
        assertTrue(Linalg.svdvals(a).amin().value() > 0.49);
    }

    // ---- shrinking

    /** The steps that jqwik takes as long as a predicate stays true. */
    private static <T> T shrunk(Arbitrary<T> arbitrary, int seed, Predicate<T> fails) {
        Shrinkable<T> smallest =
                arbitrary.generator(1000).stream(new Random(seed))
                        .filter(x -> fails.test(x.value()))
                        .findFirst()
                        .orElseThrow();
        while (true) {
            Shrinkable<T> from = smallest;
            Shrinkable<T> next =
                    from.shrink()
                            .filter(x -> x.distance().compareTo(from.distance()) < 0)
                            .filter(x -> fails.test(x.value()))
                            .findFirst()
                            .orElse(null);
            if (next == null) {
                return from.value();
            }
            smallest = next;
        }
    }

    @Example
    void tensorsShrinkToRoundNumbersInTheDomain() {
        for (int seed = 0; seed < 10; seed++) {
            Arbitrary<Tensor> real = Tensors.in(Domain.REAL, 2);
            assertEquals("[0, 0]", shrunk(real, seed, x -> true).toString());
            assertEquals("[0, 1]", shrunk(real, seed, x -> x.get(1) > 0).toString());
            assertEquals(
                    "[0, 1.5]",
                    shrunk(real, seed, x -> x.get(1) > 1.2 && x.get(1) < 1.8).toString());
            Arbitrary<Tensor> nonzero = Tensors.in(Domain.NONZERO, 2);
            assertEquals("[1, 1]", shrunk(nonzero, seed, x -> true).toString());
        }
    }

    @Example
    void shapesShrinkWithTheirTensors() {
        Arbitrary<Tensor> any = Tensors.in(Domain.REAL, Shapes.upTo(3, 4));
        for (int seed = 0; seed < 10; seed++) {
            assertEquals("0", shrunk(any, seed, x -> true).toString());
            assertEquals(
                    "[[0], [0]]",
                    shrunk(any, seed, x -> x.rank() == 2 && x.size() > 1 && x.size(0) > 1)
                            .toString());
        }
    }

    @Example
    void programsShrinkToFewLinesOfSimpleOperands() {
        for (int seed = 0; seed < 10; seed++) {
            Arbitrary<List<Instruction>> any = Programs.instructions(2, 12);
            assertEquals("[add(0, 0)]", shrunk(any, seed, p -> true).toString());
            Predicate<List<Instruction>> hasPower =
                    p ->
                            p.stream()
                                    .anyMatch(
                                            line ->
                                                    line.operation() == Operation.POW_NUMBER
                                                            && line.constant() > 1);
            assertEquals("[pow_number(0; 2)]", shrunk(any, seed, hasPower).toString());
            Arbitrary<List<Instruction>> some =
                    Programs.instructions(2, 5, Operation.SIN, Operation.COS);
            assertEquals(
                    "[sin(0), cos(0)]",
                    shrunk(some, seed, p -> p.size() == 2 && p.get(1).operation() == Operation.COS)
                            .toString());
        }
    }

    @Example
    void variablesAreFresh() {
        Arbitrary<Tensor> variables = Tensors.variables(Tensors.in(Domain.REAL));
        assertNone(variables, x -> !x.isVariable());
        assertNone(Tensors.in(Domain.REAL), Tensor::varies);
    }
}
