package org.cotangent.gradcheck.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;

/** An op of the oracle, computed with the engine. */
@FunctionalInterface
interface OracleOp {
    Results apply(Arguments arguments);

    /** An op with one output. */
    static OracleOp of(Function<Arguments, Tensor> f) {
        return arguments -> Results.of(f.apply(arguments));
    }

    /** Every op the replay knows, by the name the oracle gives it. */
    static Map<String, OracleOp> table() {
        Map<String, OracleOp> table = new HashMap<>();
        ElementwiseOps.addTo(table);
        ReductionOps.addTo(table);
        ShapeOps.addTo(table);
        LinearAlgebraOps.addTo(table);
        ImageOps.addTo(table);
        RegressionLosses.addTo(table);
        ClassificationLosses.addTo(table);
        LayerOps.addTo(table);
        CellOps.addTo(table);
        ActivationOps.addTo(table);
        ResamplingOps.addTo(table);
        NormalizationOps.addTo(table);
        DistanceOps.addTo(table);
        SequenceOps.addTo(table);
        AttentionOps.addTo(table);
        MatrixFunctionOps.addTo(table);
        MaskedOps.addTo(table);
        return table;
    }
}
