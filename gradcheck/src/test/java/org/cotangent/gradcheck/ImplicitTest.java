package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.linalg.Equations;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;

/** Fixed points and roots whose derivatives are known in closed form. */
class ImplicitTest {
    private static final double TIGHT = 1e-15;

    @Test
    void squareRootAsARoot() {
        UnaryOperator<Tensor> root =
                p -> Equations.root(z -> z[0].square().sub(z[1]), Tensor.of(1), TIGHT, 50, p);
        squareRoot(root);
    }

    @Test
    void squareRootAsAFixedPoint() {
        UnaryOperator<Tensor> root =
                p ->
                        Equations.fixedPoint(
                                z -> z[1].div(z[0]).add(z[0]).mul(0.5), Tensor.of(1), TIGHT, 50, p);
        squareRoot(root);
    }

    private static void squareRoot(UnaryOperator<Tensor> root) {
        double p = 2.89; // whose root is 1.7
        UnaryOperator<Tensor> first = Differentiate.gradient(root);
        UnaryOperator<Tensor> second = Differentiate.gradient(first);
        Tensor at = Tensor.of(p);
        assertEquals(1.7, root.apply(at).value(), 1e-14);
        assertEquals(0.5 / 1.7, first.apply(at).value(), 1e-14);
        assertEquals(-0.25 / Math.pow(1.7, 3), second.apply(at).value(), 1e-14);
        assertEquals(
                0.375 / Math.pow(1.7, 5), Differentiate.gradient(second).apply(at).value(), 1e-13);
        assertEquals(-0.25 / Math.pow(1.7, 3), Differentiate.hessian(root, at).value(), 1e-14);
    }

    @Test
    void theStartDecidesWhichRoot() {
        TensorFunction f = z -> z[0].square().sub(z[1]);
        Tensor p = Tensor.variable(4);
        Tensor low = Equations.root(f, Tensor.of(-1), TIGHT, 50, p);
        assertEquals(-2, low.value(), 1e-15);
        assertEquals(-0.25, low.backward().of(p).value(), 1e-15);
    }

    /** E - e sin E = M, of two parameters: derivatives by the implicit function theorem by hand. */
    @Test
    void keplersEquation() {
        double e = 0.6;
        double m = 1.1;
        TensorFunction kepler = z -> z[0].sub(z[1].mul(z[0].sin())).sub(z[2]);
        UnaryOperator<Tensor> anomaly =
                p ->
                        Equations.root(
                                kepler,
                                Tensor.of(1),
                                TIGHT,
                                50,
                                p.slice(0, 0, 1).reshape(),
                                p.slice(0, 1, 2).reshape());
        Tensor at = Tensor.vector(e, m);
        double x = anomaly.apply(at).value();
        assertEquals(m, x - e * Math.sin(x), 1e-15);
        double slope = 1 / (1 - e * Math.cos(x)); // dE/dM; dE/de is sin E times it
        double[] gradient = Differentiate.gradient(anomaly).apply(at).toArray();
        assertArrayEquals(new double[] {Math.sin(x) * slope, slope}, gradient, 1e-14);
        double mm = -e * Math.sin(x) * slope * slope * slope;
        double em = slope * slope * Math.cos(x) + Math.sin(x) * mm;
        double ee = 2 * Math.sin(x) * Math.cos(x) * slope * slope + Math.sin(x) * Math.sin(x) * mm;
        double[] hessian = Differentiate.hessian(anomaly, at).toArray();
        assertArrayEquals(new double[] {ee, em, em, mm}, hessian, 1e-13);
    }

    /** z = A z + b, which is (I - A)⁻¹ b: against a solve, with respect to A and to b. */
    @Test
    void linearFixedPoint() {
        Tensor a = Tensor.of(new double[][] {{0.2, -0.3, 0.1}, {0.1, 0.1, 0.4}, {-0.2, 0.3, 0.1}});
        Tensor b = Tensor.vector(1, -2, 0.5);
        TensorFunction implicit =
                in ->
                        Equations.fixedPoint(
                                z -> z[1].matmul(z[0]).add(z[2]),
                                Tensor.zeros(3),
                                1e-16,
                                500,
                                in[0],
                                in[1]);
        TensorFunction direct = in -> Linalg.solve(Tensor.eye(3).sub(in[0]), in[1]);
        close(direct.apply(a, b), implicit.apply(a, b));
        close(
                Differentiate.jacobian(x -> direct.apply(a, x), b),
                Differentiate.jacobian(x -> implicit.apply(a, x), b));
        close(
                Differentiate.jacobian(x -> direct.apply(x, b), a),
                Differentiate.jacobian(x -> implicit.apply(x, b), a));
        Tensor weights = Tensor.vector(1, 2, -1);
        UnaryOperator<Tensor> f = x -> direct.apply(x, x.sum(0)).square().mul(weights).sum();
        UnaryOperator<Tensor> g = x -> implicit.apply(x, x.sum(0)).square().mul(weights).sum();
        List<Tensor> p = Differentiate.gradients(in -> f.apply(in[0]), a);
        close(p.get(0), Differentiate.gradient(g).apply(a));
        close(Differentiate.hessian(f, a), Differentiate.hessian(g, a));
    }

    /** A root of several unknowns with the shape of a matrix: X X = P. */
    @Test
    void aRootMayBeAMatrix() {
        Tensor p = Tensor.of(new double[][] {{5, 1}, {1, 4}});
        UnaryOperator<Tensor> root =
                q ->
                        Equations.root(
                                z -> z[0].matmul(z[0]).sub(z[1]),
                                Tensor.eye(2).mul(2),
                                TIGHT,
                                50,
                                q);
        Tensor x = root.apply(p);
        close(p, x.matmul(x));
        GradCheck.of(root, p).order(2).run().requirePassed();
        // and by way of the eigenvalues
        UnaryOperator<Tensor> other =
                q -> {
                    Linalg.Eigen e = Linalg.eigh(q);
                    Tensor scaled = e.vectors().mul(e.values().sqrt().unsqueeze(-2));
                    return scaled.matmul(e.vectors().transpose());
                };
        close(other.apply(p), x);
        Tensor symmetric = Tensor.of(new double[][] {{1, -2}, {-2, 0.5}});
        close(Differentiate.jvp(other, p, symmetric), Differentiate.jvp(root, p, symmetric));
    }

    @Test
    void neitherMemoryNorGradientDependOnTheNumberOfSteps() {
        Tensor p = Tensor.variable(0.3);
        TensorFunction cosine = z -> z[0].cos().mul(z[1]);
        Tensor near = Equations.fixedPoint(cosine, Tensor.of(0.29), 1e-16, 1000, p);
        Tensor far = Equations.fixedPoint(cosine, Tensor.of(100), 1e-16, 1000, p);
        assertEquals(near.value(), far.value(), 1e-15);
        assertEquals(near.backward().of(p).value(), far.backward().of(p).value(), 1e-15);
        // p, the start, and z
        assertEquals(3, org.cotangent.graph.Graph.of(far).nodes().size());
        // z = p cos z: z' = cos z / (1 + p sin z)
        double z = far.value();
        double expected = Math.cos(z) / (1 + 0.3 * Math.sin(z));
        assertEquals(expected, far.backward().of(p).value(), 1e-15);
    }

    @Test
    void theStartHasNoInfluence() {
        Tensor start = Tensor.variable(1);
        Tensor p = Tensor.variable(4);
        Tensor z = Equations.root(x -> x[0].square().sub(x[1]), start, TIGHT, 50, p);
        assertEquals(0, z.backward().of(start).value());
    }

    @Test
    void whatIsNotReachedIsSaid() {
        Tensor p = Tensor.of(1);
        String message =
                assertThrows(
                                ArithmeticException.class,
                                () ->
                                        Equations.fixedPoint(
                                                z -> z[0].add(z[1]), Tensor.of(0), 1e-9, 20, p))
                        .getMessage();
        assertTrue(message.contains("fixedPoint") && message.contains("20 steps"), message);
        message =
                assertThrows(
                                ArithmeticException.class,
                                () ->
                                        Equations.root(
                                                z -> z[0].square().add(z[1]),
                                                Tensor.of(0.7),
                                                1e-12,
                                                30,
                                                p))
                        .getMessage();
        assertTrue(message.contains("root") && message.contains("30 steps"), message);
        // a Jacobian that is singular at the start
        message =
                assertThrows(
                                ArithmeticException.class,
                                () ->
                                        Equations.root(
                                                z -> z[0].square().sub(z[1]),
                                                Tensor.of(0),
                                                1e-12,
                                                30,
                                                p))
                        .getMessage();
        assertTrue(message.contains("singular"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> Equations.root(z -> z[0].mul(Tensor.ones(2)), Tensor.of(0), 1e-12, 30, p));
    }

    private static void close(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toArray(), actual.toArray(), 1e-12);
    }
}
