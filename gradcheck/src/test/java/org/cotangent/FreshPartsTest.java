package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/**
 * The sweep adds to the arrays that rules return, where {@link Op#freshParts()} allows it: then
 * they must be new, or the adjoint's own.
 */
class FreshPartsTest {
    private static final int CASES_A_ROW = 10;
    private final Set<String> broken = new TreeSet<>();
    private int parts;

    @Test
    void noRuleReturnsAnArrayThatSomebodyHolds() {
        for (OpTable.Row row : OpTable.ROWS) {
            for (int i = 0; i < CASES_A_ROW; i++) {
                OpTable.Case drawn = row.cases().apply(new Dice(i, 1 + i % 4));
                Tensor[] at =
                        Arrays.stream(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
                for (Graph.Node each : Graph.of(drawn.f().apply(at)).nodes()) {
                    Tensor node = each.value();
                    if (node.inputs() > 0 && node.op.freshParts()) {
                        Tensor.unrecorded(() -> look(node));
                    }
                }
            }
        }
        assertEquals(Set.of(), broken);
        assertTrue(parts > 1000, parts + " parts");
    }

    private Void look(Tensor y) {
        Tensor g = Tensor.full(1, y.shape);
        List<double[]> held = new ArrayList<>();
        held.add(y.data);
        for (int i = 0; i < y.inputs(); i++) {
            held.add(y.input(i).data);
        }
        for (int i = 0; i < y.inputs(); i++) {
            // twice: a rule could have an array of its own
            for (int time = 0; time < 2 && y.input(i).varies(); time++) {
                Tensor part = y.op.adjoint(i, g, y);
                if (part == null || part.data == null || part.data == g.data) {
                    continue;
                }
                parts++;
                if (held.stream().anyMatch(array -> array == part.data)) {
                    broken.add(y.op.name() + ", input " + i);
                }
                held.add(part.data);
            }
        }
        return null;
    }
}
