package org.cotangent.gradcheck;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivatives of every row of the table at a few fixed draws, one test a row: what mutation
 * testing runs in place of {@link OpTest}, whose thousands of random draws take too long to repeat
 * for every mutant and whose one test reaches every rule.
 */
class EveryRowTest {
    private static final int DRAWS = 3;

    static List<Row> rows() {
        return OpTable.ROWS;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void firstOrder(Row row) {
        for (int seed = 0; seed < DRAWS; seed++) {
            Case drawn = row.cases().apply(new Dice(seed, 1 + seed));
            GradCheck.of(drawn.f(), drawn.at())
                    .named(row.toString())
                    .seed(seed)
                    .inconclusive(1)
                    .run()
                    .requirePassed();
        }
    }

    /** On top of 1 and squared, so that the second derivative of a linear operation is not 0. */
    @ParameterizedTest
    @MethodSource("rows")
    void secondOrder(Row row) {
        // elementwise ones are cheap, and have more to go wrong at this order
        for (int seed = 0; seed < (row.isElementwise() ? 2 : 1); seed++) {
            Case drawn = row.cases().apply(new Dice(seed, 2));
            GradCheck.of((Tensor... x) -> drawn.f().apply(x).add(1).square(), drawn.at())
                    .named(row + ", squared")
                    .seed(seed)
                    .order(2)
                    .inconclusive(1)
                    .run()
                    .requirePassed();
        }
    }
}
