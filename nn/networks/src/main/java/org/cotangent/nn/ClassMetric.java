package org.cotangent.nn;

import org.cotangent.CheckReturnValue;

/** The fraction of rows whose class is told right: accuracy or top-k accuracy. Immutable. */
@CheckReturnValue
public final class ClassMetric extends MeanMetric<int[]> {
    private final ClassHits hits;

    ClassMetric(ClassHits hits) {
        super(hits);
        this.hits = hits;
    }

    /**
     * A copy with rows left out that carry a label.
     *
     * @param label the label, as -1 for "unknown"; may be a class
     * @return another metric
     */
    public ClassMetric ignore(int label) {
        return new ClassMetric(hits.ignoring(label));
    }

    /**
     * This metric of sequences, a class for each step: scores [rows, steps, classes], and for each
     * row its classes, which may be fewer than the longest sequence has.
     *
     * @return a metric of scores and of the classes of each row
     */
    public MeanMetric<int[][]> steps() {
        return hits.steps().metric();
    }

    /**
     * This metric of whole sequences: the fraction of rows of which every step that counts is
     * right. Scores and classes are those of {@link #steps}; a mask has the shape [rows] or [rows,
     * steps]. Rows of which no step counts do not count.
     *
     * @return a metric of scores and of the classes of each row
     */
    public MeanMetric<int[][]> sequences() {
        return new MeanMetric<>(new SequenceHits(hits, Reduction.MEAN));
    }
}
