package org.cotangent.benchmarks;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;

/**
 * A process that does a piece of work over and over from its very first call, and says at the end
 * how long calls 1, 10, 100 and 1,000 took and how many were done after how long. Arguments: the
 * contender, the work, its size, when the process was started (microseconds since 1970), and the
 * seconds to count calls at, as "0.5,1,5"; 0 for the first call alone. With the one argument "list"
 * it lists the work that benchmarks/first-second measures. src/main/python/first.py writes the
 * same:
 *
 * <pre>
 * began 0.21            seconds from the start of the process to the first call
 * call 10 0.0012 0.19   the seconds of that call, and of all up to it
 * within 0.5 301        the calls that were done so many seconds after the first call began
 * started 0.5 192       the same after the process was started
 * </pre>
 */
public final class FirstCalls {
    private static final double NANOS = 1e9;
    private static final int MARKS = 4;
    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1000;

    private FirstCalls() {}

    /**
     * Does the work and prints what it took.
     *
     * @param arguments see above
     */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("list")) {
            list(System.out);
            return;
        }
        PrintStream out = System.out;
        System.setOut(System.err);
        // not by way of Contenders, which would load the other libraries
        Contender contender =
                arguments[0].equals("ours") ? new Ours() : Contenders.named(arguments[0]);
        Job job = contender.job(arguments[1], Work.extents(arguments[2]));
        if (job == null) {
            out.println("unavailable not done");
            return;
        }
        Instant now = Instant.now();
        long age =
                now.getEpochSecond() * MICROS
                        + now.getNano() / NANOS_OF_MICRO
                        - Long.parseLong(arguments[3]);
        long started = System.nanoTime() - age * NANOS_OF_MICRO;
        double[] seconds =
                Arrays.stream(arguments[4].split(",")).mapToDouble(Double::parseDouble).toArray();
        out.print(measure(job, started, seconds));
        out.flush();
        System.exit(0); // libraries leave threads behind
    }

    private static void list(PrintStream out) {
        KernelJobs.KERNELS.forEach(
                (name, kernel) ->
                        out.println(
                                "kernels "
                                        + name
                                        + " "
                                        + KernelJobs.LENGTH
                                        + " "
                                        + kernel.kernels()));
        KernelJobs.FUNCTIONS
                .keySet()
                .forEach(name -> out.println("functions " + name + " " + KernelJobs.LENGTH));
        for (String size : new String[] {"64x64x64", "256x256x256", "512x512x512"}) {
            out.println("products matmul " + size);
        }
        out.println("training mlp-epoch 784x64x10");
        out.println("training two-layer 64x1000x100x10");
        out.println("training lstm 20x32x28x64");
    }

    /** Nothing is written before the last call: the first text of a process takes milliseconds. */
    private static String measure(Job job, long started, double[] seconds) {
        double[][] marks = new double[MARKS][];
        long[] within = new long[seconds.length];
        long[] sinceStart = new long[seconds.length];
        int window = 0;
        int older = 0;
        int marked = 0;
        long mark = 1;
        long first = System.nanoTime();
        long before = first;
        for (long calls = 1; window < seconds.length; calls++) {
            job.run();
            long now = System.nanoTime();
            if (calls == mark && marked < MARKS) {
                marks[marked++] = new double[] {mark, now - before, now - first};
                mark *= 10;
            }
            while (older < seconds.length && now - started > seconds[older] * NANOS) {
                sinceStart[older++] = calls - 1;
            }
            while (window < seconds.length && now - first > seconds[window] * NANOS) {
                within[window++] = calls - 1;
            }
            before = now;
        }
        StringBuilder says = new StringBuilder("began " + (first - started) / NANOS + "\n");
        for (int i = 0; i < marked; i++) {
            double[] at = marks[i];
            says.append("call ").append((long) at[0]).append(' ').append(at[1] / NANOS);
            says.append(' ').append(at[2] / NANOS).append('\n');
        }
        for (int i = 0; i < seconds.length; i++) {
            says.append("within ").append(seconds[i]).append(' ').append(within[i]).append('\n');
            says.append("started ").append(seconds[i]).append(' ');
            says.append(sinceStart[i]).append('\n');
        }
        return says.toString();
    }
}
