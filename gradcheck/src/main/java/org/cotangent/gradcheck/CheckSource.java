package org.cotangent.gradcheck;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The source of a check's result: the function with the derivatives claimed for it, to be asked
 * again, and the code that made the check.
 *
 * @param call the beginning of the Java call that makes the check, up to before the point, such as
 *     "GradCheck.of(f"
 * @param options calls that only this kind of check has, such as ".order(2)"
 * @param ofTensors whether the function is one of tensors, and not of arrays
 * @param claims the claims that were checked, by order from 1
 * @param uses the uses of the inputs in a recorded graph; {@link InputUses#NONE} without a graph
 */
record CheckSource(
        String call,
        String options,
        boolean ofTensors,
        IntFunction<DerivativeClaim> claims,
        Supplier<InputUses> uses) {}
