/**
 * Reverse-mode automatic differentiation: ordinary Java code on {@link org.cotangent.Tensor}
 * records a graph as it runs, and {@link org.cotangent.Tensor#backward()} sweeps it in reverse.
 *
 * <p>Numbers are {@code double}. Shapes follow the conventions of NumPy: row-major, broadcasting
 * from the last axis, negative axes count from the end, rank 0 is a number.
 *
 * <p>Where a derivative does not exist the engine has decided once for all: at the kink of a convex
 * or concave function the subgradient of least norm (relu'(0) = 0, abs'(0) = 0, a tie of max or min
 * shares ½, ½), otherwise the limit where it exists (sqrt'(0) = +infinity), and NaN in gives NaN
 * out, forward and backward.
 */
package org.cotangent;
