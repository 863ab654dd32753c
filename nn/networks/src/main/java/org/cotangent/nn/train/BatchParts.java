package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.cotangent.Tensor;

/** The tensors and classes that a batch consists of. */
final class BatchParts {
    private BatchParts() {}

    /** The parts of tensors, classes, data sets and pairs; others are parts as they are. */
    static List<Object> of(Object batch) {
        List<Object> parts = new ArrayList<>();
        add(batch, parts);
        return parts;
    }

    private static void add(Object x, List<Object> parts) {
        if (x instanceof Dataset<?, ?> || x instanceof Pair<?, ?>) {
            ((Samples<?>) x).parts().forEach(part -> add(part, parts));
        } else {
            parts.add(x);
        }
    }

    /** The same batch with others in place of the parts. */
    @SuppressWarnings("unchecked")
    static <B> B replaced(B batch, Iterator<Object> parts) {
        if (batch instanceof Dataset<?, ?> data) {
            Object inputs = replaced(data.inputs(), parts);
            return (B) data.replaced(inputs, replaced(data.targets(), parts));
        }
        if (batch instanceof Pair<?, ?> pair) {
            Object first = replaced(pair.first(), parts);
            return (B) new Pair<>(first, replaced(pair.second(), parts));
        }
        return (B) parts.next();
    }

    /** Why a part cannot be an argument; null if it can. */
    static String refusal(List<Object> parts) {
        for (Object part : parts) {
            if (part instanceof Tensor x ? x.varies() : !(part instanceof int[])) {
                return "a batch holds "
                        + (part instanceof Tensor
                                ? "a variable"
                                : part == null ? "null" : "a " + part.getClass().getTypeName())
                        + ", and no constant tensor or classes";
            }
        }
        return null;
    }

    /** The extents of all, by which batches are told apart. */
    static List<Object> shapes(List<Object> parts) {
        List<Object> shapes = new ArrayList<>(parts.size());
        for (Object part : parts) {
            shapes.add(
                    part instanceof Tensor x
                            ? Arrays.stream(x.shape()).boxed().toList()
                            : part instanceof int[] classes ? classes.length : "other");
        }
        return shapes;
    }

    /** A part as a constant. */
    static Tensor constant(Object part) {
        return part instanceof int[] classes
                ? Tensor.of(Arrays.stream(classes).asDoubleStream().toArray())
                : ((Tensor) part).stopGradient();
    }
}
