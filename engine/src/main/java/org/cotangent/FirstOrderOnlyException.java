package org.cotangent;

/**
 * Thrown where a derivative would need what a rule or a pass did not record, so that it would be
 * silently wrong.
 */
final class FirstOrderOnlyException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1;

    FirstOrderOnlyException(String message) {
        super(message);
    }
}
