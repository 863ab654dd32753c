package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.detached;
import static org.cotangent.linalg.Nodes.fixed;
import static org.cotangent.linalg.Nodes.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.internal.Text;

/**
 * Solutions of systems of equations, differentiated with respect to the parameters of these by the
 * implicit function theorem: neither memory nor gradients depend on how they were found.
 */
@CheckReturnValue
public final class Equations {
    private Equations() {}

    /**
     * The fixed point as a function of the start and the parameters.
     *
     * @param f from z and the parameters to the next z
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @return the start, then the parameters, to the fixed point; see {@link
     *     #fixedPoint(TensorFunction, Tensor, double, int, Tensor...)}
     */
    public static TensorFunction fixedPoint(TensorFunction f, double tolerance, int steps) {
        required("fixedPoint", f);
        return x -> fixedPoint(f, start("fixedPoint", x), tolerance, steps, behind(x));
    }

    private static TensorFunction required(String op, TensorFunction f) {
        return Objects.requireNonNull(f, () -> op + ": the function is null");
    }

    private static Tensor start(String op, Tensor... x) {
        if (x.length == 0) {
            throw new IllegalArgumentException(
                    op + ": the list of arguments is empty; the start must be the first");
        }
        return x[0];
    }

    /**
     * The fixed point z = f(z, p…) that iteration from a start reaches, differentiated with respect
     * to the parameters by the implicit function theorem: neither memory nor gradients depend on
     * how many steps there were.
     *
     * @param f from z and the parameters to the next z; a contraction near the fixed point
     * @param start where to start, without influence on the result
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @param parameters what the fixed point depends on, one or more
     * @return the fixed point, of the shape of the start
     * @throws ArithmeticException if the steps do not suffice
     */
    public static Tensor fixedPoint(
            TensorFunction f, Tensor start, double tolerance, int steps, Tensor... parameters) {
        return new FixedPoint(required("fixedPoint", f), tolerance, steps)
                .apply(before(fixed(start), parameters));
    }

    /**
     * The root as a function of the start and the parameters.
     *
     * @param f from z and the parameters to as many residuals as z has elements
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @return the start, then the parameters, to the root; see {@link #root(TensorFunction, Tensor,
     *     double, int, Tensor...)}
     */
    public static TensorFunction root(TensorFunction f, double tolerance, int steps) {
        required("root", f);
        return x -> root(f, start("root", x), tolerance, steps, behind(x));
    }

    /**
     * The root f(z, p…) = 0 that Newton's method from a start reaches, differentiated with respect
     * to the parameters by the implicit function theorem.
     *
     * @param f from z and the parameters to as many residuals as z has elements
     * @param start where to start; of several roots it decides which one is found
     * @param tolerance the largest change of an element in the last step, relative to 1 + |element|
     * @param steps the most steps that are tried
     * @param parameters what the root depends on, one or more
     * @return the root, of the shape of the start
     * @throws ArithmeticException if the steps do not suffice, or a Jacobian is singular
     */
    public static Tensor root(
            TensorFunction f, Tensor start, double tolerance, int steps, Tensor... parameters) {
        return new Root(required("root", f), tolerance, steps)
                .apply(before(fixed(start), parameters));
    }

    /** The z with z = f(z, p), from a start, the first input: dz = (I - df/dz)⁻¹ df/dp dp. */
    private record FixedPoint(TensorFunction f, double tolerance, int steps)
            implements CustomOp.Joint {
        @Override
        public String name() {
            return "fixedPoint";
        }

        @Override
        public Tensor forward(Tensor... x) {
            Tensor[] p = behind(x);
            return iterated(
                    name(),
                    x[0],
                    tolerance,
                    steps,
                    z -> {
                        Tensor next = f.apply(before(z, p));
                        requireShape(name(), next, z);
                        return next;
                    });
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            Tensor[] p = behind(x);
            Tensor identity = Tensor.eye(y.size());
            Tensor w = adjointOf(name(), identity.sub(slope(f, y, p)), g);
            return withoutStart(Nodes.vjpsOfVarying(own -> f.apply(before(y, own)), w, p));
        }
    }

    /** The z with f(z, p) = 0, from a start, the first input: dz = -(df/dz)⁻¹ df/dp dp. */
    private record Root(TensorFunction f, double tolerance, int steps) implements CustomOp.Joint {
        @Override
        public String name() {
            return "root";
        }

        @Override
        public Tensor forward(Tensor... x) {
            Tensor[] p = behind(x);
            return iterated(
                    name(),
                    x[0],
                    tolerance,
                    steps,
                    z -> {
                        Tensor residual = f.apply(before(z, p));
                        requireShape(name(), residual, z);
                        Tensor slope = detached(slope(f, z, p));
                        Tensor change =
                                solve(name(), slope, false, residual.reshape(residual.size(), 1));
                        return z.sub(change.reshape(z.shape()));
                    });
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            Tensor[] p = behind(x);
            Tensor w = adjointOf(name(), slope(f, y, p), g).neg();
            return withoutStart(Nodes.vjpsOfVarying(own -> f.apply(before(y, own)), w, p));
        }
    }

    /** The Jacobian of f with respect to z, as a square matrix. */
    private static Tensor slope(TensorFunction f, Tensor z, Tensor... p) {
        return Differentiate.jacobian(own -> f.apply(before(own, p)), z)
                .reshape(z.size(), z.size());
    }

    /** The w with matrixᵀ w = g, in the shape of g. */
    private static Tensor adjointOf(String name, Tensor matrix, Tensor g) {
        Tensor w = solve(name, matrix, true, g.reshape(g.size(), 1));
        return w.reshape(g.shape());
    }

    private static Tensor solve(String name, Tensor matrix, boolean transposed, Tensor b) {
        try {
            return Solving.solve(matrix, transposed, b);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(
                    name
                            + ": the Jacobian with respect to z"
                            + (name.equals("root") ? "" : ", taken from the identity,")
                            + " is singular: of order "
                            + b.size()
                            + ", "
                            + Text.brief(array(matrix), shape(matrix))
                            + "; the implicit function theorem needs it regular");
        }
    }

    private static Tensor[] before(Tensor z, Tensor... p) {
        Tensor[] all = new Tensor[p.length + 1];
        all[0] = z;
        System.arraycopy(p, 0, all, 1, p.length);
        return all;
    }

    private static Tensor[] behind(Tensor... x) {
        return Arrays.copyOfRange(x, 1, x.length);
    }

    /** The shares of all inputs: the start has none. */
    private static List<Tensor> withoutStart(List<Tensor> shares) {
        List<Tensor> all = new ArrayList<>(shares);
        all.add(0, null);
        return all;
    }

    private static void requireShape(String name, Tensor value, Tensor z) {
        if (!shape(value).equals(shape(z))) {
            throw new IllegalArgumentException(
                    name
                            + ": the function gives shape "
                            + shape(value)
                            + " for z of shape "
                            + shape(z)
                            + "; they must be the same");
        }
    }

    /** Steps from a start until one changes next to nothing. */
    private static Tensor iterated(
            String name, Tensor start, double tolerance, int steps, UnaryOperator<Tensor> step) {
        Tensor z = start;
        for (int i = 0; i < steps; i++) {
            Tensor next = step.apply(z);
            if (close(next, z, tolerance)) {
                return next;
            }
            z = next;
        }
        throw new ArithmeticException(
                name
                        + ": not reached in "
                        + steps
                        + " steps with the tolerance "
                        + tolerance
                        + "; start nearer, or allow more steps");
    }

    private static boolean close(Tensor next, Tensor z, double tolerance) {
        double[] p = array(next);
        double[] q = array(z);
        for (int i = 0; i < p.length; i++) {
            if (!(Math.abs(p[i] - q[i]) <= tolerance * (1 + Math.abs(p[i])))) {
                return false;
            }
        }
        return true;
    }
}
