package org.cotangent.internal;

/**
 * A named group of nodes. Two of the same name are two scopes.
 *
 * @param name the name
 * @param outer the scope around it, or null
 */
public record Scope(String name, Scope outer) {}
