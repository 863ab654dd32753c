package org.cotangent.nn.search;

/** A function that tries a candidate: it trains, tests, and returns how well that went. */
@FunctionalInterface
public interface SearchObjective {
    /**
     * Tries a candidate on one fold. It may run in several threads at once, if the {@linkplain
     * Search#threads search} was asked for them, and gives the same score for the same trial if
     * chance comes from {@link Trial#random()} alone.
     *
     * @param trial the candidate, the fold, the budget, the generator
     * @return the score, smaller is better unless the search {@linkplain Search#maximize()
     *     maximizes}; one that is not finite is a failure
     * @throws Exception for a failure, which is a row of the table with the message as its reason
     */
    double score(Trial trial) throws Exception;
}
