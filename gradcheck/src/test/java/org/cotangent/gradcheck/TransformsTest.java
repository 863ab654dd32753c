package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.jqwik.Programs;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.Program;
import org.cotangent.gradcheck.random.Program.Instruction;

/** Transforms of functions agree among themselves, on random programs and on known functions. */
class TransformsTest {
    private static final int MOST_LINES = 8;

    @Provide
    Arbitrary<List<Instruction>> programs() {
        return Programs.instructions(2, MOST_LINES);
    }

    /** Programs whose result broadcasts with their inputs: no shape changes but by reductions. */
    @Provide
    Arbitrary<List<Instruction>> broadcasting() {
        return Programs.instructions(
                2,
                MOST_LINES,
                Arrays.stream(Operation.values())
                        .filter(op -> op != Operation.MATMUL && op != Operation.TRANSPOSE)
                        .toArray(Operation[]::new));
    }

    /** Programs of lengths and of what may stand between a length and its square. */
    @Provide
    Arbitrary<List<Instruction>> lengths() {
        return Programs.instructions(
                2,
                MOST_LINES,
                Operation.SQRT,
                Operation.ABS,
                Operation.NORM,
                Operation.HYPOT,
                Operation.SQUARE,
                Operation.CUBE,
                Operation.POW_NUMBER,
                Operation.MUL,
                Operation.MUL_NUMBER,
                Operation.ADD,
                Operation.ADD_NUMBER,
                Operation.WHERE,
                Operation.MAX,
                Operation.FLIP,
                Operation.ROLL,
                Operation.TRANSPOSE,
                Operation.SUM,
                Operation.SUM_ROWS);
    }

    /** A random function of one tensor, at a point: the program's other input is a constant. */
    private static final class Drawn {
        final Random random;
        final Tensor x;
        final Tensor c;
        final Program graph;
        final UnaryOperator<Tensor> f;

        Drawn(List<Instruction> program, long seed, int[] shape, int... constant) {
            random = new Random(seed);
            x = direction(shape);
            c = direction(constant);
            graph = Program.of(program, x, c);
            f = y -> graph.apply(y, c);
        }

        Tensor direction(int... shape) {
            return Domain.REAL.draw(random, shape);
        }

        /** A scalar of it in which all of the result counts. */
        UnaryOperator<Tensor> scalar() {
            return y -> f.apply(y).square().sum();
        }
    }

    private static void close(Tensor expected, Tensor actual) {
        close(expected, actual, 1e-10);
    }

    private static void close(Tensor expected, Tensor actual, double relative) {
        assertArrayEquals(expected.shape(), actual.shape());
        double[] p = expected.toArray();
        double[] q = actual.toArray();
        double scale = 1;
        for (double v : p) {
            scale = Math.max(scale, Math.abs(v));
        }
        assertArrayEquals(p, q, relative * scale);
    }

    /** Bit for bit; but for the sign of zero, which a sum with 0 loses. */
    private static void same(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.add(0.0).toArray(), actual.add(0.0).toArray());
    }

    @Property
    void forwardIsTheAdjointOfReverse(
            @ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 3}, 3);
        Tensor u = drawn.direction(2, 3);
        Tensor ju = Differentiate.jvp(drawn.f, drawn.x, u);
        Tensor v = drawn.direction(ju.shape());
        Tensor vj = Differentiate.vjp(drawn.f, drawn.x, v);
        close(v.mul(ju).sum(), vj.mul(u).sum());
        Tensor jacobian = Differentiate.jacobian(drawn.f, drawn.x).reshape(-1, 6);
        close(jacobian.matmul(u.reshape(6)), ju.reshape(-1));
        close(v.reshape(-1).matmul(jacobian), vj.reshape(6));
    }

    @Property(tries = 500)
    void allWaysToASecondDerivativeAgree(
            @ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 2}, 2);
        UnaryOperator<Tensor> f = drawn.scalar();
        UnaryOperator<Tensor> gradient = Differentiate.gradient(f);
        Tensor x = drawn.x;
        Tensor v = drawn.direction(2, 2);
        Tensor hessian = Differentiate.hessian(f, x);
        assertArrayEquals(new int[] {2, 2, 2, 2}, hessian.shape());
        Tensor matrix = hessian.reshape(4, 4);
        close(matrix, matrix.transpose());
        close(hessian, Differentiate.jacobian(gradient, x));
        Tensor product = matrix.matmul(v.reshape(4)).reshape(2, 2);
        close(product, Differentiate.hessianVectorProduct(f, x, v)); // reverse over reverse
        close(product, Differentiate.vjp(gradient, x, v));
        close(product, Differentiate.jvp(gradient, x, v)); // forward over reverse
        // reverse over forward
        close(product, Differentiate.gradient(y -> Differentiate.jvp(f, y, v)).apply(x));
        close(v.mul(product).sum(), Differentiate.directional(f, x, v, 2));
    }

    /** Ten results of two inputs: by columns. Two results of ten inputs: by rows. */
    @Property(tries = 300)
    void jacobianByRowsEqualsJacobianByColumns(
            @ForAll("broadcasting") List<Instruction> program, @ForAll long seed) {
        Drawn tall = new Drawn(program, seed, new int[] {2, 1}, 1, 5);
        checkJacobian(y -> tall.f.apply(y).add(Tensor.zeros(2, 5)), tall.x);
        Drawn wide = new Drawn(program, seed, new int[] {2, 5}, 5);
        checkJacobian(y -> wide.f.apply(y).add(Tensor.zeros(2, 5)).sum(1), wide.x);
    }

    private static void checkJacobian(UnaryOperator<Tensor> f, Tensor x) {
        Tensor jacobian = Differentiate.jacobian(f, x);
        int[] result = f.apply(x).shape();
        int rows = f.apply(x).size();
        assertEquals(result.length + x.rank(), jacobian.rank());
        Tensor[] byRows = new Tensor[rows];
        for (int i = 0; i < rows; i++) {
            byRows[i] = Differentiate.vjp(f, x, unit(i, result));
        }
        Tensor[] byColumns = new Tensor[x.size()];
        for (int i = 0; i < x.size(); i++) {
            byColumns[i] = Differentiate.jvp(f, x, unit(i, x.shape())).reshape(rows);
        }
        close(Tensor.stack(0, byRows).reshape(jacobian.shape()), jacobian);
        close(Tensor.stack(1, byColumns).reshape(jacobian.shape()), jacobian);
    }

    private static Tensor unit(int place, int... shape) {
        int size = IntStream.of(shape).reduce(1, (p, q) -> p * q);
        double[] elements = new double[size];
        elements[place] = 1;
        return Tensor.of(elements, shape);
    }

    @Property(tries = 500)
    void checkpointsChangeNotABit(
            @ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {3}, 3);
        UnaryOperator<Tensor> again = Differentiate.checkpoint(drawn.f);
        sameDerivatives(drawn.scalar(), y -> again.apply(y).square().sum(), drawn.x);
        // in the middle of a chain
        sameDerivatives(
                y -> drawn.f.apply(y.mul(2).mul(0.5)).sin().sum(),
                y -> again.apply(y.mul(2).mul(0.5)).sin().sum(),
                drawn.x);
    }

    /** A checkpoint hides from the rules of lengths what their results are used for. */
    @Property(tries = 30000)
    void secondDerivativesOfLengths(
            @ForAll("lengths") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 2}, 2);
        UnaryOperator<Tensor> again = Differentiate.checkpoint(drawn.f);
        UnaryOperator<Tensor> f = drawn.scalar();
        Tensor expected = Differentiate.hessian(y -> again.apply(y).square().sum(), drawn.x);
        close(expected, Differentiate.hessian(f, drawn.x), 1e-12);
    }

    private static void sameDerivatives(
            UnaryOperator<Tensor> plain, UnaryOperator<Tensor> other, Tensor x) {
        same(plain.apply(x), other.apply(x));
        same(Differentiate.gradient(plain).apply(x), Differentiate.gradient(other).apply(x));
        // the sums of a second derivative have the same terms, grouped otherwise
        close(Differentiate.hessian(plain, x), Differentiate.hessian(other, x), 1e-13);
    }

    @Example
    void aCheckpointKeepsOneNodeAndRunsAgain() {
        int[] runs = {0};
        TensorFunction counted =
                in -> {
                    runs[0]++;
                    return in[0].mul(in[1]).exp();
                };
        Tensor x = Tensor.variable(0.3);
        Tensor z = Tensor.variable(2);
        Tensor y = Differentiate.checkpoint(counted, List.of(x, z));
        assertEquals(1, runs[0]);
        assertEquals(3, org.cotangent.graph.Graph.of(y).nodes().size(), "x, z and the checkpoint");
        assertEquals(2 * Math.exp(0.6), y.backward().of(x).value(), 1e-15);
        assertTrue(runs[0] > 1);
    }

    @Property(tries = 300)
    void jacobianOfRowsIsTheJacobianOfEachRow(
            @ForAll("broadcasting") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2}, 4, 2);
        // a function of one row, then of all rows by a loop
        UnaryOperator<Tensor> one = row -> drawn.f.apply(row).add(Tensor.zeros(4, 2)).sum(1);
        UnaryOperator<Tensor> all = x -> Differentiate.mapSlices(one, x);
        // near the point: elsewhere a root of the program may be NaN
        Tensor x = drawn.x.add(drawn.direction(3, 2).mul(1e-3));
        Tensor jacobians = Differentiate.jacobianOfRows(all, x);
        assertArrayEquals(new int[] {3, 4, 2}, jacobians.shape());
        for (int i = 0; i < 3; i++) {
            Tensor row = x.slice(0, i, i + 1).squeeze(0);
            Tensor own = jacobians.slice(0, i, i + 1).squeeze(0);
            close(Differentiate.jacobian(one, row), own);
        }
    }

    @Property(tries = 300)
    void mapIsALoop(@ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Drawn drawn = new Drawn(program, seed, new int[] {2, 3}, 3);
        Tensor x = drawn.direction(4, 2, 3);
        Tensor mapped = Differentiate.mapSlices(drawn.f, x);
        UnaryOperator<Tensor> sum = y -> Differentiate.mapSlices(drawn.f, y).sum();
        Tensor gradient = Differentiate.gradient(sum).apply(x);
        for (int i = 0; i < 4; i++) {
            Tensor slice = x.slice(0, i, i + 1).squeeze(0);
            same(drawn.f.apply(slice), mapped.slice(0, i, i + 1).squeeze(0));
            same(
                    Differentiate.gradient(y -> drawn.f.apply(y).sum()).apply(slice),
                    gradient.slice(0, i, i + 1).squeeze(0));
        }
    }

    @Example
    void directionalDerivativesOfKnownFunctions() {
        double x = 1.3;
        double d = -0.7;
        for (int k = 0; k <= 6; k++) {
            double falling = 1; // 5 · 4 · … of k factors
            for (int i = 0; i < k; i++) {
                falling *= 5 - i;
            }
            double along = Math.pow(d, k);
            directional(y -> y.pow(5), x, d, k, along * falling * Math.pow(x, 5 - k));
            directional(Tensor::exp, x, d, k, along * Math.exp(x));
            directional(Tensor::sin, x, d, k, along * Math.sin(x + k * Math.PI / 2));
        }
        // of two variables: x y along (1, 1) has the second derivative 2
        Tensor second =
                Differentiate.directional(Tensor::prod, Tensor.vector(3, 4), Tensor.ones(2), 2);
        assertEquals(2, second.value(), 1e-15);
        // of a vector, element by element
        Tensor third =
                Differentiate.directional(
                        y -> y.pow(4), Tensor.vector(1, 2), Tensor.vector(1, 10), 3);
        assertArrayEquals(new double[] {24, 48_000}, third.toArray(), 1e-9);
    }

    private static void directional(
            UnaryOperator<Tensor> f, double x, double d, int order, double expected) {
        Tensor actual = Differentiate.directional(f, Tensor.of(x), Tensor.of(d), order);
        assertEquals(expected, actual.value(), 1e-12 * Math.max(1, Math.abs(expected)));
    }

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

    private static void same(List<Tensor> expected, List<Tensor> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            same(expected.get(i), actual.get(i));
        }
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

    /** A rule that is wrong on purpose shows that it is the one that is used. */
    @Example
    void aCustomRuleReplacesTheBuiltIn() {
        UnaryOperator<Tensor> steep =
                Differentiate.customVjp(y -> y.round(), (g, y, x) -> g.mul(x).mul(7));
        Tensor x = Tensor.of(2.4);
        assertEquals(2, steep.apply(x).value());
        assertEquals(7 * 2.4, Differentiate.gradient(steep).apply(x).value(), 1e-14);
        assertEquals(7 * 2.4, Differentiate.jvp(steep, x, Tensor.of(1)).value(), 1e-14);
        assertEquals(7, Differentiate.hessian(steep, x).value(), "the rule's own derivative");
        // the rule sees the result
        UnaryOperator<Tensor> exp =
                Differentiate.customVjp(y -> y.exp(), (g, y, z) -> g.mul(y).neg());
        assertEquals(-Math.exp(2.4), Differentiate.gradient(exp).apply(x).value());
        assertEquals(Math.exp(2.4), Differentiate.hessian(exp, x).value(), "two changes of sign");
    }
}
