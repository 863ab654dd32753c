package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.NumberSums;

/**
 * A program over many points at once, where some arguments are the same at all of them, such as the
 * parameters of a model, and some results are summed, such as the loss and its gradient:
 *
 * <pre>{@code
 * Program squares = Program.ofSeveral(
 *         x -> {
 *             Tensor error = x[0].mul(x[1]).sub(x[2]).square();
 *             return List.of(error, Backward.of(error).wrt(x[0]).recorded().run().of(x[0]));
 *         },
 *         Tensor.of(0), Tensor.of(0), Tensor.of(0));
 * double[] sums = new double[2];
 * squares.batch().shared(0).summed(0, 1)
 *         .run(2, new double[] {3}, new double[] {1, 2, 2, 5}, new double[0], sums);
 * Tensor.of(sums);   // [2, 6]
 * }</pre>
 *
 * <p>What rests on shared arguments alone is computed once. Results have the bits of a run at each
 * point, and sums those of {@link Tensor#sum()} of the numbers of all points in a row, for any
 * number of threads. A batch cannot be changed: each of its settings gives another.
 */
@CheckReturnValue
public final class Batch {
    private final Program program;
    private final Recording recording;
    private final Runner runner;
    private final boolean[] shared;
    private final boolean[] summed;
    private final List<Shape> shapes;

    /** How many numbers are shared, come with each point, are given for each, and are summed. */
    private final int[] counts;

    private Numbers numbers;

    Batch(
            Program program,
            Recording recording,
            Runner runner,
            List<Shape> shapes,
            boolean[] shared,
            boolean[] summed) {
        this.program = program;
        this.recording = recording;
        this.runner = runner;
        this.shapes = shapes;
        this.shared = shared;
        this.summed = summed;
        counts = new int[4];
        for (int i = 0; i < shared.length; i++) {
            counts[shared[i] ? 0 : 1] += recording.arguments.get(i).size();
        }
        for (int i = 0; i < summed.length; i++) {
            counts[summed[i] ? 3 : 2] += shapes.get(i).size;
        }
    }

    /**
     * A copy in which some arguments are the same at all points.
     *
     * @param arguments their numbers, from 0
     * @return the copy
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public Batch shared(int... arguments) {
        boolean[] marked = marked("shared", "arguments", shared.length, arguments);
        return new Batch(program, recording, runner, shapes, marked, summed);
    }

    /**
     * A copy in which some results are summed over the points.
     *
     * @param results their numbers, from 0
     * @return the copy
     * @throws IndexOutOfBoundsException if there is no such result
     */
    public Batch summed(int... results) {
        boolean[] marked = marked("summed", "results", summed.length, results);
        return new Batch(program, recording, runner, shapes, shared, marked);
    }

    private static boolean[] marked(String op, String what, int count, int... places) {
        boolean[] marked = new boolean[count];
        for (int place : places) {
            if (place < 0 || place >= count) {
                throw new IndexOutOfBoundsException(
                        op + ": " + place + "; the program has " + count + " " + what);
            }
            marked[place] = true;
        }
        return marked;
    }

    /**
     * Runs the program at all points.
     *
     * @param points how many
     * @param shared the elements of the shared arguments, one after the other
     * @param x the elements of the other arguments of the first point, of the second, …
     * @param y receives those results of each point that are not summed, likewise
     * @param sums receives the sums of the others, 0 if there are no points
     * @throws IllegalArgumentException if an array has another length, or y and sums are the same
     */
    public void run(int points, double[] shared, double[] x, double[] y, double[] sums) {
        check("points", Math.max(points, 0), points);
        check("numbers that are shared", counts[0], shared.length);
        check("numbers of " + points + " points", (long) points * counts[1], x.length);
        check("results of " + points + " points", (long) points * counts[2], y.length);
        check("sums", counts[3], sums.length);
        if (y == sums && y.length > 0) {
            throw new IllegalArgumentException("batch: results and sums have the same array");
        }
        program.checkCopies();
        double[] same = shared == y ? shared.clone() : shared; // later points read it too
        if (points == 0) {
            Arrays.fill(sums, 0);
        } else if (runner instanceof NumberRunner) {
            numbers().run(points, same, x, y, sums);
        } else {
            inParts(points, same, x, y, sums);
        }
    }

    private static void check(String what, long wanted, long given) {
        if (wanted != given) {
            throw new IllegalArgumentException(
                    "batch: " + given + " " + what + "; there must be " + wanted);
        }
    }

    /**
     * The results at all points, as tensors.
     *
     * @param x for each argument a tensor: of its shape if it is shared, else with the points as
     *     another first axis; no tensor may be recorded, since gradients do not pass through
     * @return for each result a tensor: of its shape if it is summed, else with the points as
     *     another first axis
     * @throws IllegalArgumentException if there are more or fewer arguments, all of them are
     *     shared, or one has another shape or is recorded
     */
    public List<Tensor> applyAll(Tensor... x) {
        check("arguments", shared.length, x.length);
        int points = -1;
        for (int i = 0; i < x.length; i++) {
            if (Recording.isRecorded(x[i])) {
                throw new IllegalArgumentException(
                        "batch: argument "
                                + i
                                + " is recorded, and gradients do not pass through; use"
                                + " stopGradient(), or Loop.map");
            }
            if (!shared[i] && points < 0 && x[i].rank() > 0) {
                points = x[i].size(0);
            }
        }
        if (points < 0) {
            throw new IllegalArgumentException(
                    "batch: no argument says how many points there are; one must not be shared");
        }
        double[] same = new double[counts[0]];
        double[] own = new double[points * counts[1]];
        int inSame = 0;
        int inOwn = 0;
        for (int i = 0; i < x.length; i++) {
            Shape shape = Recording.shape(recording.arguments.get(i));
            Shape wanted = shared[i] ? shape : longer(points, shape);
            if (!Recording.shape(x[i]).equals(wanted)) {
                throw new IllegalArgumentException(
                        "batch: argument "
                                + i
                                + " has shape "
                                + Recording.shape(x[i])
                                + "; it must have "
                                + wanted);
            }
            double[] elements = Recording.ACCESS.elements(x[i]);
            if (shared[i]) {
                System.arraycopy(elements, 0, same, inSame, shape.size);
                inSame += shape.size;
            } else {
                for (int k = 0; k < points; k++) {
                    int to = k * counts[1] + inOwn;
                    System.arraycopy(elements, k * shape.size, own, to, shape.size);
                }
                inOwn += shape.size;
            }
        }
        double[] y = new double[points * counts[2]];
        double[] sums = new double[counts[3]];
        run(points, same, own, y, sums);
        return results(points, y, sums);
    }

    private static Shape longer(int points, Shape shape) {
        int[] extents = new int[shape.rank() + 1];
        extents[0] = points;
        System.arraycopy(shape.extents, 0, extents, 1, shape.rank());
        return Shape.of("batch", extents);
    }

    private List<Tensor> results(int points, double[] y, double[] sums) {
        List<Tensor> all = new ArrayList<>();
        int inSums = 0;
        int inY = 0;
        for (int i = 0; i < summed.length; i++) {
            Shape shape = shapes.get(i);
            double[] elements;
            if (summed[i]) {
                elements = Arrays.copyOfRange(sums, inSums, inSums += shape.size);
            } else {
                elements = new double[points * shape.size];
                for (int k = 0; k < points; k++) {
                    int from = k * counts[2] + inY;
                    System.arraycopy(y, from, elements, k * shape.size, shape.size);
                }
                inY += shape.size;
            }
            Shape whole = summed[i] ? shape : longer(points, shape);
            all.add(Recording.ACCESS.constant(whole, elements));
        }
        return all;
    }

    // ---- number by number

    private synchronized Numbers numbers() {
        if (numbers == null) {
            numbers = new Numbers();
        }
        return numbers;
    }

    /** A program in two: the part that rests on shared numbers, and the rest in rows. */
    private final class Numbers {
        private final Shared split;
        private final Rows rows;

        Numbers() {
            Lowering lowering = Lowering.written(recording, RunnerChoice.MOST);
            int[] results = lowering.all(recording.results);
            split =
                    new Shared(
                            lowering.code(),
                            lowering.all(arguments(false)),
                            lowering.all(arguments(true)),
                            results);
            int[] ofSums = IntStream.range(0, results.length).filter(i -> isSummed(i)).toArray();
            rows = new Rows(split.slots, split.shared, ofSums);
        }

        private List<Tensor> arguments(boolean which) {
            return IntStream.range(0, shared.length)
                    .filter(i -> shared[i] == which)
                    .mapToObj(recording.arguments::get)
                    .toList();
        }

        void run(int points, double[] same, double[] x, double[] y, double[] sums) {
            rows.run(points, split.all(same), x, y, sums);
        }
    }

    private boolean isSummed(int number) {
        int at = 0;
        for (int i = 0; i < summed.length; i++) {
            at += shapes.get(i).size;
            if (number < at) {
                return summed[i];
            }
        }
        throw new IllegalStateException("batch: no result has number " + number);
    }

    // ---- in whatever way the program runs

    private void inParts(int points, double[] same, double[] x, double[] y, double[] sums) {
        int parts = (points + NumberSums.BLOCK - 1) / NumberSums.BLOCK;
        double[] ofParts = new double[parts * counts[3]];
        for (int part = 0; part < parts; part++) {
            int first = part * NumberSums.BLOCK;
            int n = Math.min(NumberSums.BLOCK, points - first);
            double[] in = new double[n * program.arguments()];
            double[] out = new double[n * program.results()];
            read(n, first, same, x, in);
            runner.rows(n, in, out);
            write(n, first, out, y, part, ofParts);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 0 + NumberSums.ofBlocks(points, ofParts, i, sums.length);
        }
    }

    private void read(int n, int first, double[] same, double[] x, double[] in) {
        int to = 0;
        for (int k = 0; k < n; k++) {
            int inSame = 0;
            int inOwn = (first + k) * counts[1];
            for (int i = 0; i < shared.length; i++) {
                int size = recording.arguments.get(i).size();
                System.arraycopy(shared[i] ? same : x, shared[i] ? inSame : inOwn, in, to, size);
                inSame += shared[i] ? size : 0;
                inOwn += shared[i] ? 0 : size;
                to += size;
            }
        }
    }

    private void write(int n, int first, double[] out, double[] y, int part, double[] ofParts) {
        int width = program.results();
        int inSums = part * counts[3];
        int inY = first * counts[2];
        double[] column = new double[n];
        for (int i = 0; i < width; i++) {
            boolean sums = isSummed(i);
            for (int k = 0; k < n; k++) {
                column[k] = out[k * width + i];
                if (!sums) {
                    y[inY + k * counts[2]] = column[k];
                }
            }
            if (sums) {
                ofParts[inSums++] = ArrayKernels.get().sum(column, 0, n);
            } else {
                inY++;
            }
        }
    }
}
