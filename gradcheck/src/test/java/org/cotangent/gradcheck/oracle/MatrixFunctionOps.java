package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.Eigen;
import org.cotangent.linalg.Linalg.Eigenvalues;
import org.cotangent.linalg.Linalg.MatrixNorm;
import org.cotangent.linalg.Linalg.Svd;

/** The oracle's functions of matrices and what decompositions solve. */
final class MatrixFunctionOps {
    private MatrixFunctionOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("eigvals_function", MatrixFunctionOps::ofEigenvalues);
        table.put("symmetric_matrix_exp", symmetric(a -> Linalg.symmetricFunction(a, Tensor::exp)));
        table.put("symmetric_matrix_sqrt", symmetric(Linalg::sqrtm));
        table.put("symmetric_matrix_log", symmetric(Linalg::logm));
        table.put("symmetric_matrix_inv_sqrt", symmetric(Linalg::rsqrtm));
        table.put("matrix_exp", OracleOp.of(in -> Linalg.expm(in.x())));
        table.put("polar_factor", OracleOp.of(in -> Linalg.polarFactor(in.x())));
        table.put("nuclear_norm", OracleOp.of(in -> Linalg.matrixNorm(in.x(), MatrixNorm.NUCLEAR)));
        table.put("eigh", MatrixFunctionOps::eigen);
        table.put("svd", MatrixFunctionOps::singular);
        table.put("lstsq", OracleOp.of(in -> Linalg.lstsq(in.tensor("A"), in.tensor("B"))));
        table.put("pinv", OracleOp.of(in -> Linalg.pinv(in.x())));
        table.put("cholesky_solve", OracleOp.of(MatrixFunctionOps::choleskySolve));
    }

    private static OracleOp symmetric(UnaryOperator<Tensor> f) {
        return OracleOp.of(in -> f.apply(LinearAlgebraOps.symmetric(in.x())));
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

    /** A symmetric function of eigenvalues that may be complex. */
    private static Results ofEigenvalues(Arguments in) {
        Eigenvalues z = Linalg.eigvals(in.x());
        Tensor squares = z.re().square().add(z.im().square());
        Tensor y =
                switch (in.text("function")) {
                    case "sum_abs2" -> squares.sum();
                    case "sum_im2" -> z.im().square().sum();
                    case "sum_re3" -> z.re().pow(3).sum();
                    case "logsumexp_re" -> z.re().logSumExp();
                    case "trace_exp" -> z.re().exp().mul(z.im().cos()).sum();
                    case "sum_abs" -> z.re().hypot(z.im()).sum();
                    case "log_abs_shift" ->
                            z.re().sub(in.number("p"))
                                    .square()
                                    .add(z.im().sub(in.number("q")).square())
                                    .log()
                                    .sum();
                    default -> throw in.unknown("function");
                };
        return Results.of(y).with("re", z.re()).with("im", z.im());
    }

    /** The right side is a matrix or a vector. */
    private static Tensor choleskySolve(Arguments in) {
        Tensor l = Linalg.cholesky(LinearAlgebraOps.symmetric(in.x()));
        return Linalg.choleskySolve(l, in.tensor("B"));
    }
}
