package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cotangent.Activations;
import org.cotangent.Axes;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * A straight-line program over tensors, drawn at random: every instruction takes its operands from
 * what exists so far, so values are used any number of times, or not at all.
 *
 * <p>Operands are repaired rather than rejected: at the point where it is compiled, a program notes
 * the shift or the scale that brings each operand into the operation's domain, away from kinks and
 * to moderate size. These numbers are constants from then on, and the program is a smooth function.
 */
final class RandomGraph implements TensorFunction {
    private static final double MARGIN = 0.1;
    private static final double LARGEST = 3;

    /** What an instruction does with its repaired operands. */
    enum Kind {
        // spotless:off
        ADD(Repair.NONE, (a, b) -> a.add(b)),
        SUB(Repair.NONE, (a, b) -> a.sub(b)),
        MUL(Repair.NONE, (a, b) -> a.mul(b)),
        DIV(Repair.NONE, (a, b) -> a.div(b.square().add(0.5))),
        MAX(Repair.APART, (a, b) -> a.max(b)),
        MIN(Repair.APART, (a, b) -> a.min(b)),
        NEG(Repair.NONE, (a, b) -> a.neg()),
        SQUARE(Repair.NONE, (a, b) -> a.square()),
        POW(Repair.NONE, (a, b) -> a.pow(3)),
        RECIPROCAL(Repair.NONE, (a, b) -> a.square().add(0.5).reciprocal()),
        EXP(Repair.NONE, (a, b) -> a.exp()),
        LOG(Repair.NONE, (a, b) -> a.square().add(0.5).log()),
        SQRT(Repair.NONE, (a, b) -> a.square().add(0.5).sqrt()),
        ABS(Repair.NONZERO, (a, b) -> a.abs()),
        RELU(Repair.NONZERO, (a, b) -> a.relu()),
        SIGMOID(Repair.NONE, (a, b) -> a.sigmoid()),
        TANH(Repair.NONE, (a, b) -> a.tanh()),
        SIN(Repair.NONE, (a, b) -> a.sin()),
        ATAN(Repair.NONE, (a, b) -> a.atan()),
        SOFTPLUS(Repair.NONE, (a, b) -> Activations.softplus(a)),
        GELU(Repair.NONE, (a, b) -> Activations.gelu(a)),
        ERF(Repair.NONE, (a, b) -> Special.erf(a)),
        HYPOT(Repair.NONE, (a, b) -> a.hypot(b.square().add(0.5))),
        WHERE(Repair.NONZERO, (a, b) -> Tensor.where(a.gt(0), a, b)),
        FLIP(Repair.NONE, (a, b) -> a.rank() == 0 ? a : a.flip(-1)),
        CUM_SUM(Repair.NONE, (a, b) -> a.rank() == 0 ? a : a.cumSum(-1)),
        PROD(Repair.NONE, (a, b) -> a.rank() == 0 ? a : a.prod(Axes.keep(-1))),
        SUM(Repair.NONE, (a, b) -> a.sum()),
        MEAN(Repair.NONE, (a, b) -> a.mean()),
        LOG_SUM_EXP(Repair.NONE, (a, b) -> a.logSumExp()),
        SOFTMAX(Repair.NONE, (a, b) -> a.rank() == 0 ? a.sigmoid() : a.softmax(-1)),
        MATMUL(
                Repair.NONE,
                (a, b) ->
                        a.rank() == 0 || b.rank() == 0 || a.size(-1) != b.size(-1)
                                ? a.mul(b)
                                : rows(a).matmul(rows(b).transpose()).mean());
        // spotless:on

        private final Repair repair;
        private final Op op;

        Kind(Repair repair, Op op) {
            this.repair = repair;
            this.op = op;
        }

        private static Tensor rows(Tensor x) {
            return x.reshape(-1, x.size(-1));
        }
    }

    private enum Repair {
        NONE,
        NONZERO,
        APART
    }

    private interface Op {
        Tensor apply(Tensor a, Tensor b);
    }

    /**
     * One line of a program.
     *
     * @param kind what it does
     * @param a the first operand, counted modulo what exists
     * @param b the second operand, counted modulo what exists; unary operations ignore it
     */
    record Instruction(Kind kind, int a, int b) {}

    private record Step(Instruction line, double shift, double scale) {
        Tensor apply(List<Tensor> values) {
            Tensor a = values.get(line.a % values.size()).add(shift);
            Tensor b = values.get(line.b % values.size());
            return line.kind.op.apply(a, b).mul(scale);
        }
    }

    private final List<Step> steps = new ArrayList<>();

    /** Compiles a program for a point and what is near it. */
    RandomGraph(List<Instruction> program, Tensor... at) {
        List<Tensor> values = new ArrayList<>(Arrays.asList(at));
        for (Instruction line : program) {
            Step plain = new Step(line, shift(line, values), 1);
            double largest = largest(plain.apply(values));
            Step step = new Step(line, plain.shift, largest > LARGEST ? LARGEST / largest : 1);
            values.add(step.apply(values));
            steps.add(step);
        }
    }

    @Override
    public Tensor apply(Tensor... x) {
        List<Tensor> values = new ArrayList<>(Arrays.asList(x));
        for (Step step : steps) {
            values.add(step.apply(values));
        }
        // on top of 1: a result in which everything cancels is judged by the size of what cancelled
        return values.get(values.size() - 1).add(1);
    }

    private static double shift(Instruction line, List<Tensor> values) {
        Tensor a = values.get(line.a % values.size());
        Tensor b = values.get(line.b % values.size());
        UnaryOperator<Tensor> gap =
                switch (line.kind.repair) {
                    case NONE -> null;
                    case NONZERO -> x -> x;
                    case APART -> x -> x.sub(b);
                };
        double shift = 0;
        while (gap != null && smallest(gap.apply(a.add(shift))) < MARGIN) {
            shift += 0.37;
        }
        return shift;
    }

    private static double smallest(Tensor x) {
        return Arrays.stream(x.toArray()).map(Math::abs).min().orElse(0);
    }

    private static double largest(Tensor x) {
        return Arrays.stream(x.toArray()).map(Math::abs).max().orElse(0);
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n", "\n", "\n"));
    }
}
