package org.cotangent.nn.data;

/** A policy for categories that did not occur in the training data. */
public enum Unknown {
    /** Unknown categories are refused. */
    REFUSE,
    /** None of the known categories: zeros in all their columns. */
    ZEROS
}
