package org.cotangent.kernel;

/** Holds the kernels chosen when they are first asked for. */
final class Chosen {
    static final Kernels KERNELS = new PlainKernels();

    private Chosen() {}
}
