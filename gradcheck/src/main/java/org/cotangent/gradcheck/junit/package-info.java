/**
 * Gradient checks in one line of a test: {@link org.cotangent.gradcheck.junit.GradientTest} for
 * JUnit 5.
 *
 * <p>Needs {@code org.junit.jupiter:junit-jupiter-api} 5.x on the path, which the module does not
 * bring along: it is optional, and nobody else loads a class of this package.
 *
 * <p>In a jqwik property no annotation is needed: {@code GradCheck.check(x -> x.tanh(),
 * x).requirePassed()} is the one line, and jqwik draws and shrinks x and prints its seed.
 */
package org.cotangent.gradcheck.junit;
