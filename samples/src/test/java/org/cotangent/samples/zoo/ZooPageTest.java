package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/zoo.md has a row for each program of the zoo, and its pictures are there. */
class ZooPageTest {
    private static final Path PAGE = Path.of("../docs/zoo.md");
    private static final Path SOURCES = Path.of("src/main/java/org/cotangent/samples/zoo");

    @Test
    void aRowForEachProgram() throws IOException {
        List<String> programs = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains("public static void main(")) {
                    programs.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertEquals(programs.stream().sorted().toList(), found("(?m)^\\| `(\\w+)` \\|"));
    }

    @Test
    void picturesAreThere() throws IOException {
        for (String picture : found("\\]\\((pictures/[^)]+)\\)")) {
            assertTrue(Files.exists(PAGE.resolveSibling(picture)), picture);
        }
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .sorted()
                .toList();
    }
}
