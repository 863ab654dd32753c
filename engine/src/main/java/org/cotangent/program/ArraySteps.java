package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.program.ArrayCode.Value;

/**
 * The steps that the results of a program rest on: elementwise operations of one size in chains,
 * the others one by one.
 */
final class ArraySteps {
    // nanoseconds of a step, of one that makes tensors, of an element, of a term of a product
    private static final double STEP = 40;
    private static final double FALLING = 400;
    private static final double ELEMENT = 0.5;
    private static final double MULTIPLICATION = 0.12;

    /** Operations in a chain. */
    private static final int LONGEST = 1 << 8;

    /**
     * A step.
     *
     * @param chain what it does, or null
     * @param single what it does if it is no chain
     * @param falls whether it makes arrays of its own
     * @param inputs what it reads
     * @param outputs what it computes
     */
    record Step(
            Chain chain, ArrayStep single, boolean falls, List<Value> inputs, List<Value> outputs) {

        /** What it takes, roughly. */
        double nanoseconds() {
            return chain != null
                    ? STEP + chain.nanoseconds
                    : (falls ? FALLING : STEP) + ELEMENT * elements() + MULTIPLICATION * terms();
        }

        /** How many operations of numbers it is, roughly. */
        double numbers() {
            return chain != null
                    ? (double) chain.operations * outputs.get(0).size
                    : elements() + terms();
        }

        private double elements() {
            return outputs.get(0).size + inputs.stream().mapToDouble(x -> x.size).sum();
        }

        /** Of a matrix product, m k n from m k, k n and m n. */
        private double terms() {
            double product = outputs.get(0).size;
            for (Value x : inputs) {
                product *= x.size;
            }
            return outputs.get(0).op().name().equals("matmul") ? Math.sqrt(product) : 0;
        }
    }

    /** Elementwise values of one size whose readers, so far, are among them. */
    private static final class Group {
        final int size;
        final List<Value> members = new ArrayList<>();

        Group(int size) {
            this.size = size;
        }
    }

    private record Operand(Value value, Spread spread) {}

    final List<Step> steps = new ArrayList<>();

    private final Map<Value, Group> open = new HashMap<>();
    private final Set<Value> live = new HashSet<>();

    /** Of each value the values that read it other than as an operand of a chain with them. */
    private final Map<Value, List<Value>> readers = new HashMap<>();

    private final Set<Value> results;

    ArraySteps(ArrayCode code) {
        results = new HashSet<>(code.results);
        live.addAll(results);
        for (int i = code.values.size() - 1; i >= 0; i--) {
            Value value = code.values.get(i);
            if (live.contains(value) && value.isComputed()) {
                for (int input = 0; input < value.inputs.length; input++) {
                    Value read = operand(value, input).value;
                    live.add(read);
                    readers.computeIfAbsent(read, k -> new ArrayList<>()).add(value);
                }
            }
        }
        for (Value value : code.values) {
            if (live.contains(value) && value.isComputed()) {
                add(value);
            }
        }
        Set<Group> rest = new LinkedHashSet<>();
        code.values.stream().filter(open::containsKey).forEach(v -> rest.add(open.get(v)));
        rest.forEach(this::close);
    }

    /** What an elementwise operation reads, and how: a value that is spread need not be there. */
    private static Operand operand(Value reader, int input) {
        Value value = reader.inputs[input];
        if (!reader.elementwise) {
            return new Operand(value, null);
        }
        Shape to = reader.shape();
        Shape from = reader.shape(input);
        boolean expanded =
                value.isComputed()
                        && value.op().name().equals("expand")
                        && !value.op().isOfUser()
                        && value.shape().equals(from);
        if (expanded) {
            return new Operand(value.inputs[0], Spread.of(value.shape(0), to));
        }
        return new Operand(value, Spread.of(from, to));
    }

    private void add(Value value) {
        Group own = value.elementwise ? new Group(value.size) : null;
        for (int input = 0; input < value.inputs.length; input++) {
            Group group = open.get(operand(value, input).value);
            if (group == null || group == own) {
                continue;
            }
            boolean joins =
                    own != null
                            && group.size == own.size
                            && group.members.size() + own.members.size() < LONGEST;
            if (!joins) {
                close(group);
                continue;
            }
            if (own.members.size() > group.members.size()) {
                Group larger = own;
                own = group;
                group = larger;
            }
            group.members.addAll(own.members);
            for (Value member : own.members) {
                open.put(member, group);
            }
            own = group;
        }
        if (own != null) {
            own.members.add(value);
            open.put(value, own);
        } else {
            single(value);
        }
    }

    private void single(Value value) {
        Op op = value.op();
        ArrayStep step = value.step;
        if (step == null) {
            Function<double[][], double[]> apply = Op.onArrays(op, value.node);
            boolean keeps = op.isOfUser(); // may keep its inputs
            step =
                    (x, y) -> {
                        double[][] in = x;
                        if (keeps) {
                            in = new double[x.length][];
                            Arrays.setAll(in, i -> x[i].clone());
                        }
                        System.arraycopy(apply.apply(in), 0, y, 0, y.length);
                    };
        }
        boolean falls = value.step == null;
        steps.add(new Step(null, step, falls, List.of(value.inputs), List.of(value)));
    }

    /** Makes a chain of a group. */
    private void close(Group group) {
        List<Value> members = group.members;
        members.sort((p, q) -> Long.compare(index(p), index(q)));
        Code code = new Code();
        Map<Value, Integer> places = new HashMap<>();
        Map<Operand, Integer> operands = new LinkedHashMap<>();
        Set<Value> inside = new HashSet<>(members);
        for (Value member : members) {
            open.remove(member);
            int[][] x = new int[member.inputs.length][];
            for (int i = 0; i < x.length; i++) {
                Operand operand = operand(member, i);
                Value value = operand.value;
                Integer place = places.get(value);
                if (place == null) {
                    place =
                            isUniform(value.constant)
                                    ? code.constant(value.constant[0])
                                    : operands.computeIfAbsent(operand, k -> code.input());
                }
                x[i] = new int[] {place};
            }
            places.put(member, ArrayCode.lower(member.node, code, x));
        }
        List<Value> outputs = new ArrayList<>();
        for (Value member : members) {
            boolean read = results.contains(member);
            for (Value reader : readers.getOrDefault(member, List.of())) {
                read |= !inside.contains(reader);
            }
            if (read) {
                outputs.add(member);
            }
        }
        Chain chain =
                new Chain(
                        code,
                        group.size,
                        operands.values().stream().mapToInt(i -> i).toArray(),
                        operands.keySet().stream().map(Operand::spread).toArray(Spread[]::new),
                        outputs.stream().mapToInt(places::get).toArray());
        List<Value> inputs = operands.keySet().stream().map(Operand::value).toList();
        steps.add(new Step(chain, null, false, inputs, outputs));
    }

    private static long index(Value value) {
        return Math.abs(Recording.ACCESS.index(value.node));
    }

    /** Whether a constant is one number everywhere. */
    private static boolean isUniform(double[] constant) {
        if (constant == null || constant.length == 0) {
            return false;
        }
        long first = Double.doubleToRawLongBits(constant[0]);
        for (double v : constant) {
            if (Double.doubleToRawLongBits(v) != first) {
                return false;
            }
        }
        return true;
    }
}
