package org.cotangent;

import org.cotangent.kernel.ArrayKernels;

/**
 * The loops over arrays that operations run on, chosen once for a run of the Java virtual machine.
 *
 * <p>There are two sets, which differ in speed and, by some units in the last place, in rounding:
 *
 * <ul>
 *   <li>loops over the Vector API, where the virtual machine was started with {@code --add-modules
 *       jdk.incubator.vector} and the machine has vectors of 256 bits or more;
 *   <li>plain loops everywhere else.
 * </ul>
 *
 * <p>Two system properties are read when the first array is worked on: {@code
 * cotangent.kernels=plain} forces plain loops, {@code cotangent.threads=1} the number of threads
 * that share a large piece of work (as many as there are processors by default). Results are the
 * same to the last bit for any number of threads.
 */
public final class Kernels {
    private Kernels() {}

    /**
     * Which loops were chosen, why, and for how many threads.
     *
     * @return a line such as "Vector API, 256 bits (the Java virtual machine has the module
     *     jdk.incubator.vector); up to 2 threads"
     */
    public static String description() {
        return ArrayKernels.chosen();
    }
}
