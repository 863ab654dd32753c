package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final RandomGenerator random = new SplittableRandom(2);

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    @Test
    void theTableOfTheDocumentation() {
        Mlp model = Mlp.of(64, 32, 10).build(random);
        assertEquals(
                String.join(
                        "\n",
                        "layer                output   parameters  buffers",
                        "-------------------------------------------------",
                        "mlp                  [1, 10]",
                        "  dense1 (64 to 32)  [1, 32]       2,080",
                        "  RELU               [1, 32]",
                        "  dense2 (32 to 10)  [1, 10]         330",
                        "  LINEAR             [1, 10]",
                        "",
                        "2,410 trainable parameters, 0 numbers in buffers",
                        ""),
                Summary.of(model, 1, 64).toString());
    }

    /** A layer without a text of its own. */
    private static final class Affine implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.mul(2).add(1);
        }
    }

    @Test
    void layersWithoutATextAreCalledByTheirNames() {
        Layer model = new Sequential(new Affine(), (x, pass) -> x.mul(3));
        String text = model.summary(1, 2).toString();
        assertTrue(text.contains("\n  affine    [1, 2]\n  layer     [1, 2]\n"), text);
        assertEquals("affine, layer", model.toString());
        assertEquals(Summary.of(model, 1, 2).toString(), text);
    }

    @Test
    void nestedSharedAndWithBuffers() {
        Dense shared = dense("shared", 4, 4);
        BatchNorm norm = new BatchNorm("norm", 4);
        Layer lambda = (x, pass) -> x.mul(2);
        Sequential model =
                new Sequential(
                        new Embedding("words", 7, 2, Initializers.normal(1), random),
                        new Flatten(),
                        new Residual("skip", List.of(shared, norm, lambda)),
                        shared,
                        new Parallel(
                                Parallel.Join.CONCATENATE, dense("a", 4, 1), Activation.elu(2)));
        Summary summary = Summary.of(model, 3, 2);
        assertEquals(
                List.of(
                        "sequential",
                        "sequential/0 words",
                        "sequential/1 flatten",
                        "sequential/2 skip",
                        "sequential/2 skip/0 shared",
                        "sequential/2 skip/1 norm",
                        "sequential/2 skip/2 layer",
                        "sequential/3 shared",
                        "sequential/4 parallel",
                        "sequential/4 parallel/0 a",
                        "sequential/4 parallel/1 ELU"),
                summary.rows().stream().map(Summary.Row::path).toList());
        assertEquals(14 + 20 + 8 + 5, summary.parameters());
        assertEquals(8, summary.buffers());
        Summary.Row again = summary.rows().get(7);
        assertTrue(again.shared());
        assertEquals(0, again.parameters());
        assertEquals(20, summary.rows().get(4).parameters());
        assertFalse(summary.rows().get(4).shared());
        assertEquals(List.of(3, 2, 2), summary.rows().get(1).outputShape());
        assertEquals(List.of(3, 5), summary.rows().get(0).outputShape());
        assertEquals(2, summary.rows().get(5).depth());
        String text = summary.toString();
        assertTrue(text.contains("    layer "), text);
        assertTrue(text.contains("\n  shared (4 to 4)           [3, 4]         shared\n"), text);
        assertTrue(text.endsWith("47 trainable parameters, 8 numbers in buffers\n"), text);
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), text);
    }

    /** A block with a parameter beside its child's. */
    private static final class Scaled extends Block implements Layer {
        private final Layer layer;
        private final Parameter scale;

        Scaled(Layer layer) {
            super("scaled");
            this.layer = child(layer);
            scale = parameter("scale", Tensor.of(2));
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return layer.forward(x, pass).mul(scale.value());
        }
    }

    @Test
    void blocksOfOnesOwn() {
        Scaled scaled = new Scaled(dense("d", 2, 3));
        Summary summary = Summary.of(new Sequential(scaled), 1, 2);
        assertEquals(10, summary.parameters());
        assertEquals(1, summary.rows().get(1).parameters());
        assertEquals("scaled (d (2 to 3))", scaled.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(scaled).apply(Tensor.zeros(1, 5)),
                "sequential/0 scaled/0 d: ");
    }

    @Test
    void nothingIsChangedAndErrorsHaveAPath() {
        BatchNorm norm = new BatchNorm("norm", 4);
        Sequential model = new Sequential(norm, dense("d", 4, 2));
        Summary.of(model, 8, 4);
        assertArrayEquals(new double[4], norm.mean().value().toArray());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Summary.of(model, 8, 3),
                "sequential/0 norm: ",
                "[8, 3]");
        assertEquals(
                "layer  output  parameters  buffers\n"
                        + "----------------------------------\n"
                        + "TANH   [2]\n\n"
                        + "0 trainable parameters, 0 numbers in buffers\n",
                Summary.of(Activation.TANH, 2).toString());
    }
}
