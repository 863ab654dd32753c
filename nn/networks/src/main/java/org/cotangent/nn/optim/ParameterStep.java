package org.cotangent.nn.optim;

/**
 * One step of one parameter: the arrays and numbers that an update loop reads and writes.
 *
 * @param x the values, updated in place
 * @param g the gradient, read only unless the rule says that it overwrites it
 * @param state the arrays of the optimizer
 * @param t the number of this step, from 1
 * @param rate the learning rate of the parameter's group
 * @param decay the weight decay of the parameter's group
 */
record ParameterStep(
        double[] x, double[] g, ParameterState state, double t, double rate, double decay) {
    /** An array of the optimizer as the step before left it, not to be written to. */
    double[] now(int k) {
        return state.now(k);
    }

    /** The array that takes its place, which this step is to write. */
    double[] next(int k) {
        return state.next(k);
    }
}
