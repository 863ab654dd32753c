package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;

import org.cotangent.Tensor;

/** The pairs of eigenvalues or singular values that are near each other, by their numbers. */
final class NearValues {
    /** Values nearer than this, relative to their size, are looked at. */
    private static final double NEAR = 4e-6;

    final int n;
    final double[] w;
    final double[] tolerance;
    final boolean[] open;
    final boolean some;

    NearValues(Tensor row, Tensor uncertainty) {
        n = row.size(-1);
        w = array(row);
        tolerance = array(uncertainty);
        open = new boolean[w.length];
        boolean any = false;
        for (int i = 0; i < open.length; i++) {
            open[i] = w[i] == 0;
            int first = i - i % n;
            for (int j = first; j < first + n; j++) {
                open[i] |= i != j && (near(i, j) || tied(i, j));
            }
            any |= open[i];
        }
        some = any;
    }

    boolean near(int i, int j) {
        return Math.abs(w[i] - w[j]) <= NEAR * (Math.abs(w[i]) + Math.abs(w[j]));
    }

    boolean tied(int i, int j) {
        return Math.abs(w[i] - w[j]) <= tolerance[i] + tolerance[j];
    }
}
