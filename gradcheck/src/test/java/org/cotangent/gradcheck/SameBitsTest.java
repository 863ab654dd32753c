package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.testing.Children;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operations have the same bits whoever computes them, and however. */
@Tag("thorough")
class SameBitsTest {
    @Test
    void ofOperationsAndPrograms() {
        List<String> differences = Children.differences(BitsOfOperations.class);
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }
}
