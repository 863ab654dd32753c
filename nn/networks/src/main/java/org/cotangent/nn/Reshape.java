package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A layer that gives each sample another shape: [rows, …] becomes [rows, shape], in row-major
 * order.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[][] {{1, 2, 3, 4}});
 * new Reshape(2, 2).apply(x);   // [[[1, 2], [3, 4]]]
 * }</pre>
 */
public final class Reshape implements Layer {
    static final ModuleFormat<Reshape> FORMAT =
            ModuleFormat.of(
                    "reshape",
                    Reshape.class,
                    (reshape, state) -> state.with("shape", reshape.shape),
                    s -> new Reshape(s.integers("shape")));

    private final int[] shape;
    private final int size;

    /**
     * A layer that reshapes.
     *
     * @param shape the shape of a sample, without the rows; empty for one number a row
     * @throws IllegalArgumentException if an extent is below 1, or there are more than 2^31 - 1
     *     elements
     */
    public Reshape(int... shape) {
        this.shape = shape.clone();
        long product = 1;
        for (int extent : shape) {
            product = extent < 1 ? Long.MAX_VALUE : product * extent;
            if (product > Integer.MAX_VALUE) {
                throw Checks.illegal(
                        "reshape: the shape %s of a sample; each extent must be 1 or more, and"
                                + " their product below 2^31",
                        shape);
            }
        }
        size = (int) product;
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, …], with as many numbers for each row as the new shape has
     * @return shape [rows, shape]
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> reshaped(x));
    }

    private Tensor reshaped(Tensor x) {
        int[] given = Checks.present("reshape", "the input", x).shape();
        long features = Arrays.stream(given).skip(1).asLongStream().reduce(1, (a, b) -> a * b);
        if (given.length == 0 || features != size) {
            throw Checks.illegal(
                    "reshape: the input has shape %s and a sample is to have %s; each row of the"
                            + " input must have %s numbers",
                    given, shape, size);
        }
        int[] to = new int[shape.length + 1];
        to[0] = given[0];
        System.arraycopy(shape, 0, to, 1, shape.length);
        return x.reshape(to);
    }

    /**
     * The shape of a sample, without the rows.
     *
     * @return a new array
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * The shape of a sample.
     *
     * @return as "reshape [8, 8]"
     */
    @Override
    public String toString() {
        return "reshape " + Arrays.toString(shape);
    }
}
