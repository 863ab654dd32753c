package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Numbers;
import org.cotangent.kernel.UnaryKernel;

/**
 * A program over single numbers in single-assignment form: what is equal is computed once, what
 * rests on constants alone is a constant. Places count inputs, constants and results in the order
 * in which they came up.
 */
final class Code implements Numbers {
    /** The kinds of steps; functions of numbers with a kernel of their own come before. */
    static final int UNARY = UnaryKernel.values().length;

    static final int INPUT = -1;
    static final int CONSTANT = -2;
    static final int FIRST_UNARY = 0;
    static final int FIRST_BINARY = UNARY;
    static final int FUNCTION = FIRST_BINARY + BinaryKernel.values().length;
    static final int FUNCTION2 = FUNCTION + 1;
    static final int FMA = FUNCTION + 2;
    static final int WHERE = FUNCTION + 3;
    static final int CALL = FUNCTION + 4;
    static final int MEND = FUNCTION + 5;

    /** A result of a call beside the first, which stands just before. */
    static final int NEXT = FUNCTION + 6;

    /** A function of whole arrays, with the places of what it reads. */
    record Call(Function<double[][], double[]> f, int size, int[] plain, int[][] x) {}

    private record Key(int kind, int a, int b, int c, Object function) {}

    private int[] steps = new int[256];
    private int size;
    private double[] values = new double[64];
    private boolean[] neverMinusZero = new boolean[64];
    private final List<Object> functions = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Key, Integer> known = new HashMap<>();

    /** How many numbers there are. */
    int size() {
        return size;
    }

    int kind(int place) {
        return steps[4 * place];
    }

    /** An operand of a step; of a constant or input, of a function its number. */
    int operand(int place, int which) {
        return steps[4 * place + 1 + which];
    }

    double value(int place) {
        return values[place];
    }

    Object function(int place) {
        int kind = kind(place);
        return functions.get(operand(place, kind == FUNCTION ? 1 : 2));
    }

    Call call(int place) {
        return calls.get(operand(place, 0));
    }

    /** The places that a step reads. */
    int[] reads(int place) {
        int kind = kind(place);
        if (kind < 0 || kind == NEXT) {
            return new int[0];
        }
        if (kind < FIRST_BINARY || kind == FUNCTION) {
            return new int[] {operand(place, 0)};
        }
        if (kind < FUNCTION || kind == FUNCTION2) {
            return new int[] {operand(place, 0), operand(place, 1)};
        }
        if (kind == FMA || kind == WHERE) {
            return new int[] {operand(place, 0), operand(place, 1), operand(place, 2)};
        }
        Call call = call(place);
        int[] all = call.plain.clone();
        for (int[] each : call.x) {
            int before = all.length;
            all = Arrays.copyOf(all, before + each.length);
            System.arraycopy(each, 0, all, before, each.length);
        }
        return all;
    }

    private int append(int kind, int a, int b, int c) {
        if (4 * size + 4 > steps.length) {
            steps = Arrays.copyOf(steps, 2 * steps.length);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            neverMinusZero = Arrays.copyOf(neverMinusZero, 2 * size);
        }
        steps[4 * size] = kind;
        steps[4 * size + 1] = a;
        steps[4 * size + 2] = b;
        steps[4 * size + 3] = c;
        return size++;
    }

    private int step(int kind, int a, int b, int c, Object function) {
        return known.computeIfAbsent(
                new Key(kind, a, b, c, function),
                key -> {
                    if (function == null) {
                        return append(kind, a, b, c);
                    }
                    functions.add(function);
                    int number = functions.size() - 1;
                    return kind == FUNCTION
                            ? append(kind, a, number, c)
                            : append(kind, a, b, number);
                });
    }

    /** Makes a place an input that was computed. */
    void cut(int place) {
        steps[4 * place] = INPUT;
    }

    /** A new input. */
    int input() {
        return append(INPUT, 0, 0, 0);
    }

    @Override
    public int constant(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int place = step(CONSTANT, (int) bits, (int) (bits >>> 32), 0, null);
        values[place] = value;
        neverMinusZero[place] = bits != Long.MIN_VALUE;
        return place;
    }

    private boolean isConstant(int place) {
        return kind(place) == CONSTANT;
    }

    private boolean isConstant(int place, double value) {
        return isConstant(place)
                && Double.doubleToRawLongBits(values[place]) == Double.doubleToRawLongBits(value);
    }

    @Override
    public int of(DoubleUnaryOperator f, int x) {
        if (isConstant(x)) {
            return constant(f.applyAsDouble(values[x]));
        }
        if (f == UnaryKernel.NEG && kind(x) == UnaryKernel.NEG.ordinal()) {
            return operand(x, 0);
        }
        int place =
                f instanceof UnaryKernel named
                        ? step(named.ordinal(), x, 0, 0, null)
                        : step(FUNCTION, x, 0, 0, f);
        neverMinusZero[place] = f == UnaryKernel.SQUARE || f == UnaryKernel.EXP;
        return place;
    }

    @Override
    public int of(DoubleBinaryOperator f, int p, int q) {
        if (isConstant(p) && isConstant(q)) {
            return constant(f.applyAsDouble(values[p], values[q]));
        }
        int same = f instanceof BinaryKernel named ? identity(named, p, q) : -1;
        if (same >= 0) {
            return same;
        }
        int place =
                f instanceof BinaryKernel named
                        ? step(FIRST_BINARY + named.ordinal(), p, q, 0, null)
                        : step(FUNCTION2, p, q, 0, f);
        neverMinusZero[place] = f == BinaryKernel.ADD && (neverMinusZero[p] || neverMinusZero[q]);
        return place;
    }

    /** The operand that a result always equals to the bit, or -1; the payload of NaN is none. */
    private int identity(BinaryKernel f, int p, int q) {
        return switch (f) {
            case ADD ->
                    isConstant(q, -0.0) || isConstant(q, 0.0) && neverMinusZero[p]
                            ? p
                            : isConstant(p, -0.0) || isConstant(p, 0.0) && neverMinusZero[q]
                                    ? q
                                    : -1;
            case SUB -> isConstant(q, 0.0) ? p : -1;
            case MUL, STRONG_MUL -> isConstant(q, 1) ? p : isConstant(p, 1) ? q : -1;
            case GATE -> isConstant(q, 1) ? p : -1;
            case DIV, STRONG_DIV -> isConstant(q, 1) ? p : -1;
            default -> -1;
        };
    }

    @Override
    public int fma(int p, int q, int r) {
        int place = step(FMA, p, q, r, null);
        return place;
    }

    @Override
    public int where(int condition, int p, int q) {
        if (isConstant(condition)) {
            return values[condition] != 0 ? p : q;
        }
        return p == q ? p : step(WHERE, condition, p, q, null);
    }

    @Override
    public int[] call(Function<double[][], double[]> f, int count, int[]... x) {
        return call(CALL, new Call(f, count, new int[0], x));
    }

    @Override
    public int[] mended(int[] y, Function<double[][], double[]> f, int[]... x) {
        return call(MEND, new Call(f, y.length, y, x));
    }

    private int[] call(int kind, Call call) {
        calls.add(call);
        int[] places = new int[call.size];
        for (int i = 0; i < call.size; i++) {
            places[i] = append(i == 0 ? kind : NEXT, calls.size() - 1, i, 0);
        }
        return places;
    }
}
