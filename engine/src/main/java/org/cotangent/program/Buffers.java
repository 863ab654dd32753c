package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.program.ArrayCode.Value;
import org.cotangent.program.ArraySteps.Step;

/**
 * The numbers of the arrays that hold the values of a program: arguments first, then results, then
 * constants, then what lies between, in arrays that are used again, at once if a step may write
 * where it reads.
 */
final class Buffers {
    /** The lengths of all. */
    final List<Integer> lengths = new ArrayList<>();

    /** Of constants the elements; null for the others. */
    final List<double[]> constants = new ArrayList<>();

    /** Of each step what it reads, and what it writes. */
    final int[][] inputs;

    final int[][] outputs;

    /** Of each result where it stands: its own array, or another from which it is copied. */
    final int[] results;

    /** How many numbers all computed values have together, and the arrays for what lies between. */
    long computed;

    long held;

    private final Map<Value, Integer> places = new HashMap<>();
    private final Map<Integer, Deque<Integer>> free = new HashMap<>();
    private final Map<Value, Integer> lastUse = new HashMap<>();
    private final int firstOwn;

    Buffers(int[] arguments, ArrayCode code, List<Step> steps) {
        for (int length : arguments) {
            add(length, null);
        }
        for (Value value : code.values) {
            if (value.argument >= 0) {
                places.put(value, value.argument);
            }
        }
        for (Value result : code.results) {
            int place = add(result.size, null);
            if (result.isComputed()) {
                places.putIfAbsent(result, place);
            }
        }
        for (Value value : code.results) {
            constant(value);
        }
        steps.forEach(step -> step.inputs().forEach(this::constant));
        firstOwn = lengths.size();
        for (int i = 0; i < steps.size(); i++) {
            for (Value value : steps.get(i).inputs()) {
                lastUse.put(value, i);
            }
        }
        inputs = new int[steps.size()][];
        outputs = new int[steps.size()][];
        for (int i = 0; i < steps.size(); i++) {
            assign(i, steps.get(i));
        }
        results = code.results.stream().mapToInt(places::get).toArray();
    }

    /** How many arrays hold what lies between. */
    int own() {
        return lengths.size() - firstOwn;
    }

    private int add(int length, double[] constant) {
        lengths.add(length);
        constants.add(constant);
        return lengths.size() - 1;
    }

    private void constant(Value value) {
        if (!value.varies()) {
            places.computeIfAbsent(value, k -> add(value.size, value.constant));
        }
    }

    private void assign(int at, Step step) {
        inputs[at] = step.inputs().stream().mapToInt(places::get).toArray();
        outputs[at] = new int[step.outputs().size()];
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < outputs[at].length; i++) {
            Value value = step.outputs().get(i);
            Integer place = places.get(value); // of a result
            if (place == null) {
                place = replaced(at, step, i, taken);
            }
            if (place == null) {
                Deque<Integer> fitting = free.get(value.size);
                boolean none = fitting == null || fitting.isEmpty();
                place = none ? add(value.size, null) : fitting.pop();
                held += none ? value.size : 0;
            }
            places.put(value, place);
            outputs[at][i] = place;
            computed += value.size;
        }
        for (Value value : new HashSet<>(step.inputs())) {
            int place = places.get(value);
            if (dies(at, value) && !taken.contains(place)) {
                free.computeIfAbsent(value.size, k -> new ArrayDeque<>()).push(place);
            }
        }
    }

    /** Whether an array of our own is not read after a step. */
    private boolean dies(int at, Value value) {
        return places.get(value) >= firstOwn && lastUse.get(value) == at;
    }

    /** The array of an input that an output may be written to, or null. */
    private Integer replaced(int at, Step step, int output, Set<Integer> taken) {
        if (step.chain() == null) {
            return null;
        }
        int size = step.outputs().get(output).size;
        for (int i = 0; i < step.inputs().size(); i++) {
            Value value = step.inputs().get(i);
            boolean fits = value.size == size && dies(at, value);
            if (fits && step.chain().mayReplace(i, output) && taken.add(places.get(value))) {
                return places.get(value);
            }
        }
        return null;
    }
}
