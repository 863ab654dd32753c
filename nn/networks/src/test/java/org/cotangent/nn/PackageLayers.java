package org.cotangent.nn;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/**
 * The public layers of the further packages with an input each, from the rows for their gradients.
 */
public final class PackageLayers {
    private PackageLayers() {}

    /**
     * All of them.
     *
     * @return a new map
     */
    public static Map<Layer, Tensor> all() {
        Map<Layer, Tensor> all = new LinkedHashMap<>();
        Stream.of(ImageLayers.cases(), SequenceLayers.cases(), TableLayers.cases())
                .flatMap(List::stream)
                .filter(c -> Modifier.isPublic(c.layer().getClass().getModifiers()))
                .forEach(c -> all.put(c.layer(), c.x()));
        return all;
    }
}
