package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.program.Program;

/**
 * The saddle point of a sum and difference of squares, by a descent over the result of an ascent.
 * Functions are named by two letters, for the outer and the inner gradient: f is forward, r
 * reverse.
 */
final class Saddle extends Problem {
    private final double[] start;

    private Saddle(double[] start) {
        this.start = start;
    }

    static Saddle of(JsonNode input) {
        return new Saddle(Json.numbers(Json.member(input, "start")));
    }

    private static Tensor height(Tensor x, Tensor y) {
        return x.square().sum().sub(y.square().sum());
    }

    @Override
    public double[] byHand() {
        Tensor from = point()[0];
        Tensor x = Descent.argmin(at -> height(at, from(from)), at -> at.mul(2), from);
        return elements(java.util.List.of(x, from(from)));
    }

    private static Tensor from(Tensor start) {
        return Descent.argmin(y -> y.square().sum(), y -> y.mul(2), start);
    }

    @Override
    public Tensor value(Tensor... x) {
        return height(x[0], x[0]);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(start)};
    }

    @Override
    public Supplier<double[]> work(Form form, String function) {
        char outer = function.charAt(0);
        char inner = function.charAt(1);
        BinaryOperator<Tensor> f = Saddle::height;
        BinaryOperator<Tensor> slope = (x, y) -> Descent.gradient(inner, at -> height(x, at), y);
        BinaryOperator<Tensor> own = (x, y) -> Descent.gradient(outer, at -> height(x, at), y);
        if (form == Form.PROGRAMS) {
            f = program(f);
            slope = program(slope);
            own = program(own);
        }
        BinaryOperator<Tensor> height = f;
        BinaryOperator<Tensor> up = slope;
        BinaryOperator<Tensor> last = own;
        UnaryOperator<Tensor> most = x -> height.apply(x, argmax(height, up, x));
        return () -> {
            Tensor x = Descent.argmin(most, at -> Descent.gradient(outer, most, at), point()[0]);
            Tensor y = argmax(height, last, x);
            return elements(java.util.List.of(x, y));
        };
    }

    private static BinaryOperator<Tensor> program(BinaryOperator<Tensor> f) {
        Program program = Program.of(x -> f.apply(x[0], x[1]), Tensor.zeros(2), Tensor.zeros(2));
        return program::apply;
    }

    private Tensor argmax(BinaryOperator<Tensor> height, BinaryOperator<Tensor> slope, Tensor x) {
        return Descent.argmin(
                y -> height.apply(x, y).neg(), y -> slope.apply(x, y).neg(), point()[0]);
    }

    @Override
    Object output(String function, double[] y) {
        return y;
    }
}
