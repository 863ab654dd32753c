package org.cotangent.gradcheck.mutants;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;

/**
 * Checkers put to the test on functions known to be wrong and on functions known to be right.
 * Everything follows from a seed.
 */
final class Study {
    private static final int SIZE = 3;

    /** More elements make a check longer, and no better. */
    private static final int FEW = 50;

    /** So often another case is drawn where the mutant of the last was equivalent. */
    private static final int PATIENCE = 8;

    private final long seed;
    private final List<Checker> checkers;
    private final List<Row> rows;

    Study(long seed, List<Checker> checkers, List<Row> rows) {
        this.seed = seed;
        this.checkers = checkers;
        this.rows = rows;
    }

    /** At all rows of the table of operations. */
    Study(long seed, List<Checker> checkers) {
        this(seed, checkers, OpTable.ROWS);
    }

    private long seed(Object what, int number) {
        return new Random(seed ^ what.toString().hashCode() * 0x9E3779B97F4A7C15L).nextLong()
                + number * 0xBF58476D1CE4E5B9L;
    }

    /** A case of not many elements, if it can be had. */
    private static Case draw(Row row, long seed) {
        Case c = null;
        for (int i = 0; i < PATIENCE; i++) {
            c = row.cases().apply(new Dice(seed + i, SIZE));
            if (Arrays.stream(c.at()).mapToInt(Tensor::size).sum() <= FEW) {
                break;
            }
        }
        return c;
    }

    /** A mutant at one row of the table of operations, as often as asked if it applies. */
    Tally mutants(Mutant mutant, Row row, int tries) {
        Tally tally = new Tally(mutant.toString(), checkers);
        for (int i = 0; i < tries; i++) {
            for (int again = 0; again < PATIENCE; again++) {
                long own = seed(mutant + " of " + row, i * PATIENCE + again);
                Case c = draw(row, own);
                Mutation mutation = mutant.maker().make(c, new Random(own));
                if (mutation != null && isReal(mutant, mutation)) {
                    tally.judge(
                            row.toString(), mutation.wrong(), mutation.at(), mutant.order(), own);
                    break;
                }
            }
        }
        return tally;
    }

    private static boolean isReal(Mutant mutant, Mutation mutation) {
        if (mutant.order() == 1) {
            return mutation.isReal();
        }
        return new Mutation(
                        Mutant.slope(mutation.right(), mutation.at()),
                        Mutant.slope(mutation.wrong(), mutation.at()),
                        mutation.at())
                .isReal();
    }

    /** A mutant at all rows. */
    Tally mutants(Mutant mutant, int tries) {
        Tally sum = new Tally(mutant.toString(), checkers);
        rows.forEach(row -> sum.add(mutants(mutant, row, tries)));
        return sum;
    }

    /** A wrong slope at or beside every kink. */
    Tally kinks(KinkMutant mutant, int tries) {
        Tally tally = new Tally(mutant.toString(), checkers);
        for (NastyKinks.Corner corner : NastyKinks.KINKS) {
            for (int i = 0; i < tries; i++) {
                long own = seed(mutant + " of " + corner.name(), i);
                Mutation mutation = mutant.make(corner, new Random(own));
                if (mutation.isReal()) {
                    tally.judge(corner.name(), mutation.wrong(), mutation.at(), 1, own);
                }
            }
        }
        return tally;
    }

    /** The right gradient at one row. */
    Tally right(Row row, int tries) {
        Tally tally = new Tally(row.toString(), checkers);
        for (int i = 0; i < tries; i++) {
            long own = seed("right " + row, i);
            Case c = draw(row, own);
            tally.judge(row.toString(), c.f(), c.at(), 1, own);
        }
        return tally;
    }

    /** The right gradient at all rows. */
    Tally right(int tries) {
        Tally sum = new Tally("operations of the table", checkers);
        rows.forEach(row -> sum.add(right(row, tries)));
        return sum;
    }

    /** One of the nasty functions. */
    Tally nasty(Nasty nasty, int tries) {
        Tally tally = new Tally(nasty.toString(), checkers);
        for (int i = 0; i < tries; i++) {
            long own = seed(nasty, i);
            Case c = nasty.cases().apply(new Random(own));
            tally.judge(nasty.name(), c.f(), c.at(), 1, own);
        }
        return tally;
    }

    /** The nasty functions, group by group. */
    Map<String, Tally> nasty(int tries, List<Tally> each) {
        Map<String, Tally> groups = new LinkedHashMap<>();
        for (Nasty nasty : Nasty.all()) {
            Tally tally = nasty(nasty, tries);
            each.add(tally);
            groups.computeIfAbsent(nasty.group(), name -> new Tally(name, checkers)).add(tally);
        }
        return groups;
    }

    /** Tables for people, in Markdown. */
    String tables(int tries) {
        int fewer = Math.max(1, tries / 20);
        int some = Math.max(1, tries / 10);
        StringBuilder text = new StringBuilder();
        text.append("Seed ").append(seed).append(", ").append(rows.size());
        text.append(" rows of operations: ").append(fewer).append(" tries of each mutant at each");
        text.append(" row, ").append(tries).append(" right gradients at each row, ");
        text.append(some).append(" of each of ").append(Nasty.all().size());
        text.append(" nasty functions.\n\nWrong gradients that were flagged:\n\n");
        text.append(Tally.header("mutant", checkers));
        List<Tally> mutants = new ArrayList<>();
        for (Mutant mutant : Mutant.ALL) {
            Tally tally = mutants(mutant, fewer);
            mutants.add(tally);
            text.append(tally.row());
        }
        for (KinkMutant mutant : KinkMutant.ALL) {
            Tally tally = kinks(mutant, some);
            mutants.add(tally);
            text.append(tally.row());
        }
        text.append("\nRight gradients that were flagged:\n\n");
        text.append(Tally.header("functions", checkers));
        Tally right = right(tries);
        text.append(right.row());
        List<Tally> each = new ArrayList<>();
        nasty(some, each).values().forEach(tally -> text.append(tally.row()));
        text.append("\nThe nasty functions one by one:\n\n");
        text.append(Tally.header("function", checkers));
        each.forEach(tally -> text.append(tally.row()));
        text.append("\nThe first that ours got wrong:\n\n");
        mutants.forEach(t -> list(text, t.name, t.notFlaggedByOurs));
        list(text, right.name, right.flaggedByOurs);
        each.forEach(t -> list(text, t.name, t.flaggedByOurs));
        return text.toString();
    }

    private static void list(StringBuilder text, String name, List<String> cases) {
        if (!cases.isEmpty()) {
            text.append("- ").append(name).append('\n');
            cases.forEach(line -> text.append("  - ").append(line).append('\n'));
        }
    }
}
