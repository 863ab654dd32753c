package org.cotangent.gradcheck.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.jqwik.Programs;
import org.cotangent.gradcheck.jqwik.Shapes;
import org.cotangent.gradcheck.jqwik.Tensors;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/** Random programs: valid whatever is left of them, finite, and seen as they are. */
class ProgramTest {
    private static final int MOST_LINES = 10;

    @Provide
    Arbitrary<List<Instruction>> instructions() {
        return Programs.instructions(2, MOST_LINES);
    }

    @Provide
    Arbitrary<RandomProgram> programs() {
        return Programs.of(MOST_LINES, Shapes.broadcasting(3, 3));
    }

    /** Shapes that have nothing to do with each other, empty ones among them. */
    @Provide
    Arbitrary<List<Tensor>> points() {
        return Tensors.in(Domain.WITH_ZEROS, Shapes.of(0, 3, 0, 3))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 400)
    void anySublistIsAProgramAtAnyPoint(
            @ForAll("instructions") List<Instruction> lines,
            @ForAll("points") List<Tensor> point,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Instruction> some = lines.stream().filter(line -> random.nextBoolean()).toList();
        Tensor[] at = point.stream().map(x -> x.mul(100)).toArray(Tensor[]::new);
        List<Tensor> values = RandomProgram.of(some, at).values(at);
        assertEquals(at.length + some.size(), values.size());
        for (Tensor value : values.subList(at.length, values.size())) {
            double[] elements = value.toArray();
            assertTrue(Arrays.stream(elements).allMatch(x -> Math.abs(x) <= 3), value::toString);
        }
    }

    @Property(tries = 300)
    void everyLineIsANodeOfItsOwn(@ForAll("programs") RandomProgram program) {
        List<Tensor> values = program.values(program.variables().toArray(new Tensor[0]));
        assertEquals(values.size(), new HashSet<>(values).size());
    }

    @Property(tries = 200)
    void adjointsOfTheEngineAreRight(@ForAll("programs") RandomProgram program) {
        String table = program.toTable();
        assertTrue(!table.contains("wrong"), table);
    }

    /** Of each node in turn half the adjoint: marked, and the first where it is the only one. */
    @Property(tries = 150)
    void aWrongAdjointIsMarked(@ForAll("instructions") List<Instruction> lines, @ForAll int place) {
        RandomProgram program = RandomProgram.of(lines, Tensor.of(0.7), Tensor.of(-1.3));
        int nodes = 2 + lines.size();
        int wrong = Math.floorMod(place, nodes);
        List<Tensor> right =
                RandomProgram.adjoints(program.values(program.variables().toArray(new Tensor[0])));
        Tensor adjoint = right.get(wrong);
        String table = program.toTable(values -> with(right, wrong, x -> x.mul(1.01)));
        double size = adjoint == null ? 0 : Math.abs(adjoint.value());
        boolean visible = size > 1e-4;
        if (visible) {
            String line = table.lines().toList().get(1 + wrong);
            assertTrue(line.endsWith("<== first wrong"), table);
        }
        int marks = table.split("wrong", -1).length - 1;
        assertTrue(marks == (visible ? 1 : 0) || size > 1e-6 && marks == 1, table);
    }

    private static List<Tensor> with(List<Tensor> all, int place, UnaryOperator<Tensor> change) {
        List<Tensor> changed = new ArrayList<>(all);
        changed.set(place, all.get(place) == null ? null : change.apply(all.get(place)));
        return changed;
    }

    @Example
    void ofSeveralThatAreWrongTheNearestToTheResultIsTheFirst() {
        RandomProgram program = RandomProgram.of(cubeAndSine(), Tensor.of(0.5));
        String table =
                program.toTable(
                        values ->
                                RandomProgram.adjoints(values).stream()
                                        .map(x -> x == null ? null : x.mul(x.value() == 1 ? 1 : 2))
                                        .toList());
        assertEquals(
                """
                node  code       value     adjoint  numerical
                x0    input      0.5       1.4883   0.744148   wrong
                t1    x0.pow(3)  0.125     1.9844   0.992198   <== first wrong
                t2    t1.sin()   0.124675  1        1
                """,
                table);
    }

    private static List<Instruction> cubeAndSine() {
        return List.of(
                new Instruction(Operation.CUBE, 0, 0, 0), new Instruction(Operation.SIN, 1, 0, 0));
    }

    @Example
    void theSameSeedDrawsTheSameProgram() {
        Tensor x = Tensor.vector(1, 2);
        Set<String> drawn = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            String code = RandomProgram.random(new Random(seed), 8, x).toJava();
            assertEquals(code, RandomProgram.random(new Random(seed), 8, x).toJava());
            drawn.add(code);
        }
        assertEquals(20, drawn.size());
    }

    /** The example of the class comment. */
    @Example
    void javaCode() {
        List<Instruction> lines =
                List.of(
                        new Instruction(Operation.MUL, 0, 1, 0),
                        new Instruction(Operation.SIN, 2, 0, 0));
        assertEquals(
                """
                Tensor x0 = Tensor.variable(0.5);
                Tensor x1 = Tensor.variable(2);
                Tensor t2 = x0.mul(x1);
                Tensor t3 = t2.sin();
                return t3;
                """,
                RandomProgram.of(lines, Tensor.of(0.5), Tensor.of(2)).toJava());
    }

    @Example
    void noLinesReturnTheLastInput() {
        RandomProgram program = RandomProgram.of(List.of(), Tensor.of(1), Tensor.of(2));
        assertEquals(7, program.apply(Tensor.of(6), Tensor.of(7)).value());
    }

    @Example
    void repairsAreWhatTheySay() {
        check(Operation.LOG, -1, "x0.add(1.5).log()");
        check(Operation.RELU, 0, "x0.add(0.25).relu()");
        check(Operation.RELU, 0.2, "x0.relu()");
        check(Operation.ASIN, 3, "x0.mul(0.25).asin()");
        check(Operation.EXP, 2, "x0.exp().mul(0.25)");
        check(Operation.MUL, 100, "x0.mul(0.015625).mul(x0.mul(0.015625))");
        check(Operation.MAX_NUMBER, 0.5, "x0.add(0.25).max(0.5)");
        check(Operation.CLAMP, -0.5, "x0.add(0.25).clamp(-0.5, 0.5)");
        check(Operation.MAX, 1, "x0.add(0.25).max(x0)");
    }

    private static void check(Operation operation, double x, String code) {
        Instruction line = new Instruction(operation, 0, 0, 0.5);
        String java = RandomProgram.of(List.of(line), Tensor.of(x)).toJava();
        assertEquals("Tensor t1 = " + code + ";", java.lines().toList().get(1));
    }

    @Example
    void refusals() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> RandomProgram.of(List.of()));
        assertTrue(thrown.getMessage().contains("no inputs"));
        thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                RandomProgram.of(
                                        List.of(), Tensor.of(1), Tensor.vector(1, Double.NaN)));
        assertTrue(thrown.getMessage().contains("input 1 has the element NaN"));
        RandomProgram program = RandomProgram.of(cubeAndSine(), Tensor.of(1));
        thrown = assertThrows(IllegalArgumentException.class, program::apply);
        assertTrue(thrown.getMessage().contains("0 arguments; it has 1 input"));
        thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Instruction(Operation.ADD, 0, 0, Double.NaN));
        assertTrue(thrown.getMessage().contains("the constant is NaN"));
    }
}
