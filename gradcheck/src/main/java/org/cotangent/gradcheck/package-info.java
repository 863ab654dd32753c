/**
 * Checks of gradients against finite differences: {@link org.cotangent.gradcheck.GradCheck}
 * compares what a backward pass computes with what the function's values say, entry by entry, and
 * its {@link org.cotangent.gradcheck.Report} says where they differ.
 *
 * <p>Needs no test framework: {@link org.cotangent.gradcheck.Report#requirePassed()} throws an
 * {@link java.lang.AssertionError}, which every framework shows as a failure.
 */
package org.cotangent.gradcheck;
