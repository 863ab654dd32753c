package org.cotangent.nn.optim;

import java.util.Arrays;
import org.cotangent.Tensor;

/** Operations on arrays as vectors. */
final class Vectors {
    private Vectors() {}

    /** The elements of tensors one after the other. */
    static double[] joined(Tensor... tensors) {
        double[] all = new double[Arrays.stream(tensors).mapToInt(Tensor::size).sum()];
        int to = 0;
        for (Tensor tensor : tensors) {
            System.arraycopy(TensorElements.of(tensor), 0, all, to, tensor.size());
            to += tensor.size();
        }
        return all;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The Euclidean norm, also where squares leave the range of doubles. */
    static double norm(double[] a) {
        double square = dot(a, a);
        if (square > 1e-280 && square < Double.POSITIVE_INFINITY) {
            return Math.sqrt(square);
        }
        double norm = 0;
        for (double element : a) {
            norm = StrictMath.hypot(norm, element);
        }
        return norm;
    }

    static void add(double[] to, double factor, double[] a) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * a[i];
        }
    }

    static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    static double[] difference(double[] a, double[] b) {
        double[] c = a.clone();
        add(c, -1, b);
        return c;
    }
}
