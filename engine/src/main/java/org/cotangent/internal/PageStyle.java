package org.cotangent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The style that all pages of this library share, graphs and reports of other modules alike. */
public final class PageStyle {
    private PageStyle() {}

    /**
     * The style sheet.
     *
     * @return CSS, to stand in a style element
     */
    public static String sheet() {
        return resource(PageStyle.class, "page.css");
    }

    /**
     * The source by which a content security policy allows a style or a script.
     *
     * @param text all that stands in the element
     * @return such as 'sha256-…', with its quotes
     */
    public static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /**
     * A text that stands beside a class.
     *
     * @param beside the class
     * @param name the name of the resource
     * @return its text
     */
    public static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
