package org.cotangent.nn.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationPenalty;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Dense;
import org.cotangent.nn.GradientReversal;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.testing.Bits;
import org.junit.jupiter.api.Test;

/** Modules of several inputs by hand, bad inputs, and that they are saved to the same bits. */
class TablesTest {
    private static final Initializer NORMAL = Initializers.normal(1);

    private final RandomGenerator random = new SplittableRandom(8);
    private final Tensor x = Tensor.of(new double[][] {{6, -4}, {1, 3}});
    private final Tensor y = Tensor.of(new double[][] {{2, 8}, {5, -3}});

    @Test
    void waysToJoin() {
        double[][] expected = {
            {6, -4, 2, 8, 1, 3, 5, -3},
            {8, 4, 6, 0},
            {12, -32, 5, -9},
            {4, -12, -4, 6},
            {3, -0.5, 0.2, -1},
            {6, 8, 5, 3},
            {2, -4, 1, -3}
        };
        int next = 0;
        for (Parallel.Join join : Parallel.Join.values()) {
            Branches both = new Branches(join, Activation.LINEAR, Activation.LINEAR);
            assertArrayEquals(expected[next++], both.apply(x, y).toArray(), join::toString);
            // the same of one input that is cut
            Layer cut = new Columns(both, 2, 2);
            assertArrayEquals(
                    both.apply(x, y).toArray(), cut.apply(Tensor.concat(1, x, y)).toArray());
        }
        assertEquals(expected.length, next);
        Branches three =
                new Branches(
                        Parallel.Join.DIFFERENCE,
                        Activation.RELU,
                        Activation.LINEAR,
                        new Lambda("twice", t -> t.mul(2)));
        assertArrayEquals(
                new double[] {-8, 0, -6, -12 + 12},
                three.apply(x, y, x).add(Tensor.of(new double[][] {{0, 0}, {0, 0}})).toArray());
        List<Tensor> outputs = three.outputs(List.of(x, y, x), Pass.evaluation());
        assertArrayEquals(new double[] {6, 0, 1, 3}, outputs.get(0).toArray());
        assertArrayEquals(new double[] {12, -8, 2, 6}, outputs.get(2).toArray());
    }

    @Test
    void mixtureOfExperts() {
        Tensor shares = Tensor.of(new double[][] {{0.25, 0.75}, {1, 0}});
        assertArrayEquals(new double[] {3, 5, 1, 3}, Mixture.mean(shares, x, y).toArray());
        Layer gate =
                new Lambda("gate", t -> Tensor.of(new double[][] {{0, Math.log(3)}, {40, -400}}));
        Layer mixture = new Mixture(gate, Activation.LINEAR, new Lambda("negative", Tensor::neg));
        assertArrayEquals(new double[] {-3, 2, 1, 3}, mixture.apply(x).toArray(), 1e-12);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Mixture.mean(shares, x, y, x),
                "mixture: weights of shape [2, 2] for outputs of shapes [[2, 2], [2, 2], [2, 2]]");
    }

    @Test
    void bilinearFormsByTheirSum() {
        Bilinear form = new Bilinear("form", 2, 2, 3, NORMAL, random);
        form.parameters().get(1).set(Tensor.vector(0.1, 0.2, 0.3));
        Tensor w = form.weight().value();
        Tensor z = form.apply(x, y);
        for (int row = 0; row < 2; row++) {
            for (int k = 0; k < 3; k++) {
                double sum = 0.1 * (k + 1);
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 2; j++) {
                        sum += x.get(row, i) * w.get(i, j, k) * y.get(row, j);
                    }
                }
                assertEquals(sum, z.get(row, k), 1e-13);
            }
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> form.apply(x, y.slice(0, 0, 1)),
                "form: inputs of shapes [2, 2] and [1, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> form.apply(x, Tensor.zeros(2, 3)),
                "form: the input has shape [2, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Bilinear.withoutBias("form", 2, 0, 3, NORMAL, random),
                "form: width of the second input 0");
    }

    @Test
    void cosinesAndDistances() {
        Tensor columns = Tensor.of(new double[][] {{1, 0, -3}, {0, -2, -4}});
        Tensor at = Tensor.of(new double[][] {{3, 4}, {0, 0}});
        assertArrayEquals(
                new double[] {0.6, -0.8, -1, 0, 0, 0},
                new Cosine("c", columns).apply(at).add(0).toArray(),
                1e-15);
        assertArrayEquals(
                new double[] {Math.sqrt(20), Math.sqrt(45), 10, 1, 2, 5},
                new Euclidean("e", columns).apply(at).toArray(),
                1e-14);
        // 1e8 from the origin, 1 apart: a sum of squares would have lost it
        Tensor far = Tensor.of(new double[][] {{1e8}, {1e8}});
        assertEquals(1, new Euclidean("e", far).apply(Tensor.vector(1e8 + 1, 1e8)).get(0), 1e-12);
        Tensor v = at.asVariable();
        double[] slope =
                new Euclidean("e", Tensor.zeros(2, 1)).apply(v).sum().backward().of(v).toArray();
        assertArrayEquals(new double[] {0.6, 0.8, 0, 0}, slope, 1e-15);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Cosine("c", columns).apply(Tensor.zeros(1, 3)),
                "c: the input has shape [1, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Euclidean(0, 1, NORMAL, random),
                "euclidean: inputs 0");
    }

    @Test
    void sparseRowsAreTheSameInFull() {
        SparseRows rows =
                SparseRows.of(
                        5, new int[][] {{4, 1, 4}, {}, {0}}, new double[][] {{2, -1, 3}, {}, {7}});
        assertArrayEquals(
                new double[] {0, -1, 0, 0, 5, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0},
                rows.toTensor().toArray());
        SparseDense sparse = new SparseDense("words", 5, 3, NORMAL, random);
        sparse.bias().set(Tensor.vector(1, 2, 3));
        Dense dense = new Dense("words", 5, 3, NORMAL, random);
        dense.weight().set(sparse.weight().value());
        dense.parameters().get(1).set(sparse.bias().value());
        Tensor a = sparse.apply(rows);
        Tensor b = dense.apply(rows.toTensor());
        assertArrayEquals(b.toArray(), a.toArray(), 1e-14);
        assertArrayEquals(
                b.square().sum().backward().of(dense.weight().value()).toArray(),
                a.square().sum().backward().of(sparse.weight().value()).toArray(),
                1e-13);
        SparseRows none = SparseRows.of(5, new int[][] {{}}, new double[][] {{}});
        assertArrayEquals(new double[] {1, 2, 3}, sparse.apply(none).toArray());
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> SparseRows.of(5, new int[][] {{1}, {5}}, new double[][] {{1}, {1}}),
                "sparse rows: index 5 at row 1; with 5 columns");
        Refusal.of(
                IllegalArgumentException.class,
                () -> SparseRows.of(5, new int[][] {{1}}, new double[][] {{1, 2}}),
                "row 0 has 1 indices and 2 values");
        Refusal.of(
                IllegalArgumentException.class,
                () -> sparse.apply(SparseRows.of(4, new int[][] {{}}, new double[][] {{}})),
                "words: rows of 4 columns and weights [5, 3]");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Branches both = new Branches(Parallel.Join.SUM, Activation.LINEAR, Activation.LINEAR);
        Refusal.of(
                IllegalArgumentException.class,
                () -> both.apply(x),
                "branches: 1 inputs for 2 layers");
        Refusal.of(
                IllegalArgumentException.class,
                () -> both.apply(x, Tensor.zeros(2, 1)),
                "branches: the outputs of the branches have shapes [2, 2], [2, 1]",
                "to be added");
        Refusal.of(
                NullPointerException.class, () -> both.apply(x, null), "branches: input 1 is null");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Columns(both, 1, 2).apply(x),
                "columns: the input has shape [2, 2]",
                "widths [1, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Columns(both, 1),
                "columns: widths [1] for 2 layers");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Mixture(Activation.LINEAR),
                "mixture: there are no experts");
    }

    @Test
    void gradientsAreTurnedAroundAndActivationsPenalized() {
        Tensor v = x.asVariable();
        Tensor reversed = new GradientReversal(0.5).apply(v);
        assertArrayEquals(x.toArray(), reversed.toArray());
        assertArrayEquals(
                new double[] {-6, 4, -1, -3}, reversed.square().sum().backward().of(v).toArray());
        Pass pass = Pass.training(random);
        ActivationPenalty.l1("sparsity", 0.1).forward(v, pass);
        ActivationPenalty.l2("size", 0.1).forward(v, pass);
        assertEquals(0.1 * 14 / 2, pass.losses().get("sparsity").value(), 1e-15);
        assertEquals(0.1 * 62 / 2, pass.losses().get("size").value(), 1e-15);
        assertArrayEquals(
                new double[] {0.05, -0.05, 0.05, 0.05},
                pass.losses().get("sparsity").backward().of(v).toArray(),
                1e-17);
        Refusal.of(
                IllegalArgumentException.class,
                () -> ActivationPenalty.l1("sparsity", -1),
                "sparsity: lambda -1.0");
    }

    private static <M extends Module> void comesBack(M module, Function<M, Tensor> f) {
        module.parameters()
                .forEach(p -> p.set(Tensor.normal(new SplittableRandom(4), p.value().shape())));
        @SuppressWarnings("unchecked")
        M back = (M) ModuleStates.module(ModuleStates.of(module));
        assertEquals(module.toString(), back.toString());
        assertEquals(
                module.parameters().stream().map(Parameter::toString).toList(),
                back.parameters().stream().map(Parameter::toString).toList());
        assertEquals(List.<Buffer>of(), back.buffers());
        Bits.assertSame(f.apply(module).toArray(), f.apply(back).toArray());
    }

    /** Those that are no layers; for the layers there is a test of all. */
    @Test
    void modulesOfSeveralInputsComeBackBitForBit() {
        comesBack(
                new Branches(
                        Parallel.Join.MAXIMUM,
                        new Dense("a", 2, 3, NORMAL, random),
                        new Dense("b", 2, 3, NORMAL, random)),
                m -> m.apply(x, y));
        comesBack(new Bilinear("form", 2, 2, 3, NORMAL, random), m -> m.apply(x, y));
        comesBack(Bilinear.withoutBias("form", 2, 2, 3, NORMAL, random), m -> m.apply(x, y));
        SparseRows rows = SparseRows.of(2, new int[][] {{1}}, new double[][] {{3}});
        comesBack(new SparseDense("words", 2, 3, NORMAL, random), m -> m.apply(rows));
    }
}
