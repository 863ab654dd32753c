package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.full;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.Elementary;

/**
 * The exponential of square matrices, and its derivatives along directions: operations with A and
 * the directions as inputs. The derivative is that of the gradient of tr exp A, so that each
 * adjoint is a derivative again, with the transposed adjoint as a direction.
 */
record MatrixExponential() implements Op {
    /** Coefficients of the Padé approximant of degree 13. */
    private static final double[] PADE = {
        64764752532480000.0,
        32382376266240000.0,
        7771770303897600.0,
        1187353796428800.0,
        129060195264000.0,
        10559470521600.0,
        670442572800.0,
        33522128640.0,
        1323241920.0,
        40840800.0,
        960960.0,
        16380.0,
        182.0,
        1.0
    };

    /** log2 of 13!² / (26! 27!), the first coefficient of the approximant's relative error. */
    private static final double LOG_COEFFICIENT = -116.447;

    /** Up to this norm the approximant is right to rounding. */
    private static final double PADE_RADIUS = 5.371920351148152;

    @Override
    public String name() {
        return "expm";
    }

    @Override
    public Tensor apply(Tensor... x) {
        return of(x);
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        return of(Directions.exchanged(y, input, g.transpose())).transpose();
    }

    static Tensor of(Tensor... in) {
        int n = Solving.order("expm", in[0]);
        double[] y = new double[in[0].size()];
        double[][] directions = Directions.arrays(in);
        for (int i = 0; i < Solving.count(in[0]); i++) {
            int from = i * n * n;
            if (!Directions.anyZero(directions, from, from + n * n)) {
                derivative(n, array(in[0]), directions, from, y);
            }
        }
        return node(new MatrixExponential(), shape(in[0]), y, in);
    }

    /**
     * The derivative stands in the corner of the exponential of a block triangular matrix: with one
     * direction [[A, H], [0, A]], with k of them a block for each subset (R. Mathias, A chain rule
     * for matrix functions, SIAM J. Matrix Anal. Appl. 17, 1996).
     */
    private static void derivative(int n, double[] a, double[][] directions, int from, double[] y) {
        int order = directions.length;
        int subsets = 1 << order;
        int size = subsets * n;
        double[] blocks = new double[size * size];
        int exponent = 0;
        for (int set = 0; set < subsets; set++) {
            put(n, a, from, 0, blocks, size, set, set);
        }
        for (int l = 0; l < order; l++) {
            // near 1, so that the derivative is about as large as the exponential
            double[] h = Arrays.copyOfRange(directions[l], from, from + n * n);
            int e = Math.max(-1000, Math.min(1000, Math.getExponent(Directions.largest(h))));
            exponent += e;
            for (int set = 0; set < subsets; set++) {
                if ((set & 1 << l) == 0) {
                    put(n, h, 0, -e, blocks, size, set, set | 1 << l);
                }
            }
        }
        Tensor whole = constant(Shape.of(size, size), blocks);
        double[] all = array(Tensor.unrecorded(() -> exponential(whole)));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                y[from + i * n + j] = Math.scalb(all[i * size + size - n + j], exponent);
            }
        }
    }

    private static void put(
            int n, double[] x, int from, int e, double[] blocks, int size, int row, int column) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                blocks[(row * n + i) * size + column * n + j] = Math.scalb(x[from + i * n + j], e);
            }
        }
    }

    /**
     * Scaling and squaring (A. Al-Mohy and N. J. Higham, A new scaling and squaring algorithm for
     * the matrix exponential, SIAM J. Matrix Anal. Appl. 31, 2009).
     */
    private static Tensor exponential(Tensor a) {
        int n = a.size(0);
        double norm = n == 0 ? 0 : norm(a);
        if (!(norm < Double.POSITIVE_INFINITY)) {
            return full(Double.NaN, shape(a));
        }
        int squarings = norm <= 1 ? 0 : squarings(a, norm);
        Tensor x = scaled(a, -squarings);
        Tensor identity = Tensor.eye(n);
        Tensor x2 = x.matmul(x);
        Tensor x4 = x2.matmul(x2);
        Tensor x6 = x4.matmul(x2);
        Tensor odd =
                x6.matmul(x6.mul(PADE[13]).add(x4.mul(PADE[11])).add(x2.mul(PADE[9])))
                        .add(x6.mul(PADE[7]))
                        .add(x4.mul(PADE[5]))
                        .add(x2.mul(PADE[3]))
                        .add(identity.mul(PADE[1]));
        Tensor u = x.matmul(odd);
        Tensor v =
                x6.matmul(x6.mul(PADE[12]).add(x4.mul(PADE[10])).add(x2.mul(PADE[8])))
                        .add(x6.mul(PADE[6]))
                        .add(x4.mul(PADE[4]))
                        .add(x2.mul(PADE[2]))
                        .add(identity.mul(PADE[0]));
        Tensor y = Solving.solveOrNaN(v.sub(u), v.add(u));
        for (int i = 0; i < squarings; i++) {
            y = y.matmul(y);
        }
        return y;
    }

    /**
     * By the norms of powers, which far from normal matrices are much less than powers of norms.
     */
    private static int squarings(Tensor a, double norm) {
        int exponent = Math.getExponent(norm) + 1;
        Tensor x = scaled(a, -exponent);
        Tensor x2 = x.matmul(x);
        Tensor x4 = x2.matmul(x2);
        Tensor x6 = x4.matmul(x2);
        double d6 = Elementary.pow(norm(x6), 1 / 6.0);
        double d8 = Elementary.pow(norm(x4.matmul(x4)), 1 / 8.0);
        double d10 = Elementary.pow(norm(x4.matmul(x6)), 1 / 10.0);
        double eta = Math.min(Math.max(d6, d8), Math.max(d8, d10));
        double fitting = exponent + log2(Math.max(eta, 1e-300) / PADE_RADIUS);
        int s = Math.max(0, (int) Math.ceil(fitting));
        // what rounding in a power of the sizes may do
        Tensor size = x.abs();
        Tensor sums = Tensor.ones(a.size(0));
        double power = 0;
        for (int i = 0; i < 27; i++) {
            sums = sums.matmul(size);
            double largest = sums.amax().value();
            if (largest == 0) {
                return s;
            }
            sums = sums.div(largest);
            power += log2(largest);
        }
        double alpha = LOG_COEFFICIENT + power - log2(norm(x)) + 26.0 * (exponent - s);
        return s + Math.max(0, (int) Math.ceil((alpha + 53) / 26));
    }

    private static Tensor scaled(Tensor a, int exponent) {
        double[] x = array(a).clone();
        Directions.scale(x, exponent);
        return constant(shape(a), x);
    }

    private static double norm(Tensor x) {
        return Linalg.matrixNorm(x, Linalg.MatrixNorm.ONE).value();
    }

    private static double log2(double x) {
        return Elementary.log(x) / Elementary.log(2);
    }
}
