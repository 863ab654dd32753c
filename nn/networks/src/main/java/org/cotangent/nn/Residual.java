package org.cotangent.nn;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A residual block: layers one after the other with a skip connection around them, y = x + f(x).
 * Signals and gradients pass the connection unchanged, however deep a model is. K. He, X. Zhang, S.
 * Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016.
 *
 * <p>The layers must keep the shape: nothing is broadcast. Where the shape changes, {@link
 * Parallel} adds the output of a layer in the skip connection.
 *
 * <pre>{@code
 * new Residual(Layer.of(x -> x.mul(10))).apply(Tensor.vector(1, 2));   // [11, 22]
 * }</pre>
 */
public final class Residual extends LayerBlock {
    static final ModuleFormat<Residual> FORMAT =
            ModuleFormat.of(
                    "residual",
                    Residual.class,
                    (residual, state) -> state,
                    (s, children) -> new Residual(s.text("name"), layers(children)));

    /**
     * A way around some layers.
     *
     * @param layers the layers in order, copied
     * @throws IllegalArgumentException if two different parameters have the same name
     */
    public Residual(Layer... layers) {
        this("residual", List.of(layers));
    }

    /**
     * A way around some layers, under a name.
     *
     * @param name the name, for messages and tables
     * @param layers the layers in order, copied
     * @throws IllegalArgumentException if the name is blank, or two different parameters have the
     *     same name
     */
    public Residual(String name, List<? extends Layer> layers) {
        super(name, layers);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(this, () -> added(x, inOrder(x, pass)));
    }

    private Tensor added(Tensor x, Tensor y) {
        // [5, 1] + [5, 4] would broadcast: a wrong number, not an error
        if (!Arrays.equals(x.shape(), y.shape())) {
            throw Checks.illegal(
                    "%s: the input has shape %s and the output of the layers %s; they must be the"
                            + " same to be added",
                    name(), x.shape(), y.shape());
        }
        return x.add(y);
    }
}
