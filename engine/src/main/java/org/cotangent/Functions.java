package org.cotangent;

// Longer than 400 lines: one list of delegates, which a test compares with the methods of Tensor.

/**
 * The operations of {@link Tensor} and the activations as functions to import statically, so that
 * formulas read like formulas.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(0);
 * Functions.exp(Functions.mul(2, x)).backward().of(x).value(); // 2
 * }</pre>
 *
 * <p>With {@code import static org.cotangent.Functions.*} the last line is {@code exp(mul(2, x))}.
 * Factories, shapes and masks are those of {@link Tensor}; {@link Special} can be imported beside
 * this.
 */
@CheckReturnValue
public final class Functions extends Activations { // inherited, so that both can be imported
    private Functions() {}

    /**
     * The function of {@link Tensor#add(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return x + other
     */
    public static Tensor add(Tensor x, Tensor other) {
        return x.add(other);
    }

    /**
     * The function of {@link Tensor#add(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return x + other
     */
    public static Tensor add(Tensor x, double other) {
        return x.add(other);
    }

    /**
     * The function of {@link Tensor#add(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return number + x
     */
    public static Tensor add(double number, Tensor x) {
        return Tensor.of(number).add(x);
    }

    /**
     * The function of {@link Tensor#sub(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return x - other
     */
    public static Tensor sub(Tensor x, Tensor other) {
        return x.sub(other);
    }

    /**
     * The function of {@link Tensor#sub(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return x - other
     */
    public static Tensor sub(Tensor x, double other) {
        return x.sub(other);
    }

    /**
     * The function of {@link Tensor#sub(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return number - x
     */
    public static Tensor sub(double number, Tensor x) {
        return Tensor.of(number).sub(x);
    }

    /**
     * The function of {@link Tensor#mul(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return x · other
     */
    public static Tensor mul(Tensor x, Tensor other) {
        return x.mul(other);
    }

    /**
     * The function of {@link Tensor#mul(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return x · other
     */
    public static Tensor mul(Tensor x, double other) {
        return x.mul(other);
    }

    /**
     * The function of {@link Tensor#mul(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return number · x
     */
    public static Tensor mul(double number, Tensor x) {
        return Tensor.of(number).mul(x);
    }

    /**
     * The function of {@link Tensor#div(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return x / other
     */
    public static Tensor div(Tensor x, Tensor other) {
        return x.div(other);
    }

    /**
     * The function of {@link Tensor#div(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return x / other
     */
    public static Tensor div(Tensor x, double other) {
        return x.div(other);
    }

    /**
     * The function of {@link Tensor#div(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return number / x
     */
    public static Tensor div(double number, Tensor x) {
        return Tensor.of(number).div(x);
    }

    /**
     * The function of {@link Tensor#max(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return max(x, other)
     */
    public static Tensor max(Tensor x, Tensor other) {
        return x.max(other);
    }

    /**
     * The function of {@link Tensor#max(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return max(x, other)
     */
    public static Tensor max(Tensor x, double other) {
        return x.max(other);
    }

    /**
     * The function of {@link Tensor#max(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return max(number, x)
     */
    public static Tensor max(double number, Tensor x) {
        return Tensor.of(number).max(x);
    }

    /**
     * The function of {@link Tensor#min(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return min(x, other)
     */
    public static Tensor min(Tensor x, Tensor other) {
        return x.min(other);
    }

    /**
     * The function of {@link Tensor#min(double)}.
     *
     * @param x the first operand
     * @param other a number
     * @return min(x, other)
     */
    public static Tensor min(Tensor x, double other) {
        return x.min(other);
    }

    /**
     * The function of {@link Tensor#min(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return min(number, x)
     */
    public static Tensor min(double number, Tensor x) {
        return Tensor.of(number).min(x);
    }

    /**
     * The function of {@link Tensor#pow(double)}.
     *
     * @param x the first operand
     * @param exponent the exponent p
     * @return x^p
     */
    public static Tensor pow(Tensor x, double exponent) {
        return x.pow(exponent);
    }

    /**
     * The function of {@link Tensor#pow(Tensor)}.
     *
     * @param x the first operand
     * @param exponent a tensor that broadcasts with x
     * @return x^exponent
     */
    public static Tensor pow(Tensor x, Tensor exponent) {
        return x.pow(exponent);
    }

    /**
     * The function of {@link Tensor#pow(Tensor)} with a number first.
     *
     * @param number the first operand
     * @param x the second operand
     * @return number to the power of x
     */
    public static Tensor pow(double number, Tensor x) {
        return Tensor.of(number).pow(x);
    }

    /**
     * The function of {@link Tensor#atan2(Tensor)}.
     *
     * @param x the first operand
     * @param abscissa a tensor that broadcasts with x
     * @return atan2(x, abscissa), in -π to π
     */
    public static Tensor atan2(Tensor x, Tensor abscissa) {
        return x.atan2(abscissa);
    }

    /**
     * The function of {@link Tensor#hypot(Tensor)}.
     *
     * @param x the first operand
     * @param other a tensor that broadcasts with x
     * @return the length of (x, other)
     */
    public static Tensor hypot(Tensor x, Tensor other) {
        return x.hypot(other);
    }

    /**
     * The function of {@link Tensor#clamp(double, double)}.
     *
     * @param x the argument
     * @param least the lower bound, or -infinity
     * @param most the upper bound, or +infinity
     * @return min(max(x, least), most) @throws IllegalArgumentException if the bounds are not in
     *     order
     */
    public static Tensor clamp(Tensor x, double least, double most) {
        return x.clamp(least, most);
    }

    /**
     * The function of {@link Tensor#neg()}.
     *
     * @param x the argument
     * @return -x
     */
    public static Tensor neg(Tensor x) {
        return x.neg();
    }

    /**
     * The function of {@link Tensor#reciprocal()}.
     *
     * @param x the argument
     * @return 1 / x
     */
    public static Tensor reciprocal(Tensor x) {
        return x.reciprocal();
    }

    /**
     * The function of {@link Tensor#square()}.
     *
     * @param x the argument
     * @return this²
     */
    public static Tensor square(Tensor x) {
        return x.square();
    }

    /**
     * The function of {@link Tensor#sqrt()}.
     *
     * @param x the argument
     * @return √x
     */
    public static Tensor sqrt(Tensor x) {
        return x.sqrt();
    }

    /**
     * The function of {@link Tensor#rsqrt()}.
     *
     * @param x the argument
     * @return 1 / √x
     */
    public static Tensor rsqrt(Tensor x) {
        return x.rsqrt();
    }

    /**
     * The function of {@link Tensor#cbrt()}.
     *
     * @param x the argument
     * @return ∛x
     */
    public static Tensor cbrt(Tensor x) {
        return x.cbrt();
    }

    /**
     * The function of {@link Tensor#exp()}.
     *
     * @param x the argument
     * @return e^x
     */
    public static Tensor exp(Tensor x) {
        return x.exp();
    }

    /**
     * The function of {@link Tensor#expm1()}.
     *
     * @param x the argument
     * @return e^x - 1
     */
    public static Tensor expm1(Tensor x) {
        return x.expm1();
    }

    /**
     * The function of {@link Tensor#log()}.
     *
     * @param x the argument
     * @return ln(x)
     */
    public static Tensor log(Tensor x) {
        return x.log();
    }

    /**
     * The function of {@link Tensor#log1p()}.
     *
     * @param x the argument
     * @return ln(1 + x)
     */
    public static Tensor log1p(Tensor x) {
        return x.log1p();
    }

    /**
     * The function of {@link Tensor#abs()}.
     *
     * @param x the argument
     * @return |x|
     */
    public static Tensor abs(Tensor x) {
        return x.abs();
    }

    /**
     * The function of {@link Tensor#sign()}.
     *
     * @param x the argument
     * @return the sign of x
     */
    public static Tensor sign(Tensor x) {
        return x.sign();
    }

    /**
     * The function of {@link Tensor#floor()}.
     *
     * @param x the argument
     * @return ⌊x⌋
     */
    public static Tensor floor(Tensor x) {
        return x.floor();
    }

    /**
     * The function of {@link Tensor#ceil()}.
     *
     * @param x the argument
     * @return ⌈x⌉
     */
    public static Tensor ceil(Tensor x) {
        return x.ceil();
    }

    /**
     * The function of {@link Tensor#round()}.
     *
     * @param x the argument
     * @return x, rounded
     */
    public static Tensor round(Tensor x) {
        return x.round();
    }

    /**
     * The function of {@link Tensor#sin()}.
     *
     * @param x the argument
     * @return sin(x)
     */
    public static Tensor sin(Tensor x) {
        return x.sin();
    }

    /**
     * The function of {@link Tensor#cos()}.
     *
     * @param x the argument
     * @return cos(x)
     */
    public static Tensor cos(Tensor x) {
        return x.cos();
    }

    /**
     * The function of {@link Tensor#tan()}.
     *
     * @param x the argument
     * @return tan(x)
     */
    public static Tensor tan(Tensor x) {
        return x.tan();
    }

    /**
     * The function of {@link Tensor#asin()}.
     *
     * @param x the argument
     * @return arcsin(x)
     */
    public static Tensor asin(Tensor x) {
        return x.asin();
    }

    /**
     * The function of {@link Tensor#acos()}.
     *
     * @param x the argument
     * @return arccos(x)
     */
    public static Tensor acos(Tensor x) {
        return x.acos();
    }

    /**
     * The function of {@link Tensor#atan()}.
     *
     * @param x the argument
     * @return arctan(x)
     */
    public static Tensor atan(Tensor x) {
        return x.atan();
    }

    /**
     * The function of {@link Tensor#sinh()}.
     *
     * @param x the argument
     * @return sinh(x)
     */
    public static Tensor sinh(Tensor x) {
        return x.sinh();
    }

    /**
     * The function of {@link Tensor#cosh()}.
     *
     * @param x the argument
     * @return cosh(x)
     */
    public static Tensor cosh(Tensor x) {
        return x.cosh();
    }

    /**
     * The function of {@link Tensor#tanh()}.
     *
     * @param x the argument
     * @return tanh(x)
     */
    public static Tensor tanh(Tensor x) {
        return x.tanh();
    }

    /**
     * The function of {@link Tensor#asinh()}.
     *
     * @param x the argument
     * @return arsinh(x)
     */
    public static Tensor asinh(Tensor x) {
        return x.asinh();
    }

    /**
     * The function of {@link Tensor#acosh()}.
     *
     * @param x the argument
     * @return arcosh(x)
     */
    public static Tensor acosh(Tensor x) {
        return x.acosh();
    }

    /**
     * The function of {@link Tensor#atanh()}.
     *
     * @param x the argument
     * @return artanh(x)
     */
    public static Tensor atanh(Tensor x) {
        return x.atanh();
    }

    /**
     * The function of {@link Tensor#relu()}.
     *
     * @param x the argument
     * @return max(x, 0)
     */
    public static Tensor relu(Tensor x) {
        return x.relu();
    }

    /**
     * The function of {@link Tensor#sigmoid()}.
     *
     * @param x the argument
     * @return σ(x)
     */
    public static Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    /**
     * The function of {@link Tensor#softmax(int)}.
     *
     * @param x the argument
     * @param axis the axis whose slices sum to 1
     * @return positive weights of x shape
     */
    public static Tensor softmax(Tensor x, int axis) {
        return x.softmax(axis);
    }

    /**
     * The function of {@link Tensor#logSoftmax(int)}.
     *
     * @param x the argument
     * @param axis the axis whose slices are normalized
     * @return log-probabilities of x shape
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return x.logSoftmax(axis);
    }

    /**
     * The function of {@link Tensor#logSumExp()}.
     *
     * @param x the argument
     * @return a scalar
     */
    public static Tensor logSumExp(Tensor x) {
        return x.logSumExp();
    }

    /**
     * The function of {@link Tensor#logSumExp(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them
     */
    public static Tensor logSumExp(Tensor x, int... axes) {
        return x.logSumExp(axes);
    }

    /**
     * The function of {@link Tensor#logSumExp(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public static Tensor logSumExp(Tensor x, Axes axes) {
        return x.logSumExp(axes);
    }

    /**
     * The function of {@link Tensor#sum()}.
     *
     * @param x the argument
     * @return a scalar, 0 if there are none
     */
    public static Tensor sum(Tensor x) {
        return x.sum();
    }

    /**
     * The function of {@link Tensor#sum(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them
     */
    public static Tensor sum(Tensor x, int... axes) {
        return x.sum(axes);
    }

    /**
     * The function of {@link Tensor#sum(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public static Tensor sum(Tensor x, Axes axes) {
        return x.sum(axes);
    }

    /**
     * The function of {@link Tensor#mean()}.
     *
     * @param x the argument
     * @return a scalar @throws IllegalArgumentException if there are no elements
     */
    public static Tensor mean(Tensor x) {
        return x.mean();
    }

    /**
     * The function of {@link Tensor#mean(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements
     */
    public static Tensor mean(Tensor x, int... axes) {
        return x.mean(axes);
    }

    /**
     * The function of {@link Tensor#mean(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements
     */
    public static Tensor mean(Tensor x, Axes axes) {
        return x.mean(axes);
    }

    /**
     * The function of {@link Tensor#prod()}.
     *
     * @param x the argument
     * @return a scalar
     */
    public static Tensor prod(Tensor x) {
        return x.prod();
    }

    /**
     * The function of {@link Tensor#prod(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them
     */
    public static Tensor prod(Tensor x, int... axes) {
        return x.prod(axes);
    }

    /**
     * The function of {@link Tensor#prod(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public static Tensor prod(Tensor x, Axes axes) {
        return x.prod(axes);
    }

    /**
     * The function of {@link Tensor#norm()}.
     *
     * @param x the argument
     * @return a scalar
     */
    public static Tensor norm(Tensor x) {
        return x.norm();
    }

    /**
     * The function of {@link Tensor#norm(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them
     */
    public static Tensor norm(Tensor x, int... axes) {
        return x.norm(axes);
    }

    /**
     * The function of {@link Tensor#norm(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public static Tensor norm(Tensor x, Axes axes) {
        return x.norm(axes);
    }

    /**
     * The function of {@link Tensor#var()}.
     *
     * @param x the argument
     * @return a scalar @throws IllegalArgumentException if there are no elements
     */
    public static Tensor var(Tensor x) {
        return x.var();
    }

    /**
     * The function of {@link Tensor#var(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements
     */
    public static Tensor var(Tensor x, int... axes) {
        return x.var(axes);
    }

    /**
     * The function of {@link Tensor#var(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements
     */
    public static Tensor var(Tensor x, Axes axes) {
        return x.var(axes);
    }

    /**
     * The function of {@link Tensor#var(Axes, int)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @param ddof what is taken off the divisor: 0 for the population, 1 for the unbiased estimate
     *     of the variance
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if a group has no more elements than are taken off its divisor
     */
    public static Tensor var(Tensor x, Axes axes, int ddof) {
        return x.var(axes, ddof);
    }

    /**
     * The function of {@link Tensor#std()}.
     *
     * @param x the argument
     * @return a scalar @throws IllegalArgumentException if there are no elements
     */
    public static Tensor std(Tensor x) {
        return x.std();
    }

    /**
     * The function of {@link Tensor#std(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements
     */
    public static Tensor std(Tensor x, int... axes) {
        return x.std(axes);
    }

    /**
     * The function of {@link Tensor#std(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements
     */
    public static Tensor std(Tensor x, Axes axes) {
        return x.std(axes);
    }

    /**
     * The function of {@link Tensor#std(Axes, int)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @param ddof what is taken off the divisor: 0 for the population, 1 for the unbiased estimate
     *     of the variance
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if a group has no more elements than are taken off its divisor
     */
    public static Tensor std(Tensor x, Axes axes, int ddof) {
        return x.std(axes, ddof);
    }

    /**
     * The function of {@link Tensor#median()}.
     *
     * @param x the argument
     * @return a scalar; NaN if an element is @throws IllegalArgumentException if there are no
     *     elements
     */
    public static Tensor median(Tensor x) {
        return x.median();
    }

    /**
     * The function of {@link Tensor#median(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements
     */
    public static Tensor median(Tensor x, int... axes) {
        return x.median(axes);
    }

    /**
     * The function of {@link Tensor#median(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements
     */
    public static Tensor median(Tensor x, Axes axes) {
        return x.median(axes);
    }

    /**
     * The function of {@link Tensor#amax()}.
     *
     * @param x the argument
     * @return a scalar @throws IllegalArgumentException if there are no elements to choose from
     */
    public static Tensor amax(Tensor x) {
        return x.amax();
    }

    /**
     * The function of {@link Tensor#amax(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements to
     *     choose from
     */
    public static Tensor amax(Tensor x, int... axes) {
        return x.amax(axes);
    }

    /**
     * The function of {@link Tensor#amax(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements to choose from
     */
    public static Tensor amax(Tensor x, Axes axes) {
        return x.amax(axes);
    }

    /**
     * The function of {@link Tensor#amin()}.
     *
     * @param x the argument
     * @return a scalar @throws IllegalArgumentException if there are no elements to choose from
     */
    public static Tensor amin(Tensor x) {
        return x.amin();
    }

    /**
     * The function of {@link Tensor#amin(int...)}.
     *
     * @param x the argument
     * @param axes the axes
     * @return a tensor without them @throws IllegalArgumentException if there are no elements to
     *     choose from
     */
    public static Tensor amin(Tensor x, int... axes) {
        return x.amin(axes);
    }

    /**
     * The function of {@link Tensor#amin(Axes)}.
     *
     * @param x the argument
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place @throws
     *     IllegalArgumentException if there are no elements to choose from
     */
    public static Tensor amin(Tensor x, Axes axes) {
        return x.amin(axes);
    }

    /**
     * The function of {@link Tensor#matmul(Tensor)}.
     *
     * @param x the first operand
     * @param other shape […, k, n] or [k], where x is […, m, k] or [k]
     * @return shape […, m, n], less what vectors leave out
     */
    public static Tensor matmul(Tensor x, Tensor other) {
        return x.matmul(other);
    }
}
