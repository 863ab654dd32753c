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
 * Compiles and runs every example of the README, of the pages and of the documentation comments.
 *
 * <p>An example of a page is a whole class; what it prints must be the text block that follows it.
 * One without a {@code main}, as a test, is compiled only. A documentation example is the body of a
 * method; where a line is an expression with a comment, such as {@code g.of(x).value(); // -4}, the
 * expression's text must be that of the comment, up to a semicolon.
 */
class DocExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PAGE_EXAMPLE =
            Pattern.compile("```java\n(.*?)```(?:\\s*```text\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public (?:final )?class (\\w+)");
    private static final Pattern COMMENT_EXAMPLE =
            Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern EXPECTATION =
            Pattern.compile("^(\\s*)([^=\\s](?:[^=]|->|==)*?[^=\\s]);\\s*// ([^;\n]+)(;.*)?$");

    @TempDir Path scratch;

    @TestFactory
    List<DynamicTest> pages() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pagesWithExamples()) {
            Matcher example = PAGE_EXAMPLE.matcher(Files.readString(page));
            while (example.find()) {
                String code = example.group(1);
                String expected = example.group(2);
                Matcher name = CLASS_NAME.matcher(code);
                assertTrue(name.find(), () -> page + ": not a class: " + code);
                String className = name.group(1);
                tests.add(
                        DynamicTest.dynamicTest(
                                page.getFileName() + " " + className,
                                () -> check(className, code, expected)));
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    /** Those of docs/languages.md need compilers of their own: see LanguagesTest. */
    private static List<Path> pagesWithExamples() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.endsWith("languages.md"))
                    .toList();
        }
    }

    private void check(String name, String code, String expected) throws Exception {
        Path own = Files.createTempDirectory(scratch, name);
        if (expected == null && !code.contains(" main(")) {
            JavaSnippet.compile(own, name, code);
        } else {
            assertEquals(expected, JavaSnippet.run(own, name, code));
        }
    }

    @TestFactory
    List<DynamicTest> documentationComments() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String module :
                List.of(
                        "engine",
                        "gradcheck",
                        "nn/networks",
                        "nn/data",
                        "nn/pictures",
                        "samples")) {
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
                "import org.cotangent.program.*;",
                "import org.cotangent.gradcheck.*;",
                "import org.cotangent.gradcheck.random.*;",
                "import org.cotangent.gradcheck.junit.*;",
                "import org.cotangent.gradcheck.math3.*;",
                "import org.cotangent.nn.*;",
                "import org.cotangent.nn.data.*;",
                "import org.cotangent.nn.distributions.*;",
                "import org.cotangent.nn.estimators.*;",
                "import org.cotangent.nn.files.*;",
                "import org.cotangent.nn.images.*;",
                "import org.cotangent.nn.optim.*;",
                "import org.cotangent.nn.plot.*;",
                "import org.cotangent.nn.search.*;",
                "import org.cotangent.nn.sequences.*;",
                "import org.cotangent.nn.tables.*;",
                "import org.cotangent.nn.train.*;",
                "import static org.cotangent.Differentiate.*;",
                "public class " + name + " {",
                "  static void expect(Object value, String text) {",
                "    String shown = value instanceof int[] all ? Arrays.toString(all) : String.valueOf(value);",
                "    String found = shown.replaceAll(\"\\\\.0$\", \"\");",
                "    if (!found.equals(text.replaceAll(\"\\\\.0$\", \"\"))) throw new AssertionError(found + \" is not \" + text);",
                "  }",
                "  public static void main(String[] args) throws Exception {",
                checked,
                "  }",
                "}");
    }
}
