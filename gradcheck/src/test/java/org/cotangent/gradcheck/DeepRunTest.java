package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.RandomProgram;
import org.junit.jupiter.api.Test;

/**
 * As many random checks as one likes: {@code -Dgradcheck.tries=100000}, from {@code
 * -Dgradcheck.seed=1}. Half of them at single operations, up to the highest order of each, half at
 * random programs, up to order 2. Without the property, a few.
 */
class DeepRunTest {
    private static final int TRIES = Integer.getInteger("gradcheck.tries", 500);
    private static final long SEED = Long.getLong("gradcheck.seed", 1);

    private final Map<Verdict, Integer> entries = new EnumMap<>(Verdict.class);
    private final List<String> failed = new ArrayList<>();
    private int unclear;

    @Test
    void rightGradientsRaiseNoAlarm() {
        long start = System.nanoTime();
        for (int i = 0; i < TRIES; i++) {
            long seed = SEED * 1_000_003 + i;
            if (i % 2 == 0) {
                operation(seed, i / 2);
            } else {
                program(seed);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d checks from seed %d in %.0f s: entries %s; %d checks with none told; %d failed%n",
                TRIES,
                SEED,
                (System.nanoTime() - start) * 1e-9,
                entries,
                unclear,
                failed.size());
        assertEquals(List.of(), failed.subList(0, Math.min(5, failed.size())));
        assertTrue(unclear <= 0.01 * TRIES, () -> unclear + " checks told nothing");
    }

    private void operation(long seed, int i) {
        Row row = OpTable.ROWS.get(i % OpTable.ROWS.size());
        Dice dice = new Dice(seed, 1 + (int) Math.floorMod(seed, 4L));
        Case c = row.cases().apply(dice);
        int order = 1 + i / OpTable.ROWS.size() % row.highest();
        count(GradCheck.of(c.f(), c.at()).named(row.toString()).order(order).seed(seed));
    }

    private void program(long seed) {
        Random random = new Random(seed);
        Tensor[] at = {
            Domain.REAL.draw(random, 2, 3), Domain.REAL.draw(random, 3), Domain.REAL.draw(random)
        };
        RandomProgram program = RandomProgram.random(random, 1 + random.nextInt(12), at);
        count(GradCheck.of(program, at).named(program.toJava()).order(1 + random.nextInt(2)));
    }

    private void count(GradCheck check) {
        Report report = check.inconclusive(1).run();
        for (Entry e : report.comparisons()) {
            entries.merge(e.verdict(), 1, Integer::sum);
        }
        if (!report.passed()) {
            failed.add(report.toString());
        }
        unclear += report.count(Verdict.INCONCLUSIVE) == report.entries() ? 1 : 0;
    }
}
