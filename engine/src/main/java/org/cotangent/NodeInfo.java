package org.cotangent;

import org.cotangent.internal.Scope;

/**
 * The name, scope, place in the source and origin of a node that has any of them.
 *
 * @param name the name it was given, or null
 * @param scope the scope in which it was made, or null
 * @param madeAt the line of user code that made it, or null: known only while anomalies are
 *     detected
 * @param origin whether it is a constant that was computed from gradients
 */
record NodeInfo(String name, Scope scope, StackTraceElement madeAt, Origin origin) {
    /** Which pass the gradients came from that a constant was computed from. */
    enum Origin {
        /** From none. */
        NO_GRADIENT,
        /** From none, but from nodes, without recording, while somebody followed them. */
        UNSEEN,
        /** One that was recorded: the constant's own gradients are 0. */
        RECORDED,
        /** One that was not: its own gradients are not 0, but unknown. */
        UNRECORDED
    }

    static final NodeInfo NONE = new NodeInfo(null, null, null, Origin.NO_GRADIENT);
    static final NodeInfo UNSEEN = new NodeInfo(null, null, null, Origin.UNSEEN);
    static final NodeInfo RECORDED = new NodeInfo(null, null, null, Origin.RECORDED);
    static final NodeInfo UNRECORDED = new NodeInfo(null, null, null, Origin.UNRECORDED);

    NodeInfo of(Origin from) {
        if (name == null && scope == null && madeAt == null) {
            return switch (from) {
                case NO_GRADIENT -> NONE;
                case UNSEEN -> UNSEEN;
                case RECORDED -> RECORDED;
                case UNRECORDED -> UNRECORDED;
            };
        }
        return new NodeInfo(name, scope, madeAt, from);
    }

    NodeInfo named(String label) {
        return new NodeInfo(label, scope, madeAt, origin);
    }
}
