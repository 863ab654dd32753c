package org.cotangent.nn;

import java.util.List;
import org.cotangent.Tensor;

/** A layer made of a list of layers, each called in the pass that it gets. */
abstract class LayerBlock extends Block implements Layer {
    private final List<Layer> layers;

    LayerBlock(String name, List<? extends Layer> layers) {
        super(name);
        this.layers = List.copyOf(layers);
        this.layers.forEach(this::child);
    }

    /**
     * The layers.
     *
     * @return an unmodifiable list in the order in which they were given
     */
    public List<Layer> layers() {
        return layers;
    }

    /** The output of the last layer, each applied to the output of the one before. */
    final Tensor inOrder(Tensor x, Pass pass) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = pass.through(layers.get(i), i, y);
        }
        return y;
    }

    /** The children made for a block, which must be layers. */
    static List<Layer> layers(List<Module> children) {
        return children.stream().map(Layer.class::cast).toList();
    }
}
