package org.cotangent.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
     * @param contest the ways of doing it
     * @param asked what is asked for
     * @param peers published ratios of CoDiPack and Enzyme, if any
     */
    private record Line(String name, Supplier<Contest> contest, double asked, String... peers) {}

    /** Ratios of CoDiPack and Enzyme are GradBench's, published, on its machine. */
    private static final List<Line> LINES =
            List.of(
                    line("gradbench llsq, loops of numbers, 128 x 16", () -> ProgramWork.of(Llsq.random(128, 16, true)), 3, "11", "1.4"),
                    line("gradbench llsq, arrays, 128 x 1024", () -> ProgramWork.of(Llsq.random(128, 1024, false)), Double.NaN, "11", "1.4"),
                    line("gradbench lse 5,000", () -> ProgramWork.of(Lse.random(5000)), 1.5, "3.8", "2.1"),
                    line("gradbench kmeans with diagonal, k=10 d=8", () -> ProgramWork.of(Kmeans.random(1000, 10, 8)), 2, "36", "3.0"),
                    line("gradbench kmeans with diagonal, k=100 d=16", () -> ProgramWork.of(Kmeans.random(1000, 100, 16)), 2, "36", "3.0"),
                    line("gradbench gmm d=2 k=5", () -> ProgramWork.of(Gmm.random(2, 5, 1000)), 3, "16", "7.6"),
                    line("gradbench gmm d=20 k=5", () -> ProgramWork.of(Gmm.random(20, 5, 1000)), 3, "16", "7.6"),
                    line("gradbench lstm l=2 c=1024", () -> ProgramWork.of(Lstm.random(2, 14, 1024)), 2.2, "2.1", "2.8"),
                    line("gradbench lstm l=4 c=1024", () -> ProgramWork.of(Lstm.random(4, 14, 1024)), 2.2, "2.1", "2.8"),
                    line("gradbench ode n=20 s=100", () -> ProgramWork.of(Ode.random(20, 100)), 6, "7.7", "2.5"),
                    line("gradbench ode n=1000 s=100", () -> ProgramWork.of(Ode.random(1000, 100)), 6, "7.7", "2.5"),
                    line("gradbench det 6", () -> ProgramWork.of(Det.random(6)), 3, "3.3", "18"),
                    line("gradbench det 8", () -> ProgramWork.of(Det.random(8)), 3, "3.3", "18"),
                    line("gradbench ba, Jacobian", ProgramWork::bundleAdjustment, 3, "21", "9.7"),
                    line("gradbench ht, 26 columns", () -> ProgramWork.of(Ht.random(100, false)), 20, "44", "48"),
                    line("net of numbers 2-16-16-1, 100 samples", ProgramWork::net, 0.8),
                    line("call, 100,000 paths, 5 greeks", PathWork::call, 1.6),
                    line("basket of 10, 100,000 paths, 78 greeks", PathWork::basket, 0.7),
                    line("Thurber 37 x 7, value and Jacobian, over Hipparchus", ProgramWork::thurber, 1.5),
                    line("Rosenbrock of 20, gradient", ProgramWork::rosenbrock, 0.6),
                    line("Rosenbrock of 20, Hessian", ProgramWork::rosenbrockHessian, 2.5),
                    line("two-layer step 64x1000x100x10, over its products", ProgramWork::twoLayer, 1.12),
                    line("exp of 8,192 into an array, over the engine's", () -> ProgramWork.elementwise(Tensor::exp), 0.69),
                    line("sigmoid of 8,192 into an array, over the engine's", () -> ProgramWork.elementwise(Tensor::sigmoid), 0.64));

    private static Line line(
            String name, Supplier<Contest> contest, double asked, String... peers) {
        return new Line(name, contest, asked, peers);
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
            ProgramWork.firstRuns().forEach(System.out::println);
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
                times[i][round] =
                        way == null
                                ? Double.NaN
                                : time(() -> sink = way.get()) / unit;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s%s | %,.0f | %s | %s | %s | %s | %s | %s |%n",
                line.name,
                contest.operations() == 0 ? "" : ", ns an operation",
                median(bases),
                text(median(times[0])),
                text(median(times[1])),
                text(median(times[2])),
                text(line.asked),
                line.peers.length == 0 ? "–" : line.peers[0],
                line.peers.length == 0 ? "–" : line.peers[1]);
    }

    private double time(Runnable work) {
        LongSupplier clock = cpu ? threads::getCurrentThreadCpuTime : System::nanoTime;
        return Timing.of(work, seconds, clock).median();
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
