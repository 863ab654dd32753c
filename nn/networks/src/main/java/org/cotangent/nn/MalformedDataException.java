package org.cotangent.nn;

import java.io.IOException;
import org.cotangent.nn.internal.Checks;

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

    /**
     * An exception for a file, or a text from one.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the exception, to be thrown
     */
    public static MalformedDataException of(String format, Object... parts) {
        return new MalformedDataException(Checks.text(format, parts));
    }
}
