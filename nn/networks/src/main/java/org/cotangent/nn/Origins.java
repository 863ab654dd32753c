package org.cotangent.nn;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.internal.UserCode;

/**
 * The lines of source that made the parameters there are, by their names as objects, which the
 * values of a parameter carry: all that is left of it in a graph.
 */
final class Origins {
    private static final Map<Key, String> LINES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<String> GONE = new ReferenceQueue<>();

    /** A name as an object, for as long as something else holds it. */
    private static final class Key extends WeakReference<String> {
        private final int hash;

        Key(String name) {
            super(name, GONE);
            hash = System.identityHashCode(name);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            String name = get();
            return this == other || name != null && other instanceof Key key && key.refersTo(name);
        }
    }

    private Origins() {}

    /** Notes that a parameter or a buffer is being made, by the innermost line of the user. */
    static void note(String name) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            LINES.remove(gone);
        }
        StackTraceElement line = UserCode.lineOutside(Origins.class);
        LINES.put(new Key(name), line == null ? "an unknown line" : line.toString());
    }

    /** The line as in a stack trace; null if no parameter or buffer has that very name. */
    static String of(String name) {
        return name == null ? null : LINES.get(new Key(name));
    }
}
