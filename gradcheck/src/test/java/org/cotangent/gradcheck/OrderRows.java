package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.NAN_ELSEWHERE;
import static org.cotangent.gradcheck.OpTable.Trait.NEEDS_ELEMENTS;
import static org.cotangent.gradcheck.OpTable.Trait.SELECTS;
import static org.cotangent.gradcheck.OpTable.along;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.over;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.whole;
import static org.cotangent.gradcheck.coverage.Admissible.ranks;
import static org.cotangent.gradcheck.random.Domain.DISTINCT;
import static org.cotangent.gradcheck.random.Domain.TIED;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;

/** Sorting and what is read off sorted elements. */
final class OrderRows {
    static final List<Row> ROWS =
            List.of(
                    along("Tensor#sort", "", DISTINCT, (x, i) -> x.sort(i))
                            // where an element is sorted to depends on its value
                            .with(NAN_ELSEWHERE)
                            .pieces(Pieces.order("sort"))
                            .kinksAt(TIED),
                    row("Tensor#topK", "", 2, DISTINCT, OrderRows::topK)
                            .with(SELECTS, NAN_ELSEWHERE)
                            .shapes(ranks(1, 4))
                            .kinksAt(TIED),
                    // no kinks: where three tie, no element moves the median by itself
                    whole("Tensor#median", "all", DISTINCT, 0, x -> x.median())
                            .with(NEEDS_ELEMENTS),
                    over("Tensor#median", "axes", DISTINCT, (x, a) -> x.median(a))
                            .with(NEEDS_ELEMENTS),
                    over(
                                    "Tensor#quantile",
                                    "kept axes",
                                    DISTINCT,
                                    (x, a) -> x.quantile(Axes.keep(a), 0.3))
                            .with(NEEDS_ELEMENTS),
                    along("Tensor#quantile", "one axis", DISTINCT, (x, i) -> x.quantile(i, 0.9))
                            .with(NEEDS_ELEMENTS),
                    along(
                                    "Tensor#quantiles",
                                    "",
                                    DISTINCT,
                                    (x, i) -> x.quantiles(i, 0.75, 0, 0.25, 1, 0.5))
                            .with(NEEDS_ELEMENTS)
                            .kinksAt(TIED));

    private OrderRows() {}

    /** One or two of a slice, as far as it has them. */
    private static Case topK(Dice d) {
        Tensor x = d.tensor(DISTINCT, d.shape(1));
        int axis = d.axis(x.rank());
        int k = Math.min(x.size(axis), d.between(1, 2));
        return of(y -> y.topK(axis, k).values(), x);
    }
}
