package org.cotangent.nn;

import java.util.Objects;

/** Checks of the names of layers and parameters. */
final class NameChecks {
    private NameChecks() {}

    static String checked(String what, String name) {
        Objects.requireNonNull(name, () -> what + ": the name is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + ": the name \"" + name + "\" is blank");
        }
        return name;
    }
}
