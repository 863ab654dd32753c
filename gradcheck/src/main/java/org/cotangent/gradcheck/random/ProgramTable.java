package org.cotangent.gradcheck.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.NumericalGradient;

/**
 * The table of a backward pass through a program beside differences of the rest of it, node by
 * node.
 */
final class ProgramTable {
    private static final String GAP = "  ";

    /** The part of the largest adjoint that may be lost where parts of an adjoint cancel. */
    private static final double ROUND_OFF = 1e-12;

    private final List<String[]> rows = new ArrayList<>();
    private final double roundOff;
    private boolean wrong;

    ProgramTable(RandomProgram program, UnaryOperator<List<Tensor>> pass) {
        List<Tensor> values = program.values(program.variables().toArray(new Tensor[0]));
        List<Tensor> adjoints = pass.apply(values);
        int inputs = program.point().length;
        roundOff = ROUND_OFF * Math.max(1, largest(adjoints));
        // from the result backwards, to tell the first that is wrong
        for (int i = values.size() - 1; i >= 0; i--) {
            Tensor value = values.get(i).stopGradient();
            Tensor adjoint = adjoints.get(i);
            String[] numbers = {"-", "-", ""};
            if (adjoint != null || values.get(i).varies()) {
                Tensor known = adjoint != null ? adjoint : Tensor.zeros(value.shape());
                numbers = judged(program, i, value, known);
            }
            rows.add(
                    0,
                    new String[] {
                        program.label(i),
                        i < inputs ? "input" : program.code(i, values),
                        value.toString(),
                        numbers[0],
                        numbers[1],
                        numbers[2]
                    });
        }
        rows.add(0, new String[] {"node", "code", "value", "adjoint", "numerical", ""});
    }

    private String[] judged(RandomProgram program, int node, Tensor value, Tensor adjoint) {
        if (value.size() == 0) {
            return new String[] {adjoint.toString(), "[]", ""};
        }
        UnaryOperator<Tensor> rest = x -> program.rest(node, x);
        Tensor numerical = NumericalGradient.of(rest, value);
        String mark = "";
        if (!isNear(numerical, adjoint) && !isRight(rest, value, adjoint)) {
            mark = wrong ? "wrong" : "<== first wrong";
            wrong = true;
        }
        return new String[] {adjoint.toString(), numerical.toString(), mark};
    }

    private static double largest(List<Tensor> adjoints) {
        return adjoints.stream()
                .filter(Objects::nonNull)
                .flatMapToDouble(x -> Arrays.stream(x.toArray()))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private boolean isNear(Tensor numerical, Tensor adjoint) {
        return Arrays.equals(numerical.shape(), adjoint.shape())
                && Arrays.stream(numerical.sub(adjoint).toArray())
                        .allMatch(x -> Math.abs(x) <= roundOff);
    }

    /** The verdict of the checker on the rest of the program, were this its gradient. */
    private static boolean isRight(UnaryOperator<Tensor> rest, Tensor value, Tensor adjoint) {
        if (!Arrays.equals(value.shape(), adjoint.shape())) {
            return false;
        }
        Tensor constant = adjoint.stopGradient();
        // what the differences cannot tell is not marked
        return GradCheck.of(Differentiate.customVjp(rest, (g, y, x) -> g.mul(constant)), value)
                .inconclusive(1)
                .run()
                .passed();
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            Arrays.setAll(widths, k -> Math.max(widths[k], row[k].length()));
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < row.length; k++) {
                line.append(row[k]).append(" ".repeat(widths[k] - row[k].length())).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
