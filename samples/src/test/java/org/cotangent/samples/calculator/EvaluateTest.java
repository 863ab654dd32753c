package org.cotangent.samples.calculator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command: values and derivatives against closed forms, and each option. */
class EvaluateTest {
    @TempDir Path folder;

    @Test
    void theFirstGraph() {
        assertEquals(
                """
                f     = -12
                df/dx = -4
                df/dy = -4
                df/dz = 3

                graph, inputs before results
                  x   variable     -2  adjoint -4
                  y   variable      5  adjoint -4
                  z   variable     -4  adjoint 3
                  t1  add(x, y)     3  adjoint -4
                  f   mul(t1, z)  -12  adjoint 1

                check: MATCH, derivatives agree with numerical ones; an error of 1e-9 would show
                """,
                Run.of("(x + y) * z", "x=-2", "y=5", "z=-4").passed().out());
    }

    @Test
    void gradientsAgreeWithClosedForms() {
        Run run = exact("x^y * sin(z) / (1 + exp(-x))", "x=1.3", "y=2.5", "z=0.7").passed();
        double x = 1.3;
        double y = 2.5;
        double z = 0.7;
        double s = 1 / (1 + Math.exp(-x));
        double f = Math.pow(x, y) * Math.sin(z) * s;
        assertClose(f, run.number("f"));
        assertClose(f * (y / x + 1 - s), run.number("df/dx"));
        assertClose(f * Math.log(x), run.number("df/dy"));
        assertClose(f / Math.tan(z), run.number("df/dz"));
    }

    @Test
    void derivativesOfAnyOrderOfOneVariable() {
        Run run = exact("x * exp(2 * x)", "x=0.5", "--order", "5").passed();
        for (int k = 1; k <= 5; k++) {
            double expected = Math.E * Math.pow(2, k) * (0.5 + k / 2.0);
            assertClose(expected, run.number(Answer.derivative("f", "x", k)));
        }
        assertTrue(run.out().contains("derivatives up to order 3 agree"), run.out());
    }

    @Test
    void theHessianOfNumbersIsATable() {
        String out = Run.of("x^2 * y + exp(y)", "x=1", "y=0", "--order", "2").passed().out();
        assertTrue(
                out.contains(
                        """

                        Hessian
                             x  y
                          x  0  2
                          y  2  1
                        """),
                out);
    }

    @Test
    void theHessianOfArraysIsInBlocks() {
        Run run = Run.of("sum(x * x) * y", "x=[1,2]", "y=3", "--order", "2").passed();
        assertEquals("[6, 12]", run.value("df/dx"));
        assertEquals("[[6, 0], [0, 6]]", run.value("d2f/dx2"));
        assertEquals("[2, 4]", run.value("d2f/dxdy"));
        assertEquals("0", run.value("d2f/dy2"));
    }

    @Test
    void aResultThatIsAnArrayHasJacobians() {
        Run run = Run.of("matmul(A, v)", "A=[[1,2],[3,4]]", "v=[5,6]").passed();
        assertEquals("[17, 39]", run.value("f"));
        assertEquals("[[1, 2], [3, 4]]", run.value("df/dv"));
        assertEquals("[[[5, 6], [0, 0]], [[0, 0], [5, 6]]]", run.value("df/dA"));
    }

    @Test
    void onlySomeVariables() {
        Run run = Run.of("x^3 * y", "x=2", "y=5", "--order=3", "--wrt", "x").passed();
        assertEquals("30", run.value("d3f/dx3"));
        assertFalse(run.out().contains("df/dy"), run.out());
        assertTrue(run.out().contains("y   constant"), run.out());
        assertEquals("8", Run.of("x^3 * y", "x=2", "y=5", "--wrt=y,x").passed().value("df/dy"));
    }

    @Test
    void whatDoesNotVaryHasNoSlope() {
        Run run = Run.of("(x > 1) + 0 * y", "x=3", "y=1").passed();
        assertEquals("0", run.value("df/dx"));
        assertEquals("0", Run.of("x > 1", "x=3").passed().value("df/dx"));
        assertEquals("f = 1.75\n", Run.of("3/2 + 1/4").passed().out());
    }

    @Test
    void digits() {
        assertEquals("0.333", Run.of("x / 3", "x=1", "--digits=3").passed().value("f"));
        assertEquals("0.1", exact("x", "x=0.1").passed().value("f"));
        assertEquals("1.5e-9", Run.of("x", "x=1.5e-9").passed().value("f"));
        assertEquals("1234567890123", exact("x", "x=1234567890123").passed().value("f"));
        assertEquals("-123456789.5", exact("x", "x=-123456789.5").passed().value("f"));
    }

    @Test
    void values() {
        Run run = exact("x * y[1]", "x=2*pi/3", "y=[1, 2^2]").passed();
        assertClose(8 * Math.PI / 3, run.number("f"));
        assertEquals("-9", Run.of("-x^2", "x=3").passed().value("f"));
        assertEquals("-9", Run.of("--", "-x^2", "x=3").passed().value("f"));
        assertEquals("3", Run.of("e", "e=3").passed().value("f"));
    }

    @Test
    void filesAndSeveralLines() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("neuron.txt"),
                        "# a neuron\ns = dot(w, x) + b\n\nL = sigmoid(s)\n");
        String[] values = {"w=[2,-3]", "x=[-1,-2]", "b=-3"};
        Run byName = Run.of(file.toString(), values[0], values[1], values[2]).passed();
        assertEquals("0.731059", byName.value("L"));
        assertEquals("[-0.196612, -0.393224]", byName.value("dL/dw"));
        assertTrue(byName.out().contains("  s   add(t1, b)"), byName.out());
        Run byOption = Run.of("--file", file.toString(), values[0], values[1], values[2]).passed();
        assertEquals(byName.out(), byOption.out());
    }

    @Test
    void lessAndMoreToRead() {
        assertEquals(
                "f     = 9\ndf/dx = 6\n",
                Run.of("x^2", "x=3", "--no-graph", "--no-check").passed().out());
        String out = Run.of("x * y", "x=3", "y=2", "--trace", "--no-graph").passed().out();
        assertTrue(out.contains("backward pass, from the result to the inputs\n  f = mul"), out);
        assertTrue(out.contains("to x: 1 * 2 = 2"), out);
    }

    @Test
    void alongOneVariableAsATable() {
        assertEquals(
                """
                     x    f  df/dx  d2f/dx2
                  -0.3  0.9     -6       20
                  -0.2  0.4     -4       20
                  -0.1  0.1     -2       20
                     0    0      0       20
                   0.1  0.1      2       20
                """,
                Run.of("a * x^2", "a=10", "--at", "x=-0.3:0.1:0.1", "--order=2").passed().out());
    }

    @Test
    void aRangeMeetsZero() {
        String out = Run.of("x", "--at=x=-pi:pi:pi/50").passed().out();
        assertEquals(101, out.lines().count() - 1);
        assertTrue(out.lines().anyMatch(line -> line.matches(" +0 +0 +1")), out);
    }

    @Test
    void aPointAndARange() {
        String out = Run.of("x^2", "x=3", "--at=x=0:1:0.5", "--no-graph").passed().out();
        assertTrue(out.startsWith("f     = 9\n"), out);
        assertTrue(out.endsWith("  0.5  0.25      1\n    1     1      2\n"), out);
    }

    @Test
    void plots() throws Exception {
        Path file = folder.resolve("f.png");
        Run run = Run.of("x * exp(-x^2)", "--at=x=-pi:pi", "--plot", file.toString()).passed();
        assertEquals("written: " + file + "\n", run.out());
        assertEquals(List.of(), run.opened());
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(900, image.getWidth());
        assertTrue(colors(image) > 20, "an empty chart");
        Run poles = Run.of("1/x", "--at=x=-1:1:0.1", "--plot", file.toString()).passed();
        assertEquals("written: " + file + ", cut where curves go far off\n", poles.out());
    }

    @Test
    void pages() throws Exception {
        Path page = folder.resolve("page.html");
        Path picture = folder.resolve("graph.svg");
        Run run =
                Run.of(
                                "(x + y) * z",
                                "x=-2",
                                "y=5",
                                "z=-4",
                                "--html=" + page,
                                "--svg=" + picture,
                                "--open")
                        .passed();
        String written = "\n\nwritten: " + page + "\nwritten: " + picture + "\n";
        assertTrue(run.out().endsWith(written), run.out());
        assertEquals(List.of(page, picture), run.opened());
        String html = Files.readString(page);
        assertTrue(html.contains("-12") && html.contains("MATCH"), html);
        assertTrue(Files.readString(picture).contains("<svg"));
        Run.of("x * [1, 2]", "x=3", "--html=" + page).passed();
        Run.of("a = exp(y); x", "x=3", "y=1", "--html=" + page).passed();
    }

    @Test
    void opens() {
        Path file = folder.resolve("f.png");
        String[] command = {"x^2", "--at=x=0:1", "--plot", file.toString(), "--open"};
        assertEquals(List.of(file), Run.of(command).passed().opened());
        String out = Run.of(false, command).passed().out();
        assertTrue(out.endsWith("to be opened by hand: " + file.toUri() + "\n"), out);
    }

    @Test
    void theCheckSpeaks() {
        assertTrue(Run.of("abs(x)", "x=0").passed().out().contains("check: SUBGRADIENT"));
        Run wrong = Run.of("x * stopGradient(x)", "x=3");
        assertEquals(1, wrong.status());
        assertTrue(wrong.out().contains("\n\ngradient check: FAILED, 1 of 1"), wrong.out());
        Run nan = Run.of("log(x)", "x=-1");
        assertEquals(1, nan.status());
        String made = "check: not made; the value is not finite: log made NaN from x = -1\n";
        assertTrue(nan.out().endsWith(made), nan.out());
        Run steep = Run.of("sqrt(x)", "x=0");
        assertEquals(1, steep.status());
        assertTrue(steep.out().contains("df/dx = Infinity"), steep.out());
        String infinite = "check: not made; a slope is infinite, which differences cannot show\n";
        assertTrue(steep.out().endsWith(infinite), steep.out());
        assertEquals(0, Run.of("log(x)", "x=-1", "--no-check").status());
    }

    @Test
    void help() {
        String out = Run.of("--help").passed().out();
        for (String part :
                List.of(
                        "Usage: evaluate [options] FORMULA [NAME=VALUE ...]",
                        "--order",
                        "--at",
                        "--plot",
                        "--wrt",
                        "--file",
                        "--trace",
                        "--functions",
                        "Exit status")) {
            assertTrue(out.contains(part), () -> "no " + part + " in\n" + out);
        }
        assertTrue(out.lines().allMatch(line -> line.length() <= 80), out);
        assertTrue(Run.of("--functions").passed().out().contains("\nsoftplus(tensor)\n"));
        assertTrue(Run.of("--version").passed().out().startsWith("evaluate"));
    }

    private static Run exact(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--digits=17";
        return Run.of(all);
    }

    private static long colors(BufferedImage image) {
        return java.util.stream.IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
                .distinct()
                .count();
    }

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, 1e-13 * Math.abs(expected));
    }
}
