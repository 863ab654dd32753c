package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/** Transforms of functions of several arguments agree with those of one, and among themselves. */
class SeveralArgumentsTest extends RandomFunctions {
    @Example
    void ofSeveralTensors() {
        Tensor x = Tensor.vector(1, 2);
        Tensor y = Tensor.of(3);
        List<Tensor> gradients =
                Differentiate.gradients(in -> in[0].square().mul(in[1]).sum(), x, y);
        assertArrayEquals(new double[] {6, 12}, gradients.get(0).toArray());
        assertEquals(5, gradients.get(1).value());
        Differentiate.ValueAndGradient both =
                Differentiate.valueAndGradient(z -> z.pow(3).sum(), x);
        assertEquals(9, both.value().value());
        assertArrayEquals(new double[] {3, 12}, both.gradient().toArray());
        assertFalse(both.value().varies());
    }

    /** Of several arguments at once, and of each with the others held. */
    @Property(tries = 200)
    void severalArgumentsAreAsOneAfterTheOther(
            @ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 2}, 2);
        Tensor x = drawn.x;
        Tensor c = drawn.c;
        TensorFunction f = drawn.graph;
        List<Tensor> at = List.of(x, c);
        UnaryOperator<Tensor> ofX = y -> f.apply(y, c);
        UnaryOperator<Tensor> ofC = y -> f.apply(x, y);
        Tensor value = f.apply(x, c);

        List<Tensor> jacobians = Differentiate.jacobians(f, x, c);
        close(Differentiate.jacobian(ofX, x), jacobians.get(0));
        close(Differentiate.jacobian(ofC, c), jacobians.get(1));
        Differentiate.ValueAndJacobians both = Differentiate.valueAndJacobians(f, x, c);
        same(value, both.value());
        same(jacobians.get(0), both.jacobians().get(0));
        same(jacobians.get(1), both.jacobians().get(1));
        Differentiate.ValueAndJacobian one = Differentiate.valueAndJacobian(ofX, x);
        same(value, one.value());
        same(Differentiate.jacobian(ofX, x), one.jacobian());

        Tensor v = drawn.direction(value.shape());
        List<Tensor> products = Differentiate.vjps(f, at, v);
        close(Differentiate.vjp(ofX, x, v), products.get(0));
        close(Differentiate.vjp(ofC, c, v), products.get(1));
        List<Tensor> t = List.of(drawn.direction(2, 2), drawn.direction(2));
        Tensor along = Differentiate.jvp(f, at, t);
        close(Differentiate.jvp(ofX, x, t.get(0)).add(Differentiate.jvp(ofC, c, t.get(1))), along);
        same(along, Differentiate.directional(f, at, t, 1));
        same(value, Differentiate.directional(f, at, t, 0));
    }

    @Property(tries = 100)
    void blocksOfAHessian(@ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 2}, 2);
        Tensor x = drawn.x;
        Tensor c = drawn.c;
        TensorFunction f = in -> drawn.graph.apply(in).square().sum();
        List<List<Tensor>> blocks = Differentiate.hessians(f, x, c);
        close(Differentiate.hessian(y -> f.apply(y, c), x), blocks.get(0).get(0));
        close(Differentiate.hessian(y -> f.apply(x, y), c), blocks.get(1).get(1));
        UnaryOperator<Tensor> mixed = z -> Differentiate.gradient(y -> f.apply(y, z), x);
        close(Differentiate.jacobian(mixed, c), blocks.get(0).get(1));
        Tensor left = blocks.get(0).get(1).reshape(4, 2);
        close(left.transpose(), blocks.get(1).get(0).reshape(2, 4));

        List<Tensor> v = List.of(drawn.direction(2, 2), drawn.direction(2));
        List<Tensor> products = Differentiate.hessianVectorProducts(f, List.of(x, c), v);
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 2; i++) {
            Tensor expected = Tensor.zeros(v.get(i).size());
            for (int j = 0; j < 2; j++) {
                Tensor part = v.get(j).reshape(-1);
                Tensor block = blocks.get(i).get(j).reshape(-1, part.size());
                expected = expected.add(block.matmul(part));
            }
            close(expected.reshape(v.get(i).shape()), products.get(i));
            sum = sum.add(products.get(i).mul(v.get(i)).sum());
        }
        close(sum, Differentiate.directional(f, List.of(x, c), v, 2));
    }

    /** By columns: 2 elements and 30 results. */
    @Example
    void tallJacobiansOfSeveralArguments() {
        Tensor x = Tensor.of(0.5);
        Tensor y = Tensor.of(new double[] {-0.3}, 1, 1);
        Tensor factors = Tensor.iota(30).add(1).reshape(5, 6);
        List<Tensor> jacobians =
                Differentiate.jacobians(in -> in[0].mul(in[1]).mul(factors).sin(), x, y);
        assertArrayEquals(new int[] {5, 6}, jacobians.get(0).shape());
        assertArrayEquals(new int[] {5, 6, 1, 1}, jacobians.get(1).shape());
        for (int k = 1; k <= 30; k++) {
            double slope = k * Math.cos(-0.15 * k);
            assertEquals(-0.3 * slope, jacobians.get(0).toArray()[k - 1], 1e-12);
            assertEquals(0.5 * slope, jacobians.get(1).toArray()[k - 1], 1e-12);
        }
    }

    @Example
    void emptyAndUnusedArguments() {
        Tensor none = Tensor.zeros(0, 2);
        Tensor x = Tensor.vector(1, 2);
        List<Tensor> jacobians = Differentiate.jacobians(in -> in[0].square(), x, none, x);
        assertArrayEquals(new double[] {2, 0, 0, 4}, jacobians.get(0).toArray());
        assertArrayEquals(new int[] {2, 0, 2}, jacobians.get(1).shape());
        assertArrayEquals(new double[4], jacobians.get(2).toArray());
        Tensor along =
                Differentiate.jvp(
                        in -> in[0].square(), List.of(x, none), List.of(Tensor.ones(2), none));
        assertArrayEquals(new double[] {2, 4}, along.toArray());
        assertArrayEquals(
                new int[] {0, 2, 2},
                Differentiate.valueAndJacobian(in -> none, x).jacobian().shape());
        assertArrayEquals(
                new int[] {0, 2}, Differentiate.valueAndJacobian(in -> none, x).value().shape());
        assertEquals(List.of(), Differentiate.gradients(in -> Tensor.of(1)).apply());
        assertEquals(List.of(), Differentiate.hessians(in -> Tensor.of(1)).apply());
    }

    /** A value is recorded if, and only if, something outside of the function varies. */
    @Example
    void valuesOfTransformsVaryWithWhatIsOutside() {
        Tensor a = Tensor.variable(3);
        Tensor x = Tensor.vector(1, 2);
        for (int width : new int[] {0, 1, 20}) { // no pass, rows, columns
            Tensor value =
                    Differentiate.valueAndJacobian(
                                    y -> y.sum().mul(a).unsqueeze(0).expand(width), x)
                            .value();
            assertTrue(value.varies());
            assertEquals(3 * width, value.sum().backward().of(a).value());
            assertFalse(
                    Differentiate.valueAndJacobian(y -> y.sum().unsqueeze(0).expand(width), x)
                            .value()
                            .varies());
        }
        Tensor atVariable = Differentiate.valueAndGradients(in -> in[0].square(), a).value();
        assertEquals(6, atVariable.backward().of(a).value());
    }

    /** Curried and direct forms are the same functions. */
    @Property(tries = 50)
    void curriedFormsAreTheDirectOnes(
            @ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 2}, 2);
        Tensor x = drawn.x;
        Tensor c = drawn.c;
        UnaryOperator<Tensor> f = drawn.f;
        UnaryOperator<Tensor> scalar = drawn.scalar();
        TensorFunction several = drawn.graph;
        TensorFunction sum = in -> several.apply(in).square().sum();
        Tensor t = drawn.direction(2, 2);
        Tensor v = drawn.direction(f.apply(x).shape());
        List<Tensor> at = List.of(x, c);
        List<Tensor> u = List.of(t, drawn.direction(2));

        same(Differentiate.gradient(scalar, x), Differentiate.gradient(scalar).apply(x));
        same(Differentiate.jacobian(f, x), Differentiate.jacobian(f).apply(x));
        same(Differentiate.hessian(scalar, x), Differentiate.hessian(scalar).apply(x));
        same(Differentiate.vjp(f, x, v), Differentiate.vjp(f).apply(x, v));
        same(Differentiate.jvp(f, x, t), Differentiate.jvp(f).apply(x, t));
        same(
                Differentiate.hessianVectorProduct(scalar, x, t),
                Differentiate.hessianVectorProduct(scalar).apply(x, t));
        same(Differentiate.directional(f, x, t, 2), Differentiate.directional(f, 2).apply(x, t));
        same(Differentiate.checkpoint(f, x), Differentiate.checkpoint(f).apply(x));
        same(
                Differentiate.mapSlices(Tensor::sin, x),
                Differentiate.mapSlices(Tensor::sin).apply(x));
        same(
                Differentiate.jacobianOfRows(Tensor::sin, x),
                Differentiate.jacobianOfRows(Tensor::sin).apply(x));
        same(
                Differentiate.customVjp(f, (g, y, z) -> g, x),
                Differentiate.customVjp(f, (g, y, z) -> g).apply(x));
        same(
                List.of(
                        Differentiate.valueAndGradient(scalar, x).value(),
                        Differentiate.valueAndGradient(scalar, x).gradient(),
                        Differentiate.valueAndJacobian(f, x).value(),
                        Differentiate.valueAndJacobian(f, x).jacobian()),
                List.of(
                        Differentiate.valueAndGradient(scalar).apply(x).value(),
                        Differentiate.valueAndGradient(scalar).apply(x).gradient(),
                        Differentiate.valueAndJacobian(f).apply(x).value(),
                        Differentiate.valueAndJacobian(f).apply(x).jacobian()));
        same(Differentiate.gradients(sum, x, c), Differentiate.gradients(sum).apply(x, c));
        same(
                Differentiate.valueAndGradients(sum, x, c).gradients(),
                Differentiate.valueAndGradients(sum).apply(x, c).gradients());
        same(Differentiate.jacobians(several, x, c), Differentiate.jacobians(several).apply(x, c));
        same(
                Differentiate.valueAndJacobians(several, x, c).jacobians(),
                Differentiate.valueAndJacobians(several).apply(x, c).jacobians());
        same(
                Differentiate.hessians(sum, x, c).get(1),
                Differentiate.hessians(sum).apply(x, c).get(1));
        same(Differentiate.vjps(several, at, v), Differentiate.vjps(several).apply(at, v));
        same(
                Differentiate.hessianVectorProducts(sum, at, u),
                Differentiate.hessianVectorProducts(sum).apply(at, u));
    }

    @Example
    void slicesOfSeveralTensorsGoTogether() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        Tensor w = Tensor.vector(1, 10, 100);
        Tensor sums = Differentiate.mapSlices(in -> in[0].mul(in[1]).sum(), List.of(x, w));
        assertArrayEquals(new double[] {3, 70, 1100}, sums.toArray());
        List<Tensor> gradients =
                Differentiate.gradients(
                        in ->
                                Differentiate.mapSlices(
                                                z -> z[0].mul(z[1]).sum(), List.of(in[0], in[1]))
                                        .sum(),
                        x,
                        w);
        assertArrayEquals(new double[] {1, 1, 10, 10, 100, 100}, gradients.get(0).toArray());
        assertArrayEquals(new double[] {3, 7, 11}, gradients.get(1).toArray());
    }

    /** A rule right for first derivatives only, along directions in two arguments. */
    @Example
    void rulesThatLeaveTensorsAlongSeveralDirections() {
        CustomOp square =
                new CustomOp() {
                    @Override
                    public Tensor forward(Tensor... x) {
                        return Tensor.of(x[0].value() * x[0].value());
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return Tensor.of(g.value() * 2 * x[0].value());
                    }
                };
        Tensor along =
                Differentiate.jvp(
                        in -> square.apply(in[0]).mul(in[1]),
                        List.of(Tensor.of(3), Tensor.of(5)),
                        List.of(Tensor.of(0.5), Tensor.of(2)));
        assertEquals(0.5 * 30 + 2 * 9, along.value());
        // where a tangent of 0 meets an infinite slope, rows are asked
        Tensor root =
                Differentiate.jvp(
                        in -> in[0].mul(in[0]).sqrt().add(in[1].mul(2)),
                        List.of(Tensor.of(0), Tensor.of(5)),
                        List.of(Tensor.of(1), Tensor.of(3)));
        assertEquals(6, root.value());
    }
}
