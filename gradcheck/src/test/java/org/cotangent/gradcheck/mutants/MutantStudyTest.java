package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The study behind the tables of detection and false-alarm rates. {@code -Dgradcheck.study=1000}
 * makes it a thousand right gradients at every row, {@code -Dgradcheck.study.seed=2} another one;
 * without the former it visits every 24th row once. The tables go to standard output and to {@code
 * target/mutant-study.md}.
 */
@Tag("thorough")
class MutantStudyTest {
    private static final int EVERY = 24;

    private static List<Row> some() {
        return IntStream.range(0, OpTable.ROWS.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(OpTable.ROWS::get)
                .toList();
    }

    @Test
    void study() throws IOException {
        Integer tries = Integer.getInteger("gradcheck.study");
        long seed = Long.getLong("gradcheck.study.seed", 1);
        Study study = new Study(seed, Checker.ALL, tries == null ? some() : OpTable.ROWS);
        String tables = study.tables(tries == null ? 1 : tries);
        Path file = Path.of("target", "mutant-study.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, tables);
        if (tries != null) {
            System.out.println(tables);
        }
        long groups = Nasty.all().stream().map(Nasty::group).distinct().count();
        // a header and a rule on top of each of the three tables; the operations are one line
        assertEquals(
                3 * 2 + Mutant.ALL.size() + KinkMutant.ALL.size() + 1 + groups + Nasty.all().size(),
                tables.lines().filter(line -> line.startsWith("| ")).count());
    }

    @Test
    void sameSeedSameAnswers() {
        assertEquals(answers(5), answers(5));
        assertNotEquals(answers(5), answers(6));
    }

    /** Which functions were tried, and at which points, and what came of it. */
    private static List<String> answers(long seed) {
        Study study = new Study(seed, Checker.ALL);
        Row row = OpTable.ROWS.get(2);
        return List.of(
                study.right(row, 3).toString(),
                study.mutants(Mutant.ALL.get(0), row, 3).toString(),
                study.nasty(Nasty.all().get(0), 3).toString());
    }
}
