package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * The arrays that a recording computes: equal ones once, what rests on constants alone as a
 * constant, the same elements under another shape as one array.
 */
final class ArrayCode {
    /** An array of a program. */
    static final class Value {
        final int size;

        /** The number of the argument, -1 for what is none. */
        final int argument;

        /** The elements of a constant; null of what varies. */
        final double[] constant;

        /** The node that it was recorded as; null of constants that are no nodes. */
        final Tensor node;

        final Value[] inputs;

        /** The prepared operation; null if there is none. */
        final ArrayStep step;

        /** Whether it can be part of a {@link Chain}. */
        final boolean elementwise;

        private Value(
                int size,
                int argument,
                double[] constant,
                Tensor node,
                Value[] inputs,
                ArrayStep step,
                boolean elementwise) {
            this.size = size;
            this.argument = argument;
            this.constant = constant;
            this.node = node;
            this.inputs = inputs;
            this.step = step;
            this.elementwise = elementwise;
        }

        Op op() {
            return Recording.ACCESS.op(node);
        }

        /** The shape of an input as the operation sees it. */
        Shape shape(int input) {
            return Recording.shape(Recording.ACCESS.inputs(node)[input]);
        }

        Shape shape() {
            return Recording.shape(node);
        }

        boolean varies() {
            return constant == null;
        }

        boolean isComputed() {
            return varies() && argument < 0;
        }
    }

    private record Key(Op op, Shape shape, List<Shape> shapes, List<Value> inputs) {}

    private record Numbers(List<Long> bits) {}

    /** Constants with more elements are not looked up. */
    private static final int SMALL = 64;

    /** In the order in which they can be computed. */
    final List<Value> values = new ArrayList<>();

    final List<Value> results;
    private final Map<Tensor, Value> of = new IdentityHashMap<>();
    private final Map<Object, Value> known = new HashMap<>();
    private final Map<Op, Boolean> lowered = new HashMap<>();

    ArrayCode(Recording recording) {
        for (int i = 0; i < recording.arguments.size(); i++) {
            Tensor x = recording.arguments.get(i);
            Value value = new Value(x.size(), i, null, x, new Value[0], null, false);
            of.put(x, value);
            values.add(value);
        }
        for (Tensor x : recording.nodes) {
            if (!of.containsKey(x)) {
                of.put(x, value(x));
            }
        }
        results = recording.results.stream().map(of::get).toList();
    }

    private Value value(Tensor y) {
        Tensor[] nodes = Recording.ACCESS.inputs(y);
        Op op = Recording.ACCESS.op(y);
        Value[] inputs = Arrays.stream(nodes).map(of::get).toArray(Value[]::new);
        boolean varies = op.isOfUser() || Arrays.stream(inputs).anyMatch(Value::varies);
        if (inputs.length == 0 || !varies) {
            return constant(y);
        }
        ArrayStep step = op.inArrays(y);
        if (step == ArrayStep.SAME) {
            return inputs[0];
        }
        Shape shape = Recording.shape(y);
        boolean elementwise =
                op.dependency() == Op.Dependency.ELEMENTWISE
                        && !op.isOfUser()
                        && lowered.computeIfAbsent(op, k -> lower(y, new Code()) != null);
        Value value = new Value(y.size(), -1, null, y, inputs, step, elementwise);
        Value same = value;
        if (!op.isOfUser()) {
            List<Shape> shapes = Arrays.stream(nodes).map(Recording::shape).toList();
            same = known.computeIfAbsent(new Key(op, shape, shapes, List.of(inputs)), k -> value);
        }
        if (same == value) {
            values.add(value);
        }
        return same;
    }

    private Value constant(Tensor y) {
        double[] elements = Recording.ACCESS.elements(y);
        Value value = new Value(elements.length, -1, elements, y, new Value[0], null, false);
        Value same = value;
        if (elements.length <= SMALL) {
            List<Long> bits =
                    Arrays.stream(elements).mapToObj(Double::doubleToRawLongBits).toList();
            same = known.computeIfAbsent(new Numbers(bits), k -> value);
        }
        if (same == value) {
            values.add(value);
        }
        return same;
    }

    /** The form in numbers of one element of an elementwise node, or null if it has none. */
    private static Integer lower(Tensor y, Code code) {
        int[][] x = new int[Recording.ACCESS.inputs(y).length][];
        Arrays.setAll(x, i -> new int[] {code.input()});
        return lower(y, code, x);
    }

    /**
     * Writes one element of an elementwise node.
     *
     * @param x the places of the element of each input
     * @return the place of the result; null if it has no form in numbers
     */
    static Integer lower(Tensor y, Code code, int[][] x) {
        Op op = Recording.ACCESS.op(y);
        Observer<Tensor> observer = Recording.ACCESS.setObserver(null);
        try {
            int before = code.size();
            Tensor one = Recording.ACCESS.recorded(() -> scalar(op, x.length));
            int[] places = op.inNumbers(code, one, x);
            boolean plain = places != null && places.length == 1;
            for (int place = before; place < code.size(); place++) {
                plain &= code.kind(place) < Code.CALL;
            }
            return plain ? places[0] : null;
        } finally {
            Recording.ACCESS.setObserver(observer);
        }
    }

    /** A node of scalars. */
    private static Tensor scalar(Op op, int inputs) {
        Tensor[] x = new Tensor[inputs];
        Arrays.setAll(x, i -> Tensor.variable(0));
        return Recording.ACCESS.node(op, Shape.SCALAR, new double[1], x);
    }
}
