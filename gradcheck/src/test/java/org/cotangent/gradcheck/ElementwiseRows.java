package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.Trait.CHOOSES;
import static org.cotangent.gradcheck.OpTable.Trait.GATES;
import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.Trait.SELECTS;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.random.Domain.ABOVE_MINUS_ONE;
import static org.cotangent.gradcheck.random.Domain.ABOVE_ONE;
import static org.cotangent.gradcheck.random.Domain.AT_HALVES;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.BELOW_ONE_IN_SIZE;
import static org.cotangent.gradcheck.random.Domain.BETWEEN_POLES_OF_TAN;
import static org.cotangent.gradcheck.random.Domain.BETWEEN_ZERO_AND_ONE;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.OFF_HALVES;
import static org.cotangent.gradcheck.random.Domain.OFF_POLES;
import static org.cotangent.gradcheck.random.Domain.POSITIVE;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.Activations;
import org.cotangent.Axes;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;

/** Operations element by element. */
final class ElementwiseRows {
    private static final double INF = Double.POSITIVE_INFINITY;

    // spotless:off
    static final List<Row> ROWS =
            List.of(
                    // arithmetic
                    binary("Tensor#add", REAL, REAL, (a, b) -> a.add(b)).with(PLAIN, AFFINE),
                    binary("Tensor#sub", REAL, REAL, (a, b) -> a.sub(b)).with(PLAIN, AFFINE),
                    binary("Tensor#mul", REAL, REAL, (a, b) -> a.mul(b)).with(PLAIN, AFFINE),
                    binary("Tensor#div", REAL, NONZERO, (a, b) -> a.div(b)).with(AFFINE),
                    unary("Tensor#add", "a number", REAL, x -> x.add(1.5)).with(PLAIN, AFFINE),
                    unary("Tensor#sub", "a number", REAL, x -> x.sub(1.5)).with(PLAIN, AFFINE),
                    unary("Tensor#mul", "a number", REAL, x -> x.mul(1.5)).with(PLAIN, AFFINE),
                    unary("Tensor#div", "a number", REAL, x -> x.div(1.5)).with(AFFINE),
                    unary("Tensor#rsub", REAL, x -> x.rsub(1.5)).with(PLAIN, AFFINE),
                    unary("Tensor#rdiv", NONZERO, x -> x.rdiv(1.5)),
                    unary("Tensor#mul", "with itself", REAL, x -> x.mul(x)).with(PLAIN),
                    unary("Tensor#div", "with itself", NONZERO, x -> x.add(1).div(x)),
                    unary("Tensor#neg", REAL, Tensor::neg).with(PLAIN, AFFINE),
                    unary("Tensor#reciprocal", NONZERO, Tensor::reciprocal),
                    unary("Tensor#square", REAL, Tensor::square),
                    // powers and exponentials
                    unary("Tensor#sqrt", POSITIVE, Tensor::sqrt),
                    unary("Tensor#rsqrt", POSITIVE, Tensor::rsqrt),
                    unary("Tensor#cbrt", NONZERO, Tensor::cbrt),
                    unary("Tensor#exp", REAL, Tensor::exp),
                    unary("Tensor#expm1", REAL, Tensor::expm1),
                    unary("Tensor#log", POSITIVE, Tensor::log),
                    unary("Tensor#log1p", ABOVE_MINUS_ONE, Tensor::log1p),
                    // x to the power 0 is 1 whatever x is, with a slope of 0: Math.pow says so
                    unary("Tensor#pow", "0", REAL, x -> x.pow(0)).with(SELECTS, AFFINE, GATES),
                    unary("Tensor#pow", "1", REAL, x -> x.pow(1)).with(AFFINE),
                    unary("Tensor#pow", "2", REAL, x -> x.pow(2)),
                    unary("Tensor#pow", "3", REAL, x -> x.pow(3)),
                    unary("Tensor#pow", "-2", NONZERO, x -> x.pow(-2)),
                    unary("Tensor#pow", "0.5", POSITIVE, x -> x.pow(0.5)),
                    unary("Tensor#pow", "-1.7", POSITIVE, x -> x.pow(-1.7)),
                    binary("Tensor#pow", "an exponent that varies", POSITIVE, REAL, (a, b) -> a.pow(b)),
                    unary("Tensor#pow", "a tensor of 3", REAL, x -> x.pow(Tensor.of(3))),
                    unary("Tensor#pow", "a tensor of -2", NONZERO, x -> x.pow(Tensor.of(-2))),
                    unary("Tensor#pow", "of a number", REAL, x -> Tensor.of(1.7).pow(x)),
                    unary("Tensor#pow", "with itself", POSITIVE, x -> x.pow(x)),
                    // circle and hyperbola
                    unary("Tensor#sin", REAL, Tensor::sin),
                    unary("Tensor#cos", REAL, Tensor::cos),
                    unary("Tensor#tan", BETWEEN_POLES_OF_TAN, Tensor::tan),
                    unary("Tensor#asin", BELOW_ONE_IN_SIZE, Tensor::asin),
                    unary("Tensor#acos", BELOW_ONE_IN_SIZE, Tensor::acos),
                    unary("Tensor#atan", REAL, Tensor::atan),
                    unary("Tensor#sinh", REAL, Tensor::sinh),
                    unary("Tensor#cosh", REAL, Tensor::cosh),
                    unary("Tensor#tanh", REAL, Tensor::tanh),
                    unary("Tensor#asinh", REAL, Tensor::asinh),
                    unary("Tensor#acosh", ABOVE_ONE, Tensor::acosh),
                    unary("Tensor#atanh", BELOW_ONE_IN_SIZE, Tensor::atanh),
                    binary("Tensor#atan2", NONZERO, NONZERO, (a, b) -> a.atan2(b)),
                    unary("Tensor#atan2", "on the axes", POSITIVE, x -> x.atan2(Tensor.of(0))),
                    unary("Tensor#atan2", "abscissa on the axis", POSITIVE, x -> Tensor.of(0).atan2(x)),
                    binary("Tensor#axpy", REAL, REAL, (a, b) -> a.axpy(-0.5, b)).with(AFFINE),
                    binary("Tensor#hypot", NONZERO, NONZERO, (a, b) -> a.hypot(b)).pieces(1, 2).kinksAt(AT_ZERO),
                    unary("Tensor#hypot", "on an axis", NONZERO, x -> x.hypot(Tensor.of(0))).kinksAt(AT_ZERO),
                    unary("Tensor#hypot", "with a number", REAL, x -> Tensor.of(0.7).hypot(x)).kinksAt(AT_ZERO),
                    // pieces
                    unary("Tensor#abs", NONZERO, Tensor::abs).pieces(0, 1, 2).kinksAt(AT_ZERO),
                    unary("Tensor#sign", NONZERO, Tensor::sign).with(GATES).pieces(0, 1, 2).kinksAt(AT_ZERO),
                    unary("Tensor#floor", OFF_HALVES, Tensor::floor).with(GATES).pieces(Pieces.steps("floor")).kinksAt(AT_HALVES),
                    unary("Tensor#ceil", OFF_HALVES, Tensor::ceil).with(GATES).pieces(Pieces.steps("ceil")).kinksAt(AT_HALVES),
                    unary("Tensor#round", OFF_HALVES, Tensor::round).with(GATES).pieces(Pieces.steps("round")).kinksAt(AT_HALVES),
                    unary("Tensor#clamp", OFF_HALVES, x -> x.clamp(-1, 1.5)).with(GATES).pieces(0, 1, 2, 3, 4).kinksAt(AT_HALVES),
                    unary("Tensor#clamp", "below only", OFF_HALVES, x -> x.clamp(-INF, 0.5)).with(GATES).kinksAt(AT_HALVES),
                    unary("Tensor#clamp", "above only", OFF_HALVES, x -> x.clamp(-0.5, INF)).with(GATES).kinksAt(AT_HALVES),
                    apart("max", (a, b) -> a.max(b)).pieces(0, 1, 2).kinksAt(AT_HALVES),
                    apart("min", (a, b) -> a.min(b)).pieces(0, 1, 2).kinksAt(AT_HALVES),
                    unary("Tensor#max", "a number", OFF_HALVES, x -> x.max(0.5)).with(GATES).kinksAt(AT_HALVES),
                    unary("Tensor#min", "a number", OFF_HALVES, x -> x.min(0.5)).with(GATES).kinksAt(AT_HALVES),
                    new Row("Tensor#where", "", 3, List.of(REAL), ElementwiseRows::where).with(GATES, SELECTS).pieces(0, 2),
                    new Row("Tensor#where", "guarding a root", 3, List.of(NONZERO), ElementwiseRows::guarded).with(GATES, SELECTS),
                    new Row("Tensor#where", "equal or not", 2, List.of(REAL), ElementwiseRows::equalOrNot).with(GATES, SELECTS),
                    new Row("Tensor#where", "all and any", 2, List.of(OFF_HALVES), ElementwiseRows::allAndAny).with(GATES, SELECTS, CHOOSES),
                    unary("Tensor#sqrt", "squared", POSITIVE, x -> x.sqrt().square()).upTo(2),
                    // activations
                    unary("Tensor#relu", NONZERO, Tensor::relu).with(GATES).pieces(0, 1, 2).pieces(Pieces.of("gate", 0, 2)).kinksAt(AT_ZERO),
                    unary("Tensor#sigmoid", REAL, Tensor::sigmoid),
                    unary("Activations#leakyRelu", NONZERO, x -> Activations.leakyRelu(x, 0.01)).pieces(0, 1, 2).kinksAt(AT_ZERO),
                    unary("Activations#leakyRelu", "slope -2", NONZERO, x -> Activations.leakyRelu(x, -2)).kinksAt(AT_ZERO),
                    unary("Activations#elu", NONZERO, x -> Activations.elu(x, 1)).pieces(0, 1, 2).pieces(Pieces.of("eluSlope", 0, 1, 2)).kinksAt(AT_ZERO),
                    unary("Activations#elu", "alpha 1.7", NONZERO, x -> Activations.elu(x, 1.7)).kinksAt(AT_ZERO),
                    unary("Activations#selu", NONZERO, Activations::selu).kinksAt(AT_ZERO),
                    unary("Activations#softplus", REAL, Activations::softplus),
                    unary("Activations#logSigmoid", REAL, Activations::logSigmoid),
                    unary("Activations#silu", REAL, Activations::silu),
                    unary("Activations#gelu", REAL, Activations::gelu),
                    // special functions
                    unary("Special#erf", REAL, Special::erf),
                    unary("Special#erfc", REAL, Special::erfc),
                    unary("Special#logGamma", OFF_POLES, Special::logGamma),
                    unary("Special#digamma", OFF_POLES, Special::digamma),
                    unary("Special#polygamma", "order 0", OFF_POLES, x -> Special.polygamma(0, x)),
                    unary("Special#polygamma", "order 1", OFF_POLES, x -> Special.polygamma(1, x)),
                    unary("Special#polygamma", "order 4", OFF_POLES, x -> Special.polygamma(4, x)),
                    unary("Special#exp2", REAL, Special::exp2),
                    unary("Special#log2", POSITIVE, Special::log2),
                    unary("Special#log10", POSITIVE, Special::log10),
                    unary("Special#log1mexp", POSITIVE, x -> Special.log1mexp(x.neg())),
                    unary("Special#logit", BETWEEN_ZERO_AND_ONE, Special::logit),
                    unary("Special#normalCdf", REAL, Special::normalCdf),
                    unary("Special#logNormalCdf", REAL, Special::logNormalCdf),
                    unary("Special#normalQuantile", BETWEEN_ZERO_AND_ONE, Special::normalQuantile),
                    unary("Special#besselI0", REAL, Special::besselI0),
                    unary("Special#besselI1", REAL, Special::besselI1),
                    unary("Special#besselI0e", NONZERO, Special::besselI0e).pieces(0, 1, 2).pieces(Pieces.of("besselI0eSlope", 0, 1, 2)).kinksAt(AT_ZERO),
                    unary("Special#besselI1e", NONZERO, Special::besselI1e).pieces(0, 1, 2).pieces(Pieces.of("besselI1eSlope", 0, 1, 2)).kinksAt(AT_ZERO),
                    binary("Special#logAddExp", REAL, REAL, Special::logAddExp),
                    binary("Special#xlogy", REAL, POSITIVE, Special::xlogy).with(AFFINE),
                    binary("Special#logBeta", POSITIVE, POSITIVE, Special::logBeta),
                    binary("Special#gammaP", POSITIVE, POSITIVE, Special::gammaP),
                    binary("Special#gammaQ", POSITIVE, POSITIVE, Special::gammaQ),
                    unary("Special#betaInc", "of its limit", BETWEEN_ZERO_AND_ONE, x -> Special.betaInc(x, Tensor.of(2.5), Tensor.of(0.7))),
                    binary("Special#betaInc", "of its shapes", POSITIVE, POSITIVE, (a, b) -> Special.betaInc(Tensor.of(0.4), a, b)),
                    new Row("Special#betaInc", "", 2, List.of(BETWEEN_ZERO_AND_ONE, POSITIVE), ElementwiseRows::betaInc));

    // spotless:on

    private ElementwiseRows() {}

    /** A choice between two operands, which are never near a tie. */
    private static Row apart(String name, BinaryOperator<Tensor> op) {
        return new Row(
                        "Tensor#" + name,
                        "",
                        3,
                        List.of(REAL),
                        d -> {
                            int[] wide = d.shape(0);
                            return of(
                                    op, d.apart(0, d.narrower(wide)), d.apart(1, d.narrower(wide)));
                        })
                .with(GATES);
    }

    /** All three broadcast. */
    private static Case where(Dice d) {
        int[] wide = d.shape(0);
        Tensor mask = d.mask(d.narrower(wide));
        return of(
                (a, b) -> Tensor.where(mask, a, b),
                d.tensor(REAL, d.narrower(wide)),
                d.tensor(REAL, d.narrower(wide)));
    }

    /** Comparisons of one operand with whole numbers, where it never stands. */
    private static Case equalOrNot(Dice d) {
        return of(
                x -> {
                    Tensor even = Tensor.where(x.eq(x.round()), x, x.mul(2));
                    return Tensor.where(x.ne(x.floor()).mul(x.ge(0.25)), even, even.square());
                },
                d.tensor(OFF_HALVES, d.shape(0)));
    }

    /** Quantifiers over all elements. */
    private static Case allAndAny(Dice d) {
        return of(
                x -> {
                    Tensor positive = x.gt(0.25);
                    Tensor one = Tensor.where(positive.all(Axes.all()), x, x.mul(3));
                    return Tensor.where(positive.any(Axes.all()), one.square(), one);
                },
                d.tensor(OFF_HALVES, d.shape(0)));
    }

    /** All three broadcast. */
    private static Case betaInc(Dice d) {
        int[] wide = d.shape(0);
        return new Case(
                in -> Special.betaInc(in[0], in[1], in[2]),
                d.tensor(BETWEEN_ZERO_AND_ONE, d.narrower(wide)),
                d.tensor(POSITIVE, d.narrower(wide)),
                d.tensor(POSITIVE, d.narrower(wide)));
    }

    /** The root of a negative number is NaN, and is not taken. */
    private static Case guarded(Dice d) {
        return of(x -> Tensor.where(x.gt(0), x.sqrt(), x.mul(x)), d.tensor(NONZERO, d.shape(0)));
    }
}
