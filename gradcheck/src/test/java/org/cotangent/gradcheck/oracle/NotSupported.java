package org.cotangent.gradcheck.oracle;

/** Says that a case asks for an op, an attribute or an input that the replay does not know. */
final class NotSupported extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The op that is not known, or null if it is something else. */
    final String op;

    NotSupported(String message) {
        super(message);
        this.op = null;
    }

    private NotSupported(String message, String op) {
        super(message);
        this.op = op;
    }

    static NotSupported op(String name) {
        return new NotSupported("op " + name + " is not known", name);
    }
}
