package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mutants are what they say: the same values, another derivative, or else not counted. */
class MutationTest {
    private static final Tensor X = Tensor.vector(0.4, -1.2, 2.1);
    private static final Tensor Z = Tensor.vector(-0.7, 0.9, 1.3);

    private static Mutation make(String name, Case c) {
        Mutant mutant =
                Mutant.ALL.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        return mutant.maker().make(c, new Random(1));
    }

    private static Case product() {
        return new Case(x -> x[0].mul(x[1]), X, Z);
    }

    private static double[] wrong(String name, Case c, int input) {
        Mutation mutation = make(name, c);
        Tensor y = mutation.wrong().apply(mutation.at());
        return Rule.right(mutation.wrong(), Tensor.ones(y.shape()), mutation.at())[input].toArray();
    }

    static List<Mutant> all() {
        return Mutant.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void theValuesAreThoseOfTheFunction(Mutant mutant) {
        int made = 0;
        for (int i = 0; i < 2 * OpTable.ROWS.size(); i++) {
            Row row = OpTable.ROWS.get(i / 2);
            Case c = row.cases().apply(new Dice(i, 3));
            Mutation mutation = mutant.maker().make(c, new Random(i));
            if (mutation != null) {
                made++;
                // the sign of a zero may change: zero is added
                assertArrayEquals(
                        mutation.right().apply(mutation.at()).add(0).toArray(),
                        mutation.wrong().apply(mutation.at()).add(0).toArray(),
                        row::toString);
            }
        }
        assertTrue(made > 5, () -> mutant + " fits too few rows");
    }

    @Test
    void theDerivativesAreThoseOfTheMistake() {
        Case sine = new Case(x -> x[0].sin(), X);
        assertArrayEquals(X.cos().neg().toArray(), wrong("sign", sine, 0));
        assertArrayEquals(X.cos().mul(2).toArray(), wrong("factor 2", sine, 0));
        assertArrayEquals(X.mul(0.9).cos().toArray(), wrong("stale value, 10 % off", sine, 0));
        assertArrayEquals(X.sin().cos().toArray(), wrong("y for x", sine, 0));
        // the product's partials are the other factor
        assertArrayEquals(X.toArray(), wrong("swapped partials", product(), 0));
        assertArrayEquals(Z.toArray(), wrong("swapped partials", product(), 1));
        Case relu = new Case(x -> x[0].relu(), X);
        assertArrayEquals(new double[] {0, 1, 0}, wrong("wrong branch", relu, 0));
        Case exp = new Case(x -> x[0].exp(), X);
        assertArrayEquals(X.toArray(), wrong("x for y", exp, 0), 1e-15);
        // a number times three sines: their sum, and not the first alone
        assertArrayEquals(
                new double[] {Math.sin(0.4)}, wrong("missing sum: factor", sine, 1), 1e-15);
    }

    @Test
    void sharesAreLostAtFanOut() {
        Case identity = new Case(x -> x[0].mul(1), Tensor.of(3));
        // 1.5 y + y^2 / 4 at 3: the shares are each 1.5
        assertArrayEquals(new double[] {1.5}, wrong("overwritten: result", identity, 0));
        Case twice = new Case(x -> x[0].mul(2), Tensor.of(5));
        // 2 x + 0.3 x^2 at 5: 2 or 3
        double left = wrong("overwritten: input", twice, 0)[0];
        assertTrue(left == 2 || left == 3, () -> "" + left);
    }

    @Test
    void anOperandThatIsBroadcastLosesAllSlicesButOne() {
        Case sum = new Case(x -> x[0].mul(x[1]), X, Tensor.of(2));
        assertArrayEquals(new double[] {0.4}, wrong("missing sum: operand", sum, 1), 1e-15);
        assertNull(make("missing sum: operand", product()));
    }

    @Test
    void whatChangesNothingIsNotCounted() {
        Case sum = new Case(x -> x[0].add(x[1]), X, Z);
        assertTrue(make("swapped partials", product()).isReal());
        assertEquals(0, Mutation.of(product().f(), Rule::right, product().at()).change());
        assertFalse(make("sign", new Case(x -> x[0].floor(), X)).isReal());
        assertFalse(make("y for x", new Case(x -> x[0].mul(2), X)).isReal());
        assertFalse(make("wrong order", new Case(x -> x[0].mul(2), Tensor.of(1))).isReal());
        // all that is left of the slope of 1 is round-off
        assertFalse(make("sign", new Case(x -> x[0].softmax(0).sum(), X)).isReal());
        assertEquals(2, make("sign", sum).change());
        assertEquals(1e-6, make("off by 1e-6", sum).change(), 2e-12);
    }

    @Test
    void mutantsHaveSecondDerivativesOfTheirOwn() {
        Mutation twice = make("factor 2", new Case(x -> x[0].sin(), Tensor.of(1)));
        Tensor second =
                Differentiate.gradient(Differentiate.gradient(x -> twice.wrong().apply(x)))
                        .apply(Tensor.of(1));
        assertEquals(-2 * Math.sin(1), second.value(), 1e-15);
        // right at order 1, and then a constant
        Mutation frozen = make("not differentiated again", new Case(x -> x[0].exp(), X));
        assertFalse(frozen.isReal());
        Tensor none =
                Differentiate.gradient(
                                Differentiate.gradient(x -> frozen.wrong().apply(x).sum())
                                                .andThen(Tensor::sum)
                                        ::apply)
                        .apply(X);
        assertArrayEquals(new double[3], none.toArray());
    }
}
