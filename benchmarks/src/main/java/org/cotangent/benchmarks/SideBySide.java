package org.cotangent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same work on this library and on others, side by side: each entrant in a process of its own,
 * taking turns, several rounds; a table of medians and ratios at the end. Results are compared, and
 * entrants that are not available are named with the reason.
 */
@Command(
        name = "side-by-side",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the same work on this library and on others, in turn.")
public final class SideBySide implements Callable<Integer> {
    private static final double QUICK_SECONDS = 0.05;
    private static final double SLOW_NANOS = 2e9;

    /** Slices of warming up, at least: much is compiled only after a second. */
    private static final int LEAST = 4;

    /** The same of work that takes so long, for which a collector first has to size its heap. */
    private static final int LEAST_OF_LONG = 12;

    private static final double LONG_NANOS = 20e6;

    /** Slices of warming up, at most. */
    private static final int LONGEST = 24;

    /** A JIT compiler at work for a larger share of a slice is not done yet. */
    private static final double COMPILING = 0.1;

    /** How long the others are watched, and how long at most until they rest. */
    private static final Duration WATCH = Duration.ofMillis(50);

    private static final Duration RESTLESS = Duration.ofSeconds(1);

    /**
     * The least ratio of the time of a run to the best so far at which the run counts as steady.
     */
    private static final double STEADY = 0.97;

    /** The seed of the order in which they take turns. */
    private static final long ORDER = 1;

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "GLOB",
            description = "work to do, as 'matmul*', or with sizes 'matmul:512*' (default: all)")
    private List<String> patterns = List.of();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "GLOB",
            description = "entrants to run, as 'ours*,numpy-1' (default: all)")
    private List<String> wanted = List.of("*");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "numbers of threads (default: 1,2)")
    private List<Integer> threads;

    @Option(names = "--rounds", description = "rounds (default: 5, or 2 with --quick)")
    private int rounds;

    @Option(
            names = "--seconds",
            description = "seconds a round gives each (default: 0.15, or 0.05 with --quick)")
    private double seconds;

    @Option(
            names = "--warmup",
            description =
                    "seconds before the first round, at least; up to six times that while it still"
                            + " becomes faster or is compiled (default: 1.8, or 0.4 with --quick)")
    private double warmup;

    @Option(names = "--quick", description = "few sizes, one thread, two short rounds")
    private boolean quick;

    @Option(
            names = "--fresh",
            description = "start new processes for every size, not only for every kind of work")
    private boolean fresh;

    @Option(names = "--out", paramLabel = "DIR", description = "write side-by-side.md and .csv")
    private Path out;

    @Option(names = "--python", description = "Python command (default: ${DEFAULT-VALUE})")
    private String python = "/usr/bin/python3";

    @Option(names = "--java", description = "java command of the workers (default: this one)")
    private String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Option(
            names = "--jvm-argument",
            paramLabel = "ARGUMENT",
            description = "argument for every Java worker, as -XX:+UseSerialGC; may be repeated")
    private List<String> jvmArguments = List.of();

    @Option(names = "--script", hidden = true, description = "the Python worker")
    private Path script = Path.of("src/main/python/worker.py");

    @Option(names = "--list", description = "list work and contenders, and run nothing")
    private boolean list;

    private final List<Outcome> outcomes = new ArrayList<>();

    private SideBySide() {}

    /**
     * Runs the command.
     *
     * @param arguments see --help
     */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new SideBySide());
        command.setExecutionExceptionHandler(
                (e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return 2;
                });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        setDefaults();
        Map<Work, List<String>> all = Match.work(patterns, quick);
        List<Remote> remotes = new ArrayList<>();
        for (Entrant entrant : Lineup.of(threads, java, jvmArguments, python, script)) {
            if (wanted.stream().anyMatch(glob -> Match.glob(glob, entrant.id()))) {
                remotes.add(new Remote(entrant));
            }
        }
        if (list) {
            all.forEach((work, sizes) -> System.out.println(work.name() + " " + sizes));
            remotes.forEach(remote -> System.out.println(remote.entrant().id()));
            return 0;
        }
        List<String> head = new ArrayList<>(Machine.description());
        long start = System.nanoTime();
        try {
            Work kind = null;
            for (List<Item> group : Item.groups(all)) {
                // what a heap or a profile has become by other work would change the times
                if (fresh || kind != group.get(0).work()) {
                    remotes.forEach(Remote::close);
                }
                kind = group.get(0).work();
                outcomes.addAll(compare(remotes, group));
            }
        } finally {
            remotes.forEach(Remote::close);
        }
        head.add("JDK of the workers: " + Machine.jdk(java));
        head.add(
                String.format(
                        Locale.ROOT,
                        "%d rounds of %s s each; %.0f s in all",
                        rounds,
                        seconds,
                        (System.nanoTime() - start) / 1e9));
        Report report = new Report(head, remotes, outcomes);
        System.out.print(report.markdown());
        if (out != null) {
            Files.createDirectories(out);
            Files.writeString(out.resolve("side-by-side.md"), report.markdown());
            Files.writeString(out.resolve("side-by-side.csv"), report.csv());
        }
        return report.disagreements().isEmpty() ? 0 : 1;
    }

    private void setDefaults() {
        rounds = rounds > 0 ? rounds : quick ? 2 : 5;
        seconds = seconds > 0 ? seconds : quick ? QUICK_SECONDS : 0.15;
        warmup = warmup > 0 ? warmup : quick ? 0.4 : 1.8;
        if (threads == null) {
            threads = quick ? List.of(1) : List.of(1, 2);
        }
    }

    private List<Outcome> compare(List<Remote> remotes, List<Item> group) {
        List<Outcome> all = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        for (Item item : group) {
            for (Remote remote : remotes) {
                if (!remote.entrant().enters(item.work())) {
                    continue;
                }
                Outcome outcome = new Outcome(item.work(), item.size(), remote.entrant());
                all.add(outcome);
                if (prepare(remote, outcome)) {
                    turns.add(new Turn(remote, outcome));
                }
            }
        }
        Random random = new Random(ORDER);
        for (int round = 0; round < rounds; round++) {
            // so that no entrant always follows the same one
            Collections.shuffle(turns, random);
            for (Turn turn : turns) {
                awaitRest(remotes);
                time(turn.remote, turn.outcome, seconds);
            }
        }
        for (Item item : group) {
            System.err.printf("%s %s:", item.work().name(), item.size());
            for (Outcome outcome : all) {
                if (outcome.done() && outcome.is(item)) {
                    System.err.printf(
                            " %s %s", outcome.entrant().id(), Report.duration(outcome.median()));
                }
            }
            System.err.println();
        }
        remotes.forEach(remote -> remote.tell("forget"));
        return all;
    }

    /** The task of a process within a round. */
    private record Turn(Remote remote, Outcome outcome) {}

    /** Lets it compute the result to compare, and warm up. Whether there is anything to time. */
    private boolean prepare(Remote remote, Outcome outcome) {
        String[] answer = remote.ask(question("check", outcome)).split(" ", 3);
        if (!answer[0].equals("checked")) {
            outcome.remark(String.join(" ", answer));
            return false;
        }
        outcome.checksum(
                new Checksum(Double.parseDouble(answer[1]), Double.parseDouble(answer[2])));
        double nanos = warm(remote, outcome);
        if (Double.isNaN(nanos)) {
            return false;
        }
        if (nanos > SLOW_NANOS * outcome.work().factor()) {
            outcome.add(nanos / outcome.work().factor());
            outcome.remark("run once only, after one run to warm up");
            return false;
        }
        return true;
    }

    /**
     * Waits until the processes do nothing: threads of native libraries spin for a while after
     * their work (0.2 s in PyTorch for Python here), and a JIT compiler ends what it began; both
     * would take a processor from the next one.
     */
    private static void awaitRest(List<Remote> remotes) {
        long end = System.nanoTime() + RESTLESS.toNanos();
        Duration before = processorTime(remotes);
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(WATCH.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration now = processorTime(remotes);
            // processor time is counted in hundredths of a second
            if (now.minus(before).compareTo(WATCH.dividedBy(4)) < 0) {
                return;
            }
            before = now;
        }
    }

    private static Duration processorTime(List<Remote> remotes) {
        Duration sum = Duration.ZERO;
        for (Remote remote : remotes) {
            sum = sum.plus(remote.processorTime());
        }
        return sum;
    }

    /**
     * Lets it work until it is no faster than before and the JIT compiler rests: a Java virtual
     * machine compiles what runs often, and a training step of some milliseconds needs seconds
     * until that is so.
     *
     * @return its best time, NaN if it failed
     */
    private double warm(Remote remote, Outcome outcome) {
        double best = Double.POSITIVE_INFINITY;
        int calm = 0;
        int least = LEAST;
        for (int i = 0; i < LONGEST && (i < least || calm < 2); i++) {
            Outcome slice = new Outcome(outcome.work(), outcome.size(), outcome.entrant());
            double compiling = time(remote, slice, warmup / LEAST);
            if (!slice.done()) {
                outcome.remark(slice.remark());
                return Double.NaN;
            }
            double nanos = slice.median();
            calm = nanos > best * STEADY && compiling < COMPILING ? calm + 1 : 0;
            best = Math.min(best, nanos);
            least = best > LONG_NANOS ? LEAST_OF_LONG : LEAST;
            if (nanos > SLOW_NANOS * outcome.work().factor()) {
                return nanos;
            }
        }
        return best;
    }

    private static String question(String verb, Outcome outcome) {
        return verb + " " + outcome.work().name() + " " + outcome.size();
    }

    /** Adds a time; which share of it the JIT compiler was at work. */
    private static double time(Remote remote, Outcome outcome, double seconds) {
        String answer =
                remote.ask(
                        String.format(Locale.ROOT, "%s %.3f", question("run", outcome), seconds));
        String[] words = answer.split(" ");
        if (words[0].equals("median_ns")) {
            outcome.add(Double.parseDouble(words[1]));
            return words.length > 4 ? Double.parseDouble(words[4]) / (seconds * 1e3) : 0;
        }
        outcome.remark(answer);
        return 0;
    }
}
