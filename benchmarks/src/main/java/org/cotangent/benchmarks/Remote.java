package org.cotangent.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of an entrant, started when it is first asked. */
final class Remote implements AutoCloseable {
    private static final String END = "failed the process ended";
    private static final int PATIENCE_SECONDS = 180;

    private final Entrant entrant;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Process process;
    private PrintStream to;
    private Path errors;
    private String description;
    private String unavailable;

    Remote(Entrant entrant) {
        this.entrant = entrant;
        unavailable = entrant.unavailable();
    }

    Entrant entrant() {
        return entrant;
    }

    /** Why it cannot be had, or null if it can as far as is known. */
    String unavailable() {
        return unavailable;
    }

    /** The entrant's description of itself, or null if it was never started. */
    String description() {
        return description;
    }

    /** Sends a line and waits for the answer; "unavailable" and why if there is no such process. */
    String ask(String line) {
        if (unavailable == null && process == null) {
            start();
        }
        if (unavailable != null) {
            return "unavailable " + unavailable;
        }
        to.println(line);
        String answer = next();
        if (answer.equals(END)) {
            answer = END + lastError();
            close(); // the next question starts it anew
        }
        return answer;
    }

    /** Sends a line if there is a process, and waits for the answer. */
    void tell(String line) {
        if (process != null) {
            ask(line);
        }
    }

    /** How long its threads have been at work so far; nothing if there is no process. */
    Duration processorTime() {
        return process == null
                ? Duration.ZERO
                : process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void start() {
        try {
            errors = Files.createTempFile("worker", ".err");
            errors.toFile().deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(entrant.command());
            entrant.environment()
                    .forEach(
                            (name, value) -> {
                                if (value == null) {
                                    builder.environment().remove(name);
                                } else {
                                    builder.environment().put(name, value);
                                }
                            });
            process = builder.redirectError(errors.toFile()).start();
        } catch (IOException e) {
            unavailable = e.getMessage();
            return;
        }
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        lines.clear();
        Process read = process;
        Thread reader = new Thread(() -> readAll(read), "reads " + entrant.id());
        reader.setDaemon(true);
        reader.start();
        String first = next();
        if (first.startsWith("ready ")) {
            description = first.substring("ready ".length());
        } else {
            unavailable =
                    first.equals(END) ? END + lastError() : first.replaceFirst("^unavailable ", "");
            close();
        }
    }

    private void readAll(Process from) {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // closed from this side
        }
        lines.add(END);
    }

    private String next() {
        try {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                close();
                return "failed no answer within " + PATIENCE_SECONDS + " s";
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed interrupted";
        }
    }

    private String lastError() {
        try {
            List<String> all = Files.readAllLines(errors);
            return all.isEmpty() ? "" : ": " + all.get(all.size() - 1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }
}
