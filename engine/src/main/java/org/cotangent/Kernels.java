package org.cotangent;

import org.cotangent.kernel.ArrayKernels;

/**
 * The loops over arrays that operations run on.
 *
 * <p>There are two sets, which differ in speed and in nothing else: whatever does the work, results
 * are the same to the last bit.
 *
 * <ul>
 *   <li>plain loops, which every run of the Java virtual machine starts with;
 *   <li>loops over the Vector API, where the virtual machine was started with {@code --add-modules
 *       jdk.incubator.vector}. A kernel that has worked on large arrays for a while is warmed by a
 *       daemon thread, and runs over vectors from the moment on that these are compiled and faster.
 * </ul>
 *
 * <p>Two system properties are read when the first array is worked on: {@code
 * cotangent.kernels=plain} keeps plain loops, {@code cotangent.kernels=vector} takes vectors from
 * the first call on; {@code cotangent.threads=1} sets the number of threads that share a large
 * piece of work (as many as there are processors by default).
 */
public final class Kernels {
    private Kernels() {}

    /**
     * Which loops run at the moment, why, and on how many threads.
     *
     * @return a line such as "Vector API, 256 bits, for exp, matrix product; plain loops for the
     *     rest (the Java virtual machine has the module jdk.incubator.vector); up to 2 threads"
     */
    public static String description() {
        return ArrayKernels.chosen();
    }
}
