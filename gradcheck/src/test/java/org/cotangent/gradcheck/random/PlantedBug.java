package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.jqwik.Programs;

/** Properties that {@link PlantedBugTest} runs: all but one are there to fail. */
class PlantedBug {
    @Provide
    Arbitrary<RandomProgram> programs() {
        return Programs.at(12, Tensor.of(0.7), Tensor.of(-1.3));
    }

    @Property(seed = "2", tries = 300)
    void aSweepThatOverwrites2(@ForAll("programs") RandomProgram program) {
        requireRight(FaultySweep.overwriting(), program);
    }

    @Property(seed = "3", tries = 300)
    void aSweepThatOverwrites3(@ForAll("programs") RandomProgram program) {
        requireRight(FaultySweep.overwriting(), program);
    }

    @Property(seed = "4", tries = 300)
    void aSweepThatOverwrites4(@ForAll("programs") RandomProgram program) {
        requireRight(FaultySweep.overwriting(), program);
    }

    @Property(seed = "1", tries = 300)
    void aSweepThatAdds(@ForAll("programs") RandomProgram program) {
        requireRight(FaultySweep.adding(), program);
    }

    private static void requireRight(FaultySweep sweep, RandomProgram program) {
        assertFalse(sweep.isWrongOn(program), () -> sweep.describe(program));
    }
}
