package org.cotangent.program;

// Longer than 400 lines: what a function did, its comparison and its repetition use the same nodes
// and places.

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cotangent.Tensor;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.TensorAccess;
import org.cotangent.internal.Text;
import org.cotangent.tape.TopologicalOrder;

/**
 * One run of a function with variables for its arguments, as a list of nodes. What cannot be
 * repeated at another point is refused where it happens: a number that rests on an argument and is
 * read, a variable that is no argument.
 */
final class Recording {
    static final TensorAccess<Tensor, Op> ACCESS = access();

    /** The function's own, and behind them what it took from outside, if it may. */
    final List<Tensor> arguments;

    /** The results of the function, and then the conditions by which it chose its way. */
    final List<Tensor> results;

    /** How many of the results are those of the function. */
    final int own;

    /** How it chose, in order; conditions are the last results. */
    final List<Choice> choices;

    /** A condition that was asked: what it said, and where. */
    record Choice(boolean way, StackTraceElement place) {
        @Override
        public String toString() {
            return place == null
                    ? "" + way
                    : way + " at " + place.getFileName() + ":" + place.getLineNumber();
        }
    }

    /** All nodes that the results rest on, arguments and constants too, inputs before results. */
    final List<Tensor> nodes;

    private static TensorAccess<Tensor, Op> access() {
        Tensor.of(0); // initializes the class, which gives access
        return TensorAccess.get();
    }

    /** Constants of the program that are copies of arrays. */
    final Copy[] copies;

    /** A constant, what it is a copy of, and where it was made. */
    record Copy(double[] elements, double[][] parts, StackTraceElement place) {
        /** Whether another is a copy of the same arrays with the same numbers. */
        boolean isSame(Copy other) {
            boolean same = parts.length == other.parts.length;
            for (int i = 0; same && i < parts.length; i++) {
                same = parts[i] == other.parts[i];
            }
            return same && Arrays.equals(elements, other.elements);
        }

        boolean isUpToDate() {
            int at = 0;
            for (double[] part : parts) {
                if (part == null || at + part.length > elements.length) {
                    return false;
                }
                if (!Arrays.equals(elements, at, at + part.length, part, 0, part.length)) {
                    return false;
                }
                at += part.length;
            }
            return at == elements.length;
        }
    }

    private Recording(
            List<Tensor> asked, List<Tensor> results, Watch watch, boolean takesInOthers) {
        this.results = new ArrayList<>(results);
        this.results.addAll(watch.conditions);
        own = results.size();
        choices = List.copyOf(watch.choices);
        Predicate<Tensor> isOther =
                x -> takesInOthers && watch.isFromOutside(x) && !asked.contains(x);
        nodes =
                TopologicalOrder.of(
                        this.results,
                        x -> isOther.test(x) ? List.of() : List.of(ACCESS.inputs(x)),
                        ACCESS::index);
        List<Tensor> all = new ArrayList<>(asked);
        nodes.stream().filter(isOther).forEach(all::add);
        arguments = List.copyOf(all);
        for (Tensor x : nodes) {
            if (isOther.test(x)) {
                continue;
            }
            if (ACCESS.isOfOnePoint(x)) {
                throw new IllegalArgumentException(
                        "program: the function rests on numbers that it computed without recording, "
                                + describe(x)
                                + ": by Tensor.unrecorded, or as gradients of a pass that was not"
                                + " recorded; use Differentiate, or Backward.of(y).recorded()");
            }
            if (x.isVariable() && !arguments.contains(x) && !watch.variables.contains(x)) {
                throw new IllegalArgumentException(
                        "program: the function rests on a variable that is no argument, "
                                + describe(x)
                                + "; make it an argument, or call stopGradient() outside of the function where"
                                + " it is to stay as it is");
            }
            if (watch.isMadeElsewhere(x)) {
                throw new IllegalArgumentException(
                        "program: the function computes "
                                + describe(x)
                                + " on another thread, where it cannot be followed; compute on the"
                                + " thread that calls the function");
            }
        }
        copies = watch.copies.values().toArray(Copy[]::new);
    }

    private Recording(Recording same, List<Tensor> arguments) {
        this.arguments = List.copyOf(arguments);
        results = same.results;
        own = same.own;
        choices = same.choices;
        nodes = same.nodes;
        copies = same.copies;
    }

    /** The same with other arguments, which are some of these and all that are needed. */
    Recording taking(List<Tensor> some) {
        return new Recording(this, some);
    }

    /** A recording that was written and read again; the last results are the conditions. */
    Recording(List<Tensor> arguments, List<Tensor> results, List<Choice> choices) {
        this.arguments = arguments;
        this.results = results;
        this.choices = choices;
        own = results.size() - choices.size();
        nodes = below(results);
        copies = new Copy[0];
    }

    /** The arguments and then all other nodes, inputs before results. */
    List<Tensor> inOrder() {
        Set<Tensor> order = new LinkedHashSet<>(arguments);
        order.addAll(nodes);
        return List.copyOf(order);
    }

    /** Refuses to go on if an array has changed of which a program has a copy. */
    static void check(Copy[] copies) {
        for (Copy copy : copies) {
            if (!copy.isUpToDate()) {
                throw new IllegalStateException(
                        "program: an array has changed since the program was made, of which the"
                                + " function made a constant"
                                + (copy.place == null ? "" : " at " + copy.place)
                                + "; make it an argument, or make the program again");
            }
        }
    }

    /**
     * Runs a function twice: it must do the same.
     *
     * @param f the function
     * @param example numbers for its arguments
     * @param branches whether it may choose its way by comparisons
     */
    static Recording twice(
            Function<Tensor[], List<Tensor>> f, List<Tensor> example, boolean branches) {
        Recording first = of(f, example, branches, false);
        String difference = first.difference(of(f, example, branches, false));
        if (difference != null) {
            throw new IllegalArgumentException(
                    "program: the function does not do the same twice ("
                            + difference
                            + "); random draws and what changes from call to call must be arguments");
        }
        return first;
    }

    /**
     * Runs a function.
     *
     * @param f the function
     * @param example numbers for its arguments
     */
    static Recording of(Function<Tensor[], List<Tensor>> f, List<Tensor> example) {
        return of(f, example, false, false);
    }

    /**
     * Runs a function that may use what was recorded outside of it: nodes and variables that it
     * takes in become arguments behind its own.
     *
     * @param f the function
     * @param example numbers for its arguments
     */
    static Recording withOthers(Function<Tensor[], List<Tensor>> f, List<Tensor> example) {
        return of(f, example, false, true);
    }

    private static Recording of(
            Function<Tensor[], List<Tensor>> f,
            List<Tensor> example,
            boolean branches,
            boolean takesInOthers) {
        Watch watch = new Watch(branches);
        Tensor[] arguments = new Tensor[example.size()];
        for (int i = 0; i < arguments.length; i++) {
            Tensor x = Objects.requireNonNull(example.get(i), "program: example " + i + " is null");
            arguments[i] =
                    ACCESS.constant(ACCESS.shape(x), ACCESS.elements(x).clone()).asVariable();
            watch.argument(arguments[i]);
        }
        watch.outer = ACCESS.setObserver(watch);
        List<Tensor> results;
        try {
            results =
                    ACCESS.recorded(
                            () ->
                                    List.copyOf(
                                            Objects.requireNonNull(
                                                    f.apply(arguments.clone()),
                                                    "program: the result is null")));
        } catch (RuntimeException e) {
            if (watch.refusal != null && watch.refusal != e) {
                watch.refusal.addSuppressed(e);
                throw watch.refusal;
            }
            throw e;
        } finally {
            ACCESS.setObserver(watch.outer);
        }
        if (watch.refusal != null) {
            throw watch.refusal; // the function went on
        }
        return new Recording(List.of(arguments), results, watch, takesInOthers);
    }

    /** All results at another point, node by node, by operations on tensors. */
    List<Tensor> replay(Tensor[] x) {
        handOnCopies();
        Map<Tensor, Tensor> values = values(x);
        nodes.forEach(node -> compute(node, values));
        return results.stream().map(values::get).toList();
    }

    /**
     * The first condition that says something else at another point. Nothing is computed that the
     * function itself would not compute there.
     *
     * @param x the point
     * @return its number; -1 if there is none
     */
    int firstLeft(Tensor[] x) {
        Map<Tensor, Tensor> values = values(x);
        for (int i = 0; i < choices.size(); i++) {
            Deque<Tensor> open = new ArrayDeque<>(List.of(results.get(own + i)));
            while (!open.isEmpty()) {
                Tensor node = open.peek();
                List<Tensor> missing =
                        Arrays.stream(ACCESS.inputs(node))
                                .filter(input -> !values.containsKey(input))
                                .toList();
                missing.forEach(open::push);
                if (missing.isEmpty()) {
                    compute(open.pop(), values);
                }
            }
            if (isLeft(i, ACCESS.elements(values.get(results.get(own + i)))[0])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a condition says something else than where this was recorded. */
    boolean isLeft(int choice, double condition) {
        return condition != 0 != choices.get(choice).way;
    }

    /** A point as tensors, from the elements of all arguments one after the other. */
    Tensor[] point(double[] x) {
        Tensor[] point = new Tensor[arguments.size()];
        int at = 0;
        for (int i = 0; i < point.length; i++) {
            Shape shape = shape(arguments.get(i));
            point[i] = ACCESS.constant(shape, Arrays.copyOfRange(x, at, at += shape.size));
        }
        return point;
    }

    private Map<Tensor, Tensor> values(Tensor[] x) {
        Map<Tensor, Tensor> values = new IdentityHashMap<>();
        for (int i = 0; i < x.length; i++) {
            values.put(arguments.get(i), x[i]);
        }
        return values;
    }

    private static void compute(Tensor node, Map<Tensor, Tensor> values) {
        if (values.containsKey(node)) {
            return;
        }
        Tensor[] inputs = ACCESS.inputs(node);
        if (inputs.length == 0) {
            values.put(node, ACCESS.constant(shape(node), ACCESS.elements(node)));
            return;
        }
        Tensor[] at = new Tensor[inputs.length];
        Arrays.setAll(at, i -> values.get(inputs[i]));
        values.put(node, ACCESS.op(node).apply(at));
    }

    /** Tells whoever follows this thread of the arrays that this program has copies of. */
    void handOnCopies() {
        Observer<Tensor> observer = ACCESS.setObserver(null);
        ACCESS.setObserver(observer);
        if (observer != null) {
            for (Copy copy : copies) {
                Shape shape = Shape.of(copy.elements.length);
                observer.copied(ACCESS.constant(shape, copy.elements), copy.parts);
            }
        }
    }

    static String describe(Tensor x) {
        String name = x.name() == null ? "" : "\"" + x.name() + "\" ";
        return name + Text.brief(ACCESS.elements(x), ACCESS.shape(x));
    }

    /** How another recording at the same point differs, or null. */
    String difference(Recording other) {
        return difference(nodes, results, other.nodes, other.results, true);
    }

    /**
     * How another recording differs at another point, up to a condition and with it.
     *
     * @param other the recording
     * @param choice the number of the condition
     * @return what differs, or null
     */
    String difference(Recording other, int choice) {
        if (other.choices.size() <= choice) {
            return "it asks " + other.choices.size() + " conditions";
        }
        for (int i = 0; i <= choice; i++) {
            if (other.choices.get(i).way == choices.get(i).way != i < choice) {
                return "a condition is " + other.choices.get(i);
            }
        }
        List<Tensor> conditions = results.subList(own, own + choice + 1);
        List<Tensor> others = other.results.subList(other.own, other.own + choice + 1);
        return difference(below(conditions), conditions, below(others), others, false);
    }

    private static List<Tensor> below(List<Tensor> results) {
        return TopologicalOrder.of(results, x -> List.of(ACCESS.inputs(x)), ACCESS::index);
    }

    private static String difference(
            List<Tensor> nodes,
            List<Tensor> results,
            List<Tensor> otherNodes,
            List<Tensor> otherResults,
            boolean atOnePoint) {
        if (nodes.size() != otherNodes.size()) {
            return nodes.size() + " nodes, and then " + otherNodes.size();
        }
        Map<Tensor, Integer> places = places(nodes);
        Map<Tensor, Integer> otherPlaces = places(otherNodes);
        for (int i = 0; i < nodes.size(); i++) {
            Tensor x = nodes.get(i);
            Tensor y = otherNodes.get(i);
            Op op = ACCESS.op(x);
            boolean same =
                    isSame(op, ACCESS.op(y))
                            && ACCESS.shape(x).equals(ACCESS.shape(y))
                            && areSame(ACCESS.inputs(x), places, ACCESS.inputs(y), otherPlaces);
            if (!same) {
                return "first " + op.name() + " " + x.name() + ", then " + ACCESS.op(y).name();
            }
            boolean counts = atOnePoint || ACCESS.index(x) == 0;
            if (counts && !sameBits(ACCESS.elements(x), ACCESS.elements(y))) {
                return op.name() + " was first " + describe(x) + ", then " + describe(y);
            }
        }
        boolean same =
                areSame(
                        results.toArray(Tensor[]::new),
                        places,
                        otherResults.toArray(Tensor[]::new),
                        otherPlaces);
        return same ? null : "the results are others";
    }

    private static boolean isSame(Op op, Op other) {
        return op == other
                || op.name().equals(other.name()) && op.attributes().equals(other.attributes());
    }

    private static boolean areSame(
            Tensor[] x, Map<Tensor, Integer> places, Tensor[] y, Map<Tensor, Integer> otherPlaces) {
        boolean same = x.length == y.length;
        for (int i = 0; same && i < x.length; i++) {
            // neither has a place where both come from outside
            same = Objects.equals(places.get(x[i]), otherPlaces.get(y[i]));
        }
        return same;
    }

    private static boolean sameBits(double[] x, double[] y) {
        return Arrays.equals(x, y);
    }

    static List<Integer> inputs(Tensor x, Map<Tensor, Integer> places) {
        return Arrays.stream(ACCESS.inputs(x)).map(places::get).toList();
    }

    static Map<Tensor, Integer> places(List<Tensor> nodes) {
        Map<Tensor, Integer> places = new IdentityHashMap<>(nodes.size());
        for (Tensor x : nodes) {
            places.put(x, places.size());
        }
        return places;
    }

    /** Whether what is made of a tensor is recorded. */
    static boolean isRecorded(Tensor x) {
        return ACCESS.index(x) != 0 || ACCESS.isOfGradients(x);
    }

    /** The shape of a node. */
    static Shape shape(Tensor x) {
        return ACCESS.shape(x);
    }
}
