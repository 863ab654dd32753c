package org.cotangent.gradcheck;

/** The outcome of a comparison of an analytic with a numerical derivative. */
public enum Verdict {
    /** The two agree as closely as the numerical one is known, and it is known well enough. */
    MATCH,
    /** The function has a kink, and the analytic slope lies between those on either side. */
    SUBGRADIENT,
    /**
     * The two agree, but the numerical one is known so badly that a wrong derivative might agree
     * too.
     */
    INCONCLUSIVE,
    /** The two differ by more than the error of the numerical one explains. */
    MISMATCH
}
