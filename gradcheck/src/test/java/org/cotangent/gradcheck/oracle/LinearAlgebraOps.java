package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.MatrixNorm;
import org.cotangent.linalg.Linalg.SignLogDet;

/** The oracle's linear algebra. */
final class LinearAlgebraOps {
    private LinearAlgebraOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("matmul", OracleOp.of(in -> in.x().matmul(in.tensor("y"))));
        table.put("dot", OracleOp.of(in -> Linalg.dot(in.x(), in.tensor("y"))));
        table.put("outer", OracleOp.of(in -> Linalg.outer(in.x(), in.tensor("y"))));
        table.put("kron", OracleOp.of(in -> Linalg.kron(in.x(), in.tensor("y"))));
        table.put("einsum", OracleOp.of(in -> Linalg.einsum(in.text("equation"), in.tensors())));
        table.put("inverse", OracleOp.of(in -> Linalg.inverse(in.x())));
        table.put("det", OracleOp.of(in -> Linalg.det(in.x())));
        table.put("logdet", OracleOp.of(in -> Linalg.logDet(in.x())));
        table.put("slogdet", LinearAlgebraOps::signLogDet);
        table.put("solve", OracleOp.of(LinearAlgebraOps::solve));
        table.put("cholesky", OracleOp.of(in -> Linalg.cholesky(symmetric(in.x()))));
        table.put("eigvalsh", OracleOp.of(in -> Linalg.eigvalsh(symmetric(in.x()))));
        table.put("svdvals", OracleOp.of(in -> Linalg.svdvals(in.x())));
        table.put("matrix_norm", OracleOp.of(LinearAlgebraOps::matrixNorm));
    }

    static Tensor symmetric(Tensor x) {
        return x.add(x.transpose()).mul(0.5);
    }

    private static Results signLogDet(Arguments in) {
        SignLogDet both = Linalg.signLogDet(in.x());
        return Results.of(both.logAbs()).with("sign", both.sign());
    }

    /** B is one vector for each matrix if it has the shape of A without the last axis. */
    private static Tensor solve(Arguments in) {
        Tensor a = in.tensor("A");
        Tensor b = in.tensor("B");
        int[] lead = Arrays.copyOf(a.shape(), a.rank() - 1);
        return b.rank() > 1 && Arrays.equals(b.shape(), lead)
                ? Linalg.solve(a, b.unsqueeze(-1)).squeeze(-1)
                : Linalg.solve(a, b);
    }

    private static Tensor matrixNorm(Arguments in) {
        MatrixNorm norm =
                switch (in.has("ord") ? in.text("ord") : "fro") {
                    case "fro" -> MatrixNorm.FROBENIUS;
                    case "nuc" -> MatrixNorm.NUCLEAR;
                    case "2", "2.0" -> MatrixNorm.SPECTRAL;
                    case "-2", "-2.0" -> MatrixNorm.LEAST_SINGULAR;
                    case "1", "1.0" -> MatrixNorm.ONE;
                    case "-1", "-1.0" -> MatrixNorm.LEAST_ONE;
                    case "inf", "Infinity" -> MatrixNorm.INFINITY;
                    case "-inf", "-Infinity" -> MatrixNorm.LEAST_INFINITY;
                    default -> throw in.unknown("ord");
                };
        Tensor y = Linalg.matrixNorm(in.x(), norm);
        return in.flag("keepdims") ? y.unsqueeze(-1).unsqueeze(-1) : y;
    }
}
