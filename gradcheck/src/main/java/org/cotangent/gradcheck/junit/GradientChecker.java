package org.cotangent.gradcheck.junit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.Report;

/**
 * One try of a {@link GradientTest}: draws points, and checks derivatives at them with the order,
 * tolerance and seed of that test. {@link #run(GradCheck)} takes checks with options of their own.
 * Every check throws an {@link AssertionError} if it does not pass; its message is the {@link
 * Report} and how to repeat this try.
 */
@SuppressWarnings("overloads") // told apart by arity: one tensor takes the UnaryOperator
public final class GradientChecker {
    private final GradientTest test;
    private final long seed;
    private final SplittableRandom random;

    GradientChecker(GradientTest test, long seed) {
        this.test = test;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        requireRange(test.from(), test.to());
    }

    // ---- points

    /**
     * A random tensor, of numbers that are spread evenly over the test's range.
     *
     * @param shape its extents; none for a scalar
     * @return a constant, another one at every call
     * @throws IllegalArgumentException if an extent is negative
     */
    public Tensor tensor(int... shape) {
        return tensorIn(test.from(), test.to(), shape);
    }

    /**
     * A random tensor, of numbers that are spread evenly over a range of their own.
     *
     * @param from the smallest number
     * @param to the bound that they lie below, above {@code from}
     * @param shape its extents; none for a scalar
     * @return a constant, another one at every call
     * @throws IllegalArgumentException if an extent is negative or the range is empty
     */
    public Tensor tensorIn(double from, double to, int... shape) {
        int size = Tensor.zeros(shape).size();
        return Tensor.of(arrayIn(from, to, size), shape);
    }

    /**
     * Random numbers that are spread evenly over the test's range.
     *
     * @param size how many
     * @return a new array, of others at every call
     */
    public double[] array(int size) {
        return arrayIn(test.from(), test.to(), size);
    }

    /**
     * Random numbers that are spread evenly over a range of their own.
     *
     * @param from the smallest number
     * @param to the bound that they lie below, above {@code from}
     * @param size how many
     * @return a new array, of others at every call
     * @throws IllegalArgumentException if the range is empty
     */
    public double[] arrayIn(double from, double to, int size) {
        requireRange(from, to);
        double[] numbers = new double[size];
        Arrays.setAll(numbers, i -> from + (to - from) * random.nextDouble());
        return numbers;
    }

    /**
     * The seed of this try, for further random numbers in the test.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    // ---- checks

    /**
     * Checks a function of one tensor.
     *
     * @param f the function, with a result of any shape
     * @param at the point
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report of(UnaryOperator<Tensor> f, Tensor at) {
        return run(set(GradCheck.of(f, at)));
    }

    /**
     * Checks a function of several tensors.
     *
     * @param f the function, with a result of any shape
     * @param at the point, one tensor for each argument
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report of(TensorFunction f, Tensor... at) {
        return run(set(GradCheck.of(f, at)));
    }

    /**
     * Checks a gradient that was written by hand.
     *
     * @param f a function of n numbers
     * @param gradient what is said to be its gradient: an array of n
     * @param at the point, n numbers
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report gradient(
            ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double... at) {
        return run(ArrayCheck.gradient(f, gradient, at).tolerance(test.tolerance()));
    }

    /**
     * Checks a Jacobian that was written by hand.
     *
     * @param f a function of n numbers with m results
     * @param jacobian what is said to be its Jacobian: m rows of n
     * @param at the point, n numbers
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report jacobian(
            UnaryOperator<double[]> f, Function<double[], double[][]> jacobian, double... at) {
        return run(ArrayCheck.jacobian(f, jacobian, at).tolerance(test.tolerance()));
    }

    /**
     * Runs a check with options of its own, such as {@code GradCheck.of(f, x).jacobian()}. Only the
     * seed is this test's: order and tolerance are the check's own.
     *
     * @param check the check
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report run(GradCheck check) {
        return passed(check.seed(seed).run());
    }

    /**
     * Runs a check with options of its own, such as {@code ArrayCheck.vjp(f, vjp, w, x)} or one of
     * Commons Math's functions. Only the seed is this test's: the tolerance is the check's own.
     *
     * @param check the check
     * @return what was found
     * @throws AssertionError if the check does not pass
     */
    public Report run(ArrayCheck check) {
        return passed(check.seed(seed).run());
    }

    private GradCheck set(GradCheck check) {
        return check.order(test.order()).tolerance(test.tolerance());
    }

    private Report passed(Report report) {
        if (!report.passed()) {
            throw new AssertionError(
                    report + "  to repeat it: @GradientTest(seed = " + seed + "L, tries = 1)\n");
        }
        return report;
    }

    private static void requireRange(double from, double to) {
        if (!(from < to && Double.isFinite(to - from))) {
            throw new IllegalArgumentException(
                    "gradient test: numbers are drawn from "
                            + from
                            + " to "
                            + to
                            + "; these must be finite, the first below the second");
        }
    }

    /**
     * The seed.
     *
     * @return as "gradient checker, seed 3"
     */
    @Override
    public String toString() {
        return "gradient checker, seed " + seed;
    }
}
