package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Coverage;
import org.cotangent.gradcheck.coverage.CoverageHook;

/** Operations at random points that stand on their kinks and jumps, on purpose. */
@AddLifecycleHook(CoverageHook.class)
class OnKinksTest {
    @Provide
    Arbitrary<Row> kinked() {
        return Arbitraries.of(OpTable.ROWS.stream().filter(row -> row.kinks() != null).toList());
    }

    /** A subgradient is no mismatch. The same points every time. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void noMismatchOnAKink(
            @ForAll("kinked") Row row, @ForAll @IntRange(min = 1, max = 6) int number) {
        long seed = number * 0x9E3779B97F4A7C15L;
        Random random = new Random(seed);
        Case off = row.cases().apply(new Dice(seed, 3));
        Tensor[] at =
                Arrays.stream(off.at())
                        .map(x -> row.kinks().apply(random, x.shape()))
                        .toArray(Tensor[]::new);
        Case on = new Case(off.f(), at);
        Report report = GradCheck.of(on.f(), on.at()).named(row.toString()).inconclusive(1).run();
        assertEquals(0, report.count(Verdict.MISMATCH), report::toString);
        Coverage.RUN.kink(on, report);
    }
}
