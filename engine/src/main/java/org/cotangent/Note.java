package org.cotangent;

/**
 * What is known of a node beside its value and its inputs, where there is anything.
 *
 * @param name the name it was given, or null
 * @param scope the scope in which it was made, or null
 * @param madeAt the line of user code that made it, or null: known only while anomalies are
 *     detected
 */
record Note(String name, Scope scope, StackTraceElement madeAt) {
    /** A named group of nodes inside another, or inside none if that is null. */
    record Scope(String name, Scope outer) {}

    static final Note NONE = new Note(null, null, null);

    /**
     * Of constants that come from the gradients of a pass that was not recorded; told by identity.
     */
    static final Note UNRECORDED = new Note(null, null, null);

    Note named(String label) {
        return new Note(label, scope, madeAt);
    }
}
