package org.cotangent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A measurement of the growth of time and memory with the number of nodes of a chain and a tree of
 * scalars, and with batch, width and depth of a perceptron; and of the cost of a gradient compared
 * with the value alone.
 */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tables of time and bytes against size, with fitted exponents.")
public final class Growth implements Callable<Integer> {
    private static final int CLASSES = 10;
    private static final double WARMUP = 0.5;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "GLOB",
            description = "of chain, tree, batch, width, depth, ratio (default: all)")
    private List<String> only = List.of("*");

    @Option(names = "--seconds", description = "seconds for each size (default: ${DEFAULT-VALUE})")
    private double seconds = 0.5;

    @Option(names = "--largest", description = "the most nodes (default: ${DEFAULT-VALUE})")
    private int largest = 10_000_000;

    @Option(names = "--quick", description = "up to 1e5 nodes, 0.1 seconds for each size")
    private boolean quick;

    @Option(names = "--out", paramLabel = "DIR", description = "write growth.md")
    private Path out;

    private final StringBuilder text = new StringBuilder();

    private Growth() {}

    /**
     * Runs the command.
     *
     * @param arguments see --help
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Growth()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (quick) {
            seconds = 0.1;
            largest = 100_000;
        }
        say("# Growth\n\n");
        Machine.description().forEach(line -> say("- " + line + "\n"));
        say("- " + new Ours().description() + ", JDK " + Runtime.version() + "\n");
        if (wanted("chain")) {
            nodes("A chain of operations on numbers", Graphs::chain);
        }
        if (wanted("tree")) {
            nodes("A tree of operations on numbers", Graphs::tree);
        }
        if (wanted("batch")) {
            int[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};
            perceptrons("Batch of a 784-256-128-10 net", "batch", sizes, Growth::ofBatch);
        }
        if (wanted("width")) {
            int[] sizes = {8, 16, 32, 64, 128, 256, 512, 1024};
            perceptrons(
                    "Width of a net of two hidden layers, inputs as wide, batch 64",
                    "width",
                    sizes,
                    width -> new Step(new int[] {width, width, width, CLASSES}, 64));
        }
        if (wanted("depth")) {
            int[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256};
            perceptrons(
                    "Depth of a net of width 32, batch 32",
                    "hidden layers",
                    sizes,
                    depth -> {
                        int[] widths = new int[depth + 2];
                        Arrays.fill(widths, 32);
                        widths[depth + 1] = CLASSES;
                        return new Step(widths, 32);
                    });
        }
        if (wanted("ratio")) {
            say("\n## Value and gradient, divided by the value alone\n\n");
            say("| work | value | value and gradient | ratio | bytes of the value");
            say(" | bytes of both |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
            new Ratios(seconds, this::say).print();
        }
        if (out != null) {
            Files.createDirectories(out);
            Files.writeString(out.resolve("growth.md"), text);
        }
        return 0;
    }

    private boolean wanted(String name) {
        return only.stream().anyMatch(glob -> Match.glob(glob, name));
    }

    private void say(String part) {
        System.out.print(part);
        System.out.flush();
        text.append(part);
    }

    /** A maker of a graph with about the given number of nodes. */
    private interface Maker {
        Tensor make(int nodes);
    }

    private void nodes(String title, Maker maker) {
        say("\n## " + title + "\n\n");
        say("| nodes | forward | sweep | forward, ns/node | sweep, ns/node | allocated forward,");
        say(" B/node | allocated in the sweep, B/node | retained, B/node |\n");
        say("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        Fit forwardFit = new Fit();
        Fit sweepFit = new Fit();
        Fit bytesFit = new Fit();
        for (int n : new int[] {100, 10_000, 100}) {
            // what is compiled for one size is compiled anew for another
            Timing.of(() -> maker.make(n), Math.max(seconds, WARMUP));
            Timing.of(() -> maker.make(n).backward(), Math.max(seconds, WARMUP));
        }
        for (int n = 100; n <= largest && n > 0; n *= 10) {
            int count = n;
            try {
                double forward = Timing.of(() -> maker.make(count), seconds).median();
                Tensor result = maker.make(n);
                double sweep = Timing.of(result::backward, seconds).median();
                long forwardBytes = Memory.allocated(() -> maker.make(count));
                long sweepBytes = Memory.allocated(result::backward);
                // below this, what else lives on the heap blurs it
                String retained =
                        n < 10_000
                                ? ""
                                : number((double) Memory.retained(() -> maker.make(count)) / n);
                say(
                        String.format(
                                Locale.ROOT,
                                "| %.0e | %s | %s | %s | %s | %s | %s | %s |%n",
                                (double) n,
                                Report.duration(forward),
                                Report.duration(sweep),
                                number(forward / n),
                                number(sweep / n),
                                number((double) forwardBytes / n),
                                number((double) sweepBytes / n),
                                retained));
                forwardFit.add(n, forward);
                sweepFit.add(n, sweep);
                bytesFit.add(n, forwardBytes + sweepBytes);
            } catch (OutOfMemoryError e) {
                say(
                        String.format(
                                Locale.ROOT,
                                "| %.0e | did not fit into %d MiB |%n",
                                (double) n,
                                Runtime.getRuntime().maxMemory() >> 20));
                break;
            }
        }
        say(
                "\nFitted exponents: forward "
                        + forwardFit
                        + ", sweep "
                        + sweepFit
                        + ", bytes allocated "
                        + bytesFit
                        + ".\n");
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }

    private static Step ofBatch(int batch) {
        return new Step(new int[] {784, 256, 128, CLASSES}, batch);
    }

    /** A perceptron and a batch. */
    private static final class Step {
        private final Mlp model;
        private final Tensor x;
        private final int[] classes;

        Step(int[] widths, int batch) {
            model = Mlp.of(widths).build(new SplittableRandom(1));
            x = Tensor.of(Inputs.uniform(1, batch * widths[0], 1), batch, widths[0]);
            classes = Inputs.classes(2, batch, CLASSES);
        }

        Tensor loss() {
            return Losses.softmaxCrossEntropy().apply(model.apply(x), classes);
        }

        Tensor value() {
            return Tensor.unrecorded(this::loss);
        }

        double gradients() {
            Tensor loss = loss();
            Gradients g = loss.backward();
            double any = loss.value();
            for (Parameter parameter : model.parameters()) {
                any += g.of(parameter.value()).rank();
            }
            return any;
        }
    }

    /** A maker of a net of a given size. */
    private interface Sized {
        Step make(int size);
    }

    private void perceptrons(String title, String what, int[] sizes, Sized sized) {
        say("\n## " + title + "\n\n");
        say("| " + what + " | forward alone | forward and backward | ratio | bytes allocated |\n");
        say("| ---: | ---: | ---: | ---: | ---: |\n");
        Fit time = new Fit();
        Fit bytes = new Fit();
        for (int i = 0; i < (quick ? sizes.length - 2 : sizes.length); i++) {
            Step step = sized.make(sizes[i]);
            Timing.of(step::gradients, seconds);
            Timing.of(step::value, seconds);
            double value = Timing.of(step::value, seconds).median();
            double both = Timing.of(step::gradients, seconds).median();
            long allocated = Memory.allocated(step::gradients);
            say(
                    String.format(
                            Locale.ROOT,
                            "| %d | %s | %s | %s | %d |%n",
                            sizes[i],
                            Report.duration(value),
                            Report.duration(both),
                            Report.ratio(both / value),
                            allocated));
            time.add(sizes[i], both);
            bytes.add(sizes[i], allocated);
        }
        say("\nFitted exponents: time " + time + ", bytes " + bytes + ".\n");
    }
}
