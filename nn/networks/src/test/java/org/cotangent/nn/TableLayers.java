package org.cotangent.nn;

import java.util.List;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.tables}. */
final class TableLayers {
    private TableLayers() {}

    static List<EveryLayerTest.Case> cases() {
        return List.of();
    }
}
