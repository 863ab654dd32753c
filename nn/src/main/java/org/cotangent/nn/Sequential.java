package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;

/**
 * Layers one after the other, each fed with what the one before it returned.
 *
 * <p>A layer may occur more than once, and then shares its parameters. Different parameters must
 * have different names. Without layers this is the identity.
 */
public final class Sequential implements Layer {
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final List<Buffer> buffers;

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
        this.layers = List.copyOf(layers);
        this.parameters = distinct(this.layers, Layer::parameters, Parameter::name);
        this.buffers = distinct(this.layers, Layer::buffers, Buffer::name);
    }

    private static <P> List<P> distinct(
            List<Layer> layers, Function<Layer, List<P>> parts, Function<P, String> name) {
        Map<String, P> seen = new HashMap<>();
        List<P> all = new ArrayList<>();
        for (Layer layer : layers) {
            for (P part : parts.apply(layer)) {
                P other = seen.putIfAbsent(name.apply(part), part);
                if (other == null) {
                    all.add(part);
                } else if (other != part) {
                    throw new IllegalArgumentException(
                            "sequential: there are two of one name, "
                                    + other
                                    + " and "
                                    + part
                                    + "; give each layer a name of its own");
                }
            }
        }
        return Collections.unmodifiableList(all);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = Objects.requireNonNull(x, "sequential: the input is null");
        for (Layer layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }

    @Override
    public Tensor train(Tensor x, RandomGenerator random) {
        Tensor y = Objects.requireNonNull(x, "sequential: the input is null");
        for (Layer layer : layers) {
            y = layer.train(y, random);
        }
        return y;
    }

    /**
     * The buffers of all layers, in the order of the layers.
     *
     * @return each once, also those of a layer that occurs twice
     */
    @Override
    public List<Buffer> buffers() {
        return buffers;
    }

    /**
     * The parameters of all layers, in the order of the layers.
     *
     * @return each once, also those of a layer that occurs twice
     */
    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The layers.
     *
     * @return an unmodifiable list in the order of their application
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * The layers in order.
     *
     * @return as "dense1 (2 to 8), TANH, dense2 (8 to 1), LINEAR"
     */
    @Override
    public String toString() {
        return layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
