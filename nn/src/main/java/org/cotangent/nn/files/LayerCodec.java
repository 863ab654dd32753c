package org.cotangent.nn.files;

import java.util.Objects;
import java.util.function.Function;
import org.cotangent.nn.Layer;

/**
 * A codec that writes the layers of one class to model.json and reads them again. For custom layers
 * it is passed to {@link Models}.
 *
 * <pre>{@code
 * record Scale(double factor) implements Layer {
 *     public Tensor forward(Tensor x, Pass pass) {
 *         return x.mul(factor);
 *     }
 * }
 * LayerCodec scale =
 *         LayerCodec.of(
 *                 "scale",
 *                 Scale.class,
 *                 layer -> new LayerSettings().with("factor", layer.factor()),
 *                 settings -> new Scale(settings.number("factor")));
 * Layer model = new Sequential(new Scale(3), Activation.RELU);
 * Path folder = Files.createTempDirectory("model");
 * Models.save(folder, model, scale);
 * Models.load(folder, scale).apply(Tensor.of(2));   // 6
 * }</pre>
 *
 * <p>The weights are not among the settings: they are written and read by the names of parameters
 * and buffers. So what is read must have parameters and buffers of the same names and shapes, of
 * whatever values.
 */
public final class LayerCodec {
    private final String type;
    private final Class<? extends Layer> layer;
    private final Function<Layer, LayerSettings> writer;
    private final Function<LayerSettings, ? extends Layer> reader;

    private LayerCodec(
            String type,
            Class<? extends Layer> layer,
            Function<Layer, LayerSettings> writer,
            Function<LayerSettings, ? extends Layer> reader) {
        this.type = type;
        this.layer = layer;
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * A codec made of two functions.
     *
     * @param <L> the class of layers
     * @param type the name of the class in the file, as "scale"; not one of Cotangent's own
     * @param layer the class
     * @param writer the settings of a layer
     * @param reader a layer of settings that were written; it may throw whatever its constructor
     *     throws
     * @return the codec
     * @throws IllegalArgumentException if the type is blank
     */
    public static <L extends Layer> LayerCodec of(
            String type,
            Class<L> layer,
            Function<? super L, LayerSettings> writer,
            Function<LayerSettings, ? extends L> reader) {
        Objects.requireNonNull(layer, "layer codec: the class is null");
        Objects.requireNonNull(writer, "layer codec: the writer is null");
        Objects.requireNonNull(reader, "layer codec: the reader is null");
        if (type.isBlank()) {
            throw new IllegalArgumentException("layer codec: the type is blank");
        }
        return new LayerCodec(type, layer, l -> writer.apply(layer.cast(l)), reader);
    }

    /**
     * The name of the class in the file.
     *
     * @return as "scale"
     */
    public String type() {
        return type;
    }

    boolean takes(Layer candidate) {
        return layer.isInstance(candidate);
    }

    LayerSettings write(Layer toWrite) {
        return writer.apply(toWrite);
    }

    Layer read(LayerSettings settings) {
        return reader.apply(settings);
    }
}
