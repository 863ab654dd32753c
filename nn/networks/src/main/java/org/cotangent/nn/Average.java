package org.cotangent.nn;

/** A way to average a metric over classes. */
public enum Average {
    /** The plain mean over the classes that occur, as an actual or a predicted one. */
    MACRO,
    /**
     * The figure of all decisions together: with one class for each sample precision, recall and F1
     * are then all the accuracy.
     */
    MICRO,
    /** The mean over the classes, weighted by how many samples are of each. */
    WEIGHTED
}
