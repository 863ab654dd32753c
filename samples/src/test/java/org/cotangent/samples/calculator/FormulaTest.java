package org.cotangent.samples.calculator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.MapContext;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of formulas: precedence, spellings, functions, and that nothing else is reached. */
class FormulaTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "3/2 -> 1.5",
                "7 - 2 - 1 -> 4",
                "8 / 4 / 2 -> 1",
                "2 + 3 * 4 -> 14",
                "(2 + 3) * 4 -> 20",
                "-2^2 -> -4",
                "(-2)^2 -> 4",
                "2^3^2 -> 512",
                "(2^3)^2 -> 64",
                "2**3**2 -> 512",
                "2 * 3^2 -> 18",
                "2^2 * 3 -> 12",
                "2^-1 -> 0.5",
                "2^-1^2 -> 0.5",
                "-2^-2 -> -0.25",
                "2^+3 -> 8",
                "1 + 2^2 == 5 -> 1",
                "--3 -> 3",
                "3 - -2 -> 5",
                "2--3 -> 5",
                "sqrt(16)^2 -> 16",
                "[1, 2, 3][1]^2 -> 4",
                "2^[1, 2, 3][1] -> 4",
                "2 < 3 -> 1",
                "2 >= 3 -> 0",
                "2 != 3 -> 1",
                "1 + 1 < 3 -> 1",
                "1 < 2 and 3 < 2 -> 0",
                "1 < 2 && 2 < 3 -> 1",
                "3 < 2 or 1 < 2 -> 1",
                "1 or 1 and 0 -> 1",
                "not 1 > 2 -> 0",
                "!(1 > 2) -> 1",
                "2 > 1 ? 10 : 20 -> 10",
                "0 ? 1 : 0 ? 2 : 3 -> 3",
                "1 ? 0 ? 1 : 2 : 3 -> 2",
                "1 + (0 ? 1 : 2)^2 -> 5",
                "1e-3 * 1E+3 -> 1",
                ".5 + 5. -> 5.5",
                "010 -> 10",
                "[[1, 2], [3, 4]][1][0] -> 3",
                "[[1, 2], [3, 4]][1, 0] -> 3",
                "sum([[1, 2], [3, 4]][1]) -> 7",
                "true + false -> 1",
                "pi / pi + e / e -> 2",
                "max(2, 3) -> 3",
                "ln(e) -> 1",
                "SUM([1, 2]) -> 3",
                "round(exp(logsumexp([0, 0]))) -> 2",
                "norm([3, 4]) -> 5",
                "dot([1, 2], [3, 4]) -> 11",
                "sum(matmul([[1, 2], [3, 4]], [1, 1])) -> 10",
                "mean(zeros(2, 3)) -> 0",
                "3 \u00d7 2 \u2212 6 \u00f7 3 -> 4",
                "2 \u2264 3 -> 1",
                "var = 4; new = 2; var / new -> 2",
                "\u03b8 = 4; \u03b8_1 = 2 * \u03b8; \u03b8_1 -> 8",
                "1 + 2 # three -> 3",
                "1 + 2 // three -> 3"
            })
    void values(String formula, double expected) {
        Tensor value = Formula.constant(new Source("", formula));
        assertEquals(0, value.rank(), value.toString());
        assertEquals(expected, value.value(), 1e-15 * Math.abs(expected));
    }

    @Test
    void linesAreStatementsUnlessTheyGoOn() {
        String text = "\n# comment\na = 1 +\n  2\n\nb = [a,\n a]; c = sum(b) // six\nc / a\n\n";
        assertEquals(2, Formula.constant(new Source("", text)).value());
    }

    @Test
    void aNumberIsRecordedAsANumberAndANameAsAName() {
        Tensor x = Tensor.variable(3).named("x");
        Tensor f =
                Formula.read(new Source("", "a = 1 - sqrt(4) / x; b = a; 2 * b^2"))
                        .apply(Map.of("x", x));
        String graph = Graph.of(f).toText().replaceAll(" {2,}", "  ");
        assertTrue(graph.contains("t1  rdiv(x, 2)") || graph.contains("div(2, x)"), graph);
        assertTrue(graph.contains("  a  ") || graph.contains("a  sub"), graph);
        assertTrue(graph.contains("pow(a; exponent 2)"), graph);
        assertEquals(0, Graph.of(f).nodes().stream().filter(n -> "b".equals(n.name())).count());
    }

    /** At x = 4: a number at the left of a tensor is another method than at the right. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "1 + x -> 5",
                "x - 1 -> 3",
                "1 - x -> -3",
                "2 * x -> 8",
                "x / 2 -> 2",
                "2 / x -> 0.5",
                "x^2 -> 16",
                "2^x -> 16",
                "1 < x -> 1",
                "x < 1 -> 0",
                "4 <= x -> 1",
                "5 <= x -> 0",
                "1 > x -> 0",
                "x > 1 -> 1",
                "4 >= x -> 1",
                "3 >= x -> 0",
                "4 == x -> 1",
                "4 != x -> 0",
                "not x -> 0",
                "x and 0 -> 0",
                "0 or x -> 1",
                "max(1, x) -> 4",
                "-x + +x -> 0"
            })
    void numbersBesideTensors(String formula, double expected) {
        Formula read = Formula.read(new Source("", formula));
        assertEquals(expected, read.apply(Map.of("x", Tensor.variable(4))).value());
    }

    @Test
    void aConditionIsRecordedWithBothSides() {
        Tensor x = Tensor.variable(new double[] {-4, 4}).named("x");
        Tensor f = Formula.read(new Source("", "sum(x > 0 ? sqrt(x) : -x)")).apply(Map.of("x", x));
        assertEquals("[-1, 0.25]", f.backward().of(x).toString());
        assertEquals(6, f.value());
    }

    @Test
    void functionsAreThoseOfTheLibrary() {
        List<String> signatures = Functions.signatures();
        for (String name :
                List.of(
                        "exp(tensor)",
                        "pow(tensor, number)",
                        "pow(tensor, tensor)",
                        "softplus(tensor)",
                        "erf(tensor)",
                        "det(tensor)",
                        "sum(tensor, integers...)",
                        "where(tensor, tensor, tensor)",
                        "solveTriangular(tensor, tensor, boolean)",
                        "concat(integer, tensors...)")) {
            assertTrue(signatures.contains(name), () -> name + " is not in " + signatures);
        }
        List<String> names = new ArrayList<>();
        for (String signature : signatures) {
            names.add(signature.substring(0, signature.indexOf('(')));
        }
        // upper and lower case are the same: no two names may differ in nothing else
        assertEquals(
                new HashSet<>(names).size(),
                names.stream().map(n -> n.toLowerCase(Locale.ROOT)).distinct().count());
        for (String hidden : List.of("variable", "asVariable", "named", "normal", "value")) {
            assertEquals(null, Functions.resolve(hidden));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.getClass()",
                "x.class",
                "x['class']",
                "''.class.forName('java.lang.System')",
                "new('java.lang.String', 'a')",
                "new java.lang.String('a')",
                "java.lang.System.exit(1)",
                "x =~ 'a'",
                "x += 1",
                "while (true) {}",
                "() -> { 1 }",
                "#pragma jexl.import java.lang"
            })
    void theEngineReachesNothingElse(String script) {
        MapContext context = new MapContext();
        context.set("x", Tensor.of(1));
        // not even past the formulas' own reader
        assertThrows(
                JexlException.class,
                () -> Formula.ENGINE.createScript(script).execute(context),
                script);
    }
}
