package org.cotangent.kernel;

import java.lang.System.Logger.Level;
import java.lang.module.ResolvedModule;
import java.util.Locale;
import java.util.Set;

/** The selection of the kernels, when they are first asked for. */
final class KernelProvider {
    /** The system property that forces a twin: "plain" or "vector"; "alternate" in tests. */
    static final String PROPERTY = "cotangent.kernels";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String FLAG = "--add-modules " + MODULE;

    /** Sums have room for vectors of eight numbers. */
    private static final int MOST_BITS = 512;

    private static final String BY_PROPERTY = "as the system property " + PROPERTY + " says";

    static final String REASON;

    /** Null where a system property cannot be meant: an initializer that throws says so once. */
    static final ArrayKernels LOOPS;

    private static final String REFUSAL;

    /** Shares of large pieces of work, of some 15 µs each, in which vectors would be warmed. */
    private static final long MUCH = (long) (Twin.ENOUGH / 15e3);

    private static long worked;

    static {
        String wanted = System.getProperty(PROPERTY, "").trim().toLowerCase(Locale.ROOT);
        Module module = module();
        ArrayKernels loops = null;
        String reason = "";
        String refusal = Parallel.REFUSAL;
        if (refusal != null) {
            // said when the loops are asked for
        } else if (!Set.of("", "plain", "vector", "alternate").contains(wanted)) {
            refusal = PROPERTY + ": \"" + wanted + "\"; it must be \"plain\" or \"vector\"";
        } else if (wanted.equals("plain")) {
            reason = BY_PROPERTY;
        } else if (module == null) {
            reason = "start the Java virtual machine with " + FLAG + " for faster ones";
        } else {
            // not a "requires static": javac 17 would warn of it in every build
            KernelProvider.class.getModule().addReads(module);
            reason =
                    wanted.isEmpty()
                            ? "the Java virtual machine has the module " + MODULE
                            : BY_PROPERTY;
            loops =
                    wanted.equals("vector")
                            ? vectors()
                            : new SwitchedKernels(wanted.equals("alternate"));
            if (loops == null) {
                reason = "the Vector API of this Java virtual machine is another than expected";
            }
        }
        REFUSAL = refusal;
        LOOPS = refusal != null ? null : loops == null ? new PlainKernels() : loops;
        REASON = reason;
    }

    private KernelProvider() {}

    /**
     * ModuleLayer.findModule, which finds out by streams that there is none: 5 ms of first calls.
     */
    private static Module module() {
        ModuleLayer layer = ModuleLayer.boot();
        for (ResolvedModule each : layer.configuration().modules()) {
            if (each.name().equals(MODULE)) {
                return layer.findModule(MODULE).orElseThrow();
            }
        }
        return null;
    }

    /** Initialized once there was much work: programs without it need no advice. */
    private static final class Advice {
        static final boolean GIVEN = LOOPS != null && REASON.contains(FLAG);

        static {
            if (GIVEN) {
                // a first line of a log takes as long as much work
                try {
                    new Thread(null, Advice::log, "cotangent-advice", 0, false).start();
                } catch (OutOfMemoryError e) {
                    // where no more threads can be had, nothing is said
                }
            }
        }

        private static void log() {
            String line = "kernels: " + description();
            System.getLogger("org.cotangent").log(Level.INFO, line);
        }
    }

    /**
     * Says once, where there is so much work that vectors would be warmed, that a flag would make
     * it faster.
     *
     * @param shares how many threads a piece of work is worth
     * @return whether it is said, now or before
     */
    static boolean advise(int shares) {
        if (worked <= MUCH) {
            worked += shares; // threads may lose some
        }
        return worked > MUCH && Advice.GIVEN;
    }

    /** Throws what is wrong with a system property. */
    static ArrayKernels refuse() {
        throw new IllegalArgumentException(REFUSAL);
    }

    static String description() {
        return ArrayKernels.get().description()
                + " ("
                + REASON
                + "); "
                + (Parallel.THREADS == 1 ? "1 thread" : "up to " + Parallel.THREADS + " threads");
    }

    /** By its name: this class is loaded where there is no Vector API. */
    static PlainKernels vectors() {
        try {
            PlainKernels vectors =
                    (PlainKernels)
                            Class.forName("org.cotangent.kernel.VectorKernels")
                                    .getDeclaredConstructor()
                                    .newInstance();
            return vectors.vectorBits() <= MOST_BITS ? vectors : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
