package org.cotangent.gradcheck.oracle;

import java.util.Map;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/** The oracle's products and distances of two or three lists of vectors, and losses on them. */
final class DistanceOps {
    private DistanceOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("bilinear", OracleOp.of(DistanceOps::bilinear));
        table.put("cosine_similarity", OracleOp.of(DistanceOps::cosine));
        table.put("pairwise_distance", OracleOp.of(DistanceOps::pairwise));
        table.put("cosine_embedding_loss", OracleOp.of(DistanceOps::cosineEmbedding));
        table.put("triplet_margin_loss", OracleOp.of(DistanceOps::triplet));
    }

    private static Tensor bilinear(Arguments in) {
        Tensor a = in.tensor("x1").unsqueeze(-2).unsqueeze(-2);
        Tensor b = in.tensor("x2").unsqueeze(-2);
        Tensor y = a.matmul(in.tensor("weight")).squeeze(-2).mul(b).sum(-1);
        Tensor bias = in.tensorOrNull("bias");
        return bias == null ? y : y.add(bias);
    }

    private static Tensor cosine(Arguments in) {
        return Linalg.cosineSimilarity(in.tensor("x1"), in.tensor("x2"), in.integer("axis"), 1e-8);
    }

    private static Tensor distance(Tensor a, Tensor b, double p, double eps, Axes axes) {
        return Linalg.pairwiseDistance(a, b, axes, p, eps);
    }

    private static Tensor pairwise(Arguments in) {
        return distance(
                in.tensor("x1"),
                in.tensor("x2"),
                in.number("p"),
                in.number("eps"),
                in.flag("keepdim") ? Axes.keep(-1) : Axes.of(-1));
    }

    private static Tensor cosineEmbedding(Arguments in) {
        Tensor a = in.tensor("x1");
        Tensor b = in.tensor("x2");
        Tensor squares = a.square().sum(-1).add(1e-12).mul(b.square().sum(-1).add(1e-12));
        Tensor cosine = a.mul(b).sum(-1).div(squares.sqrt());
        Tensor far = cosine.sub(in.number("margin")).relu();
        Tensor alike = in.tensor("target").gt(0);
        return RegressionLosses.reduced(in, Tensor.where(alike, cosine.neg().add(1), far));
    }

    private static Tensor triplet(Arguments in) {
        Tensor anchor = in.tensor("anchor");
        Tensor positive = in.tensor("positive");
        Tensor negative = in.tensor("negative");
        double p = in.number("p");
        double eps = in.number("eps");
        Axes last = Axes.of(-1);
        Tensor near = distance(anchor, positive, p, eps, last);
        Tensor far = distance(anchor, negative, p, eps, last);
        if (in.flag("swap")) {
            far = far.min(distance(positive, negative, p, eps, last));
        }
        return RegressionLosses.reduced(in, near.sub(far).add(in.number("margin")).relu());
    }
}
