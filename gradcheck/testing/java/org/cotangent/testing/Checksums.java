package org.cotangent.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Backward;
import org.cotangent.Kernels;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Checksums of results to the last bit, printed as one line a case: its name, a tab, a checksum for
 * the values and one for the derivatives of each order. All NaN are alike, and the sign of a zero
 * counts.
 */
public final class Checksums {
    /** The name of a case all of whose numbers are printed, too; null for none. */
    private static final String SHOWN = System.getProperty("bits.shown");

    private long sum = 1;

    private Checksums() {}

    /** The bits of a number, the same for every NaN. */
    public static long of(double x) {
        return Double.doubleToLongBits(x);
    }

    private void add(long bits) {
        sum = (sum ^ bits) * 0x9E3779B97F4A7C15L;
        sum ^= sum >>> 32;
    }

    private static String sum(String name, List<Tensor> tensors) {
        Checksums bits = new Checksums();
        for (Tensor tensor : tensors) {
            for (int extent : tensor.shape()) {
                bits.add(extent);
            }
            double[] elements = tensor.toArray();
            for (int i = 0; i < elements.length; i++) {
                bits.add(of(elements[i]));
                if (name.equals(SHOWN)) {
                    System.out.printf("%d of %s: %s %x%n", i, tensor, elements[i], of(elements[i]));
                }
            }
        }
        return Long.toHexString(bits.sum);
    }

    /** Prints the line of tensors, which one makes. */
    public static void print(String name, Supplier<List<Tensor>> tensors) {
        String sums;
        try {
            sums = sum(name, tensors.get());
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            sums = e.getClass().getSimpleName();
        }
        System.out.println(name + "\t" + sums);
    }

    /**
     * Prints the line of a function's value and of its derivatives to an order: of a product with
     * weights by the inputs, and of a product of these with weights.
     */
    public static void print(String name, int order, TensorFunction f, Tensor... at) {
        List<String> sums = new ArrayList<>();
        try {
            Tensor[] x = new Tensor[at.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = at[i].asVariable();
            }
            List<Tensor> values = List.of(f.apply(x));
            sums.add(sum(name, values));
            for (int i = 1; i <= order; i++) {
                values = slopes(values, x);
                sums.add(sum(name, values));
            }
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            sums.add(e.getClass().getSimpleName());
        }
        System.out.println(name + "\t" + String.join("\t", sums));
    }

    /** The derivatives by x of the values' product with weights. */
    public static List<Tensor> slopes(List<Tensor> values, Tensor... x) {
        Tensor product = Tensor.of(0.0);
        for (Tensor value : values) {
            product = product.add(value.mul(weights(value.shape())).sum());
        }
        var gradients = Backward.of(product).recorded().run();
        List<Tensor> slopes = new ArrayList<>();
        for (Tensor each : x) {
            slopes.add(gradients.of(each));
        }
        return slopes;
    }

    /** Prints what has worked on the arrays, as the last line. */
    public static void printKernels() {
        System.out.println(Kernels.description());
    }

    /** The elements of a vector from the last to the first. */
    public static Tensor turned(Tensor x) {
        double[] elements = x.toArray();
        double[] turned = new double[elements.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = elements[turned.length - 1 - i];
        }
        return Tensor.of(turned, turned.length);
    }

    /** Numbers from 0.5 to 1.5 or so, all exact, no two neighbors alike. */
    private static Tensor weights(int... shape) {
        int count = 1;
        for (int extent : shape) {
            count *= extent;
        }
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 0.5 + i * 37 % 64 / 64.0;
        }
        return Tensor.of(weights, shape);
    }
}
