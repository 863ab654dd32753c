package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.linalg.Linalg;

/** Functions of matrices with a condition number from 1e6 to 1e10. */
final class NastyMatrices {
    private static final String NEAR_SINGULAR = "near-singular matrix";

    static final List<Nasty> ALL =
            List.of(
                    of(NEAR_SINGULAR, "inverse", r -> matrix(r, false), Linalg::inverse),
                    of(NEAR_SINGULAR, "log det", r -> matrix(r, true), Linalg::logDet),
                    of(NEAR_SINGULAR, "det", r -> matrix(r, false), Linalg::det),
                    of(NEAR_SINGULAR, "cholesky", r -> matrix(r, true), Linalg::cholesky),
                    new Nasty(NEAR_SINGULAR, "solve", NastyMatrices::solve));

    private NastyMatrices() {}

    private static Case solve(Random random) {
        Tensor a = matrix(random, false);
        return new Case(x -> Linalg.solve(x[0], x[1]), a, Tensor.normal(random, a.size(0), 1));
    }

    /** U D V with orthogonal U and V, or U D U transposed; D from 1 down to 1 / condition. */
    private static Tensor matrix(Random random, boolean definite) {
        int n = 2 + random.nextInt(2);
        double[] sizes = new double[n];
        Arrays.setAll(sizes, i -> i == 0 ? 1 : 1 / logUniform(random, 1, 1e6));
        sizes[n - 1] = 1 / logUniform(random, 1e6, 1e10);
        Tensor u = Linalg.qr(Tensor.normal(random, n, n)).q();
        Tensor v = definite ? u.transpose() : Linalg.qr(Tensor.normal(random, n, n)).q();
        return u.mul(Tensor.of(sizes)).matmul(v);
    }
}
