package org.cotangent.gradcheck.jqwik;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;

/**
 * Arbitrary tensors in a {@link Domain}. Elements shrink to rounder and smaller numbers that lie in
 * the domain too, shapes to smaller ones.
 *
 * <p>The tensors are constants; {@link #variables} makes variables of them.
 */
@SuppressWarnings("exports") // jqwik is optional: required transitively, every user would need it
public final class Tensors {
    private Tensors() {}

    /**
     * Tensors of one shape.
     *
     * @param domain where they lie: off the kinks of some operation, or {@linkplain
     *     Domain#isOnKinks() on them}
     * @param shape the extents, none for scalars
     * @return constants
     * @throws IllegalArgumentException when the first is drawn, if the domain has nothing of that
     *     shape
     */
    public static Arbitrary<Tensor> in(Domain domain, int... shape) {
        int[] extents = shape.clone();
        return Arbitraries.fromGenerator(
                random -> new ShrinkableTensor(domain, domain.draw(random, extents)));
    }

    /**
     * Tensors of arbitrary shapes.
     *
     * @param domain where they lie
     * @param shapes such as {@link Shapes#upTo}; of matrices if the domain holds matrices
     * @return constants
     */
    public static Arbitrary<Tensor> in(Domain domain, Arbitrary<int[]> shapes) {
        return shapes.flatMap(shape -> in(domain, shape));
    }

    /**
     * Tensors that stand on kinks and jumps on purpose: all elements at 0, at -1 or 1, at whole and
     * half numbers, or the largest element tied.
     *
     * @param shapes their shapes
     * @return constants of the domains that are {@linkplain Domain#isOnKinks() on kinks}
     */
    public static Arbitrary<Tensor> onKinks(Arbitrary<int[]> shapes) {
        return of(List.of(Domain.values()).stream().filter(Domain::isOnKinks).toList(), shapes);
    }

    /**
     * Tensors just off a kink or just inside the edge of a domain, by 1e-9 to 1e-3.
     *
     * @param shapes their shapes
     * @return constants of the domains that are {@linkplain Domain#isNearEdge() near an edge}
     */
    public static Arbitrary<Tensor> nearEdges(Arbitrary<int[]> shapes) {
        return of(List.of(Domain.values()).stream().filter(Domain::isNearEdge).toList(), shapes);
    }

    private static Arbitrary<Tensor> of(List<Domain> domains, Arbitrary<int[]> shapes) {
        return Arbitraries.of(domains).flatMap(domain -> in(domain, shapes));
    }

    /**
     * Pairs of tensors that broadcast.
     *
     * @param left where the first lies
     * @param right where the second lies
     * @param shapes such as {@link Shapes#broadcasting}
     * @return lists of two constants
     */
    public static Arbitrary<List<Tensor>> broadcasting(
            Domain left, Domain right, Arbitrary<Shapes.Pair> shapes) {
        return shapes.flatMap(
                pair ->
                        in(left, pair.left())
                                .flatMap(a -> in(right, pair.right()).map(b -> List.of(a, b))));
    }

    /**
     * The same tensors as variables, a fresh one each time.
     *
     * @param tensors constants or variables
     * @return variables with their numbers
     */
    public static Arbitrary<Tensor> variables(Arbitrary<Tensor> tensors) {
        return tensors.map(Tensor::asVariable);
    }
}
