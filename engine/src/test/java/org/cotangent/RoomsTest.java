package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the engine, read from the compiled classes. */
class RoomsTest {
    @Test
    void theLanguageKnowsTheOtherRoomsAndTheyKnowNothing() throws Exception {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        String classes =
                java.nio.file.Path.of(
                                Tensor.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                        .toString();
        int code =
                ToolProvider.findFirst("jdeps")
                        .orElseThrow()
                        .run(writer, writer, "-verbose:package", "-filter:none", classes);
        assertEquals(0, code, out::toString);
        Set<String> arrows = new TreeSet<>();
        Matcher arrow =
                Pattern.compile("(org\\.cotangent\\S*)\\s+->\\s+(org\\S+|jdk\\S+)")
                        .matcher(out.toString());
        while (arrow.find()) {
            if (!arrow.group(1).equals(arrow.group(2)) && !arrow.group(2).startsWith("java.")) {
                arrows.add(arrow.group(1) + " -> " + arrow.group(2));
            }
        }
        assertEquals(
                Set.of(
                        "org.cotangent -> org.cotangent.door",
                        "org.cotangent -> org.cotangent.graph",
                        "org.cotangent -> org.cotangent.kernel",
                        "org.cotangent.door -> org.cotangent.kernel",
                        "org.cotangent.kernel -> jdk.incubator.vector"),
                arrows);
        assertTrue(out.toString().contains("org.cotangent.graph"), out::toString);
    }
}
