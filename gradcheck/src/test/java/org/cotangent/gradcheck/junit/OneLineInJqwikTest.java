package org.cotangent.gradcheck.junit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.GradCheck;

/** The example of the package's documentation for jqwik: a check in one line of a property. */
class OneLineInJqwikTest {
    @Property(tries = 50)
    void ofATensor(@ForAll("vectors") Tensor x) {
        GradCheck.check(t -> t.tanh(), x).requirePassed();
    }

    @Property(tries = 50)
    void byHand(@ForAll @DoubleRange(min = -2, max = 2) double x) {
        ArrayCheck.derivative(Math::tanh, t -> 1 - Math.tanh(t) * Math.tanh(t), x)
                .run()
                .requirePassed();
    }

    @Property(tries = 20)
    void aWrongOneFails(@ForAll @DoubleRange(min = 0.1, max = 2) double x) {
        ArrayCheck wrong = ArrayCheck.derivative(Math::tanh, t -> 1 - Math.tanh(t), x);
        assertThrows(AssertionError.class, () -> wrong.run().requirePassed());
    }

    @Provide
    Arbitrary<Tensor> vectors() {
        return Arbitraries.doubles()
                .between(-2, 2)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(Tensor::vector);
    }
}
