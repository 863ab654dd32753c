package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.junit.jupiter.api.Test;

/** Walks the engine's operations: each must turn up in the graphs of the rows that are checked. */
class OpCoverageTest {
    private static final int CASES_A_ROW = 20;

    /**
     * What the first-order property reaches, and through recorded gradients the second-order one.
     */
    @Test
    void everyOperationHasAGradientCheck() throws IllegalAccessException {
        Set<String> seen = new TreeSet<>();
        for (OpTable.Row row : OpTable.ROWS) {
            for (int seed = 0; seed < CASES_A_ROW; seed++) {
                collect(row.cases().apply(new Dice(seed, 3)), seen);
            }
        }
        Set<String> missing = operations();
        missing.removeAll(seen);
        assertEquals(Set.of(), missing, "operations without a row in OpTable");
    }

    private static void collect(OpTable.Case drawn, Set<String> seen) {
        Tensor[] x = Arrays.stream(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = drawn.f().apply(x);
        // a cotangent that varies, as in a second derivative: else masks would fold away
        Tensor cotangent = Tensor.ones(y.shape()).asVariable();
        Gradients gradients = Backward.of(y).seed(cotangent).recorded().run();
        Tensor[] results = Arrays.copyOf(x, x.length + 1);
        Arrays.setAll(results, i -> i < x.length ? gradients.of(x[i]) : y);
        Graph.of(results).nodes().forEach(node -> seen.add(key(node.op)));
    }

    /** The permitted classes, and of those with one object an operation every object. */
    private static Set<String> operations() throws IllegalAccessException {
        Set<String> keys = new TreeSet<>();
        for (Class<?> type : Op.class.getPermittedSubclasses()) {
            if (type != Elementwise.Unary.class
                    && type != Elementwise.Binary.class
                    && type != Op.Leaf.class) {
                keys.add(type.getSimpleName());
            }
        }
        for (Field field : Elementwise.class.getDeclaredFields()) {
            if (Op.class.isAssignableFrom(field.getType())) {
                keys.add(key((Op) field.get(null)));
            }
        }
        return keys;
    }

    private static String key(Op op) {
        boolean table = op instanceof Elementwise.Unary || op instanceof Elementwise.Binary;
        return table ? op.name() : op.getClass().getSimpleName();
    }
}
