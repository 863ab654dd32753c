package org.cotangent.linalg;

/** The masks of {@link Ties} as numbers: which values tie, and which slope is right for them. */
final class TieMasks {
    private static final double UNIT = 0x1p-53;

    private final double[] g;
    private final double[] w;
    private final NearValues near;
    private final int n;
    private final double[] slope;
    final double[] tied;
    final double[] own;
    final double[] faults;

    TieMasks(double[] g, NearValues near, double[] slope, int size) {
        this.g = g;
        this.near = near;
        this.w = near.w;
        this.n = near.n;
        this.slope = slope;
        tied = new double[size];
        own = new double[size];
        faults = new double[size];
    }

    void gaps(boolean atZero) {
        for (int i = 0; i < w.length; i++) {
            int first = i - i % n;
            tied[i * n + i % n] = 1;
            for (int j = first; j < first + n; j++) {
                int at = i * n + j % n;
                if (i == j) {
                    own[at] = atZero && w[i] == 0 ? 1 : 0;
                    faults[at] = own[at] == 1 && g[i] != 0 ? Double.NaN : 0;
                } else if (near.open[i] && (near.near(i, j) || near.tied(i, j))) {
                    boolean smooth = smooth(i, j);
                    own[at] = 1;
                    tied[at] = near.tied(i, j) || smooth && better(i, j) ? 1 : 0;
                    faults[at] = smooth ? 0 : Double.NaN;
                }
            }
        }
    }

    void sums() {
        for (int i = 0; i < w.length; i++) {
            for (int j = i - i % n; j < i - i % n + n; j++) {
                if (w[i] == 0 && w[j] == 0) {
                    tied[i * n + j % n] = 1;
                    faults[i * n + j % n] = g[i] != 0 || g[j] != 0 ? Double.NaN : 0;
                }
            }
        }
    }

    void ratios() {
        for (int i = 0; i < w.length; i++) {
            if (w[i] == 0) {
                tied[i] = 1;
                faults[i] = g[i] != 0 ? Double.NaN : 0;
            }
        }
    }

    /** Whether g_i and g_j part as they must where the values do; so if nothing is known. */
    private boolean smooth(int i, int j) {
        double c = second(i, j);
        double most =
                Math.abs(g[i])
                        + Math.abs(g[j])
                        + Math.abs(slope[i * n + i % n] * w[i])
                        + Math.abs(slope[j * n + j % n] * w[j]);
        boolean kink = w[i] == 0 && w[j] == 0 && g[i] != 0;
        return c != c || Math.abs(g[j] - g[i] - c * (w[j] - w[i])) <= 1e-4 * most && !kink;
    }

    /** Whether second derivatives are better than the difference, by the errors of both. */
    private boolean better(int i, int j) {
        double c = second(i, j);
        double first = slope[i * n + i % n] - slope[i * n + j % n];
        double other = slope[j * n + j % n] - slope[j * n + i % n];
        double drift = (first - other) / (first + other);
        double off = drift * drift * Math.abs(c * (w[j] - w[i]));
        return c == 0 || off <= UNIT * (Math.abs(g[i]) + Math.abs(g[j]));
    }

    private double second(int i, int j) {
        return 0.5
                * (slope[i * n + i % n]
                        - slope[i * n + j % n]
                        - slope[j * n + i % n]
                        + slope[j * n + j % n]);
    }
}
