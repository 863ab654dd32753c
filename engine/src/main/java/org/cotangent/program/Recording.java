package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
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
import org.cotangent.internal.UserCode;
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

    final List<Tensor> results;

    /** All nodes that the results rest on, arguments and constants too, inputs before results. */
    final List<Tensor> nodes;

    private static TensorAccess<Tensor, Op> access() {
        Tensor.of(0); // initializes the class, which gives access
        return TensorAccess.get();
    }

    /** Constants of the program that are copies of arrays. */
    private final Copy[] copies;

    /** A constant, what it is a copy of, and where it was made. */
    private record Copy(double[] elements, double[][] parts, StackTraceElement place) {
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

    private Recording(List<Tensor> own, List<Tensor> results, Watch watch, boolean takesInOthers) {
        this.results = results;
        Predicate<Tensor> isOther =
                x -> takesInOthers && watch.isFromOutside(x) && !own.contains(x);
        nodes =
                TopologicalOrder.of(
                        results,
                        x -> isOther.test(x) ? List.of() : List.of(ACCESS.inputs(x)),
                        ACCESS::index);
        List<Tensor> all = new ArrayList<>(own);
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
        }
        copies = watch.copies.values().toArray(Copy[]::new);
    }

    private Recording(Recording same, List<Tensor> arguments) {
        this.arguments = List.copyOf(arguments);
        results = same.results;
        nodes = same.nodes;
        copies = same.copies;
    }

    /** The same with other arguments, which are some of these and all that are needed. */
    Recording taking(List<Tensor> some) {
        return new Recording(this, some);
    }

    /** Refuses to go on if an array has changed of which the program has a copy. */
    void checkCopies() {
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
     * Runs a function.
     *
     * @param f the function
     * @param example numbers for its arguments
     */
    static Recording of(Function<Tensor[], List<Tensor>> f, List<Tensor> example) {
        return of(f, example, false);
    }

    /**
     * Runs a function that may use what was recorded outside of it: nodes and variables that it
     * takes in become arguments behind its own.
     *
     * @param f the function
     * @param example numbers for its arguments
     */
    static Recording withOthers(Function<Tensor[], List<Tensor>> f, List<Tensor> example) {
        return of(f, example, true);
    }

    private static Recording of(
            Function<Tensor[], List<Tensor>> f, List<Tensor> example, boolean takesInOthers) {
        Watch watch = new Watch();
        Tensor[] arguments = new Tensor[example.size()];
        for (int i = 0; i < arguments.length; i++) {
            Tensor x = Objects.requireNonNull(example.get(i), "program: example " + i + " is null");
            arguments[i] =
                    ACCESS.constant(ACCESS.shape(x), ACCESS.elements(x).clone()).asVariable();
            watch.varying.add(arguments[i]);
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
        } finally {
            ACCESS.setObserver(watch.outer);
        }
        return new Recording(List.of(arguments), results, watch, takesInOthers);
    }

    /** The results at another point, node by node, by operations on tensors. */
    List<Tensor> replay(Tensor[] x) {
        handOnCopies();
        Map<Tensor, Tensor> values = new IdentityHashMap<>();
        for (int i = 0; i < x.length; i++) {
            values.put(arguments.get(i), x[i]);
        }
        for (Tensor node : nodes) {
            if (values.containsKey(node)) {
                continue;
            }
            Op op = ACCESS.op(node);
            Tensor[] inputs = ACCESS.inputs(node);
            if (inputs.length == 0) {
                double[] elements = ACCESS.elements(node);
                values.put(node, ACCESS.constant(shape(node), elements));
                continue;
            }
            Tensor[] at = new Tensor[inputs.length];
            Arrays.setAll(at, i -> values.get(inputs[i]));
            values.put(node, op.apply(at));
        }
        return results.stream().map(values::get).toList();
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

    /** Whether another recording of the same function has the same nodes and constants. */
    String difference(Recording other) {
        if (nodes.size() != other.nodes.size()) {
            return nodes.size() + " nodes, and then " + other.nodes.size();
        }
        IdentityHashMap<Tensor, Integer> places = places();
        IdentityHashMap<Tensor, Integer> otherPlaces = other.places();
        for (int i = 0; i < nodes.size(); i++) {
            Tensor x = nodes.get(i);
            Tensor y = other.nodes.get(i);
            Op op = ACCESS.op(x);
            boolean same =
                    op.name().equals(ACCESS.op(y).name())
                            && op.attributes().equals(ACCESS.op(y).attributes())
                            && ACCESS.shape(x).equals(ACCESS.shape(y))
                            && inputs(x, places).equals(inputs(y, otherPlaces));
            if (!same) {
                return "first " + op.name() + " " + x.name() + ", then " + ACCESS.op(y).name();
            }
            if (!sameBits(ACCESS.elements(x), ACCESS.elements(y))) {
                return op.name() + " was first " + describe(x) + ", then " + describe(y);
            }
        }
        return null;
    }

    private static boolean sameBits(double[] x, double[] y) {
        return Arrays.equals(x, y);
    }

    private static List<Integer> inputs(Tensor x, IdentityHashMap<Tensor, Integer> places) {
        return Arrays.stream(ACCESS.inputs(x)).map(places::get).toList();
    }

    private IdentityHashMap<Tensor, Integer> places() {
        IdentityHashMap<Tensor, Integer> places = new IdentityHashMap<>();
        for (Tensor x : nodes) {
            places.put(x, places.size());
        }
        return places;
    }

    /** Follows what rests on arguments, and refuses that it is read. */
    private static final class Watch implements Observer<Tensor> {
        private final Set<Tensor> varying = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<Tensor, Copy> copies = new IdentityHashMap<>();
        private final Set<Tensor> made = Collections.newSetFromMap(new IdentityHashMap<>());
        private Observer<Tensor> outer;

        /** Made while the function ran: they stay as they are. */
        private final Set<Tensor> variables = Collections.newSetFromMap(new IdentityHashMap<>());

        /** Whether a tensor has a past, and it is not in this run of the function. */
        boolean isFromOutside(Tensor x) {
            return (ACCESS.index(x) != 0 || ACCESS.isOfGradients(x))
                    && !made.contains(x)
                    && !variables.contains(x);
        }

        @Override
        public void variable(Tensor variable) {
            variables.add(variable);
            if (outer != null) {
                outer.variable(variable);
            }
        }

        @Override
        public void copied(Tensor constant, double[]... parts) {
            double[] elements = ACCESS.elements(constant);
            copies.put(constant, new Copy(elements, parts, UserCode.line()));
            if (outer != null) {
                outer.copied(constant, parts);
            }
        }

        @Override
        public boolean wantsPlaces() {
            return false;
        }

        @Override
        public boolean wantsWholePrograms() {
            return true;
        }

        @Override
        public void made(Tensor node) {
            for (Tensor input : ACCESS.inputs(node)) {
                if (varying.contains(input)) {
                    varying.add(node);
                    break;
                }
            }
            made.add(node);
            if (outer != null) {
                outer.made(node);
            }
        }

        @Override
        public void passed(Tensor node, int input, Tensor g, Tensor share) {
            if (outer != null) {
                outer.passed(node, input, g, share);
            }
        }

        @Override
        public void read(Tensor node, String method) {
            if (varying.contains(node) || ACCESS.isOfOnePoint(node)) {
                StackTraceElement place = UserCode.line();
                throw new IllegalStateException(
                        "program: "
                                + method
                                + "() reads a number that rests on an argument"
                                + (place == null ? "" : ", at " + place)
                                + ": what is done with it would be the same at every other point;"
                                + " use where, max, min, clamp or a comparison such as gt, which are"
                                + " recorded, or read the number after the program has run");
            }
            if (outer != null) {
                outer.read(node, method);
            }
        }
    }

    /** The shape of a node. */
    static Shape shape(Tensor x) {
        return ACCESS.shape(x);
    }
}
