// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.util.List;
import java.util.Random;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.program.Loop;
import org.cotangent.program.Program;

/**
 * The gravity and friction of a pendulum, found from noisy angles by Newton's method. The steps of
 * Runge and Kutta are a loop, whose body is recorded once; loss, gradient and Hessian through all
 * of them are one program.
 */
public final class Pendulum {
    private static final int STEPS = 200;
    private static final double TIME = 0.02;
    private static final double NOISE = 0.01;

    private Pendulum() {}

    /** Angle and speed to their rates; the parameters are gravity over length, and friction. */
    private static Tensor rates(Tensor state, Tensor p) {
        Tensor angle = state.at(0);
        Tensor speed = state.at(1);
        Tensor force = angle.sin().mul(p.at(0)).add(speed.mul(p.at(1)));
        return Tensor.stack(0, speed, force.neg());
    }

    private static Tensor next(Tensor y, Tensor p) {
        Tensor a = rates(y, p);
        Tensor b = rates(y.add(a.mul(TIME / 2)), p);
        Tensor c = rates(y.add(b.mul(TIME / 2)), p);
        Tensor d = rates(y.add(c.mul(TIME)), p);
        return y.add(a.add(b.mul(2)).add(c.mul(2)).add(d).mul(TIME / 6));
    }

    /** The angles after all steps. */
    static Tensor angles(Tensor p) {
        return Loop.times(STEPS)
                .scan(
                        (state, none) -> {
                            Tensor y = next(state[0], p);
                            return Loop.Results.of(y, y.at(0));
                        },
                        Tensor.vector(1.5, 0))
                .output();
    }

    /**
     * Prints the way to the parameters.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Tensor truth = Tensor.vector(9.81, 0.3);
        Tensor seen = angles(truth).add(Tensor.normal(new Random(1), STEPS).mul(NOISE));
        Program loss =
                Program.ofSeveral(
                        x -> {
                            Differentiate.ValueAndGradient first =
                                    Differentiate.valueAndGradient(p -> loss(p, seen), x[0]);
                            Tensor second = Differentiate.hessian(p -> loss(p, seen), x[0]);
                            return List.of(first.value(), first.gradient(), second);
                        },
                        truth);
        Tensor p = Tensor.vector(9, 0.1);
        System.out.println("gravity/length  friction  squares");
        for (int i = 0; i < 7; i++) {
            List<Tensor> at = loss.applyAll(p);
            System.out.printf(
                    "%14.5f %9.5f %8.5f%n", p.at(0).value(), p.at(1).value(), at.get(0).value());
            p = p.sub(Linalg.solve(at.get(2), at.get(1)));
        }
    }

    private static Tensor loss(Tensor p, Tensor seen) {
        return angles(p).sub(seen).square().sum();
    }
}
