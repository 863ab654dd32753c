package org.cotangent.nn;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * Layers one after the other, each applied to the output of the one before.
 *
 * <p>A layer may occur more than once, and then shares its parameters. Different parameters must
 * have different names. Without layers this is the identity.
 */
public final class Sequential extends LayerBlock {
    static final ModuleFormat<Sequential> FORMAT =
            ModuleFormat.of(
                    "sequential",
                    Sequential.class,
                    (sequential, state) -> state,
                    (s, children) -> new Sequential(s.text("name"), layers(children)));

    /**
     * The layers in order.
     *
     * @param layers the layers, copied
     * @throws IllegalArgumentException if two different parameters have the same name
     */
    public Sequential(Layer... layers) {
        this(List.of(layers));
    }

    /**
     * The layers in order.
     *
     * @param layers the layers, copied
     * @throws IllegalArgumentException if two different parameters have the same name
     */
    public Sequential(List<? extends Layer> layers) {
        this("sequential", layers);
    }

    /**
     * The layers in order, under a name.
     *
     * @param name the name, for messages and tables, as "encoder"
     * @param layers the layers, copied
     * @throws IllegalArgumentException if the name is blank, or two different parameters have the
     *     same name
     */
    public Sequential(String name, List<? extends Layer> layers) {
        super(name, layers);
    }

    /**
     * The layers in order, under a name.
     *
     * @param name the name, for messages and tables, as "encoder"
     * @param layers the layers, copied
     * @throws IllegalArgumentException if the name is blank, or two different parameters have the
     *     same name
     */
    public Sequential(String name, Layer... layers) {
        this(name, List.of(layers));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Checks.present(name(), "the input", x);
        return pass.within(this, () -> inOrder(x, pass));
    }

    /**
     * The layers in order.
     *
     * @return as "dense1 (2 to 8), TANH, dense2 (8 to 1), LINEAR"
     */
    @Override
    public String toString() {
        return listed();
    }
}
