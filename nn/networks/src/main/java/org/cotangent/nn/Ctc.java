package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;
import org.cotangent.program.Loop;

/**
 * The loss of connectionist temporal classification: minus the logarithm of the probability that
 * the classes at the steps, with repetitions merged and blanks left out, are the labels of a row.
 * It trains networks on sequences whose labels are known and whose places are not, as speech and
 * its letters. Immutable.
 *
 * <pre>{@code
 * Tensor logits = Tensor.zeros(1, 2, 3);                    // 2 steps, the blank and 2 classes
 * Losses.ctc().sum().apply(logits, new int[][] {{1}});      // 1.09861
 * }</pre>
 *
 * <p>There it is log 3, for of the 9 paths 11, -1 and 1- give the label.
 *
 * <p>Scores have shape [rows, steps, classes]; a row of labels has any length from 0 and holds no
 * blank. A mask of shape [rows, steps], 1 at first and then 0, says how many steps a row has.
 * Labels that no path leads to cost infinity and get no gradient. The recursion is one recorded
 * loop over the steps, in logarithms.
 *
 * <p>A. Graves and others, "Connectionist temporal classification", ICML 2006.
 */
@CheckReturnValue
public final class Ctc extends ReducedLoss<int[][]> {
    /** A logarithm of nothing that can be added up. */
    private static final double NEVER = -1e250;

    /** Results below rest on what is impossible: on one that NEVER or LEAST stands for. */
    private static final double IMPOSSIBLE = -1e190;

    private static final double LEAST = -1e200;

    private final int blank;
    private final boolean logits;
    private final boolean perLabel;

    Ctc() {
        this(0, true, false, Reduction.MEAN);
    }

    private Ctc(int blank, boolean logits, boolean perLabel, Reduction reduction) {
        super("ctc", reduction);
        this.blank = blank;
        this.logits = logits;
        this.perLabel = perLabel;
    }

    @Override
    Ctc reduced(Reduction other) {
        return new Ctc(blank, logits, perLabel, other);
    }

    /**
     * A copy with another class as the blank, which is 0 else.
     *
     * @param label the class
     * @return another loss
     * @throws IllegalArgumentException if it is negative
     */
    public Ctc blank(int label) {
        return new Ctc(Checks.atLeast(name, "blank", 0, label), logits, perLabel, reduction);
    }

    /**
     * A copy that takes logarithms of probabilities as scores, and makes no softmax of them.
     *
     * @return another loss
     */
    public Ctc ofLogs() {
        return new Ctc(blank, false, perLabel, reduction);
    }

    /**
     * A copy with the loss of each row divided by the number of its labels, or by 1 if there is
     * none, as PyTorch's mean has it.
     *
     * @return another loss
     */
    public Ctc perLabel() {
        return new Ctc(blank, logits, true, reduction);
    }

    @Override
    Terms terms(Tensor scores, int[][] labels, Tensor mask) {
        check(scores, labels);
        int rows = scores.size(0);
        int steps = scores.size(1);
        Tensor there = expanded(mask, new int[] {rows, steps});
        if (there != null) {
            checkEnds(there);
        }
        int longest = Arrays.stream(labels).mapToInt(row -> row.length).max().orElse(0);
        if (rows == 0) {
            return new Terms(Tensor.zeros(0), null, null);
        }
        int states = 2 * longest + 1;
        Tensor open = there == null ? null : there.unsqueeze(-1);
        Tensor kept = kept(open, scores, 0);
        Tensor log = (logits ? kept.logSoftmax(-1) : kept).max(LEAST);
        double[] index = new double[rows * steps * states];
        double[] skip = new double[rows * states];
        double[] first = new double[rows * states];
        double[] end = new double[rows * states];
        for (int row = 0; row < rows; row++) {
            for (int s = 0; s < states; s++) {
                int at = row * states + s;
                int label = state(labels[row], s);
                boolean other = s > 1 && label != blank && label != state(labels[row], s - 2);
                skip[at] = other ? 0 : NEVER;
                first[at] = s < 2 ? 0 : NEVER;
                int last = 2 * labels[row].length;
                end[at] = s == last || s == last - 1 ? 0 : NEVER;
                for (int step = 0; step < steps; step++) {
                    index[(row * steps + step) * states + s] = label;
                }
            }
        }
        Tensor emitted = log.gather(2, Tensor.of(index, rows, steps, states)).swapAxes(0, 1);
        Tensor skips = Tensor.of(skip, rows, states);
        // a path begins at the first blank or the first label
        Tensor alpha = Tensor.of(first, rows, states).add(emitted.slice(0, 0, 1).squeeze(0));
        if (steps > 1) {
            Tensor rest = emitted.slice(0, 1, steps);
            Tensor runs =
                    there == null
                            ? Tensor.ones(steps - 1, rows, 1)
                            : there.transpose().slice(0, 1, steps).unsqueeze(-1);
            alpha =
                    Loop.over(rest, runs)
                            .scan(
                                    (before, slice) -> {
                                        Tensor paths = paths(before[0], skips).add(slice[0]);
                                        Tensor next = Tensor.where(slice[1], paths, before[0]);
                                        return Loop.Results.of(List.of(next));
                                    },
                                    alpha)
                            .state();
        }
        Tensor likelihood = alpha.add(Tensor.of(end, rows, states)).logSumExp(1);
        Tensor costs =
                Tensor.where(
                        likelihood.lt(IMPOSSIBLE),
                        Tensor.of(Double.POSITIVE_INFINITY),
                        likelihood.rsub(0));
        if (perLabel) {
            double[] counts =
                    Arrays.stream(labels).mapToDouble(row -> Math.max(1, row.length)).toArray();
            costs = costs.div(Tensor.of(counts));
        }
        return new Terms(costs, null, null);
    }

    /**
     * The logarithm of the ways into each state: from itself, from the one before, over a blank.
     */
    private static Tensor paths(Tensor before, Tensor skips) {
        return Tensor.stack(0, before, shifted(before, 1), shifted(before, 2).add(skips))
                .logSumExp(0);
    }

    private static Tensor shifted(Tensor x, int by) {
        int states = x.size(1);
        int kept = Math.max(0, states - by);
        return x.slice(1, 0, kept).pad(new int[][] {{0, 0}, {states - kept, 0}}, NEVER);
    }

    /** The class of a state: blanks around and between the labels, and behind them. */
    private int state(int[] labels, int s) {
        return s % 2 == 1 && s / 2 < labels.length ? labels[s / 2] : blank;
    }

    private void check(Tensor scores, int[][] labels) {
        Checks.present(name, "the scores", scores);
        Checks.present(name, "the labels", labels);
        if (scores.rank() != 3 || scores.size(0) != labels.length || scores.size(1) == 0) {
            throw Checks.illegal(
                    "%s: scores of shape %s for %s rows of labels; they must be [rows, steps,"
                            + " classes] with a step or more",
                    name, scores.shape(), labels.length);
        }
        ScoreChecks.range(name + " blank", blank, 0, scores.size(2));
        for (int row = 0; row < labels.length; row++) {
            int[] own = Checks.present(name, "row " + row, labels[row]);
            for (int i = 0; i < own.length; i++) {
                ScoreChecks.range(name, own[i], row, i, scores.size(2));
                if (own[i] == blank) {
                    throw Checks.illegal(
                            "%s: label %s of row %s is %s, the blank", name, i, row, blank);
                }
            }
        }
    }

    private void checkEnds(Tensor there) {
        double[] all = there.toArray();
        int steps = there.size(1);
        for (int row = 0; row < there.size(0); row++) {
            int length = 0;
            while (length < steps && all[row * steps + length] == 1) {
                length++;
            }
            for (int step = length; step < steps; step++) {
                if (all[row * steps + step] != 0 || length == 0) {
                    throw Checks.illegal(
                            "%s: the mask of row %s is %s; it must be 1 at the first steps and 0 at"
                                    + " the others",
                            name, row, Arrays.copyOfRange(all, row * steps, (row + 1) * steps));
                }
            }
        }
    }

    @Override
    double count(Tensor scores, int[][] labels, Tensor mask) {
        return labels.length;
    }

    @Override
    String settings() {
        return "blank "
                + blank
                + ", "
                + (logits ? "" : "of logs, ")
                + (perLabel ? "per label, " : "");
    }
}
