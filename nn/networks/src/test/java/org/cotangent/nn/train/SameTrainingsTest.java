package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.testing.Children;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trainings and random draws have the same bits whoever computes them, and however. */
@Tag("thorough")
class SameTrainingsTest {
    @Test
    void ofTrainingsAndDraws() {
        List<String> differences = Children.differences(BitsOfTrainings.class);
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }
}
