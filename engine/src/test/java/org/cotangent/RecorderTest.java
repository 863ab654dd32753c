package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotangent.graph.Anomalies;
import org.cotangent.graph.Graph;
import org.cotangent.internal.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every thread records by itself, whichever asked last. */
class RecorderTest {
    /** More than a block of numbers: whoever takes them is asked for first. */
    private static final int MANY = 3000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdown();
    }

    private static long takeNumbers() {
        long last = 0;
        for (int i = 0; i < MANY; i++) {
            long number = Tensor.variable(i).number;
            assertTrue(number > last, "numbers of a thread grow");
            last = number;
        }
        return last;
    }

    @Test
    void eachThreadHasItsOwn() throws Exception {
        for (int turn = 0; turn < 3; turn++) {
            takeNumbers();
            Recorder here = Recorder.current();
            Future<Recorder> there =
                    other.submit(
                            () -> {
                                takeNumbers();
                                return Recorder.current();
                            });
            assertNotSame(here, there.get());
            assertSame(here, Recorder.current());
        }
    }

    @Test
    void oneRecordsWhileAnotherDoesNot() throws Exception {
        Tensor x = Tensor.variable(3);
        takeNumbers();
        Tensor.unrecorded(
                () -> {
                    assertFalse(x.mul(x).varies());
                    assertTrue(inTheOther(() -> x.mul(x).varies()));
                    assertFalse(x.mul(x).varies());
                    return null;
                });
        assertTrue(x.mul(x).varies());
    }

    /** As pools do that clear the locals of their threads between two tasks. */
    @Test
    void whatAScopeSaysHoldsWhereTheThreadsLocalsWereCleared() throws Exception {
        Tensor x = Tensor.variable(3);
        takeNumbers();
        forget();
        Tensor.unrecorded(
                () -> {
                    assertTrue(inTheOther(() -> x.mul(x).varies()));
                    assertFalse(x.mul(x).varies());
                    return null;
                });
        takeNumbers();
        forget();
        Graph.scope(
                "layer",
                () -> {
                    inTheOther(() -> true);
                    assertEquals("layer", x.mul(x).note().scope().name());
                    return null;
                });
        takeNumbers();
        forget();
        Anomalies.detect(
                () -> {
                    inTheOther(() -> true);
                    assertNotNull(Recorder.current().observer());
                    return null;
                });
    }

    @Test
    void aNumberExceedsThoseOfInputsFromOtherThreads() throws Exception {
        takeNumbers();
        Tensor x = Tensor.variable(3);
        Tensor younger = other.submit(() -> Tensor.variable(4)).get();
        Tensor y = x.mul(younger);
        assertTrue(y.number > younger.number, y.number + " after " + younger.number);
    }

    @Test
    void scopesAndDetectionDoNotEndEachOther() {
        Tensor x = Tensor.variable(-3);
        Anomalies.detect(
                () -> {
                    Graph.scope("inner", () -> x.mul(x));
                    assertThrows(ArithmeticException.class, x::log);
                    return null;
                });
        Graph.scope(
                "outer",
                () -> {
                    Anomalies.detect(() -> x.mul(x));
                    assertEquals("outer", x.mul(x).note().scope().name());
                    Scope scope = Graph.scope("inner", () -> x.mul(x)).note().scope();
                    assertEquals("inner", scope.name());
                    assertEquals("outer", scope.outer().name());
                    assertEquals("outer", x.mul(x).note().scope().name());
                    return null;
                });
        assertNull(x.mul(x).note().scope());
    }

    private interface Question {
        boolean ask();
    }

    /** Asks in a thread that has taken numbers since this one did. */
    private boolean inTheOther(Question question) {
        try {
            return other.submit(
                            () -> {
                                takeNumbers();
                                return question.ask();
                            })
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A thread's recorder goes with it; that of a thread whose locals were cleared is the same. */
    @Test
    void threadsThatEndedAreForgotten() throws Exception {
        Recorder mine = Recorder.current();
        inTheOther(() -> true);
        forget();
        assertSame(mine, Recorder.current());
        Field all = Recorder.class.getDeclaredField("ALL");
        all.setAccessible(true);
        Map<?, ?> recorders = (Map<?, ?>) all.get(null);
        int most = 0;
        for (int i = 0; i < 40 && (i < 8 || recorders.size() >= most); i++) {
            for (int k = 0; k < 50; k++) {
                Thread thread = new Thread(Recorder::current);
                thread.start();
                thread.join();
            }
            most = Math.max(most, recorders.size());
            System.gc();
            Thread.sleep(5);
            Thread last = new Thread(Recorder::current);
            last.start();
            last.join();
        }
        assertTrue(recorders.size() < most, recorders.size() + " of " + most);
    }

    private static void forget() throws ReflectiveOperationException {
        Field locals = Recorder.class.getDeclaredField("CURRENT");
        locals.setAccessible(true);
        ((ThreadLocal<?>) locals.get(null)).remove();
    }

    /** Reads of numbers look for an observer only while there is one. */
    @Test
    void observersAreCounted() {
        assertFalse(Recorder.anyObserved);
        Graph.record(
                () -> {
                    assertTrue(Recorder.anyObserved);
                    return Tensor.variable(1).exp();
                });
        assertFalse(Recorder.anyObserved);
        Recorder recorder = Recorder.current();
        assertNull(recorder.setObserver(null));
        assertFalse(Recorder.anyObserved);
    }

    /** What is set is given back, so that passes within passes leave no trace. */
    @Test
    void whatWasIsReturned() {
        Recorder recorder = Recorder.current();
        assertFalse(recorder.setTangents(true));
        assertTrue(recorder.sweepsTangents());
        assertTrue(recorder.setTangents(false));
        assertFalse(recorder.sweepsTangents());
        Map<?, ?> before = recorder.setMasks(null);
        Map<String, String> masks = recorder.masks();
        assertSame(masks, recorder.masks());
        masks.put("a", "b");
        assertSame(masks, recorder.setMasks(before));
    }
}
