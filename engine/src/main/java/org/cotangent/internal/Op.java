package org.cotangent.internal;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.kernel.Numbers;

/**
 * How a node of the graph came to be: the operation's name, its attributes and its derivative rule.
 *
 * <p>Rules are written in fixed letters: {@code g} the adjoint of the result, {@code y} the result,
 * {@code a} and {@code b} (or {@code x}) the inputs. They use nothing but operations on recorded
 * tensors, which is what makes the gradient of a gradient another gradient. Masks, comparisons and
 * positions are operations too, whose results have no derivative: they are {@link Flat}. So a
 * recorded graph means the same at every point.
 */
public interface Op {
    /**
     * The name a user knows the operation by.
     *
     * @return such as "mul"
     */
    String name();

    /**
     * The operation on other inputs: the value of a node is this of its inputs, bit for bit.
     *
     * @param x as many inputs as the node has, of the same shapes
     * @return a new node, or a constant where nothing is recorded
     */
    Tensor apply(Tensor... x);

    /**
     * The share of an adjoint that goes to one input.
     *
     * @param input which input, 0 the first
     * @param g the adjoint of y
     * @param y the node; its inputs are y.input(0), y.input(1), …
     * @return a share of the input's adjoint in the input's shape or one that the input broadcasts
     *     to (the sweep sums it back), or null where it is zero whatever the values are
     */
    Tensor adjoint(int input, Tensor g, Tensor y);

    /**
     * The shares of all inputs at once, for operations whose shares have work in common. Asked of
     * nodes that were made with a list of inputs; {@link #adjoint} must give the same.
     *
     * @param g the adjoint of y
     * @param y the node
     * @return the shares in the order of the inputs; null where they are found one by one
     */
    default List<Tensor> adjoints(Tensor g, Tensor y) {
        return null;
    }

    /**
     * The share of one input in a pass that is not recorded: bit by bit what {@link #adjoint}
     * gives, in whatever way is fastest.
     *
     * @param input which input, 0 the first; there are one or two
     * @param g the adjoint of y
     * @param owned whether the array of g may be overwritten, and be that of the part: nobody else
     *     holds it, and it is not needed any more
     * @param y the node
     * @return as {@link #adjoint}
     */
    default Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
        return adjoint(input, g, y);
    }

    /**
     * Whether no part of the rule shares its array with anything but g: then the sweep may add
     * others to it.
     *
     * @return false if the rule may return tensors that somebody holds
     */
    default boolean freshParts() {
        return true;
    }

    /**
     * The attributes by name: numbers, truth values, lists of whole numbers and texts; together
     * with the name and the inputs they say all that there is to the operation.
     *
     * @return a map that cannot be changed, in the order in which attributes are shown
     */
    default Map<String, Object> attributes() {
        return Map.of();
    }

    /**
     * Whether a user wrote the operation: its name then says nothing of what it computes.
     *
     * @return false for those of the library
     */
    default boolean isOfUser() {
        return false;
    }

    /**
     * Whether the operation takes elements out of its one input, and {@link #addTo} is known.
     *
     * @return false for most
     */
    default boolean isPiece() {
        return false;
    }

    /**
     * Adds an adjoint of the result to the dense adjoint of the input, for an operation that {@link
     * #isPiece}.
     *
     * @param sum the adjoint of the input
     * @param g the adjoint of the result
     */
    default void addTo(double[] sum, Tensor g) {
        addTo(sum, TensorAccess.<Tensor, Op>get().elements(g));
    }

    /**
     * Adds the elements of an adjoint of the result; see {@link #addTo(double[], Tensor)}.
     *
     * @param sum the adjoint of the input
     * @param g the elements of the adjoint of the result
     */
    default void addTo(double[] sum, double[] g) {
        throw new IllegalStateException(name() + " takes no elements out");
    }

    /**
     * The piece of its domain that each element of a node stands on, for operations that are
     * defined in pieces: even numbers are pieces inside which the operation is smooth, odd ones the
     * kinks and jumps between them.
     *
     * @param y a node of this operation
     * @return a number for each element in row-major order; null if the operation has no pieces
     */
    default double[] pieces(Tensor y) {
        return null;
    }

    /**
     * The elements of the inputs that an element of the result depends on.
     *
     * @return the kind of dependency
     */
    default Dependency dependency() {
        return Dependency.ALL;
    }

    /** The ways in which elements of a result depend on elements of the inputs. */
    enum Dependency {
        /** On those in the same place, where inputs broadcast. */
        ELEMENTWISE,
        /** On those of a group along axes. */
        REDUCTION,
        /** On one element, by its place. */
        MOVE,
        /** On one element, by numbers that say which. */
        GATHER,
        /** Possibly on all. */
        ALL
    }

    /**
     * Writes the operation number by number, so that a program of single numbers computes the same
     * bits. Operations that move elements need not: what they do is seen from their results.
     *
     * @param n the program that is written
     * @param y a node of this operation
     * @param x the places of the elements of each input
     * @return the places of the elements of the result; null if it cannot be had so
     */
    default int[] inNumbers(Numbers n, Tensor y, int[]... x) {
        return null;
    }

    /**
     * The operation between arrays, with all that the shapes say prepared, for programs that run by
     * arrays. Elementwise operations that have a form {@linkplain #inNumbers in numbers} need none.
     *
     * @param y a node of this operation
     * @return the prepared operation; null if there is none but {@link #apply}
     */
    default ArrayStep inArrays(Tensor y) {
        return null;
    }

    /**
     * Adds an adjoint of the result to that of the input, as {@link #addTo(double[], Tensor)},
     * number by number.
     *
     * @param n the program that is written
     * @param sum the places of the adjoint of the input, replaced by those of the sums
     * @param y the shape of the result
     * @param g the places of the adjoint of the result
     */
    default void addTo(Numbers n, int[] sum, Shape y, int[] g) {
        throw new IllegalStateException(name() + " takes no elements out");
    }

    /**
     * An operation as a function of the elements of its inputs.
     *
     * @param op the operation
     * @param y a node of it
     * @return from the elements of inputs of the same shapes to those of the result
     */
    static Function<double[][], double[]> onArrays(Op op, Tensor y) {
        TensorAccess<Tensor, Op> access = TensorAccess.get();
        Shape[] shapes = Arrays.stream(access.inputs(y)).map(access::shape).toArray(Shape[]::new);
        return x -> {
            Tensor[] inputs = new Tensor[x.length];
            Arrays.setAll(inputs, i -> access.constant(shapes[i], x[i]));
            return access.elements(op.apply(inputs));
        };
    }

    /**
     * Attributes from names and values in turn, without those that are null.
     *
     * @param namesAndValues a name, its value, and so on
     * @return a map in that order
     */
    static Map<String, Object> attributes(Object... namesAndValues) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return Collections.unmodifiableMap(attributes);
    }

    /** An operation without a derivative, such as a comparison. */
    interface Flat extends Op {
        @Override
        default Tensor adjoint(int input, Tensor g, Tensor y) {
            return null;
        }
    }

    /**
     * A leaf: made from numbers, not by an operation.
     *
     * @param name the kind of leaf
     */
    record Leaf(String name) implements Op {
        /** A constant. */
        public static final Leaf CONSTANT = new Leaf("constant");

        /** A variable. */
        public static final Leaf VARIABLE = new Leaf("variable");

        /** A constant that was taken out of a graph: the numbers of one point. */
        public static final Leaf STOPPED = new Leaf("stopGradient");

        @Override
        public Tensor apply(Tensor... x) {
            throw new IllegalStateException(name + " has no inputs");
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            throw new IllegalStateException(name + " has no inputs");
        }
    }
}
