package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of languages shows the programs that {@code .ci/run} compiles and runs, letter by
 * letter; the one in plain Java runs here, too.
 */
class LanguagesTest {
    private static final Path PROGRAMS = Path.of("../.ci/languages");
    private static final Path PAGE = Path.of("../docs/languages.md");

    @TempDir Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expected.txt",
                "java/Formulas.java",
                "kotlin/Formulas.kt",
                "groovy/Formulas.groovy",
                "manifold/Formulas.java"
            })
    void shows(String file) throws Exception {
        String block = "\n" + Files.readString(PROGRAMS.resolve(file)) + "```\n";
        assertTrue(Files.readString(PAGE).contains(block), () -> "not in " + PAGE + ":\n" + block);
    }

    @Test
    void plainJava() throws Exception {
        String code = Files.readString(PROGRAMS.resolve("java/Formulas.java"));
        String expected = Files.readString(PROGRAMS.resolve("expected.txt"));
        assertEquals(expected, JavaSnippet.run(scratch, "Formulas", code));
    }
}
