/**
 * Pictures as PNG or SVG: {@linkplain org.cotangent.nn.plot.Chart charts} of lines, points, arrows,
 * histograms, bars, decision regions and contours, {@linkplain org.cotangent.nn.plot.ImageGrid
 * images}, {@linkplain org.cotangent.nn.plot.HeatMap heat maps}, alone or as {@linkplain
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
 *         .save(file);
 * }</pre>
 *
 * <p>Colors are those of M. Okabe and K. Ito, "Color universal design", 2008, which people with any
 * kind of color vision can tell apart.
 */
package org.cotangent.nn.plot;
