package org.cotangent;

import java.lang.invoke.VarHandle;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.tape.Accumulator;

/**
 * The cell in which a sweep sums the adjoint of one node: a number where the node is a scalar, else
 * a tensor.
 *
 * <p>An array that nobody else can see is added to in place. That is so once two parts have met in
 * a sum, or if the first was fresh, until somebody is shown the tensor who may keep it.
 */
final class Adjoint extends Accumulator<Tensor> {
    private boolean some; // whether a part has arrived
    private double value; // of a scalar
    private Tensor tensor; // of a scalar only if somebody made one
    private boolean owned;

    /** Adds a part that is a number. */
    void add(double part) {
        value = some ? value + part : part;
        some = true;
        tensor = null;
    }

    /**
     * Adds a part.
     *
     * @param part of the shape of the node
     * @param fresh whether nobody else holds its array
     */
    void add(Tensor part, boolean fresh) {
        if (part.data == null) {
            value = some ? value + part.value : part.value;
            tensor = some ? null : part;
        } else if (!some) {
            tensor = part;
            owned = fresh;
        } else if (owned) {
            addInto(tensor.data, part.data);
        } else if (fresh) {
            addInto(part.data, tensor.data);
            tensor = part;
            owned = true;
        } else {
            double[] sum = tensor.data.clone();
            addInto(sum, part.data);
            tensor = Tensor.constant(part.shape, sum);
            owned = true;
        }
        some = true;
    }

    private static void addInto(double[] sum, double[] part) {
        ArrayKernels.get().zip(BinaryKernel.ADD, sum, part, sum);
    }

    /** Adds a part by an operation, so that the sum can be differentiated. */
    void addRecorded(Tensor part) {
        set(some ? tensor.add(part) : part);
    }

    /** Puts a tensor that somebody else may hold in the place of what is here. */
    void set(Tensor adjoint) {
        some = true;
        value = adjoint.value;
        tensor = adjoint;
        owned = false;
    }

    /**
     * The adjoint, part of the answer of a pass that is over; any thread may ask. A tensor is made
     * for those that are asked for: a million numbers may have one each.
     *
     * @param mark what a constant is marked with
     */
    Tensor settled(NodeInfo mark) {
        Tensor settled = tensor;
        if (settled == null || !settled.varies() && settled.origin().compareTo(mark.origin()) < 0) {
            settled = (settled == null ? Tensor.of(value) : settled).asGradient(mark);
            VarHandle.releaseFence(); // its mark is no final field
            tensor = settled;
        }
        return settled;
    }

    /** The adjoint of a scalar. */
    double value() {
        return value;
    }

    /** The adjoint. */
    Tensor tensor() {
        if (tensor == null) {
            tensor = Tensor.of(value);
        }
        return tensor;
    }

    /** The adjoint, for somebody who may keep it. */
    Tensor shown() {
        owned = false;
        return tensor();
    }

    /** Whether nobody else can see the array. */
    boolean owned() {
        return owned;
    }

    /** Drops the adjoint. */
    void clear() {
        some = false;
        tensor = null;
        owned = false;
    }
}
