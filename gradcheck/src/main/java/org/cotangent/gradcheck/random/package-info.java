/**
 * Random points and random programs to check gradients with: {@link
 * org.cotangent.gradcheck.random.Domain} draws tensors where operations are smooth, or on their
 * kinks on purpose, and {@link org.cotangent.gradcheck.random.RandomProgram} is a straight-line
 * program that can be shrunk to the smallest one that still fails.
 *
 * <p>Needs no test framework.
 */
package org.cotangent.gradcheck.random;
