package org.cotangent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Runs of one program in virtual machines of many kinds, all of which must print the same lines.
 *
 * <p>A build runs a few kinds, on its own JDK. With {@code -Dbits.jdk=DIRECTORY} all kinds are run,
 * and on this other JDK too; the property is empty where there is no other.
 */
public final class Children {
    private static final int AT_A_TIME = 2;
    private static final String VECTORS = "--add-modules jdk.incubator.vector ";

    /** Not every processor has AVX to be limited. */
    private static final String OTHER_MACHINES = "-XX:+IgnoreUnrecognizedVMOptions";

    /** How many cases: those for an interpreter, those of every build, or all. */
    private enum Part {
        LEAST,
        FEW,
        ALL
    }

    /** A kind of virtual machine. */
    private record Child(Part part, Path jdk, String options) {
        /** What a program printed, by case. */
        Map<String, String> lines(Class<?> program) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(jdk.resolve("bin").resolve("java").toString());
            Stream.of(options.split(" ")).filter(each -> !each.isEmpty()).forEach(command::add);
            command.addAll(
                    List.of(
                            "-Xmx1g",
                            OTHER_MACHINES,
                            "-cp",
                            System.getProperty("java.class.path")));
            command.addAll(List.of(program.getName(), part.name()));
            Path errors = Files.createTempFile("bits", ".txt");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            Map<String, String> lines = new LinkedHashMap<>();
            String kernels = "";
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    String[] parts = line.split("\t", 2);
                    if (parts.length == 1) {
                        kernels = line;
                    } else if (lines.put(parts[0], parts[1]) != null) {
                        throw new AssertionError(this + ": two cases are \"" + parts[0] + "\"");
                    }
                }
                if (process.waitFor() != 0) {
                    throw new AssertionError(this + ": " + Files.readString(errors));
                }
            } finally {
                process.destroy(); // of no effect if it has ended
            }
            if (options.contains("kernels=vector") && !kernels.startsWith("Vector API, ")
                    || kernels.contains("by turns") != options.contains("kernels=alternate")) {
                throw new AssertionError(this + ": not by these kernels: " + kernels);
            }
            Files.delete(errors);
            return lines;
        }

        @Override
        public String toString() {
            return "[" + jdk.getFileName() + " " + options.trim() + ", " + part + "]";
        }
    }

    private Children() {}

    /** The first of each part is what the others are compared with. */
    private static List<Child> children() {
        Path own = Path.of(System.getProperty("java.home"));
        String other = System.getProperty("bits.jdk");
        List<Child> children = new ArrayList<>();
        children.add(new Child(Part.FEW, own, "-Dcotangent.threads=1"));
        children.add(
                new Child(
                        Part.FEW,
                        own,
                        VECTORS + "-Dcotangent.kernels=vector -Dcotangent.threads=3"));
        children.add(
                new Child(
                        Part.FEW,
                        own,
                        VECTORS
                                + "-Dcotangent.kernels=vector -Dcotangent.threads=2 -XX:MaxVectorSize=16"));
        children.add(
                new Child(
                        Part.FEW,
                        own,
                        VECTORS + "-Dcotangent.kernels=alternate -Dcotangent.threads=2"));
        children.add(new Child(Part.LEAST, own, ""));
        children.add(new Child(Part.LEAST, own, "-Xint"));
        if (other == null) {
            return children;
        }
        List<Path> jdks = other.isBlank() ? List.of(own) : List.of(own, Path.of(other));
        for (Path jdk : jdks) {
            for (String options :
                    List.of(
                            "-Dcotangent.threads=7",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:UseAVX=1",
                            VECTORS,
                            VECTORS + "-Dcotangent.kernels=plain -Dcotangent.threads=2",
                            VECTORS + "-Dcotangent.kernels=vector -Dcotangent.threads=1",
                            VECTORS + "-Dcotangent.kernels=vector -XX:MaxVectorSize=32",
                            VECTORS + "-Dcotangent.kernels=vector -XX:UseAVX=1",
                            VECTORS + "-Dcotangent.kernels=alternate -XX:TieredStopAtLevel=1")) {
                children.add(new Child(Part.FEW, jdk, options));
            }
            children.add(new Child(Part.LEAST, jdk, VECTORS + "-Dcotangent.kernels=vector -Xint"));
            children.add(
                    new Child(Part.LEAST, jdk, VECTORS + "-Dcotangent.kernels=alternate -Xint"));
            children.add(new Child(Part.ALL, jdk, "-Dcotangent.threads=1"));
            children.add(new Child(Part.ALL, jdk, VECTORS + "-Dcotangent.threads=2"));
            children.add(
                    new Child(
                            Part.ALL,
                            jdk,
                            VECTORS + "-Dcotangent.kernels=vector -Dcotangent.threads=7"));
            children.add(
                    new Child(
                            Part.ALL,
                            jdk,
                            VECTORS + "-Dcotangent.kernels=alternate -Dcotangent.threads=3"));
        }
        return children;
    }

    /**
     * Runs a program, whose argument is the name of a part, in each of the virtual machines.
     *
     * @param program a class with a main method that prints a line with a tab for each case
     * @return a line for each run that differs from the first of its part, with the case that was
     *     printed first; empty if all bits are equal
     */
    public static List<String> differences(Class<?> program) {
        List<Child> children = children();
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Map<Child, Future<Map<String, String>>> runs = new LinkedHashMap<>();
            for (Child child : children) {
                runs.put(child, pool.submit(() -> child.lines(program)));
            }
            Map<Part, Child> firsts = new EnumMap<>(Part.class);
            List<String> differences = new ArrayList<>();
            for (Child child : children) {
                Child first = firsts.merge(child.part(), child, (before, now) -> before);
                Map<String, String> expected = runs.get(first).get();
                Map<String, String> actual = runs.get(child).get();
                List<String> cases =
                        expected.keySet().stream()
                                .filter(each -> !expected.get(each).equals(actual.get(each)))
                                .toList();
                if (!cases.isEmpty() || actual.size() != expected.size()) {
                    differences.add(
                            String.format(
                                    "%s and %s differ in %d of %d cases, first in: %s",
                                    first,
                                    child,
                                    cases.size(),
                                    expected.size(),
                                    cases.subList(0, Math.min(3, cases.size()))));
                }
            }
            return differences;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }
}
