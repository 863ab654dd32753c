package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.inputs;

import java.util.Arrays;
import org.cotangent.Tensor;

/**
 * The inputs of an operation that is the derivative of a function of a matrix along directions: the
 * matrix and behind it the directions, which enter as factors of a product do.
 */
final class Directions {
    private Directions() {}

    static double largest(double[] x) {
        double largest = 0;
        for (double element : x) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest;
    }

    static void scale(double[] x, int exponent) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(x[i], exponent);
        }
    }

    static double[][] arrays(Tensor... in) {
        return Arrays.stream(in, 1, in.length).map(Nodes::array).toArray(double[][]::new);
    }

    /** Whether one of the directions is 0: so is the derivative then, whatever the matrix. */
    static boolean anyZero(double[][] directions, int from, int to) {
        for (double[] h : directions) {
            boolean zero = true;
            for (int i = from; i < to; i++) {
                zero &= h[i] == 0;
            }
            if (zero) {
                return true;
            }
        }
        return false;
    }

    /** The inputs with g in the place of one, or after all of them where that is the matrix. */
    static Tensor[] exchanged(Tensor y, int input, Tensor g) {
        Tensor[] in = new Tensor[inputs(y).length + (input == 0 ? 1 : 0)];
        Arrays.setAll(in, i -> i < inputs(y).length ? input(y, i) : g);
        if (input > 0) {
            in[input] = g;
        }
        return in;
    }
}
