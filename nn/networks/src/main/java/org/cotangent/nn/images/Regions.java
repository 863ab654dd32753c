package org.cotangent.nn.images;

import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/** Reductions over regions of an axis that are no windows of one size. */
final class Regions {
    private Regions() {}

    /** One number for each region from {@code from[i]} to before {@code to[i]}. */
    static Tensor reduced(
            Tensor x, int axis, int[] from, int[] to, BiFunction<Tensor, Axes, Tensor> reduce) {
        Axes kept = Axes.keep(axis);
        return Tensor.concat(
                axis,
                IntStream.range(0, from.length)
                        .mapToObj(i -> reduce.apply(x.slice(axis, from[i], to[i]), kept))
                        .toArray(Tensor[]::new));
    }
}
