package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;

/**
 * The derivatives of all results of a function by all of its arguments: by rows, a backward pass
 * for each result, or by columns, a derivative along each element of the arguments. Either is
 * written out, where most of it is the same for all or 0, or one product with a row or column is
 * run for each of them.
 */
final class JacobianForms {
    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    /** The function. */
    private final Function<Tensor[], List<Tensor>> f;

    /** Whether its values come first. */
    private final boolean values;

    /** Whether a column is NaN where it cannot tell: for programs, which go by rows then. */
    private final boolean mended;

    /**
     * The derivatives of a function.
     *
     * @param f the function
     * @param values whether its values come first
     * @param mended whether who runs it goes by rows where a column has a NaN
     */
    JacobianForms(Function<Tensor[], List<Tensor>> f, boolean values, boolean mended) {
        this.f = f;
        this.values = values;
        this.mended = mended;
    }

    /** By a backward pass for each result. */
    List<Tensor> rows(Tensor... x) {
        List<Tensor> y = f.apply(x.clone());
        List<Tensor> all = new ArrayList<>(values ? y : List.of());
        for (Tensor each : y) {
            List<List<Tensor>> rows =
                    IntStream.range(0, each.size())
                            .mapToObj(i -> gradients(each, unit(each, i), x))
                            .toList();
            for (int k = 0; k < x.length; k++) {
                int of = k;
                Tensor[] ofIt = rows.stream().map(row -> row.get(of)).toArray(Tensor[]::new);
                int[] shape = joined(each.shape(), x[k].shape());
                all.add(
                        ofIt.length == 0
                                ? Tensor.zeros(shape)
                                : Tensor.stack(0, ofIt).reshape(shape));
            }
        }
        return all;
    }

    /** By a derivative along each element of the arguments. */
    List<Tensor> columns(Tensor... x) {
        List<Tensor> y = f.apply(x.clone());
        List<Tensor> all = new ArrayList<>(values ? y : List.of());
        Tensor v = somewhere(joined(y));
        Tensor product = product(y, v, x);
        Tensor[] columns = new Tensor[product.size()];
        Arrays.setAll(columns, i -> tangent(product, unit(product, i), v));
        Tensor matrix = Tensor.stack(1, columns);
        int row = 0;
        for (Tensor each : y) {
            Tensor ofEach = matrix.slice(0, row, row += each.size());
            int column = 0;
            for (Tensor argument : x) {
                all.add(
                        ofEach.slice(1, column, column += argument.size())
                                .reshape(joined(each.shape(), argument.shape())));
            }
        }
        return all;
    }

    /**
     * The values and one row.
     *
     * @param x the arguments, and after them a vector with as many elements as there are results
     */
    List<Tensor> row(Tensor... x) {
        Tensor[] point = Arrays.copyOf(x, x.length - 1);
        List<Tensor> y = f.apply(point.clone());
        List<Tensor> all = new ArrayList<>(values ? y : List.of());
        Tensor v = x[point.length];
        all.add(product(y, y.size() == 1 ? v.reshape(y.get(0).shape()) : v, point).reshape(-1));
        return all;
    }

    /**
     * The values and one column.
     *
     * @param x the arguments, and after them a vector with as many elements as they have together
     */
    List<Tensor> column(Tensor... x) {
        Tensor[] point = Arrays.copyOf(x, x.length - 1);
        List<Tensor> y = f.apply(point.clone());
        List<Tensor> all = new ArrayList<>(values ? y : List.of());
        Tensor v = somewhere(joined(y));
        Tensor product = product(y, v, point);
        Tensor seed = x[point.length].reshape(product.shape());
        all.add(tangent(product, seed, v));
        return all;
    }

    private Tensor tangent(Tensor product, Tensor seed, Tensor v) {
        return (mended && product.varies()
                        ? Recording.ACCESS.tangent(product, v, seed)
                        : gradients(product, seed, v).get(0))
                .reshape(-1);
    }

    private static Tensor product(List<Tensor> y, Tensor v, Tensor... x) {
        return joined(gradients(joined(y), v, x));
    }

    /** Of a constant result zeros. */
    private static List<Tensor> gradients(Tensor y, Tensor seed, Tensor... x) {
        if (!y.varies()) {
            return Arrays.stream(x).map(each -> Tensor.zeros(each.shape())).toList();
        }
        Gradients g = Backward.of(y).wrt(x).recorded().seed(seed).run();
        return Arrays.stream(x).map(g::of).toList();
    }

    /** One tensor as it is, several as one vector of all of their elements. */
    private static Tensor joined(List<Tensor> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : Tensor.concat(0, parts.stream().map(x -> x.reshape(-1)).toArray(Tensor[]::new));
    }

    private static int[] joined(int[] first, int... second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Where a product that is linear in its vector is differentiated: no element is 0. */
    private static Tensor somewhere(Tensor y) {
        double[] elements = new double[y.size()];
        Arrays.setAll(elements, i -> 1 + (i * GOLDEN_RATIO) % 1);
        return constant(Recording.shape(y), elements).asVariable();
    }

    private static Tensor unit(Tensor y, int place) {
        double[] elements = new double[y.size()];
        elements[place] = 1;
        return constant(Recording.shape(y), elements);
    }

    /** Not made of an array of the function, which might change. */
    private static Tensor constant(Shape shape, double[] elements) {
        return Recording.ACCESS.constant(shape, elements);
    }
}
