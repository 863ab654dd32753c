package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Bad input must be refused with an exception of the right type that says what is wrong. */
public final class Refusal {
    private Refusal() {}

    public static void of(Class<? extends Throwable> type, Executable action, String... parts) {
        Throwable thrown = assertThrows(type, action);
        assertEquals(type, thrown.getClass());
        for (String part : parts) {
            assertTrue(
                    String.valueOf(thrown.getMessage()).contains(part),
                    () -> "\"" + part + "\" is missing in: " + thrown.getMessage());
        }
    }
}
