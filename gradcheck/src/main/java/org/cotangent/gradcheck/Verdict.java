package org.cotangent.gradcheck;

/** What a comparison of an analytic with a numerical derivative comes to. */
public enum Verdict {
    /** The two agree as closely as the numerical one is known, and it is known well enough. */
    MATCH,
    /** The function has a kink at the point, and the analytic slope lies between the two sides'. */
    SUBGRADIENT,
    /** The two agree, but the numerical one is known so badly that a wrong one might have too. */
    INCONCLUSIVE,
    /** The two differ by more than the error of the numerical one explains. */
    MISMATCH
}
