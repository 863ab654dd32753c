package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

/** Jacobians and Hessians as programs: the numbers of those that are recorded anew. */
class JacobianTest {
    private static final double[] CORNERS = {
        0, -0.0, 1, -1, 0.5, 2, 40, -700, 1e-300, 1e300, Double.POSITIVE_INFINITY, Double.NaN
    };
    private static final Tensor T = Tensor.of(new Random(3).doubles(37, -1, 1).toArray());

    /** A quotient of two polynomials, 7 parameters at 37 places. */
    private static Tensor quotient(Tensor... x) {
        Tensor b = x[0];
        Tensor above = b.at(0).add(b.at(1).mul(T)).add(b.at(2).mul(T.square()));
        Tensor below = b.at(4).mul(T).add(b.at(5).mul(T.square())).add(b.at(6).mul(T.pow(3)));
        return above.add(b.at(3).mul(T.pow(3))).div(below.add(1));
    }

    private static Tensor rosenbrock(Tensor... x) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i + 1 < x[0].size(); i++) {
            Tensor a = x[0].at(i);
            Tensor b = x[0].at(i + 1);
            sum = sum.add(a.rsub(1).square()).add(b.sub(a.square()).square().mul(100));
        }
        return sum;
    }

    private static double[] numbers(List<Tensor> all) {
        return all.stream().flatMapToDouble(x -> Arrays.stream(x.toArray())).toArray();
    }

    private static Tensor draw(Random random, int... shape) {
        return Tensor.normal(random, shape);
    }

    private static Tensor corners(Random random, Tensor x) {
        double[] elements = x.toArray();
        for (int i = 0; i < elements.length; i++) {
            if (random.nextInt(4) == 0) {
                elements[i] = CORNERS[random.nextInt(CORNERS.length)];
            }
        }
        return Tensor.of(elements, x.shape());
    }

    /** The value and the Jacobians by rows or columns, 0 for the zeros of the latter. */
    private static double[] expected(boolean byColumns, TensorFunction f, Tensor... x) {
        List<Tensor> all = new ArrayList<>();
        Tensor y = f.apply(x.clone());
        all.add(y);
        if (!byColumns) {
            Tensor[] v = x.clone();
            Arrays.setAll(v, i -> v[i].asVariable());
            Tensor z = f.apply(v.clone());
            List<List<Tensor>> rows = new ArrayList<>();
            for (int i = 0; i < z.size(); i++) {
                rows.add(Differentiate.vjps(f, List.of(v), unit(z.shape(), z.size(), i)));
            }
            for (int k = 0; k < x.length; k++) {
                int of = k;
                all.add(
                        Tensor.stack(0, rows.stream().map(r -> r.get(of)).toArray(Tensor[]::new))
                                .add(0));
            }
        } else {
            for (int k = 0; k < x.length; k++) {
                Tensor[] columns = new Tensor[x[k].size()];
                for (int j = 0; j < columns.length; j++) {
                    List<Tensor> t = new ArrayList<>();
                    for (Tensor each : x) {
                        t.add(Tensor.zeros(each.shape()));
                    }
                    t.set(k, unit(x[k].shape(), x[k].size(), j));
                    columns[j] = Differentiate.jvp(f, List.of(x), t).reshape(-1);
                }
                all.add(Tensor.stack(1, columns).add(0));
            }
        }
        return numbers(all);
    }

    private static Tensor unit(int[] shape, int size, int place) {
        double[] elements = new double[size];
        elements[place] = 1;
        return Tensor.of(elements, shape);
    }

    private static void check(TensorFunction f, boolean byColumns, Tensor... at) {
        check(40, f, byColumns, at);
    }

    private static void check(int count, TensorFunction f, boolean byColumns, Tensor... at) {
        Program both = Program.valueAndJacobian(f, at);
        Program alone = Program.jacobian(f, at);
        String way = both.explain();
        assertEquals(byColumns, way.contains("out by columns") || way.contains("each column"), way);
        Random random = new Random(1);
        List<Tensor> points = new ArrayList<>();
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Tensor[] x = new Tensor[at.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = draw(random, at[k].shape());
                x[k] = i % 2 == 0 ? x[k] : corners(random, x[k]);
            }
            boolean finite =
                    Arrays.stream(numbers(List.of(x))).allMatch(v -> Math.abs(v) < 1e100)
                            && Arrays.stream(expected(false, f, x)).allMatch(Double::isFinite);
            double[] expected = expected(byColumns && finite, f, x);
            if (byColumns && !finite && Arrays.stream(expected).noneMatch(Double::isNaN)) {
                continue;
            }
            double[] y = new double[both.results()];
            both.run(numbers(List.of(x)), y);
            assertArrayEquals(expected, y, way + Arrays.toString(x));
            double[] j = new double[alone.results()];
            alone.run(numbers(List.of(x)), j);
            assertArrayEquals(Arrays.copyOfRange(y, y.length - j.length, y.length), j);
            points.addAll(List.of(x));
            all.add(y);
        }
        double[] expected = all.stream().flatMapToDouble(Arrays::stream).toArray();
        double[] y = new double[expected.length];
        both.rows(all.size(), numbers(points), y);
        assertArrayEquals(expected, y);
    }

    @Test
    void ofAQuotientOfPolynomials() {
        check(JacobianTest::quotient, false, Tensor.ones(7));
    }

    /** Many results of few numbers, each resting on all that went before. */
    private static Tensor path(Tensor... x) {
        Tensor speed = x[0].at(0);
        Tensor place = x[1];
        Tensor[] all = new Tensor[30];
        for (int i = 0; i < all.length; i++) {
            speed = speed.add(place.sin().mul(x[0].at(1)));
            place = place.add(speed.mul(0.1));
            all[i] = place;
        }
        return Tensor.stack(0, all);
    }

    @Test
    void ofManyResultsOfFewNumbers() {
        check(JacobianTest::path, true, Tensor.ones(2), Tensor.of(0.5));
    }

    /** A column cannot tell 0 times infinity, and is not 0 for that: rows can. */
    @Test
    void zerosThatMeetInfiniteSlopes() {
        TensorFunction f =
                x -> {
                    Tensor[] all = new Tensor[10];
                    Tensor z = x[0];
                    for (int i = 0; i < all.length; i++) {
                        z = i % 2 == 0 ? z.mul(x[1]).sqrt() : z.sin().add(x[1]);
                        all[i] = z;
                    }
                    return Tensor.stack(0, all);
                };
        Program p = Program.jacobian(f, Tensor.of(2), Tensor.of(3));
        assertTrue(p.explain().contains("out by columns"), p.explain());
        for (double a : new double[] {0, -0.0, 1}) {
            for (double b : new double[] {0, -0.0}) {
                Tensor[] x = {Tensor.of(a), Tensor.of(b)};
                double[] expected = expected(false, f, x);
                double[] y = numbers(p.applyAll(x));
                assertArrayEquals(Arrays.copyOfRange(expected, 10, 30), y, Arrays.toString(x));
            }
        }
    }

    @Test
    void ofMatrices() {
        check(
                x -> x[0].matmul(x[1]).tanh().add(x[2].norm()),
                true,
                Tensor.ones(3, 4),
                Tensor.ones(4, 2),
                Tensor.ones(2));
    }

    /** A product for each row or column, where written out there would be too many numbers. */
    @Test
    void ofMuch() {
        Tensor t = Tensor.normal(new Random(2), 600);
        TensorFunction tall =
                x -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < 20; i++) {
                        sum = sum.add(x[0].at(i).mul(t).sin());
                    }
                    return sum;
                };
        check(3, tall, true, Tensor.ones(20));
        String text = Program.jacobian(tall, Tensor.ones(20)).explain();
        assertTrue(text.contains("600 x 20 derivatives by a product for each column"), text);
        TensorFunction wide =
                x -> {
                    Tensor[] all = new Tensor[20];
                    for (int i = 0; i < 20; i++) {
                        all[i] = x[0].mul(1 + i).sin().sum();
                    }
                    return Tensor.stack(0, all);
                };
        check(3, wide, false, Tensor.ones(600));
        Tensor w = Tensor.normal(new Random(2), 40, 40);
        TensorFunction large = x -> w.matmul(x[0].tanh()).mul(x[0]).add(x[0].square().sum());
        check(3, large, false, Tensor.ones(40));
    }

    @Test
    void ofLargeArrays() {
        TensorFunction f = x -> x[0].mul(COUNTING).sin().sum().mul(x[1]);
        Program p = Program.valueAndJacobian(f, Tensor.of(1), Tensor.ones(2));
        double[] y = new double[2 + 2 + 4];
        p.run(new double[] {0.1, 2, 3}, y);
        Tensor[] at = {Tensor.of(0.1), Tensor.of(new double[] {2, 3})};
        assertArrayEquals(expected(false, f, at), y);
        assertTrue(p.explain().contains("by rows, by arrays"), p.explain());
    }

    private static final Tensor COUNTING = Tensor.of(new Random(9).doubles(5000).toArray());

    @Test
    void hessians() {
        Tensor at = draw(new Random(7), 20);
        Program h = Program.hessian(JacobianTest::rosenbrock, at);
        double[] y = new double[400];
        for (int i = 0; i < 20; i++) {
            Tensor x = corners(new Random(i), draw(new Random(i), 20));
            h.run(x.toArray(), y);
            Tensor fresh = Differentiate.hessian(v -> rosenbrock(v), x);
            assertArrayEquals(fresh.add(0).toArray(), y, x.toString());
        }
        TensorFunction f = x -> x[0].mul(x[1]).exp().sum().add(x[1].pow(3).sum());
        Tensor[] two = {draw(new Random(8), 2), draw(new Random(9), 3, 1)};
        List<Tensor> blocks = Program.hessian(f, two).applyAll(two);
        List<List<Tensor>> fresh = Differentiate.hessians(f, two);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(
                    fresh.get(i / 2).get(i % 2).add(0).toArray(), blocks.get(i).toArray());
        }
    }

    /** What is 0 for all makes no operations, for neither sign of the zeros. */
    @Test
    void zerosMakeNoWork() {
        Program h = Program.hessian(x -> x[0].pow(3).mul(x[0]).sum(), Tensor.ones(30));
        assertTrue(operations(h) <= 30 * 12, h.explain());
        Program r = Program.hessian(JacobianTest::rosenbrock, Tensor.ones(20));
        assertTrue(operations(r) <= 19 * 18, r.explain());
        Program q = Program.valueAndJacobian(JacobianTest::quotient, Tensor.ones(7));
        assertTrue(operations(q) <= 37 * 21, q.explain());
    }

    private static int operations(Program p) {
        String text = p.explain().replaceAll("(?s).*number by number: (\\d+) operations.*", "$1");
        return Integer.parseInt(text);
    }

    /** Derivatives of derivatives pass through, in any way in which the program runs. */
    @Test
    void gradientsPassThrough() {
        for (Program p :
                List.of(
                        Program.jacobian(x -> x[0].tanh().mul(x[0].sum()), Tensor.ones(3)),
                        Program.jacobian(JacobianTest::path, Tensor.ones(2), Tensor.of(1)))) {
            Tensor[] x =
                    p.arguments() == 3 && p.results() == 9
                            ? new Tensor[] {Tensor.variable(new double[] {1, 2, 3})}
                            : new Tensor[] {
                                Tensor.variable(new double[] {1, 2}), Tensor.variable(3)
                            };
            TensorFunction f =
                    x.length == 1 ? v -> v[0].tanh().mul(v[0].sum()) : JacobianTest::path;
            Tensor own = Differentiate.jacobians(f, x).get(0).square().sum();
            Tensor ofProgram = p.apply(x).square().sum();
            double[] expected = Backward.of(own).run().of(x[0]).toArray();
            double[] given = Backward.of(ofProgram).run().of(x[0]).toArray();
            assertArrayEquals(expected, given, 1e-9);
        }
    }

    /** Rules that are right for first derivatives only leave rows. */
    @Test
    void ofRulesOfUsers() {
        CustomOp square = CustomOp.elementwise("square", v -> v * v, (g, y, x) -> g.mul(2).mul(x));
        check(x -> square.apply(x[0]).mul(x[1]), false, Tensor.ones(3), Tensor.of(1));
    }

    @Test
    void ofNothing() {
        assertEquals(0, Program.jacobian(x -> x[0], Tensor.zeros(0)).results());
        assertEquals(
                3,
                Program.valueAndJacobian(x -> x[0], Tensor.zeros(0), Tensor.zeros(3)).arguments());
        Program constant = Program.jacobian(x -> Tensor.ones(2), Tensor.zeros(3));
        double[] y = {1, 1, 1, 1, 1, 1};
        constant.run(new double[3], y);
        assertArrayEquals(new double[6], y);
        assertThrows(NullPointerException.class, () -> Program.jacobian(null, Tensor.of(1)));
    }
}
