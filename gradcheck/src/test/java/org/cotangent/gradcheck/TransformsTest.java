package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.jqwik.Programs;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/** Transforms of functions agree among themselves, on random programs and on known functions. */
class TransformsTest extends RandomFunctions {
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
