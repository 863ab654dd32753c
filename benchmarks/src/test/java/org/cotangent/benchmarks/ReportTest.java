package org.cotangent.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of times: ratios, goals, and results that differ. */
class ReportTest {
    private static List<Entrant> lineup() {
        return Lineup.of(List.of(1, 2), "java", List.of(), "python3", Path.of("worker.py"));
    }

    private static Entrant entrant(String id) {
        return lineup().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    }

    private static Outcome outcome(Work work, String size, Entrant entrant, double... nanos) {
        Outcome outcome = new Outcome(work, size, entrant);
        for (double time : nanos) {
            outcome.add(time);
        }
        return outcome;
    }

    @Test
    void ratiosAreTakenWithinRounds() {
        Work work = Work.ALL.get(0);
        Outcome ours = outcome(work, "32x32x32", entrant("ours-flag-1"), 1, 10, 100);
        Outcome theirs = outcome(work, "32x32x32", entrant("numpy-1"), 2, 20, 900);
        assertEquals(2, theirs.over(ours));
    }

    @Test
    void everyGoalIsAboutWorkThatIsDone() {
        List<Outcome> all = new ArrayList<>();
        for (Work work : Work.ALL) {
            for (String size : work.sizes()) {
                for (Entrant entrant : lineup()) {
                    if (entrant.enters(work)) {
                        all.add(outcome(work, size, entrant, 5));
                    }
                }
            }
        }
        String goals = new Goals(all).markdown();
        assertFalse(goals.contains("not measured"), goals);
        assertTrue(goals.contains("| yes |") && goals.contains("| NO |"), goals);
    }

    @Test
    void whatIsDividedByEachOtherIsTimedInTheSameRounds() {
        List<List<Item>> groups = Item.groups(Match.work(List.of(), false));
        List<String> together = new ArrayList<>();
        for (List<Item> group : groups) {
            List<String> names = new ArrayList<>();
            group.forEach(item -> names.add(item.work().name() + " " + item.size()));
            if (names.size() > 1) {
                together.add(String.join(", ", names));
            }
        }
        assertEquals(
                List.of(
                        "matmul 512x512x512, matmul 64x1000x100, matmul 128x784x256,"
                                + " matmul-tn 64x1000x100, matmul-tn 128x784x256,"
                                + " matmul-nt 64x1000x100, matmul-nt 128x784x256",
                        "two-layer 64x1000x100x10, two-layer-products 64x1000x100x10",
                        "mlp-epoch 784x256x128x10, mlp-products 784x256x128x10"),
                together);
    }

    @Test
    void goalsNotMeasuredSaySoIfTheyWereAskedFor() {
        Work work = Match.work(List.of("chain"), false).keySet().iterator().next();
        List<Outcome> failed = List.of(outcome(work, "1000", entrant("ours-flag-1")));
        String goals = new Goals(failed).markdown();
        assertTrue(goals.contains("| chain 1000 |") && goals.contains("not measured"), goals);
        assertFalse(goals.contains("matmul"), goals);
    }

    @Test
    void whoDiffersIsNamed() {
        Work work = Work.ALL.get(0);
        List<Outcome> outcomes = new ArrayList<>();
        for (String id : List.of("ejml", "java", "ours-flag-1", "djl-float32-1")) {
            Outcome outcome = outcome(work, "32x32x32", entrant(id), 1);
            double value = id.equals("ejml") ? 1.1 : id.startsWith("djl") ? 1.0001 : 1;
            outcome.checksum(Checksum.of(value, -2));
            outcomes.add(outcome);
        }
        Report report = new Report(List.of(), List.of(), outcomes);
        assertEquals(1, report.disagreements().size());
        assertTrue(report.disagreements().get(0).contains("ejml has"));
    }

    @Test
    void moreThreadsAreForWorkThatCanBeSharedOut() {
        Work chain = Match.work(List.of("chain"), false).keySet().iterator().next();
        assertFalse(entrant("ours-flag-2").enters(chain));
        assertTrue(entrant("ours-flag-1").enters(chain));
        assertTrue(entrant("ours-flag-2").enters(Work.ALL.get(0)));
    }

    @Test
    void whoCannotBeHadSaysWhy() {
        Entrant missing =
                Lineup.of(List.of(1), "java", List.of(), "/no/such/python", Path.of("worker.py"))
                        .stream()
                        .filter(e -> e.id().equals("numpy-1"))
                        .findFirst()
                        .orElseThrow();
        try (Remote remote = new Remote(missing)) {
            assertTrue(remote.ask("check matmul 1x1x1").startsWith("unavailable "));
            assertTrue(remote.unavailable().contains("/no/such/python"));
        }
    }
}
