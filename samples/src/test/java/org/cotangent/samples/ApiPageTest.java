package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/api.md names every public type of the exported packages, and no type that is not there. */
class ApiPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile(
                    "^public (?:final |sealed |abstract )*(?:class|@?interface|record|enum) (\\w+)",
                    Pattern.MULTILINE);
    private static final Pattern NAMED_TYPE = Pattern.compile("`([A-Z]\\w*)`");

    @Test
    void namesWhatIsPublic() throws IOException {
        Set<String> there = new TreeSet<>();
        for (String folder :
                List.of(
                        "engine/src/main/java/org/cotangent",
                        "engine/src/main/java/org/cotangent/graph",
                        "engine/src/main/java/org/cotangent/linalg",
                        "engine/src/main/java/org/cotangent/program",
                        "engine/src/main/java/org/cotangent/groovy",
                        "gradcheck/src/main/java/org/cotangent/gradcheck",
                        "gradcheck/src/main/java/org/cotangent/gradcheck/jqwik",
                        "gradcheck/src/main/java/org/cotangent/gradcheck/random",
                        "gradcheck/src/main/java/org/cotangent/gradcheck/junit",
                        "gradcheck/src/main/java/org/cotangent/gradcheck/math3",
                        "nn/networks/src/main/java/org/cotangent/nn",
                        "nn/networks/src/main/java/org/cotangent/nn/distributions",
                        "nn/networks/src/main/java/org/cotangent/nn/images",
                        "nn/networks/src/main/java/org/cotangent/nn/sequences",
                        "nn/networks/src/main/java/org/cotangent/nn/tables",
                        "nn/data/src/main/java/org/cotangent/nn/data",
                        "nn/data/src/main/java/org/cotangent/nn/estimators",
                        "nn/networks/src/main/java/org/cotangent/nn/files",
                        "nn/networks/src/main/java/org/cotangent/nn/optim",
                        "nn/pictures/src/main/java/org/cotangent/nn/plot",
                        "nn/data/src/main/java/org/cotangent/nn/search",
                        "nn/networks/src/main/java/org/cotangent/nn/train",
                        "notebook/src/main/java/org/cotangent/notebook")) {
            for (Path file : sources(ROOT.resolve(folder))) {
                Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
                if (type.find()) {
                    there.add(type.group(1));
                }
            }
        }
        Set<String> named = new TreeSet<>();
        Matcher name = NAMED_TYPE.matcher(Files.readString(ROOT.resolve("docs/api.md")));
        while (name.find()) {
            named.add(name.group(1));
        }
        assertEquals(there, named);
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toList());
        }
    }
}
