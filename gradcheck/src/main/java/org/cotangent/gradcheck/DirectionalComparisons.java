package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The comparisons along random directions of one input, with the sensitivity that follows for
 * single elements.
 */
final class DirectionalComparisons {
    /** The largest leverage, as a power of 2: about 1e9. */
    private static final int MOST_LEVERAGE = 30;

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private final Point.Block block;
    private final int columns;
    private final boolean contracted;
    private final double[] analytic;
    private final double[] roundOff;
    private final double largest;
    private final List<double[]> directions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    /**
     * No comparisons yet.
     *
     * @param block the input
     * @param columns how many elements all inputs have
     * @param contracted whether there is one row of derivatives for all results
     * @param analytic the claimed derivatives
     * @param roundOff the size of their round-off
     */
    DirectionalComparisons(
            Point.Block block,
            int columns,
            boolean contracted,
            double[] analytic,
            double[] roundOff) {
        this.block = block;
        this.columns = columns;
        this.contracted = contracted;
        this.analytic = analytic;
        this.roundOff = roundOff;
        double most = 0;
        for (int i = block.offset(); i < block.offset() + block.size(); i++) {
            double a = contracted ? Math.abs(analytic[i]) : 0;
            most = a < INFINITE ? Math.max(most, a) : most;
        }
        this.largest = most;
    }

    /**
     * The factor by which a direction moves an element of a small derivative more, so that all
     * count alike.
     */
    double leverage(int i) {
        double own = Math.abs(analytic[i]);
        return contracted && own > 0 && own < INFINITE
                ? Math.scalb(1.0, Math.min(MOST_LEVERAGE, Math.getExponent(largest / own)))
                : 1;
    }

    void add(Entry entry, double[] direction) {
        entries.add(entry);
        directions.add(direction);
    }

    /** All comparisons, with the relative error of any one element that they would have shown. */
    List<Entry> entries() {
        Map<Integer, Double> seen = new HashMap<>();
        List<Entry> all = new ArrayList<>();
        for (Entry e : entries) {
            all.add(e.sensitiveTo(seen.computeIfAbsent(Math.max(0, e.result()), this::seen)));
        }
        return all;
    }

    private double seen(int result) {
        double most = 0;
        for (int i = block.offset(); i < block.offset() + block.size(); i++) {
            int derivative = contracted ? i : result * columns + i;
            double own = Math.abs(analytic[derivative]);
            if (own <= roundOff[derivative]) {
                continue;
            }
            double least = INFINITE;
            for (int p = 0; p < entries.size(); p++) {
                Entry e = entries.get(p);
                if (Math.max(0, e.result()) == result && e.verdict() == Verdict.MATCH) {
                    double moved = own * Math.abs(directions.get(p)[i]);
                    least = Math.min(least, (e.slack() + e.bound()) / moved);
                }
            }
            most = Math.max(most, least);
        }
        return most > 0 ? most : INFINITE;
    }
}
