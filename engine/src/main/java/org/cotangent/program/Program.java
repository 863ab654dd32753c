package org.cotangent.program;

// Longer than 400 lines: the public face of programs, most of it documentation.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.CustomOp;
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
 * <p>With {@code Program.settings().branches(true)} a function may choose its way by {@link
 * Tensor#isTrue()} of a comparison; each way is recorded when a point first asks for it.
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
    private final Runner runner;
    private final List<Shape> argumentShapes;
    private final List<Shape> shapes;
    private final Function<Tensor[], List<Tensor>> onTensors;

    /** How it runs. */
    private final Supplier<String> explanation;

    /** The runner where functions choose their way, else null. */
    private final Variants variants;

    Program(Recording recording) {
        this(recording, new RunnerChoice(recording));
    }

    private Program(Recording recording, RunnerChoice choice) {
        this(recording, choice.runner, null, shapes(recording), recording::replay, choice::explain);
    }

    Program(Recording recording, Variants variants) {
        this(recording, variants, variants, shapes(recording), null, variants::explain);
    }

    private Program(Jacobian jacobian) {
        this(
                jacobian.recording,
                jacobian,
                null,
                jacobian.shapes,
                jacobian.onTensors,
                jacobian::explain);
    }

    private Program(
            Recording recording,
            Runner runner,
            Variants variants,
            List<Shape> shapes,
            Function<Tensor[], List<Tensor>> onTensors,
            Supplier<String> explanation) {
        this.recording = recording;
        this.runner = runner;
        this.variants = variants;
        this.shapes = shapes;
        argumentShapes = recording.arguments.stream().map(Recording::shape).toList();
        this.onTensors = onTensors;
        this.explanation = explanation;
        arguments = argumentShapes.stream().mapToInt(shape -> shape.size).sum();
        results = shapes.stream().mapToInt(shape -> shape.size).sum();
    }

    /** The shapes of the results of a function, without conditions. */
    private static List<Shape> shapes(Recording recording) {
        return own(recording).map(Recording::shape).toList();
    }

    private static Stream<Tensor> own(Recording recording) {
        return recording.results.stream().limit(recording.own);
    }

    /**
     * How programs are made unless something else is said: the settings behind {@link #of}, to be
     * changed by copies.
     *
     * @return settings without branches
     */
    public static ProgramSettings settings() {
        return ProgramSettings.USUAL;
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
        return settings().of(f, examples);
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
        return settings().ofSeveral(f, examples);
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
        return settings().valueAndGradients(f, examples);
    }

    /**
     * The program of the Jacobian of a function: all derivatives of all results. It goes by rows, a
     * backward pass for each result, or by columns, a derivative along each element of the
     * arguments, whichever takes fewer operations when what is the same for all and what is 0 is
     * left out; {@link #explain} says which. Its numbers are those of {@link Differentiate#vjp} or
     * {@link Differentiate#jvp} along unit vectors, and with them those of {@link
     * Differentiate#jacobian}, which decides by the sizes; zeros are 0, never -0.
     *
     * @param f the function, with one result of any shape
     * @param examples a point, whose shapes are those of all others
     * @return the program; for each argument it has a result of shape [shape of the result …, shape
     *     of the argument …]
     * @throws IllegalArgumentException as {@link #of}, and if there would be too many derivatives
     * @throws IllegalStateException as {@link #of}
     */
    public static Program jacobian(TensorFunction f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        return new Program(new Jacobian(x -> List.of(f.apply(x)), List.of(examples), false));
    }

    /**
     * The program of the value of a function and its {@linkplain #jacobian Jacobian}, in that
     * order.
     *
     * @param f the function, with one result of any shape
     * @param examples a point, whose shapes are those of all others
     * @return the program; its results are the value and, for each argument, one of shape [shape of
     *     the value …, shape of the argument …]
     * @throws IllegalArgumentException as {@link #jacobian}
     * @throws IllegalStateException as {@link #of}
     */
    public static Program valueAndJacobian(TensorFunction f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        return new Program(new Jacobian(x -> List.of(f.apply(x)), List.of(examples), true));
    }

    /**
     * The program of the Hessian of a function: the {@linkplain #jacobian Jacobian} of its
     * gradients.
     *
     * @param f a function with one number as its result
     * @param examples a point, whose shapes are those of all others
     * @return the program; for each argument i, and then for each argument j, it has a result of
     *     shape [shape of argument i …, shape of argument j …]
     * @throws IllegalArgumentException as {@link #jacobian}, and if there is not one result
     * @throws IllegalStateException as {@link #of}
     */
    public static Program hessian(TensorFunction f, Tensor... examples) {
        Objects.requireNonNull(f, "program: the function is null");
        return new Program(
                new Jacobian(x -> Differentiate.gradients(f, x), List.of(examples), false));
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
        if (shapes.isEmpty()) {
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
        boolean recorded = Arrays.stream(x).anyMatch(Recording::isRecorded);
        if (recorded && variants == null) {
            checkCopies();
            return onTensors.apply(x);
        }
        double[][] in = new double[x.length][];
        Arrays.setAll(in, i -> Recording.ACCESS.elements(x[i]));
        double[][] out = new double[shapes.size()][];
        Arrays.setAll(out, i -> new double[shapes.get(i).size]);
        checkCopies();
        Recording taken = recording;
        if (variants == null) {
            runner.run(in, out);
        } else {
            taken = variants.runs(in, out).recording;
        }
        if (recorded) {
            return followed(taken, x);
        }
        taken.handOnCopies();
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            all.add(Recording.ACCESS.constant(shapes.get(i), out[i]));
        }
        return all;
    }

    /** A variant on recorded arguments; whoever follows them is told of its conditions. */
    private static List<Tensor> followed(Recording variant, Tensor[] x) {
        List<Tensor> all = variant.replay(x);
        for (int i = 0; i < variant.choices.size(); i++) {
            if (all.get(variant.own + i).isTrue() != variant.choices.get(i).way()) {
                throw Variants.notTheSame("the condition " + variant.choices.get(i));
            }
        }
        return List.copyOf(all.subList(0, variant.own));
    }

    void checkCopies() {
        Recording.check(variants == null ? recording.copies : variants.copies());
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
        checkCopies();
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
        checkLengths("argument", argumentShapes, x);
        checkLengths("result", shapes, y);
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < i; j++) {
                if (y[i] == y[j] && y[i].length > 0) {
                    throw new IllegalArgumentException(
                            "program: results " + j + " and " + i + " have the same array");
                }
            }
        }
        checkCopies();
        runner.run(x, y);
    }

    private static void checkLengths(String what, List<Shape> shapes, double[][] arrays) {
        if (arrays.length != shapes.size()) {
            throw new IllegalArgumentException(
                    "program: "
                            + arrays.length
                            + " arrays for "
                            + shapes.size()
                            + " "
                            + what
                            + "s; there must be one for each");
        }
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i].length != shapes.get(i).size) {
                throw new IllegalArgumentException(
                        "program: an array of "
                                + arrays[i].length
                                + " numbers for "
                                + what
                                + " "
                                + i
                                + ", which has "
                                + shapes.get(i).size);
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
        checkCopies();
        if (points > 0) {
            runner.rows(points, x, y);
        }
    }

    /**
     * The program over many points at once, to be told which arguments they share and which results
     * are summed.
     *
     * @return a batch in which nothing is shared or summed
     */
    public Batch batch() {
        boolean[] shared = new boolean[recording.arguments.size()];
        return new Batch(this, recording, runner, shapes, shared, new boolean[shapes.size()]);
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
        return Graph.of(own(recording).toArray(Tensor[]::new));
    }

    /**
     * The ways of the function that are recorded: one, and where {@linkplain
     * ProgramSettings#branches branches} are allowed those that points have asked for since.
     *
     * @return the variants, in the order in which they were recorded
     */
    public List<Variant> variants() {
        return recordings().stream().map(Variant::of).toList();
    }

    /**
     * One way that a function takes.
     *
     * @param choices how it chose, in order
     * @param graph what it computed, at the point at which it was recorded: its results and, after
     *     them, the conditions
     */
    public record Variant(List<Choice> choices, Graph graph) {
        private static Variant of(Recording recording) {
            Graph graph = Graph.of(recording.results.toArray(Tensor[]::new));
            List<Choice> choices = new ArrayList<>();
            for (int i = 0; i < recording.choices.size(); i++) {
                Recording.Choice choice = recording.choices.get(i);
                Graph.Node node = graph.node(recording.results.get(recording.own + i));
                choices.add(new Choice(node, choice.way(), choice.place()));
            }
            return new Variant(List.copyOf(choices), graph);
        }
    }

    /**
     * A choice that a function made.
     *
     * @param condition the condition that it asked
     * @param way whether it was true
     * @param place the line that asked, or null if it is not known
     */
    public record Choice(Graph.Node condition, boolean way, StackTraceElement place) {}

    private List<Recording> recordings() {
        return variants == null
                ? List.of(recording)
                : variants.all().stream().map(each -> each.recording).toList();
    }

    /**
     * A step of a program.
     *
     * @param operation the name of the operation; "variable" for arguments, "constant" for
     *     constants
     * @param attributes the attributes of the operation by name
     * @param inputs the places of its inputs in the list of all nodes, which come before
     * @param shape the extents of its result
     */
    public record Node(
            String operation,
            Map<String, Object> attributes,
            List<Integer> inputs,
            List<Integer> shape) {}

    /**
     * The program as data, its first variant: the arguments, and then constants and operations,
     * inputs before results.
     *
     * @return the nodes
     */
    public List<Node> nodes() {
        List<Tensor> order = recording.inOrder();
        Map<Tensor, Integer> places = Recording.places(order);
        return order.stream()
                .map(
                        x ->
                                new Node(
                                        Recording.ACCESS.op(x).name(),
                                        Recording.ACCESS.op(x).attributes(),
                                        Recording.inputs(x, places),
                                        Recording.shape(x).list()))
                .toList();
    }

    /** The numbers of arguments, results, nodes and variants. */
    @Override
    public String toString() {
        return "program of "
                + arguments
                + " numbers with "
                + results
                + " results, "
                + recording.nodes.size()
                + " nodes"
                + (variants == null ? "" : ", " + variants.all().size() + " variants");
    }

    /**
     * All nodes as text, as {@link Graph#toText()}: with the numbers of the point at which they
     * were recorded.
     *
     * @return the lines; several variants one after the other, with their conditions
     */
    public String toText() {
        return recordings().stream()
                .map(
                        each ->
                                (variants == null ? "" : new Way(each).conditions() + ":\n")
                                        + whole(each).toText())
                .collect(Collectors.joining("\n"));
    }

    private static Graph whole(Recording recording) {
        return Graph.of(recording.results.toArray(Tensor[]::new)).limit(Integer.MAX_VALUE);
    }

    /**
     * The first variant as a drawing in DOT, as {@link Graph#toDot()}. Others are drawn by {@link
     * Variant#graph}.
     *
     * @return the text for Graphviz
     */
    public String toDot() {
        return graph().toDot();
    }

    /**
     * The first variant as a page, as {@link Graph#toHtml()}.
     *
     * @return the page, which needs nothing else
     */
    public String toHtml() {
        return graph().toHtml();
    }

    /**
     * The program as JSON, all variants, one node a line: operations with their attributes, inputs
     * and shapes, numbers with all their bits. {@link #fromJson(String)} reads it. What the text
     * says of the inside of operations is for the version of the library that wrote it.
     *
     * @return the text
     * @throws IllegalArgumentException if an operation of the library holds a function of a user,
     *     or a graph: those of eigenvalues that meet, in second derivatives
     * @throws IllegalStateException if this was made by {@link #jacobian}, {@link
     *     #valueAndJacobian} or {@link #hessian}
     */
    public String toJson() {
        if (runner instanceof Jacobian) {
            throw new IllegalStateException(
                    "toJson: a program of all derivatives has ways of its own to find them, which a text"
                            + " does not hold; write the function, or the program of it with"
                            + " Differentiate.jacobian or hessian in it");
        }
        return ProgramJson.write(recordings());
    }

    /**
     * A program that was written by {@link #toJson}: it gives the same bits. It has no function, so
     * a point that asks for a variant that it does not have is refused.
     *
     * @param json the text
     * @return the program
     * @throws IllegalArgumentException if the text is no program, with the line, or holds
     *     operations of users: see {@link #fromJson(String, Map)}
     */
    public static Program fromJson(String json) {
        return fromJson(json, Map.of());
    }

    /**
     * The same for a program with operations of users, of which a text knows the names alone.
     *
     * @param json the text
     * @param operations the operations by name
     * @return the program
     * @throws IllegalArgumentException if the text is no program, with the line
     */
    public static Program fromJson(String json, Map<String, CustomOp> operations) {
        Objects.requireNonNull(json, "program: the text is null");
        List<Recording> all = ProgramJson.read(json, Map.copyOf(operations));
        if (all.size() == 1 && all.get(0).choices.isEmpty()) {
            return new Program(all.get(0));
        }
        Way[] ways = all.stream().map(Way::new).toArray(Way[]::new);
        return new Program(all.get(0), new Variants(null, ways.length, ways));
    }

    /**
     * How the program runs.
     *
     * @return some lines
     */
    public String explain() {
        return recording.nodes.size() + " nodes, " + explanation.get() + "\n";
    }
}
