package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.program.Loop;
import org.cotangent.program.Program;

/**
 * The parameter that leads a charged particle through the origin. Its path is integrated by Euler's
 * method; the force is a gradient, and the descent to the parameter uses one of the path. Functions
 * are named by two letters, for the outer and the inner gradient: f is forward, r reverse.
 */
final class Particle extends Problem {
    private static final double STEP = 0.1;
    private static final int MOST_STEPS = 10_000;

    private final double w;

    private Particle(double w) {
        this.w = w;
    }

    static Particle of(JsonNode input) {
        return new Particle(Json.member(input, "w").doubleValue());
    }

    @Override
    public double[] byHand() {
        Tensor found =
                Descent.argmin(
                        at -> Tensor.of(path(at.get(0))[0]),
                        at -> Tensor.vector(path(at.get(0))[1]),
                        Tensor.vector(w));
        return found.toArray();
    }

    /** The square of the place where the path meets the axis, and its derivative. */
    private static double[] path(double w) {
        double x = 0;
        double y = 8;
        double vx = 0.75;
        double vy = 0;
        double tx = 0;
        double ty = 0;
        double tvx = 0;
        double tvy = 0;
        while (true) {
            double ax = 0;
            double ay = 0;
            double tax = 0;
            double tay = 0;
            for (int charge = 0; charge < 2; charge++) {
                double dx = x - 10;
                double dy = charge == 0 ? y - (10 - w) : y;
                double tdy = charge == 0 ? ty + 1 : ty;
                double square = dx * dx + dy * dy;
                double cube = 1 / (square * Math.sqrt(square));
                double tcube = -3 * cube / square * (dx * tx + dy * tdy);
                ax += dx * cube;
                ay += dy * cube;
                tax += tx * cube + dx * tcube;
                tay += tdy * cube + dy * tcube;
            }
            double nextX = x + STEP * vx;
            double nextY = y + STEP * vy;
            if (nextY <= 0) {
                double time = -y / vy;
                double ttime = -ty / vy + y * tvy / (vy * vy);
                double end = x + time * vx;
                return new double[] {end * end, 2 * end * (tx + ttime * vx + time * tvx)};
            }
            x = nextX;
            y = nextY;
            tx += STEP * tvx;
            ty += STEP * tvy;
            vx += STEP * ax;
            vy += STEP * ay;
            tvx += STEP * tax;
            tvy += STEP * tay;
        }
    }

    private static Tensor potential(Tensor x, Tensor w) {
        Tensor away = x.sub(Tensor.vector(10, 10)).add(w.mul(Tensor.vector(0, 1)));
        Tensor other = x.sub(Tensor.vector(10, 0));
        return away.square().sum().rsqrt().add(other.square().sum().rsqrt());
    }

    /** The gradient of the potential. */
    @FunctionalInterface
    private interface Slope {
        Tensor of(Tensor x, Tensor w);
    }

    private static Tensor path(Slope slope, Tensor w) {
        Tensor x = Tensor.vector(0, 8);
        Tensor v = Tensor.vector(0.75, 0);
        while (true) {
            Tensor next = x.add(v.mul(STEP));
            if (next.get(1) <= 0) {
                return end(x, v);
            }
            v = v.sub(slope.of(x, w).mul(STEP));
            x = next;
        }
    }

    private static Tensor pathInLoop(Slope slope, Tensor w) {
        List<Tensor> last =
                Loop.repeatAllWhile(
                        s -> s[0].add(s[1].mul(STEP)).at(1).gt(0),
                        s ->
                                List.of(
                                        s[0].add(s[1].mul(STEP)),
                                        s[1].sub(slope.of(s[0], w).mul(STEP))),
                        MOST_STEPS,
                        Tensor.vector(0, 8),
                        Tensor.vector(0.75, 0));
        return end(last.get(0), last.get(1));
    }

    /** How far from the origin the line through a point meets the axis, squared. */
    private static Tensor end(Tensor x, Tensor v) {
        Tensor time = x.at(1).div(v.at(1)).neg();
        return x.at(0).add(time.mul(v.at(0))).square();
    }

    @Override
    public Tensor value(Tensor... x) {
        return path((at, w) -> Descent.gradient('r', y -> potential(y, w), at), x[0]);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.vector(w)};
    }

    @Override
    public Supplier<double[]> work(Form form, String function) {
        char outer = function.charAt(0);
        char inner = function.charAt(1);
        Slope slope = (x, at) -> Descent.gradient(inner, y -> potential(y, at), x);
        if (form == Form.TENSORS) {
            UnaryOperator<Tensor> f = at -> path(slope, at);
            return () ->
                    Descent.argmin(f, at -> Descent.gradient(outer, f, at), point()[0]).toArray();
        }
        UnaryOperator<Tensor> f = at -> pathInLoop(slope, at);
        Program value = Program.of(x -> f.apply(x[0]), point());
        Program gradient = Program.of(x -> Descent.gradient(outer, f, x[0]), point());
        return () -> Descent.argmin(value::apply, gradient::apply, point()[0]).toArray();
    }

    @Override
    Object output(String function, double[] y) {
        return y[0];
    }
}
