package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Functions;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;

/** Programs that are looked at, written and read. */
class ProgramTextTest {
    private static final Program SMALL =
            Program.of(x -> x[0].mul(2).add(x[1]).slice(0, 1, 2), Tensor.ones(2), Tensor.of(3));

    private static double[] run(Program p, double... x) {
        double[] y = new double[p.results()];
        p.run(x, y);
        return y;
    }

    private static String refusal(String json) {
        return assertThrows(IllegalArgumentException.class, () -> Program.fromJson(json), json)
                .getMessage();
    }

    @Test
    void nodes() {
        List<Program.Node> nodes = SMALL.nodes();
        assertEquals(
                List.of("variable", "variable", "constant", "mul", "add", "slice"),
                nodes.stream().map(Program.Node::operation).toList());
        assertEquals(List.of(0, 2), nodes.get(3).inputs());
        assertEquals(List.of(2), nodes.get(4).shape());
        assertEquals(Map.of("axis", 0, "from", 1, "to", 2), nodes.get(5).attributes());
    }

    @Test
    void textsAndDrawings() {
        assertEquals("program of 3 numbers with 1 results, 6 nodes", SMALL.toString());
        assertTrue(SMALL.toText().contains("slice(t2; axis 0"), SMALL.toText());
        assertTrue(SMALL.toDot().startsWith("digraph"), SMALL.toDot());
        assertTrue(SMALL.toHtml().contains("<svg"), "the page has no drawing");
        Program p =
                Program.settings()
                        .branches(true)
                        .of(x -> x[0].gt(0).isTrue() ? x[0] : x[0].neg(), Tensor.of(1));
        run(p, -1);
        assertTrue(p.toText().contains("false at ProgramTextTest.java"), p.toText());
        assertTrue(p.toText().contains("neg("), p.toText());
        assertTrue(p.toString().endsWith("2 variants"), p.toString());
    }

    @Test
    void oneNodeALine() {
        String[] lines = SMALL.toJson().split("\n");
        assertEquals("{\"cotangent program\": 1,", lines[0]);
        assertEquals(
                "  {\"id\": 3, \"op\": \"mul\", \"inputs\": [0, 2], \"shape\": [2]},", lines[6]);
        assertEquals("\"results\": [5],", lines[10]);
        Program read = Program.fromJson(SMALL.toJson());
        assertEquals(SMALL.toJson(), read.toJson());
        assertArrayEquals(new double[] {13}, run(read, 4, 5, 3));
    }

    @Test
    void numbersHaveAllTheirBits() {
        double[] some = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            0,
            0.1,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e22,
            123456789012L,
            -3
        };
        Program p =
                Program.of(
                        x -> x[0].mul(Tensor.of(some)).mul(1).clamp(Double.NEGATIVE_INFINITY, 5),
                        Tensor.ones(some.length));
        Program read = Program.fromJson(p.toJson());
        double[] ones = new double[some.length];
        Arrays.fill(ones, 1);
        assertEquals(Arrays.toString(run(p, ones)), Arrays.toString(run(read, ones)));
        assertEquals(p.toJson(), read.toJson());
    }

    @Test
    void variantsAreWritten() {
        Program p =
                Program.settings()
                        .branches(true)
                        .valueAndGradients(
                                x -> {
                                    Tensor y = x[0];
                                    while (y.lt(9).isTrue()) {
                                        y = y.mul(2);
                                    }
                                    return y.mul(x[0]);
                                },
                                Tensor.of(1));
        run(p, 4);
        Program read = Program.fromJson(p.toJson());
        assertEquals(p.toJson(), read.toJson());
        assertArrayEquals(run(p, 4), run(read, 4));
        assertArrayEquals(run(p, 1.1), run(read, 1.1));
        assertEquals(
                "ProgramTextTest.java",
                read.variants().get(1).choices().get(0).place().getFileName());
        String refusal =
                assertThrows(IllegalStateException.class, () -> run(read, 100)).getMessage();
        assertTrue(refusal.contains("read from a text, and has no function"), refusal);
        assertArrayEquals(run(p, 4), run(read, 4));
    }

    /** A program that was read is differentiated like any other. */
    @Test
    void gradientsThroughAProgramThatWasRead() {
        Program p = Program.fromJson(Program.of(x -> x[0].square().sum(), Tensor.ones(2)).toJson());
        Tensor x = Tensor.variable(new double[] {3, -1});
        assertEquals("[6, -2]", p.apply(x).backward().of(x).toString());
    }

    @Test
    void operationsOfUsers() {
        CustomOp twice = CustomOp.elementwise("twice", v -> 2 * v, (g, y, x) -> g.mul(2));
        Program p = Program.of(x -> twice.apply(x[0]).add(1), Tensor.of(1));
        String json = p.toJson();
        String refusal = refusal(json);
        assertTrue(refusal.contains("line 6: the operation twice is of a user"), refusal);
        assertTrue(refusal.contains("Map.of(\"twice\", …)"), refusal);
        assertArrayEquals(new double[] {7}, run(Program.fromJson(json, Map.of("twice", twice)), 3));
    }

    @Test
    void functionsOfUsersInsideOfOperations() {
        Program p = Program.of(x -> Linalg.symmetricFunction(x[0], Functions::exp), Tensor.eye(2));
        String refusal = assertThrows(IllegalArgumentException.class, p::toJson).getMessage();
        assertTrue(
                refusal.contains("the operation symmetricFunction rests on a function"), refusal);
    }

    @Test
    void textsThatAreNoPrograms() {
        String json = SMALL.toJson();
        assertEquals(
                "program: line 1: the end of the text where a value was expected", refusal(""));
        assertTrue(refusal("{}").contains("the text is no program"), refusal("{}"));
        assertTrue(refusal("[1]").contains("the text is no program"));
        assertEquals(
                "program: version 2; this library reads 1",
                refusal(json.replace("program\": 1", "program\": 2")));
        String[][] faults = {
            {"\"mul\"", "\"mull\"", "line 7: there is no operation mull"},
            {"[0, 2]", "[0, 7]", "line 7: there is no node 7 before this"},
            {"[0, 2]", "[0, 3]", "line 7: there is no node 3 before this"},
            {"[0, 2]", "[0, -1]", "line 7: there is no node -1 before this"},
            {"[0, 2]", "[0, 2.5]", "line 7: [0, 2.5] is no list of whole numbers"},
            {"[0, 2]", "[0]", "line 7: "},
            {"\"id\": 3", "\"id\": 4", "line 7: the id is 4; nodes are counted, this is 3"},
            {"\"shape\": [1]", "\"shape\": [2]", "line 9: slice gives shape [1], not [2]"},
            {"\"elements\": [3.0]", "\"elements\": [3, 4]", "line 5: 2 elements for the shape []"},
            {"\"elements\": [3.0]", "\"elements\": [\"x\"]", "line 5: x is no number"},
            {"\"elements\": [3.0]", "\"elements\": [3.0", "line 5: '}' where ']' was expected"},
            {"\"argument\"", "\"word\"", "line 4: there is no kind of leaf word"},
            {"Views.View", "Views.Viewer", "line 9: there is no operation Views.Viewer"},
            {"Views.View", "Views.Place", "line 9: "},
            {"Views.View", "linalg.Rerun.Back", "line 9: "},
            {"\"offset\": 1", "\"offset\": 100", "line 9: "},
            {"\"offset\": 1", "\"offset\": \"one\"", "line 9: Views.View.offset is one"},
            {"\"id\": 3,", "\"id\": 3, \"id\": 3,", "line 7: the name \"id\" twice in an object"},
            {"[5]", "[6]", "line 3: there is no node 6 before this"},
            {"\"choices\": []", "\"choices\": [[false]]", "line 3: choice 0 is not what"},
            {"\"choices\": []", "\"choices\": [1]", "line 3: a choice is 1"},
        };
        for (String[] fault : faults) {
            assertTrue(json.contains(fault[0]), fault[0] + " in " + json);
            String broken = json.replaceFirst(java.util.regex.Pattern.quote(fault[0]), fault[1]);
            String refusal = refusal(broken);
            assertTrue(refusal.contains(fault[2]), fault[2] + ", not " + refusal);
            assertTrue(refusal.startsWith("program: "), refusal);
        }
        for (int i = 0; i < json.length() - 3; i += 7) {
            refusal(json.substring(0, i));
        }
        refusal("[".repeat(100_000));
    }

    @Test
    void operationsThatDifferAtMinusZeroHaveTheirOwnNames() {
        Tensor[] x = {Tensor.of(2), Tensor.of(3)};
        Program p =
                Program.ofSeveral(
                        at -> Differentiate.gradients(v -> v[0].log().add(v[1].sqrt()), at), x);
        Program read = Program.fromJson(p.toJson());
        for (double v : new double[] {0, -0.0, 2, -2}) {
            List<Tensor> expected = p.applyAll(Tensor.of(v), Tensor.of(v));
            assertEquals(expected.toString(), read.applyAll(Tensor.of(v), Tensor.of(v)).toString());
        }
    }
}
