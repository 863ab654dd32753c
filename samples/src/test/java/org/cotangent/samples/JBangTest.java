package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.Layer;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.plot.Chart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample is one file that JBang can run: it compiles with the dependencies and files that its
 * head names, and with nothing else, and the catalog names it.
 */
@Tag("thorough") // compiles every sample by itself
class JBangTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("samples/src/main/java/org/cotangent/samples");
    private static final Pattern VERSION =
            Pattern.compile("cotangent-parent</artifactId>\\s*<version>(.*?)</version>");

    @TempDir Path scratch;

    /** The heads of a file and of the files that it needs. */
    private static final class Head {
        final Set<Path> sources = new TreeSet<>();
        final Set<String> dependencies = new TreeSet<>();
        final Set<Path> files = new TreeSet<>();

        void read(Path file) throws IOException {
            if (!sources.add(file)) {
                return;
            }
            dependencies.addAll(words(file, "//DEPS "));
            for (String pair : words(file, "//FILES ")) {
                files.add(file.resolveSibling(pair.substring(pair.indexOf('=') + 1)).normalize());
            }
            for (String source : words(file, "//SOURCES ")) {
                read(file.resolveSibling(source).normalize());
            }
        }

        private static List<String> words(Path file, String key) throws IOException {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .flatMap(line -> Arrays.stream(line.substring(key.length()).split(" ")))
                    .toList();
        }
    }

    static List<Path> samples() throws IOException {
        List<Path> programs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains(" void main(")) {
                    programs.add(file);
                }
            }
        }
        return programs;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void compilesWithItsHeadAlone(Path sample) throws Exception {
        Head head = new Head();
        head.read(sample);
        for (String dependency : head.dependencies) {
            assertTrue(isOfTheBuild(dependency), dependency);
        }
        for (Path file : head.files) {
            assertTrue(Files.exists(file), () -> sample + " needs " + file);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-d", scratch.toString(),
                            "-cp", classPath(head.dependencies),
                            "-sourcepath", scratch.toString());
            boolean compiled =
                    compiler.getTask(
                                    complaints,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(head.sources))
                            .call();
            assertTrue(compiled, complaints::toString);
        }
    }

    /** The class path of the tests without this module, and without modules not asked for. */
    private static String classPath(Set<String> dependencies) throws URISyntaxException {
        Set<String> without = new TreeSet<>();
        without.add(home(FirstGraph.class));
        without.add(home(JBangTest.class));
        Map<String, Class<?>> modules =
                Map.of(
                        "gradcheck", GradCheck.class,
                        "nn", Layer.class,
                        "data", Csv.class,
                        "pictures", Chart.class);
        for (Map.Entry<String, Class<?>> module : modules.entrySet()) {
            String artifact = ":cotangent-" + module.getKey() + ":";
            if (dependencies.stream().noneMatch(each -> each.contains(artifact))) {
                without.add(home(module.getValue()));
            }
        }
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!without.contains(Path.of(entry).toAbsolutePath().normalize().toString())) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    /** Whether a dependency is a module, or a library, of the version that the build uses. */
    private static boolean isOfTheBuild(String dependency) throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        var found = VERSION.matcher(pom);
        assertTrue(found.find());
        String[] parts = dependency.split(":");
        return parts[0].equals("org.cotangent")
                ? parts[1].matches("cotangent-(engine|nn|data|pictures|gradcheck)")
                        && parts[2].equals(found.group(1))
                : pom.contains("<artifactId>" + parts[1] + "</artifactId>")
                        && pom.contains(".version>" + parts[2] + "</");
    }

    @Test
    void theCatalogNamesEachSample() throws Exception {
        JsonNode aliases =
                new ObjectMapper()
                        .readTree(ROOT.resolve("jbang-catalog.json").toFile())
                        .get("aliases");
        Set<Path> named = new TreeSet<>();
        aliases.properties()
                .forEach(
                        alias -> {
                            Path file = ROOT.resolve(alias.getValue().get("script-ref").asText());
                            assertEquals(alias.getKey() + ".java", "" + file.getFileName());
                            assertFalse(alias.getValue().get("description").asText().isBlank());
                            named.add(file);
                        });
        assertEquals(new TreeSet<>(samples()), named);
    }
}
