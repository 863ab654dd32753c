package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.cotangent.ArrayFunction;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.math3.MathCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Functions of arrays made of functions of tensors, against formulas and in other libraries. */
class ArrayFunctionTest {
    /** (1 - a)² + 100 (b - a²)², smallest at (1, 1). */
    private static final ArrayFunction ROSENBROCK =
            ArrayFunction.of(
                    x -> {
                        Tensor a = x.at(0);
                        Tensor b = x.at(1);
                        return a.rsub(1).square().add(b.sub(a.square()).square().mul(100));
                    });

    /** (a b, a / b, a² + c) as a matrix of one column. */
    private static final ArrayFunction VECTOR =
            ArrayFunction.of(
                    x -> {
                        Tensor a = x.at(0);
                        Tensor b = x.at(1);
                        Tensor c = x.at(2);
                        return Tensor.stack(0, a.mul(b), a.div(b), a.square().add(c)).reshape(3, 1);
                    });

    @Test
    void ofOneResult() {
        double[] at = {-1, 2};
        assertEquals(104, ROSENBROCK.value(at));
        assertArrayEquals(new double[] {104}, ROSENBROCK.values(at));
        double[] gradient = {396, 200};
        assertArrayEquals(gradient, ROSENBROCK.gradient(at));
        ArrayFunction.ValueAndGradient both = ROSENBROCK.valueAndGradient(at);
        assertEquals(104, both.value());
        assertArrayEquals(gradient, both.gradient());
        assertArrayEquals(new double[][] {gradient}, ROSENBROCK.jacobian(at));
        // 2 - 400 (b - 3 a²), -400 a, 200
        double[][] hessian = {{402, 400}, {400, 200}};
        assertArrayEquals(hessian, ROSENBROCK.hessian(at));
        double[] product = {402 * 3 - 400 * 7, 400 * 3 - 200 * 7};
        assertArrayEquals(product, ROSENBROCK.hessianVectorProduct(at, new double[] {3, -7}));
        assertArrayEquals(new double[] {-1, 2}, at);
    }

    @Test
    void ofSeveralResults() {
        double[] at = {3, 2, 5};
        double[][] jacobian = {{2, 3, 0}, {0.5, -0.75, 0}, {6, 0, 1}};
        assertArrayEquals(new double[] {6, 1.5, 14}, VECTOR.values(at));
        assertArrayEquals(jacobian, VECTOR.jacobian(at));
        ArrayFunction.ValuesAndJacobian both = VECTOR.valuesAndJacobian(at);
        assertArrayEquals(new double[] {6, 1.5, 14}, both.values());
        assertArrayEquals(jacobian, both.jacobian());
        // more results than arguments: by columns
        ArrayFunction tall = ArrayFunction.of(x -> x.mul(Tensor.iota(9)).sin());
        double[][] slopes = tall.jacobian(0.5);
        for (int i = 0; i < 9; i++) {
            assertEquals(i * Math.cos(0.5 * i), slopes[i][0], 1e-15);
        }
    }

    @Test
    void noResultsOrNoArguments() {
        ArrayFunction none = ArrayFunction.of(x -> Tensor.zeros(0, 2));
        assertEquals(0, none.values(1, 2).length);
        assertEquals(0, none.jacobian(1, 2).length);
        ArrayFunction sum = ArrayFunction.of(x -> x.sum().add(1));
        assertEquals(1, sum.value());
        assertEquals(0, sum.gradient().length);
        assertEquals(0, sum.hessian().length);
        assertArrayEquals(new double[][] {{}}, sum.jacobian());
    }

    @Test
    void whatVariesOutsideIsConstant() {
        Tensor w = Tensor.variable(3);
        ArrayFunction f = ArrayFunction.of(x -> x.square().sum().mul(w));
        assertEquals(15, f.value(1, 2));
        assertArrayEquals(new double[] {6, 12}, f.gradient(1, 2));
        assertArrayEquals(new double[][] {{6, 0}, {0, 6}}, f.hessian(1, 2));
        assertEquals(2, w.mul(2).backward().of(w).value(), "recording goes on");
    }

    private static void refused(String text, Executable code) {
        String message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(text), message);
    }

    @Test
    void wrongUseIsRefused() {
        refused("value: the function's result has shape [3, 1]", () -> VECTOR.value(1, 2, 3));
        refused("gradient: the function's result has shape [3, 1]", () -> VECTOR.gradient(1, 2, 3));
        refused("valueAndGradient: the", () -> VECTOR.valueAndGradient(1, 2, 3));
        refused("hessian: the function's", () -> VECTOR.hessian(1, 2, 3));
        refused(
                "hessianVectorProduct: the vector has shape [1]",
                () -> ROSENBROCK.hessianVectorProduct(new double[2], new double[1]));
        assertThrows(NullPointerException.class, () -> ArrayFunction.of(null));
        assertThrows(NullPointerException.class, () -> ROSENBROCK.value((double[]) null));
        assertThrows(NullPointerException.class, () -> ArrayFunction.of(x -> null).gradient(1));
    }

    @Test
    void checkersOfArraysTakeThem() {
        double[] at = {0.3, -0.8};
        ArrayCheck.gradient(ROSENBROCK::value, ROSENBROCK::gradient, at).run().requirePassed();
        ArrayCheck.hessian(ROSENBROCK::gradient, ROSENBROCK::hessian, at).run().requirePassed();
        double[] three = {0.3, -0.8, 2};
        ArrayCheck.jacobian(VECTOR::values, VECTOR::jacobian, three).run().requirePassed();
        MathCheck.gradient(ROSENBROCK::value, ROSENBROCK::gradient, at).run().requirePassed();
        MathCheck.jacobian(VECTOR::values, VECTOR::jacobian, three).run().requirePassed();
    }

    @Test
    void anOptimizerOfCommonsMathFindsTheMinimum() {
        PointValuePair found =
                new NonLinearConjugateGradientOptimizer(
                                NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
                                new SimpleValueChecker(1e-15, 1e-15))
                        .optimize(
                                new MaxEval(10_000),
                                new ObjectiveFunction(ROSENBROCK::value),
                                new ObjectiveFunctionGradient(ROSENBROCK::gradient),
                                GoalType.MINIMIZE,
                                new InitialGuess(new double[] {-1.2, 1}));
        assertArrayEquals(new double[] {1, 1}, found.getPoint(), 1e-5);
    }
}
