package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cotangent.graph.Anomalies;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a class loader has loaded may go, though threads of a pool that used it stay. */
class LoadersTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(1);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    /** Loads anew what begins with a prefix, of the class path that it is on. */
    private static final class Anew extends ClassLoader {
        private final String prefix;

        Anew(String prefix) {
            super(LoadersTest.class.getClassLoader());
            this.prefix = prefix;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(prefix)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            String file = name.replace('.', '/') + ".class";
            try (InputStream bytes = getParent().getResourceAsStream(file)) {
                if (loaded != null) {
                    return loaded;
                }
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length, domain(name));
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static ProtectionDomain domain(String name) throws ClassNotFoundException {
        return Class.forName(name, false, LoadersTest.class.getClassLoader()).getProtectionDomain();
    }

    /** Uses of the library that pass it classes of the user's. */
    public static final class Program implements Callable<Integer> {
        private record Softsign() implements CustomOp {
            @Override
            public Tensor forward(Tensor... x) {
                return x[0].div(x[0].abs().add(1));
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g.div(x[0].abs().add(1).square());
            }
        }

        /** For reflection. */
        public Program() {}

        @Override
        public Integer call() {
            Tensor x = Tensor.variable(new double[300 * 300], 300, 300).named("x");
            CustomOp square = CustomOp.elementwise("sq", v -> v * v, (g, y, v) -> g.mul(v).mul(2));
            for (int i = 0; i < 3; i++) {
                Tensor y =
                        Graph.scope(
                                "part",
                                () -> square.apply(new Softsign().apply(x.matmul(x)).sin()));
                Backward.of(y.sum()).hook(y, g -> g.mul(2)).recorded().run().of(x).sum().backward();
                Tensor.unrecorded(() -> x.softmax(0).cumSum(1));
                Graph.of(y).toText();
            }
            try {
                Anomalies.detect(
                        () -> {
                            Tensor zero = Tensor.variable(0);
                            return new Softsign().apply(zero.log()).exp().backward();
                        });
                return 0;
            } catch (ArithmeticException e) {
                return 1;
            }
        }
    }

    private WeakReference<ClassLoader> used(String prefix) throws Exception {
        ClassLoader loader = new Anew(prefix);
        Class<?> program = loader.loadClass(Program.class.getName());
        assertNotSame(Program.class, program);
        Object one = program.getConstructor().newInstance();
        assertEquals(1, pool.submit((Callable<?>) one).get());
        return new WeakReference<>(loader);
    }

    private void assertGoes(WeakReference<ClassLoader> loader) throws Exception {
        pool.submit(() -> Thread.currentThread().isAlive()).get();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(loader.get(), "the class loader is still reachable");
    }

    @Test
    void thatOfAUsersOperations() throws Exception {
        assertGoes(used(LoadersTest.class.getName()));
    }

    /** As a server loads an application that brings the library with it. */
    @Test
    void thatOfTheLibraryItself() throws Exception {
        String before = System.getProperty("cotangent.threads");
        // helpers stay for ten seconds
        System.setProperty("cotangent.threads", "1");
        try {
            assertGoes(used("org.cotangent."));
        } finally {
            if (before == null) {
                System.clearProperty("cotangent.threads");
            } else {
                System.setProperty("cotangent.threads", before);
            }
        }
    }
}
