package org.cotangent.gradcheck.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;

/**
 * What a gradient must give along two directions that need no differences. Along x itself, for a
 * homogeneous function of degree k: Euler's identity, the sum of x df/dx is k f. Along a shift of
 * all elements, for functions that such a shift moves by a known rate.
 */
class HomogeneityTest {
    @Provide
    Arbitrary<Row> homogeneous() {
        return Arbitraries.of(OpTable.ROWS.stream().filter(row -> row.degree() != null).toList());
    }

    @Provide
    Arbitrary<Row> shifted() {
        return Arbitraries.of(
                OpTable.ROWS.stream().filter(row -> row.shiftRate() != null).toList());
    }

    @Property
    void eulersIdentity(@ForAll("homogeneous") Row row, @ForAll long seed) {
        Case drawn = row.cases().apply(new Dice(seed, 3));
        double degree = row.degree().applyAsDouble(drawn);
        Tensor value = drawn.f().apply(drawn.at());
        Assume.that(value.size() > 0);
        Tensor v = weights(seed, value);
        List<Tensor> gradients =
                Differentiate.gradients(x -> drawn.f().apply(x).mul(v).sum(), drawn.at());
        double sum = 0;
        double size = 1;
        for (int i = 0; i < gradients.size(); i++) {
            Tensor terms = gradients.get(i).mul(drawn.at()[i]);
            sum += terms.sum().value();
            size += terms.abs().sum().value();
        }
        double expected = degree * value.mul(v).sum().value();
        assertEquals(expected, sum, 1e-11 * size, () -> row + ", seed " + seed);
    }

    @Property
    void alongAShiftOfAllElements(@ForAll("shifted") Row row, @ForAll long seed) {
        Case drawn = row.cases().apply(new Dice(seed, 3));
        Tensor value = drawn.f().apply(drawn.at());
        Assume.that(value.size() > 0);
        Tensor v = weights(seed, value);
        double sum = 0;
        for (Tensor gradient :
                Differentiate.gradients(x -> drawn.f().apply(x).mul(v).sum(), drawn.at())) {
            sum += gradient.sum().value();
        }
        double expected = row.shiftRate() * v.sum().value();
        assertEquals(
                expected, sum, 1e-11 * (1 + v.abs().sum().value()), () -> row + ", seed " + seed);
    }

    private static Tensor weights(long seed, Tensor value) {
        double[] weights = new double[value.size()];
        Random random = new Random(seed);
        Arrays.setAll(weights, i -> random.nextDouble() - 0.5);
        return Tensor.of(weights, value.shape());
    }
}
