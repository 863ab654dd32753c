package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.mutants.Checker.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes that ours is compared with are what people know them for. */
class RecipesTest {
    private static final Tensor X = Tensor.vector(0.4, -1.2, 2.1);

    private static boolean passes(Recipe recipe, TensorFunction f, Tensor... at) {
        return recipe.judge(f, at, 1, 1) == Answer.PASSED;
    }

    private static TensorFunction times(TensorFunction f, double factor) {
        Rule rule =
                (h, g, x) ->
                        Arrays.stream(Rule.right(h, g, x))
                                .map(one -> one.mul(factor))
                                .toArray(Tensor[]::new);
        return rule.on(f);
    }

    @Test
    void pyTorchsDefaults() {
        Recipe recipe = new PyTorchRecipe();
        TensorFunction exp = x -> x[0].exp();
        assertTrue(passes(recipe, exp, X));
        assertTrue(passes(recipe, times(exp, 1 + 9e-4), X));
        assertTrue(!passes(recipe, times(exp, 1 + 2e-3), X));
        // nine times too large, on a function of scale 1e-6
        assertTrue(passes(recipe, times(x -> x[0].square().mul(1e-7), 9), X));
        assertTrue(!passes(recipe, x -> x[0].relu(), Tensor.of(0)));
    }

    @Test
    void theClassroomRule() {
        Recipe recipe = new ClassroomRecipe();
        TensorFunction exp = x -> x[0].exp();
        assertTrue(passes(recipe, exp, X));
        assertTrue(passes(recipe, times(exp, 1 + 1e-8), X));
        assertTrue(!passes(recipe, times(exp, 1 + 1e-6), X));
        // right, but of a small slope beside a large value
        assertTrue(!passes(recipe, x -> x[0].exp().mul(1e-4).add(100), X));
    }

    @Test
    void ourFormerRule() {
        Recipe recipe = new FormerRecipe();
        TensorFunction exp = x -> x[0].exp();
        assertTrue(passes(recipe, exp, X));
        assertTrue(passes(recipe, times(exp, 1 + 5e-6), X));
        assertTrue(!passes(recipe, times(exp, 1 + 2e-5), X));
        assertTrue(!passes(recipe, times(x -> x[0].square().mul(1e-7), 9), X));
        assertTrue(passes(recipe, x -> x[0].exp().mul(1e-4).add(100), X));
    }

    @Test
    void orderTwoIsTheSlopeOfTheGradient() {
        Case c = new Case(x -> x[0].exp(), X);
        Rule frozen =
                (f, g, x) ->
                        Rule.right(
                                f,
                                g,
                                Arrays.stream(x).map(Tensor::stopGradient).toArray(Tensor[]::new));
        for (Checker checker : Checker.ALL) {
            assertEquals(
                    Answer.PASSED, checker.judge(frozen.on(c.f()), c.at(), 1, 1), checker::name);
            assertEquals(
                    Answer.FLAGGED, checker.judge(frozen.on(c.f()), c.at(), 2, 1), checker::name);
        }
    }

    static Stream<Nasty> kinks() {
        return Nasty.all().stream().filter(nasty -> nasty.group().equals(Nasty.AT_A_KINK));
    }

    /** Otherwise a checker would be blamed for being right. */
    @ParameterizedTest
    @MethodSource("kinks")
    void gradientsAtKinksLieBetweenTheSlopes(Nasty nasty) {
        double h = 1e-7;
        for (int seed = 0; seed < 5; seed++) {
            Case c = nasty.cases().apply(new Random(seed));
            Tensor y = c.f().apply(c.at());
            double[] g = Cotangent.of(seed, y).toArray();
            double[] gradient = Rule.right(c.f(), Cotangent.of(seed, y), c.at())[0].toArray();
            for (int i = 0; i < gradient.length; i++) {
                double x = c.at()[0].toArray()[i];
                double here = Recipe.dot(g, y.toArray());
                double high = Recipe.dot(g, Recipe.values(c.f(), c.at(), 0, i, x + h));
                double low = Recipe.dot(g, Recipe.values(c.f(), c.at(), 0, i, x - h));
                double right = (high - here) / h;
                double left = (here - low) / h;
                double slack =
                        1e-5 * Math.max(Math.abs(right), Math.abs(left))
                                + 4 * Math.ulp(here) / h
                                + 1e-12;
                double slope = gradient[i];
                assertTrue(
                        slope >= Math.min(left, right) - slack
                                && slope <= Math.max(left, right) + slack,
                        () -> nasty + ": " + left + ", " + slope + ", " + right);
            }
        }
    }
}
