package org.cotangent.gradcheck.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;

/**
 * What an op of the oracle returns.
 *
 * @param outputs what is differentiated, in the order of the oracle
 * @param further values by name that are only compared
 */
record Results(List<Tensor> outputs, Map<String, Tensor> further) {
    static Results of(Tensor... outputs) {
        return new Results(List.of(outputs), Map.of());
    }

    Results with(String name, Tensor value) {
        Map<String, Tensor> more = new LinkedHashMap<>(further);
        more.put(name, value);
        return new Results(outputs, more);
    }
}
