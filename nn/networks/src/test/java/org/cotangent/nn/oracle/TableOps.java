package org.cotangent.nn.oracle;

import org.cotangent.nn.Activation;
import org.cotangent.nn.Glu;
import org.cotangent.nn.Rrelu;

/** The ops of the oracle for tables, and of further activations and losses. */
final class TableOps {
    private TableOps() {}

    /** Adds them to the table. */
    static void add() {
        activations();
    }

    private static void activations() {
        NnOps.op(
                "rrelu",
                in ->
                        new Rrelu(in.number("lower", 0.125), in.number("upper", 1.0 / 3))
                                .apply(in.x()));
        NnOps.op("celu", in -> Activation.celu(in.number("alpha", 1)).apply(in.x()));
        NnOps.op("mish", in -> Activation.MISH.apply(in.x()));
        NnOps.op("softsign", in -> Activation.SOFTSIGN.apply(in.x()));
        NnOps.op("log_sigmoid", in -> Activation.LOG_SIGMOID.apply(in.x()));
        NnOps.op("tanhshrink", in -> Activation.TANH_SHRINK.apply(in.x()));
        NnOps.op("softshrink", in -> Activation.softShrink(in.number("lambd", 0.5)).apply(in.x()));
        NnOps.op("hardshrink", in -> Activation.hardShrink(in.number("lambd", 0.5)).apply(in.x()));
        NnOps.op(
                "threshold",
                in ->
                        Activation.threshold(in.number("threshold", 0), in.number("value", 0))
                                .apply(in.x()));
        NnOps.op("glu", in -> new Glu(in.integer("axis", -1)).apply(in.x()));
    }
}
