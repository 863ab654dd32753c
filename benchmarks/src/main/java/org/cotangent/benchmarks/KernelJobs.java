package org.cotangent.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.Activations;
import org.cotangent.Backward;
import org.cotangent.Tensor;

/**
 * The operations of this library that take arrays, each by the public methods of tensors. Kernels
 * that only gradients use are reached by a backward pass over a graph recorded once.
 */
final class KernelJobs {
    /** The numbers of an operand, as a rule. */
    static final String LENGTH = "8192";

    private static final int COLUMNS = 128;
    private static final double RANGE = 4;
    private static final double FACTOR = 0.37;

    /**
     * An operation.
     *
     * @param kernels the kernels of one or two numbers that it calls, "" for an operation with
     *     loops of its own
     * @param job its maker, of two operands
     */
    record Kernel(String kernels, Function<Operands, Supplier<Tensor>> job) {}

    /**
     * The inputs.
     *
     * @param x numbers from -4 to 4
     * @param y others
     * @param positive numbers from 0.5 to 8.5
     */
    record Operands(Tensor x, Tensor y, Tensor positive) {
        static Operands of(int n) {
            Tensor x = Tensor.of(Inputs.uniform(1, n, RANGE));
            return new Operands(
                    x, Tensor.of(Inputs.uniform(2, n, RANGE)), Tensor.of(Data.elements("log", n)));
        }
    }

    /** By name, in the order of the tables. */
    static final Map<String, Kernel> KERNELS = kernels();

    /** Functions without a kernel of their own, whose speed is to be known all the same. */
    static final Map<String, Kernel> FUNCTIONS = functions();

    private KernelJobs() {}

    private static Map<String, Kernel> kernels() {
        Map<String, Kernel> all = new LinkedHashMap<>();
        map(all, "neg", "NEG", Tensor::neg);
        map(all, "reciprocal", "RECIPROCAL", Tensor::reciprocal);
        map(all, "square", "SQUARE", Tensor::square);
        of(all, "sqrt", "SQRT", in -> in.positive()::sqrt);
        map(all, "abs", "ABS", Tensor::abs);
        map(all, "exp", "EXP", Tensor::exp);
        of(all, "log", "LOG", in -> in.positive()::log);
        map(all, "tanh", "TANH", Tensor::tanh);
        map(all, "sigmoid", "SIGMOID", Tensor::sigmoid);
        map(all, "relu", "RELU", Tensor::relu);
        of(all, "sigmoid'", "LOGISTIC_DENSITY", in -> back(in, Tensor::sigmoid));
        of(all, "tanh'", "SECH_SQUARED", in -> back(in, Tensor::tanh));
        of(all, "relu'", "WHERE_POSITIVE", in -> back(in, Tensor::relu));
        of(all, "relu' recorded", "STEP GATE", in -> recorded(in, Tensor::relu));
        of(all, "square'", "TWICE_PRODUCT", in -> back(in, Tensor::square));
        of(all, "square' recorded", "TIMES_EVEN", in -> recorded(in, Tensor::square));
        of(all, "divisor' recorded", "SETTLE", in -> recorded(in, x -> in.positive().div(x)));
        of(all, "exp'", "STRONG_MUL", in -> back(in, Tensor::exp));
        of(all, "log'", "STRONG_DIV_FROM_ABOVE", in -> back(in, x -> x.square().log()));
        of(all, "div'", "STRONG_DIV", in -> back(in, x -> x.div(in.positive())));
        of(all, "max'", "GATE", in -> back(in, x -> x.max(in.y())));
        of(all, "add", "ADD", in -> () -> in.x().add(in.y()));
        of(all, "sub", "SUB", in -> () -> in.x().sub(in.y()));
        of(all, "mul", "MUL", in -> () -> in.x().mul(in.y()));
        of(all, "div", "DIV", in -> () -> in.x().div(in.y()));
        of(all, "max", "MAX", in -> () -> in.x().max(in.y()));
        of(all, "min", "MIN", in -> () -> in.x().min(in.y()));
        of(all, "sum", "", in -> () -> in.x().sum());
        of(all, "sum of rows", "", in -> rows(in, x -> x.sum(1)));
        of(all, "sum of columns", "", in -> rows(in, x -> x.sum(0)));
        of(all, "amax", "", in -> () -> in.x().amax());
        of(all, "dot", "", in -> () -> in.x().matmul(in.y()));
        of(all, "norm", "", in -> () -> in.x().norm());
        of(all, "axpy", "", in -> () -> in.x().axpy(FACTOR, in.y()));
        of(all, "softmax", "", in -> () -> in.x().softmax(0));
        of(all, "softmax of rows", "", in -> rows(in, x -> x.softmax(1)));
        of(all, "logSumExp", "", in -> () -> in.x().logSumExp());
        return all;
    }

    private static Map<String, Kernel> functions() {
        Map<String, Kernel> all = new LinkedHashMap<>();
        map(all, "sin", "", Tensor::sin);
        map(all, "cos", "", Tensor::cos);
        map(all, "tan", "", Tensor::tan);
        map(all, "atan", "", Tensor::atan);
        map(all, "sinh", "", Tensor::sinh);
        map(all, "cosh", "", Tensor::cosh);
        map(all, "asinh", "", Tensor::asinh);
        map(all, "cbrt", "", Tensor::cbrt);
        map(all, "expm1", "", Tensor::expm1);
        of(all, "log1p", "", in -> in.positive()::log1p);
        of(all, "pow 1.7", "", in -> () -> in.positive().pow(1.7));
        of(all, "pow", "", in -> () -> in.positive().pow(in.y()));
        of(all, "atan2", "", in -> () -> in.x().atan2(in.y()));
        of(all, "hypot", "", in -> () -> in.x().hypot(in.y()));
        map(all, "softplus", "", Activations::softplus);
        of(all, "normal draws", "", in -> () -> normal(in.x().size()));
        return all;
    }

    private static void of(
            Map<String, Kernel> all,
            String name,
            String kernels,
            Function<Operands, Supplier<Tensor>> job) {
        all.put(name.replace(' ', '-'), new Kernel(kernels, job));
    }

    private static void map(
            Map<String, Kernel> all, String name, String kernels, Function<Tensor, Tensor> f) {
        of(all, name, kernels, in -> () -> f.apply(in.x()));
    }

    private static Tensor normal(int n) {
        return Tensor.normal(new SplittableRandom(1), n);
    }

    private static Supplier<Tensor> rows(Operands in, Function<Tensor, Tensor> f) {
        Tensor x = in.x().reshape(-1, COLUMNS);
        return () -> f.apply(x);
    }

    private static Supplier<Tensor> back(Operands in, Function<Tensor, Tensor> f) {
        Tensor x = in.x().asVariable();
        Tensor y = f.apply(x);
        return () -> y.backward(in.y()).of(x);
    }

    private static Supplier<Tensor> recorded(Operands in, Function<Tensor, Tensor> f) {
        Tensor x = in.x().asVariable();
        Tensor y = f.apply(x);
        return () -> Backward.of(y).seed(in.y()).recorded().run().of(x);
    }

    /** The job of a name, or null if it is none of these. */
    static Job job(String name, int n) {
        Kernel kernel = KERNELS.getOrDefault(name, FUNCTIONS.get(name));
        return kernel == null ? null : Jobs.of(kernel.job().apply(Operands.of(n)), Tensor::toArray);
    }
}
