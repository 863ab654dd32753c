package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

class SanityChecksTest {
    private final SeededRandom random = new SeededRandom(1);
    private final Dataset<Tensor, int[]> data =
            Dataset.ofClasses(Tensor.normal(random, 40, 4), random.ints(40, 0, 3).toArray());

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private Layer model() {
        return new Sequential(
                dense("a", 4, 32),
                new BatchNorm("norm", 32),
                Activation.RELU,
                new Dropout(0.1),
                dense("b", 32, 3));
    }

    @Test
    void aSoundModelPassesAndIsLeftAsItWas() {
        Layer model = model();
        Sgd sgd = new Sgd(0.1, 0.9);
        Tensor[] before = Parameter.values(model.parameters());
        double[] mean = model.buffers().get(0).value().toArray();
        State generator = random.state();
        SanityReport report = Trainer.classifier(model, sgd).sanityChecks(data, random);
        assertTrue(report.passed(), report::toString);
        assertEquals(4, report.checks().size());
        String[] lines = report.toString().split("\n");
        assertEquals("PASS parameters: the loss reaches 6 of 6, and no others", lines[0]);
        assertTrue(lines[1].matches("PASS initial loss: .* ln\\(3\\) = 1.099, .*"), lines[1]);
        assertTrue(lines[2].startsWith("PASS over-fits a few samples: loss of 8 samples"));
        // a direction and four numbers for each of six parameters, of which the last has but three
        assertTrue(lines[3].startsWith("PASS gradients: worst of 29 derivatives: "), lines[3]);
        for (int i = 0; i < before.length; i++) {
            assertArrayEquals(before[i].toArray(), model.parameters().get(i).value().toArray());
        }
        assertArrayEquals(mean, model.buffers().get(0).value().toArray());
        assertEquals(generator, random.state());
        assertTrue(sgd.state().tensors().isEmpty());
    }

    @Test
    void valuesHaveNoChanceLevel() {
        Dataset<Tensor, Tensor> values =
                Dataset.ofValues(Tensor.normal(random, 20, 4), Tensor.normal(random, 20, 1));
        Layer model = new Sequential(dense("a", 4, 32), Activation.TANH, dense("b", 32, 1));
        SanityReport report =
                Trainer.regressor(model, new Sgd(0.05, 0.9)).sanityChecks(values, random);
        assertEquals(3, report.checks().size());
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theInitialLossByHand() {
        // logits (ln 3, 0): -log 3/4 and -log 1/4
        Dense model =
                Dense.withoutBias(
                        "d", 1, 2, (i, o, columns, r) -> new double[] {Math.log(3), 0}, random);
        Dataset<Tensor, int[]> two = Dataset.ofClasses(Tensor.ones(2, 1), new int[] {0, 1});
        double loss = (Math.log(4.0 / 3) + Math.log(4)) / 2;
        double off = (loss - Math.log(2)) / Math.log(2);
        assertTrue(SanityChecks.initialLoss(model, two, off + 1e-9, random).passed());
        SanityReport.Check check = SanityChecks.initialLoss(model, two, off - 1e-9, random);
        assertFalse(check.passed());
        assertTrue(check.toString().startsWith("FAIL initial loss: 0.8370, "), check::toString);
        Refusal.of(
                IllegalArgumentException.class,
                () -> SanityChecks.initialLoss(model, two, 0, random),
                "tolerance 0.0");
    }

    @Test
    void weightsThatAreTooLargeFail() {
        Dense model = new Dense("d", 4, 3, Initializers.normal(50), random);
        assertFalse(SanityChecks.initialLoss(model, data, 0.5, random).passed());
    }

    @Test
    void whatContradictsItselfCannotBeLearnedByHeart() {
        Dataset<Tensor, int[]> same = Dataset.ofClasses(Tensor.ones(4, 4), new int[] {0, 1, 0, 1});
        Layer model = new Sequential(dense("a", 4, 32), Activation.TANH, dense("b", 32, 2));
        SanityReport.Check check =
                SanityChecks.overfits(
                        model,
                        TrainingStep.of(Losses.softmaxCrossEntropy()),
                        new Sgd(0.1, 0.9),
                        same,
                        100,
                        random);
        assertFalse(check.passed());
        // the best that can be said is 1/2
        assertTrue(check.details().contains(" to 0.693"), check::toString);
    }

    @Test
    void divergenceIsAFailureWithItsReason() {
        Dataset<Tensor, Tensor> values = Dataset.ofValues(Tensor.full(10, 4, 4), Tensor.ones(4, 1));
        SanityReport.Check check =
                SanityChecks.overfits(
                        dense("d", 4, 1),
                        TrainingStep.of(Losses.meanSquaredError()),
                        new Sgd(1e3),
                        values,
                        500,
                        random);
        assertFalse(check.passed());
        assertTrue(check.details().contains("d.weight"), check::toString);
    }

    /** A layer with the right values and derivatives that are too large in one number. */
    private record Faulty(Dense layer, double off) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor b = layer.bias().value();
            double[] mask = new double[b.size()];
            Arrays.fill(mask, off);
            return layer.forward(x, pass).add(b.sub(b.stopGradient()).mul(Tensor.of(mask)));
        }

        @Override
        public List<Parameter> parameters() {
            return layer.parameters();
        }
    }

    @Test
    void wrongGradientsFailAndAreNamed() {
        for (double off : new double[] {0, 1e-3, -2}) {
            Layer model =
                    new Sequential(
                            dense("a", 4, 8), Activation.RELU, new Faulty(dense("b", 8, 3), off));
            SanityReport.Check check =
                    SanityChecks.gradients(
                            model,
                            TrainingStep.of(Losses.softmaxCrossEntropy()),
                            data.select(0, 1, 2, 3),
                            random);
            assertEquals(off == 0, check.passed(), check::toString);
            assertTrue(off == 0 || check.details().contains("b.bias"), check::toString);
        }
    }
}
