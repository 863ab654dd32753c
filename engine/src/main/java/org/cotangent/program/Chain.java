package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;

/**
 * Elementwise operations over arrays of one size, run together: a program of single numbers, done
 * for a block of elements at a time, so that what lies between stays in the first-level cache.
 *
 * <p>Operands are arrays of that size, read where they lie, or smaller ones that are spread over a
 * block; results are written where they are to be.
 */
final class Chain {
    /** Numbers between steps that fit into the first-level cache, beside operands and results. */
    private static final int CACHE = 3 << 10;

    private static final int MOST = 1 << 11;
    private static final int LEAST = 1 << 7;

    /** Elements of one cheap step that are worth a thread. */
    private static final int WORTH = 1 << 15;

    /** How many cheap steps one of another kind is worth. */
    private static final int COSTLY = 8;

    private static final UnaryKernel[] UNARY = UnaryKernel.values();
    private static final BinaryKernel[] BINARY = BinaryKernel.values();

    /** Kinds of steps beside those of {@link Code}: an operand spread over a block, a copy. */
    private static final int SPREAD = -3;

    private static final int COPY = -4;

    /** Kind, result, three operands. */
    private static final int WIDTH = 5;

    // a place is a number times four and one of these
    private static final int WORK = 0;
    private static final int FIXED = 1;
    private static final int ARRAY = 2;
    private static final int NONE = -1;

    /** What a thread keeps for its next block. */
    private static final ThreadLocal<double[]> KEPT = ThreadLocal.withInitial(() -> new double[0]);

    private final int n;
    private final int inputs;
    private final int block;
    private final int least;
    private final int[] steps;
    private final Object[] functions; // of the steps that have one
    private final double[] fixed; // constants, a block of each
    private final int[] uniform; // places in work, and inputs of one number
    private final int slots;

    /** Of each input the last step that reads it, of each result the one that writes it. */
    private final int[] lastRead;

    private final int[] written;

    /** How many operations it does to each element. */
    final int operations;

    /** What it takes, roughly. */
    final double nanoseconds;

    /**
     * Prepares a chain.
     *
     * @param code what is done to each element
     * @param n how many elements there are
     * @param in the places of the inputs
     * @param spreads how each input is read
     * @param out the places of the results
     */
    Chain(Code code, int n, int[] in, Spread[] spreads, int[] out) {
        this.n = n;
        inputs = in.length;
        Writer writer = new Writer(code, in, spreads, out);
        writer.write();
        steps = Arrays.copyOf(writer.steps, writer.used);
        functions = writer.functions.toArray();
        slots = writer.slots;
        lastRead = writer.lastRead;
        written = writer.written;
        uniform = writer.uniform.stream().mapToInt(i -> i).toArray();
        operations = writer.operations;
        nanoseconds = writer.used / WIDTH * 12.0 + n * 0.35 * writer.cost;
        boolean straight = slots == 0 && writer.constantCount == 0 && steps.length <= WIDTH;
        int fit = Integer.highestOneBit(CACHE / Math.max(1, slots + writer.constantCount / 4));
        block = straight ? n : Math.min(n, Math.max(LEAST, Math.min(MOST, fit)));
        fixed = new double[writer.constantCount * block];
        for (int i = 0; i < writer.constantCount; i++) {
            Arrays.fill(fixed, i * block, (i + 1) * block, writer.constants[i]);
        }
        least = Math.max(LEAST, WORTH / Math.max(1, writer.cost));
    }

    /** Whether a result may be written where an input of the same size stands. */
    boolean mayReplace(int input, int result) {
        int last = lastRead[input];
        int step = written[result];
        int kind = steps[step * WIDTH];
        boolean inOneTurn = kind >= 0 && (kind >= Code.UNARY || UNARY[kind].cheap);
        return last < step || last == step && (inOneTurn || kind == COPY);
    }

    /**
     * Runs it.
     *
     * @param x the inputs, and after them the arrays that receive the results
     */
    void run(double[][] x) {
        if (n < 2 * least) {
            run(x, 0, n);
        } else {
            ArrayKernels.share(n, LEAST, least, (from, to) -> run(x, from, to));
        }
    }

    private void run(double[][] x, int from, int to) {
        double[] work = null;
        if (slots > 0) {
            work = KEPT.get();
            KEPT.set(null); // a function may run a program
            if (work == null || work.length < slots * block) {
                work = new double[slots * block];
            }
            for (int i = 0; i < uniform.length; i += 2) {
                int start = uniform[i] * block;
                Arrays.fill(work, start, start + Math.min(block, to - from), x[uniform[i + 1]][0]);
            }
        }
        for (int at = from; at < to; at += block) {
            run(x, work, at, Math.min(block, to - at));
        }
        if (slots > 0) {
            KEPT.set(work);
        }
    }

    private double[] array(int place, double[][] x, double[] work) {
        int kind = place & 3;
        return kind == WORK ? work : kind == FIXED ? fixed : x[place >> 2];
    }

    private int offset(int place, int at) {
        return (place & 3) == ARRAY ? at : (place >> 2) * block;
    }

    private void run(double[][] x, double[] work, int at, int count) {
        ArrayKernels kernels = ArrayKernels.get();
        int[] s = steps;
        for (int i = 0; i < s.length; i += WIDTH) {
            int kind = s[i];
            double[] y = array(s[i + 1], x, work);
            int to = offset(s[i + 1], at);
            if (kind == SPREAD) {
                ((Spread) functions[s[i + 3]]).read(x[s[i + 2] >> 2], at, count, y, to);
                continue;
            }
            double[] a = array(s[i + 2], x, work);
            int p = offset(s[i + 2], at);
            if (kind == COPY) {
                System.arraycopy(a, p, y, to, count);
            } else if (kind < Code.FIRST_BINARY) {
                kernels.mapRun(UNARY[kind], a, p, y, to, count);
            } else if (kind == Code.FUNCTION) {
                DoubleUnaryOperator f = (DoubleUnaryOperator) functions[s[i + 3]];
                kernels.mapRun(f, a, p, y, to, count);
            } else {
                double[] b = array(s[i + 3], x, work);
                int q = offset(s[i + 3], at);
                if (kind < Code.FUNCTION) {
                    BinaryKernel f = BINARY[kind - Code.FIRST_BINARY];
                    kernels.zipRun(f, a, p, b, q, y, to, count);
                } else if (kind == Code.FUNCTION2) {
                    DoubleBinaryOperator f = (DoubleBinaryOperator) functions[s[i + 4]];
                    kernels.zipRun(f, a, p, b, q, y, to, count);
                } else {
                    double[] c = array(s[i + 4], x, work);
                    int r = offset(s[i + 4], at);
                    if (kind == Code.FMA) {
                        Rows.fma(a, p, b, q, c, r, y, to, count);
                    } else {
                        Rows.where(a, p, b, q, c, r, y, to, count);
                    }
                }
            }
        }
    }

    /** Turns code into steps over blocks. */
    private static final class Writer {
        private final Code code;
        private final int[] in;
        private final Spread[] spreads;
        private final int[] out;
        private final int[] placeOf;
        private final int[] lastUse;
        private final List<Integer> free = new ArrayList<>();

        int[] steps = new int[WIDTH * 8];
        int used;
        int slots;
        int operations;
        int cost;
        final List<Object> functions = new ArrayList<>();
        double[] constants = new double[4];
        int constantCount;
        final List<Integer> uniform = new ArrayList<>();
        final int[] lastRead;
        final int[] written;

        Writer(Code code, int[] in, Spread[] spreads, int[] out) {
            this.code = code;
            this.in = in;
            this.spreads = spreads;
            this.out = out;
            placeOf = new int[code.size()];
            lastUse = new int[code.size()];
            lastRead = new int[in.length];
            written = new int[out.length];
            Arrays.fill(placeOf, NONE);
            Arrays.fill(lastRead, NONE);
        }

        void write() {
            boolean[] needed = needed();
            for (int i = 0; i < in.length; i++) {
                if (spreads[i].isDense()) {
                    placeOf[in[i]] = 4 * i + ARRAY;
                } else if (spreads[i].isUniform() && needed[in[i]]) {
                    placeOf[in[i]] = 4 * slots + WORK; // for good
                    uniform.addAll(List.of(slots++, i));
                }
            }
            for (int i = 0; i < out.length; i++) {
                if (code.kind(out[i]) >= 0 && placeOf[out[i]] == NONE) {
                    placeOf[out[i]] = 4 * (in.length + i) + ARRAY;
                }
            }
            for (int place = 0; place < code.size(); place++) {
                if (needed[place] && code.kind(place) >= 0) {
                    write(place);
                }
            }
            for (int i = 0; i < out.length; i++) {
                int own = 4 * (in.length + i) + ARRAY;
                int from = operand(out[i], NONE);
                if (from != own) {
                    append(COPY, own, from, 0, 0);
                    note(from);
                }
            }
            for (int i = 0; i < used; i += WIDTH) {
                int result = (steps[i + 1] >> 2) - in.length;
                if ((steps[i + 1] & 3) == ARRAY) {
                    written[result] = i / WIDTH;
                }
            }
        }

        private boolean[] needed() {
            boolean[] needed = new boolean[code.size()];
            for (int place : out) {
                needed[place] = true;
                lastUse[place] = Integer.MAX_VALUE;
            }
            for (int place = needed.length - 1; place >= 0; place--) {
                if (needed[place]) {
                    for (int read : code.reads(place)) {
                        needed[read] = true;
                        lastUse[read] = Math.max(lastUse[read], place);
                    }
                }
            }
            return needed;
        }

        private void write(int place) {
            int kind = code.kind(place);
            int[] reads = code.reads(place);
            int[] from = new int[3];
            for (int i = 0; i < reads.length; i++) {
                from[i] = operand(reads[i], place);
            }
            if (kind == Code.FUNCTION || kind == Code.FUNCTION2) {
                functions.add(code.function(place));
                from[reads.length] = functions.size() - 1;
            }
            int to = placeOf[place];
            if (to == NONE) {
                to = placeOf[place] = take();
            }
            boolean cheap =
                    kind < Code.UNARY
                            ? UNARY[kind].cheap
                            : kind != Code.FUNCTION && kind != Code.FUNCTION2;
            cost += cheap ? 1 : COSTLY;
            operations++;
            append(kind, to, from[0], from[1], from[2]);
            for (int i = 0; i < reads.length; i++) {
                note(from[i]);
                int before = placeOf[reads[i]];
                if (lastUse[reads[i]] == place && before >= 0 && (before & 3) == WORK) {
                    release(reads[i], before);
                }
            }
        }

        /** Gives a slot back once; those of uniform operands stay. */
        private void release(int place, int slot) {
            for (int i = 0; i < uniform.size(); i += 2) {
                if (uniform.get(i) == slot >> 2) {
                    return;
                }
            }
            if (!free.contains(slot)) {
                free.add(slot);
            }
        }

        private int take() {
            return free.isEmpty() ? 4 * slots++ + WORK : free.remove(free.size() - 1);
        }

        /** Where an operand stands; a spread one is read now if it was not before. */
        private int operand(int place, int reader) {
            if (placeOf[place] == NONE && code.kind(place) == Code.CONSTANT) {
                if (constantCount == constants.length) {
                    constants = Arrays.copyOf(constants, 2 * constantCount);
                }
                constants[constantCount] = code.value(place);
                placeOf[place] = 4 * constantCount++ + FIXED;
            } else if (placeOf[place] == NONE) {
                int input = 0;
                while (in[input] != place) {
                    input++;
                }
                placeOf[place] = take();
                functions.add(spreads[input]);
                append(SPREAD, placeOf[place], 4 * input + ARRAY, functions.size() - 1, 0);
                note(4 * input + ARRAY);
            }
            return placeOf[place];
        }

        /** Notes that the last step reads a place. */
        private void note(int place) {
            if ((place & 3) == ARRAY && place >> 2 < in.length) {
                lastRead[place >> 2] = used / WIDTH - 1;
            }
        }

        private void append(int kind, int to, int a, int b, int c) {
            if (used == steps.length) {
                steps = Arrays.copyOf(steps, 2 * used);
            }
            steps[used] = kind;
            steps[used + 1] = to;
            steps[used + 2] = a;
            steps[used + 3] = b;
            steps[used + 4] = c;
            used += WIDTH;
        }
    }
}
