package org.cotangent.nn;

import java.io.IOException;

/**
 * Thrown for data that cannot be read in the expected format. The message names the source, the
 * place in it, the text found there and the text expected.
 */
public final class MalformedDataException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An exception with a message.
     *
     * @param message the message
     */
    public MalformedDataException(String message) {
        super(message);
    }

    /**
     * An exception with a message and a cause.
     *
     * @param message the message
     * @param cause the exception of the underlying reader
     */
    public MalformedDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
