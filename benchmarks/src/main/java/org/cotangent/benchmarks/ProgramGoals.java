package org.cotangent.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.gradbench.Det;
import org.cotangent.benchmarks.gradbench.Gmm;
import org.cotangent.benchmarks.gradbench.Ht;
import org.cotangent.benchmarks.gradbench.Kmeans;
import org.cotangent.benchmarks.gradbench.Llsq;
import org.cotangent.benchmarks.gradbench.Lse;
import org.cotangent.benchmarks.gradbench.Lstm;
import org.cotangent.benchmarks.gradbench.Ode;
import org.cotangent.benchmarks.gradbench.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A table of times of derivatives over the value in plain Java: recorded anew each time, by a
 * program, by a program in rows, beside what is asked for and what other tools have published.
 */
@Command(
        name = "program-goals",
        mixinStandardHelpOptions = true,
        description = "Derivatives over values in plain Java, one thread, medians of rounds.")
public final class ProgramGoals implements Callable<Integer> {
    @Option(names = "--only", split = ",", description = "parts of names (default: all)")
    private List<String> only = List.of("");

    @Option(names = "--seconds", description = "for each time (default: ${DEFAULT-VALUE})")
    private double seconds = 0.4;

    @Option(names = "--rounds", description = "of all ways (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--cpu", description = "time of the thread's processor: for a busy machine")
    private boolean cpu;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private ProgramGoals() {}

    /**
     * A line of the table.
     *
     * @param name what is done
     * @param asked what is asked for
     * @param contest the ways of doing it
     */
    private record Line(String name, double asked, Supplier<Contest> contest) {}

    /** Ratios of CoDiPack and Enzyme, published by GradBench, on its machine. */
    private static final Map<String, String> PUBLISHED =
            Map.of(
                    "llsq", "11 | 1.4",
                    "lse", "3.8 | 2.1",
                    "kmeans", "36 | 3.0",
                    "gmm", "16 | 7.6",
                    "lstm", "2.1 | 2.8",
                    "ode", "7.7 | 2.5",
                    "det", "3.3 | 18",
                    "ba", "21 | 9.7",
                    "ht", "44 | 48");

    private static final double OPEN = Double.NaN;

    private static final List<Line> LINES =
            List.of(
                    gradbench(
                            "llsq, loops of numbers, 128 x 16",
                            3,
                            () -> Llsq.random(128, 16, true)),
                    gradbench(
                            "llsq, arrays, 128 x 1024", OPEN, () -> Llsq.random(128, 1024, false)),
                    gradbench("lse 5,000", 1.5, () -> Lse.random(5000)),
                    gradbench(
                            "kmeans with diagonal, k=10 d=8", 2, () -> Kmeans.random(1000, 10, 8)),
                    gradbench(
                            "kmeans with diagonal, k=100 d=16",
                            2,
                            () -> Kmeans.random(1000, 100, 16)),
                    gradbench("gmm d=2 k=5", 3, () -> Gmm.random(2, 5, 1000)),
                    gradbench("gmm d=20 k=5", 3, () -> Gmm.random(20, 5, 1000)),
                    gradbench("lstm l=2 c=1024", 2.2, () -> Lstm.random(2, 14, 1024)),
                    gradbench("lstm l=4 c=1024", 2.2, () -> Lstm.random(4, 14, 1024)),
                    gradbench("ode n=20 s=100", 6, () -> Ode.random(20, 100)),
                    gradbench("ode n=1000 s=100", 6, () -> Ode.random(1000, 100)),
                    gradbench("det 6", 3, () -> Det.random(6)),
                    gradbench("det 8", 3, () -> Det.random(8)),
                    new Line("gradbench ba, Jacobian", 3, ProgramWork::bundleAdjustment),
                    gradbench("ht, 26 columns", 20, () -> Ht.random(100, false)),
                    new Line("net of numbers 2-16-16-1, 100 samples", 0.8, ProgramWork::net),
                    new Line("call, 100,000 paths, 5 greeks", 1.6, () -> PathWork.call(100_000)),
                    new Line(
                            "basket of 10, 100,000 paths, 78 greeks",
                            0.7,
                            () -> PathWork.basket(100_000)),
                    new Line(
                            "Thurber 37 x 7, value and Jacobian, over Hipparchus",
                            1.5,
                            ProgramWork::thurber),
                    new Line("Rosenbrock of 20, gradient", 0.6, ProgramWork::rosenbrock),
                    new Line("Rosenbrock of 20, Hessian", 2.5, ProgramWork::rosenbrockHessian),
                    new Line(
                            "two-layer step 64x1000x100x10, over its products",
                            1.12,
                            ProgramWork::twoLayer),
                    new Line(
                            "exp of 8,192 into an array, over the engine's",
                            0.69,
                            () -> ProgramWork.elementwise(Tensor::exp)),
                    new Line(
                            "sigmoid of 8,192 into an array, over the engine's",
                            0.64,
                            () -> ProgramWork.elementwise(Tensor::sigmoid)));

    private static Line gradbench(String name, double asked, Supplier<Problem> problem) {
        return new Line("gradbench " + name, asked, () -> ProgramWork.of(problem.get()));
    }

    /**
     * Prints the table.
     *
     * @param arguments see --help
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProgramGoals()).execute(arguments));
    }

    @Override
    public Integer call() {
        Machine.description().forEach(System.out::println);
        if (isWanted("first runs")) {
            ProgramWork.firstRuns(clock()).forEach(System.out::println);
        }
        System.out.println(
                "| work | hand, ns | recorded | program | rows | asked | CoDiPack | Enzyme |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Line line : LINES) {
            if (isWanted(line.name)) {
                measure(line);
            }
        }
        return 0;
    }

    private boolean isWanted(String name) {
        return only.stream().anyMatch(name::contains);
    }

    private void measure(Line line) {
        Contest contest = line.contest.get();
        contest.check(line.name);
        List<Supplier<double[]>> ways =
                Arrays.asList(contest.recorded(), contest.program(), contest.rows());
        double[] bases = new double[rounds];
        double[][] times = new double[ways.size()][rounds];
        for (int each = -1; each < rounds; each++) {
            int round = Math.max(each, 0); // the first one warms up
            double base = time(contest.base());
            bases[round] = base;
            double unit = contest.operations() == 0 ? base : contest.operations();
            for (int i = 0; i < times.length; i++) {
                Supplier<double[]> way = ways.get(i);
                times[i][round] = way == null ? Double.NaN : time(() -> sink = way.get()) / unit;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s%s | %,.0f | %s | %s | %s | %s | %s |%n",
                line.name,
                contest.operations() == 0 ? "" : ", ns an operation",
                median(bases),
                text(median(times[0])),
                text(median(times[1])),
                text(median(times[2])),
                text(line.asked),
                published(line.name));
    }

    private static String published(String name) {
        String[] words = name.split("[ ,]+");
        return words[0].equals("gradbench") ? PUBLISHED.get(words[1]) : "– | –";
    }

    private double time(Runnable work) {
        return Timing.of(work, seconds, clock()).median();
    }

    private LongSupplier clock() {
        return cpu ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }

    private static double[] sink;

    private static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return Timing.median(sorted);
    }

    private static String text(double x) {
        if (Double.isNaN(x)) {
            return "–";
        }
        return String.format(Locale.ROOT, x < 10 ? "%.2f" : x < 100 ? "%.1f" : "%.0f", x);
    }
}
