package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The study behind the tables of detection and false-alarm rates. As a test it is small; {@code
 * -Dgradcheck.study=1000} makes it a thousand right gradients at every row, {@code
 * -Dgradcheck.study.seed=2} another one. The tables go to standard output and to {@code
 * target/mutant-study.md}.
 */
class MutantStudyTest {
    @Test
    void study() throws IOException {
        int tries = Integer.getInteger("gradcheck.study", 1);
        long seed = Long.getLong("gradcheck.study.seed", 1);
        String tables = new Study(seed, Checker.ALL).tables(tries);
        System.out.println(tables);
        Path file = Path.of("target", "mutant-study.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, tables);
        for (Mutant mutant : Mutant.ALL) {
            assertTrue(tables.contains("| " + mutant + " | "), mutant::toString);
        }
    }
}
