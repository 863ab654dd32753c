package org.cotangent.gradcheck.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/**
 * An instruction compiled at a point: the nodes that it takes, and the numbers that keep it in its
 * domain and to moderate size. These numbers are quarters and powers of two: exact, and short to
 * read.
 *
 * @param form how it is written and computed
 * @param a the first operand
 * @param b the second operand; ignored by operations of one
 * @param constant the constant, moderate too
 * @param scale what the result is multiplied by
 * @param rescaled whether it is, be it by 1
 */
record CompiledInstruction(
        Operation.Form form,
        Operand a,
        Operand b,
        double constant,
        double scale,
        boolean rescaled) {
    /** No value of a line is larger; an operand is brought down to it. */
    private static final double LARGEST = 3;

    /** How far operands stay from kinks, and from poles. */
    private static final double OFF_KINKS = 0.1;

    private static final double OFF_POLES = 0.3;

    private static final double MOST_INSIDE_ONE = 0.85;
    private static final double SHIFT = 0.25;

    /**
     * An operand: a node and the numbers that it is adjusted by.
     *
     * @param node the number of a node
     * @param scale what it is multiplied by
     * @param shift what is added at last
     * @param reduced whether the mean of its elements is taken first, as its shape does not suit
     */
    record Operand(int node, double scale, double shift, boolean reduced) {
        Tensor of(List<Tensor> values) {
            Tensor x = values.get(node);
            x = scale == 1 ? x : x.mul(scale);
            x = !reduced ? x : x.size() > 0 ? x.mean() : x.sum();
            return shift == 0 ? x : x.add(shift);
        }

        String java(List<Tensor> values, int inputs) {
            return label(node, inputs)
                    + (scale == 1 ? "" : ".mul(" + number(scale) + ")")
                    + (!reduced ? "" : values.get(node).size() > 0 ? ".mean()" : ".sum()")
                    + (shift == 0 ? "" : ".add(" + number(shift) + ")");
        }

        Operand shiftedUntil(List<Tensor> values, double margin, UnaryOperator<Tensor> gap) {
            double shift = 0;
            while (smallest(gap.apply(of(values).add(shift))) < margin) {
                shift += SHIFT;
            }
            return new Operand(node, scale, this.shift + shift, reduced);
        }

        Operand reducedUnlessLike(Tensor other, List<Tensor> values) {
            boolean broadcasts = broadcasts(other.shape(), values.get(node).shape());
            return new Operand(node, scale, shift, !broadcasts);
        }
    }

    /** Compiles an instruction for the values that exist so far. */
    static CompiledInstruction compile(Instruction instruction, List<Tensor> values) {
        Operation operation = instruction.operation();
        double c = Math.IEEEremainder(instruction.constant(), 2 * LARGEST);
        Operand a = moderate(instruction.a(), values);
        Operand b = moderate(instruction.b(), values);
        Tensor first = a.of(values);
        Tensor second = b.of(values);
        if (operation.broadcasts(first, second)) {
            b = b.reducedUnlessLike(first, values);
        }
        Operation.Form form = operation.form(first, second);
        switch (operation.repair()) {
            case NONE -> {}
            case NONZERO -> {
                double margin = operation == Operation.RECIPROCAL ? OFF_POLES : OFF_KINKS;
                a = a.shiftedUntil(values, margin, x -> x);
            }
            case POSITIVE -> a = a.shiftedUntil(values, OFF_POLES, x -> x.max(0));
            case INSIDE_ONE ->
                    a = new Operand(a.node, a.scale * scale(first, MOST_INSIDE_ONE), 0, a.reduced);
            case DIVISOR -> b = b.shiftedUntil(values, OFF_POLES, x -> x);
            case APART -> {
                Tensor other = b.of(values);
                a = a.shiftedUntil(values, OFF_KINKS, x -> x.sub(other));
            }
            case OFF_CONSTANT -> a = a.shiftedUntil(values, OFF_KINKS, x -> x.sub(c));
            case OFF_BOUNDS -> a = a.shiftedUntil(values, OFF_KINKS, x -> x.abs().sub(Math.abs(c)));
        }
        CompiledInstruction plain = new CompiledInstruction(form, a, b, c, 1, false);
        Tensor y = plain.apply(values);
        double scale = scale(y, LARGEST);
        // an operation that returns its operand would make one node of two
        boolean rescaled = scale != 1 || values.stream().anyMatch(x -> x == y);
        return new CompiledInstruction(form, a, b, c, scale, rescaled);
    }

    Tensor apply(List<Tensor> values) {
        Tensor y = form.rule().apply(a.of(values), b.of(values), constant);
        return rescaled ? y.mul(scale) : y;
    }

    /** The right side of an assignment. */
    String java(List<Tensor> values, int inputs) {
        String expression =
                form.java()
                        .replace("$a", a.java(values, inputs))
                        .replace("$b", b.java(values, inputs))
                        .replace("$c", number(constant))
                        .replace("$m", number(Math.abs(constant)));
        return rescaled ? expression + ".mul(" + number(scale) + ")" : expression;
    }

    /** The name of a node: x and its number for inputs, t and its number for results. */
    static String label(int node, int inputs) {
        return (node < inputs ? "x" : "t") + node;
    }

    /** A number as Java code. */
    static String number(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") && value != 0 || text.equals("0.0")
                ? text.substring(0, text.length() - 2)
                : text;
    }

    /** A variable as Java code. */
    static String literal(Tensor x) {
        if (x.rank() == 0) {
            return "Tensor.variable(" + number(x.value()) + ")";
        }
        return Arrays.stream(x.toArray())
                        .mapToObj(CompiledInstruction::number)
                        .collect(Collectors.joining(", ", "Tensor.variable(new double[] {", "}, "))
                + Arrays.stream(x.shape())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static Operand moderate(int operand, List<Tensor> values) {
        int node = Math.floorMod(operand, values.size());
        return new Operand(node, scale(values.get(node), LARGEST), 0, false);
    }

    /** The largest power of two, 1 at most, that brings all elements down to a size. */
    private static double scale(Tensor x, double most) {
        double largest = Arrays.stream(x.toArray()).map(Math::abs).max().orElse(0);
        double scale = 1;
        while (largest * scale > most) {
            scale /= 2;
        }
        return scale;
    }

    private static double smallest(Tensor x) {
        return Arrays.stream(x.toArray()).map(Math::abs).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static boolean broadcasts(int[] p, int[] q) {
        List<Boolean> fit = new ArrayList<>();
        for (int i = 1; i <= Math.min(p.length, q.length); i++) {
            int m = p[p.length - i];
            int n = q[q.length - i];
            fit.add(m == n || m == 1 || n == 1);
        }
        return !fit.contains(false);
    }
}
