package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;

/**
 * The analytic derivatives of a function, each order made from the one below: of order 0 its value;
 * of order 1 the gradient of the value's inner product with a fixed cotangent; of order k + 1 the
 * gradient of the inner product of order k with a fixed direction. Order 2 is the Hessian times
 * that direction.
 *
 * <p>The weights of these inner products have a random sign and a size from ½ to 1½: none is so
 * small that an entry would be lost, and no two are equal.
 */
final class Derivatives {
    /**
     * The share of the even weights in one of two parts of a cotangent, which has the rest of the
     * odd.
     */
    private static final double PARTS = 0.8125;

    private final TensorFunction f;
    private final Point point;
    private final long seed;

    Derivatives(TensorFunction f, Point point, long seed) {
        this.f = f;
        this.point = point;
        this.seed = seed;
    }

    /**
     * The pieces that a graph took; equal if all are.
     *
     * @param branches of the graph of the function's value
     */
    private record Pieces(List<Graph.Branch> branches) {
        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Pieces pieces) || branches.size() != pieces.branches.size()) {
                return false;
            }
            for (int i = 0; i < branches.size(); i++) {
                if (!branches.get(i).sameAs(pieces.branches.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return branches.size();
        }
    }

    /**
     * Derivatives of one order, and the value that they are derivatives of.
     *
     * @param results for order 0 the value itself, else one for each input
     * @param value the function's value
     */
    private record Evaluated(Tensor[] results, Tensor value) {
        double[] flat() {
            return Arrays.stream(results)
                    .flatMapToDouble(t -> Arrays.stream(t.toArray()))
                    .toArray();
        }
    }

    /** The claim that the derivatives of an order are the slopes of those of the order below. */
    DerivativeClaim claim(int order) {
        Evaluated center = evaluated(order - 1, point.variables(point.values()), false);
        int[][] shapes = shapes(center.results);
        int[][] valueShape = {center.value.shape()};
        Tensor[] weights = weights(order - 1, center.results);
        double[] flat = new Evaluated(weights, null).flat();
        return new DerivativeClaim() {
            @Override
            public LineFunction.Sample sample(double where, double[] x) {
                return sampled(order - 1, where, x, shapes, flat.length);
            }

            @Override
            public double[] weights() {
                return flat;
            }

            @Override
            public double[] origin(double[] x) {
                return order < 2 ? null : sampled(0, 1, x, valueShape, 1).values();
            }

            @Override
            public double[] derivatives(double[] x) {
                return evaluated(order, point.variables(x), false).flat();
            }

            @Override
            public double[] scaled(double[] x, double factor) {
                return order == 1 ? gradient(x, weights[0].mul(factor)) : null;
            }

            @Override
            public double[] inParts(double[] x) {
                if (order > 1 || flat.length < 2) {
                    return null;
                }
                double[] part = flat.clone();
                for (int i = 0; i < part.length; i++) {
                    part[i] *= i % 2 == 0 ? PARTS : 1 - PARTS;
                }
                Tensor one = Tensor.of(part, weights[0].shape());
                double[] sum = gradient(x, one);
                double[] rest = gradient(x, weights[0].sub(one));
                Arrays.setAll(sum, i -> sum[i] + rest[i]);
                return sum;
            }
        };
    }

    /** The gradient of the value's inner product with a cotangent. */
    private double[] gradient(double[] at, Tensor cotangent) {
        Tensor[] x = point.variables(at);
        return new Evaluated(pulled(value(x), cotangent, false, x), null).flat();
    }

    /** The gradients of a result, zeros if it is a constant. */
    private static Tensor[] pulled(Tensor result, Tensor cotangent, boolean recorded, Tensor... x) {
        if (!result.varies()) {
            return Arrays.stream(x).map(in -> Tensor.zeros(in.shape())).toArray(Tensor[]::new);
        }
        Backward pass = Backward.of(result).seed(cotangent).wrt(x);
        Gradients gradients = (recorded ? pass.recorded() : pass).run();
        return Arrays.stream(x).map(gradients::of).toArray(Tensor[]::new);
    }

    /**
     * The claim about the rows of the Jacobian, one backward pass for each element of the value.
     */
    DerivativeClaim jacobian() {
        Evaluated center = evaluated(0, point.variables(point.values()), false);
        int[][] shapes = shapes(center.results);
        return new DerivativeClaim() {
            @Override
            public LineFunction.Sample sample(double where, double[] x) {
                return sampled(0, where, x, shapes, center.value.size());
            }

            @Override
            public double[] weights() {
                return null;
            }

            @Override
            public double[] derivatives(double[] x) {
                return rows(x);
            }
        };
    }

    /** A sample of an order's derivatives; NaN where the function throws beside the point. */
    private LineFunction.Sample sampled(
            int order, double where, double[] x, int[][] shapes, int size) {
        Evaluated at;
        try {
            at = evaluated(order, point.variables(x), false);
        } catch (IllegalArgumentException | ArithmeticException e) {
            if (where == 0) {
                throw e;
            }
            double[] nothing = new double[size];
            Arrays.fill(nothing, Double.NaN);
            return new LineFunction.Sample(where, nothing, LineFunction.Sample.UNKNOWN);
        }
        requireShapes(shapes, shapes(at.results));
        return new LineFunction.Sample(where, at.flat(), pieces(at.value));
    }

    private double[] rows(double[] at) {
        Tensor[] x = point.variables(at);
        Tensor y = value(x);
        double[] rows = new double[y.size() * at.length];
        for (int r = 0; r < y.size() && y.varies(); r++) {
            double[] seed = new double[y.size()];
            seed[r] = 1;
            Tensor[] pulled = pulled(y, Tensor.of(seed, y.shape()), false, x);
            double[] row = new Evaluated(pulled, null).flat();
            System.arraycopy(row, 0, rows, r * at.length, at.length);
        }
        return rows;
    }

    private static Object pieces(Tensor y) {
        return y.varies() ? new Pieces(Graph.of(y).branches()) : LineFunction.Sample.UNKNOWN;
    }

    private static int[][] shapes(Tensor[] results) {
        return Arrays.stream(results).map(Tensor::shape).toArray(int[][]::new);
    }

    private static void requireShapes(int[][] at, int[][] beside) {
        if (!Arrays.deepEquals(at, beside)) {
            throw new IllegalArgumentException(
                    "gradient check: the function's result has shape "
                            + text(at)
                            + " at the point and "
                            + text(beside)
                            + " beside it; it must depend on nothing but the inputs' shapes");
        }
    }

    private static String text(int[][] shapes) {
        return shapes.length == 1 ? Arrays.toString(shapes[0]) : Arrays.deepToString(shapes);
    }

    private Tensor value(Tensor[] x) {
        return Objects.requireNonNull(
                f.apply(x.clone()), "gradient check: the function returned null");
    }

    private Evaluated evaluated(int order, Tensor[] x, boolean recorded) {
        if (order == 0) {
            Tensor y = value(x);
            return new Evaluated(new Tensor[] {y}, y);
        }
        Evaluated below = evaluated(order - 1, x, true);
        Tensor[] weights = weights(order - 1, below.results);
        Tensor result = below.results[0];
        if (order > 1) {
            result = Tensor.of(0);
            for (int i = 0; i < below.results.length; i++) {
                result = result.add(below.results[i].mul(weights[i]).sum());
            }
        }
        Tensor cotangent = order == 1 ? weights[0] : Tensor.of(1);
        Tensor[] results = pulled(result, cotangent, recorded, x);
        return new Evaluated(results, below.value);
    }

    /**
     * The weights that results of some order are contracted with to get the next; 1 for a scalar.
     */
    private Tensor[] weights(int order, Tensor[] results) {
        if (order == 0 && results[0].rank() == 0) {
            return new Tensor[] {Tensor.of(1)};
        }
        // a stream of its own for every order: equal weights would make a symmetric case of it
        SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (order + 1));
        Tensor[] weights = new Tensor[results.length];
        for (int i = 0; i < results.length; i++) {
            double[] w = new double[results[i].size()];
            Arrays.setAll(w, k -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
            weights[i] = Tensor.of(w, results[i].shape());
        }
        return weights;
    }
}
