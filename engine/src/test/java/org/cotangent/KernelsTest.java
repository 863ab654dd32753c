package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs under the flags that a user may give, each in a virtual machine of its own. */
class KernelsTest {
    private static final String[] FLAG = {"--add-modules", "jdk.incubator.vector"};

    /** Prints the description and, where the property "bits" asks for them, bits of results. */
    public static final class Program {
        private Program() {}

        /** See the class. */
        public static void main(String[] arguments) {
            System.out.println(Kernels.description());
            if (Boolean.getBoolean("large")) {
                Tensor.ones(1000, 1000).exp();
                Tensor.ones(1000, 1000).exp();
            }
            if (Boolean.getBoolean("busy")) {
                Tensor x = Tensor.ones(100, 100);
                for (int i = 0; i < 20_000 && !warms(); i++) {
                    x.exp();
                }
            }
            System.out.println(warms() ? "warms" : "rests");
            if (!Boolean.getBoolean("bits")) {
                return;
            }
            double[] numbers = new double[700 * 400];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Math.sin(i * 0.37 + 1);
            }
            Tensor x = Tensor.variable(numbers, 700, 400);
            Tensor y = x.matmul(x.transpose()).mul(0.01).tanh().softmax(-1).sum(0);
            Tensor g = y.square().sum().backward().of(x);
            Tensor m = Tensor.of(java.util.Arrays.copyOf(numbers, 500 * 500), 500, 500);
            Tensor square = Tensor.variable(m.add(Tensor.eye(500).mul(30)).toArray(), 500, 500);
            Linalg.Qr qr = Linalg.qr(square);
            Tensor z =
                    Linalg.cholesky(square.matmul(square.transpose()))
                            .add(Linalg.solve(square, m))
                            .add(Linalg.inverse(square))
                            .add(qr.q())
                            .add(qr.r())
                            .add(Linalg.signLogDet(square).logAbs());
            Tensor h = z.square().sum().backward().of(square);
            System.out.println(
                    "bits "
                            + java.util.Arrays.hashCode(g.toArray())
                            + " "
                            + java.util.Arrays.hashCode(z.toArray())
                            + " "
                            + java.util.Arrays.hashCode(h.toArray()));
        }
    }

    /** Whether vectors are being warmed, or have been. */
    private static boolean warms() {
        return Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("cotangent-warmup"))
                || Kernels.description().contains("for exp");
    }

    private record Run(int status, String text) {
        String bits() {
            return text.lines().filter(line -> line.startsWith("bits")).findFirst().orElse(text);
        }
    }

    private static Run run(String... options) throws IOException, InterruptedException {
        return run(Program.class, options);
    }

    private static Run run(Class<?> program, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), text);
    }

    @Test
    void withoutTheFlagPlainLoops() throws Exception {
        Run run = run();
        assertEquals(0, run.status, run.text);
        assertTrue(run.text.startsWith("plain loops ("), run.text);
        assertEquals(2, run.text.lines().count(), "nothing in the log: " + run.text);
    }

    @Test
    void withTheFlagPlainLoopsAtFirst() throws Exception {
        Run run = run(FLAG);
        assertEquals(0, run.status, run.text);
        assertTrue(run.text.contains("\nplain loops, until vectors are compiled"), run.text);
        assertTrue(run.text.endsWith("rests\n"), run.text);
    }

    /** Kernels are warmed once they have worked for a while, and never without the flag. */
    @Test
    void vectorsAreWarmedForWorkThatLasts() throws Exception {
        assertTrue(run(FLAG[0], FLAG[1], "-Dbusy=true").text.endsWith("warms\n"));
        assertTrue(run("-Dbusy=true").text.endsWith("rests\n"));
        Run plain = run(FLAG[0], FLAG[1], "-Dbusy=true", "-Dcotangent.kernels=plain");
        assertTrue(plain.text.endsWith("rests\n"), plain.text);
    }

    /**
     * Where vectors would be warmed, once in the log; for a single large piece of work, nothing.
     */
    @Test
    void aWordAboutTheFlagWhereThereIsMuchWork() throws Exception {
        for (String threads : List.of("-Dcotangent.threads=2", "-Dcotangent.threads=1")) {
            Run run = run("-Dbusy=true", threads);
            assertEquals(0, run.status, run.text);
            assertEquals(2, timesOfTheFlag(run), run.text);
        }
        assertEquals(1, timesOfTheFlag(run("-Dlarge=true")));
    }

    private static int timesOfTheFlag(Run run) {
        return run.text.split("--add-modules jdk.incubator.vector", -1).length - 1;
    }

    @Test
    void theFlagMayBeOverruled() throws Exception {
        Run run = run(FLAG[0], FLAG[1], "-Dcotangent.kernels=plain", "-Dcotangent.threads=1");
        assertEquals(0, run.status, run.text);
        assertTrue(run.text.contains("plain loops (as the system property"), run.text);
        assertTrue(run.text.contains("; 1 thread\n"), run.text);
    }

    @Test
    void vectorsIfTheyAreAskedFor() throws Exception {
        Run run = run(FLAG[0], FLAG[1], "-Dcotangent.kernels=vector");
        assertEquals(0, run.status, run.text);
        assertTrue(run.text.contains("\nVector API, "), run.text);
        assertFalse(run.text.contains("kernels:"), "nothing to say in the log: " + run.text);
    }

    /** Products, functions and sums large enough to be shared, by each twin and by both in turn. */
    @Tag("thorough")
    @Test
    void theSameBitsForAnyNumberOfThreadsAndEitherTwin() throws Exception {
        String bits = run("-Dbits=true", "-Dcotangent.threads=1").bits();
        for (String twin : List.of("plain", "vector", "alternate")) {
            String chosen = "-Dcotangent.kernels=" + twin;
            for (int threads : new int[] {1, 2, 7}) {
                String some = "-Dcotangent.threads=" + threads;
                Run run = run(FLAG[0], FLAG[1], "-Dbits=true", chosen, some);
                assertEquals(bits, run.bits(), twin + ", " + threads + " threads");
            }
        }
    }

    /** Says what is wrong as often as it is asked. */
    public static final class Thrice {
        private Thrice() {}

        /** See the class. */
        public static void main(String[] arguments) {
            Tensor x = Tensor.ones(2, 2);
            List<Runnable> all =
                    List.of(
                            () -> x.matmul(x),
                            () -> x.exp(),
                            () -> x.indexSelect(0, 1),
                            Kernels::description,
                            () -> x.matmul(x));
            for (Runnable each : all) {
                try {
                    each.run();
                    System.out.println("nothing");
                } catch (Throwable e) {
                    System.out.println(e);
                }
            }
        }
    }

    @Test
    void theSameIsSaidEachTime() throws Exception {
        for (String option :
                List.of(
                        "kernels=fast",
                        "threads=0",
                        "threads=-3",
                        "threads=two",
                        "threads=",
                        "threads=2147483647")) {
            Run run = run(Thrice.class, "-Dcotangent." + option);
            String[] property = option.split("=", -1);
            String said =
                    "java.lang.IllegalArgumentException: cotangent."
                            + property[0]
                            + ": \""
                            + property[1]
                            + "\"; it must be";
            assertEquals(5, run.text.lines().count(), run.text);
            assertTrue(run.text.lines().allMatch(line -> line.startsWith(said)), run.text);
        }
    }
}
