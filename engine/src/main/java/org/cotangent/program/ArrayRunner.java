package org.cotangent.program;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.internal.ParallelFor;
import org.cotangent.program.ArraySteps.Step;

/**
 * A program run by operations on arrays, which are used again as soon as nobody needs what they
 * hold.
 */
final class ArrayRunner implements Runner {
    /** Numbers of a point that are worth a thread. */
    private static final int WORTH = 1 << 16;

    private final Step[] steps;
    private final Buffers buffers;
    private final int arguments;
    private final int results;

    /**
     * Memory between runs: of one thread at a time, others make their own. All arrays, and of each
     * step those that it reads; nothing but arrays of numbers, which hold no class of this library.
     */
    private final ThreadLocal<double[][][]> memory = ThreadLocal.withInitial(() -> null);

    ArrayRunner(Recording recording) {
        ArrayCode code = new ArrayCode(recording);
        List<Step> all = new ArraySteps(code).steps;
        int[] sizes = recording.arguments.stream().mapToInt(x -> x.size()).toArray();
        buffers = new Buffers(sizes, code, all);
        steps = all.toArray(Step[]::new);
        arguments = sizes.length;
        results = recording.results.size();
    }

    /** What a run takes, roughly. */
    double nanoseconds() {
        return Arrays.stream(steps).mapToDouble(Step::nanoseconds).sum();
    }

    /** How many operations of numbers that is, roughly. */
    double numbers() {
        return Arrays.stream(steps).mapToDouble(Step::numbers).sum();
    }

    private double[][][] memory() {
        double[][][] memory = new double[2 + steps.length][][];
        double[][] arrays = new double[buffers.lengths.size()][];
        for (int i = arguments + results; i < arrays.length; i++) {
            double[] constant = buffers.constants.get(i);
            arrays[i] = constant != null ? constant : new double[buffers.lengths.get(i)];
        }
        memory[0] = arrays;
        for (int i = 0; i < steps.length; i++) {
            int outputs = steps[i].chain() == null ? 0 : buffers.outputs[i].length;
            memory[1 + i] = new double[buffers.inputs[i].length + outputs][];
        }
        memory[1 + steps.length] = new double[arguments + results][];
        return memory;
    }

    private void run(double[][][] memory) {
        double[][] arrays = memory[0];
        for (int i = 0; i < steps.length; i++) {
            double[][] x = memory[1 + i];
            int[] in = buffers.inputs[i];
            int[] out = buffers.outputs[i];
            for (int j = 0; j < in.length; j++) {
                x[j] = arrays[in[j]];
            }
            Chain chain = steps[i].chain();
            if (chain == null) {
                steps[i].single().run(x, arrays[out[0]]);
                continue;
            }
            for (int j = 0; j < out.length; j++) {
                x[in.length + j] = arrays[out[j]];
            }
            chain.run(x);
        }
        for (int i = 0; i < results; i++) {
            double[] own = arrays[arguments + i];
            double[] from = arrays[buffers.results[i]];
            if (from != own) {
                System.arraycopy(from, 0, own, 0, own.length);
            }
        }
    }

    private double[][][] take() {
        double[][][] taken = memory.get();
        memory.set(null); // reached again from within a run
        return taken == null ? memory() : taken;
    }

    /** Keeps the memory for the next run, without the arrays of the caller. */
    private void keep(double[][][] taken) {
        Arrays.fill(taken[0], 0, arguments + results, null);
        for (int i = 0; i < steps.length; i++) {
            Arrays.fill(taken[1 + i], null);
        }
        memory.set(taken);
    }

    /** An array of our own in the place of one of the caller. */
    private double[] own(double[][][] taken, int place) {
        double[][] own = taken[1 + steps.length];
        if (own[place] == null) {
            own[place] = new double[buffers.lengths.get(place)];
        }
        return own[place];
    }

    @Override
    public void run(double[][] x, double[][] y) {
        double[][][] taken = take();
        double[][] arrays = taken[0];
        System.arraycopy(x, 0, arrays, 0, arguments);
        for (int i = 0; i < results; i++) {
            // an argument may still be read when the result is written
            boolean apart = true;
            for (int j = 0; j < arguments; j++) {
                apart &= x[j] != y[i];
            }
            arrays[arguments + i] = apart ? y[i] : own(taken, arguments + i);
        }
        run(taken);
        for (int i = 0; i < results; i++) {
            copy(arrays[arguments + i], y[i], 0);
        }
        keep(taken);
    }

    private static void copy(double[] from, double[] to, int at) {
        if (from != to) {
            System.arraycopy(from, 0, to, at, from.length);
        }
    }

    @Override
    public void run(double[] x, double[] y) {
        run(x, 0, y, 0);
    }

    private void run(double[] x, int from, double[] y, int to) {
        double[][][] taken = take();
        double[][] arrays = taken[0];
        int at = from;
        for (int i = 0; i < arguments; i++) {
            int length = buffers.lengths.get(i);
            boolean whole = length == x.length && x != y;
            arrays[i] = whole ? x : own(taken, i);
            if (!whole) {
                System.arraycopy(x, at, arrays[i], 0, length);
            }
            at += length;
        }
        for (int i = 0; i < results; i++) {
            boolean whole = buffers.lengths.get(arguments + i) == y.length;
            arrays[arguments + i] = whole ? y : own(taken, arguments + i);
        }
        run(taken);
        at = to;
        for (int i = 0; i < results; i++) {
            copy(arrays[arguments + i], y, at);
            at += arrays[arguments + i].length;
        }
        keep(taken);
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        int in = x.length / points;
        int out = y.length / points;
        int least = (int) Math.max(1, WORTH / (buffers.computed + 1));
        ParallelFor.range(
                points,
                1,
                least,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        run(x, i * in, y, i * out);
                    }
                });
    }

    @Override
    public String explain() {
        int chains = 0;
        int fused = 0;
        int falling = 0;
        for (Step step : steps) {
            chains += step.chain() != null && step.chain().operations > 1 ? 1 : 0;
            fused +=
                    step.chain() != null && step.chain().operations > 1
                            ? step.chain().operations
                            : 0;
            falling += step.falls() ? 1 : 0;
        }
        return "by arrays: "
                + steps.length
                + " steps, "
                + chains
                + " of them chains of together "
                + fused
                + " elementwise operations; "
                + buffers.own()
                + " arrays of "
                + buffers.held
                + " numbers for "
                + buffers.computed
                + " computed; "
                + (falling == 0
                        ? "nothing else is allocated"
                        : falling + " steps allocate: " + names());
    }

    private String names() {
        return Arrays.stream(steps)
                .filter(Step::falls)
                .map(step -> step.outputs().get(0).op().name())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
