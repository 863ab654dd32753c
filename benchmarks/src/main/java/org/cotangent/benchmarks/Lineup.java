package org.cotangent.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list of entrants with their settings. */
final class Lineup {
    private static final String FLAG = "--add-modules=jdk.incubator.vector";
    private static final String CORE_TYPE = "OPENBLAS_CORETYPE";

    private final String java;
    private final List<String> jvmArguments;
    private final String python;
    private final Path script;
    private final List<Entrant> entrants = new ArrayList<>();

    private Lineup(String java, List<String> jvmArguments, String python, Path script) {
        this.java = java;
        this.jvmArguments = jvmArguments;
        this.python = python;
        this.script = script;
    }

    /**
     * Everyone, whether to be had or not.
     *
     * @param threads the numbers of threads, for those that can use more than one
     * @param java the java command of the workers
     * @param jvmArguments further arguments for it
     * @param python the Python command
     * @param script src/main/python/worker.py
     */
    static List<Entrant> of(
            List<Integer> threads,
            String java,
            List<String> jvmArguments,
            String python,
            Path script) {
        Lineup lineup = new Lineup(java, jvmArguments, python, script);
        for (int n : threads) {
            lineup.ours("ours-flag", "ours", n, FLAG);
            lineup.ours("ours-plain", "ours", n);
            for (String other : List.of("ours-by-hand", "ours-trainer", "ours-trainer-recorded")) {
                lineup.ours(other, other, n, FLAG);
            }
            if (n == 1) {
                lineup.java("java", "java");
                lineup.java("commons-math", "commons-math");
                lineup.java("ejml", "ejml");
            }
            lineup.djl("djl", n);
            lineup.djl("djl-float32", n);
            lineup.python("numpy", "numpy", n, null);
            lineup.python("numpy-avx512", "numpy", n, "SKYLAKEX");
            lineup.python("torch", "torch", n, null);
        }
        return lineup.entrants;
    }

    private void ours(String id, String contender, int threads, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-Dcotangent.threads=" + threads);
        add(id + "-" + threads, threads, jvm(contender, all), withoutOptions(), null);
    }

    private void java(String id, String contender) {
        add(id, 1, jvm(contender, List.of()), withoutOptions(), null);
    }

    private void djl(String contender, int threads) {
        List<String> arguments =
                List.of(
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dai.djl.pytorch.num_threads=" + threads);
        Map<String, String> environment = withoutOptions();
        environment.put("OMP_NUM_THREADS", String.valueOf(threads));
        add(contender + "-" + threads, threads, jvm(contender, arguments), environment, null);
    }

    private void python(String id, String library, int threads, String coreType) {
        List<String> command = List.of(python, script.toString(), library, String.valueOf(threads));
        Map<String, String> environment = new HashMap<>();
        environment.put(CORE_TYPE, coreType);
        // OpenBLAS believes what it is told: its AVX-512 kernel ends in an illegal instruction
        String unavailable =
                coreType != null && !Machine.has("avx512f")
                        ? "this processor has no AVX-512, which OPENBLAS_CORETYPE=SKYLAKEX needs"
                        : null;
        add(id + "-" + threads, threads, command, environment, unavailable);
    }

    private List<String> jvm(String contender, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(List.of("-Xms512m", "-Xmx3g"));
        command.addAll(jvmArguments);
        command.addAll(arguments);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        contender));
        return command;
    }

    /** Options from outside would turn the flag on for entrants that run without it. */
    private static Map<String, String> withoutOptions() {
        Map<String, String> environment = new HashMap<>();
        environment.put("JDK_JAVA_OPTIONS", null);
        environment.put("JAVA_TOOL_OPTIONS", null);
        return environment;
    }

    private void add(
            String id,
            int threads,
            List<String> command,
            Map<String, String> environment,
            String unavailable) {
        entrants.add(
                new Entrant(
                        id,
                        threads,
                        List.copyOf(command),
                        Collections.unmodifiableMap(environment),
                        unavailable));
    }
}
