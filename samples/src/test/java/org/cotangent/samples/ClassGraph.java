package org.cotangent.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The graph of the classes of one module and of what they use, read from the compiled classes by
 * {@code jdeps}. Nested classes count with the class that they stand in.
 */
final class ClassGraph {
    /** For each class of the module all the other classes that it names. */
    private final Map<String, Set<String>> uses = new TreeMap<>();

    private ClassGraph() {}

    /** The graph of the classes that stand in one place with a given class. */
    static ClassGraph around(Class<?> one) throws IOException, URISyntaxException {
        Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> arguments = new ArrayList<>(List.of("-verbose:class", "-filter:none"));
        Path extracted = Files.createTempDirectory("classes");
        if (Files.isDirectory(root)) {
            arguments.addAll(classFiles(root, extracted));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(root)) {
                arguments.addAll(classFiles(jar.getPath("/"), extracted));
            }
        }
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int code =
                ToolProvider.findFirst("jdeps")
                        .orElseThrow()
                        .run(writer, writer, arguments.toArray(new String[0]));
        if (code != 0) {
            throw new IllegalStateException(out.toString());
        }
        ClassGraph graph = new ClassGraph();
        Matcher arrow = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+)").matcher(out.toString());
        while (arrow.find()) {
            String from = owner(arrow.group(1));
            String to = owner(arrow.group(2));
            Set<String> own = graph.uses.computeIfAbsent(from, name -> new TreeSet<>());
            if (!from.equals(to)) {
                own.add(to);
            }
        }
        return graph;
    }

    /** Copies of the class files without the descriptor, whose modules jdeps would ask for. */
    private static List<String> classFiles(Path root, Path to) throws IOException {
        List<String> copies = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.toString();
                if (name.endsWith(".class") && !name.endsWith("-info.class")) {
                    Path copy = to.resolve(root.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                    copies.add(copy.toString());
                }
            }
        }
        return copies;
    }

    private static String owner(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The names of the module's classes, packages included. */
    Set<String> classes() {
        return uses.keySet();
    }

    /** The arrows between packages, as "a -> b", to packages of a prefix. */
    Set<String> packageArrows(String prefix) {
        Set<String> arrows = new TreeSet<>();
        uses.forEach(
                (from, all) -> {
                    for (String to : all) {
                        String target = packageOf(to);
                        if (target.startsWith(prefix) && !target.equals(packageOf(from))) {
                            arrows.add(packageOf(from) + " -> " + target);
                        }
                    }
                });
        return arrows;
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    /**
     * The strongly connected components of more than one class: each is a set of classes that all
     * need each other.
     */
    List<Set<String>> knots() {
        List<Set<String>> knots = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String one : uses.keySet()) {
            if (!seen.contains(one)) {
                Set<String> knot = new TreeSet<>();
                for (String other : reachable(one)) {
                    if (reachable(other).contains(one)) {
                        knot.add(other);
                    }
                }
                seen.addAll(knot);
                if (knot.size() > 1) {
                    knots.add(knot);
                }
            }
        }
        return knots;
    }

    private Set<String> reachable(String from) {
        Set<String> reached = new TreeSet<>();
        Deque<String> waiting = new ArrayDeque<>(uses.get(from));
        while (!waiting.isEmpty()) {
            String next = waiting.pop();
            if (uses.containsKey(next) && reached.add(next)) {
                waiting.addAll(uses.get(next));
            }
        }
        return reached;
    }
}
