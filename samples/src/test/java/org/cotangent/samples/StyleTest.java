package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/style.md that a program can check, for the main sources of all modules. */
class StyleTest {
    private static final Path ROOT = Path.of("..");

    /** The declaration that follows a documentation comment, if it is that of a type or package. */
    private static final Pattern DECLARATION =
            Pattern.compile(
                    "\\s*(?:@(?!interface\\b)[\\w.]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s*)*"
                            + "(?:(?:public|protected|private|static|final|abstract|sealed"
                            + "|non-sealed|strictfp|open)\\s+)*"
                            + "(?:class|interface|@interface|enum|record|package|module)"
                            + "\\s+([\\w.]+)");

    private static final Pattern WHAT = Pattern.compile("[\\s*]*What\\b");

    /** How adjoints pass is the language's business, not that of loops over arrays. */
    private static final Pattern ADJOINT =
            Pattern.compile("adjoint|gradient|\\bbackward\\b|Tensor", Pattern.CASE_INSENSITIVE);

    /** The functions of Math whose last bits its specification leaves open, in code. */
    private static final Pattern OPEN =
            Pattern.compile(
                    "(?<!\\w)Math(?:\\.|::)(?:exp|expm1|log|log1p|log10|pow|cbrt|hypot|sin"
                            + "|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|toRadians|toDegrees)\\b"
                            + "|import static java\\.lang\\.(?:Strict)?Math\\b");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private static final Pattern BRITISH =
            Pattern.compile(
                    "(?:optim|normal|initial|general|regular|standard|vector|recogn|minim|maxim"
                            + "|penal|serial|random|parameter|linear|factor|symmetr|real|util"
                            + "|summar|organ|emphas|local)is(?:e|ing|ation)"
                            + "|behaviour|colour|favour|honour|neighbour|centre(?![a-z])|centred"
                            + "|centring|\\b(?:centi|milli|kilo)?metres?\\b"
                            + "|labell(?:ed|ing)|modell(?:ed|ing)|cancell(?:ed|ing)"
                            + "|travell(?:ed|ing)|analys(?:e|ed|er|ing)\\b|catalogue"
                            + "|\\bprogrammes?\\b|\\bgrey|licence|\\bwhilst\\b|\\bfulfils?\\b",
                    Pattern.CASE_INSENSITIVE);

    /** All modules; samples and benchmarks come last. */
    static List<String> modules() {
        return List.of(
                "engine",
                "nn/networks",
                "nn/data",
                "nn/pictures",
                "gradcheck",
                "notebook",
                "samples",
                "benchmarks");
    }

    static List<String> libraries() {
        return modules().subList(0, 6);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void firstSentencesSayWhatATypeIs(String module) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(module)) {
            String code = Files.readString(file);
            int from = code.indexOf("/**");
            while (from >= 0) {
                int to = code.indexOf("*/", from + 2) + 2;
                Matcher declaration = DECLARATION.matcher(code).region(to, code.length());
                boolean what = WHAT.matcher(code).region(from + 3, to).lookingAt();
                if (what && declaration.lookingAt()) {
                    found.add(place(file, code, from) + " " + declaration.group(1));
                }
                from = code.indexOf("/**", to);
            }
        }
        assertEquals("", String.join("\n", found), "first sentences that begin with \"What\"");
    }

    @Test
    void kernelsKnowNoAdjoints() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources("engine")) {
            String text = Files.readString(file);
            if (file.getParent().endsWith("kernel") && !file.endsWith("package-info.java")) {
                Matcher adjoint = ADJOINT.matcher(text);
                while (adjoint.find()) {
                    found.add(place(file, text, adjoint.start()));
                }
            }
        }
        assertEquals("", String.join("\n", found), "adjoints in kernels");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void spellingIsAmerican(String module) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(module)) {
            String text = file.getFileName() + "\n" + Files.readString(file);
            Matcher british = BRITISH.matcher(text);
            while (british.find()) {
                int line = Math.max(1, line(text, british.start()) - 1);
                found.add(ROOT.relativize(file) + ":" + line + " " + british.group());
            }
        }
        assertEquals("", String.join("\n", found), "British spelling");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void simpleNamesAreUnique(String module) throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> twice = new ArrayList<>();
        for (Path file : sources(module)) {
            String name = file.getFileName().toString();
            if (!name.endsWith("-info.java") && !names.add(name)) {
                twice.add(name);
            }
        }
        assertEquals(List.of(), twice);
    }

    /** The engine's functions come from Elementary, those of the others from StrictMath. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine",
                "nn/networks",
                "nn/data",
                "nn/pictures",
                "gradcheck",
                "notebook",
                "samples"
            })
    void functionsHaveTheSameBitsEverywhere(String module) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(module)) {
            String text = Files.readString(file);
            String code =
                    COMMENT.matcher(text)
                            .replaceAll(comment -> comment.group().replaceAll("[^\n]", ""));
            Matcher open = OPEN.matcher(code);
            while (open.find()) {
                found.add(place(file, code, open.start()) + " " + open.group());
            }
        }
        assertEquals("", String.join("\n", found), "functions whose last bits are left open");
    }

    private static String place(Path file, String code, int at) {
        return ROOT.relativize(file) + ":" + line(code, at);
    }

    private static int line(String code, int at) {
        return 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.startsWith(ROOT.resolve(module + "/src/test")))
                            .sorted()
                            .toList();
            assertFalse(all.isEmpty(), module);
            return all;
        }
    }
}
