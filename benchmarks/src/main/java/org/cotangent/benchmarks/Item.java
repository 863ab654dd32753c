package org.cotangent.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of work.
 *
 * @param work what kind
 * @param size its size, as "64x1000x100"
 */
record Item(Work work, String size) {
    /**
     * Those of which one is to be divided by the other, as goals have it, belong to the same group:
     * they are timed within the same rounds, since a machine that others use, too, has slow
     * minutes.
     */
    static List<List<Item>> groups(Map<Work, List<String>> all) {
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        all.forEach(
                (work, sizes) -> {
                    for (String size : sizes) {
                        Item item = new Item(work, size);
                        groups.computeIfAbsent(item.group(), key -> new ArrayList<>()).add(item);
                    }
                });
        return new ArrayList<>(groups.values());
    }

    private String group() {
        String name = work.name();
        if (name.startsWith("mlp-") || name.startsWith("two-layer")) {
            return name.substring(0, 3);
        }
        boolean compared = name.startsWith("matmul") && Goals.COMPARED.contains(size);
        return compared ? "products" : name + " " + size;
    }
}
