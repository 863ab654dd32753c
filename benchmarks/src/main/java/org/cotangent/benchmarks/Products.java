package org.cotangent.benchmarks;

/** The work that consists of matrix products alone, with the shapes that a layer meets. */
public final class Products {
    private static final int H = 6;
    private static final int G = 10;

    private Products() {}

    /** The three products of a layer with inputs [m, k], weights [k, n] and adjoints [m, n]. */
    public enum Form {
        /** A [m, k] times B [k, n]. */
        NN,
        /** The transpose of A [m, k] times B [m, n]. */
        TN,
        /** A [m, n] times the transpose of B [k, n]. */
        NT
    }

    /** One matrix product. */
    @FunctionalInterface
    public interface Maker {
        /**
         * A product ready to be computed.
         *
         * @param form which of the three
         * @param m the rows of the layer's inputs
         * @param k their columns
         * @param n the columns of the layer's outputs
         * @param a the first operand, row by row
         * @param b the second operand, row by row
         * @return the job
         */
        Job product(Form form, int m, int k, int n, double[] a, double[] b);
    }

    /**
     * The products of a piece of work.
     *
     * @param work the work
     * @param size its extents
     * @param maker the contender's maker of products
     * @return the job, or null if the work is of another kind
     */
    public static Job job(String work, int[] size, Maker maker) {
        switch (work) {
            case "matmul":
                return one(maker, Form.NN, size[0], size[1], size[2], 1, 2);
            case "matmul-tn":
                return one(maker, Form.TN, size[0], size[1], size[2], 1, 2);
            case "matmul-nt":
                return one(maker, Form.NT, size[0], size[1], size[2], 1, 2);
            case "two-layer-products":
                return layers(maker, size[0], size[1], size[2], size[3]);
            case "convolution-products":
                int places = size[1] - size[3] + 1;
                return layers(maker, size[0] * places * places, size[3] * size[3], size[2]);
            case "mlp-products":
                return layers(maker, 128, size);
            default:
                return null;
        }
    }

    /**
     * Every layer's product, and backwards two more for each layer but the first, which has one.
     */
    private static Job layers(Maker maker, int m, int... widths) {
        int count = widths.length - 1;
        Job[] jobs = new Job[3 * count - 1];
        int at = 0;
        for (int l = 0; l < count; l++) {
            jobs[at++] = one(maker, Form.NN, m, widths[l], widths[l + 1], H + l, 1 + l);
        }
        for (int l = count - 1; l >= 0; l--) {
            jobs[at++] = one(maker, Form.TN, m, widths[l], widths[l + 1], H + l, G + l);
            if (l > 0) {
                jobs[at++] = one(maker, Form.NT, m, widths[l], widths[l + 1], G + l, 1 + l);
            }
        }
        return Jobs.all(jobs);
    }

    private static Job one(Maker maker, Form form, int m, int k, int n, int seedA, int seedB) {
        int a = form == Form.NT ? m * n : m * k;
        int b = form == Form.TN ? m * n : k * n;
        return maker.product(
                form, m, k, n, Inputs.uniform(seedA, a, 1), Inputs.uniform(seedB, b, 1));
    }
}
