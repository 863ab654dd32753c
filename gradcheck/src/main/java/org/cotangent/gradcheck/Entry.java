package org.cotangent.gradcheck;

import java.util.Arrays;
import org.cotangent.Tensor;

/** One derivative that was checked: where it stands, and what either side says it is. Immutable. */
public final class Entry {
    private final int order;
    private final int input;
    private final int element;
    private final int[] index;
    private final String name;
    private final double analytic;
    private final double numerical;
    private final double error;

    Entry(
            int order,
            int input,
            Tensor at,
            int element,
            double analytic,
            double numerical,
            double error) {
        this.order = order;
        this.input = input;
        this.element = element;
        this.index = index(at.shape(), element);
        this.name = at.name();
        this.analytic = analytic;
        this.numerical = numerical;
        this.error = error;
    }

    private static int[] index(int[] shape, int element) {
        int[] index = new int[shape.length];
        int rest = element;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }

    /**
     * The order of the derivative.
     *
     * @return 1 for a gradient, 2 for a Hessian-vector product
     */
    public int order() {
        return order;
    }

    /**
     * Which input the derivative is with respect to.
     *
     * @return 0 for the first
     */
    public int input() {
        return input;
    }

    /**
     * Which element of that input.
     *
     * @return its place in row-major order, from 0
     */
    public int element() {
        return element;
    }

    /**
     * Which element of that input, axis by axis.
     *
     * @return a new array, empty for a scalar
     */
    public int[] index() {
        return index.clone();
    }

    /**
     * What the backward pass says.
     *
     * @return the analytic derivative
     */
    public double analytic() {
        return analytic;
    }

    /**
     * What the differences say.
     *
     * @return the numerical derivative
     */
    public double numerical() {
        return numerical;
    }

    /**
     * The relative error as {@link GradCheck} defines it.
     *
     * @return a number from 0; +infinity if either derivative is NaN or infinite
     */
    public double error() {
        return error;
    }

    /** Where it stands, such as "w[1, 2]" or "input 0". */
    String place() {
        return (name != null ? name : "input " + input)
                + (index.length == 0 ? "" : Arrays.toString(index));
    }

    /**
     * All of it in one line.
     *
     * @return such as "order 1, input 0[1, 2]: analytic 0.5, numerical 0.25, relative error 0.5"
     */
    @Override
    public String toString() {
        return "order "
                + order
                + ", "
                + place()
                + ": analytic "
                + analytic
                + ", numerical "
                + numerical
                + ", relative error "
                + Report.rounded(error);
    }
}
