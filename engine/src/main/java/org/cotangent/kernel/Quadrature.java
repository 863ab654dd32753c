package org.cotangent.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * Integrals of smooth functions by the rule of Gauss and Legendre on panels of equal width. The
 * nodes are the zeros of the Legendre polynomial, found by Newton's method (NIST Digital Library of
 * Mathematical Functions, 3.5(v)).
 */
final class Quadrature {
    private static final int PANELS = 6;
    private static final int NODES = 20;
    private static final double[] NODE = new double[NODES];
    private static final double[] WEIGHT = new double[NODES];

    static {
        for (int i = 0; i < NODES; i++) {
            double z = Elementary.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 0;
            for (int step = 0; step < 10; step++) {
                double before = 1;
                double p = z;
                for (int k = 2; k <= NODES; k++) {
                    double next = ((2 * k - 1) * z * p - (k - 1) * before) / k;
                    before = p;
                    p = next;
                }
                slope = NODES * (z * p - before) / (z * z - 1);
                z -= p / slope;
            }
            NODE[i] = (1 + z) / 2;
            WEIGHT[i] = 1 / ((1 - z * z) * slope * slope);
        }
    }

    private Quadrature() {}

    /** The integral of f from 0 to the end. */
    static double integrate(double end, DoubleUnaryOperator f) {
        double width = end / PANELS;
        double sum = 0;
        for (int panel = PANELS - 1; panel >= 0; panel--) {
            for (int i = 0; i < NODES; i++) {
                sum += WEIGHT[i] * f.applyAsDouble(width * (panel + NODE[i]));
            }
        }
        return width * sum;
    }

    /**
     * Where a convex increasing function reaches a height, to a few percent and rather beyond than
     * before: by Newton's method from a point beyond.
     */
    static double reach(
            double height, double beyond, DoubleUnaryOperator h, DoubleUnaryOperator slope) {
        double s = beyond;
        for (int step = 0; step < 200; step++) {
            double move = (h.applyAsDouble(s) - height) / slope.applyAsDouble(s);
            s -= move;
            if (!(move > 0.02 * s)) {
                return s;
            }
        }
        return s;
    }
}
