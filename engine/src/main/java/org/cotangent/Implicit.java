package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Text;

/**
 * Functions as single nodes, their derivatives found by other means than going back through their
 * steps.
 */
final class Implicit {
    private Implicit() {}

    /** A function that is run again when its derivative is wanted. */
    record Checkpoint(TensorFunction f) implements Custom.Joint {
        @Override
        public String name() {
            return "checkpoint";
        }

        @Override
        public Tensor forward(Tensor... x) {
            return f.apply(x);
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            return Differentiate.vjpsOfVarying(own -> same(f.apply(own), y), g, x);
        }
    }

    /** The value of a checkpoint's function, if it is the one it gave before. */
    private static Tensor same(Tensor again, Tensor before) {
        if (!again.shape.equals(before.shape)) {
            throw new IllegalStateException(
                    "checkpoint: the function gives shape "
                            + again.shape
                            + " in the backward pass and gave "
                            + before.shape
                            + CHANCE);
        }
        double[] p = again.array();
        double[] q = before.array();
        int i = Arrays.mismatch(p, q);
        if (i >= 0) {
            throw new IllegalStateException(
                    "checkpoint: the function gives "
                            + p[i]
                            + " for element "
                            + i
                            + " of its result in the backward pass and gave "
                            + q[i]
                            + CHANCE);
        }
        return again;
    }

    private static final String CHANCE =
            " before. It must depend on nothing but its arguments: draw random numbers, such as the"
                    + " mask of a dropout, outside and pass them in";

    /** A function with a rule of its own. */
    record OwnRule(UnaryOperator<Tensor> f, CustomOp.ElementwiseRule rule) implements CustomOp {
        @Override
        public String name() {
            return "customVjp";
        }

        @Override
        public Tensor forward(Tensor... x) {
            return f.apply(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return rule.apply(g, y, x[0]);
        }
    }

    /** The z with z = f(z, p), from a start, the first input: dz = (I - df/dz)⁻¹ df/dp dp. */
    record FixedPoint(TensorFunction f, double tolerance, int steps) implements Custom.Joint {
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
            return withoutStart(Differentiate.vjpsOfVarying(own -> f.apply(before(y, own)), w, p));
        }
    }

    /** The z with f(z, p) = 0, from a start, the first input: dz = -(df/dz)⁻¹ df/dp dp. */
    record Root(TensorFunction f, double tolerance, int steps) implements Custom.Joint {
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
                        Tensor slope = slope(f, z, p).detached();
                        Tensor change =
                                solve(name(), slope, false, residual.reshape(residual.size(), 1));
                        return z.sub(Structure.reshape(change, z.shape));
                    });
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            Tensor[] p = behind(x);
            Tensor w = adjointOf(name(), slope(f, y, p), g).neg();
            return withoutStart(Differentiate.vjpsOfVarying(own -> f.apply(before(y, own)), w, p));
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
        return Structure.reshape(w, g.shape);
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
                            + Text.brief(matrix.array(), matrix.shape)
                            + "; the implicit function theorem needs it regular");
        }
    }

    static Tensor[] before(Tensor z, Tensor... p) {
        Tensor[] all = new Tensor[p.length + 1];
        all[0] = z;
        System.arraycopy(p, 0, all, 1, p.length);
        return all;
    }

    static Tensor[] behind(Tensor... x) {
        return Arrays.copyOfRange(x, 1, x.length);
    }

    /** The shares of all inputs: the start has none. */
    private static List<Tensor> withoutStart(List<Tensor> shares) {
        List<Tensor> all = new ArrayList<>(shares);
        all.add(0, null);
        return all;
    }

    private static void requireShape(String name, Tensor value, Tensor z) {
        if (!value.shape.equals(z.shape)) {
            throw new IllegalArgumentException(
                    name
                            + ": the function gives shape "
                            + value.shape
                            + " for z of shape "
                            + z.shape
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
        double[] p = next.array();
        double[] q = z.array();
        for (int i = 0; i < p.length; i++) {
            if (!(Math.abs(p[i] - q[i]) <= tolerance * (1 + Math.abs(p[i])))) {
                return false;
            }
        }
        return true;
    }
}
