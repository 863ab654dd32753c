package org.cotangent.nn;

import java.util.List;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.sequences}. */
final class SequenceLayers {
    private SequenceLayers() {}

    static List<EveryLayerTest.Case> cases() {
        return List.of();
    }
}
