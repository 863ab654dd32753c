package org.cotangent;

// Longer than 400 lines: most are documentation, and a class of its own for the texts would be one
// more in the knot of classes around Tensor.

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Text;

/**
 * The result of a backward pass: for each node that it kept, the derivative of the pass's own
 * result with respect to it, also called its adjoint or cotangent.
 *
 * <p>Gradients need not come from one pass: {@link #of(Map)} takes tensors computed by any means,
 * and {@link #sum}, {@link #mean}, {@link #scaled}, {@link #mapped(UnaryOperator)} and {@link
 * #restricted} make new ones of those there are. Gradients are immutable.
 *
 * <pre>{@code
 * Tensor w = Tensor.variable(new double[] {3, 4}).named("w");
 * Gradients first = w.square().sum().backward();            // [6, 8]
 * Gradients own = Gradients.of(Map.of(w, Tensor.vector(0, 2)));
 * Gradients mean = Gradients.mean(List.of(first, own));     // [3, 5]
 * first.scaled(0.5).norm();                                 // 5
 * }</pre>
 */
@CheckReturnValue
public final class Gradients {
    private static final int MOST_LINES = 20;
    private static final int LONGEST_NAME = 40;
    private static final int SHOWN_IN_FULL = 6;

    /** The adjoints that a pass has kept. */
    interface Kept {
        /** That of a node, or null. */
        Tensor of(Tensor x);

        /** The nodes that have one. */
        List<Tensor> nodes();
    }

    /** Gradients that no pass has made. */
    private record Given(Map<Tensor, Tensor> map) implements Kept {
        @Override
        public Tensor of(Tensor x) {
            return map.get(x);
        }

        @Override
        public List<Tensor> nodes() {
            return List.copyOf(map.keySet());
        }
    }

    private final Kept kept;
    private final boolean variables;
    private final boolean all;
    private final Set<Tensor> asked;

    /**
     * The adjoints of a pass.
     *
     * @param kept the adjoints
     * @param variables whether those of all variables were kept
     * @param all whether every adjoint was kept
     * @param asked the nodes whose adjoints were kept in any case
     */
    Gradients(Kept kept, boolean variables, boolean all, Set<Tensor> asked) {
        this.kept = kept;
        this.variables = variables;
        this.all = all;
        this.asked = asked;
    }

    /** Those of a map whose entries are checked, and that nobody else changes. */
    private static Gradients given(Map<Tensor, Tensor> map) {
        return new Gradients(new Given(map), false, false, Set.of());
    }

    /**
     * Gradients computed by other means than a pass: by another program, by hand, or by workers
     * that differentiate copies of the variables.
     *
     * <pre>{@code
     * Tensor w = Tensor.variable(new double[] {3, 4});
     * Gradients g = Gradients.of(Map.of(w, Tensor.vector(0.1, 0.2)));
     * }</pre>
     *
     * @param gradients for each variable, or result, its gradient, of the same shape; NaN and
     *     infinite numbers are kept, as those of a pass are; copied
     * @return gradients of these tensors alone
     * @throws IllegalArgumentException if a key is a constant, or the shape of a gradient differs
     *     from its key's
     */
    public static Gradients of(Map<Tensor, Tensor> gradients) {
        Objects.requireNonNull(gradients, "gradients: the map is null");
        gradients.forEach(
                (x, gradient) -> {
                    refuseConstant(x);
                    requireShape("given", x, gradient);
                });
        return given(new HashMap<>(gradients));
    }

    private static void requireShape(String what, Tensor x, Tensor gradient) {
        Objects.requireNonNull(
                gradient, () -> "gradients: the one " + what + " for " + described(x) + " is null");
        if (!gradient.shape.equals(x.shape)) {
            throw new IllegalArgumentException(
                    "gradients: the one "
                            + what
                            + " for "
                            + described(x)
                            + " has shape "
                            + gradient.shape
                            + "; it must have that of the tensor");
        }
    }

    /**
     * The gradients of a sum of results: for each tensor the sum of its gradients, added in the
     * order of the list, so that the same list gives the same bits. One that holds none of a tensor
     * adds nothing to it, as a loss that rests on a part of a model.
     *
     * <p>Gradients of micro-batches add up to those of the whole batch if each loss is a sum over
     * its rows, or a mean that is {@linkplain #scaled scaled} by its part of the rows.
     *
     * @param parts the gradients, at least one
     * @return gradients of all tensors that any of them holds one of
     * @throws IllegalArgumentException if the list is empty, or two of them hold gradients of
     *     different variables of one name and shape, as of copies of a model, which do not add up
     */
    public static Gradients sum(List<Gradients> parts) {
        Objects.requireNonNull(parts, "gradients: the list is null");
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "gradients: the list is empty; a sum or mean needs one or more");
        }
        Map<Tensor, Tensor> sums = new HashMap<>();
        Map<String, Tensor> named = new HashMap<>();
        for (Gradients part : parts) {
            Objects.requireNonNull(part, "gradients: one of the list is null");
            for (Tensor x : part.kept.nodes()) {
                if (x.isVariable() && x.name() != null && !sums.containsKey(x)) {
                    Tensor other = named.putIfAbsent(x.name() + x.shape, x);
                    if (other != null && part.kept.of(other) == null) {
                        requireOneName(other, x);
                    }
                }
            }
            part.kept.nodes().forEach(x -> sums.merge(x, part.kept.of(x), Tensor::add));
        }
        return given(sums);
    }

    /** Refuses copies; values that one owner of a name had one after the other are its business. */
    private static void requireOneName(Tensor one, Tensor other) {
        if (one.name() != other.name()) {
            throw new IllegalArgumentException(
                    "gradients: of two different variables "
                            + one.name()
                            + " of shape "
                            + one.shape
                            + " each has one in another part of the sum, as those of copies of a"
                            + " model, which do not add up. Bring them to the tensors of one model"
                            + " with Gradients.of(Map.of(parameter.value(), ...)), or keep the"
                            + " gradients of different models apart");
        }
    }

    /**
     * The gradients of the mean of some results, as of equal parts of a batch: their {@linkplain
     * #sum sum}, in the order of the list, divided by how many there are.
     *
     * @param parts the gradients, at least one
     * @return gradients of all tensors that they hold one of
     * @throws IllegalArgumentException if the list is empty, or one of them holds none of a tensor
     *     that another holds one of: a mean of less would be too small; {@link #withZeros} says
     *     that it is 0
     */
    public static Gradients mean(List<Gradients> parts) {
        Gradients sum = sum(parts);
        for (int i = 0; i < parts.size(); i++) {
            for (Tensor x : sum.kept.nodes()) {
                if (parts.get(i).find(x).isEmpty()) {
                    throw new IllegalArgumentException(
                            "gradients: number "
                                    + i
                                    + " of "
                                    + parts.size()
                                    + " holds none of "
                                    + (x.name() == null ? "a tensor" : x.name())
                                    + " of shape "
                                    + x.shape
                                    + ", of which another holds one: a mean of them would be too"
                                    + " small. Compute all by the same tensors, as those of one"
                                    + " model; if it is to count as 0, take withZeros");
                }
            }
        }
        return sum.mapped(gradient -> gradient.div(parts.size()));
    }

    /**
     * The sum of these gradients and others, for accumulating without keeping all: the bits of
     * {@link #sum} of a list.
     *
     * <pre>{@code
     * Tensor w = Tensor.variable(3).named("w");
     * Gradients total = w.square().backward();
     * for (int i = 1; i < 4; i++) {
     *     total = total.plus(w.mul(i).backward());
     * }
     * total.of(w);   // 12
     * }</pre>
     *
     * @param other what is added
     * @return gradients of all tensors that either holds one of
     * @throws IllegalArgumentException as for {@link #sum}
     */
    public Gradients plus(Gradients other) {
        return sum(List.of(this, Objects.requireNonNull(other, "gradients: the other is null")));
    }

    /**
     * These gradients times a number.
     *
     * @param factor the number; what is not finite makes gradients that are not
     * @return gradients of the same tensors
     */
    public Gradients scaled(double factor) {
        return mapped(gradient -> gradient.mul(factor));
    }

    /**
     * A function of each gradient.
     *
     * @param function from a gradient to one of the same shape
     * @return gradients of the same tensors
     * @throws IllegalArgumentException if the function changes a shape
     */
    public Gradients mapped(UnaryOperator<Tensor> function) {
        Objects.requireNonNull(function, "gradients: the function is null");
        return mapped((x, gradient) -> function.apply(gradient));
    }

    /**
     * A function of each tensor and its gradient.
     *
     * <pre>{@code
     * Tensor w = Tensor.variable(3);
     * w.square().backward().mapped((x, g) -> g.add(x.stopGradient())).of(w);   // 9
     * }</pre>
     *
     * @param function from a tensor and its gradient to one of the same shape
     * @return gradients of the same tensors
     * @throws IllegalArgumentException if the function changes a shape
     */
    public Gradients mapped(BinaryOperator<Tensor> function) {
        Objects.requireNonNull(function, "gradients: the function is null");
        Map<Tensor, Tensor> mapped = new HashMap<>();
        for (Tensor x : tensors()) {
            Tensor gradient = function.apply(x, kept.of(x));
            requireShape("mapped", x, gradient);
            mapped.put(x, gradient);
        }
        return given(mapped);
    }

    /**
     * The gradients of some tensors alone, as of a part of a model.
     *
     * @param only the tensors
     * @return gradients of these
     * @throws IllegalArgumentException if there is none of one of them: {@link #withZeros} says
     *     that it counts as 0
     */
    public Gradients restricted(Tensor... only) {
        Map<Tensor, Tensor> some = new HashMap<>();
        for (Tensor x : only) {
            refuseConstant(x);
            Tensor gradient = kept.of(x);
            if (gradient == null) {
                throw new IllegalArgumentException(missing(x));
            }
            some.put(x, gradient);
        }
        return given(some);
    }

    /**
     * The gradients of some tensors alone; as {@link #restricted(Tensor...)}.
     *
     * @param only the tensors
     * @return gradients of these
     * @throws IllegalArgumentException if there is none of one of them
     */
    public Gradients restricted(List<Tensor> only) {
        return restricted(only.toArray(Tensor[]::new));
    }

    /**
     * These gradients, and zeros for those of some tensors that they hold none of. Optimizers
     * refuse what a loss does not reach, lest a gradient that is missing by mistake count as 0;
     * this says that it is meant.
     *
     * @param tensors variables or results
     * @return gradients of more tensors
     * @throws IllegalArgumentException if one of them is a constant
     */
    public Gradients withZeros(Tensor... tensors) {
        Map<Tensor, Tensor> more = new HashMap<>();
        kept.nodes().forEach(x -> more.put(x, kept.of(x)));
        for (Tensor x : tensors) {
            refuseConstant(x);
            more.computeIfAbsent(x, Gradients::zeros);
        }
        return given(more);
    }

    /**
     * The tensors that there are gradients of.
     *
     * @return a new list, in the order in which they were made
     */
    public List<Tensor> tensors() {
        List<Tensor> nodes = new ArrayList<>(kept.nodes());
        nodes.sort(Comparator.comparingLong(x -> x.number));
        return nodes;
    }

    /**
     * The Euclidean norm of all numbers of all gradients together.
     *
     * @return the norm; Infinity where it is above the largest number, NaN where one is NaN, 0
     *     without gradients
     */
    public double norm() {
        List<Tensor> all = tensors().stream().map(kept::of).toList();
        all.forEach(x -> x.observeRead("norm"));
        List<double[]> arrays = all.stream().map(Tensor::array).toList();
        double sum = squares(arrays, 1);
        if (sum > 1e-280 && sum < Double.POSITIVE_INFINITY) {
            return Math.sqrt(sum);
        }
        // squares that left the range of doubles: once more, in units of the largest
        double largest = 0;
        for (double[] g : arrays) {
            for (double number : g) {
                largest = Math.max(largest, Math.abs(number));
            }
        }
        return largest == 0 || largest == Double.POSITIVE_INFINITY
                ? largest
                : largest * Math.sqrt(squares(arrays, largest)); // NaN of NaN
    }

    private static double squares(List<double[]> arrays, double unit) {
        double sum = 0;
        for (double[] g : arrays) {
            double part = 0;
            for (double number : g) {
                double t = number / unit;
                part += t * t;
            }
            sum += part;
        }
        return sum;
    }

    /**
     * The gradient with respect to a variable, or to a result whose adjoint was kept: one that
     * {@link Backward#retain} or {@link Backward#wrt} named, or any if the pass {@linkplain
     * Backward#keepAll() kept all}.
     *
     * @param x the variable or result
     * @return a tensor of x's shape; zeros if the result of the pass does not rest on x
     * @throws IllegalArgumentException if x is a constant, or its adjoint was not kept, or these
     *     gradients were made from a map or from others and hold none of x, or hold that of an
     *     earlier variable under the same name as an object, as before a parameter was set
     */
    public Tensor of(Tensor x) {
        Objects.requireNonNull(x, "gradient of: the tensor is null");
        Tensor adjoint = kept.of(x);
        if (adjoint != null) {
            return adjoint;
        }
        refuseConstant(x);
        boolean known = all || variables && x.isVariable() || asked.contains(x);
        if (kept instanceof Given) {
            throw new IllegalArgumentException(missing(x));
        }
        if (!known) {
            throw new IllegalArgumentException(
                    "gradient of "
                            + described(x)
                            + ": no adjoint was kept for it. A pass keeps those of variables; for one of"
                            + " a result use Backward.of(f).retain(...).run(), or keepAll() for all, and"
                            + " after wrt(...) name it there. If it is meant to be a variable, as after"
                            + " an update, call asVariable()");
        }
        for (Tensor other : kept.nodes()) {
            if (x.name() != null && other.name() == x.name() && other.number < x.number) {
                throw new IllegalArgumentException(
                        "gradient of "
                                + described(x)
                                + ": there is none, but one of an earlier tensor of that name. Was"
                                + " the parameter set after the loss was computed? Ask for the"
                                + " gradient before; if it is to count as 0, call withZeros(...)"
                                + " first");
            }
        }
        return zeros(x);
    }

    private static Tensor zeros(Tensor x) {
        return Tensor.full(0, x.shape).with(NodeInfo.RECORDED); // 0 at every order
    }

    /**
     * The adjoint of a node, if the pass kept one.
     *
     * @param x any tensor
     * @return of x's shape; empty if the pass did not reach it, or was not told to keep it
     */
    public Optional<Tensor> find(Tensor x) {
        return Optional.ofNullable(kept.of(x));
    }

    static void refuseConstant(Tensor x) {
        Objects.requireNonNull(x, "gradient of: the tensor is null");
        if (!x.varies()) {
            throw new IllegalArgumentException(
                    "gradient of "
                            + described(x)
                            + ": it is a constant; make it with Tensor.variable(...) or asVariable()"
                            + " before it is used");
        }
    }

    /**
     * The adjoints kept, for people: a line for each variable or result, in the order in which they
     * were made, with its name or operation, its shape, and its adjoint: up to six elements in
     * full, of more the Euclidean norm. Of more than 20 lines the first are shown, and how many
     * there are besides.
     *
     * <pre>{@code
     * Tensor w = Tensor.variable(new double[] {0.5, -1, 2}).named("w");
     * Tensor b = Tensor.variable(3);
     * System.out.print(w.square().sum().mul(b).backward());
     * // w         [3]  [3, -6, 12]
     * // variable  []   5.25
     * }</pre>
     *
     * @return the lines, each with its end; "no gradients" if nothing was kept
     */
    @Override
    public String toString() {
        List<Tensor> nodes = tensors();
        if (nodes.isEmpty()) {
            return "no gradients\n";
        }
        List<Tensor> shown = nodes.subList(0, Math.min(nodes.size(), MOST_LINES));
        int names = shown.stream().mapToInt(x -> label(x).length()).max().orElse(0);
        int shapes = shown.stream().mapToInt(x -> x.shape.toString().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Tensor x : shown) {
            text.append(label(x)).append(" ".repeat(names - label(x).length() + 2));
            String shape = x.shape.toString();
            text.append(shape).append(" ".repeat(shapes - shape.length() + 2));
            text.append(brief(kept.of(x))).append('\n');
        }
        if (shown.size() < nodes.size()) {
            text.append("... ").append(nodes.size() - shown.size()).append(" more\n");
        }
        return text.toString();
    }

    /** A tensor in a message. */
    private static String described(Tensor x) {
        return (x.name() != null ? x.name() + ", " : "") + x.op.name() + " of shape " + x.shape;
    }

    /** Says that there is no gradient of a tensor, and of which there are. */
    private String missing(Tensor x) {
        List<Tensor> nodes = tensors();
        List<String> some =
                nodes.stream()
                        .limit(SHOWN_IN_FULL)
                        .map(each -> label(each) + " " + each.shape)
                        .toList();
        String more = nodes.size() > some.size() ? " and others" : "";
        return "gradient of "
                + described(x)
                + ": there is none here. "
                + (nodes.isEmpty()
                        ? "These gradients hold none at all"
                        : "These gradients are of " + String.join(", ", some) + more)
                + ". Ask with the tensor itself; if it is to count as 0, call withZeros(...) first";
    }

    private static String label(Tensor x) {
        String label = x.name() == null ? x.op.name() : x.name().replaceAll("\\p{Cntrl}", " ");
        return label.length() <= LONGEST_NAME
                ? label
                : label.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String brief(Tensor adjoint) {
        if (adjoint.isHidden()) {
            return adjoint.toString();
        }
        return adjoint.size() <= SHOWN_IN_FULL
                ? Text.nested(adjoint.array(), adjoint.shape)
                : "norm "
                        + Text.number(
                                Tensor.constant(adjoint.shape, adjoint.array()).norm().value());
    }
}
