package org.cotangent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cotangent.internal.Text;

/**
 * The result of a backward pass: for each node that it kept, the derivative of the pass's own
 * result with respect to it, also called its adjoint or cotangent.
 */
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

    /**
     * The gradient with respect to a variable, or to a result whose adjoint was kept: one that
     * {@link Backward#retain} or {@link Backward#wrt} named, or any if the pass {@linkplain
     * Backward#keepAll() kept all}.
     *
     * @param x the variable or result
     * @return a tensor of x's shape; zeros if the result does not rest on x
     * @throws IllegalArgumentException if x is a constant, or its adjoint was not kept
     */
    public Tensor of(Tensor x) {
        Objects.requireNonNull(x, "gradient of: the tensor is null");
        Tensor adjoint = kept.of(x);
        if (adjoint != null) {
            return adjoint;
        }
        refuseConstant(x);
        boolean known = all || variables && x.isVariable() || asked.contains(x);
        if (!known) {
            throw new IllegalArgumentException(
                    "gradient of "
                            + described(x)
                            + ": no adjoint was kept for it. A pass keeps those of variables; for one of"
                            + " a result use Backward.of(f).retain(...).run(), or keepAll() for all, and"
                            + " after wrt(...) name it there. If it is meant to be a variable, as after"
                            + " an update, call asVariable()");
        }
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

    private static String described(Tensor x) {
        return (x.name() != null ? x.name() + ", " : "") + x.op.name() + " of shape " + x.shape;
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
        List<Tensor> nodes = new ArrayList<>(kept.nodes());
        if (nodes.isEmpty()) {
            return "no gradients\n";
        }
        nodes.sort(Comparator.comparingLong(x -> x.number));
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

    private static String label(Tensor x) {
        String label = x.name() == null ? x.op.name() : x.name().replaceAll("\\p{Cntrl}", " ");
        return label.length() <= LONGEST_NAME
                ? label
                : label.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String brief(Tensor adjoint) {
        return adjoint.size() <= SHOWN_IN_FULL
                ? Text.nested(adjoint.array(), adjoint.shape)
                : "norm "
                        + Text.number(
                                Tensor.constant(adjoint.shape, adjoint.array()).norm().value());
    }
}
