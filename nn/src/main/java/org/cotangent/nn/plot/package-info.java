/**
 * Pictures as PNG files: {@linkplain org.cotangent.nn.plot.Chart charts} of lines, points,
 * histograms, bars, decision regions and contours, alone or as {@linkplain
 * org.cotangent.nn.plot.Panels panels} of one picture, and those {@linkplain
 * org.cotangent.nn.plot.TrainingCharts of a training}. No display is needed.
 *
 * <pre>{@code
 * double[] x = {1, 2, 3, 4};
 * java.nio.file.Path file = java.nio.file.Files.createTempFile("curve", ".png");
 * new org.cotangent.nn.plot.Chart("Squares")
 *         .xLabel("x")
 *         .yLabel("x squared")
 *         .line("squares", x, new double[] {1, 4, 9, 16})
 *         .write(file, 640, 480);
 * }</pre>
 *
 * <p>Colors are those of M. Okabe and K. Ito, "Color universal design", 2008, which people with any
 * kind of color vision can tell apart.
 */
package org.cotangent.nn.plot;
