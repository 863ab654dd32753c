package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.GATES;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.exponential;
import static org.cotangent.gradcheck.laws.Grid.join;
import static org.cotangent.gradcheck.laws.Grid.line;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Grid.without;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.math.BigDecimal;
import java.util.List;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;
import org.cotangent.gradcheck.laws.BigMath;

/** Activations. */
final class ActivationRows {
    // spotless:off
    /** Klambauer and others, "Self-normalizing neural networks" (2017), in their repository. */
    private static final BigDecimal SELU_ALPHA =
            new BigDecimal("1.6732632423543772848170429916717");

    private static final BigDecimal SELU_SCALE =
            new BigDecimal("1.0507009873554804934193349852946");

    private static final double[] OFF_ZERO = without(-1e-300, without(0, exponential()));

    static final List<Row> ROWS =
            List.of(
                    unary("Tensor#relu", NONZERO, Tensor::relu).degree(1).with(GATES).pieces(0, 1, 2).pieces(Pieces.of("gate", 0, 2)).kinksAt(AT_ZERO).recordedAs("relu")
                            .exact(rooted(wide(), (mc, x) -> x[0].max(BigDecimal.ZERO))),
                    // 1.3 is next to a zero of the third derivative
                    unary("Tensor#sigmoid", REAL, Tensor::sigmoid).recordedAs("sigmoid")
                            .exact(smooth(exponential(), (mc, x) -> BigMath.sigmoid(mc, x[0])).near(2, 4, 8, 64)),
                    unary("Activations#leakyRelu", NONZERO, x -> Activations.leakyRelu(x, 0.01)).degree(1).pieces(0, 1, 2).kinksAt(AT_ZERO)
                            .exact(rooted(wide(), (mc, x) -> x[0].signum() > 0 ? x[0] : x[0].multiply(BigMath.number(0.01)))),
                    unary("Activations#leakyRelu", "slope -2", NONZERO, x -> Activations.leakyRelu(x, -2)).degree(1).kinksAt(AT_ZERO)
                            .exact(rooted(wide(), (mc, x) -> x[0].signum() > 0 ? x[0] : x[0].multiply(BigMath.number(-2)))),
                    unary("Activations#elu", NONZERO, x -> Activations.elu(x, 1)).pieces(0, 1, 2).pieces(Pieces.of("eluSlope", 0, 1, 2)).kinksAt(AT_ZERO)
                            .exact(rooted(OFF_ZERO, (mc, x) -> BigMath.elu(mc, x[0], BigDecimal.ONE))),
                    unary("Activations#elu", "alpha 1.7", NONZERO, x -> Activations.elu(x, 1.7)).kinksAt(AT_ZERO)
                            .exact(rooted(OFF_ZERO, (mc, x) -> BigMath.elu(mc, x[0], BigMath.number(1.7)))),
                    unary("Activations#selu", NONZERO, Activations::selu).kinksAt(AT_ZERO).recordedAs("selu")
                            .exact(rooted(OFF_ZERO, (mc, x) -> BigMath.elu(mc, x[0], SELU_ALPHA).multiply(SELU_SCALE))),
                    unary("Activations#softplus", REAL, Activations::softplus)
                            .exact(smooth(exponential(), (mc, x) -> BigMath.log(mc, BigDecimal.ONE.add(BigMath.exp(mc, x[0]))))),
                    unary("Activations#logSigmoid", REAL, Activations::logSigmoid).recordedAs("log_sigmoid")
                            .exact(smooth(exponential(), (mc, x) -> BigMath.log(mc, BigDecimal.ONE.add(BigMath.exp(mc, x[0].negate()))).negate())),
                    // -1.3 is next to a zero of the first
                    unary("Activations#silu", REAL, Activations::silu).recordedAs("silu")
                            .exact(smooth(exponential(), (mc, x) -> x[0].multiply(BigMath.sigmoid(mc, x[0]), mc)).near(2, 20, 8, 16)),
                    // the roundings of x sqrt(1/2) and of x^2/2 are magnified by x^2
                    // -0.7 is next to a zero of the slope
                    unary("Activations#gelu", REAL, Activations::gelu).recordedAs("gelu")
                            .exact(smooth(join(within(-31, 31, line()), -30.3, -13.7,  -24.9), (mc, x) -> x[0].multiply(BigDecimal.ONE.add(BigMath.erf(mc, x[0].divide(BigMath.sqrt(mc, BigMath.TWO), mc))), mc).divide(BigMath.TWO, mc)).near(16, 32, 8, 8).far(400, 130, 200, 160)));
    // spotless:on

    private ActivationRows() {}
}
