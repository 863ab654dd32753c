package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

/**
 * One step of a loop: from states, one slice of each array and shared tensors to new states,
 * outputs that are stacked and terms that are added up over the steps; a condition for going on may
 * come last. Backward these change places: the adjoint of a slice is an output, that of an output a
 * slice, that of a shared tensor a sum, and that of a sum is shared.
 */
final class LoopBody {
    final Recording recording;
    final int states;
    final int slices;
    final int outputs;
    final int sums;

    /** How many numbers the states have together. */
    final int stateSize;

    private final Map<List<Boolean>, Derivative> derivatives = new ConcurrentHashMap<>();
    private final LoopCell.Plan plan;
    private List<String> lines;

    /**
     * A body that goes the other way.
     *
     * @param body states are the adjoints of states that vary, slices those of outputs that do, the
     *     states before the step as one vector, the slices, and the adjoint of the states as one
     *     vector; shared are the shared tensors and the adjoints of the sums that vary
     * @param takes which of the slices and shared tensors it needs, in that order
     */
    record Derivative(LoopBody body, boolean[] takes) {}

    LoopBody(Recording recording, int states, int slices, int outputs, int sums) {
        this.recording = recording;
        this.states = states;
        this.slices = slices;
        this.outputs = outputs;
        this.sums = sums;
        stateSize = recording.arguments.stream().limit(states).mapToInt(Tensor::size).sum();
        plan = new LoopCell.Plan(this);
    }

    /** Puts what it is into the form of a loop. */
    void form(Map<String, Object> loop, Function<Recording, Map<String, Object>> form) {
        loop.put("states", states);
        loop.put("slices", slices);
        loop.put("outputs", outputs);
        loop.put("sums", sums);
        loop.put("body", form.apply(recording));
    }

    int shared() {
        return recording.arguments.size() - states - slices;
    }

    Shape argument(int i) {
        return Recording.shape(recording.arguments.get(i));
    }

    Shape result(int i) {
        return Recording.shape(recording.results.get(i));
    }

    /** How many numbers come before the condition. */
    int flagAt() {
        return recording.results.stream()
                .limit(states + outputs + sums)
                .mapToInt(Tensor::size)
                .sum();
    }

    /** Memory to run it in. */
    LoopCell cell() {
        return plan.cell();
    }

    /**
     * Which results vary with some arguments, of which states vary with the states they come from.
     */
    boolean[] varying(boolean[] arguments) {
        boolean[] results = new boolean[recording.results.size()];
        boolean[] from = arguments.clone();
        boolean more = true;
        while (more) {
            Set<Tensor> varying = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < from.length; i++) {
                if (from[i]) {
                    varying.add(recording.arguments.get(i));
                }
            }
            for (Tensor x : recording.nodes) {
                if (Recording.ACCESS.index(x) > 0
                        && Arrays.stream(Recording.ACCESS.inputs(x)).anyMatch(varying::contains)) {
                    varying.add(x);
                }
            }
            more = false;
            for (int i = 0; i < results.length; i++) {
                results[i] = varying.contains(recording.results.get(i));
                if (i < states && results[i] && !from[i]) {
                    from[i] = true;
                    more = true;
                }
            }
        }
        for (int i = 0; i < states; i++) {
            results[i] |= from[i];
        }
        return results;
    }

    /**
     * The body of the loop that goes back.
     *
     * @param arguments which arguments vary
     * @param adjointOfStates whether the states before a step have adjoints from elsewhere
     */
    Derivative derivative(boolean[] arguments, boolean adjointOfStates) {
        List<Boolean> key = new ArrayList<>();
        for (boolean each : arguments) {
            key.add(each);
        }
        key.add(adjointOfStates);
        return derivatives.computeIfAbsent(key, k -> new Pull(arguments, adjointOfStates).made());
    }

    /** The making of a derivative. */
    private final class Pull {
        private final boolean[] results;
        private final boolean[] arguments;
        private final boolean adjointOfStates;
        private final List<Tensor> examples = new ArrayList<>();

        Pull(boolean[] given, boolean adjointOfStates) {
            results = varying(given);
            arguments = given.clone();
            System.arraycopy(results, 0, arguments, 0, states);
            this.adjointOfStates = adjointOfStates;
        }

        Derivative made() {
            addOnes(0, states);
            int first = examples.size();
            addOnes(states, states + outputs);
            examples.add(joined(recording.arguments.subList(0, states)));
            examples.addAll(recording.arguments.subList(states, states + slices));
            if (adjointOfStates) {
                examples.add(ones(Shape.of(stateSize)));
            }
            int firstShared = examples.size();
            examples.addAll(
                    recording.arguments.subList(states + slices, recording.arguments.size()));
            addOnes(states + outputs, states + outputs + sums);
            examples.replaceAll(Recording.ACCESS::detached);
            Recording back = unobserved(this::pulled);
            boolean[] takes = new boolean[examples.size() - first];
            List<Tensor> kept = new ArrayList<>(back.arguments.subList(0, first));
            Set<Tensor> nodes = new HashSet<>(back.nodes);
            int keptSlices = 0;
            for (int i = 0; i < takes.length; i++) {
                Tensor x = back.arguments.get(first + i);
                takes[i] = nodes.contains(x);
                if (takes[i]) {
                    kept.add(x);
                    keptSlices += first + i < firstShared ? 1 : 0;
                }
            }
            return new Derivative(
                    new LoopBody(
                            back.taking(kept),
                            first,
                            keptSlices,
                            count(states, states + slices),
                            count(states + slices, arguments.length)),
                    takes);
        }

        private void addOnes(int from, int to) {
            for (int i = from; i < to; i++) {
                if (results[i]) {
                    examples.add(ones(result(i)));
                }
            }
        }

        private int count(int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                count += arguments[i] ? 1 : 0;
            }
            return count;
        }

        /** Nobody is told of it: what it rests on is known. */
        private Recording unobserved(Function<Tensor[], List<Tensor>> f) {
            Observer<Tensor> observer = Recording.ACCESS.setObserver(null);
            try {
                return Recording.of(f, examples);
            } finally {
                Recording.ACCESS.setObserver(observer);
            }
        }

        private List<Tensor> pulled(Tensor[] in) {
            List<Tensor> seeds = new ArrayList<>();
            int at = 0;
            int next = 0;
            for (int i = 0; i < states + outputs; i++) {
                if (results[i]) {
                    seeds.add(in[next++].reshape(-1));
                }
            }
            Tensor before = in[next++];
            Tensor[] point = new Tensor[recording.arguments.size()];
            for (int i = 0; i < states; i++) {
                Shape shape = argument(i);
                point[i] = piece(before, at, shape);
                at += shape.size;
            }
            for (int i = states; i < states + slices; i++) {
                point[i] = in[next++];
            }
            Tensor more = adjointOfStates ? in[next++] : null;
            for (int i = states + slices; i < point.length; i++) {
                point[i] = in[next++];
            }
            for (int i = states + outputs; i < states + outputs + sums; i++) {
                if (results[i]) {
                    seeds.add(in[next++].reshape(-1));
                }
            }
            List<Tensor> varied = new ArrayList<>();
            for (int i = 0; i < point.length; i++) {
                if (arguments[i]) {
                    varied.add(point[i]);
                }
            }
            List<Tensor> shares =
                    seeds.isEmpty()
                            ? varied.stream().map(x -> Tensor.zeros(x.shape())).toList()
                            : Differentiate.vjps(
                                    own -> joined(seeded(point, own)), varied, concat(seeds));
            List<Tensor> all = new ArrayList<>(shares);
            at = 0;
            int place = 0;
            for (int i = 0; adjointOfStates && i < states; i++) {
                if (arguments[i]) {
                    all.set(place, all.get(place).add(piece(more, at, argument(i))));
                    place++;
                }
                at += argument(i).size;
            }
            return all;
        }

        /** The results that have adjoints. */
        private List<Tensor> seeded(Tensor[] point, Tensor[] own) {
            Tensor[] all = point.clone();
            int next = 0;
            for (int i = 0; i < all.length; i++) {
                if (arguments[i]) {
                    all[i] = own[next++];
                }
            }
            List<Tensor> values = recording.replay(all);
            List<Tensor> some = new ArrayList<>();
            for (int i = 0; i < states + outputs + sums; i++) {
                if (results[i]) {
                    some.add(values.get(i));
                }
            }
            return some;
        }
    }

    private static Tensor ones(Shape shape) {
        return Tensor.ones(shape.extents);
    }

    private static Tensor joined(List<Tensor> parts) {
        return concat(parts.stream().map(x -> x.reshape(-1)).toList());
    }

    private static Tensor concat(List<Tensor> vectors) {
        return vectors.isEmpty()
                ? Tensor.zeros(0)
                : vectors.size() == 1
                        ? vectors.get(0)
                        : Tensor.concat(0, vectors.toArray(Tensor[]::new));
    }

    /** Elements of a vector, from a place on, in a shape. */
    static Tensor piece(Tensor x, int from, Shape shape) {
        return Recording.ACCESS.view(
                "piece",
                () -> Op.attributes("from", from, "shape", shape.list()),
                x,
                from,
                shape.strides(),
                shape);
    }

    /**
     * What it does, a line for each operation: states are called s0, s1, …, slices x0, …, shared
     * tensors p0, …
     */
    synchronized List<String> lines() {
        if (lines == null) {
            Map<Tensor, String> names = new IdentityHashMap<>();
            for (int i = 0; i < recording.arguments.size(); i++) {
                String name =
                        i < states
                                ? "s" + i
                                : i < states + slices
                                        ? "x" + (i - states)
                                        : "p" + (i - states - slices);
                names.put(recording.arguments.get(i), name);
            }
            List<String> all = new ArrayList<>();
            for (Tensor x : recording.nodes) {
                if (!names.containsKey(x)) {
                    boolean isLeaf = Recording.ACCESS.inputs(x).length == 0;
                    String text = describe(x, names);
                    names.put(x, isLeaf ? text : "t" + all.size());
                    if (!isLeaf) {
                        all.add("t" + all.size() + " = " + text);
                    }
                }
            }
            all.add(
                    "give "
                            + String.join(
                                    ", ", recording.results.stream().map(names::get).toList()));
            lines = List.copyOf(all);
        }
        return lines;
    }

    private static String describe(Tensor x, Map<Tensor, String> names) {
        Tensor[] inputs = Recording.ACCESS.inputs(x);
        if (inputs.length == 0) {
            double[] elements = Recording.ACCESS.elements(x);
            String brief = Text.brief(elements, Recording.shape(x));
            return elements.length < 2
                    ? brief
                    : brief + "#" + Integer.toHexString(Arrays.hashCode(elements));
        }
        Op op = Recording.ACCESS.op(x);
        String attributes = op.attributes().isEmpty() ? "" : op.attributes().toString();
        return op.name()
                + attributes
                + "("
                + String.join(", ", Arrays.stream(inputs).map(names::get).toList())
                + ")";
    }
}
