package org.cotangent.gradcheck.random;

import java.util.Locale;
import java.util.function.BiPredicate;
import org.cotangent.Activations;
import org.cotangent.Axes;
import org.cotangent.Special;
import org.cotangent.Tensor;

/**
 * An operation of a line of a {@linkplain RandomProgram random program} on its operands a and b and
 * its constant c. The simplest come first, as shrinking goes towards the front.
 *
 * <p>Every operation works on operands of any shape. Where shapes do not suit it does something
 * near: a product of matrices whose extents do not fit is one of elements, and what needs an axis
 * has a counterpart for scalars.
 */
public enum Operation {
    // spotless:off
    // of two operands
    /** {@code a.add(b)}. */
    ADD(2, Repair.NONE, "$a.add($b)", (a, b, c) -> a.add(b)),
    /** {@code a.sub(b)}. */
    SUB(2, Repair.NONE, "$a.sub($b)", (a, b, c) -> a.sub(b)),
    /** {@code a.mul(b)}. */
    MUL(2, Repair.NONE, "$a.mul($b)", (a, b, c) -> a.mul(b)),
    // of one
    /** {@code a.neg()}. */
    NEG(1, Repair.NONE, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.square()}. */
    SQUARE(1, Repair.NONE, "$a.square()", (a, b, c) -> a.square()),
    /** {@code a.pow(3)}. */
    CUBE(1, Repair.NONE, "$a.pow(3)", (a, b, c) -> a.pow(3)),
    /** {@code a.reciprocal()}. */
    RECIPROCAL(1, Repair.NONZERO, "$a.reciprocal()", (a, b, c) -> a.reciprocal()),
    /** {@code a.sqrt()}. */
    SQRT(1, Repair.POSITIVE, "$a.sqrt()", (a, b, c) -> a.sqrt()),
    /** {@code a.rsqrt()}. */
    RSQRT(1, Repair.POSITIVE, "$a.rsqrt()", (a, b, c) -> a.rsqrt()),
    /** {@code a.cbrt()}. */
    CBRT(1, Repair.NONZERO, "$a.cbrt()", (a, b, c) -> a.cbrt()),
    /** {@code a.exp()}. */
    EXP(1, Repair.NONE, "$a.exp()", (a, b, c) -> a.exp()),
    /** {@code a.expm1()}. */
    EXPM1(1, Repair.NONE, "$a.expm1()", (a, b, c) -> a.expm1()),
    /** {@code a.log()}. */
    LOG(1, Repair.POSITIVE, "$a.log()", (a, b, c) -> a.log()),
    /** {@code a.log1p()}. */
    LOG1P(1, Repair.POSITIVE, "$a.log1p()", (a, b, c) -> a.log1p()),
    /** {@code a.sin()}. */
    SIN(1, Repair.NONE, "$a.sin()", (a, b, c) -> a.sin()),
    /** {@code a.cos()}. */
    COS(1, Repair.NONE, "$a.cos()", (a, b, c) -> a.cos()),
    /** {@code a.asin()}. */
    ASIN(1, Repair.INSIDE_ONE, "$a.asin()", (a, b, c) -> a.asin()),
    /** {@code a.atan()}. */
    ATAN(1, Repair.NONE, "$a.atan()", (a, b, c) -> a.atan()),
    /** {@code a.atanh()}. */
    ATANH(1, Repair.INSIDE_ONE, "$a.atanh()", (a, b, c) -> a.atanh()),
    /** {@code a.tanh()}. */
    TANH(1, Repair.NONE, "$a.tanh()", (a, b, c) -> a.tanh()),
    /** {@code a.sigmoid()}. */
    SIGMOID(1, Repair.NONE, "$a.sigmoid()", (a, b, c) -> a.sigmoid()),
    /** {@code Activations.softplus(a)}. */
    SOFTPLUS(1, Repair.NONE, "Activations.softplus($a)", (a, b, c) -> Activations.softplus(a)),
    /** {@code Activations.silu(a)}. */
    SILU(1, Repair.NONE, "Activations.silu($a)", (a, b, c) -> Activations.silu(a)),
    /** {@code Activations.gelu(a)}. */
    GELU(1, Repair.NONE, "Activations.gelu($a)", (a, b, c) -> Activations.gelu(a)),
    /** {@code Special.erf(a)}. */
    ERF(1, Repair.NONE, "Special.erf($a)", (a, b, c) -> Special.erf(a)),
    /** {@code a.abs()}. */
    ABS(1, Repair.NONZERO, "$a.abs()", (a, b, c) -> a.abs()),
    /** {@code a.relu()}. */
    RELU(1, Repair.NONZERO, "$a.relu()", (a, b, c) -> a.relu()),
    // of one and a constant
    /** {@code a.add(c)}. */
    ADD_NUMBER(1, Repair.NONE, "$a.add($c)", (a, b, c) -> a.add(c)),
    /** {@code a.mul(c)}. */
    MUL_NUMBER(1, Repair.NONE, "$a.mul($c)", (a, b, c) -> a.mul(c)),
    /** {@code a.pow(c)}. */
    POW_NUMBER(1, Repair.POSITIVE, "$a.pow($c)", (a, b, c) -> a.pow(c)),
    /** {@code a.max(c)}. */
    MAX_NUMBER(1, Repair.OFF_CONSTANT, "$a.max($c)", (a, b, c) -> a.max(c)),
    /** {@code a.min(c)}. */
    MIN_NUMBER(1, Repair.OFF_CONSTANT, "$a.min($c)", (a, b, c) -> a.min(c)),
    /** {@code a.clamp(-|c|, |c|)}. */
    CLAMP(1, Repair.OFF_BOUNDS, "$a.clamp(-$m, $m)", (a, b, c) -> a.clamp(-Math.abs(c), Math.abs(c))),
    /** {@code Activations.leakyRelu(a, c)}. */
    LEAKY_RELU(1, Repair.NONZERO, "Activations.leakyRelu($a, $c)", (a, b, c) -> Activations.leakyRelu(a, c)),
    /** {@code Activations.elu(a, c)}. */
    ELU(1, Repair.NONZERO, "Activations.elu($a, $c)", (a, b, c) -> Activations.elu(a, c)),
    // of two, with a domain
    /** {@code a.div(b)}. */
    DIV(2, Repair.DIVISOR, "$a.div($b)", (a, b, c) -> a.div(b)),
    /** {@code a.pow(b)}. */
    POW(2, Repair.POSITIVE, "$a.pow($b)", (a, b, c) -> a.pow(b)),
    /** {@code a.hypot(b)}. */
    HYPOT(2, Repair.DIVISOR, "$a.hypot($b)", (a, b, c) -> a.hypot(b)),
    /** {@code a.atan2(b)}. */
    ATAN2(2, Repair.POSITIVE, "$a.atan2($b)", (a, b, c) -> a.atan2(b)),
    /** {@code a.max(b)}. */
    MAX(2, Repair.APART, "$a.max($b)", (a, b, c) -> a.max(b)),
    /** {@code a.min(b)}. */
    MIN(2, Repair.APART, "$a.min($b)", (a, b, c) -> a.min(b)),
    /** {@code Tensor.where(a.gt(0), a, b)}. */
    WHERE(2, Repair.NONZERO, "Tensor.where($a.gt(0), $a, $b)", (a, b, c) -> Tensor.where(a.gt(0), a, b)),
    // across elements
    /** {@code a.sum()}. */
    SUM(1, Repair.NONE, "$a.sum()", (a, b, c) -> a.sum()),
    /** {@code a.mean()}; where shapes do not suit {@code a.sum()}. */
    MEAN(1, Repair.NONE, "$a.mean()", (a, b, c) -> a.mean(), Need.ELEMENTS, "$a.sum()", (a, b, c) -> a.sum()),
    /** {@code a.norm()}. */
    NORM(1, Repair.NONZERO, "$a.norm()", (a, b, c) -> a.norm()),
    /** {@code a.logSumExp()}; where shapes do not suit {@code a.sum()}. */
    LOG_SUM_EXP(1, Repair.NONE, "$a.logSumExp()", (a, b, c) -> a.logSumExp(), Need.ELEMENTS, "$a.sum()", (a, b, c) -> a.sum()),
    /** {@code a.sum(Axes.keep(-1))}; where shapes do not suit {@code a.neg()}. */
    SUM_ROWS(1, Repair.NONE, "$a.sum(Axes.keep(-1))", (a, b, c) -> a.sum(Axes.keep(-1)), Need.AXIS, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.prod(Axes.keep(-1))}; where shapes do not suit {@code a.square()}. */
    PROD(1, Repair.NONE, "$a.prod(Axes.keep(-1))", (a, b, c) -> a.prod(Axes.keep(-1)), Need.SHORT_AXIS, "$a.square()", (a, b, c) -> a.square()),
    /** {@code a.cumSum(-1)}; where shapes do not suit {@code a.neg()}. */
    CUM_SUM(1, Repair.NONE, "$a.cumSum(-1)", (a, b, c) -> a.cumSum(-1), Need.AXIS, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.cumProd(-1)}; where shapes do not suit {@code a.square()}. */
    CUM_PROD(1, Repair.NONE, "$a.cumProd(-1)", (a, b, c) -> a.cumProd(-1), Need.SHORT_AXIS, "$a.square()", (a, b, c) -> a.square()),
    /** {@code a.softmax(-1)}; where shapes do not suit {@code a.sigmoid()}. */
    SOFTMAX(1, Repair.NONE, "$a.softmax(-1)", (a, b, c) -> a.softmax(-1), Need.AXIS, "$a.sigmoid()", (a, b, c) -> a.sigmoid()),
    /** {@code a.flip(-1)}; where shapes do not suit {@code a.neg()}. */
    FLIP(1, Repair.NONE, "$a.flip(-1)", (a, b, c) -> a.flip(-1), Need.AXIS, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.roll(-1, 1)}; where shapes do not suit {@code a.neg()}. */
    ROLL(1, Repair.NONE, "$a.roll(-1, 1)", (a, b, c) -> a.roll(-1, 1), Need.AXIS, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.transpose()}; where shapes do not suit {@code a.neg()}. */
    TRANSPOSE(1, Repair.NONE, "$a.transpose()", (a, b, c) -> a.transpose(), Need.MATRIX, "$a.neg()", (a, b, c) -> a.neg()),
    /** {@code a.matmul(b)}; where shapes do not suit {@code a.mul(b)}. */
    MATMUL(2, Repair.NONE, "$a.matmul($b)", (a, b, c) -> a.matmul(b), Need.MATRICES, "$a.mul($b)", (a, b, c) -> a.mul(b));
    // spotless:on

    /** Where an operation is defined and smooth, and how to get there. */
    enum Repair {
        /** Everywhere. */
        NONE,
        /** Off 0: a is shifted. */
        NONZERO,
        /** Above 0: a is shifted. */
        POSITIVE,
        /** Between -1 and 1: a is scaled. */
        INSIDE_ONE,
        /** b off 0: b is shifted. */
        DIVISOR,
        /** a and b apart: a is shifted. */
        APART,
        /** a off c: a is shifted. */
        OFF_CONSTANT,
        /** The size of a off that of c: a is shifted. */
        OFF_BOUNDS
    }

    /** The requirement on shapes for the operation itself rather than its counterpart. */
    enum Need {
        NOTHING((a, b) -> true),
        ELEMENTS((a, b) -> a.size() > 0),
        AXIS((a, b) -> a.rank() > 0),
        /** Products along a long axis would overflow. */
        SHORT_AXIS((a, b) -> a.rank() > 0 && a.size(-1) <= 32),
        MATRIX((a, b) -> a.rank() > 1),
        /** A matrix and a matrix or a vector that can be multiplied. */
        MATRICES(
                (a, b) ->
                        a.rank() == 2
                                && (b.rank() == 1 || b.rank() == 2)
                                && a.size(1) == b.size(0));

        private final BiPredicate<Tensor, Tensor> met;

        Need(BiPredicate<Tensor, Tensor> met) {
            this.met = met;
        }
    }

    /** The function of two operands and a constant. */
    interface Rule {
        Tensor apply(Tensor a, Tensor b, double c);
    }

    /**
     * A way to write and to compute an operation.
     *
     * @param java an expression in $a, $b, $c and the magnitude $m of c
     * @param rule the same as a function
     */
    record Form(String java, Rule rule) {}

    private final int arity;
    private final Repair repair;
    private final Form form;
    private final Need need;
    private final Form otherwise;

    Operation(int arity, Repair repair, String java, Rule rule) {
        this(arity, repair, java, rule, Need.NOTHING, java, rule);
    }

    Operation(
            int arity,
            Repair repair,
            String java,
            Rule rule,
            Need need,
            String otherJava,
            Rule otherRule) {
        this.arity = arity;
        this.repair = repair;
        this.form = new Form(java, rule);
        this.need = need;
        this.otherwise = new Form(otherJava, otherRule);
    }

    /**
     * How many operands it has.
     *
     * @return 1 if it ignores b, 2 if it does not
     */
    public int arity() {
        return arity;
    }

    /**
     * Whether its constant has any effect.
     *
     * @return true for {@link #ADD_NUMBER}, {@link #CLAMP} and their like
     */
    public boolean hasConstant() {
        return form.java.contains("$c") || form.java.contains("$m");
    }

    Repair repair() {
        return repair;
    }

    /** The way that suits operands of these shapes. */
    Form form(Tensor a, Tensor b) {
        return need.met.test(a, b) ? form : otherwise;
    }

    /** Whether a and b must broadcast where this is the form taken. */
    boolean broadcasts(Tensor a, Tensor b) {
        return arity == 2 && (need == Need.NOTHING || !need.met.test(a, b));
    }

    /** Its name in lower case, such as "mul". */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
