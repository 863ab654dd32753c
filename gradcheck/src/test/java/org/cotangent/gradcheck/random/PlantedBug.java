package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.jqwik.Programs;

/** Properties that {@link PlantedBugTest} runs: one of them is there to fail. */
class PlantedBug {
    @Provide
    Arbitrary<Program> programs() {
        return Programs.at(12, Tensor.of(0.7), Tensor.of(-1.3));
    }

    @Property(seed = "1", tries = 300)
    void aSweepThatOverwrites(@ForAll("programs") Program program) {
        FaultySweep sweep = FaultySweep.overwriting();
        assertFalse(sweep.isWrongOn(program), () -> sweep.describe(program));
    }

    @Property(seed = "1", tries = 300)
    void aSweepThatAdds(@ForAll("programs") Program program) {
        FaultySweep sweep = FaultySweep.adding();
        assertFalse(sweep.isWrongOn(program), () -> sweep.describe(program));
    }
}
