package org.cotangent.samples.calculator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input: status 2, a message that says what would be right, and a mark under the column. */
class RefusalsTest {
    @TempDir Path folder;

    /** A formula with x = 1, y = 2 and v = [1, 2, 3] where it uses them. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "(x + w) * 2 -> 6 -> unknown variable w at column 6; give a value, as in w=1",
                "x + exp -> 5 -> unknown variable exp at column 5; give a value, as in exp=1; "
                        + "as a function it is exp(...)",
                "x + expp(x) -> 5 -> unknown function expp at column 5; did you mean exp?",
                "sinn(x) -> 1 -> unknown function sinn at column 1; did you mean sin?",
                "x + gradient(x) -> 5 -> unknown function gradient at column 5; --functions lists"
                        + " those there are",
                "x + -> 4 -> the formula ends too early at column 4",
                "(x + y -> 1 -> '(' is not closed at column 1",
                "x + y) -> 6 -> unexpected ')' at column 6",
                "x + [x, (y] -> 11 -> unexpected ']' at column 11",
                "x y -> 3 -> an operator is missing at column 3, such as *",
                "2x -> 2 -> an operator is missing at column 2, such as *",
                "(x)(y) -> 4 -> an operator is missing at column 4, such as *",
                "x * / y -> 5 -> unexpected '/' at column 5",
                "x != != y -> 6 -> unexpected '!=' at column 6",
                "x or and y -> 6 -> unexpected 'and' at column 6",
                "x + () -> 6 -> unexpected ')' at column 6",
                "exp(x,) -> 7 -> unexpected ')' at column 7",
                "(x, y) -> 3 -> unexpected ',' at column 3",
                "x, y -> 2 -> unexpected ',' at column 2",
                "x < y < 3 -> 7 -> unexpected '<' at column 7",
                "x ? y -> 3 -> no : for the ? at column 3; a condition is written c ? a : b",
                "x : y -> 3 -> unexpected ':' at column 3",
                "x % y -> 3 -> unexpected '%' at column 3; a remainder is x - floor(x / y) * y",
                "x.exp() -> 2 -> unexpected '.' at column 2; a function is written f(x), and there"
                        + " is no file of that name",
                "\"x\" -> 1 -> unexpected '\"' at column 1",
                "1e999 -> 1 -> too large a number at column 1",
                "x + y = 3 -> 7 -> unexpected '=' at column 7; a name is assigned at the start, as"
                        + " in a = x + y",
                "a = x; a = y; a -> 8 -> a is assigned twice at column 8; use another name",
                "b = a; a = x; b -> 8 -> a is assigned after its use at column 8; use another name",
                "x = 3; x -> 1 -> x is assigned at column 1; no other value can be given to it",
                "x; y -> 1 -> a value that nothing uses at column 1; only the last statement may"
                        + " be one, give this one a name as in a = x + y",
                "v * [x, y] -> 3 -> '*' refused at column 3: mul: shapes [3] and [2] do not"
                        + " broadcast: counted from the last, axis -1 has extents 3 and 2; they"
                        + " must be equal or one of them 1",
                "x + (v + 1)^[1, 2] -> 12 -> '^' refused at column 12: pow: shapes [3] and [2] do"
                        + " not broadcast: counted from the last, axis -1 has extents 3 and 2;"
                        + " they must be equal or one of them 1",
                "v ** [x, y] -> 3 -> '**' refused at column 3: pow: shapes [3] and [2] do not"
                        + " broadcast: counted from the last, axis -1 has extents 3 and 2; they"
                        + " must be equal or one of them 1",
                "v and [x, y] -> 3 -> 'and' refused at column 3: mul: shapes [3] and [2] do not"
                        + " broadcast: counted from the last, axis -1 has extents 3 and 2; they"
                        + " must be equal or one of them 1",
                "v != [x, y] -> 3 -> '!=' refused at column 3: ne: shapes [3] and [2] do not"
                        + " broadcast: counted from the last, axis -1 has extents 3 and 2; they"
                        + " must be equal or one of them 1",
                "x * v[3] -> 6 -> '[' refused at column 6: index 3 of shape [3]; a whole number"
                        + " from 0 to 2 expected",
                "v[x] -> 2 -> '[' refused at column 2: index that is no number of the formula, of shape [3]; a"
                        + " whole number from 0 to 2 expected",
                "x[0] -> 2 -> '[' refused at column 2: a number has no elements",
                "y * max(x) -> 5 -> 'max' refused at column 5: max takes (tensor, number) or"
                        + " (tensor, tensor), not (tensor[])",
                "leakyRelu(x, y) -> 1 -> 'leakyRelu' refused at column 1: leakyRelu takes (tensor,"
                        + " number), not (tensor[], tensor[])",
                "x + sum([v, [1, 2]]) -> 9 -> '[' refused at column 9: stack: tensor 0 has shape"
                        + " [3] and tensor 1 [2]; they must be the same",
            })
    void atAColumn(String formula, int column, String message) {
        String expected =
                "evaluate: " + message + "\n  " + formula + "\n  " + " ".repeat(column - 1) + "^\n";
        assertEquals(expected, refused(with(formula)));
    }

    /** The formula with values for the variables that it has. */
    private static String[] with(String formula) {
        List<String> arguments = new ArrayList<>(List.of(formula));
        for (String value : List.of("x=1", "y=2", "v=[1,2,3]")) {
            if (formula.matches(".*\\b" + value.charAt(0) + "\\b.*")) {
                arguments.add(value);
            }
        }
        return arguments.toArray(new String[0]);
    }

    @Test
    void inALineOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("f.txt"), "a = x + 1\n\tb = a * w # w?\nb\n");
        assertEquals(
                "evaluate: unknown variable w in "
                        + file
                        + " at line 2, column 10; give a value, as in w=1\n"
                        + "   b = a * w # w?\n"
                        + "           ^\n",
                refused(file.toString(), "x=1"));
        Path signs = Files.writeString(folder.resolve("g.txt"), "a = x\n- a\n");
        assertTrue(refused(signs.toString(), "x=1").contains("begins with a sign"));
    }

    @Test
    void farToTheRight() {
        String formula = "x + ".repeat(1100) + "x * [x, x, x] * [x, x]";
        int column = 4400 + 15;
        assertTrue(refused(formula, "x=1").contains("'*' refused at column " + column + ": mul:"));
    }

    @Test
    void tooDeep() {
        String formula = "(".repeat(100_000) + "x" + ")".repeat(100_000);
        assertEquals("evaluate: the formula is nested too deeply\n", refused(formula, "x=1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "x y=1 -> y is given, but not a variable of the formula; it has x",
                "1 y=1 -> y is given, but not a variable of the formula; it has none",
                "x x=1 x=2 -> x is given two values",
                "x + y x=1 -> \"+\" is not of the form name=value; a formula with spaces stands in"
                        + " quotes",
                "x x -> \"x\" is not of the form name=value; a formula with spaces stands in quotes",
                "x and=1 -> \"and=1\" is not of the form name=value; a formula with spaces stands"
                        + " in quotes",
                "x x= -> the formula is empty in the value of x at column 1; such as"
                        + " (x + y) * z expected",
                "x x=1+ -> the formula ends too early in the value of x at column 3",
                "x x=y -> unknown variable y in the value of x at column 1; give a value, as in"
                        + " y=1",
                "x --hmtl x=1 -> unknown option --hmtl; --help lists them",
                "x x=1 --order=0 -> --order 0; a number from 1 to 10 expected",
                "x x=1 --digits=99 -> --digits 99; a number from 1 to 17 expected",
                "x x=1 --wrt=q -> --wrt q: no variable; there are x",
                "x x=1 --plot=f.png -> --plot needs --at, such as --at x=-3:3:0.1",
                "x --at=x=0:1 --plot=f.jpg -> --plot f.jpg; a name that ends with .png or .svg"
                        + " expected",
                "x x=1 --open -> --open needs --html, --svg or --plot",
                "x --at=x=0:1 --html=f.html -> --html and --svg draw the graph at a point; give x"
                        + " a value, too, as in x=1",
                "x --at=0:1 -> the range is \"0:1\"; such as x=-3:3:0.1 expected",
                "x --at=x=1 -> the range is \"x=1\"; such as x=-3:3:0.1 expected",
                "x --at=x=0:1:2:3 -> the range \"x=0:1:2:3\" has 4 parts; such as x=-3:3:0.1"
                        + " expected",
                "x --at=x=1:0 -> the range \"x=1:0\" must go up, in 2 to 100000 points; such as"
                        + " x=-3:3:0.1 expected",
                "x --at=x=0:1:0 -> the range \"x=0:1:0\" must go up, in 2 to 100000 points; such as"
                        + " x=-3:3:0.1 expected",
                "x --at=q=0:1 -> q is given, but not a variable of the formula; it has x",
                "x*[1,2] --at=x=0:1 -> along x the result must be a number, not of shape [2]; take"
                        + " an element or the sum",
                "log(x) --at=x=-2:-1 --plot=f.png -> there is nothing to draw: no value of the"
                        + " range is a finite number",
                "x*y x=1 y=2 --order=3 -> --order 3 with respect to x, y; above 2 there must be one"
                        + " variable that is a number, such as by --wrt x",
                "x*[1,2] x=[1,2] --order=2 -> --order 2 of a result of shape [2]; take an element"
                        + " or the sum, so that the result is a number",
                "x*[1,2] x=1 --trace -> --trace needs a result that is a number and varies; this"
                        + " one is of shape [2]",
                "--file=none.txt x=1 -> there is no file none.txt",
            })
    void inTheCommand(String command, String message) {
        String err = refused(command.split(" "));
        assertEquals("evaluate: " + message, err.lines().findFirst().orElse(""));
    }

    @Test
    void noFolder() {
        String html = "--html=" + folder.resolve("none/f.html");
        assertTrue(refused("x", "x=1", html).startsWith("evaluate: cannot write the file"));
        String png = "--plot=" + folder.resolve("none/f.png");
        assertTrue(refused("x", "--at=x=0:1", png).startsWith("evaluate: cannot write the file"));
    }

    @Test
    void noFormula() {
        assertTrue(refused().startsWith("evaluate: a formula is missing; such as"));
        assertTrue(refused("x", "--order=two").contains("--order"));
        assertTrue(refused(" ; ").startsWith("evaluate: the formula is empty"));
    }

    private static String refused(String... arguments) {
        Run run = Run.of(arguments);
        assertEquals(2, run.status(), run.out());
        return run.err();
    }
}
