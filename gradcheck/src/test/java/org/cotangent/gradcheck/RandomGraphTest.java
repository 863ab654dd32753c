package org.cotangent.gradcheck;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.RandomGraph.Instruction;
import org.cotangent.gradcheck.RandomGraph.Kind;

/** Small graphs of all kinds, with fan-out and dead branches: the sweep, not one rule at a time. */
class RandomGraphTest {
    private static final int MOST_LINES = 12;

    @Provide
    Arbitrary<List<Instruction>> programs() {
        Arbitrary<Integer> operand = Arbitraries.integers().between(0, MOST_LINES + 3);
        return Combinators.combine(Arbitraries.of(Kind.class), operand, operand)
                .as(Instruction::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_LINES);
    }

    @Property(tries = 1000)
    void gradientsOfScalarGraphs(@ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Random random = new Random(seed);
        check(program, Domain.REAL.draw(random), Domain.REAL.draw(random));
    }

    @Property(tries = 1000)
    void gradientsOfTensorGraphs(@ForAll("programs") List<Instruction> program, @ForAll long seed) {
        Dice dice = new Dice(seed, 3);
        check(
                program,
                dice.tensor(Domain.REAL, 2, 3),
                dice.tensor(Domain.REAL, 3),
                dice.tensor(Domain.REAL));
    }

    private static void check(List<Instruction> program, Tensor... at) {
        RandomGraph f = new RandomGraph(program, at);
        GradCheck.of(f, at).named(f.toString()).order(2).run().requirePassed();
    }
}
