/**
 * A calculator with gradients for the command line; {@link
 * org.cotangent.samples.calculator.Evaluate} is its main class.
 */
package org.cotangent.samples.calculator;
