package org.cotangent.gradcheck.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit 5 test that runs several times, each time with a {@link GradientChecker} that draws other
 * points. The method takes that checker as a parameter, and its body is one line:
 *
 * <pre>{@code
 * class ModelTest {
 *     @GradientTest(order = 2)
 *     void softplus(GradientChecker check) {
 *         check.of(x -> x.exp().add(1).log(), check.tensor(3, 4));
 *     }
 *
 *     @GradientTest
 *     void handWritten(GradientChecker check) {
 *         check.gradient(x -> Math.exp(x[0] * x[1]), ModelTest::gradient, check.array(2));
 *     }
 *
 *     static double[] gradient(double[] x) {
 *         double y = Math.exp(x[0] * x[1]);
 *         return new double[] {x[1] * y, x[0] * y};
 *     }
 * }
 * }</pre>
 *
 * <p>The tries use the seeds {@code seed}, {@code seed + 1} and so on, the same at every run. Each
 * is in the display name of its try, and a failure says how to repeat that one alone.
 */
@SuppressWarnings("exports") // optional: its users have JUnit
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(GradientTestExtension.class)
public @interface GradientTest {
    /**
     * The highest order of the derivatives that are checked, for functions of tensors.
     *
     * @return 1 for the gradient, 2 for the Hessian too, 3 for the third derivatives too
     */
    int order() default 1;

    /**
     * The number of points that are drawn.
     *
     * @return 1 or more
     */
    int tries() default 10;

    /**
     * The seed of the first try.
     *
     * @return any number
     */
    long seed() default 1;

    /**
     * The smallest number that is drawn.
     *
     * @return a finite number below {@link #to}
     */
    double from() default -2;

    /**
     * The bound that all numbers that are drawn lie below.
     *
     * @return a finite number above {@link #from}
     */
    double to() default 2;

    /**
     * The relative error that is granted to the analytic derivatives, beside the measured error of
     * the numerical ones.
     *
     * @return a number between 0 and 1
     */
    double tolerance() default 1e-9;
}
