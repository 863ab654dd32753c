package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** Numbers that are not finite, and the layer that is named for them. */
class GuardTest {
    private final SeededRandom random = new SeededRandom(1);

    private Dense dense(String name, int inputs, int outputs, double weight) {
        Initializer all =
                (i, o, columns, r) -> {
                    double[] values = new double[i * columns];
                    Arrays.fill(values, weight);
                    return values;
                };
        return new Dense(name, inputs, outputs, all, random);
    }

    private void assertNamed(Layer model, Tensor inputs, String... parts) {
        double[] before = model.parameters().get(0).value().toArray();
        Dataset<Tensor, Tensor> data = Dataset.ofValues(inputs, Tensor.zeros(inputs.size(0), 1));
        Refusal.of(
                ArithmeticException.class,
                () ->
                        Trainer.regressor(model, new Sgd(0.1))
                                .progress(Progress.none())
                                .fit(data, random),
                parts);
        assertArrayEquals(before, model.parameters().get(0).value().toArray());
    }

    @Test
    void onTheWayForward() {
        Layer model =
                new Sequential(
                        dense("first", 2, 3, -1),
                        new Lambda("logarithm", Tensor::log),
                        dense("last", 3, 1, 1));
        assertNamed(
                model,
                Tensor.ones(4, 2),
                "epoch 1, batch 1",
                "the loss is NaN",
                "made by log of shape [4, 3]",
                "logarithm",
                "learning rate");
    }

    @Test
    void onTheWayBack() {
        // the square root is fine at 0, its derivative is not
        Layer model =
                new Sequential(
                        dense("first", 2, 3, 0),
                        new Lambda("root", Tensor::sqrt),
                        dense("last", 3, 1, 1));
        Dataset<Tensor, Tensor> data = Dataset.ofValues(Tensor.ones(4, 2), Tensor.ones(4, 1));
        Refusal.of(
                ArithmeticException.class,
                () ->
                        Trainer.regressor(model, new Sgd(0.1))
                                .progress(Progress.none())
                                .fit(data, random),
                "epoch 1, batch 1",
                "gradient of first.weight",
                "the derivative of sqrt",
                "root");
    }

    @Test
    void overflowInALayerDeepDown() {
        Layer inner = new Sequential(dense("b", 3, 3, 1e200), Activation.RELU);
        Layer model = new Sequential(dense("a", 2, 3, 1e200), inner, dense("c", 3, 1, 1));
        assertNamed(model, Tensor.ones(4, 2), "Infinity", "matmul", "/b", "1.00e+200, in a.weight");
    }

    @Test
    void inputsThatAreNotFiniteAreNamed() {
        assertNamed(
                dense("only", 2, 1, 1),
                Tensor.of(new double[][] {{1, Double.NaN}, {2, 3}}),
                "training data: the input at row 0, column 1 is NaN",
                "Imputer");
    }

    @Test
    void parametersThatAreNotFiniteAreNamed() {
        assertNamed(
                dense("only", 2, 1, Double.NaN),
                Tensor.ones(2, 2),
                "parameter only.weight holds NaN");
    }

    @Test
    void runningStatisticsDoNotKeepWhatWasRefused() {
        BatchNorm norm = new BatchNorm("norm", 2);
        Layer model =
                new Sequential(
                        new Lambda("root", Tensor::sqrt),
                        norm,
                        Activation.RELU,
                        dense("last", 2, 1, 1));
        double[] before = norm.mean().value().toArray();
        assertNamed(
                model,
                Tensor.of(new double[][] {{1, -4}, {2, 3}}),
                "epoch 1, batch 1: sequential/1 norm: ",
                "NaN");
        Layer later =
                new Sequential(norm, new Lambda("logarithm", Tensor::log), dense("last", 2, 1, 1));
        assertNamed(later, Tensor.of(new double[][] {{1, 5}, {2, 3}}), "made by log");
        assertArrayEquals(before, norm.mean().value().toArray());
    }
}
