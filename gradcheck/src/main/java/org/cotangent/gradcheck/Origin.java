package org.cotangent.gradcheck;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What a report can ask about where it comes from.
 *
 * @param call the beginning of the Java call that makes the check, up to before the point, such as
 *     "GradCheck.of(f"
 * @param options calls that only this kind of check has, such as ".order(2)"
 * @param claims what was checked at each order, from 1
 * @param uses how the inputs are used in a recorded graph; nothing if there is none
 */
record Origin(String call, String options, IntFunction<Claim> claims, Supplier<Uses> uses) {
    boolean isOfTensors() {
        return call.startsWith("GradCheck");
    }
}
