package org.cotangent.program;

import java.util.Arrays;
import java.util.Locale;

/** The ways of running programs, one of which can be forced by a system property, for tests. */
enum Tier {
    /** Whichever is counted cheaper. */
    AUTO,
    /** Always by operations on arrays. */
    ARRAYS,
    /** Number by number, where the program is not too large, by the interpreter alone. */
    INTERPRETER,
    /** Number by number, compiled at once. */
    COMPILED;

    /** The system property. */
    static final String PROPERTY = "cotangent.programs";

    /** The way that the property asks for. */
    static Tier chosen() {
        String wanted = System.getProperty(PROPERTY, "auto").trim();
        for (Tier tier : values()) {
            if (tier.toString().equals(wanted)) {
                return tier;
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": \"" + wanted + "\"; it must be one of " + Arrays.toString(values()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
