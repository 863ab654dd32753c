package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Coverage;
import org.cotangent.gradcheck.coverage.CoverageHook;
import org.cotangent.gradcheck.coverage.ShapeClass;

/**
 * Every operation in every class of shapes that it admits, at every order: what random cases reach
 * by luck only. The seeds are those from 0, so that the same cases are drawn every time.
 */
@AddLifecycleHook(CoverageHook.class)
class OpShapesTest {
    private static final int SIZE = 4;
    private static final int LEAST_SEEDS = 40;
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_ELEMENTS = 24;

    /** Odd; the first numbers of neighboring seeds are alike. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    @Provide
    Arbitrary<Row> rows() {
        return Arbitraries.of(OpTable.ROWS);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyClassOfShapes(@ForAll("rows") Row row) {
        Set<ShapeClass> declared = ShapeClass.admissible(row);
        declared.remove(ShapeClass.EMPTY_AXIS); // nothing to compare there; see EmptyShapesTest
        Set<ShapeClass> toCome = new TreeSet<>(declared);
        Set<ShapeClass> drawn = new TreeSet<>();
        for (int seed = 0; seed < LEAST_SEEDS || seed < MOST_SEEDS && !toCome.isEmpty(); seed++) {
            Case next = row.cases().apply(new Dice(seed * SPREAD, SIZE));
            Set<ShapeClass> classes = ShapeClass.of(row, next.at());
            drawn.addAll(classes);
            int elements = Arrays.stream(next.at()).mapToInt(x -> x.size()).sum();
            // small cases as long as there may be others
            if (elements <= MOST_ELEMENTS || seed > MOST_SEEDS / 2) {
                // one whose derivatives are too small to tell does not count
                if (classes.stream().anyMatch(toCome::contains) && check(row, next, seed)) {
                    toCome.removeAll(classes);
                }
            }
        }
        assertTrue(toCome.isEmpty(), () -> row + ": no case to be told of " + toCome);
        assertEquals(declared, drawn, () -> row + ": draws other shapes than it declares");
    }

    private static boolean check(Row row, Case drawn, long seed) {
        Report report =
                GradCheck.of(drawn.f(), drawn.at())
                        .named(row.toString())
                        .seed(seed)
                        .order(row.highest())
                        .directions(2) // a wrong shape or sum is wrong along any
                        .inconclusive(1)
                        .run()
                        .requirePassed();
        return Coverage.RUN.point(row, drawn, report);
    }

    /** Else rows would share a line of the table. */
    @Property(tries = 1)
    void rowsHaveNamesOfTheirOwn() {
        List<String> names = OpTable.ROWS.stream().map(Row::toString).toList();
        assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
    }
}
