package org.cotangent.nn.internal;

import java.io.EOFException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;

/** A text of an exception for messages, also where its own message is null or a path alone. */
public final class Reason {
    private Reason() {}

    /**
     * The text.
     *
     * @param e the exception
     * @return its message, or what its class says; never null
     */
    public static String of(Throwable e) {
        if (e instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied to " + e.getMessage();
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getMessage() + " is there already, and no folder";
        }
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        return e instanceof EOFException ? "unexpected end" : e.getClass().getSimpleName();
    }
}
