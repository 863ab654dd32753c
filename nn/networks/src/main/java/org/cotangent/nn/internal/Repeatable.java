package org.cotangent.nn.internal;

/** A function of the library that may hold others, which do the same at each call or may not. */
public interface Repeatable {
    /**
     * Whether it rests on its arguments alone.
     *
     * @return false if a part of it is a user's
     */
    boolean isRepeatable();
}
