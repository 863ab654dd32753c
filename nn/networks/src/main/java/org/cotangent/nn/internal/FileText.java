package org.cotangent.nn.internal;

import java.nio.charset.StandardCharsets;

/** Texts and names in files: decoding, limits, and the form that messages show them in. */
public final class FileText {
    /** The greatest number of characters of a name. */
    public static final int LONGEST_NAME = 4096;

    private FileText() {}

    /** Whether a text can be written in UTF-8: one without half of a pair of surrogates. */
    public static boolean encodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** A name in the form used by messages. */
    public static String shown(String name) {
        return '"' + (name.length() <= 60 ? name : name.substring(0, 60) + "...") + '"';
    }
}
