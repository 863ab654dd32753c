package org.cotangent;

/**
 * The matrices of a batch and which of them an adjoint concerns: one whose adjoint is all 0 was not
 * selected, and sends nothing back whatever it holds.
 */
final class Members {
    private Members() {}

    /**
     * A factor or a share, with zeros for what is not finite in matrices that were not selected.
     *
     * @param x shape […, any, any]
     * @param g shape […, any, any], the adjoint; the batches broadcast
     * @return x itself where nothing is to be done
     */
    static Tensor selected(Tensor x, Tensor g) {
        if (allFinite(x.array())) {
            return x;
        }
        int rank = g.rank();
        int[] extents = g.shape.extents.clone();
        int matrix = extents[rank - 2] * extents[rank - 1];
        extents[rank - 2] = 1;
        extents[rank - 1] = 1;
        Shape shape = Shape.of(extents);
        double[] adjoint = g.array();
        double[] mask = new double[shape.size];
        boolean some = false;
        for (int i = 0; i < mask.length; i++) {
            boolean zero = true;
            for (int at = i * matrix; at < (i + 1) * matrix && zero; at++) {
                zero = adjoint[at] == 0;
            }
            mask[i] = zero ? 0 : 1;
            some |= zero;
        }
        return some ? x.gate(Tensor.constant(shape, mask)) : x;
    }

    private static boolean allFinite(double[] x) {
        for (double element : x) {
            if (!(Math.abs(element) < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }
}
