package org.cotangent.gradcheck.oracle;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays oracle folders, one test a case: those that the system property {@code oracle.dir} names
 * (one that holds oracle files, or folders of them), else the copies among the test resources. At
 * the end it prints the verdicts by op. A case that asks for what the replay does not know is
 * skipped, and counts as not supported.
 */
class OracleReplayTest {
    private static final String PROPERTY = "oracle.dir";
    private static final Tally TALLY = new Tally();

    @TestFactory
    List<DynamicContainer> everyCase() throws IOException, URISyntaxException {
        List<DynamicContainer> files = new ArrayList<>();
        for (Path folder : folders()) {
            files.addAll(new Replay(folder, TALLY).tests());
        }
        return files;
    }

    @AfterAll
    static void printVerdicts() {
        System.out.println("Oracle replay");
        System.out.println(TALLY);
    }

    private static List<Path> folders() throws IOException, URISyntaxException {
        String named = System.getProperty(PROPERTY, "");
        if (named.isBlank()) {
            return List.of(own("/oracle/README.md"), own("/oracle2/README.md"));
        }
        Path here = Path.of(named);
        // Maven runs the tests of a module in its folder; the user stood in the one above
        return Replay.in(Files.exists(here) ? here : Path.of("..").resolve(here));
    }

    private static Path own(String file) throws URISyntaxException {
        return Path.of(OracleReplayTest.class.getResource(file).toURI()).getParent();
    }
}
