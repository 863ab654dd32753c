package org.cotangent.internal;

import java.util.Arrays;
import java.util.List;

/** The extents of a tensor, one an axis, and what follows from them. Immutable. */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0], 1);

    /** The extents, one an axis; not to be written to. */
    public final int[] extents;

    /** The number of elements. */
    public final int size;

    private final int[] broadcast; // strides with 0 at extents of 1; not to be written to

    private Shape(int[] extents, int size) {
        this.extents = extents;
        this.size = size;
        this.broadcast = strides();
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == 1) {
                broadcast[axis] = 0;
            }
        }
    }

    /**
     * The shape of these extents, which are copied.
     *
     * @param extents the extents; none for a scalar
     * @return the shape
     */
    public static Shape of(int... extents) {
        return of("", extents);
    }

    /**
     * The shape of an operation's result, refused in the operation's name.
     *
     * @param op the name of the operation, for refusals
     * @param extents the extents
     * @return the shape
     */
    public static Shape of(String op, int... extents) {
        long size = 1;
        for (int extent : extents) {
            size *= extent;
            if (extent < 0 || size > Integer.MAX_VALUE) {
                throw refusal(op, Arrays.toString(extents), extent < 0);
            }
        }
        return extents.length == 0 ? SCALAR : new Shape(extents.clone(), (int) size);
    }

    /**
     * The same of extents that may be too large for an int.
     *
     * @param op the name of the operation, for refusals
     * @param extents the extents
     * @return the shape
     */
    public static Shape of(String op, long[] extents) {
        int[] narrow = new int[extents.length];
        for (int axis = 0; axis < narrow.length; axis++) {
            narrow[axis] = (int) extents[axis];
            if (narrow[axis] != extents[axis]) {
                throw refusal(op, Arrays.toString(extents), extents[axis] < 0);
            }
        }
        return of(op, narrow);
    }

    private static IllegalArgumentException refusal(String op, String extents, boolean negative) {
        return new IllegalArgumentException(
                (op.isEmpty() ? "" : op + ": ")
                        + "shape "
                        + extents
                        + ": "
                        + (negative
                                ? "an extent is negative"
                                : "more than " + Integer.MAX_VALUE + " elements"));
    }

    /**
     * Whole numbers as an attribute of an operation.
     *
     * @param numbers the numbers
     * @return a list of them
     */
    public static List<Integer> list(int... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /**
     * The extents as an attribute of an operation.
     *
     * @return a list of them
     */
    public List<Integer> list() {
        return list(extents);
    }

    /**
     * The number of axes.
     *
     * @return 0 for a scalar
     */
    public int rank() {
        return extents.length;
    }

    /**
     * The distance in the dense array between neighbors along each axis.
     *
     * @return a new array
     */
    public int[] strides() {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    /**
     * Strides that read this shape as if it were the wider one: 0 where it is broadcast.
     *
     * @param wider a shape that this one broadcasts to
     * @return an array that must not be written to
     */
    public int[] stridesIn(Shape wider) {
        if (wider.rank() == rank()) {
            return broadcast;
        }
        int[] strides = new int[wider.rank()];
        System.arraycopy(broadcast, 0, strides, wider.rank() - rank(), rank());
        return strides;
    }

    /**
     * Whether this shape broadcasts to another.
     *
     * @param wider the other
     * @return true if so
     */
    public boolean broadcastsTo(Shape wider) {
        int shift = wider.rank() - rank();
        if (shift < 0) {
            return false;
        }
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] != 1 && extents[axis] != wider.extents[axis + shift]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The shape that two broadcast to.
     *
     * @param op the name of the operation, for refusals
     * @param a a shape
     * @param b another
     * @return the shape
     */
    public static Shape broadcast(String op, Shape a, Shape b) {
        if (a == b || b.rank() == 0 || a.equals(b)) {
            return a;
        }
        if (a.rank() == 0) {
            return b;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] extents = new int[rank];
        for (int back = 1; back <= rank; back++) {
            int p = back <= a.rank() ? a.extents[a.rank() - back] : 1;
            int q = back <= b.rank() ? b.extents[b.rank() - back] : 1;
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException(
                        op
                                + ": shapes "
                                + a
                                + " and "
                                + b
                                + " do not broadcast: counted from the last, axis "
                                + -back
                                + " has extents "
                                + p
                                + " and "
                                + q
                                + "; they must be equal or one of them 1");
            }
            extents[rank - back] = p == 1 ? q : p;
        }
        return of(op, extents);
    }

    /**
     * An axis counted from the front.
     *
     * @param op the name of the operation, for refusals
     * @param axis the axis; a negative one counts from the end
     * @return a number from 0
     */
    public int axis(String op, int axis) {
        int counted = axis < 0 ? axis + rank() : axis;
        if (counted < 0 || counted >= rank()) {
            throw new IllegalArgumentException(
                    op
                            + ": axis "
                            + axis
                            + " of shape "
                            + this
                            + (rank() == 0
                                    ? ": a scalar has no axes"
                                    : ": it must lie in " + -rank() + " .. " + (rank() - 1)));
        }
        return counted;
    }

    /**
     * The axes that a list names, each at most once.
     *
     * @param op the name of the operation, for refusals
     * @param axes the list
     * @return for each axis whether it is named
     */
    public boolean[] marked(String op, int[] axes) {
        boolean[] marked = new boolean[rank()];
        for (int axis : axes) {
            int counted = axis(op, axis);
            if (marked[counted]) {
                throw new IllegalArgumentException(
                        op
                                + ": axes "
                                + Arrays.toString(axes)
                                + " of shape "
                                + this
                                + " name axis "
                                + counted
                                + " twice");
            }
            marked[counted] = true;
        }
        return marked;
    }

    /**
     * This shape with some axes made 1.
     *
     * @param marked which
     * @return the shape
     */
    public Shape withOnes(boolean[] marked) {
        int[] kept = extents.clone();
        for (int axis = 0; axis < kept.length; axis++) {
            if (marked[axis]) {
                kept[axis] = 1;
            }
        }
        return of(kept);
    }

    /**
     * This shape without some axes.
     *
     * @param marked which
     * @return the shape
     */
    public Shape without(boolean[] marked) {
        int[] kept = new int[rank()];
        int n = 0;
        for (int axis = 0; axis < kept.length; axis++) {
            if (!marked[axis]) {
                kept[n++] = extents[axis];
            }
        }
        return of(Arrays.copyOf(kept, n));
    }

    /**
     * The position in the dense array of an index.
     *
     * @param index a place on every axis, each within its extent
     * @return the position
     */
    public int position(int[] index) {
        if (index.length != rank()) {
            throw new IllegalArgumentException(
                    "index "
                            + Arrays.toString(index)
                            + " of shape "
                            + this
                            + ": needs "
                            + rank()
                            + (rank() == 1 ? " index, got " : " indices, got ")
                            + index.length);
        }
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= extents[axis]) {
                throw new IndexOutOfBoundsException(
                        "index " + Arrays.toString(index) + " lies outside shape " + this);
            }
            position = position * extents[axis] + index[axis];
        }
        return position;
    }

    /**
     * This shape with its last two axes swapped.
     *
     * @return the shape
     */
    public Shape transposed() {
        int[] swapped = extents.clone();
        int last = swapped.length - 1;
        swapped[last] = extents[last - 1];
        swapped[last - 1] = extents[last];
        return new Shape(swapped, size);
    }

    /**
     * The index that has a position in the dense array.
     *
     * @param position the position
     * @return the index
     */
    public int[] index(int position) {
        int[] index = new int[rank()];
        for (int axis = rank() - 1, rest = position; axis >= 0; axis--) {
            index[axis] = rest % extents[axis];
            rest /= extents[axis];
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** As "[64, 10]"; a scalar is "[]". */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }

    /**
     * Where the parts of an array start that places of a batch stand for.
     *
     * @param batch what this shape broadcasts to
     * @param part how many elements a place of this shape stands for
     * @return an offset for every place of the batch
     */
    public int[] offsets(Shape batch, int part) {
        int[] offsets = new int[batch.size];
        if (equals(batch)) {
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = i * part;
            }
            return offsets;
        }
        int[] strides = stridesIn(batch);
        for (int i = 0; i < offsets.length; i++) {
            int rest = i;
            for (int axis = batch.rank() - 1; axis >= 0; axis--) {
                offsets[i] += rest % batch.extents[axis] * strides[axis] * part;
                rest /= batch.extents[axis];
            }
        }
        return offsets;
    }
}
