package org.cotangent.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A process that does the work of one contender, asked line by line on its standard input:
 *
 * <pre>
 * check matmul 32x32x32     is answered by   checked SUM SCALE   or   not done
 * run matmul 32x32x32 0.2   is answered by   median_ns 5123.0 5100.2 39000 12
 * forget                     is answered by   forgotten
 * </pre>
 *
 * <p>Work is made when it is first asked for, and kept until it is to be forgotten. The numbers are
 * median and least nanoseconds of one run, how often it ran, and for how many milliseconds the JIT
 * compiler was at work meanwhile (left out where there is none). The first line it writes is
 * "ready" and what it is, or "unavailable" and why; an error is answered by "failed" and what
 * happened. src/main/python/worker.py speaks the same.
 */
public final class Worker {
    private static final CompilationMXBean JIT = ManagementFactory.getCompilationMXBean();

    private final Contender contender;
    private final Map<String, Job> jobs = new HashMap<>();

    private Worker(Contender contender) {
        this.contender = contender;
    }

    /**
     * Answers until the input ends.
     *
     * @param arguments the name of the contender
     * @throws IOException if the input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // what libraries print must not be taken for an answer
        Worker worker;
        try {
            Contender contender = Contenders.named(arguments[0]);
            out.println("ready " + contender.description());
            worker = new Worker(contender);
        } catch (IllegalArgumentException e) {
            out.println("unavailable " + e.getMessage());
            return;
        } catch (RuntimeException | LinkageError e) {
            out.println("unavailable " + oneLine(e));
            return;
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = worker.answer(line.trim().split(" +"));
            } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
                answer = "failed " + oneLine(e);
            }
            out.println(answer);
        }
    }

    private static String oneLine(Throwable e) {
        return e.toString().replaceAll("\\s+", " ");
    }

    private String answer(String[] words) {
        if (words[0].equals("forget")) {
            jobs.values().forEach(Job::close);
            jobs.clear();
            return "forgotten";
        }
        Job job = job(words[1], words[2]);
        if (job == null) {
            return "not done";
        }
        if (words[0].equals("check")) {
            Checksum checksum = Checksum.of(job.result());
            return "checked " + checksum.sum() + " " + checksum.scale();
        }
        long compiled = JIT.getTotalCompilationTime();
        Timing timing = Timing.of(job::run, Double.parseDouble(words[3]));
        return String.format(
                Locale.ROOT,
                "median_ns %.3f %.3f %d %d",
                timing.median(),
                timing.least(),
                timing.runs(),
                JIT.getTotalCompilationTime() - compiled);
    }

    private Job job(String work, String size) {
        return jobs.computeIfAbsent(
                work + " " + size, key -> contender.job(work, Work.extents(size)));
    }
}
