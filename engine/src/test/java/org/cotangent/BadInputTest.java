package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.linalg.Equations;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

// Longer than 400 lines: one table, a row for each refusal.

/** Every refusal names the operation, what it got, and what would be right. */
class BadInputTest {
    private static final Tensor V = Tensor.variable(new double[] {1, 2, 3});
    private static final Tensor M = Tensor.variable(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Class<? extends Exception> ARGUMENT = IllegalArgumentException.class;
    private static final Class<? extends Exception> INDEX = IndexOutOfBoundsException.class;

    private static Arguments refused(
            String what, Class<? extends Exception> kind, Executable code, String... words) {
        return Arguments.of(what, kind, code, words);
    }

    static Object[] refusals() {
        return new Object[] {
            refused(
                    "shapes that do not broadcast",
                    ARGUMENT,
                    () -> M.add(Tensor.zeros(2)),
                    "add",
                    "[2, 3]",
                    "[2]",
                    "axis -1",
                    "equal or one of them 1"),
            refused(
                    "an operand that is null",
                    NullPointerException.class,
                    () -> M.mul(null),
                    "mul",
                    "second operand"),
            refused(
                    "a matrix operand that is null",
                    NullPointerException.class,
                    () -> M.matmul(null),
                    "matmul",
                    "second operand"),
            refused(
                    "inner extents that differ",
                    ARGUMENT,
                    () -> M.matmul(M),
                    "matmul",
                    "[2, 3]",
                    "columns of the first (3)",
                    "rows of the second (2)"),
            refused(
                    "a product with a scalar",
                    ARGUMENT,
                    () -> M.matmul(Tensor.of(2)),
                    "matmul",
                    "[]",
                    "use mul"),
            refused(
                    "batches that do not broadcast",
                    ARGUMENT,
                    () -> Tensor.zeros(2, 3, 3).matmul(Tensor.zeros(4, 3, 3)),
                    "matmul",
                    "[2]",
                    "[4]"),
            refused(
                    "a transposed vector",
                    ARGUMENT,
                    () -> V.transpose(),
                    "transpose",
                    "[3]",
                    "two axes"),
            refused(
                    "an axis that is not there",
                    ARGUMENT,
                    () -> M.sum(2),
                    "sum",
                    "axis 2",
                    "[2, 3]",
                    "-2 .. 1"),
            refused("an axis named twice", ARGUMENT, () -> M.sum(1, -1), "sum", "axis 1 twice"),
            refused(
                    "an axis of a scalar",
                    ARGUMENT,
                    () -> Tensor.of(1).softmax(0),
                    "softmax",
                    "a scalar has no axes"),
            refused(
                    "the mean of an empty axis",
                    ARGUMENT,
                    () -> Tensor.zeros(0, 3).mean(0),
                    "mean",
                    "[0, 3]",
                    "no elements"),
            refused(
                    "a reshape to another size",
                    ARGUMENT,
                    () -> M.reshape(4, 2),
                    "reshape",
                    "[2, 3]",
                    "6 elements",
                    "[4, 2]"),
            refused(
                    "a reshape that leaves a fraction",
                    ARGUMENT,
                    () -> M.reshape(4, -1),
                    "reshape",
                    "[4, -1]"),
            refused(
                    "a reshape with two open extents",
                    ARGUMENT,
                    () -> M.reshape(-1, -1),
                    "reshape",
                    "at most one"),
            refused(
                    "an expansion that does not fit",
                    ARGUMENT,
                    () -> M.expand(2, 4),
                    "expand",
                    "[2, 3]",
                    "[2, 4]"),
            refused(
                    "a sum to a shape that does not fit",
                    ARGUMENT,
                    () -> M.sumTo(2),
                    "sumTo",
                    "[2, 3]",
                    "[2]"),
            refused(
                    "an incomplete permutation",
                    ARGUMENT,
                    () -> M.permute(0),
                    "permute",
                    "every axis"),
            refused(
                    "a negative extent",
                    ARGUMENT,
                    () -> Tensor.zeros(2, -1),
                    "[2, -1]",
                    "negative"),
            refused(
                    "a shape too large",
                    ARGUMENT,
                    () -> Tensor.zeros(1 << 20, 1 << 20),
                    "more than 2147483647 elements"),
            refused(
                    "elements that do not fill the shape",
                    ARGUMENT,
                    () -> Tensor.of(new double[5], 2, 3),
                    "[2, 3]",
                    "6 elements",
                    "5 are given"),
            refused(
                    "ragged rows",
                    ARGUMENT,
                    () -> Tensor.of(new double[][] {{1, 2}, {3}}),
                    "of:",
                    "row 0 has 2",
                    "row 1 has 1"),
            refused(
                    "a class out of range",
                    INDEX,
                    () -> M.pick(0, 3),
                    "pick",
                    "class 3",
                    "row 1",
                    "[2, 3]",
                    "0 .. 2"),
            refused("too few classes", ARGUMENT, () -> M.pick(0), "pick", "1 classes", "2 rows"),
            refused(
                    "an index out of range",
                    INDEX,
                    () -> M.indexSelect(0, 0, -1),
                    "indexSelect",
                    "index -1",
                    "axis 0",
                    "[2, 3]",
                    "0 .. 1"),
            refused("an element outside", INDEX, () -> M.get(2, 0), "[2, 0]", "[2, 3]"),
            refused(
                    "an element of no index",
                    ARGUMENT,
                    () -> M.sum(0).get(),
                    "needs 1 index, got 0"),
            refused(
                    "an element of too few indices",
                    ARGUMENT,
                    () -> M.get(1),
                    "[1]",
                    "needs 2 indices, got 1"),
            refused("the value of an array", ARGUMENT, () -> M.value(), "[2, 3]", "6 elements"),
            refused("the matrix of a vector", ARGUMENT, () -> V.toMatrix(), "toMatrix", "[3]"),
            refused(
                    "backward from an array without a seed",
                    ARGUMENT,
                    () -> M.square().backward(),
                    "backward",
                    "[2, 3]",
                    "sum it first",
                    "seed"),
            refused(
                    "a seed of another shape",
                    ARGUMENT,
                    () -> M.backward(Tensor.ones(3, 2)),
                    "seed",
                    "[3, 2]",
                    "[2, 3]"),
            refused(
                    "the gradient of a constant",
                    ARGUMENT,
                    () -> M.sum().backward().of(Tensor.of(2).named("c")),
                    "c, constant",
                    "Tensor.variable"),
            refused(
                    "the gradient of what was not kept",
                    ARGUMENT,
                    () -> {
                        Tensor q = M.exp();
                        q.sum().backward().of(q);
                    },
                    "exp of shape [2, 3]",
                    "retain(...)"),
            refused(
                    "a constant to retain",
                    ARGUMENT,
                    () -> Backward.of(M.sum()).retain(Tensor.of(1).named("one")),
                    "one, constant"),
            refused(
                    "null to retain",
                    NullPointerException.class,
                    () -> Backward.of(M.sum()).retain((Tensor) null),
                    "the tensor is null"),
            refused(
                    "a constant as target",
                    ARGUMENT,
                    () -> Backward.of(M.sum()).wrt(Tensor.of(1)),
                    "constant"),
            refused(
                    "bounds out of order",
                    ARGUMENT,
                    () -> V.clamp(2, 1),
                    "clamp",
                    "2.0",
                    "1.0",
                    "in order"),
            refused("a NaN bound", ARGUMENT, () -> V.clamp(Double.NaN, 1), "clamp", "NaN"),
            refused(
                    "the largest of nothing",
                    ARGUMENT,
                    () -> Tensor.zeros(2, 0).amax(1),
                    "amax",
                    "[2, 0]",
                    "no largest"),
            refused(
                    "the place of the largest of nothing",
                    ARGUMENT,
                    () -> Tensor.zeros(2, 0).argMax(1),
                    "argMax",
                    "[2, 0]",
                    "no largest"),
            refused(
                    "the median of nothing",
                    ARGUMENT,
                    () -> Tensor.zeros(2, 0).median(1),
                    "median",
                    "[2, 0]",
                    "no quantile"),
            refused(
                    "a quantile beyond the largest",
                    ARGUMENT,
                    () -> V.quantile(0, 1.5),
                    "quantile",
                    "1.5",
                    "0 .. 1"),
            refused(
                    "more of the largest than there are",
                    ARGUMENT,
                    () -> V.topK(0, 4),
                    "topK",
                    "4",
                    "0 .. 3"),
            refused(
                    "a variance without freedom",
                    ARGUMENT,
                    () -> V.var(Axes.all(), 3),
                    "var",
                    "[3]",
                    "ddof 3",
                    "1 or more"),
            refused(
                    "a squeeze of a wide axis",
                    ARGUMENT,
                    () -> M.squeeze(0),
                    "squeeze",
                    "axis 0",
                    "[2, 3]",
                    "extent 2"),
            refused(
                    "a new axis out of range",
                    ARGUMENT,
                    () -> V.unsqueeze(3),
                    "unsqueeze",
                    "axis 3",
                    "-2 .. 1"),
            refused(
                    "a slice with step 0",
                    ARGUMENT,
                    () -> V.slice(0, 0, 2, 0),
                    "slice",
                    "step",
                    "0"),
            refused(
                    "margins for too few axes",
                    ARGUMENT,
                    () -> M.pad(new int[][] {{1, 1}}, 0),
                    "pad",
                    "1 pairs",
                    "[2, 3]"),
            refused(
                    "a negative margin",
                    ARGUMENT,
                    () -> V.pad(new int[][] {{-1, 1}}, 0),
                    "pad",
                    "[-1, 1]",
                    "axis 0"),
            refused("a negative repetition", ARGUMENT, () -> V.tile(-1), "tile", "-1"),
            refused(
                    "sizes that do not sum up",
                    ARGUMENT,
                    () -> M.split(1, 1, 1),
                    "split",
                    "[1, 1]",
                    "extent 3"),
            refused(
                    "pieces that do not fit",
                    ARGUMENT,
                    () -> Tensor.concat(0, M, Tensor.zeros(2, 2)),
                    "concat",
                    "[2, 3]",
                    "[2, 2]"),
            refused(
                    "pieces of several shapes",
                    ARGUMENT,
                    () -> Tensor.stack(0, V, Tensor.zeros(2)),
                    "stack",
                    "[3]",
                    "[2]"),
            refused("nothing to join", ARGUMENT, () -> Tensor.concat(0), "concat", "no tensors"),
            refused(
                    "an index that is no whole number",
                    INDEX,
                    () -> V.gather(0, Tensor.vector(0.5)),
                    "gather",
                    "0.5",
                    "0 .. 2"),
            refused(
                    "an index of the wrong rank",
                    ARGUMENT,
                    () -> M.gather(0, Tensor.vector(0)),
                    "gather",
                    "[1]",
                    "[2, 3]"),
            refused(
                    "a source of another shape",
                    ARGUMENT,
                    () -> V.scatterAdd(0, Tensor.vector(0), V),
                    "scatterAdd",
                    "[1]",
                    "[3]"),
            refused(
                    "a matrix that is not square",
                    ARGUMENT,
                    () -> Linalg.inverse(M),
                    "inverse",
                    "[2, 3]",
                    "square"),
            refused(
                    "a singular matrix",
                    ArithmeticException.class,
                    () -> Linalg.inverse(Tensor.of(new double[][] {{1, 2}, {2, 4}})),
                    "inverse",
                    "singular",
                    "pivot 1"),
            refused(
                    "equations with too few rows",
                    ARGUMENT,
                    () -> Linalg.solve(Tensor.eye(3), Tensor.zeros(2, 1)),
                    "solve",
                    "[3, 3]",
                    "[2, 1]",
                    "3 rows"),
            refused(
                    "a matrix that is not positive definite",
                    ArithmeticException.class,
                    () -> Linalg.cholesky(Tensor.of(new double[][] {{1, 2}, {2, 1}})),
                    "cholesky",
                    "not positive definite",
                    "pivot 1"),
            refused(
                    "labels for too many axes",
                    ARGUMENT,
                    () -> Linalg.einsum("ijk->i", M),
                    "einsum",
                    "ijk",
                    "[2, 3]"),
            refused(
                    "labels of different extents",
                    ARGUMENT,
                    () -> Linalg.einsum("ij,ij->", M, Tensor.zeros(2, 4)),
                    "'j'",
                    "3",
                    "4"),
            refused(
                    "a result's label that nobody has",
                    ARGUMENT,
                    () -> Linalg.einsum("i->k", V),
                    "'k'"),
            refused(
                    "the wrong number of operands",
                    ARGUMENT,
                    () -> Linalg.einsum("i,i", V),
                    "2 operands",
                    "1 are given"),
            refused(
                    "a kernel larger than the image",
                    ARGUMENT,
                    () ->
                            Images.convolution(
                                    Tensor.zeros(1, 1, 2),
                                    Tensor.zeros(1, 1, 3),
                                    Window.plain(),
                                    1),
                    "convolution",
                    "[1, 1, 2]",
                    "does not fit"),
            refused(
                    "channels that do not fit",
                    ARGUMENT,
                    () ->
                            Images.convolution(
                                    Tensor.zeros(1, 2, 5),
                                    Tensor.zeros(1, 3, 2),
                                    Window.plain(),
                                    1),
                    "convolution",
                    "[1, 2, 5]",
                    "[1, 3, 2]",
                    "groups"),
            refused(
                    "a stride of 0",
                    ARGUMENT,
                    () -> Window.plain().stride(0),
                    "stride",
                    "[0]",
                    "1 or more"),
            refused(
                    "a window for other axes",
                    ARGUMENT,
                    () ->
                            Images.maxPool(
                                    Tensor.zeros(1, 1, 4),
                                    new int[] {2},
                                    Window.plain().stride(1, 1)),
                    "stride",
                    "[1, 1]",
                    "1 axes"),
            refused(
                    "a negative order",
                    ARGUMENT,
                    () -> Special.polygamma(-1, V),
                    "polygamma",
                    "-1",
                    "0 .. 100"),
            refused(
                    "a direction of another shape",
                    ARGUMENT,
                    () -> Differentiate.jvp(Tensor::exp, V, Tensor.ones(2)),
                    "jvp",
                    "[2]",
                    "[3]"),
            refused(
                    "the gradient of an array",
                    ARGUMENT,
                    () -> Differentiate.gradient(Tensor::exp).apply(V),
                    "[3]",
                    "scalar"),
            refused(
                    "the gradients of an array",
                    ARGUMENT,
                    () -> Differentiate.valueAndGradients(x -> x[0].exp(), V),
                    "valueAndGradients: ",
                    "[3]",
                    "scalar"),
            refused(
                    "directions of another number",
                    ARGUMENT,
                    () -> Differentiate.jvp(x -> x[0], List.of(V, V), List.of(V)),
                    "jvp: the direction has 1 tensors and the point 2"),
            refused(
                    "directions of another shape",
                    ARGUMENT,
                    () ->
                            Differentiate.directional(
                                    x -> x[0], List.of(V, V), List.of(V, Tensor.of(1)), 1),
                    "directional: the direction of argument 1 has shape []",
                    "[3]"),
            refused(
                    "a vector of another shape",
                    ARGUMENT,
                    () ->
                            Differentiate.hessianVectorProducts(
                                    x -> x[0].sum(), List.of(V), List.of(M)),
                    "hessianVectorProducts: the vector has shape [2, 3]"),
            refused(
                    "a cotangent of another shape",
                    ARGUMENT,
                    () -> Differentiate.vjps(x -> x[0], List.of(V), M),
                    "vjps: the cotangent has shape [2, 3]"),
            refused(
                    "directions of no arguments",
                    ARGUMENT,
                    () -> Differentiate.jvp(x -> V, List.of(), List.of()),
                    "jvp: the list of arguments is empty"),
            refused(
                    "a fixed point without a start",
                    ARGUMENT,
                    () -> Equations.fixedPoint(x -> x[0], 1e-9, 9).apply(),
                    "fixedPoint: the list of arguments is empty"),
            refused(
                    "slices of different numbers",
                    ARGUMENT,
                    () -> Differentiate.mapSlices(x -> x[0], List.of(V, M)),
                    "mapSlices: the arguments have shapes [3] and [2, 3]"),
            refused(
                    "slices of a scalar",
                    ARGUMENT,
                    () -> Differentiate.mapSlices(x -> x, Tensor.of(1)),
                    "mapSlices: shape []"),
            refused(
                    "a negative order, curried",
                    ARGUMENT,
                    () -> Differentiate.directional(Tensor::exp, -1),
                    "directional: the order is -1"),
            refused(
                    "a function that is null",
                    NullPointerException.class,
                    () -> Differentiate.hessian(null),
                    "hessian: the function is null"),
            refused(
                    "a function that is null, at a point",
                    NullPointerException.class,
                    () -> Differentiate.jacobians(null, V),
                    "jacobians: the function is null"),
            refused(
                    "an argument that is null",
                    NullPointerException.class,
                    () -> Differentiate.gradient(Tensor::sum, null),
                    "gradient: an argument is null"),
            refused(
                    "a list that is null",
                    NullPointerException.class,
                    () -> Differentiate.vjps(x -> x[0], null, V),
                    "vjps: a list of tensors is null"),
            refused(
                    "a function that gives null",
                    NullPointerException.class,
                    () -> Differentiate.jacobian(x -> null, V),
                    "jacobian: the function gave null"),
            refused(
                    "a fixed point out of reach",
                    ArithmeticException.class,
                    () ->
                            Equations.fixedPoint(
                                    z -> z[0].mul(2).add(z[1]),
                                    Tensor.of(1),
                                    1e-9,
                                    20,
                                    Tensor.of(1)),
                    "fixedPoint",
                    "20 steps"),
            refused(
                    "a hook of nothing",
                    NullPointerException.class,
                    () -> Backward.of(M.sum()).hook(M, null),
                    "hook"),
            refused(
                    "a second derivative of a pass that was not recorded",
                    ARGUMENT,
                    () -> {
                        Tensor x = Tensor.variable(2);
                        x.pow(3).backward().of(x).mul(2).sum().backward();
                    },
                    "not recorded",
                    "After an update",
                    "asVariable() on the new value",
                    "Backward.of(f).recorded()"),
            refused(
                    "the gradient of null",
                    NullPointerException.class,
                    () -> M.sum().backward().of((Tensor) null),
                    "tensor is null"),
            refused(
                    "a result that is null",
                    NullPointerException.class,
                    () -> Backward.of(null),
                    "result is null"),
            refused("a name that is null", NullPointerException.class, () -> M.named(null), "name"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    @DisplayName("refused:")
    void isRefused(String what, Class<? extends Exception> kind, Executable code, Object words) {
        Exception thrown = assertThrows(kind, code);
        assertEquals(kind, thrown.getClass());
        for (String word : (String[]) words) {
            assertTrue(
                    thrown.getMessage().contains(word),
                    () -> "no \"" + word + "\" in: " + thrown.getMessage());
        }
    }
}
