package org.cotangent.gradcheck.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.Verdict;
import org.cotangent.gradcheck.coverage.ShapeClass.Pairing;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** What is recorded, and what of it is missed. */
class CoverageTest {
    private final Coverage coverage = new Coverage();

    private static Row row(String name) {
        return OpTable.ROWS.stream().filter(r -> r.toString().equals(name)).findFirst().get();
    }

    private static String letters(Pairing pairing, int[]... shapes) {
        Tensor[] at = new Tensor[shapes.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = Tensor.zeros(shapes[i]);
        }
        return ShapeClass.letters(new TreeSet<>(ShapeClass.of(pairing, at)));
    }

    private static int[] shape(int... extents) {
        return extents;
    }

    @Test
    void classesOfShapes() {
        assertEquals("0", letters(null, shape()));
        assertEquals("1u", letters(null, shape(1)));
        assertEquals("4", letters(null, shape(2, 2, 2, 2, 2)));
        assertEquals("e", letters(null, shape(1, 0, 3)));
        assertEquals("2", letters(Pairing.ALL, shape(2, 3), shape(2, 3)));
        assertEquals("2<", letters(Pairing.ALL, shape(3), shape(2, 3)));
        assertEquals("2u>", letters(Pairing.ALL, shape(2, 3), shape(2, 1)));
        assertEquals("2ux", letters(Pairing.ALL, shape(2, 1), shape(3)));
        assertEquals("2u", letters(Pairing.ALL, shape(1, 1), shape(1, 1)));
        // rows and columns are matched, batches broadcast
        assertEquals("3u>", letters(new Pairing(0, 2), shape(2, 1, 5), shape(5, 3)));
    }

    @Test
    void piecesOfBranches() {
        Tensor x = Tensor.variable(new double[] {-2, -1, 0, 0.5, 2});
        assertEquals(Set.of("0", "1", "2"), pieces(x.relu()));
        assertEquals(Set.of("0", "1", "2", "4"), pieces(x.clamp(-1, 1)));
        assertEquals(Set.of("2", "4"), pieces(x.clamp(-9, 1)));
        assertEquals(Set.of("odd", "even"), pieces(x.floor()));
        assertEquals(Set.of("odd", "even"), pieces(x.round()));
        assertEquals(Set.of("0", "2"), pieces(x.amax()));
        assertEquals(Set.of("0", "1"), pieces(x.abs().amax()));
        assertEquals(Set.of("even"), pieces(x.sort(0)));
        assertEquals(Set.of("once"), pieces(x.gather(0, Tensor.vector(1, 2))));
        assertEquals(Set.of("repeated"), pieces(x.gather(0, Tensor.vector(1, 1, 2))));
    }

    private static Set<String> pieces(Tensor y) {
        List<Graph.Branch> branches = Graph.of(y).branches();
        return Coverage.of(branches.get(branches.size() - 1));
    }

    @Test
    void piecesThatNoRowDeclaresAreRefused() {
        Graph.Branch branch = new Graph.Branch("mode", Tensor.of(1));
        String message =
                assertThrows(IllegalArgumentException.class, () -> Coverage.of(branch))
                        .getMessage();
        assertTrue(message.contains("mode"), message);
        Graph.Branch odd = new Graph.Branch("relu", Tensor.of(3));
        message = assertThrows(IllegalArgumentException.class, () -> Coverage.of(odd)).getMessage();
        assertTrue(message.contains("relu stood on piece 3"), message);
    }

    @Test
    void ofAProgramWhatTheResultRestsOn() {
        List<Instruction> lines =
                List.of(
                        new Instruction(Operation.SIN, 0, 0, 0),
                        new Instruction(Operation.COS, 1, 0, 0), // not used
                        new Instruction(Operation.EXP, 1, 2, 0), // takes one operand
                        new Instruction(Operation.MUL, 1, 3, 0));
        RandomProgram f = RandomProgram.of(lines, Tensor.of(0.5));
        coverage.program(f, GradCheck.of(f, f.point()).order(2).run());
        assertEquals(1, coverage.programs());
        assertEquals(0, coverage.uses(Operation.COS));
        assertEquals(1, coverage.pair(Operation.SIN, Operation.EXP));
        assertEquals(1, coverage.pair(Operation.SIN, Operation.MUL));
        assertEquals(1, coverage.pair(Operation.EXP, Operation.MUL));
        assertEquals(0, coverage.pair(Operation.COS, Operation.EXP));
        assertEquals(0, coverage.pair(Operation.MUL, Operation.EXP));
    }

    @Test
    void holesAreNamed() {
        Row relu = row("relu");
        Case at = new Case(x -> x[0].relu(), Tensor.vector(-1, 2));
        Report report = GradCheck.check(at.f(), at.at());
        coverage.order(relu, report);
        coverage.point(relu, at, report);
        CoverageTable table = new CoverageTable(coverage, List.of(relu));
        List<String> holes = table.holes();
        assertFalse(holes.contains("relu: no check at order 1"));
        assertTrue(holes.contains("relu: no check at order 2"));
        assertTrue(holes.contains("relu: no check at order 3"));
        assertTrue(
                holes.contains(
                        "relu: no check of shapes that are [SCALAR, MATRIX, RANK_3, RANK_4,"
                                + " UNIT_AXIS, EMPTY_AXIS]"));
        assertTrue(holes.contains("relu: never on pieces [1] in the checks of kinks"));
        assertTrue(holes.contains("abs: never on pieces [0, 2] in the checks of operations"));
        assertTrue(holes.contains("no random program that uses add"));
        assertTrue(holes.contains("no random program in which add feeds sub"));
        assertTrue(table.toMarkdown().contains("| relu | 1 | 0 | 0 | 1 !0234ue |"));
    }

    /** A derivative that could not be told from round-off has not been checked. */
    @Test
    void whatWasLeftOpenDoesNotCount() {
        Row add = row("add, a number");
        GradCheck check = GradCheck.of(x -> x.mul(1e-20).add(1), Tensor.vector(1, 2));
        Report report = check.inconclusive(1).run();
        assertEquals(2, report.count(Verdict.INCONCLUSIVE), report::toString);
        coverage.order(add, report);
        assertEquals(0, coverage.checks(add, 1));
    }
}
