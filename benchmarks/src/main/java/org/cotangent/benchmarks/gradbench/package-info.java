/**
 * The evaluations of GradBench (Sam Estep and others, github.com/gradbench/gradbench, MIT), written
 * from their descriptions: a tool that speaks its protocol, a comparison with published results,
 * and times. Some of them come from ADBench (Microsoft, MIT).
 */
package org.cotangent.benchmarks.gradbench;
