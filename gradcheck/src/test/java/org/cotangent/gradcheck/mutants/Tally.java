package org.cotangent.gradcheck.mutants;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.mutants.Checker.Answer;

/** How often each checker flagged the functions of a class, and how often ours could not tell. */
final class Tally {
    private static final int MOST_KEPT = 3;

    final String name;
    int tried;
    private final List<Checker> checkers;
    private final int[] flagged;
    private final int[] undecided;

    /** What ours flagged, and what it did not: the first of each. */
    final List<String> flaggedByOurs = new ArrayList<>();

    final List<String> notFlaggedByOurs = new ArrayList<>();

    Tally(String name, List<Checker> checkers) {
        this.name = name;
        this.checkers = checkers;
        this.flagged = new int[checkers.size()];
        this.undecided = new int[checkers.size()];
    }

    /** Asks all checkers about a function; ours is the first. */
    void judge(String what, TensorFunction f, Tensor[] at, int order, long seed) {
        tried++;
        for (int i = 0; i < flagged.length; i++) {
            String trouble = "";
            Answer answer;
            try {
                answer = checkers.get(i).judge(f, at, order, seed);
            } catch (RuntimeException thrown) {
                // the check fails visibly for every gradient
                answer = Answer.FLAGGED;
                trouble = ", threw " + thrown.getMessage();
            }
            flagged[i] += answer == Answer.FLAGGED ? 1 : 0;
            undecided[i] += answer == Answer.UNDECIDED ? 1 : 0;
            if (i == 0) {
                List<String> list = answer == Answer.FLAGGED ? flaggedByOurs : notFlaggedByOurs;
                if (list.size() < MOST_KEPT) {
                    list.add(what + ", seed " + seed + ", at " + digits(at) + trouble);
                }
            }
        }
    }

    /** The point to the last digit. */
    private static String digits(Tensor[] at) {
        return Arrays.stream(at)
                .map(x -> Arrays.toString(x.shape()) + " " + Arrays.toString(x.toArray()))
                .collect(Collectors.joining(", "));
    }

    /** What ours flagged, of all tried: 1 where nothing was. */
    double rate() {
        return tried == 0 ? 1 : (double) flagged[0] / tried;
    }

    int flaggedByOurs() {
        return flagged[0];
    }

    int undecidedByOurs() {
        return undecided[0];
    }

    /** Adds the counts of another class. */
    void add(Tally other) {
        tried += other.tried;
        for (int i = 0; i < flagged.length; i++) {
            flagged[i] += other.flagged[i];
            undecided[i] += other.undecided[i];
        }
        keep(other.flaggedByOurs, flaggedByOurs);
        keep(other.notFlaggedByOurs, notFlaggedByOurs);
    }

    private static void keep(List<String> more, List<String> kept) {
        more.stream().limit(Math.max(0, MOST_KEPT - kept.size())).forEach(kept::add);
    }

    static String header(String what, List<Checker> checkers) {
        StringBuilder text = new StringBuilder("| " + what + " | checks |");
        StringBuilder rule = new StringBuilder("| --- | ---: |");
        for (int i = 0; i < checkers.size(); i++) {
            text.append(" ").append(checkers.get(i).name()).append(" |");
            rule.append(" ---: |");
            if (i == 0) {
                text.append(" undecided |");
                rule.append(" ---: |");
            }
        }
        return text + "\n" + rule + "\n";
    }

    /** One line of a table: in percent what each checker flagged. */
    String row() {
        StringBuilder text = new StringBuilder("| " + name + " | " + tried + " |");
        for (int i = 0; i < flagged.length; i++) {
            text.append(" ").append(percent(flagged[i])).append(" |");
            if (i == 0) {
                text.append(" ").append(percent(undecided[i])).append(" |");
            }
        }
        return text + "\n";
    }

    /** Never rounded to all or nothing. */
    private String percent(int count) {
        if (tried == 0) {
            return "-";
        }
        if (count == 0 || count == tried) {
            return count == 0 ? "0" : "100 %";
        }
        double percent = 100.0 * count / tried;
        double shown = Math.min(99.99, Math.max(0.01, percent));
        String form = percent > 99 || percent < 1 ? "%.2f %%" : "%.1f %%";
        return String.format(Locale.ROOT, form, shown);
    }

    @Override
    public String toString() {
        return name
                + ": "
                + flagged[0]
                + " of "
                + tried
                + " flagged, "
                + undecided[0]
                + " undecided; flagged "
                + flaggedByOurs
                + "; not flagged "
                + notFlaggedByOurs;
    }
}
