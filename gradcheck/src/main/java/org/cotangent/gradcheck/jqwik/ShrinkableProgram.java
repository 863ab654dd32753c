package org.cotangent.gradcheck.jqwik;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/**
 * A list of instructions that shrinks to simpler ones of the same operations.
 *
 * <p>A list of jqwik would not do: where a line is taken out, the operands after it must be counted
 * anew, or what follows is another program, which may well pass.
 */
final class ShrinkableProgram implements Shrinkable<List<Instruction>> {
    private final RandomProgram program;
    private final List<Operation> allowed;
    private final long step;

    private ShrinkableProgram(RandomProgram program, List<Operation> allowed, long step) {
        this.program = program;
        this.allowed = allowed;
        this.step = step;
    }

    /** One to so many lines, compiled at zeros: the point is of no matter here. */
    static ShrinkableProgram draw(
            Random random, int inputs, int mostLines, List<Operation> operations) {
        List<Instruction> lines =
                IntStream.range(0, 1 + random.nextInt(mostLines))
                        .mapToObj(line -> drawn(random, inputs + line, operations))
                        .toList();
        Tensor[] zeros = new Tensor[inputs];
        Arrays.fill(zeros, Tensor.of(0));
        return new ShrinkableProgram(RandomProgram.of(lines, zeros), operations, Integer.MAX_VALUE);
    }

    private static Instruction drawn(Random random, int operands, List<Operation> operations) {
        Operation operation = operations.get(random.nextInt(operations.size()));
        return new Instruction(
                operation,
                random.nextInt(operands),
                operation.arity() > 1 ? random.nextInt(operands) : 0,
                operation.hasConstant() ? 0.5 * random.nextInt(13) - 3 : 0);
    }

    @Override
    public List<Instruction> value() {
        return program.instructions();
    }

    @Override
    public Stream<Shrinkable<List<Instruction>>> shrink() {
        return program.simpler()
                .filter(
                        other ->
                                !other.instructions().isEmpty()
                                        && other.instructions().stream()
                                                .allMatch(x -> allowed.contains(x.operation())))
                .map(other -> new ShrinkableProgram(other, allowed, step - 1));
    }

    /** Fewer lines first; among equally many every step is one towards the simpler. */
    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(program.instructions().size(), step);
    }
}
