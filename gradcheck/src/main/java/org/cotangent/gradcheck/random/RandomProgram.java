package org.cotangent.gradcheck.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.CheckReturnValue;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;

/**
 * A straight-line program over tensors: every {@linkplain Instruction instruction} takes its
 * operands from what exists so far, so values are used any number of times, or not at all.
 *
 * <pre>{@code
 * RandomProgram f = RandomProgram.random(new SplittableRandom(1), 10, Tensor.of(0.5), Tensor.vector(1, -2));
 * GradCheck.of(f, f.point()).named(f.toString()).order(2).run().requirePassed();
 * }</pre>
 *
 * <p>Operands are counted modulo what exists, inputs first, so that any sublist of a list of
 * instructions is again a program: {@link #shrink} finds the smallest that still fails, and {@link
 * #toText} shows it.
 *
 * <pre>{@code
 * List<RandomProgram.Instruction> lines = List.of(new RandomProgram.Instruction(Operation.MUL, 0, 1, 0),
 *         new RandomProgram.Instruction(Operation.SIN, 2, 0, 0));
 * RandomProgram g = RandomProgram.of(lines, Tensor.of(0.5), Tensor.of(2));
 * System.out.print(g.toJava());
 * // Tensor x0 = Tensor.variable(0.5);
 * // Tensor x1 = Tensor.variable(2);
 * // Tensor t2 = x0.mul(x1);
 * // Tensor t3 = t2.sin();
 * // return t3;
 * }</pre>
 *
 * <p>Domains are repaired rather than rejected. At the point where it is compiled, a program notes
 * the shift or the scale that brings each operand into the operation's domain, 0.1 or more away
 * from kinks and 0.3 from poles, and each value to a size of at most 3; where shapes do not
 * broadcast, the second operand is reduced to its mean. These numbers are constants from then on,
 * and near the point the program is a smooth function.
 */
public final class RandomProgram implements TensorFunction {
    /**
     * One line of a program.
     *
     * @param operation what it does
     * @param a the number of the first operand, any; counted modulo what exists
     * @param b the number of the second operand, any; operations of one operand ignore it
     * @param constant a finite number; taken modulo 6 into -3 to 3, and ignored by operations
     *     without one
     */
    public record Instruction(Operation operation, int a, int b, double constant) {
        /**
         * Checks the constant.
         *
         * @param operation what it does
         * @param a the number of the first operand
         * @param b the number of the second operand
         * @param constant a finite number
         * @throws IllegalArgumentException if the constant is NaN or infinite
         */
        public Instruction {
            Objects.requireNonNull(operation, "instruction: the operation is null");
            if (!Double.isFinite(constant)) {
                throw new IllegalArgumentException(
                        "instruction: the constant is " + constant + "; it must be finite");
            }
        }

        /** Such as "add(0, 1)" or "leaky_relu(2; 0.5)". */
        @Override
        public String toString() {
            return operation
                    + "("
                    + a
                    + (operation.arity() > 1 ? ", " + b : "")
                    + (operation.hasConstant() ? "; " + CompiledInstruction.number(constant) : "")
                    + ")";
        }
    }

    private final List<Instruction> instructions;
    private final Tensor[] point;
    private final List<CompiledInstruction> lines = new ArrayList<>();

    private RandomProgram(List<Instruction> instructions, Tensor[] at) {
        this.instructions = List.copyOf(instructions);
        this.point = Arrays.stream(at).map(Tensor::stopGradient).toArray(Tensor[]::new);
        List<Tensor> values = new ArrayList<>(variables());
        for (Instruction instruction : instructions) {
            CompiledInstruction line = CompiledInstruction.compile(instruction, values);
            values.add(line.apply(values));
            lines.add(line);
        }
    }

    /**
     * Compiles instructions for a point and what is near it.
     *
     * @param instructions the lines; none for the program that returns its last input
     * @param at the inputs, one or more, of any shapes
     * @return the program
     * @throws IllegalArgumentException if there is no input, or one has an element that is not
     *     finite
     */
    public static RandomProgram of(List<Instruction> instructions, Tensor... at) {
        if (at.length == 0) {
            throw new IllegalArgumentException("program: no inputs; it needs one or more");
        }
        for (int i = 0; i < at.length; i++) {
            for (double element : at[i].toArray()) {
                if (!Double.isFinite(element)) {
                    throw new IllegalArgumentException(
                            "program: input "
                                    + i
                                    + " has the element "
                                    + element
                                    + "; it can be compiled at finite numbers only");
                }
            }
        }
        return new RandomProgram(instructions, at);
    }

    /**
     * Draws a program.
     *
     * @param random the source of randomness; the same state gives the same program
     * @param lines how many instructions, 0 or more
     * @param at the inputs, one or more, of any shapes
     * @return the program, compiled at the point
     * @throws IllegalArgumentException as {@link #of}
     */
    public static RandomProgram random(RandomGenerator random, int lines, Tensor... at) {
        List<Instruction> drawn = new ArrayList<>();
        Operation[] operations = Operation.values();
        for (int i = 0; i < lines; i++) {
            drawn.add(
                    new Instruction(
                            operations[random.nextInt(operations.length)],
                            random.nextInt(at.length + i),
                            random.nextInt(at.length + i),
                            0.5 * random.nextInt(13) - 3));
        }
        return of(drawn, at);
    }

    /**
     * The result: the value of the last line.
     *
     * @param x arguments with the shapes of the point, near it
     * @return the result, of any shape
     * @throws IllegalArgumentException if there are more or fewer arguments than inputs, or shapes
     *     do not suit
     */
    @Override
    public Tensor apply(Tensor... x) {
        List<Tensor> values = values(x);
        return values.get(values.size() - 1);
    }

    /**
     * The values of all nodes: the arguments, then one for each line.
     *
     * @param x arguments with the shapes of the point, near it
     * @return a list that cannot be changed, the result last
     * @throws IllegalArgumentException as {@link #apply}
     */
    public List<Tensor> values(Tensor... x) {
        if (x.length != point.length) {
            throw new IllegalArgumentException(
                    "program: " + x.length + " arguments; it has " + point.length + " inputs");
        }
        List<Tensor> values = new ArrayList<>(Arrays.asList(x));
        complete(values);
        return List.copyOf(values);
    }

    /** Adds the values of the lines that have none yet. */
    private void complete(List<Tensor> values) {
        for (int i = 0; i < lines.size(); i++) {
            if (values.size() == point.length + i) {
                values.add(lines.get(i).apply(values));
            }
        }
    }

    /**
     * The instructions as they were given.
     *
     * @return a list that cannot be changed
     */
    public List<Instruction> instructions() {
        return instructions;
    }

    /**
     * The point where this program was compiled.
     *
     * @return constants, one for each input; a copy
     */
    public Tensor[] point() {
        return point.clone();
    }

    /**
     * The smallest program found that still fails, at the same point: with fewer lines, then with
     * simpler operations, operands that stand further in front, and rounder constants. The same
     * every time.
     *
     * @param fails whether a program fails; called a few hundred times for a program of ten lines
     * @return a program that fails, from which no single line can be taken without it passing; this
     *     one if there is none smaller
     * @throws IllegalArgumentException if this program does not fail
     */
    @CheckReturnValue
    public RandomProgram shrink(Predicate<RandomProgram> fails) {
        Predicate<List<Instruction>> failing = list -> fails.test(new RandomProgram(list, point));
        if (!fails.test(this)) {
            throw new IllegalArgumentException(
                    "shrink: the program does not fail, so there is nothing to look for:\n" + this);
        }
        return new RandomProgram(new Shrinker(point.length).shrink(instructions, failing), point);
    }

    /**
     * The programs that are a step simpler than this one, at the same point, the largest steps
     * first: what {@link #shrink} tries. A step takes lines away, those that used a value taking
     * another or the first operand of what made it, or takes one line to a simpler operation,
     * operand or constant.
     *
     * @return programs, made as they are asked for; none for one without lines
     */
    public Stream<RandomProgram> simpler() {
        return new Shrinker(point.length)
                .simpler(instructions)
                .map(list -> new RandomProgram(list, point));
    }

    // ---- to look at

    /**
     * This program as the body of a Java method that computes its result at the point, with {@code
     * org.cotangent} imported. Inputs are called x0, x1 and so on, the values of lines t and their
     * number. Numbers are written to the last digit.
     *
     * @return lines, each ended by a line feed; the last returns the result
     */
    public String toJava() {
        List<Tensor> values = values(point);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            code.append("Tensor ").append(label(i)).append(" = ");
            code.append(i < point.length ? CompiledInstruction.literal(point[i]) : code(i, values))
                    .append(";\n");
        }
        return code.append("return ").append(label(values.size() - 1)).append(";\n").toString();
    }

    String label(int node) {
        return CompiledInstruction.label(node, point.length);
    }

    /** The right side of a line's assignment. */
    String code(int node, List<Tensor> values) {
        return lines.get(node - point.length).java(values, point.length);
    }

    /**
     * The backward pass of the engine, as a table.
     *
     * @return lines; see {@link #toTable(UnaryOperator)}
     */
    public String toTable() {
        return toTable(RandomProgram::adjoints);
    }

    /**
     * A backward pass as a table: for each node its name, its code, its value, its adjoint, and its
     * numerical adjoint, which is the gradient, by differences, of the rest of the program with
     * this node as a variable of its own. A result that is no scalar is summed.
     *
     * <p>Nodes whose adjoint is {@linkplain org.cotangent.gradcheck.GradCheck wrong} are marked,
     * and of these the first that the pass meets, the nearest to the result. All nodes after it are
     * right, so the fault lies in what the nodes that use it pass to it, or in the sum of that; the
     * wrong ones before it may be wrong only because it is.
     *
     * @param pass from the values of all nodes, recorded and the result last, to the adjoints of
     *     all nodes in the same order, null for those that the result does not rest on
     * @return lines, each ended by a line feed
     */
    public String toTable(UnaryOperator<List<Tensor>> pass) {
        return new ProgramTable(this, pass).toString();
    }

    /** The adjoints that the engine computes; null for a value that does not vary. */
    static List<Tensor> adjoints(List<Tensor> values) {
        Tensor result = values.get(values.size() - 1);
        if (!result.varies()) {
            return values.stream().map(x -> (Tensor) null).toList();
        }
        Gradients gradients = sweep(result);
        return values.stream().map(x -> x.varies() ? gradients.of(x) : null).toList();
    }

    private static Gradients sweep(Tensor result) {
        return Backward.of(result).seed(Tensor.ones(result.shape())).keepAll().run();
    }

    /** The sum of the result as a function of one node alone. */
    Tensor rest(int node, Tensor value) {
        List<Tensor> values = new ArrayList<>(values(point).subList(0, node));
        values.add(value);
        while (values.size() < point.length) {
            values.add(point[values.size()]);
        }
        complete(values);
        return values.get(values.size() - 1).sum();
    }

    List<Tensor> variables() {
        return Arrays.stream(point).map(Tensor::asVariable).toList();
    }

    /**
     * The graph that this program records at the point, its nodes named as in {@link #toJava}: what
     * the result rests on, including the nodes without a name that repair domains.
     *
     * @return the graph, to be counted or drawn
     */
    public Graph graph() {
        List<Tensor> values = named();
        return Graph.of(values.get(values.size() - 1));
    }

    /**
     * The graph as a drawing for Graphviz, with values and adjoints.
     *
     * @return a digraph; see {@link Graph#toDot(Gradients)}
     */
    public String toDot() {
        List<Tensor> values = named();
        Tensor result = values.get(values.size() - 1);
        return Graph.of(result).toDot(result.varies() ? sweep(result) : null);
    }

    private List<Tensor> named() {
        List<Tensor> values = values(variables().toArray(new Tensor[0]));
        for (int i = 0; i < values.size(); i++) {
            values.get(i).named(label(i));
        }
        return values;
    }

    /**
     * The Java code, the table and the drawing, with a heading each.
     *
     * @return text for people; its form may change
     */
    public String toText() {
        return toText(toTable(), toDot());
    }

    /**
     * The same with the adjoints of another backward pass in the table, and none in the drawing.
     *
     * @param pass as of {@link #toTable(UnaryOperator)}
     * @return text for people; its form may change
     */
    public String toText(UnaryOperator<List<Tensor>> pass) {
        return toText(toTable(pass), graph().toDot());
    }

    private String toText(String table, String drawing) {
        return String.join(
                "\n",
                "as Java code:\n",
                toJava(),
                "node by node:\n",
                table,
                "as a drawing for Graphviz:\n",
                drawing);
    }

    /** This program as Java code, as {@link #toJava}. */
    @Override
    public String toString() {
        return toJava();
    }
}
