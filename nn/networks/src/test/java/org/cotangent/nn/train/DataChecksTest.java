package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** What is wrong with data is said in rows of the data, and before the first step if it can be. */
class DataChecksTest {
    private final SeededRandom random = new SeededRandom(3);
    private final Layer model = Mlp.of(2, 4, 3).activation(Activation.TANH).build(random);
    private final Adam optimizer = new Adam(0.01);
    private SupervisedTrainer<int[]> trainer =
            Trainer.classifier(model, optimizer).epochs(2).batchSize(16).progress(Progress.none());

    private Dataset<Tensor, int[]> data(int rows) {
        return Dataset.ofClasses(Tensor.normal(random, rows, 2), random.ints(rows, 0, 3).toArray());
    }

    private Dataset<Tensor, int[]> with(
            Dataset<Tensor, int[]> data, int row, int column, double number) {
        double[] inputs = data.inputs().toArray();
        inputs[2 * row + column] = number;
        return Dataset.ofClasses(Tensor.of(inputs, data.rows(), 2), data.targets());
    }

    private Dataset<Tensor, int[]> withClass(Dataset<Tensor, int[]> data, int row, int number) {
        int[] classes = data.targets().clone();
        classes[row] = number;
        return Dataset.ofClasses(data.inputs(), classes);
    }

    private String refused(
            Class<? extends RuntimeException> type,
            SupervisedTrainer<int[]> trainer,
            Dataset<Tensor, int[]> data) {
        double[] before = model.parameters().get(0).value().toArray();
        String message = assertThrows(type, () -> trainer.fit(data, random)).getMessage();
        assertArrayEquals(before, model.parameters().get(0).value().toArray());
        return message;
    }

    @Test
    void inputsAreLookedThroughAtTheStart() {
        Dataset<Tensor, int[]> data = data(100_000);
        String message = refused(ArithmeticException.class, trainer, with(data, 99_998, 1, 0. / 0));
        assertTrue(
                message.startsWith("training data: the input at row 99998, column 1 is NaN"),
                message);
        trainer = trainer.validate(with(data(30), 7, 0, 1. / 0));
        message = refused(ArithmeticException.class, trainer, data(30));
        assertTrue(
                message.startsWith("validation data: the input at row 7, column 0 is Infinity"),
                message);
    }

    @Test
    void aClassWithoutAnOutputHasOneRowInTheMessage() {
        String message =
                refused(
                        IllegalArgumentException.class,
                        trainer.batchSize(200),
                        withClass(data(200), 150, 3));
        assertTrue(message.endsWith(". Nothing was updated"), message);
        assertEquals(message.indexOf("row "), message.lastIndexOf("row "), message);
    }

    @Test
    void classesWithoutAnOutputAreNamedByTheRowOfTheDataSet() {
        Dataset<Tensor, int[]> data = withClass(data(200), 150, 3);
        trainer = trainer.batchSize(200);
        String message = refused(IllegalArgumentException.class, trainer, data);
        assertTrue(
                message.startsWith(
                        "trainer: epoch 1, batch 1: training data: class 3 at row 150; the model has"
                                + " 3 outputs, so classes are 0 .. 2"),
                message);
        trainer = trainer.validate(withClass(data(50), 40, 9));
        message =
                assertThrows(IllegalArgumentException.class, () -> trainer.fit(data(200), random))
                        .getMessage();
        assertTrue(
                message.startsWith(
                        "trainer: epoch 1, validation: validation data: class 9 at row 40"),
                message);
    }

    @Test
    void outputsThatAreNotFiniteInValidationAreTraced() {
        Layer rooted =
                new Sequential(
                        new Dense(
                                "first",
                                2,
                                2,
                                (i, o, columns, r) -> new double[] {1, 0, 0, 1},
                                random),
                        new Lambda("root", Tensor::sqrt),
                        new Dense("last", 2, 3, Initializers.xavier(), random));
        Dataset<Tensor, int[]> positive = data(32).mapInputs(x -> x.square().add(1));
        String message =
                assertThrows(
                                ArithmeticException.class,
                                () ->
                                        Trainer.classifier(rooted, optimizer)
                                                .progress(Progress.none())
                                                .validate(with(positive, 3, 1, -100))
                                                .fit(positive, random))
                        .getMessage();
        assertTrue(message.startsWith("trainer: epoch 1, validation: "), message);
        assertTrue(message.contains("made by sqrt of shape [32, 2] in"), message);
        assertTrue(message.contains("root"), message);
    }

    @Test
    void aPenaltyThatIsNotFiniteIsNotBlamedOnTheInputs() {
        trainer = trainer.regularizer(parameters -> parameters.get(0).value().sum().mul(0. / 0));
        String message = refused(ArithmeticException.class, trainer, data(30));
        assertTrue(
                message.startsWith(
                        "trainer: epoch 1, batch 1: the penalty of the regularizer a lambda is"
                                + " NaN"),
                message);
    }

    @Test
    void aMaxNormThatCannotBeKeptIsRefusedBeforeTheFirstStep() {
        trainer = trainer.maxNorm(new MaxNorm(1, parameter -> true));
        var before = optimizer.state();
        String message = refused(IllegalArgumentException.class, trainer, data(30));
        assertTrue(message.startsWith("maxNorm: dense1.bias"), message);
        assertEquals(before, optimizer.state());
    }

    @Test
    void aLastBatchOfOneRowIsRefusedWhereThereAreBatchStatistics() {
        trainer.fit(data(33), random);
        Layer norm = new BatchNorm("norm", 2);
        SupervisedTrainer<int[]> normalized =
                Trainer.classifier(new Sequential(norm, model), optimizer)
                        .batchSize(16)
                        .progress(Progress.none());
        double[] mean = norm.buffers().get(0).value().toArray();
        String message = refused(IllegalArgumentException.class, normalized, data(33));
        assertTrue(
                message.startsWith("trainer: 33 rows in batches of 16 leave one of a single row"),
                message);
        assertArrayEquals(mean, norm.buffers().get(0).value().toArray());
        normalized.fit(data(34), random);
    }

    @Test
    void numbersThatAreNotARowEachHaveAHint() {
        Mlp model = Mlp.of(1, 4, 1).build(new SplittableRandom(1));
        SupervisedTrainer<Tensor> trainer =
                Trainer.regressor(model, new Sgd(0.1)).progress(Progress.none());
        Tensor x = Tensor.iota(6);
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.fit(Dataset.ofValues(x, x), new SplittableRandom(1)),
                "trainer: epoch 1, batch 1",
                "inputs have rank 1",
                "reshape(n, 1)");
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.fit(Dataset.ofValues(x.reshape(6, 1), x), new SplittableRandom(1)),
                "[6, 1] and the targets [6]",
                "Give the targets the shape of the outputs, reshape(n, 1)");
    }
}
