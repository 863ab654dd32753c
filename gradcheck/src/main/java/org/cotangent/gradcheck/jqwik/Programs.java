package org.cotangent.gradcheck.jqwik;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.Program;
import org.cotangent.gradcheck.random.Program.Instruction;

/**
 * Arbitrary {@linkplain Program programs}. They shrink to fewer lines, as any sublist is again a
 * program, then to simpler operations, to operands that stand further in front, and to constants
 * nearer to 0.
 */
public final class Programs {
    /** Operands beyond the last line wrap around: inputs are met more often than by chance. */
    private static final int BEYOND = 3;

    private Programs() {}

    /**
     * Lists of instructions of all operations, to be compiled at a point.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @return lists of one line or more
     */
    public static Arbitrary<List<Instruction>> instructions(int mostLines) {
        return instructions(mostLines, Operation.values());
    }

    /**
     * Lists of instructions of some operations.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @param operations those to be used, the simplest first; one or more
     * @return lists of one line or more
     */
    public static Arbitrary<List<Instruction>> instructions(
            int mostLines, Operation... operations) {
        Arbitrary<Integer> operand = Arbitraries.integers().between(0, mostLines + BEYOND);
        Arbitrary<Double> constant = Arbitraries.integers().between(-6, 6).map(i -> 0.5 * i);
        return Combinators.combine(Arbitraries.of(operations), operand, operand, constant)
                .as(Instruction::new)
                // simplest operations on the first inputs, thousands of them: chance meets them too
                .withoutEdgeCases()
                .list()
                .ofMinSize(1)
                .ofMaxSize(mostLines);
    }

    /**
     * Programs compiled at a point.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @param point the inputs, one or more
     * @return programs of one line or more
     */
    public static Arbitrary<Program> at(int mostLines, Tensor... point) {
        Tensor[] inputs = point.clone();
        return instructions(mostLines).map(lines -> Program.of(lines, inputs));
    }

    /**
     * Programs of two inputs, at arbitrary points.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @param shapes of the inputs, such as {@link Shapes#broadcasting}
     * @return programs of one line or more, at points with elements from -3 to 3
     */
    public static Arbitrary<Program> of(int mostLines, Arbitrary<Shapes.Pair> shapes) {
        return Combinators.combine(
                        instructions(mostLines),
                        Tensors.broadcasting(Domain.REAL, Domain.REAL, shapes))
                .as((lines, point) -> Program.of(lines, point.toArray(new Tensor[0])));
    }
}
