package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.graph.Graph;
import org.cotangent.linalg.Equations;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal names what the caller called and gave, not what the operation is made of. */
class RefusalNamesTest {
    private static final int MOST = Integer.MAX_VALUE;
    private static final Tensor V = Tensor.variable(new double[] {1, 2, 3});
    private static final Tensor M = Tensor.variable(new double[][] {{1, 2}, {3, 4}});
    private static final Tensor IMAGE = Tensor.zeros(1, 1, 4, 4);
    private static final Tensor KERNEL = Tensor.ones(1, 1, 2, 2);
    private static final Tensor LONG = Tensor.zeros(50_000);

    private static Arguments of(String start, Executable code, String... words) {
        return Arguments.of(start, code, words);
    }

    /** Results with more elements than a tensor can have, some by more than an int can say. */
    static Object[] sizes() {
        Window plain = Window.plain();
        String most = "more than 2147483647 elements";
        return new Object[] {
            of("tile: ", () -> V.tile(MOST), "[6442450941]", most),
            of("tile: ", () -> V.tile(50_000, 50_000), "[50000, 150000]", most),
            of("tile: ", () -> Tensor.zeros(0).tile(MOST, MOST), most),
            of("repeat: ", () -> V.repeat(0, MOST), "[6442450941]", most),
            of("pad: ", () -> V.pad(new int[][] {{MOST, MOST}}, 0), "[4294967297]", most),
            of("pad: ", () -> M.pad(new int[][] {{MOST, 0}, {0, 0}}, 1), "[2147483649, 2]"),
            of("concat: ", () -> Tensor.concat(0, huge(), huge()), "[2400000000, 0]"),
            of("add: ", () -> LONG.reshape(-1, 1).add(LONG), "[50000, 50000]", most),
            of("matmul: ", () -> LONG.reshape(-1, 1).matmul(LONG.reshape(1, -1)), most),
            of("outer: ", () -> Linalg.outer(LONG, LONG), "[50000, 50000]", most),
            of("kron: ", () -> Linalg.kron(column(), column()), "[2500000000, 1]", most),
            of("diag: ", () -> Linalg.diag(V, MOST), "[2147483650, 2147483650]", most),
            of("diag: ", () -> Linalg.diag(V, Integer.MIN_VALUE), "[2147483651, 2147483651]"),
            of("diag: ", () -> Linalg.diag(V, -100_000), "[100003, 100003]", most),
            of("triu: ", () -> Linalg.triu(Tensor.zeros(0, 65_536, 65_536), 0), most),
            of("expand: ", () -> Tensor.zeros(1).expand(50_000, 50_000), most),
            of("sumTo: ", () -> V.sumTo(50_000, 50_000), most),
            of("reshape: ", () -> Tensor.zeros(0).reshape(65_536, 65_536, 65_536, 65_536), most),
            of("eye: ", () -> Tensor.eye(50_000), "[50000, 50000]", most),
            of("indexSelect: ", () -> row().indexSelect(0, new int[50_000]), most),
            of("jacobian: ", () -> Differentiate.jacobian(x -> x.mul(1), LONG), most),
            of("solve: ", () -> Linalg.solve(batch(50_000, 1), batch(1, 50_000)), most),
            of("einsum \"i,j->ij\": ", () -> Linalg.einsum("i,j->ij", LONG, LONG), most),
            of(
                    "einsum \"i,j,k->ijk\": ",
                    () -> Linalg.einsum("i,j,k->ijk", LONG, V, LONG),
                    "[50000, 3, 50000]"),
            of(
                    "convolution: ",
                    () -> Images.convolution(IMAGE, KERNEL, plain.dilation(MOST), 1),
                    "dilation 2147483647",
                    "does not fit into shape [1, 1, 4, 4]"),
            of(
                    "convolution, with its padding: ",
                    () -> Images.convolution(IMAGE, KERNEL, plain.padding(MOST), 1),
                    "[1, 1, 4294967298, 4294967298]"),
            of(
                    "maxPool: ",
                    () -> Images.maxPool(IMAGE, new int[] {2, 2}, plain.dilation(MOST)),
                    "does not fit"),
            of(
                    "averagePool, with its padding: ",
                    () -> Images.averagePool(IMAGE, new int[] {2, 2}, plain.padding(MOST), true),
                    most),
            of(
                    "transposedConvolution: ",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain.stride(MOST), 1),
                    "[1, 1, 6442450943, 6442450943]"),
            of(
                    "transposedConvolution: ",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain.dilation(MOST), 1),
                    "[1, 1, 2147483651, 2147483651]"),
            of(
                    "transposedConvolution: ",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain.padding(MOST), 1),
                    "padding 2147483647",
                    "cuts off all of axis 2"),
        };
    }

    private static Tensor huge() {
        return Tensor.zeros(1_200_000_000, 0);
    }

    private static Tensor column() {
        return Tensor.zeros(50_000, 1);
    }

    private static Tensor row() {
        return Tensor.zeros(1, 50_000);
    }

    private static Tensor batch(int first, int second) {
        return Tensor.ones(first, second, 1, 1);
    }

    /** What the caller never gave is not spoken of. */
    static Object[] words() {
        Window plain = Window.plain();
        Tensor two = Tensor.zeros(2);
        return new Object[] {
            of("solve: ", () -> Linalg.solve(Tensor.eye(3), two), "and [2]:", "3 elements"),
            of("solve: ", () -> Linalg.solve(Tensor.eye(3), Tensor.of(1)), "and []:"),
            of(
                    "solveTriangular: ",
                    () -> Linalg.solveTriangular(Tensor.eye(3), two, true),
                    "and [2]:"),
            of(
                    "vjp: the cotangent has shape [2]",
                    () -> Differentiate.vjp(Tensor::square, V, two),
                    "result [3]"),
            of(
                    "hessianVectorProduct: the vector has shape [2]",
                    () -> Differentiate.hessianVectorProduct(x -> x.square().sum(), V, two),
                    "[3]"),
            of(
                    "directional: the direction has shape [2]",
                    () -> Differentiate.directional(Tensor::square, V, two, 1),
                    "[3]"),
            of("stack: ", () -> Tensor.stack(2, V, V), "axis 2", "[3]", "-2 .. 1"),
            of(
                    "mapSlices: ",
                    () -> Differentiate.mapSlices(x -> Tensor.zeros((int) x.value()), V),
                    "slice 1"),
            of("signLogDet: ", () -> Linalg.signLogDet(V), "[3]"),
            of(
                    "matrixNorm: ",
                    () -> Linalg.matrixNorm(Tensor.zeros(2, 0), Linalg.MatrixNorm.SPECTRAL),
                    "[2, 0]",
                    "SPECTRAL"),
            of(
                    "uniform: ",
                    () -> Tensor.uniform(new java.util.SplittableRandom(1), 2, 1, 3),
                    "from 2.0 to 1.0"),
            of(
                    "averagePool: ",
                    () -> Images.averagePool(IMAGE, new int[] {2, 2}, plain.padding(2), false),
                    "padding 2",
                    "[1, 1, 4, 4]",
                    "padding alone"),
            of(
                    "transposedConvolution: output padding [2]",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain.stride(2), 1, 2),
                    "stride 2",
                    "less than the larger of stride and dilation"),
            of(
                    "transposedConvolution: output padding [0, 0, 0]",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain, 1, 0, 0, 0),
                    "2 axes"),
            of(
                    "transposedConvolution: output padding [-1]",
                    () -> Images.transposedConvolution(IMAGE, KERNEL, plain, 1, -1),
                    "0 or more"),
            of(
                    "transposedConvolution: weight [1, 1, 0, 2]",
                    () -> Images.transposedConvolution(IMAGE, Tensor.zeros(1, 1, 0, 2), plain, 1),
                    "no elements"),
            of("einsum \"i->ii\": ", () -> Linalg.einsum("i->ii", V), "'i' twice", "diag"),
            of(
                    "einsum \"ii->i\": ",
                    () -> Linalg.einsum("ii->i", Tensor.zeros(1, 3)),
                    "'i'",
                    "[1, 3]",
                    "of one operand"),
        };
    }

    @ParameterizedTest(name = "{0}{2}")
    @MethodSource({"sizes", "words"})
    void theOperationIsNamed(String start, Executable code, String... words) {
        Exception e = assertThrows(IllegalArgumentException.class, code);
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    @Test
    void aSingularJacobianIsThatOfTheRoot() {
        Tensor p = Tensor.variable(1);
        Exception root =
                assertThrows(
                        ArithmeticException.class,
                        () -> Equations.root(x -> x[0].mul(0).add(x[1]), Tensor.of(1), 1e-9, 9, p));
        assertTrue(root.getMessage().startsWith("root: the Jacobian"), root.getMessage());
        Tensor z = Equations.fixedPoint(x -> x[0].add(x[1].mul(0)), Tensor.of(1), 1e-9, 9, p);
        Exception point = assertThrows(ArithmeticException.class, z::backward);
        assertTrue(point.getMessage().startsWith("fixedPoint: the Jac"), point.getMessage());
    }

    /** What lies far off the diagonals is empty, on either side. */
    @Test
    void diagonalsFarOutsideAreEmpty() {
        for (int k : new int[] {MOST, -MOST, Integer.MIN_VALUE, 2, -2}) {
            assertEquals(0, Linalg.diag(M, k).size(), "k " + k);
        }
    }

    /** What is admitted with a second element on no axis needs no stride, however large. */
    @Test
    void stridesBeyondTheImageAreAdmitted() {
        Window far = Window.plain().stride(MOST);
        assertEquals(4, Images.convolution(Tensor.ones(1, 1, 2, 2), KERNEL, far, 1).value());
        Tensor one = Tensor.variable(new double[] {7}, 1, 1, 1, 1);
        Window wide = far.dilation(MOST);
        Tensor y = Images.maxPool(one, new int[] {1, 1}, wide);
        assertEquals(7, y.value());
        assertEquals(1, y.sum().backward().of(one).value());
        assertEquals(
                7, Images.transposedConvolution(one, Tensor.ones(1, 1, 1, 1), wide, 1).value());
    }

    /** Up to the stride or the dilation, as documented. */
    @Test
    void outputPaddingUpToTheLargerOfStrideAndDilation() {
        Window strided = Window.plain().stride(3);
        assertEquals(13, Images.transposedConvolution(IMAGE, KERNEL, strided, 1, 2).size(2));
        Window dilated = Window.plain().dilation(3);
        assertEquals(9, Images.transposedConvolution(IMAGE, KERNEL, dilated, 1, 2).size(2));
    }

    @Test
    void theMeanOfPaddingAloneIsZeroWhereItCounts() {
        Tensor y =
                Images.averagePool(
                        Tensor.ones(1, 1, 1), new int[] {1}, Window.plain().padding(1), true);
        assertEquals("[[[0, 1, 0]]]", y.toString());
        Tensor most =
                Images.maxPool(Tensor.ones(1, 1, 1), new int[] {1}, Window.plain().padding(1));
        assertEquals("[[[-Infinity, 1, -Infinity]]]", most.toString());
    }

    @Test
    void customOperationsWithoutANameAreCalledSomething() {
        CustomOp anonymous =
                new CustomOp() {
                    @Override
                    public Tensor forward(Tensor... x) {
                        return x[0].square();
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return Tensor.zeros(7);
                    }
                };
        assertEquals("RefusalNamesTest$1", anonymous.name());
        Exception none = assertThrows(IllegalArgumentException.class, anonymous::apply);
        assertEquals("RefusalNamesTest$1: there are no inputs", none.getMessage());
        Tensor y = anonymous.apply(V).sum();
        Exception wrong = assertThrows(IllegalStateException.class, y::backward);
        assertTrue(wrong.getMessage().startsWith("RefusalNamesTest$1: "), wrong.getMessage());
        for (String name : new String[] {"", " "}) {
            CustomOp blank = CustomOp.elementwise(name, x -> x, (g, v, x) -> Tensor.zeros(7));
            Tensor z = blank.apply(V);
            assertTrue(Graph.of(z).toText().contains("custom op(v1)"), Graph.of(z).toText());
            Exception e = assertThrows(IllegalStateException.class, () -> z.sum().backward());
            assertFalse(e.getMessage().startsWith(":"), e.getMessage());
        }
    }
}
