package org.cotangent.gradcheck.oracle;

import java.util.Map;
import org.cotangent.Linalg;
import org.cotangent.Linalg.Eigen;
import org.cotangent.Linalg.MatrixNorm;
import org.cotangent.Linalg.Qr;
import org.cotangent.Linalg.Svd;
import org.cotangent.Tensor;

/** The oracle's functions of matrices and what decompositions solve. */
final class MatrixFunctionOps {
    private MatrixFunctionOps() {}

    static void addTo(Map<String, OracleOp> table) {
        // One line each as soon as there is a function for it:
        // symmetric_matrix_exp, symmetric_matrix_sqrt, symmetric_matrix_log,
        // symmetric_matrix_inv_sqrt (all of LinearAlgebraOps.symmetric(in.x())), polar_factor,
        // matrix_exp, eigvals_function
        table.put("nuclear_norm", OracleOp.of(in -> Linalg.matrixNorm(in.x(), MatrixNorm.NUCLEAR)));
        table.put("eigh", MatrixFunctionOps::eigen);
        table.put("svd", MatrixFunctionOps::singular);
        table.put("lstsq", OracleOp.of(in -> columns(in, in.tensor("A"), false)));
        table.put("cholesky_solve", OracleOp.of(in -> columns(in, in.x(), true)));
        table.put("pinv", OracleOp.of(in -> leastSquares(in.x(), Tensor.eye(in.x().size(-2)))));
    }

    private static Results eigen(Arguments in) {
        Eigen e = Linalg.eigh(in.x());
        Tensor weighted = e.vectors().mul(list(in));
        return Results.of(e.values(), weighted.matmul(e.vectors().transpose()));
    }

    private static Results singular(Arguments in) {
        Svd svd = Linalg.svd(in.x());
        return Results.of(svd.values(), svd.u().mul(list(in)).matmul(svd.v().transpose()));
    }

    private static Tensor list(Arguments in) {
        return Tensor.of(in.numbers("d"));
    }

    /** The right side is a matrix or a vector. */
    private static Tensor columns(Arguments in, Tensor a, boolean positive) {
        Tensor b = in.tensor("B");
        Tensor columns = b.rank() == 1 ? b.unsqueeze(-1) : b;
        Tensor x = positive ? choleskySolve(a, columns) : leastSquares(a, columns);
        return b.rank() == 1 ? x.squeeze(-1) : x;
    }

    private static Tensor choleskySolve(Tensor a, Tensor b) {
        Tensor l = Linalg.cholesky(LinearAlgebraOps.symmetric(a));
        Tensor y = Linalg.solveTriangular(l, b, true);
        return Linalg.solveTriangular(l.transpose(), y, false);
    }

    private static Tensor leastSquares(Tensor a, Tensor b) {
        if (a.size(-2) >= a.size(-1)) {
            Qr qr = Linalg.qr(a);
            return Linalg.solveTriangular(qr.r(), qr.q().transpose().matmul(b), false);
        }
        Qr qr = Linalg.qr(a.transpose());
        return qr.q().matmul(Linalg.solveTriangular(qr.r().transpose(), b, true));
    }
}
