package org.cotangent.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Facts about the machine, for the head of a table. */
final class Machine {
    private static final double GIB = 1 << 30;

    private Machine() {}

    /** Whether the processor lists a feature, where that can be known. */
    static boolean has(String feature) {
        return Arrays.asList(cpu("flags").split(" ")).contains(feature);
    }

    private static String cpu(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Lines that say what everything ran on. */
    static List<String> description() {
        String features =
                List.of("avx2", "fma", "avx512f").stream()
                        .filter(Machine::has)
                        .collect(Collectors.joining(" "));
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double memory =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize() / GIB
                        : 0;
        return List.of(
                String.format(
                        Locale.ROOT,
                        "machine: %s, %d cores, %s, %.0f GiB, %s %s",
                        cpu("model name"),
                        Runtime.getRuntime().availableProcessors(),
                        features,
                        memory,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch")),
                String.format(
                        Locale.ROOT,
                        "load before the run: %.2f; to be trusted, it must be near 0",
                        load),
                "source: " + System.getProperty("benchmarks.source", "not told"));
    }

    /** The version text of a java command. */
    static String jdk(String java) {
        try {
            Process process =
                    new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes());
            return text.lines().skip(1).findFirst().orElse(text).trim();
        } catch (IOException e) {
            return java + ": " + e.getMessage();
        }
    }
}
