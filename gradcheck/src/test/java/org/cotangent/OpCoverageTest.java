package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Trait;
import org.cotangent.graph.Graph;
import org.cotangent.internal.Op;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;

/**
 * Walks the engine's operations and fails the build if one lacks a check, a domain or a documented
 * corner. It enforces that
 *
 * <ul>
 *   <li>every kind of node, which are the classes of Op and the constants of the elementwise table,
 *       turns up in the graphs of the rows whose derivatives are checked;
 *   <li>every public method that makes tensors of tensors has a row, but for those listed here as
 *       no operations of their own;
 *   <li>every row has a domain, and draws its inputs from it;
 *   <li>every row names a public method all of whose overloads have Javadoc, and one of them says
 *       what its derivative is or does in the corner: it has the word "derivative", "gradient",
 *       "differentiated" or "adjoint". Operations made of sums, products and moves of elements
 *       alone have no corner to tell, for them the Javadoc may be any.
 * </ul>
 */
class OpCoverageTest {
    private static final int CASES_A_ROW = 20;
    private static final Path SOURCES = Path.of("../engine/src/main/java/org/cotangent");

    /** Where the rows of elementwise operations stand. */
    static final List<Class<?>> TABLES =
            List.of(Arithmetic.class, KernelRows.class, ElementaryRows.class, SpecialRows.class);

    /** The fields that hold rows: of the tables, and of the holders in these. */
    static List<Field> fields() {
        return TABLES.stream()
                .flatMap(
                        table ->
                                Stream.concat(
                                        Stream.of(table), Stream.of(table.getDeclaredClasses())))
                .flatMap(table -> Stream.of(table.getDeclaredFields()))
                .filter(field -> Op.class.isAssignableFrom(field.getType()))
                .toList();
    }

    private static final List<Class<?>> FAMILIES =
            List.of(Tensor.class, Linalg.class, Special.class, Activations.class, Images.class);

    /** Checked by tests of their own: LoopsTest, and InnerRowsTest for a third derivative. */
    private static final Set<String> ELSEWHERE = Set.of("LoopOp", "Again", "millsCurve");

    /** Used where a rule is run as part of another operation, and so no nodes of their own. */
    private static final Set<String> INSIDE_OTHERS = Set.of("Lyapunov");

    /** Leaves, masks, which have no derivative, and other names, for operators of languages. */
    private static final Set<String> NO_OPERATIONS =
            Set.of(
                    "Tensor#named",
                    "Tensor#asVariable",
                    "Tensor#stopGradient",
                    "Tensor#gt",
                    "Tensor#ge",
                    "Tensor#lt",
                    "Tensor#le",
                    "Tensor#eq",
                    "Tensor#ne",
                    "Tensor#share",
                    "Tensor#all",
                    "Tensor#any",
                    "Tensor#argMax",
                    "Tensor#argMin",
                    "Tensor#argSort",
                    "Tensor#plus",
                    "Tensor#minus",
                    "Tensor#times",
                    "Tensor#multiply",
                    "Tensor#power",
                    "Tensor#unaryMinus",
                    "Tensor#negative",
                    "Tensor#positive",
                    "Tensor#getAt");

    /**
     * What the first-order property reaches, and through recorded gradients the second-order one.
     */
    @Test
    void everyOperationHasAGradientCheck() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (OpTable.Row row : OpTable.ROWS) {
            for (int seed = 0; seed < CASES_A_ROW; seed++) {
                collect(row.cases().apply(new Dice(seed, 3)), seen);
            }
        }
        Set<String> missing = operations();
        missing.removeAll(seen);
        missing.removeAll(INSIDE_OTHERS);
        missing.removeAll(ELSEWHERE);
        assertEquals(Set.of(), missing, "operations without a row in OpTable");
    }

    private static void collect(OpTable.Case drawn, Set<String> seen) {
        Tensor[] x = Arrays.stream(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = drawn.f().apply(x);
        // a cotangent that varies, as in a second derivative: else masks would fold away
        Tensor cotangent = Tensor.ones(y.shape()).asVariable();
        Tensor[] first = recordedGradients(y, cotangent, x);
        Tensor sum = Tensor.of(0);
        for (Tensor gradient : first) {
            sum = sum.add(gradient.mul(Tensor.normal(new Random(1), gradient.shape())).sum());
        }
        List<Tensor> results = new ArrayList<>(List.of(first));
        results.add(y);
        if (sum.varies()) {
            results.addAll(List.of(recordedGradients(sum, Tensor.ones(), x)));
        }
        Graph.of(results.toArray(Tensor[]::new))
                .nodes()
                .forEach(node -> seen.add(key(node.value().op)));
    }

    private static Tensor[] recordedGradients(Tensor y, Tensor cotangent, Tensor[] x) {
        Gradients gradients = Backward.of(y).seed(cotangent).recorded().run();
        return Arrays.stream(x).map(gradients::of).toArray(Tensor[]::new);
    }

    private static Path source(String family) {
        Path own = SOURCES.resolve(family + ".java");
        return Files.exists(own) ? own : SOURCES.resolve("linalg/" + family + ".java");
    }

    /** The classes of operations, and of those with one object an operation every object. */
    private static Set<String> operations() throws Exception {
        Set<String> keys = new TreeSet<>();
        Path classes =
                Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (FileSystem jar =
                        Files.isDirectory(classes) ? null : FileSystems.newFileSystem(classes);
                Stream<Path> files = Files.walk(jar == null ? classes : jar.getPath("/"))) {
            Path root = jar == null ? classes : jar.getPath("/");
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                if (name.contains("module-info") || name.contains("kernel.Vector")) {
                    continue;
                }
                Class<?> type =
                        Class.forName(
                                name.substring(0, name.length() - ".class".length()),
                                false,
                                Op.class.getClassLoader());
                if (Op.class.isAssignableFrom(type)
                        && !type.isInterface()
                        && type != Elementwise.Unary.class
                        && type != Elementwise.Binary.class
                        && type != Op.Leaf.class) {
                    keys.add(type.getSimpleName());
                }
            }
        }
        for (Class<?> table : TABLES) {
            for (Method method : table.getDeclaredMethods()) {
                boolean ofNumbers =
                        Stream.of(method.getParameterTypes())
                                .allMatch(type -> type == double.class || type == int.class);
                if (method.getReturnType() == Elementwise.Unary.class
                        && !Modifier.isPrivate(method.getModifiers())
                        && ofNumbers) {
                    Object[] two =
                            Stream.of(method.getParameterTypes())
                                    .map(type -> type == int.class ? (Object) 2 : (Object) 2.0)
                                    .toArray();
                    keys.add(key((Op) method.invoke(null, two)));
                }
            }
        }
        for (Field field : fields()) {
            keys.add(key((Op) field.get(null)));
        }
        return keys;
    }

    private static String key(Op op) {
        boolean table = op instanceof Elementwise.Unary || op instanceof Elementwise.Binary;
        return table ? op.name() : op.getClass().getSimpleName();
    }

    @Test
    void everyPublicOperationHasARow() {
        Set<String> missing = new TreeSet<>();
        for (Class<?> family : FAMILIES) {
            for (Method method : family.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && isOfTensors(method)) {
                    missing.add(family.getSimpleName() + "#" + method.getName());
                }
            }
        }
        OpTable.ROWS.forEach(row -> missing.remove(row.method()));
        missing.removeAll(NO_OPERATIONS);
        assertEquals(Set.of(), missing, "public operations without a row in OpTable");
    }

    /** Whether a method makes one tensor or several of at least one. */
    private static boolean isOfTensors(Method method) {
        Class<?> result = method.getReturnType();
        boolean takes =
                !Modifier.isStatic(method.getModifiers())
                        || Arrays.stream(method.getParameterTypes())
                                .anyMatch(type -> type == Tensor.class || type == Tensor[].class);
        return takes && (result == Tensor.class || result == List.class || result.isRecord());
    }

    @Test
    void everyRowDrawsFromItsDomain() {
        for (OpTable.Row row : OpTable.ROWS) {
            assertTrue(!row.domains().isEmpty(), () -> row + " has no domain");
            for (int seed = 0; seed < CASES_A_ROW; seed++) {
                Tensor[] at = row.cases().apply(new Dice(seed, 3)).at();
                for (int i = 0; i < at.length; i++) {
                    Tensor x = at[i];
                    assertTrue(row.domain(i).contains(x), () -> row + ": outside its domain: " + x);
                }
            }
        }
    }

    @Test
    void everyRowsMethodDocumentsItsCorner() throws IOException {
        Map<String, String> sources = new HashMap<>();
        Set<String> missing = new TreeSet<>();
        for (OpTable.Row row : OpTable.ROWS) {
            String[] names = row.method().split("#");
            if (!sources.containsKey(names[0])) {
                sources.put(names[0], Files.readString(source(names[0])));
            }
            List<String> docs = documentation(sources.get(names[0]), names[1]);
            if (docs.isEmpty()) {
                missing.add(row.method() + ": no such public method");
            } else if (docs.stream().anyMatch(String::isBlank)) {
                missing.add(row.method() + ": no Javadoc");
            } else if (!row.is(Trait.PLAIN)
                    && docs.stream().noneMatch(doc -> doc.matches(CORNER))) {
                missing.add(row.method() + ": Javadoc without a word on the derivative");
            }
        }
        assertEquals("", missing.stream().collect(Collectors.joining("\n")));
    }

    private static final String CORNER =
            "(?is).*\\b(derivatives?|gradients?|differentiated|adjoint)\\b.*";

    /**
     * The Javadoc of each public method of a name, or of an interface; blank where there is none.
     */
    private static List<String> documentation(String source, String name) {
        // between the end of the comment and the name nothing but annotations and the head
        Matcher head =
                Pattern.compile(
                                "^    (public |default |static |Tensor )[\\w<>.,\\[\\] ]*\\b"
                                        + name
                                        + "\\(",
                                Pattern.MULTILINE)
                        .matcher(source);
        List<String> docs = new ArrayList<>();
        while (head.find()) {
            String before = source.substring(0, head.start());
            String code = before.replaceAll("(?m)^ *@.*\\n", "").stripTrailing();
            int open = code.lastIndexOf("/**");
            docs.add(code.endsWith("*/") && open >= 0 ? code.substring(open + 3) : "");
        }
        return docs;
    }
}
