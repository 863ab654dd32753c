package org.cotangent.benchmarks.gradbench;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.program.Program;

/** A function of one evaluation with the numbers of one input. */
public abstract class Problem {
    private static final Set<String> VALUES = Set.of("square", "objective", "primal", "cost");
    private static final Set<String> DERIVATIVES = Set.of("double", "jacobian", "gradient", "dir");

    /**
     * The value in plain Java.
     *
     * @return its numbers
     */
    public abstract double[] byHand();

    /**
     * The value as a function of tensors.
     *
     * @param x arguments of the shapes of {@link #point}
     * @return the value
     */
    public abstract Tensor value(Tensor... x);

    /**
     * The value as it is written for a program: loops of many steps as operations.
     *
     * @param x arguments of the shapes of {@link #point}
     * @return the value
     */
    public Tensor inLoops(Tensor... x) {
        return value(x);
    }

    /**
     * The arguments of the value.
     *
     * @return constants
     */
    public abstract Tensor[] point();

    /**
     * The derivative that is asked for: the gradient by all arguments, unless said otherwise.
     *
     * @param value {@link #value} or {@link #inLoops}
     * @param x arguments of the shapes of {@link #point}
     * @return its parts
     */
    public List<Tensor> derivative(TensorFunction value, Tensor... x) {
        return Differentiate.gradients(value, x);
    }

    /**
     * Prepares the derivative.
     *
     * @param form the way of computing
     * @return computes it
     */
    public Supplier<double[]> derivative(Form form) {
        return work(form, "gradient");
    }

    /**
     * Prepares a computation.
     *
     * @param form the way of computing
     * @param function a name of the evaluation's functions
     * @return computes the numbers, as often as wanted; the array may be the same each time
     */
    public Supplier<double[]> work(Form form, String function) {
        TensorFunction value = form == Form.TENSORS ? this::value : this::inLoops;
        Function<Tensor[], List<Tensor>> f =
                isDerivative(function) ? x -> derivative(value, x) : x -> List.of(value.apply(x));
        Tensor[] point = point();
        if (form == Form.TENSORS) {
            return () -> elements(f.apply(point));
        }
        Program program = Program.ofSeveral(f, point);
        double[] x = elements(List.of(point));
        double[] y = new double[program.results()];
        return () -> {
            program.run(x, y);
            return y;
        };
    }

    /**
     * What GradBench's messages hold for a result.
     *
     * @param function a name of the evaluation's functions
     * @param y the result
     * @return numbers, lists and maps
     */
    Object output(String function, double[] y) {
        return isDerivative(function) || y.length > 1 ? y : (Object) y[0];
    }

    static boolean isValue(String function) {
        return VALUES.contains(function);
    }

    static boolean isDerivative(String function) {
        if (!VALUES.contains(function) && !DERIVATIVES.contains(function)) {
            throw new IllegalArgumentException("no function \"" + function + "\"");
        }
        return DERIVATIVES.contains(function);
    }

    static double[] elements(List<Tensor> parts) {
        double[] all = new double[parts.stream().mapToInt(Tensor::size).sum()];
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.toArray(), 0, all, at, part.size());
            at += part.size();
        }
        return all;
    }

    static double max(double[] x) {
        return Arrays.stream(x).max().orElseThrow();
    }
}
