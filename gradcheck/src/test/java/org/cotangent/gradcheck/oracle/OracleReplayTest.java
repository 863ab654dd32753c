package org.cotangent.gradcheck.oracle;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays an oracle folder, one test a case: the one the system property {@code oracle.dir} names,
 * else the copy among the test resources. At the end it prints the verdicts by op. A case that asks
 * for what the replay does not know is skipped, and counts as not supported.
 */
class OracleReplayTest {
    private static final String PROPERTY = "oracle.dir";
    private static final Tally TALLY = new Tally();

    @TestFactory
    List<DynamicContainer> everyCase() throws IOException, URISyntaxException {
        return new Replay(folder(), TALLY).tests();
    }

    @AfterAll
    static void printVerdicts() {
        System.out.println("Oracle replay");
        System.out.println(TALLY);
    }

    private static Path folder() throws URISyntaxException {
        String named = System.getProperty(PROPERTY, "");
        if (named.isBlank()) {
            return Path.of(OracleReplayTest.class.getResource("/oracle/README.md").toURI())
                    .getParent();
        }
        Path here = Path.of(named);
        // Maven runs the tests of a module in its folder; the user stood in the one above
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
