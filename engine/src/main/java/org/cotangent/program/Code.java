package org.cotangent.program;

// Longer than 400 lines: writing a number and what is known of it go together, step by step.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.First;
import org.cotangent.kernel.Fma;
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

    private static final int ADD = FIRST_BINARY + BinaryKernel.ADD.ordinal();
    private static final int SUB = FIRST_BINARY + BinaryKernel.SUB.ordinal();
    private static final int MUL = FIRST_BINARY + BinaryKernel.MUL.ordinal();

    /** A result of a call beside the first, which stands just before. */
    static final int NEXT = FUNCTION + 6;

    /** A function of whole arrays, with the places of what it reads. */
    record Call(Function<double[][], double[]> f, int size, int[] plain, int[][] x) {}

    private record Key(int kind, int a, int b, int c, Object function) {}

    private int[] steps = new int[256];
    private int size;
    private double[] values = new double[64];
    private byte[] facts = new byte[64];
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

    /** What places rest on; of a call all results together. */
    boolean[] needed(int[] places) {
        boolean[] needed = new boolean[size];
        for (int place : places) {
            needed[place] = true;
        }
        for (int place = size - 1; place >= 0; place--) {
            if (!needed[place]) {
                continue;
            }
            if (kind(place) == NEXT) {
                needed[place - operand(place, 1)] = true;
            }
            for (int read : reads(place)) {
                needed[read] = true;
            }
        }
        return needed;
    }

    private int append(int kind, int a, int b, int c) {
        if (4 * size + 4 > steps.length) {
            steps = Arrays.copyOf(steps, 2 * steps.length);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            facts = Arrays.copyOf(facts, 2 * size);
        }
        steps[4 * size] = kind;
        steps[4 * size + 1] = a;
        steps[4 * size + 2] = b;
        steps[4 * size + 3] = c;
        return size++;
    }

    private int step(int kind, int a, int b, int c, Object function) {
        boolean commutes = kind == ADD || kind == MUL || kind == FMA;
        if (commutes && a > b) {
            return step(kind, b, a, c, function);
        }
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
        facts[place] = (byte) Facts.of(value);
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
        if (f == UnaryKernel.NEG && kind(x) == MUL && isConstant(operand(x, 0))) {
            int factor = constant(-values[operand(x, 0)]);
            return of(BinaryKernel.MUL, factor, operand(x, 1));
        }
        int known = f == UnaryKernel.NEG ? facts[x] & Facts.ZERO : 0;
        if (known == 0 && Facts.isZero(facts[x])) {
            double ofPlus = f.applyAsDouble(0.0);
            double ofMinus = f.applyAsDouble(-0.0);
            if (Double.doubleToRawLongBits(ofPlus) == Double.doubleToRawLongBits(ofMinus)) {
                return constant(ofPlus);
            }
            known = Facts.of(ofPlus) & Facts.of(ofMinus);
        }
        if (f == UnaryKernel.SQUARE || f == UnaryKernel.EXP || f == UnaryKernel.ABS) {
            known |= Facts.NEVER_MINUS_ZERO;
        }
        int place =
                f instanceof UnaryKernel named
                        ? step(named.ordinal(), x, 0, 0, null)
                        : step(FUNCTION, x, 0, 0, f);
        facts[place] = (byte) known;
        return place;
    }

    @Override
    public int of(DoubleBinaryOperator f, int p, int q) {
        if (isConstant(p) && isConstant(q)) {
            return constant(f.applyAsDouble(values[p], values[q]));
        }
        if (f instanceof First && Facts.isFinite(facts[p])) {
            return p;
        }
        if (!(f instanceof BinaryKernel named)) {
            return step(FUNCTION2, p, q, 0, f);
        }
        int same = identity(named, p, q);
        if (same >= 0) {
            return same;
        }
        if (named == BinaryKernel.ADD && kind(q) == UnaryKernel.NEG.ordinal()) {
            return of(BinaryKernel.SUB, p, operand(q, 0));
        }
        if (named == BinaryKernel.ADD && kind(p) == UnaryKernel.NEG.ordinal()) {
            return of(BinaryKernel.SUB, q, operand(p, 0));
        }
        if (named == BinaryKernel.SUB && kind(q) == UnaryKernel.NEG.ordinal()) {
            return of(BinaryKernel.ADD, p, operand(q, 0));
        }
        if (named == BinaryKernel.MUL && isNegatedBeside(p, q)) {
            return of(named, constant(-values[p]), operand(q, 0));
        }
        if (named == BinaryKernel.MUL && isNegatedBeside(q, p)) {
            return of(named, operand(p, 0), constant(-values[q]));
        }
        if (named == BinaryKernel.GATE && kind(q) == UnaryKernel.STEP.ordinal()) {
            return of(BinaryKernel.WHERE_POSITIVE, p, operand(q, 0));
        }
        int known = Facts.of(named, facts[p], facts[q]);
        if (known == Facts.PLUS_ZERO) {
            return constant(0);
        }
        BinaryKernel plain = plain(named, p, q);
        if (plain != named) {
            return of(plain, p, q);
        }
        int place = step(FIRST_BINARY + named.ordinal(), p, q, 0, null);
        boolean isSquare = named == BinaryKernel.MUL && p == q;
        facts[place] = (byte) (isSquare ? known | Facts.NEVER_MINUS_ZERO : known);
        return place;
    }

    /** The operand that a result always equals to the bit, or -1; the payload of NaN is none. */
    private int identity(BinaryKernel f, int p, int q) {
        int ofP = facts[p];
        int ofQ = facts[q];
        return switch (f) {
            case ADD ->
                    isConstant(q, -0.0) || Facts.isZero(ofQ) && Facts.isNeverMinusZero(ofP)
                            ? p
                            : isConstant(p, -0.0)
                                            || Facts.isZero(ofP) && Facts.isNeverMinusZero(ofQ)
                                    ? q
                                    : -1;
            case SUB ->
                    isConstant(q, 0.0) || Facts.isZero(ofQ) && Facts.isNeverMinusZero(ofP) ? p : -1;
            case MUL, STRONG_MUL -> isConstant(q, 1) ? p : isConstant(p, 1) ? q : -1;
            case TIMES_EVEN, GATE, DIV, STRONG_DIV -> isConstant(q, 1) ? p : -1;
            case SETTLE -> Facts.isFinite(ofP) || isNonzero(q) ? p : -1;
            default -> -1;
        };
    }

    private boolean isNegatedBeside(int constant, int place) {
        return isConstant(constant) && kind(place) == UnaryKernel.NEG.ordinal();
    }

    /** The function without strong zeros, where they make no difference. */
    private BinaryKernel plain(BinaryKernel f, int p, int q) {
        return switch (f) {
            case STRONG_MUL ->
                    isNonzero(p) || isConstant(q) && Facts.isFinite(facts[q])
                            ? BinaryKernel.MUL
                            : f;
            case GATE, TIMES_EVEN ->
                    isNonzero(q) && Facts.isFinite(facts[q]) ? BinaryKernel.MUL : f;
            case STRONG_DIV ->
                    isNonzero(p) || isNonzero(q) && values[q] == values[q] ? BinaryKernel.DIV : f;
            default -> f;
        };
    }

    /**
     * f(p, q), where it makes no difference which sign a zero has.
     *
     * @param f the function
     * @param p the place of the first argument
     * @param q the place of the second
     * @return the place of the result
     */
    int ofAnyZero(BinaryKernel f, int p, int q) {
        boolean zeroP = Facts.isZero(facts[p]);
        boolean zeroQ = Facts.isZero(facts[q]);
        int place =
                switch (f) {
                    case ADD -> zeroQ ? p : zeroP ? q : of(f, p, q);
                    case SUB -> zeroQ ? p : zeroP ? ofAnyZero(UnaryKernel.NEG, q) : of(f, p, q);
                    case GATE, TIMES_EVEN ->
                            isNonzero(p) && Facts.isFinite(facts[p])
                                    ? of(BinaryKernel.MUL, p, q)
                                    : of(f, p, q);
                    default -> of(f, p, q);
                };
        return Facts.isZero(facts[place]) ? constant(0) : place;
    }

    /** f(x), where it makes no difference which sign a zero has. */
    int ofAnyZero(DoubleUnaryOperator f, int x) {
        int place =
                f == UnaryKernel.NEG && kind(x) == SUB
                        ? of(BinaryKernel.SUB, operand(x, 1), operand(x, 0))
                        : of(f, x);
        return Facts.isZero(facts[place]) ? constant(0) : place;
    }

    /** p q + r, where it makes no difference which sign a zero has. */
    int fmaOfAnyZero(int p, int q, int r) {
        int place = Facts.isZeroProduct(facts[p], facts[q]) ? r : fma(p, q, r);
        return Facts.isZero(facts[place]) ? constant(0) : place;
    }

    private boolean isNonzero(int place) {
        return isConstant(place) && values[place] != 0;
    }

    @Override
    public boolean isZero(int place) {
        return Facts.isZero(facts[place]);
    }

    @Override
    public boolean isNeverMinusZero(int place) {
        return Facts.isNeverMinusZero(facts[place]);
    }

    @Override
    public int fma(int p, int q, int r) {
        if (isConstant(p) && isConstant(q) && isConstant(r)) {
            return constant(Fma.fma(values[p], values[q], values[r]));
        }
        if (isConstant(p, 1)) {
            return add(q, r);
        }
        if (isConstant(q, 1)) {
            return add(p, r);
        }
        if (Facts.isZeroProduct(facts[p], facts[q]) && Facts.isNeverMinusZero(facts[r])) {
            return r;
        }
        int place = step(FMA, p, q, r, null);
        facts[place] = (byte) Facts.ofFma(facts[p], facts[q], facts[r]);
        return place;
    }

    @Override
    public int where(int condition, int p, int q) {
        if (isConstant(condition)) {
            return values[condition] != 0 ? p : q;
        }
        if (p == q || Facts.isZero(facts[condition])) {
            return q;
        }
        int place = step(WHERE, condition, p, q, null);
        facts[place] = (byte) (facts[p] & facts[q]);
        return place;
    }

    @Override
    public int[] call(Function<double[][], double[]> f, int count, int[]... x) {
        boolean constant = true;
        for (int[] each : x) {
            constant &= Arrays.stream(each).allMatch(this::isConstant);
        }
        if (constant) {
            double[][] elements = new double[x.length][];
            Arrays.setAll(elements, i -> Arrays.stream(x[i]).mapToDouble(p -> values[p]).toArray());
            return Arrays.stream(f.apply(elements)).mapToInt(this::constant).toArray();
        }
        return call(CALL, new Call(f, count, new int[0], x));
    }

    @Override
    public int[] mended(int[] y, Function<double[][], double[]> f, int[]... x) {
        return Arrays.stream(y).allMatch(p -> Facts.isFinite(facts[p]))
                ? y
                : call(MEND, new Call(f, y.length, y, x));
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
