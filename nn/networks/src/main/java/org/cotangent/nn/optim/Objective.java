package org.cotangent.nn.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.internal.Checks;

/** A loss as a function of one array that holds all parameters one after the other. */
final class Objective {
    private final String rule;
    private final List<Parameter> parameters;
    private final Supplier<Tensor> loss;
    private final Tensor[] before;

    private ArithmeticException thrown; // the first of those at trial points
    private boolean valued; // whether a trial point had a value

    /**
     * A point with its loss and gradient; the gradient is null where it is not known or not finite.
     */
    record Point(double[] x, double loss, double[] gradient) {
        boolean isFinite() {
            return gradient != null;
        }
    }

    /** Saves the current values for {@link #undo()}. */
    Objective(String rule, List<Parameter> parameters, Supplier<Tensor> loss) {
        CheckedOptimizer.requireDistinct(rule, parameters);
        this.rule = rule;
        this.parameters = List.copyOf(parameters);
        this.loss = Objects.requireNonNull(loss, () -> rule + ": the loss is null");
        this.before = Parameter.values(parameters);
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** The current values. */
    double[] values() {
        return Vectors.joined(Parameter.values(parameters));
    }

    /** Moves the parameters to a point. */
    void move(double[] x) {
        int from = 0;
        for (Parameter parameter : parameters) {
            int to = from + parameter.value().size();
            double[] values = Arrays.copyOfRange(x, from, to);
            parameter.set(Tensor.of(values, parameter.value().shape()));
            from = to;
        }
    }

    /** Moves the parameters back to where they were. */
    void undo() {
        for (int i = 0; i < before.length; i++) {
            parameters.get(i).set(before[i]);
        }
    }

    /** The loss where the parameters are, without gradient. */
    double loss() {
        return Tensor.unrecorded(() -> scalar(loss.get()).value());
    }

    /** The loss where the parameters are, refused if it is not finite. */
    double finiteLoss() {
        return finite(loss());
    }

    /** Loss and gradient at a point, to which the parameters are moved. */
    Point at(double[] x) {
        move(x);
        return here(x);
    }

    /**
     * Loss and gradient at a point that is only tried: NaN where they do not exist, as of the
     * Cholesky factor of a matrix that is not positive definite there.
     */
    Point tried(double[] x) {
        try {
            Point point = at(x);
            valued = true;
            return point;
        } catch (ArithmeticException e) {
            thrown = thrown == null ? e : thrown;
            return new Point(x, Double.NaN, null);
        }
    }

    /** The loss at a point that is only tried, without gradient. */
    double triedLoss(double[] x) {
        try {
            move(x);
            return loss();
        } catch (ArithmeticException e) {
            return Double.NaN;
        }
    }

    /** Throws if there were trial points, and the loss or its gradient threw at all of them. */
    void requireValue() {
        if (thrown != null && !valued) {
            ArithmeticException e =
                    Checks.arithmetic(
                            "%s: the loss or its gradient threw at every point that was tried,"
                                    + " however near; nothing was updated. The first: %s",
                            rule, thrown.getMessage());
            e.initCause(thrown);
            throw e;
        }
    }

    /** The exceptions thrown at some of the points that were tried, as the end of a sentence. */
    String thrown() {
        return thrown == null
                ? ""
                : "; at some points tried there was no loss: " + thrown.getMessage();
    }

    /** Loss and gradient where the parameters are, refused if they are not finite. */
    Point start() {
        Point point = here(values());
        finite(point.loss);
        if (!point.isFinite()) {
            throw Checks.arithmetic(
                    "%s: the gradient is not finite at the present values; nothing was updated."
                            + " Look for inputs that are not finite",
                    rule);
        }
        return point;
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw Checks.arithmetic(
                    "%s: the loss is %s at the present values; nothing was updated. Look for"
                            + " inputs that are not finite",
                    rule, value);
        }
        return value;
    }

    private Point here(double[] x) {
        Tensor value = scalar(loss.get());
        if (!Double.isFinite(value.value())) {
            return new Point(x, value.value(), null);
        }
        if (!value.varies()) {
            throw Checks.illegal(
                    "%s: the loss does not rest on any parameter; it must be computed from their"
                            + " values each time, and recorded",
                    rule);
        }
        double[] gradient = Vectors.joined(Parameter.gradients(parameters, value.backward()));
        boolean finite = Finite.all(gradient, 0, gradient.length);
        return new Point(x, value.value(), finite ? gradient : null);
    }

    private Tensor scalar(Tensor value) {
        if (value.rank() != 0) {
            throw Checks.illegal(
                    "%s: the loss has shape %s; it must be a scalar, as of mean() or sum()",
                    rule, value.shape());
        }
        return value;
    }
}
