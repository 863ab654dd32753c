package org.cotangent.nn.train;

import java.util.Objects;
import java.util.regex.Pattern;

/** Texts for objects in messages and fingerprints, the same in every run. */
final class Describe {
    private static final Pattern LAMBDA = Pattern.compile("[\\w.$]*\\$\\$Lambda[\\w.$/]*");
    private static final Pattern HASH = Pattern.compile("@[0-9a-f]+\\b");

    private Describe() {}

    /** The text of an object, or the name of its class if it has no {@code toString} of its own. */
    static String of(Object object) {
        if (object == null) {
            return "none";
        }
        Class<?> type = object.getClass();
        if (isLambda(object)) {
            return "a lambda";
        }
        String text = Objects.toString(object.toString(), "null");
        if (text.startsWith(type.getName() + "@")) {
            return type(object);
        }
        return HASH.matcher(LAMBDA.matcher(text).replaceAll("a lambda")).replaceAll("");
    }

    static boolean isLambda(Object object) {
        return object.getClass().isHidden() || object.getClass().isSynthetic();
    }

    /** The name of a class without its package. */
    static String type(Object object) {
        String name = object.getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
