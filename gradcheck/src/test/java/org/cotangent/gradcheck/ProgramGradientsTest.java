package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.cotangent.gradcheck.coverage.Coverage;
import org.cotangent.gradcheck.coverage.CoverageHook;
import org.cotangent.gradcheck.jqwik.Programs;
import org.cotangent.gradcheck.jqwik.Shapes;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/**
 * Small graphs of all kinds, with fan-out and dead branches: the sweep, not one rule at a time.
 *
 * <p>The same programs in every build; {@link DeepRunTest} draws others, as many as one likes.
 */
@Tag("thorough")
@AddLifecycleHook(CoverageHook.class)
class ProgramGradientsTest {
    private static final int MOST_LINES = 12;

    @Provide
    Arbitrary<List<Instruction>> instructions() {
        return Programs.instructions(3, MOST_LINES);
    }

    @Provide
    Arbitrary<RandomProgram> programs() {
        return Programs.of(MOST_LINES, Shapes.broadcasting(3, 3));
    }

    @Property(tries = 1000, seed = "11")
    void gradientsOfScalarGraphs(
            @ForAll("instructions") List<Instruction> lines, @ForAll long seed) {
        Random random = new Random(seed);
        check(RandomProgram.of(lines, Domain.REAL.draw(random), Domain.REAL.draw(random)));
    }

    @Property(tries = 1000, seed = "12")
    void gradientsOfTensorGraphs(
            @ForAll("instructions") List<Instruction> lines, @ForAll long seed) {
        Dice dice = new Dice(seed, 3);
        check(
                RandomProgram.of(
                        lines,
                        dice.tensor(Domain.REAL, 2, 3),
                        dice.tensor(Domain.REAL, 3),
                        dice.tensor(Domain.REAL)));
    }

    @Property(tries = 500, seed = "13")
    void gradientsOfGraphsOfAnyShape(@ForAll("programs") RandomProgram program) {
        check(program);
    }

    /**
     * Random programs leave pairs out: there are 3,000, and many lines feed no other. Along a
     * single direction of each input, which is enough to see a wrong one, and three times as fast.
     */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyOperationFeedsEveryOther(@ForAll Operation producer, @ForAll Operation consumer) {
        List<Instruction> lines = new ArrayList<>();
        lines.add(new Instruction(producer, 0, 1, 1.5)); // t2
        lines.add(new Instruction(consumer, 2, 1, -1.5)); // t3
        if (consumer.arity() > 1) {
            lines.add(new Instruction(consumer, 0, 2, 0)); // t4, fed from the other side
            lines.add(new Instruction(Operation.ADD, 3, 4, 0));
        }
        String name = producer + " feeds " + consumer;
        boolean told = false;
        // the same points every time; where derivatives are too small to tell, another one
        for (int seed = 1; seed <= 20 && !told; seed++) {
            Dice dice = new Dice(seed * 0x9E3779B97F4A7C15L, 2);
            RandomProgram f =
                    RandomProgram.of(
                            lines, dice.tensor(Domain.REAL, 2, 2), dice.tensor(Domain.REAL, 2));
            told = check(f, of(f, name).directions(1));
        }
        assertTrue(told, () -> name + ": derivatives too small to tell");
    }

    private static void check(RandomProgram f) {
        check(f, of(f, "\n" + f));
    }

    private static GradCheck of(RandomProgram f, String name) {
        return GradCheck.of(f, f.point()).named(name).order(2);
    }

    private static boolean check(RandomProgram f, GradCheck check) {
        // where everything cancels there is nothing to tell, but there must be no mismatch
        Report report = check.inconclusive(1).run();
        report.requirePassed();
        return Coverage.RUN.program(f, report);
    }
}
