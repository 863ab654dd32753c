package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.detached;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.SymmetricEigen;

/**
 * Functions of symmetric matrices: V f(w) Vᵀ.
 *
 * <p>The k-th derivative along directions H₁, …, H_k is an operation of its own, with A and the
 * directions as inputs. It is that of the gradient of tr F(A), F' = f, so that together with its
 * adjoint the directions can be exchanged at will: each adjoint is a derivative again, of the same
 * order for a direction and of the next for A. No order divides by a gap of eigenvalues.
 */
final class SymmetricFunctions {
    private SymmetricFunctions() {}

    /** The eigenvalues and vectors of a batch, and the divided differences of f at them. */
    private static final class Spectra {
        final Scalar of;
        final int n;
        final int count;
        final double[] vectors;
        final DividedDifferences[] differences;

        Spectra(Scalar of, Tensor a) {
            this.of = of;
            n = Solving.order(of.name, a);
            count = Solving.count(a);
            vectors = new double[a.size()];
            differences = new DividedDifferences[count];
            Tensor symmetric = Tensor.unrecorded(() -> Decomposing.symmetric(a));
            double[] w = new double[count * n];
            boolean[] good = new boolean[count];
            for (int i = 0; i < count; i++) {
                double[] x = array(symmetric);
                good[i] = SymmetricEigen.decompose(n, x, i * n * n, w, i * n, vectors, i * n * n);
            }
            if (of.definite) {
                raise(w, detached(symmetric));
            }
            for (int i = 0; i < count; i++) {
                double[] own = Arrays.copyOfRange(w, i * n, (i + 1) * n);
                differences[i] = good[i] ? new DividedDifferences(of.f, own) : null;
            }
        }

        /** Puts 0 for what differs from 0 by rounding errors alone. */
        private void raise(double[] w, Tensor x) {
            Tensor v = constant(shape(x), vectors);
            double[] uncertainty = array(Ties.uncertainty(x, v, v));
            for (int i = 0; i < w.length; i++) {
                w[i] = Math.abs(w[i]) <= uncertainty[i] ? 0 : w[i];
            }
        }

        /** The value or a derivative for one matrix; false if there is none. */
        boolean derivative(int member, double[][] directions, double[] y) {
            int at = member * n * n;
            DividedDifferences f = differences[member];
            if (f == null) {
                return false;
            }
            int order = directions.length;
            double[][] h = new double[order][];
            int exponent = 0;
            for (int l = 0; l < order; l++) {
                double[] part = symmetricPart(directions[l], at);
                int e = Math.getExponent(Directions.largest(part));
                Directions.scale(part, -e);
                exponent += e;
                h[l] = rotated(part, at, true, 0);
            }
            double[] middle = new double[n * n];
            int[] path = new int[order + 1];
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    path[0] = i;
                    path[order] = j;
                    double sum = order == 0 ? i == j ? f.at(i) : 0 : sum(f, h, path, 1);
                    middle[i * n + j] = sum;
                    middle[j * n + i] = sum;
                }
            }
            System.arraycopy(rotated(middle, at, false, exponent), 0, y, at, n * n);
            return true;
        }

        /** All paths from the first point to the last: a divided difference times the elements. */
        private static double sum(DividedDifferences f, double[][] h, int[] path, int place) {
            int order = h.length;
            int n = (int) Math.round(Math.sqrt(h[0].length));
            if (place < order) {
                double sum = 0;
                for (int p = 0; p < n; p++) {
                    path[place] = p;
                    sum += sum(f, h, path, place + 1);
                }
                return sum;
            }
            double elements = permanent(h, path, n, 0, 0);
            if (elements == 0) {
                return 0;
            }
            int[] points = path.clone();
            Arrays.sort(points);
            return elements * f.at(points);
        }

        /** The sum over all orders of the directions of the products along a path. */
        private static double permanent(double[][] h, int[] path, int n, int step, int used) {
            if (step == h.length) {
                return 1;
            }
            double sum = 0;
            for (int l = 0; l < h.length; l++) {
                if ((used & 1 << l) == 0) {
                    double element = h[l][path[step] * n + path[step + 1]];
                    if (element != 0) {
                        sum += element * permanent(h, path, n, step + 1, used | 1 << l);
                    }
                }
            }
            return sum;
        }

        private double[] symmetricPart(double[] x, int at) {
            double[] s = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    s[i * n + j] = 0.5 * x[at + i * n + j] + 0.5 * x[at + j * n + i];
                }
            }
            return s;
        }

        /** Vᵀ x V, or V x Vᵀ, times a power of two. */
        private double[] rotated(double[] x, int at, boolean into, int exponent) {
            double[] half = new double[n * n];
            double[] y = new double[n * n];
            int row = into ? 1 : n;
            int column = into ? n : 1;
            ArrayKernels.get().matmul(n, n, n, vectors, at, row, column, x, 0, n, 1, half, 0);
            ArrayKernels.get().matmul(n, n, n, half, 0, n, 1, vectors, at, column, row, y, 0);
            Directions.scale(y, exponent);
            return y;
        }
    }

    /**
     * A function of numbers.
     *
     * @param name the name of that of matrices
     * @param f the function and its derivatives
     * @param definite whether it is not defined below 0
     */
    private record Scalar(String name, DividedDifferences.Slopes f, boolean definite) {}

    /** f of a symmetric matrix, the first input, or its derivative along the other inputs. */
    record OfSymmetric(Scalar of, Spectra spectra) implements Op {
        @Override
        public String name() {
            return of.name;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(new Spectra(of, x[0]), x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return OfSymmetric.of(spectra, Directions.exchanged(y, input, g));
        }

        static Tensor of(Spectra spectra, Tensor... in) {
            double[] y = new double[in[0].size()];
            double[][] directions = Directions.arrays(in);
            for (int i = 0; i < spectra.count; i++) {
                int from = i * spectra.n * spectra.n;
                int to = from + spectra.n * spectra.n;
                if (!Directions.anyZero(directions, from, to)
                        && !spectra.derivative(i, directions, y)) {
                    Arrays.fill(y, from, to, Double.NaN);
                }
            }
            return node(new OfSymmetric(spectra.of, spectra), shape(in[0]), y, in);
        }
    }

    static Tensor symmetric(Tensor a, UnaryOperator<Tensor> f) {
        Solving.order("symmetricFunction", a);
        return OfSymmetric.of(
                new Spectra(new Scalar("symmetricFunction", new OfTensors(f), false), a), a);
    }

    /** A root of some power, of a matrix without negative eigenvalues. */
    static Tensor power(String name, Tensor a, double exponent) {
        return OfSymmetric.of(new Spectra(new Scalar(name, new Power(exponent), true), a), a);
    }

    static Tensor log(Tensor a) {
        return OfSymmetric.of(new Spectra(new Scalar("logm", new Log(), true), a), a);
    }

    private record Power(double exponent) implements DividedDifferences.Slopes {
        @Override
        public double[] of(int order, double[] x) {
            return power(exponent, order, x);
        }
    }

    private record Log() implements DividedDifferences.Slopes {
        @Override
        public double[] of(int order, double[] x) {
            return order == 0 ? each(x, 1, Elementary::log) : power(-1, order - 1, x);
        }
    }

    /** The k-th derivative of a power. */
    private static double[] power(double exponent, int k, double[] x) {
        double factor = 1;
        for (int i = 0; i < k; i++) {
            factor *= exponent - i;
        }
        double p = exponent - k;
        // a root of 0 and -0 alike
        return each(x, factor, v -> p == 0.5 ? Math.sqrt(v) : Elementary.pow(v + 0.0, p));
    }

    private static double[] each(double[] x, double factor, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(v -> factor * f.applyAsDouble(v)).toArray();
    }

    /** A user's function and its derivatives, found by differentiating it. */
    private static final class OfTensors implements DividedDifferences.Slopes {
        private final UnaryOperator<Tensor> f;

        OfTensors(UnaryOperator<Tensor> f) {
            this.f = f;
        }

        @Override
        public double[] of(int order, double[] x) {
            if (x.length == 0) {
                return x;
            }
            Tensor at = Tensor.of(x);
            if (order > 0) {
                UnaryOperator<Tensor> slope = this::checked;
                for (int i = 0; i < order; i++) {
                    UnaryOperator<Tensor> lower = slope;
                    slope = Differentiate.gradient(z -> lower.apply(z).sum());
                }
                UnaryOperator<Tensor> last = slope;
                return array(Tensor.unrecorded(() -> last.apply(at)));
            }
            Tensor y = checked(at);
            if (y.varies()) {
                throw new IllegalStateException(
                        "symmetricFunction: the function rests on variables that are not among its"
                                + " arguments; gradients would not reach them");
            }
            double alone = array(checked(Tensor.of(new double[] {x[0]})))[0];
            double among = array(y)[0];
            if (Math.abs(alone - among) > 1e-9 * Math.abs(among)) {
                throw new IllegalArgumentException(
                        "symmetricFunction: the function gives "
                                + alone
                                + " for "
                                + x[0]
                                + " alone and "
                                + among
                                + " among others; it must treat every element by itself");
            }
            return array(y);
        }

        private Tensor checked(Tensor x) {
            Tensor y = f.apply(x);
            if (!shape(y).equals(shape(x))) {
                throw new IllegalArgumentException(
                        "symmetricFunction: the function gives shape "
                                + shape(y)
                                + " for shape "
                                + shape(x)
                                + "; it must treat every element by itself");
            }
            return y;
        }
    }
}
