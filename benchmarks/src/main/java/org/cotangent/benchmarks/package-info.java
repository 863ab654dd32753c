/**
 * Measurements, run by hand: the same work on this library and on others, side by side; how cost
 * grows with size. See docs/laboratory.md.
 */
package org.cotangent.benchmarks;
