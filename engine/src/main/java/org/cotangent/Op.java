package org.cotangent;

import java.util.List;

/**
 * How a node of the graph came to be: the operation's name, its attributes and its derivative rule.
 *
 * <p>Rules are written in fixed letters: {@code g} the adjoint of the result, {@code y} the result,
 * {@code a} and {@code b} (or {@code x}) the inputs. They use nothing but operations on recorded
 * tensors, which is what makes the gradient of a gradient another gradient. Masks, comparisons and
 * positions are operations too, whose results have no derivative: {@link Tensor#flat}. So a
 * recorded graph means the same at every point.
 */
interface Op {
    /** The name a user knows the operation by. */
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
     * The shares of all inputs at once, for operations whose shares have work in
     * common. Asked of nodes that were made with a list of inputs; {@link #adjoint} must give the
     * same.
     *
     * @param g the adjoint of y
     * @param y the node
     * @return the shares in the order of the inputs; null where they are found one by one
     */
    default List<Tensor> adjoints(Tensor g, Tensor y) {
        return null;
    }

    /**
     * The share of one input in a pass that is not recorded: bit by bit what {@link #adjoint} gives, in whatever way is fastest.
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
     * The attributes as a printed graph shows them, such as "axes 0, 1"; empty if there are none.
     */
    default String attributes() {
        return "";
    }

    /** An operation without a derivative, such as a comparison. */
    interface Flat extends Op {
        @Override
        default Tensor adjoint(int input, Tensor g, Tensor y) {
            return null;
        }
    }

    /** A leaf: made from numbers, not by an operation. */
    record Leaf(String name) implements Op {
        static final Leaf CONSTANT = new Leaf("constant");
        static final Leaf VARIABLE = new Leaf("variable");

        /** A constant that was taken out of a graph: the numbers of one point, see {@link Tensor#stopGradient}. */
        static final Leaf STOPPED = new Leaf("stopGradient");

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
