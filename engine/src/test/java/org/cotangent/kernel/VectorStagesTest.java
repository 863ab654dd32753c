package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Elements that the stages leave to {@link Math}, each alone among plain ones: several in a block
 * would find each other.
 */
class VectorStagesTest {
    private static final double[] SPECIAL = {
        Double.NaN,
        Double.longBitsToDouble(0xFFF8000000000001L), // NaN with a sign
        Double.longBitsToDouble(0x7FF0000000000001L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Math.nextDown(Double.MIN_NORMAL),
        -Double.MIN_NORMAL,
        -1,
        708.5,
        -708.5,
        -740,
        710
    };

    @ParameterizedTest
    @EnumSource
    void eachAloneAmongPlainOnes(UnaryKernel f) {
        for (double special : SPECIAL) {
            for (int place = 0; place < 11; place++) {
                double[] x = new double[11];
                Arrays.fill(x, 0.7);
                x[place] = special;
                double[] y = new double[11];
                VectorMaps.map(f, x, 0, y, 0, 11);
                double expected = f.applyAsDouble(special);
                assertEquals(expected, y[place], f + " of " + special);
                for (int i = 0; i < 11; i++) {
                    if (i != place) {
                        assertEquals(f.applyAsDouble(0.7), y[i], f + " beside " + special);
                    }
                }
            }
        }
    }
}
