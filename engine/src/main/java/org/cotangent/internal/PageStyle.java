package org.cotangent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style that all pages of this library share: graphs, and reports of other modules. */
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
