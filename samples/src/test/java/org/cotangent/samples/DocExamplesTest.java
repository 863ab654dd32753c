package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs every example of the README and of the documentation comments.
 *
 * <p>A README example is a whole class; what it prints must be the text block that follows it. One
 * without a {@code main}, as a test, is compiled only. A documentation example is the body of a
 * method; where a line is an expression with a comment, such as {@code g.of(x).value(); // -4}, the
 * expression's text must be that of the comment, up to a semicolon.
 */
class DocExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern README_EXAMPLE =
            Pattern.compile("```java\n(.*?)```(?:\\s*```text\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public (?:final )?class (\\w+)");
    private static final Pattern COMMENT_EXAMPLE =
            Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern EXPECTATION =
            Pattern.compile("^(\\s*)([^=\\s](?:[^=]|->|==)*?[^=\\s]);\\s*// ([^;\n]+)(;.*)?$");

    @TempDir Path scratch;

    @TestFactory
    List<DynamicTest> readme() throws IOException {
        Matcher example = README_EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
        List<DynamicTest> tests = new ArrayList<>();
        while (example.find()) {
            String code = example.group(1);
            String expected = example.group(2);
            Matcher name = CLASS_NAME.matcher(code);
            assertTrue(name.find(), () -> "not a class: " + code);
            String className = name.group(1);
            tests.add(
                    DynamicTest.dynamicTest(
                            className,
                            () -> {
                                if (expected == null && !code.contains(" main(")) {
                                    JavaSnippet.compile(scratch, className, code);
                                    return;
                                }
                                String printed = JavaSnippet.run(scratch, className, code);
                                assertEquals(expected, printed);
                            }));
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    @TestFactory
    List<DynamicTest> documentationComments() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String module : List.of("engine", "gradcheck", "nn", "samples")) {
            for (Path file : sources(ROOT.resolve(module).resolve("src/main/java"))) {
                Matcher example = COMMENT_EXAMPLE.matcher(Files.readString(file));
                for (int count = 1; example.find(); count++) {
                    String body = example.group(1).replaceAll("(?m)^\\s*\\* ?", "");
                    String name =
                            file.getFileName().toString().replaceAll("\\W|java$", "")
                                    + "Example"
                                    + count;
                    tests.add(
                            DynamicTest.dynamicTest(
                                    name,
                                    () -> JavaSnippet.run(scratch, name, wrapped(name, body))));
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String wrapped(String name, String body) {
        String checked =
                body.lines()
                        .map(line -> EXPECTATION.matcher(line))
                        .map(
                                line ->
                                        line.replaceAll(
                                                found ->
                                                        Matcher.quoteReplacement(
                                                                found.group(1)
                                                                        + "expect("
                                                                        + found.group(2)
                                                                        + ", \""
                                                                        + found.group(3).strip()
                                                                        + "\");")))
                        .collect(Collectors.joining("\n"));
        return String.join(
                "\n",
                "import java.nio.file.*;",
                "import java.util.*;",
                "import java.util.function.*;",
                "import java.util.random.*;",
                "import org.apache.commons.math3.analysis.*;",
                "import org.apache.commons.math3.analysis.differentiation.*;",
                "import org.cotangent.*;",
                "import org.cotangent.graph.*;",
                "import org.cotangent.linalg.*;",
                "import org.cotangent.gradcheck.*;",
                "import org.cotangent.gradcheck.random.*;",
                "import org.cotangent.gradcheck.junit.*;",
                "import org.cotangent.gradcheck.math3.*;",
                "import org.cotangent.nn.*;",
                "import org.cotangent.nn.data.*;",
                "import org.cotangent.nn.estimators.*;",
                "import org.cotangent.nn.files.*;",
                "import org.cotangent.nn.optim.*;",
                "import org.cotangent.nn.plot.*;",
                "import org.cotangent.nn.train.*;",
                "import static org.cotangent.Differentiate.*;",
                "public class " + name + " {",
                "  static void expect(Object value, String text) {",
                "    String found = String.valueOf(value).replaceAll(\"\\\\.0$\", \"\");",
                "    if (!found.equals(text.replaceAll(\"\\\\.0$\", \"\"))) throw new AssertionError(found + \" is not \" + text);",
                "  }",
                "  public static void main(String[] args) throws Exception {",
                checked,
                "  }",
                "}");
    }
}
