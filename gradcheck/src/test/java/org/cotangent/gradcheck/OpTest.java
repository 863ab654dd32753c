package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Coverage;
import org.cotangent.gradcheck.coverage.CoverageHook;

/** The derivatives of every operation, over shapes and values. */
@Tag("thorough")
@AddLifecycleHook(CoverageHook.class)
class OpTest {
    /** About 20 tries a row, 60 of the elementwise ones at order 3. */
    private static final int TRIES = 5000;

    @Provide
    Arbitrary<Row> rows() {
        return Arbitraries.of(OpTable.ROWS);
    }

    @Provide
    Arbitrary<Row> elementwise() {
        return Arbitraries.of(OpTable.ROWS.stream().filter(row -> row.isElementwise()).toList());
    }

    @Property(tries = TRIES)
    void firstOrder(
            @ForAll("rows") Row row,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int size) {
        Case drawn = row.cases().apply(new Dice(seed, size));
        right(row, drawn, GradCheck.of(drawn.f(), drawn.at()).named(row.toString()).seed(seed));
    }

    /**
     * Squared too, so that the second derivative of a linear operation is not simply zero; on top
     * of 1, or the square of a result that is 0 would have no slope to compare.
     */
    @Property(tries = TRIES)
    void secondOrder(
            @ForAll("rows") Row row,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int size) {
        Case drawn = row.cases().apply(new Dice(seed, size));
        String name = row.toString();
        right(row, drawn, GradCheck.of(drawn.f(), drawn.at()).named(name).seed(seed).order(2));
        right(
                GradCheck.of((Tensor... x) -> drawn.f().apply(x).add(1).square(), drawn.at())
                        .named(name + ", squared")
                        .seed(seed)
                        .order(2));
    }

    @Property(tries = TRIES)
    void thirdOrder(
            @ForAll("elementwise") Row row,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int size) {
        Case drawn = row.cases().apply(new Dice(seed, size));
        right(
                row,
                drawn,
                GradCheck.of(drawn.f(), drawn.at()).named(row.toString()).seed(seed).order(3));
    }

    /**
     * No mismatch, and nothing left open: by chance a derivative may be nearly 0, and then too
     * small to tell; rare, and counted.
     */
    private static Report right(GradCheck check) {
        Report report = check.inconclusive(1).run().requirePassed();
        Statistics.label("inconclusive").collect(report.count(Verdict.INCONCLUSIVE) > 0);
        Statistics.label("inconclusive").coverage(c -> c.check(true).percentage(p -> p < 1));
        Statistics.label("sensitive to 1e-8").collect(report.sensitivity() < 1e-8);
        return report;
    }

    private static void right(Row row, Case drawn, GradCheck check) {
        Report report = right(check);
        Coverage.RUN.order(row, report);
        Coverage.RUN.point(row, drawn, report);
    }

    @Property(tries = 200)
    void sameSeedSameReport(@ForAll("rows") Row row, @ForAll long seed) {
        Case first = row.cases().apply(new Dice(seed, 3));
        Case again = row.cases().apply(new Dice(seed, 3));
        String p = GradCheck.of(first.f(), first.at()).seed(seed).run().toString();
        String q = GradCheck.of(again.f(), again.at()).seed(seed).run().toString();
        assertTrue(p.equals(q), () -> p + q + Arrays.toString(first.at()));
    }
}
