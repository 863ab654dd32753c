package org.cotangent.nn.data;

/** A value that replaces missing values. */
public enum Missing {
    /** Missing values are refused. */
    REFUSE,
    /** The mean of the numbers that are there in the training data. */
    MEAN,
    /** Their median: the middle one, or the mean of the two in the middle. */
    MEDIAN,
    /**
     * The number or text that is most frequent in the training data; of several the least number,
     * or the first text in the order of characters.
     */
    MOST_FREQUENT,
    /** A separate category, the last one; for categories only. */
    OWN_CATEGORY
}
