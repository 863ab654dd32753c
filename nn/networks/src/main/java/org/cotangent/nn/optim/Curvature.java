package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Objective.Point;

/** The curvature estimate of L-BFGS: its last steps with the changes of the gradient. */
final class Curvature {
    private static final String PARAMETER = "parameter ";

    private final String rule;
    private final List<String> names = new ArrayList<>();
    private final List<int[]> shapes = new ArrayList<>();
    private List<Parameter> owners = List.of(); // none after a restore
    private final List<Pair> pairs = new ArrayList<>();

    /** A step with the change of the gradient along it; the list has the oldest first. */
    private record Pair(double[] s, double[] y) {}

    /** An estimate without steps. */
    Curvature(String rule) {
        this.rule = rule;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void clear() {
        pairs.clear();
    }

    /**
     * Algorithm 7.4, the two loops: minus the inverse Hessian, as far as known, on the gradient.
     */
    double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        double[] alpha = new double[pairs.size()];
        for (int k = pairs.size() - 1; k >= 0; k--) {
            Pair pair = pairs.get(k);
            alpha[k] = Vectors.dot(pair.s, q) / Vectors.dot(pair.s, pair.y);
            Vectors.add(q, -alpha[k], pair.y);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.get(pairs.size() - 1);
            Vectors.scale(q, Vectors.dot(last.s, last.y) / Vectors.dot(last.y, last.y));
        }
        for (int k = 0; k < pairs.size(); k++) {
            Pair pair = pairs.get(k);
            Vectors.add(q, alpha[k] - Vectors.dot(pair.y, q) / Vectors.dot(pair.s, pair.y), pair.s);
        }
        Vectors.scale(q, -1);
        return q;
    }

    /** Adds a step; the oldest is dropped if there are more than the memory holds. */
    void learn(List<Parameter> parameters, Point from, Point to, int memory) {
        double[] s = Vectors.difference(to.x(), from.x());
        double[] y = Vectors.difference(to.gradient(), from.gradient());
        double curvature = Vectors.dot(s, y);
        double least = Math.ulp(1.0) * Vectors.dot(y, y);
        // else rounding has left nothing of it; the method needs it above 0
        if (curvature > least && curvature > Double.MIN_NORMAL) {
            if (pairs.isEmpty()) {
                names.clear();
                shapes.clear();
                for (Parameter parameter : parameters) {
                    names.add(parameter.name());
                    shapes.add(parameter.value().shape());
                }
            }
            if (pairs.size() == memory) {
                pairs.remove(0);
            }
            pairs.add(new Pair(s, y));
            owners = List.copyOf(parameters);
        }
    }

    /** Refuses parameters other than those that the steps are of. */
    void requireOf(List<Parameter> parameters) {
        if (pairs.isEmpty()) {
            return;
        }
        List<String> remembered =
                IntStream.range(0, names.size())
                        .mapToObj(i -> names.get(i) + " " + Arrays.toString(shapes.get(i)))
                        .toList();
        if (!remembered.equals(parameters.stream().map(Parameter::toString).toList())) {
            throw Checks.illegal(
                    "%s: the steps remembered are of %s, the parameters are %s; use a new object"
                            + " for others",
                    rule, String.join(", ", remembered), parameters);
        }
        for (int i = 0; i < owners.size(); i++) {
            if (owners.get(i) != parameters.get(i)) {
                throw Checks.illegal(
                        "%s: %s is another parameter than in the steps remembered, though of the"
                                + " same name; make a new object for each model, or call restore()"
                                + " to go on with another's state",
                        rule, names.get(i));
            }
        }
    }

    /** Adds the steps to a state. */
    void write(Map<String, Object> values) {
        values.put("pairs", pairs.size());
        for (int i = 0, from = 0; i < names.size() && !pairs.isEmpty(); i++) {
            values.put(PARAMETER + i, names.get(i)); // their order decides the last bits of sums
            int to = from + Arrays.stream(shapes.get(i)).reduce(1, (p, q) -> p * q);
            for (int k = 0; k < pairs.size(); k++) {
                double[] s = Arrays.copyOfRange(pairs.get(k).s, from, to);
                double[] y = Arrays.copyOfRange(pairs.get(k).y, from, to);
                values.put(names.get(i) + "/s" + k, Tensor.of(s, shapes.get(i)));
                values.put(names.get(i) + "/y" + k, Tensor.of(y, shapes.get(i)));
            }
            from = to;
        }
    }

    /** The steps of a state. */
    Curvature(String rule, State state, int memory) {
        this(rule);
        long count = state.integer("pairs");
        if (count < 0 || count > memory) {
            throw Checks.illegal(
                    "%s: the state has %s steps of a memory of %s; it must be from 0 to that."
                            + " Nothing was changed",
                    rule, count, memory);
        }
        for (int i = 0; state.texts().containsKey(PARAMETER + i); i++) {
            names.add(state.text(PARAMETER + i));
            shapes.add(state.tensor(names.get(i) + "/s0").shape());
        }
        for (int k = 0; k < count; k++) {
            pairs.add(new Pair(joined(state, "/s" + k), joined(state, "/y" + k)));
        }
        long right = 2 * count * names.size();
        if (state.tensors().size() != right || count > 0 && names.isEmpty()) {
            throw Checks.illegal(
                    "%s: the state has %s tensors for %s steps of %s; it must have two a step and"
                            + " parameter. Nothing was changed",
                    rule, state.tensors().size(), count, names);
        }
    }

    private double[] joined(State state, String suffix) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> Finite.saved(rule, state, names.get(i) + suffix, shapes.get(i)))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
