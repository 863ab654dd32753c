package org.cotangent.program;

/** A way of running a program. */
interface Runner {
    /**
     * Runs the program at one point.
     *
     * @param x the elements of the arguments, one after the other
     * @param y receives those of the results
     */
    void run(double[] x, double[] y);

    /**
     * Runs the program at one point.
     *
     * @param x an array for each argument
     * @param y an array for each result, none twice; may be some of x
     */
    void run(double[][] x, double[][] y);

    /**
     * Runs the program at many points.
     *
     * @param points how many
     * @param x the elements of the arguments of the first point, of the second, …
     * @param y receives the results likewise
     */
    void rows(int points, double[] x, double[] y);

    /** How it runs, in some words. */
    String explain();
}
