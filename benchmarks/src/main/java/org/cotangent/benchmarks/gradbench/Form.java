package org.cotangent.benchmarks.gradbench;

/** A way of computing values and derivatives. */
public enum Form {
    /** Tensors, recorded anew each time. */
    TENSORS,

    /** Programs, recorded once. */
    PROGRAMS
}
