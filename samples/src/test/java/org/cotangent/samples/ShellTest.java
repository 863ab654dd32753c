package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session of JShell, as a person sees it. */
@Tag("thorough") // starts virtual machines
class ShellTest {
    /** What is typed follows a prompt; what is shown follows what is typed. */
    private static final String SESSION =
            """
            > var x = variable(-2).named("x")
            -2
            > var f = mul(add(x, 5), -4).named("f")
            -12
            > graph(f)
            x   variable      -2  adjoint -4
            t1  add(x, 5)      3  adjoint -4
            f   mul(t1, -4)  -12  adjoint 1
            > gradient(t -> pow(t, 3), Tensor.of(2))
            12
            > f.backward()
            x  []  -4

            > graph(vector(1, 2))
            c1  constant  [1, 2]
            > trace(f)
            f = mul(t1, -4) = -12   adjoint 1
               to t1: 1 * -4 = -4
            t1 = add(x, 5) = 3   adjoint -4
               to x: -4 * 1 = -4
            x = -2   adjoint -4
            > Graph.of(add(x, 5))
            x   variable   -2
            t1  add(x, 5)   3

            > show("two\\nlines")
            two
            lines
            > Tensor twice(Tensor t) { return mul(2, t); }
            > twice(sigmoid(vector(-1, 0, 3)))
            [0.537883, 1, 1.90515]
            > int n = 3
            3
            > check(t -> gelu(erf(t)), vector(1, 2))
            gradient check: passed, all 2 derivatives agree
              input [2]; order 1; tolerance 1.00e-09, seed 1
            > nothing
            |  Error:
            |  cannot find symbol
            |    symbol:   variable nothing
            |  nothing
            |  ^-----^
            >\s
            """;

    @Test
    void thePageShowsItsBeginning() throws Exception {
        String page = Files.readString(Path.of("../docs/first-minute.md"));
        int from = page.indexOf("```text\n> ") + "```text\n".length();
        String block = page.substring(from, page.indexOf("```", from));
        assertEquals(block, SESSION.substring(0, Math.min(block.length(), SESSION.length())));
    }

    @Test
    void session() throws Exception {
        String typed =
                SESSION.lines()
                        .filter(line -> line.matches("> .+"))
                        .map(line -> line.substring(2) + "\n")
                        .collect(Collectors.joining());
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
            Shell.run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out);
        }
        // how near to failing the check was is for gradcheck's own tests
        String text =
                shown.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.matches("  (would have|nearest).*"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        assertEquals(SESSION, text);
    }
}
