package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.mutants.Mutant.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the checker's two promises: wrong gradients of every operation are found, right ones
 * pass.
 */
@Tag("thorough")
class MutantsTest {
    private static final Study STUDY = new Study(1, List.of(new Ours()));

    private static Stream<Mutant> of(Kind kind) {
        return Mutant.ALL.stream().filter(mutant -> mutant.kind() == kind);
    }

    static Stream<Mutant> structural() {
        return of(Kind.STRUCTURAL);
    }

    @ParameterizedTest
    @MethodSource("structural")
    void anotherRuleIsSeenAtEveryOperation(Mutant mutant) {
        Tally tally = STUDY.mutants(mutant, 1);
        assertTrue(tally.tried > 0, tally::toString);
        assertEquals(tally.tried, tally.flaggedByOurs(), tally::toString);
    }

    static Stream<Mutant> values() {
        return of(Kind.VALUES);
    }

    /** Whatever they change, be it a millionth. */
    @ParameterizedTest
    @MethodSource("values")
    void theRuleAtOtherValuesIsSeen(Mutant mutant) {
        requireRate(mutant, 0.98);
    }

    static Stream<Mutant> off() {
        return Stream.of(Kind.FACTOR, Kind.ENTRY).flatMap(MutantsTest::of);
    }

    @ParameterizedTest
    @MethodSource("off")
    void aFactorNearOneIsSeen(Mutant mutant) {
        requireRate(mutant, mutant.name().endsWith("1e-8") ? 0.85 : 0.99);
    }

    private static void requireRate(Mutant mutant, double least) {
        Tally tally = STUDY.mutants(mutant, 1);
        assertTrue(tally.tried > 10, tally::toString);
        assertTrue(tally.rate() >= least, tally::toString);
    }

    static Stream<KinkMutant> kinks() {
        return KinkMutant.ALL.stream()
                .filter(mutant -> mutant.distance() == 0 || mutant.distance() >= 1e-6);
    }

    /** What is forgiven at a kink is a subgradient; a millionth beside it the side is known. */
    @ParameterizedTest
    @MethodSource("kinks")
    void aWrongSlopeIsSeenAtAndBesideKinks(KinkMutant mutant) {
        Tally tally = STUDY.kinks(mutant, 5);
        assertTrue(tally.tried > 50, tally::toString);
        assertEquals(tally.tried, tally.flaggedByOurs(), tally::toString);
    }

    /** The sign of a slope can be wrong wherever there is one. */
    @Test
    void noRowIsLeftOut() {
        Set<String> flat = new TreeSet<>();
        for (Row row : OpTable.ROWS) {
            int tried = 0;
            for (Mutant mutant : Mutant.ALL.subList(0, 3)) {
                tried += STUDY.mutants(mutant, row, 1).tried;
            }
            if (tried == 0) {
                flat.add(row.toString());
            }
        }
        assertEquals(
                Set.of(
                        "atan2, abscissa on the axis",
                        "atan2, on the axes",
                        "ceil",
                        "floor",
                        "pow, 0",
                        "round",
                        "sign"),
                flat);
    }

    @Test
    void noFalseAlarmAtOperations() {
        Tally tally = STUDY.right(10);
        assertEquals(10 * OpTable.ROWS.size(), tally.tried);
        assertEquals(0, tally.flaggedByOurs(), tally::toString);
        assertTrue(tally.undecidedByOurs() <= 0.02 * tally.tried, tally::toString);
    }

    static Stream<Nasty> nasty() {
        return Nasty.all().stream().filter(nasty -> !nasty.group().equals(Nasty.BELOW_SIGHT));
    }

    /** Kinks among them, where the gradient is a subgradient. */
    @ParameterizedTest
    @MethodSource("nasty")
    void noFalseAlarmAtNastyFunctions(Nasty nasty) {
        Tally tally = STUDY.nasty(nasty, 5);
        assertEquals(0, tally.flaggedByOurs(), tally::toString);
    }
}
