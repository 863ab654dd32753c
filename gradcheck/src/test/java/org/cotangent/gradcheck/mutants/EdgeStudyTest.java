package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.junit.jupiter.api.Test;

/**
 * Right gradients beside edges, poles and kinks and of ill-conditioned matrices, and the same with
 * an error of 0.1 % in one element. {@code -Dgradcheck.edges=75} makes it 75 of each function,
 * 3,000 in all; {@code -Dgradcheck.study.seed=2} others. The table goes to standard output and to
 * {@code target/edge-study.md}.
 */
class EdgeStudyTest {
    private static final double WRONG = 1e-3;
    private static final List<Checker> OURS = List.of(new Ours());

    /** Right and wrong by function. */
    private record Both(Tally right, Tally wrong) {}

    private static Both both(Nasty nasty, long seed, int tries) {
        Tally right = new Tally(nasty.toString(), OURS);
        Tally wrong = new Tally(nasty.toString(), OURS);
        for (int i = 0; i < tries; i++) {
            long own =
                    new Random(seed ^ nasty.toString().hashCode() * 0x9E3779B97F4A7C15L).nextLong()
                            + i * 0xBF58476D1CE4E5B9L;
            Random random = new Random(own);
            Case c = nasty.cases().apply(random);
            right.judge(nasty.name(), c.f(), c.at(), 1, own);
            Mutation mutation = mutation(c, random);
            if (mutation != null) {
                wrong.judge(nasty.name(), mutation.wrong(), mutation.at(), 1, own);
            }
        }
        return new Both(right, wrong);
    }

    /** One element whose derivative is not 0 gets one that is 0.1 % off; null if all are 0. */
    private static Mutation mutation(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        Tensor[] slopes = Rule.right(c.f(), Cotangent.of(1, y), c.at());
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < slopes.length; i++) {
            double[] own = slopes[i].toArray();
            for (int k = 0; k < own.length; k++) {
                if (own[k] != 0) {
                    places.add(new int[] {i, k});
                }
            }
        }
        if (places.isEmpty()) {
            return null;
        }
        int[] place = places.get(random.nextInt(places.size()));
        int size = c.at()[place[0]].size();
        double[] factors = Tensor.ones(size).toArray();
        factors[place[1]] += random.nextBoolean() ? WRONG : -WRONG;
        Tensor factor = Tensor.of(factors, c.at()[place[0]].shape());
        Rule rule =
                (f, g, x) -> {
                    Tensor[] all = Rule.right(f, g, x);
                    all[place[0]] = all[place[0]].mul(factor);
                    return all;
                };
        return Mutation.of(c.f(), rule, c.at());
    }

    @Test
    void edgesPolesKinksAndIllConditionedMatrices() throws IOException {
        Integer asked = Integer.getInteger("gradcheck.edges");
        long seed = Long.getLong("gradcheck.study.seed", 1);
        Tally right = new Tally("all", OURS);
        Tally wrong = new Tally("all", OURS);
        StringBuilder text = new StringBuilder();
        List<String> trouble = new ArrayList<>();
        for (Nasty nasty : NastyEdges.ALL) {
            Both own = both(nasty, seed, asked == null ? 4 : asked);
            right.add(own.right);
            wrong.add(own.wrong);
            text.append(row(nasty.toString(), own.right, own.wrong));
            own.right.flaggedByOurs.forEach(s -> trouble.add("flagged: " + s));
            own.wrong.notFlaggedByOurs.forEach(s -> trouble.add("missed: " + s));
        }
        text.append(row("all", right, wrong));
        trouble.forEach(s -> text.append("- ").append(s).append('\n'));
        Path file = Path.of("target", "edge-study.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (asked != null) {
            System.out.println(text);
        }
        assertEquals(0, right.flaggedByOurs(), text::toString);
        assertTrue(right.undecidedByOurs() <= 0.05 * right.tried, text::toString);
        assertTrue(wrong.rate() >= 0.99, text::toString);
    }

    private static String row(String name, Tally right, Tally wrong) {
        return String.format(
                "| %s | %d | %d | %d | %d | %d |%n",
                name,
                right.tried,
                right.flaggedByOurs(),
                right.undecidedByOurs(),
                wrong.tried,
                wrong.flaggedByOurs());
    }
}
