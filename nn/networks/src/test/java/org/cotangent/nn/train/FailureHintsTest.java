package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.junit.jupiter.api.Test;

class FailureHintsTest {
    private final SeededRandom random = new SeededRandom(1);
    private final int[] classes = {0, 1, 2, 0};

    private String initialLoss(Activation output, int outputs, Tensor inputs) {
        Mlp model = Mlp.of(2, 4, outputs).activation(Activation.TANH).output(output).build(random);
        return SanityChecks.initialLoss(model, Dataset.ofClasses(inputs, classes), 0.5, random)
                .details();
    }

    @Test
    void eachCauseIsNamedWhereItIs() {
        Tensor x = Tensor.normal(random, 4, 2);
        String text = initialLoss(Activation.LINEAR, 3, x);
        assertFalse(text.contains("Hint"), text);
        text = initialLoss(Activation.SOFTMAX, 3, x);
        assertTrue(text.contains("softmax twice?") && text.contains("LINEAR"), text);
        text = initialLoss(Activation.LINEAR, 5, x);
        assertTrue(text.contains("5 outputs, and classes 0 .. 2"), text);
        text = initialLoss(Activation.LINEAR, 3, x.add(Tensor.of(new double[] {0, 200})));
        assertTrue(text.contains("column 1 ") && text.contains("Standardizer"), text);
        text = initialLoss(Activation.LINEAR, 3, x.mul(Tensor.of(new double[] {1000, 1})));
        assertTrue(text.contains("column 0 ") && text.contains("Standardizer"), text);
    }

    @Test
    void targetsOfAnotherRankAreNamed() {
        Dataset<Tensor, Tensor> flat = Dataset.ofValues(Tensor.zeros(4, 2), Tensor.zeros(4));
        String text = FailureHints.of(Tensor.zeros(4, 1), flat, false);
        assertTrue(text.contains("[4, 1]") && text.contains("did the loss broadcast?"), text);
        assertEquals("", FailureHints.of(Tensor.zeros(4), flat, false));
    }
}
