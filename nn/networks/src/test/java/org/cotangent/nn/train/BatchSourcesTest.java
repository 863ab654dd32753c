package org.cotangent.nn.train;

import static org.cotangent.nn.train.OwnTrainer.mlp;
import static org.cotangent.nn.train.OwnTrainer.trainer;
import static org.cotangent.nn.train.OwnTrainer.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Batches of any type and from any source. */
class BatchSourcesTest {
    @TempDir Path folder;

    private final SeededRandom random = new SeededRandom(4);
    private final Tensor x = Tensor.normal(random, 24, 2);
    private final Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(24, 1));

    private static Batches<Dataset<Tensor, Tensor>> stream(
            List<Dataset<Tensor, Tensor>> all, List<String> calls) {
        class Open implements Iterator<Dataset<Tensor, Tensor>>, AutoCloseable {
            private final Iterator<Dataset<Tensor, Tensor>> rest = all.iterator();

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public Dataset<Tensor, Tensor> next() {
                return rest.next();
            }

            @Override
            public void close() {
                calls.add("close");
            }
        }
        return Batches.stream(
                () -> {
                    calls.add("open");
                    return new Open();
                });
    }

    @Test
    void aStreamIsOpenedForEveryEpochAndResumed() {
        List<Dataset<Tensor, Tensor>> parts =
                List.of(data.select(0, 1, 2), data.select(3, 4, 5), data.select(6, 7));
        List<double[]> found = new ArrayList<>();
        for (int stop : new int[] {0, 1, 4, 5}) {
            Mlp model = mlp(5);
            List<String> calls = new ArrayList<>();
            Path file = folder.resolve("stream" + stop);
            UnaryOperator<Trainer<Layer, Dataset<Tensor, Tensor>>> kept =
                    t -> t.epochs(3).checkpointSteps(file, 1);
            if (stop > 0) {
                Callback thrown =
                        Callback.eachBatch(
                                status -> {
                                    if (status.step() > stop) {
                                        throw new IllegalStateException("stop");
                                    }
                                });
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                kept.apply(trainer(model).callback(thrown))
                                        .fit(stream(parts, calls), new SeededRandom(1)));
                assertEquals("close", calls.get(calls.size() - 1));
                calls.clear();
            }
            Mlp again = mlp(6);
            kept.apply(trainer(again)).fit(stream(parts, calls), new SeededRandom(1));
            assertEquals(stop > 3 ? 4 : 6, calls.size());
            found.add(weights(again));
            if (stop == 0) {
                // what an uninterrupted one of the other model gives
                Mlp whole = mlp(5);
                trainer(whole).epochs(3).fit(stream(parts, calls), new SeededRandom(1));
                found.set(0, weights(whole));
            }
        }
        for (double[] each : found) {
            assertArrayEquals(found.get(0), each);
        }
    }

    @Test
    void aSourceThatKeepsDrawingIsRefused() {
        Batches<Dataset<Tensor, Tensor>> lazy =
                r ->
                        () ->
                                Stream.generate(() -> data.select(r.nextInt(24), r.nextInt(24)))
                                        .limit(3)
                                        .iterator();
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(mlp(1)).fit(lazy, random),
                "after the epoch was opened",
                "draw a seed");
    }

    @Test
    void anEmptyEpochIsRefused() {
        Iterator<Dataset<Tensor, Tensor>> once = List.of(data).iterator();
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer(mlp(1)).fit(Batches.stream(() -> once), random),
                "epoch 2",
                "no batch in this epoch",
                "new iterator");
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer(mlp(1)).evaluate(r -> List.of()),
                "no batches");
    }

    @Test
    void allKindsOfRowsAreSelected() {
        assertArrayEquals(new int[] {3, 1}, Samples.select(new int[] {1, 2, 3}, 2, 0));
        assertArrayEquals(new double[] {3}, Samples.select(new double[] {1, 2, 3}, 2));
        assertArrayEquals(
                new int[][] {{3}, {1, 2}}, Samples.select(new int[][] {{1, 2}, {3}}, 1, 0));
        assertEquals(List.of("b"), Samples.select(List.of("a", "b"), 1));
        Pair<Tensor, int[]> pair = new Pair<>(Tensor.iota(3), new int[] {7, 8, 9});
        Dataset<Pair<Tensor, int[]>, List<String>> nested =
                Dataset.of(pair, List.of("x", "y", "z"));
        Dataset<Pair<Tensor, int[]>, List<String>> some = nested.select(2, 1);
        assertArrayEquals(new double[] {2, 1}, some.inputs().first().toArray());
        assertArrayEquals(new int[] {9, 8}, some.inputs().second());
        assertEquals(List.of("z", "y"), some.targets());
        assertEquals("3 rows, inputs (Tensor [3], int[3]), targets list of 3", nested.toString());
        Refusal.of(
                IllegalArgumentException.class, () -> Samples.count("text"), "String", "Samples");
        Refusal.of(IllegalArgumentException.class, () -> Samples.count(Tensor.of(1)), "scalar");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Pair<>(new int[2], new int[3]),
                "2 rows and 3");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.of(Tensor.zeros(2, 1), List.of(1)),
                "[2, 1]",
                "1 targets");
    }

    @Test
    void dataOfEveryKindIsComparedBeforeATrainingGoesOn() {
        Path file = folder.resolve("compared");
        Tensor right = x.mul(2);
        for (int row : new int[] {-1, 17}) {
            double[] numbers = right.toArray();
            if (row >= 0) {
                numbers[2 * row] += 1e-9;
            }
            Pair<Tensor, Tensor> pair = new Pair<>(x, Tensor.of(numbers, 24, 2));
            Mlp model = mlp(1);
            Trainer<Mlp, Pair<Tensor, Tensor>> trainer =
                    new Trainer<Mlp, Pair<Tensor, Tensor>>(
                                    model,
                                    (m, both, pass) ->
                                            m.forward(both.first().add(both.second()), pass)
                                                    .square()
                                                    .mean(),
                                    new Sgd(0.1))
                            .epochs(1)
                            .progress(Progress.none())
                            .checkpoint(file);
            if (row < 0) {
                trainer.fit(Batches.of(pair, 8), random);
            } else {
                Refusal.of(
                        IllegalArgumentException.class,
                        () -> trainer.fit(Batches.of(pair, 8), random),
                        "data: (Tensor [24, 2], Tensor [24, 2]), checksum");
            }
        }
    }

    /** A batch that does not say how many rows it has. */
    private record Own(Tensor x, Tensor t) {}

    private Trainer<Mlp, Own> own(Mlp model) {
        return new Trainer<Mlp, Own>(
                        model,
                        (m, b, pass) -> m.forward(b.x(), pass).sub(b.t()).square().mean(),
                        new Sgd(0))
                .epochs(1)
                .progress(Progress.none());
    }

    @Test
    void aBatchCountsByItsRowsOrSaysHowMuch() {
        Tensor t = data.targets();
        Batches<Own> uneven =
                r ->
                        List.of(
                                new Own(x.slice(0, 0, 20), t.slice(0, 0, 20)),
                                new Own(x.slice(0, 20, 24), t.slice(0, 20, 24)));
        Mlp model = mlp(2);
        for (Executable each :
                List.<Executable>of(
                        () -> own(model).fit(uneven, random), () -> own(model).evaluate(uneven))) {
            Refusal.of(
                    IllegalArgumentException.class, each, "BatchSourcesTest$Own", "weighted(batch");
        }
        double whole = trainer(model).evaluate(Batches.of(data, 24)).loss();
        Batches<Own> weighted = uneven.weighted(b -> b.x().size(0));
        assertEquals(whole, own(model).evaluate(weighted).loss(), 1e-15);
        assertEquals(whole, own(model).fit(weighted, random).finalLoss(), 1e-15);
        Refusal.of(
                IllegalArgumentException.class,
                () -> own(model).evaluate(uneven.weighted(b -> 0)),
                "the weight of a batch 0");
        // objects in an array or a list may be rows, or inputs and targets
        Batches<Object> any = r -> List.of();
        for (Object parts : List.of(new Tensor[] {x, t}, List.of(x, t), Tensor.of(1), "text")) {
            Refusal.of(IllegalArgumentException.class, () -> any.weight(parts), "cannot be told");
        }
        for (Object rows : List.of(x, data, new int[24], new int[24][2], new Pair<>(x, t))) {
            assertEquals(24, any.weight(rows));
        }
        // of data divided into batches they are rows
        List<Tensor> sequences = List.of(x, x, x);
        assertEquals(3, Batches.of(sequences, 3).weight(sequences));
    }

    @Test
    void aGeneratedBatchThatIsDrawnFromElsewhereIsRefusedWhereItIsToBeResumed() {
        SeededRandom outside = new SeededRandom(1);
        Batches<Tensor> drawn = Batches.generated(3, r -> Tensor.normal(outside, 4, 2));
        Trainer<Mlp, Tensor> trainer =
                new Trainer<Mlp, Tensor>(
                                mlp(1),
                                (m, b, pass) -> m.forward(b, pass).square().mean(),
                                new Sgd(0.1))
                        .epochs(1)
                        .progress(Progress.none());
        trainer.fit(drawn, random);
        Trainer<Mlp, Tensor> kept = trainer.checkpoint(folder.resolve("drawn"));
        Refusal.of(
                IllegalStateException.class,
                () -> kept.fit(drawn, random),
                "another batch each time",
                "could not be resumed");
        kept.fit(Batches.generated(3, r -> Tensor.normal(r, 4, 2)), random);
    }
}
