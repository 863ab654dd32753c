/** The parts, one at a time, measured by JMH. */
package org.cotangent.benchmarks.jmh;
