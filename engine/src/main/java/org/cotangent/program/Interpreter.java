package org.cotangent.program;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Fma;
import org.cotangent.kernel.StrongZero;
import org.cotangent.kernel.UnaryKernel;

/**
 * A program run step by step, at one point: a switch over an array of steps, by the ordinal numbers
 * of the kernels.
 */
final class Interpreter {
    // pairs of steps that are run as one, beside the kinds of Code

    private static final int MUL_ADD = Code.NEXT;
    private static final int STRONG_MUL_ADD = MUL_ADD + 1;
    private static final int ADD_ADD = MUL_ADD + 2;

    private static final int ADD = Code.FIRST_BINARY + BinaryKernel.ADD.ordinal();
    private static final int MUL = Code.FIRST_BINARY + BinaryKernel.MUL.ordinal();
    private static final int STRONG_MUL = Code.FIRST_BINARY + BinaryKernel.STRONG_MUL.ordinal();
    private static final int SQUARE = UnaryKernel.SQUARE.ordinal();

    private final Slots slots;
    private final int[] steps;
    private final Object[] functions;

    Interpreter(Slots slots) {
        this.slots = slots;
        steps = paired(slots);
        functions = slots.functions.toArray();
    }

    /** The steps, with pairs of them where the second alone reads what the first has computed. */
    private static int[] paired(Slots slots) {
        Readers readers = new Readers(slots);
        int[] all = slots.steps.clone();
        int to = 0;
        for (int step = 0; step < slots.operations; step++, to += Slots.WIDTH) {
            int pair = readers.isPair(step) ? pair(slots.kind(step), slots.kind(step + 1)) : 0;
            if (pair == 0) {
                System.arraycopy(slots.steps, step * Slots.WIDTH, all, to, Slots.WIDTH);
                continue;
            }
            int first = slots.operand(step, 0);
            int which = slots.operand(step + 1, 0) == slots.target(step) ? 1 : 0;
            all[to] = pair;
            all[to + 1] = slots.target(step + 1);
            all[to + 2] = first;
            all[to + 3] = slots.kind(step) == SQUARE ? first : slots.operand(step, 1);
            all[to + 4] = slots.operand(step + 1, which);
            step++;
        }
        return Arrays.copyOf(all, to);
    }

    private static int pair(int first, int second) {
        if (second != ADD) {
            return 0;
        }
        return first == MUL || first == SQUARE
                ? MUL_ADD
                : first == STRONG_MUL ? STRONG_MUL_ADD : first == ADD ? ADD_ADD : 0;
    }

    /** Memory for a run, with the constants in it. */
    double[] memory() {
        return Arrays.copyOf(slots.constants, slots.count);
    }

    /**
     * Runs the program.
     *
     * @param x the inputs
     * @param y receives the results
     * @param r memory, with the constants in it
     */
    void run(double[] x, double[] y, double[] r) {
        System.arraycopy(x, 0, r, slots.constants.length, slots.inputs.length); // all inputs
        run(r);
        int[] results = slots.results;
        for (int i = 0; i < results.length; i++) {
            y[i] = r[results[i]];
        }
    }

    /**
     * Runs all steps over memory in which the inputs stand. The loop has the most frequent kinds
     * alone: how the JIT compiler orders the branches of a long switch is up to the programs that
     * have run before.
     */
    void run(double[] r) {
        int[] s = steps;
        for (int at = 0; at < s.length; at += Slots.WIDTH) {
            int kind = s[at];
            int to = s[at + 1];
            int a = s[at + 2];
            switch (kind) {
                case 0 -> r[to] = -r[a];
                case 2 -> r[to] = r[a] * r[a];
                case 13 -> r[to] = r[a] + r[s[at + 3]];
                case 14 -> r[to] = r[a] - r[s[at + 3]];
                case 15 -> r[to] = r[a] * r[s[at + 3]];
                case 20 -> r[to] = StrongZero.strong(r[a] * r[s[at + 3]], r[a]);
                case 26 -> r[to] = StrongZero.timesEven(r[a], r[s[at + 3]]);
                case 29 -> r[to] = Fma.fma(r[a], r[s[at + 3]], r[s[at + 4]]);
                case 33 -> r[to] = r[a] * r[s[at + 3]] + r[s[at + 4]];
                case 34 -> r[to] = StrongZero.strong(r[a] * r[s[at + 3]], r[a]) + r[s[at + 4]];
                case 35 -> r[to] = r[a] + r[s[at + 3]] + r[s[at + 4]];
                default -> other(s, at, r);
            }
        }
    }

    /** The other kinds: longer than what the JIT compiler inlines. */
    private void other(int[] s, int at, double[] r) {
        int to = s[at + 1];
        int a = s[at + 2];
        switch (s[at]) {
            case 1 -> r[to] = 1 / r[a];
            case 3 -> r[to] = Math.sqrt(r[a]) + 0.0;
            case 4 -> r[to] = Math.abs(r[a]);
            case 5 -> r[to] = Elementary.exp(r[a]);
            case 6 -> r[to] = Elementary.log(r[a]);
            case 7 -> r[to] = Elementary.tanh(r[a]);
            case 8 -> r[to] = Elementary.sigmoid(r[a]);
            case 9 -> r[to] = Elementary.logisticDensity(r[a]);
            case 10 -> r[to] = Elementary.sechSquared(r[a]);
            case 11 -> r[to] = Math.max(r[a], 0.0);
            case 12 -> r[to] = UnaryKernel.step(r[a]);
            case 16 -> r[to] = r[a] / r[s[at + 3]];
            case 17 -> r[to] = Math.max(r[a], r[s[at + 3]]);
            case 18 -> r[to] = Math.min(r[a], r[s[at + 3]]);
            case 19 -> r[to] = StrongZero.gate(r[a], r[s[at + 3]]);
            case 21 -> r[to] = StrongZero.strong(r[a] / r[s[at + 3]], r[a]);
            case 22 -> r[to] = StrongZero.strong(r[a] / (r[s[at + 3]] + 0.0), r[a]);
            case 23 -> r[to] = StrongZero.timesEven(r[a], r[s[at + 3]]) * 2;
            case 24 -> r[to] = BinaryKernel.wherePositive(r[a], r[s[at + 3]]);
            case 25 -> r[to] = StrongZero.strong(r[a], r[s[at + 3]]);
            case 27 -> r[to] = ((DoubleUnaryOperator) functions[s[at + 4]]).applyAsDouble(r[a]);
            case 28 ->
                    r[to] =
                            ((DoubleBinaryOperator) functions[s[at + 4]])
                                    .applyAsDouble(r[a], r[s[at + 3]]);
            case 30 -> r[to] = where(r[a], r[s[at + 3]], r[s[at + 4]]);
            default -> call(s[at] == Code.MEND, (Slots.Call) functions[s[at + 4]], r);
        }
    }

    // by these names bytecode calls them

    static double where(double condition, double p, double q) {
        return condition != 0 ? p : q;
    }

    static void call(boolean mends, Slots.Call call, double[] r) {
        if (mends) {
            boolean whole = true;
            for (int i = 0; i < call.results().length; i++) {
                double v = r[call.plain()[i]];
                r[call.results()[i]] = v;
                whole &= Math.abs(v) <= Double.MAX_VALUE;
            }
            if (whole) {
                return;
            }
        }
        double[][] x = new double[call.x().length][];
        for (int i = 0; i < x.length; i++) {
            int[] from = call.x()[i];
            x[i] = new double[from.length];
            for (int j = 0; j < from.length; j++) {
                x[i][j] = r[from[j]];
            }
        }
        double[] y = call.call().f().apply(x);
        for (int i = 0; i < y.length; i++) {
            r[call.results()[i]] = y[i];
        }
    }
}
