package org.cotangent.nn;

import java.util.List;

/**
 * A module that runs in a pass, and where it is called from.
 *
 * @param module the module
 * @param outer the place of the module that calls it, null for the outermost
 * @param position its position among the children of that, {@link Pass#DIRECT} if it is to be
 *     looked up
 */
record Place(Module module, Place outer, int position) {
    Place root() {
        return outer == null ? this : outer.root();
    }

    int depth() {
        return outer == null ? 0 : 1 + outer.depth();
    }

    /** Whether the graph has a box for it: not for an activation, nor for a whole model. */
    boolean isBoxed() {
        return !(module instanceof Activation) && (outer != null || module.children().isEmpty());
    }

    /** As "sequential/2 residual/1 dense2". */
    String path() {
        return outer == null ? module.name() : outer.path() + step();
    }

    /** From the module outside to this one, through modules that do not announce themselves. */
    private String step() {
        String name = module.name();
        if (position >= 0) {
            return "/" + position + " " + name;
        }
        String found = way(outer.module, module);
        return found == null ? "/unregistered " + name : found;
    }

    private static String way(Module from, Module to) {
        List<Module> children = from.children();
        for (int i = 0; i < children.size(); i++) {
            Module child = children.get(i);
            String rest = child == to ? "" : way(child, to);
            if (rest != null) {
                return "/" + i + " " + child.name() + rest;
            }
        }
        return null;
    }

    static boolean contains(Module outer, Module inner) {
        return outer == inner || way(outer, inner) != null;
    }

    /** The exception with the way from the module outside to this one before its message. */
    RuntimeException located(RuntimeException e) {
        if (outer == null) {
            return e;
        }
        String name = module.name();
        String message = String.valueOf(e.getMessage());
        boolean named = message.startsWith(name + ":") || message.startsWith(name + "/");
        String rest = named ? message.substring(name.length()) : ": " + message;
        String text = outer.module.name() + step() + rest;
        RuntimeException located =
                e instanceof ArithmeticException
                        ? new ArithmeticException(text)
                        : e instanceof IndexOutOfBoundsException
                                ? new IndexOutOfBoundsException(text)
                                : new IllegalArgumentException(text);
        located.initCause(original(e));
        return located;
    }

    /** The original exception, if this one already carries a path. */
    private static Throwable original(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause != null
                        && cause.getClass() == e.getClass()
                        && String.valueOf(e.getMessage()).endsWith(" " + cause.getMessage())
                ? cause
                : e;
    }
}
