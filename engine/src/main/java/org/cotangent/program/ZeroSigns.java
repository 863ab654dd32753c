package org.cotangent.program;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;

/**
 * A program written once more without what only makes a difference to the sign of zeros, where
 * nobody sees that sign: a sum that begins with 0 does not, nor does a square. Derivatives are full
 * of products with the zeros of a unit vector; these go, and every bit of the results stays.
 */
final class ZeroSigns {
    private static final UnaryKernel[] UNARY = UnaryKernel.values();
    private static final BinaryKernel[] BINARY = BinaryKernel.values();

    private final Code from;
    private final boolean[] needed;

    /** Where the sign of a zero makes a difference. */
    private final boolean[] matters;

    private final Code to = new Code();
    private final int[] places;

    private ZeroSigns(Code from, int[] results, int signed) {
        this.from = from;
        needed = from.needed(results);
        matters = new boolean[from.size()];
        for (int i = 0; i < signed; i++) {
            matters[results[i]] = true;
        }
        places = new int[from.size()];
    }

    /** A program, with the places of its inputs and results. */
    record Written(Code code, int[] inputs, int[] results) {}

    /**
     * Writes a program once more.
     *
     * @param code the program
     * @param inputs the places of its inputs
     * @param results those of its results
     * @param signed how many of the results, from the first, are to keep the signs of their zeros
     */
    static Written without(Code code, int[] inputs, int[] results, int signed) {
        ZeroSigns signs = new ZeroSigns(code, results, signed);
        for (int place = code.size() - 1; place >= 0; place--) {
            if (signs.needed[place]) {
                signs.look(place);
            }
        }
        for (int place = 0; place < code.size(); place++) {
            if (signs.needed[place] || code.kind(place) == Code.INPUT) {
                signs.write(place);
            }
        }
        return new Written(signs.to, signs.all(inputs), signs.all(results));
    }

    private int[] all(int[] old) {
        return Arrays.stream(old).map(place -> places[place]).toArray();
    }

    // ---- where signs matter, from the last step to the first

    private void look(int place) {
        int kind = from.kind(place);
        if (kind < 0 || kind == Code.NEXT) {
            return;
        }
        boolean here = matters[place];
        int p = from.operand(place, 0);
        int q = from.operand(place, 1);
        if (kind < Code.FIRST_BINARY) {
            matters[p] |= seesSign(UNARY[kind], here);
        } else if (kind < Code.FUNCTION) {
            look(BINARY[kind - Code.FIRST_BINARY], here, p, q);
        } else if (kind == Code.FUNCTION) {
            matters[p] |= seesSign((DoubleUnaryOperator) from.function(place), here);
        } else if (kind == Code.FMA) {
            matters[p] |= here;
            matters[q] |= here;
            matters[from.operand(place, 2)] |= here;
        } else if (kind == Code.WHERE) {
            matters[q] |= here;
            matters[from.operand(place, 2)] |= here;
        } else {
            for (int read : from.reads(place)) {
                matters[read] = true;
            }
        }
    }

    private void look(BinaryKernel f, boolean here, int p, int q) {
        switch (f) {
            case ADD -> {
                // one term that is never -0 is enough, if it is left as it is
                boolean second = from.isNeverMinusZero(q);
                boolean first =
                        from.isNeverMinusZero(p) && !(second && from.kind(q) == Code.CONSTANT);
                matters[p] |= here && (first || !second);
                matters[q] |= here && !first;
            }
            case SUB -> {
                matters[p] |= here;
                matters[q] |= here && !from.isNeverMinusZero(p);
            }
            case MUL -> {
                matters[p] |= here && p != q;
                matters[q] |= here && p != q;
            }
            case DIV, STRONG_DIV -> {
                matters[p] |= here;
                matters[q] = true;
            }
            case STRONG_DIV_FROM_ABOVE, WHERE_POSITIVE, SETTLE -> matters[p] |= here;
            default -> {
                matters[p] |= here;
                matters[q] |= here;
            }
        }
    }

    /** Whether a function tells 0 from -0, if its own zeros are told apart or not. */
    private static boolean seesSign(DoubleUnaryOperator f, boolean here) {
        double ofPlus = f.applyAsDouble(0.0);
        double ofMinus = f.applyAsDouble(-0.0);
        if (ofPlus == 0 && ofMinus == 0 && !here) {
            return false;
        }
        return Double.doubleToRawLongBits(ofPlus) != Double.doubleToRawLongBits(ofMinus);
    }

    // ---- the program without

    private void write(int place) {
        int kind = from.kind(place);
        if (kind == Code.CALL || kind == Code.MEND) {
            Code.Call call = from.call(place);
            int[][] x = Arrays.stream(call.x()).map(this::all).toArray(int[][]::new);
            int[] y =
                    kind == Code.CALL
                            ? to.call(call.f(), call.size(), x)
                            : to.mended(all(call.plain()), call.f(), x);
            System.arraycopy(y, 0, places, place, y.length);
        } else if (kind != Code.NEXT) {
            places[place] = written(place, kind, matters[place]);
        }
    }

    private int written(int place, int kind, boolean here) {
        if (kind == Code.INPUT) {
            return to.input();
        }
        if (kind == Code.CONSTANT) {
            double value = from.value(place);
            return to.constant(here ? value : value + 0.0);
        }
        int[] x = all(from.reads(place));
        if (kind == Code.FMA) {
            return here ? to.fma(x[0], x[1], x[2]) : to.fmaOfAnyZero(x[0], x[1], x[2]);
        }
        if (kind == Code.WHERE) {
            return to.where(x[0], x[1], x[2]);
        }
        if (kind == Code.FUNCTION2) {
            return to.of((DoubleBinaryOperator) from.function(place), x[0], x[1]);
        }
        if (kind < Code.FIRST_BINARY || kind == Code.FUNCTION) {
            DoubleUnaryOperator f =
                    kind == Code.FUNCTION
                            ? (DoubleUnaryOperator) from.function(place)
                            : UNARY[kind];
            return here ? to.of(f, x[0]) : to.ofAnyZero(f, x[0]);
        }
        BinaryKernel f = BINARY[kind - Code.FIRST_BINARY];
        return here ? to.of(f, x[0], x[1]) : to.ofAnyZero(f, x[0], x[1]);
    }
}
