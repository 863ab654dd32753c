package org.cotangent.nn.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Transform;
import org.cotangent.nn.data.TransformLayer;
import org.cotangent.nn.data.Transforms;

/**
 * A codec that writes a fitted transform as the settings of a layer: each text of its state is the
 * setting text/name, each tensor the settings shape/name and tensor/name. JSON's decimal numbers
 * give the same bits.
 */
final class TransformCodec {
    static final LayerCodec CODEC =
            LayerCodec.of(
                    "transform", TransformLayer.class, TransformCodec::write, TransformCodec::read);

    private static final String TEXT = "text/";
    private static final String SHAPE = "shape/";
    private static final String TENSOR = "tensor/";

    private TransformCodec() {}

    private static LayerSettings write(TransformLayer layer) {
        State state = layer.transform().state();
        LayerSettings settings =
                new LayerSettings()
                        .with("name", layer.name())
                        .with("inverse", layer.isInverse())
                        .with("kind", state.kind());
        state.texts().forEach((key, text) -> settings.with(TEXT + key, text));
        state.tensors()
                .forEach(
                        (key, tensor) ->
                                settings.with(SHAPE + key, tensor.shape())
                                        .with(TENSOR + key, tensor.toArray()));
        return settings;
    }

    private static TransformLayer read(LayerSettings settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String setting : List.copyOf(settings.values().keySet())) {
            if (setting.startsWith(TEXT)) {
                texts.put(setting.substring(TEXT.length()), settings.text(setting));
            } else if (setting.startsWith(TENSOR)) {
                String key = setting.substring(TENSOR.length());
                double[] numbers = settings.numbers(setting);
                tensors.put(key, Tensor.of(numbers, settings.integers(SHAPE + key)));
            }
        }
        String name = settings.text("name");
        Transform transform = Transforms.of(new State(settings.text("kind"), texts, tensors));
        return settings.truth("inverse")
                ? TransformLayer.inverse(name, transform)
                : new TransformLayer(name, transform);
    }
}
