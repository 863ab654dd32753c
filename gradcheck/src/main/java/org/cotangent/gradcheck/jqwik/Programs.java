package org.cotangent.gradcheck.jqwik;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/**
 * Arbitrary {@linkplain RandomProgram programs}. They shrink as {@link RandomProgram#simpler} says:
 * to fewer lines, as any sublist is again a program, then to simpler operations, to operands that
 * stand further in front, and to rounder constants.
 */
@SuppressWarnings("exports") // jqwik is optional: required transitively, every user would need it
public final class Programs {
    private Programs() {}

    /**
     * Lists of instructions of all operations, to be compiled at a point.
     *
     * @param inputs how many inputs the point has, 1 or more
     * @param mostLines the largest number of lines, 1 or more
     * @return lists of one line or more
     */
    public static Arbitrary<List<Instruction>> instructions(int inputs, int mostLines) {
        return instructions(inputs, mostLines, Operation.values());
    }

    /**
     * Lists of instructions of some operations.
     *
     * @param inputs how many inputs the point has, 1 or more
     * @param mostLines the largest number of lines, 1 or more
     * @param operations those to be used, one or more
     * @return lists of one line or more
     * @throws IllegalArgumentException if there is nothing to choose from
     */
    public static Arbitrary<List<Instruction>> instructions(
            int inputs, int mostLines, Operation... operations) {
        if (inputs < 1 || mostLines < 1 || operations.length == 0) {
            throw new IllegalArgumentException(
                    "programs of "
                            + inputs
                            + " inputs, up to "
                            + mostLines
                            + " lines and "
                            + operations.length
                            + " operations: there must be one or more of each");
        }
        List<Operation> allowed = List.of(operations);
        return Arbitraries.fromGenerator(
                random -> ShrinkableProgram.draw(random, inputs, mostLines, allowed));
    }

    /**
     * Programs compiled at a point.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @param point the inputs, one or more
     * @return programs of one line or more
     */
    public static Arbitrary<RandomProgram> at(int mostLines, Tensor... point) {
        Tensor[] inputs = point.clone();
        return instructions(inputs.length, mostLines).map(lines -> RandomProgram.of(lines, inputs));
    }

    /**
     * Programs of two inputs, at arbitrary points.
     *
     * @param mostLines the largest number of lines, 1 or more
     * @param shapes of the inputs, such as {@link Shapes#broadcasting}
     * @return programs of one line or more, at points with elements from -3 to 3
     */
    public static Arbitrary<RandomProgram> of(int mostLines, Arbitrary<Shapes.Pair> shapes) {
        return Combinators.combine(
                        instructions(2, mostLines),
                        Tensors.broadcasting(Domain.REAL, Domain.REAL, shapes))
                .as((lines, point) -> RandomProgram.of(lines, point.toArray(new Tensor[0])));
    }
}
