package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;
import org.cotangent.internal.Shape;

/**
 * A function of tensors, recorded once and run often: what it does at every point of the same
 * shapes. A {@link Graph} is what was computed at one point, to look at; a program is run at
 * others, without recording, sweeping or making tensors, and gives the bits that the function
 * gives.
 *
 * <pre>{@code
 * Program g = Program.valueAndGradients(
 *         x -> x[0].at(0).rsub(1).square().add(x[0].at(1).sub(x[0].at(0).square()).square().mul(100)),
 *         Tensor.of(new double[] {-1, 2}));
 * double[] y = new double[g.results()];      // the value and two slopes
 * g.run(new double[] {-1, 2}, y);
 * Tensor.of(y);                              // [104, 396, 200]
 * }</pre>
 *
 * <p>The function is run twice with the examples to be recorded; both times must do the same. What
 * would not hold at another point is refused when the program is made, with the line: a number that
 * rests on an argument and is read ({@link Tensor#value()}, {@link Tensor#get}, {@link
 * Tensor#toArray()}), a variable that is no argument, a random draw. Constants that the function
 * makes are part of the program; if one was made of an array that has changed since, runs are
 * refused. Numbers of Java that the function used, a field, say, cannot be followed: they stay as
 * they were.
 *
 * <p>Programs of small arrays run number by number, others by operations on arrays that are used
 * again, whichever is counted faster; either way what is equal is computed once, and what rests on
 * constants alone is a constant. Programs cannot be changed and may be run by several threads at
 * once.
 */
public final class Program implements TensorFunction {
    private final Recording recording;
    private final int arguments;
    private final int results;
    private final Choice choice;
    private final Runner runner;

    private Program(Recording recording) {
        this.recording = recording;
        arguments = recording.arguments.stream().mapToInt(Tensor::size).sum();
        results = recording.results.stream().mapToInt(Tensor::size).sum();
        choice = new Choice(recording);
        runner = choice.runner;
    }

    /**
     * The program of a function with one result.
     *
     * @param f the function
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException if the function rests on a variable that is no argument, or
     *     does not do the same twice
     * @throws IllegalStateException if the function reads a number that rests on an argument
     */
    public static Program of(TensorFunction f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        return ofSeveral(x -> List.of(f.apply(x)), examples);
    }

    /**
     * The program of a function with several results.
     *
     * @param f the function
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException if the function rests on a variable that is no argument, or
     *     does not do the same twice
     * @throws IllegalStateException if the function reads a number that rests on an argument
     */
    public static Program ofSeveral(Function<Tensor[], List<Tensor>> f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        Recording first = Recording.of(f, List.of(examples));
        String difference = first.difference(Recording.of(f, List.of(examples)));
        if (difference != null) {
            throw new IllegalArgumentException(
                    "program: the function does not do the same twice ("
                            + difference
                            + "); random draws and what changes from call to call must be arguments");
        }
        return new Program(first);
    }

    /**
     * The program of the value of a function and its gradients by all arguments, in that order.
     *
     * @param f a function with one number as its result
     * @param examples a point, whose shapes are those of all others
     * @return the program
     * @throws IllegalArgumentException as {@link #of}, and if there is not one result
     * @throws IllegalStateException as {@link #of}
     */
    public static Program valueAndGradients(TensorFunction f, Tensor... examples) {
        return ofSeveral(
                x -> {
                    Differentiate.ValueAndGradients both = Differentiate.valueAndGradients(f, x);
                    List<Tensor> all = new ArrayList<>();
                    all.add(both.value());
                    all.addAll(both.gradients());
                    return all;
                },
                examples);
    }

    /**
     * The result at a point. Where an argument is recorded, so is the result.
     *
     * @param x the arguments, of the shapes of the examples
     * @return the first result
     * @throws IllegalArgumentException if there are more or fewer, or of other shapes
     * @throws IllegalStateException if the program has no results
     */
    @Override
    public Tensor apply(Tensor... x) {
        if (recording.results.isEmpty()) {
            throw new IllegalStateException("program: it has no results");
        }
        return applyAll(x).get(0);
    }

    /**
     * All results at a point. Where an argument is recorded, so are the results.
     *
     * @param x the arguments, of the shapes of the examples
     * @return the results
     * @throws IllegalArgumentException if there are more or fewer, or of other shapes
     */
    public List<Tensor> applyAll(Tensor... x) {
        check(x);
        boolean recorded =
                Arrays.stream(x)
                        .anyMatch(
                                t ->
                                        Recording.ACCESS.index(t) != 0
                                                || Recording.ACCESS.isOfGradients(t));
        if (recorded) {
            recording.checkCopies();
            return recording.replay(x);
        }
        recording.handOnCopies();
        double[][] in = new double[x.length][];
        Arrays.setAll(in, i -> Recording.ACCESS.elements(x[i]));
        double[][] out = new double[recording.results.size()][];
        Arrays.setAll(out, i -> new double[recording.results.get(i).size()]);
        run(in, out);
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            all.add(Recording.ACCESS.constant(Recording.shape(recording.results.get(i)), out[i]));
        }
        return all;
    }

    private void check(Tensor[] x) {
        for (int i = 0; i < x.length; i++) {
            Objects.requireNonNull(x[i], "program: argument " + i + " is null");
        }
        if (x.length != recording.arguments.size()) {
            throw new IllegalArgumentException(
                    "program: "
                            + x.length
                            + " arguments; it was made for "
                            + recording.arguments.size());
        }
        for (int i = 0; i < x.length; i++) {
            Shape wanted = Recording.shape(recording.arguments.get(i));
            if (!Recording.shape(x[i]).equals(wanted)) {
                throw new IllegalArgumentException(
                        "program: argument "
                                + i
                                + " has shape "
                                + Recording.shape(x[i])
                                + "; it was made for "
                                + wanted);
            }
        }
    }

    /**
     * How many numbers the arguments have together.
     *
     * @return the length of the arrays that go in
     */
    public int arguments() {
        return arguments;
    }

    /**
     * How many numbers the results have together.
     *
     * @return the length of the arrays that come out
     */
    public int results() {
        return results;
    }

    /**
     * Runs the program on numbers, without making an object.
     *
     * @param x the elements of the arguments, one after the other
     * @param y receives those of the results
     * @throws IllegalArgumentException if an array has another length
     */
    public void run(double[] x, double[] y) {
        checkLengths(1, x, y);
        recording.checkCopies();
        runner.run(x, y);
    }

    /**
     * Runs the program on arrays, one for each argument and each result, without making an object.
     * In larger programs nothing is copied: arguments are read where they are, and results written
     * where they are to be.
     *
     * @param x the elements of each argument
     * @param y receives those of each result; may be some of the arrays of x
     * @throws IllegalArgumentException if there are more or fewer arrays, one has another length,
     *     or two results have the same array
     */
    public void run(double[][] x, double[][] y) {
        checkLengths("argument", recording.arguments, x);
        checkLengths("result", recording.results, y);
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < i; j++) {
                if (y[i] == y[j] && y[i].length > 0) {
                    throw new IllegalArgumentException(
                            "program: results " + j + " and " + i + " have the same array");
                }
            }
        }
        recording.checkCopies();
        runner.run(x, y);
    }

    private static void checkLengths(String what, List<Tensor> tensors, double[][] arrays) {
        if (arrays.length != tensors.size()) {
            throw new IllegalArgumentException(
                    "program: "
                            + arrays.length
                            + " arrays for "
                            + tensors.size()
                            + " "
                            + what
                            + "s; there must be one for each");
        }
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i].length != tensors.get(i).size()) {
                throw new IllegalArgumentException(
                        "program: an array of "
                                + arrays[i].length
                                + " numbers for "
                                + what
                                + " "
                                + i
                                + ", which has "
                                + tensors.get(i).size());
            }
        }
    }

    /**
     * Runs the program at many points, in blocks; several threads share them.
     *
     * @param points how many
     * @param x the elements of the arguments of the first point, of the second, …
     * @param y receives the results likewise
     * @throws IllegalArgumentException if an array has another length
     */
    public void rows(int points, double[] x, double[] y) {
        if (points < 0) {
            throw new IllegalArgumentException("rows: " + points + " points");
        }
        checkLengths(points, x, y);
        recording.checkCopies();
        if (points > 0) {
            runner.rows(points, x, y);
        }
    }

    private void checkLengths(int points, double[] x, double[] y) {
        long in = (long) points * arguments;
        long out = (long) points * results;
        if (x.length != in || y.length != out) {
            throw new IllegalArgumentException(
                    "program: arrays of "
                            + x.length
                            + " and "
                            + y.length
                            + " numbers; it takes "
                            + in
                            + " and gives "
                            + out);
        }
    }

    /**
     * The graph that was recorded, at the point of the examples.
     *
     * @return the graph of all results
     */
    public Graph graph() {
        return Graph.of(recording.results.toArray(Tensor[]::new));
    }

    /**
     * How the program runs.
     *
     * @return some lines
     */
    public String explain() {
        return recording.nodes.size() + " nodes, " + choice.explain() + "\n";
    }
}
