package org.cotangent.nn.testing;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The files of nn/testing/resources/files, made by nn/testing/python/reference_files.py. */
public final class Resources {
    private Resources() {}

    public static Path file(String name) {
        URL url = Resources.class.getResource("/files/" + name);
        assertNotNull(url, name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] bytes(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/files/" + name)) {
            return in.readAllBytes();
        }
    }
}
