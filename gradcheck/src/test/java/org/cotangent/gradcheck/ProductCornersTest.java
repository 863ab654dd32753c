package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.Axes;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/**
 * Products whose factors span the whole range of doubles, against products to 60 digits: values,
 * gradients and derivatives of the next two orders.
 */
class ProductCornersTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static double[] gradient(UnaryOperator<Tensor> f, double... at) {
        return Differentiate.gradient(f).apply(Tensor.of(at)).toArray();
    }

    // ---- what used to leave the range

    @Example
    void hugeAndTinyFactorsMeetInTheRange() {
        double[] x = {1e200, 1e-200, 1e200, 1e-200};
        assertEquals(1, Tensor.of(x).prod().value());
        assertArrayEquals(new double[] {1e-200, 1e200, 1e-200, 1e200}, gradient(Tensor::prod, x));
        assertEquals(0, Tensor.iota(400).prod().value());
        double[] slope = gradient(Tensor::prod, Tensor.iota(400).toArray());
        assertEquals(INF, slope[0]); // 399!
        assertArrayEquals(new double[399], Arrays.copyOfRange(slope, 1, 400));
        assertArrayEquals(
                new double[] {1e-300, 1e-100, 1e100},
                Tensor.vector(1e-300, 1e200, 1e200).cumProd(0).toArray(),
                1e84);
        assertArrayEquals(
                new double[] {1e-200, 0, 1e-200, 1},
                Tensor.vector(1e-200, 1e-200, 1e200, 1e200).cumProd(0).toArray(),
                1e-15);
    }

    /** 20 factors 1e-300 in front, 20 factors 1e300 behind: half of them are below 1e-3000. */
    @Example
    void partsFarOutsideTheRange() {
        double[] x = new double[40];
        Arrays.fill(x, 0, 20, 0x1p-1000);
        Arrays.fill(x, 20, 40, 0x1p1000);
        assertEquals(1, Tensor.of(x).prod().value());
        double[] slope = gradient(Tensor::prod, x);
        for (int i = 0; i < 40; i++) {
            assertEquals(1 / x[i], slope[i]);
        }
        // the Hessian along x is 39 times the gradient, by Euler
        Tensor at = Tensor.of(x);
        double[] along = Differentiate.hessianVectorProduct(Tensor::prod, at, at).toArray();
        for (int i = 0; i < 40; i++) {
            assertEquals(39 / x[i], along[i]);
        }
    }

    /** The adjoint is one of the factors: that it brings back into the range is enough. */
    @Example
    void theAdjointMultipliesBeforeAnythingIsRounded() {
        UnaryOperator<Tensor> f = x -> x.prod().mul(1e-300);
        assertArrayEquals(
                new double[] {1e100, 1e100, 1e100}, gradient(f, 1e200, 1e200, 1e200), 1e85);
    }

    @Example
    void subnormalFactorsKeepTheirBits() {
        double x = 3 * Double.MIN_VALUE; // 3 * 2^-1074
        assertEquals(3 * 0x1p-74, Tensor.vector(x, 0x1p500, 0x1p500).prod().value());
        assertEquals(3 * 0x1p-74, Tensor.vector(0x1p500, x, 0x1p500).prod().value());
        assertArrayEquals(
                new double[] {3 * 0x1p-574, 0x1p1000, 3 * 0x1p-574},
                gradient(Tensor::prod, 0x1p500, x, 0x1p500));
    }

    /** Where nothing leaves the range: the bits of multiplications from the front to the end. */
    @Example
    void ordinaryProductsAreThoseOfALoop() {
        Random random = new Random(5);
        double[] x = random.doubles(50, -2, 2).toArray();
        double[] running = new double[x.length];
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            product *= x[i];
            running[i] = product;
        }
        assertEquals(product, Tensor.of(x).prod().value());
        assertArrayEquals(running, Tensor.of(x).cumProd(0).toArray());
        // and those of the same factors far out: powers of two change no digit
        double[] wide = x.clone();
        for (int i = 0; i < x.length; i++) {
            wide[i] *= i % 2 == 0 ? 0x1p900 : 0x1p-900;
        }
        assertEquals(product, Tensor.of(wide).prod().value());
    }

    // ---- zeros and what is not finite

    @Example
    void zerosBesideInfinitiesAreThoseOfArithmetic() {
        assertEquals(NAN, Tensor.vector(0, INF).prod().value());
        assertEquals(NAN, Tensor.vector(1e-300, INF, 2, 0).prod().value());
        assertEquals(-INF, Tensor.vector(1e-300, INF, 1e-300, -1e-300).prod().value());
        assertEquals(-0.0, Tensor.vector(0, -2).prod().value());
        assertEquals(NAN, Tensor.vector(0, NAN).prod().value());
        assertArrayEquals(new double[] {INF, 0}, gradient(Tensor::prod, 0, INF));
        assertArrayEquals(new double[] {INF, 2}, gradient(Tensor::prod, 2, INF));
        assertArrayEquals(new double[] {NAN, NAN, 0}, gradient(Tensor::prod, 0, 0, INF));
    }

    /** What is not selected sends nothing: not the factors behind it, whatever they are. */
    @Example
    void anAdjointOfZeroSendsZero() {
        Tensor x = Tensor.vector(2, 3, NAN, INF);
        Tensor mask = Tensor.vector(1, 1, 0, 0);
        UnaryOperator<Tensor> f = y -> Tensor.where(mask, y.cumProd(0), Tensor.of(0)).sum();
        assertArrayEquals(new double[] {4, 2, 0, 0}, Differentiate.gradient(f).apply(x).toArray());
        assertArrayEquals(
                new double[] {0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                Differentiate.hessian(f, x).toArray());
        UnaryOperator<Tensor> none =
                y -> Tensor.where(Tensor.of(0), y.prod(), Tensor.of(7)).add(y.slice(0, 0, 1).sum());
        assertArrayEquals(
                new double[] {1, 0, 0, 0}, Differentiate.gradient(none).apply(x).toArray());
    }

    /** The forward derivative is linear in the direction, also where it starts from zero. */
    @Example
    void forwardDerivatives() {
        Tensor x = Tensor.vector(0, 1e200, 1e200, 1e-300);
        Tensor v = Tensor.vector(1e-100, 1, 1, 1);
        assertEquals(1, Differentiate.jvp(Tensor::prod, x, v).value(), 1e-15);
        assertArrayEquals(
                new double[] {1e-100, 1e100, 1e300, 1},
                Differentiate.jvp(y -> y.cumProd(0), x, v).toArray(),
                1e286);
    }

    // ---- random factors

    /** Σ c P(x + t v), P the running products, to 60 digits. */
    private static final class Exact {
        private static final MathContext DIGITS = new MathContext(60);

        private final double[] x;
        private final double[] v;
        private final BigDecimal[][] numbers; // x, v and c
        private final BigDecimal[][] sizes;

        Exact(double[] x, double[] v, double[] c) {
            this.x = x;
            this.v = v;
            numbers = new BigDecimal[3][x.length];
            sizes = new BigDecimal[3][x.length];
            for (int i = 0; i < x.length; i++) {
                double[] own = {x[i], v[i], c[i]};
                for (int k = 0; k < 3; k++) {
                    numbers[k][i] = new BigDecimal(own[k], DIGITS);
                    sizes[k][i] = numbers[k][i].abs();
                }
            }
        }

        /**
         * A derivative of some order along v, times t to that power.
         *
         * @param without the factor that is left out, because the sum is differentiated in it; -1
         *     for none
         * @param ofSizes whether all numbers are taken without their signs
         */
        BigDecimal derivative(int order, int without, boolean ofSizes) {
            BigDecimal[][] own = ofSizes ? sizes : numbers;
            BigDecimal[] product = new BigDecimal[order + 1];
            Arrays.fill(product, BigDecimal.ZERO);
            product[0] = BigDecimal.ONE;
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < x.length; i++) {
                for (int k = order; k >= 0 && i != without; k--) {
                    BigDecimal next = product[k].multiply(own[0][i], DIGITS);
                    if (k > 0) {
                        next = next.add(product[k - 1].multiply(own[1][i]), DIGITS);
                    }
                    product[k] = next;
                }
                if (i >= without) {
                    sum = sum.add(product[order].multiply(own[2][i]), DIGITS);
                }
            }
            for (int k = 2; k <= order; k++) {
                sum = sum.multiply(BigDecimal.valueOf(k));
            }
            return sum;
        }

        void check(String what, int order, int without, double ours) {
            BigDecimal expected = derivative(order, without, false);
            BigDecimal size = derivative(order, without, true);
            BigDecimal most = new BigDecimal(Double.MAX_VALUE);
            String shown =
                    what
                            + " of "
                            + this
                            + ": "
                            + ours
                            + ", and not "
                            + expected.round(MathContext.DECIMAL64);
            if (expected.abs().compareTo(most) > 0) {
                assertTrue(Math.abs(ours) > 1e308 && ours > 0 == expected.signum() > 0, shown);
                return;
            }
            assertTrue(Math.abs(ours) <= Double.MAX_VALUE, shown);
            BigDecimal error = new BigDecimal(ours).subtract(expected).abs();
            BigDecimal bound = size.multiply(new BigDecimal(5e-15)).add(new BigDecimal(1e-322));
            assertTrue(error.compareTo(bound) <= 0, shown);
        }

        @Override
        public String toString() {
            return Arrays.toString(x)
                    + " along "
                    + Arrays.toString(v)
                    + " times "
                    + Arrays.toString(numbers[2]);
        }
    }

    private static double[] drawn(Random random, int n, double zeros) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double size = Math.pow(10, random.nextInt(601) - 300);
            x[i] = random.nextDouble() < zeros ? 0 : (random.nextDouble() - 0.5) * size;
        }
        return x;
    }

    @Property(tries = 200)
    void ofAllOrders(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(6);
        double[] x = drawn(random, n, 0.15);
        double[] v = drawn(random, n, 0.1);
        double[] c = new double[n]; // at least 1 in size: where they overflow so does the product
        Arrays.setAll(c, i -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(1, 2));
        check(new Exact(x, v, c), y -> y.cumProd(0).mul(Tensor.of(c)).sum());
        double[] last = new double[n];
        last[n - 1] = c[0];
        check(new Exact(x, v, last), y -> y.prod().mul(c[0]));
    }

    private static void check(Exact exact, UnaryOperator<Tensor> f) {
        Tensor x = Tensor.of(exact.x);
        Tensor v = Tensor.of(exact.v);
        List<UnaryOperator<Tensor>> functions = new ArrayList<>();
        functions.add(f);
        functions.add(y -> Differentiate.jvp(f, y, v));
        functions.add(y -> Differentiate.directional(f, y, v, 2));
        for (int order = 0; order < functions.size(); order++) {
            UnaryOperator<Tensor> g = functions.get(order);
            double[] slope = Differentiate.gradient(g).apply(x).toArray();
            // a sum of as many products, each of which may overflow
            if (exact.derivative(order, -1, true).doubleValue() <= Double.MAX_VALUE) {
                exact.check("derivative " + order, order, -1, g.apply(x).value());
            }
            for (int i = 0; i < slope.length; i++) {
                exact.check("slope " + i + " of derivative " + order, order, i, slope[i]);
            }
        }
        double[] along = Differentiate.hessianVectorProduct(f, x, v).toArray();
        for (int i = 0; i < along.length; i++) {
            exact.check("Hessian along v, " + i, 1, i, along[i]);
        }
    }

    // ---- determinants

    private static final double[][] REGULAR = {
        {4, 1, -2, 0.5}, {1, -3, 0.25, 2}, {0, 2, 5, 1}, {-1, 0.5, 1, 3}
    };

    /** Pivots whose product passes through 1e200 or 1e-200, and comes back. */
    @Example
    void determinantsOfHugeAndTinyPivots() {
        Tensor a = diagonal(1e200, 1e-200, 1e200, 1e-200);
        assertEquals(1, Linalg.det(a).value(), 1e-14);
        Tensor slope = Differentiate.gradient(Linalg::det).apply(a);
        assertClose(diagonal(1e-200, 1e200, 1e-200, 1e200), slope);
        Tensor b = diagonal(1e150, 1e-150, 1e150, 1e-150);
        assertClose(
                diagonal(3e-150, 3e150, 3e-150, 3e150),
                Differentiate.hessianVectorProduct(Linalg::det, b, b));
    }

    /** The determinant is out of the range, its slope with one factor less is not. */
    @Example
    void slopesOfDeterminantsOutOfTheRange() {
        Tensor a = Tensor.of(REGULAR);
        Tensor slope = Differentiate.gradient(Linalg::det).apply(a);
        Tensor v = Tensor.iota(16).reshape(4, 4).sub(7.5);
        Tensor along = Differentiate.hessianVectorProduct(Linalg::det, a, v);
        for (int e : new int[] {-340, -300, -230, 0, 230, 300, 335}) {
            double s = Math.scalb(1.0, e);
            Tensor scaled = a.mul(s);
            Tensor own = Differentiate.gradient(Linalg::det).apply(scaled);
            assertClose(slope.mul(s).mul(s).mul(s), own);
            Tensor ownAlong = Differentiate.hessianVectorProduct(Linalg::det, scaled, v);
            assertClose(along.mul(s).mul(s), ownAlong);
        }
        Tensor batch = Tensor.stack(0, a, a.mul(0x1p-300), a.mul(0x1p300));
        Tensor slopes = Differentiate.gradient(x -> Linalg.det(x).sum()).apply(batch);
        Tensor factors = Tensor.of(new double[] {1, 0x1p-900, 0x1p900}, 3, 1, 1);
        assertClose(Tensor.stack(0, slope, slope, slope).mul(factors), slopes);
    }

    private static Tensor diagonal(double... elements) {
        return Linalg.diag(Tensor.of(elements), 0);
    }

    // ---- several rows, axes in any place

    @Example
    void rowsAlongAnyAxes() {
        Tensor x = Tensor.iota(24).add(1).div(7).reshape(2, 3, 4);
        Tensor wide = x.mul(Tensor.vector(1e200, 1e-200, 1e250, 1e-250));
        assertClose(x.prod(2), wide.prod(2));
        assertClose(x.prod(0, 2), wide.prod(0, 2));
        assertClose(x.prod(Axes.keep(0, 2)), wide.prod(Axes.keep(0, 2)));
        assertClose(x.prod(1, 2), wide.prod(1, 2));
        assertClose(x.prod(), wide.prod());
        assertClose(x.cumProd(2).slice(2, 1, 4, 2), wide.cumProd(2).slice(2, 1, 4, 2));
        Tensor turned = wide.permute(2, 0, 1);
        assertClose(
                x.permute(2, 0, 1).cumProd(0).slice(0, 1, 4, 2),
                turned.cumProd(0).slice(0, 1, 4, 2));
        UnaryOperator<Tensor> f = y -> y.prod(0, 2).mul(Tensor.vector(1, -2, 3)).sum();
        assertClose(
                Differentiate.gradient(f).apply(x),
                Differentiate.gradient(f)
                        .apply(wide)
                        .mul(Tensor.vector(1e200, 1e-200, 1e250, 1e-250)));
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertTrue(
                expected.sub(actual).abs().le(expected.abs().mul(1e-14)).all(Axes.all()).value()
                        == 1,
                () -> expected + " and " + actual);
    }
}
