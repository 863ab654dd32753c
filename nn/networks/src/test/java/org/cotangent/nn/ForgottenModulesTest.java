package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SanityReport;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.nn.train.TrainingStep;
import org.junit.jupiter.api.Test;

// Longer than 400 lines: each test is a way to forget something, with the model that does.

/**
 * What modules of one's own forget: children applied in the midst of training, and parts that no
 * list contains.
 */
class ForgottenModulesTest {
    private final RandomGenerator random = new SplittableRandom(5);
    private final Dataset<Tensor, Tensor> data =
            Dataset.ofValues(Tensor.normal(random, 12, 3), Tensor.normal(random, 12, 2));

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private SupervisedTrainer<Tensor> trainer(Layer model) {
        return Trainer.regressor(model, new Sgd(0.01))
                .batchSize(4)
                .epochs(2)
                .progress(Progress.none());
    }

    /** Calls a child by apply, as everyone comes to write once. */
    private class Forgetful extends Block implements Layer {
        final Layer inner;

        Forgetful(Layer inner) {
            super("forgetful");
            this.inner = child(inner);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return inner.apply(x);
        }
    }

    @Test
    void applyOfAChildWithinTrainingIsRefused() {
        Layer model = new Forgetful(new Sequential(dense("d", 3, 2), new BatchNorm("norm", 2)));
        assertEquals(2, model.apply(data.inputs()).size(1));
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(model).fit(data, random),
                "sequential: apply(x) is evaluation, and forgetful is in a pass of training",
                "forward(x, pass)",
                "pass.evaluating()");
        Refusal.of(
                IllegalStateException.class,
                () -> new Sequential(model).forward(data.inputs(), Pass.training(random)),
                "sequential: apply(x)");
        // the thread is left in order
        assertEquals(2, model.apply(data.inputs()).size(1));
    }

    @Test
    void applyOfDropoutOrBatchNormalizationInALambdaIsRefusedToo() {
        Dropout dropout = new Dropout(0.5);
        BatchNorm norm = new BatchNorm("hidden", 2, 0.1, 1e-5, false);
        for (Layer layer : List.of(dropout, norm)) {
            Layer model = new Sequential(dense("d", 3, 2), (x, pass) -> layer.apply(x));
            Refusal.of(
                    IllegalStateException.class,
                    () -> trainer(model).fit(data, random),
                    layer.name() + ": apply(x) is evaluation");
            Layer meant =
                    new Sequential(
                            dense("d", 3, 2), (x, pass) -> layer.forward(x, pass.evaluating()));
            trainer(meant).fit(data, random);
        }
    }

    @Test
    void whatAPassMakesNoDifferenceToMayBeApplied() {
        Layer model =
                new Sequential(
                        dense("d", 3, 2),
                        Activation.RELU,
                        (x, pass) -> Activation.RELU.apply(x),
                        Layer.of(x -> new Reshape(2).apply(x)));
        trainer(model).fit(data, random);
    }

    @Test
    void applyOfAChildInALoopOfOnesOwnIsRefused() {
        Layer model = new Forgetful(new Sequential(dense("d", 3, 2), new Dropout(0.5)));
        // deeper inside, and as a step of its own
        Layer outer =
                new Forgetful(model) {
                    @Override
                    public Tensor forward(Tensor x, Pass pass) {
                        return inner.forward(x.mul(2), pass);
                    }
                };
        for (Layer each : List.of(model, outer)) {
            for (int i = 0; i < 2; i++) {
                Refusal.of(
                        IllegalStateException.class,
                        () -> each.forward(data.inputs(), Pass.training(random)),
                        "sequential: apply(x) is evaluation",
                        "pass.evaluating()");
                // what follows a step is no part of it
                assertEquals(2, each.apply(data.inputs()).size(1));
                assertEquals(2, each.forward(data.inputs(), Pass.evaluation()).size(1));
                assertEquals(2, model.forward(data.inputs(), Pass.evaluation()).size(1));
            }
        }
        Dense dense = dense("d", 3, 2);
        Pass pass = Pass.training(random);
        dense.forward(data.inputs(), pass).sum().backward();
        assertEquals(2, dense.apply(data.inputs()).size(1));
        Layer fixed =
                new Forgetful(model) {
                    @Override
                    public Tensor forward(Tensor x, Pass pass) {
                        return inner.forward(x, pass.evaluating());
                    }
                };
        assertEquals(2, fixed.forward(data.inputs(), Pass.training(random)).size(1));
    }

    @Test
    void aPassMadeInTheMidstOfTrainingIsRefused() {
        Dense d = dense("d", 3, 2);
        for (boolean training : new boolean[] {false, true}) {
            final class Fresh extends Forgetful {
                Fresh() {
                    super(new Sequential(d, new Dropout(0.5)));
                }

                @Override
                public Tensor forward(Tensor x, Pass pass) {
                    return inner.forward(x, training ? Pass.training(random) : Pass.evaluation());
                }
            }
            Fresh model = new Fresh();
            Refusal.of(
                    IllegalStateException.class,
                    () -> trainer(model).fit(data, random),
                    "sequential: it is called with another pass than that of training",
                    "pass.evaluating()");
            Refusal.of(
                    IllegalStateException.class,
                    () -> model.forward(data.inputs(), Pass.training(random)),
                    "pass: another one is made in a module");
            // the model trains neither by a teacher's pass nor after a failure
            assertEquals(2, new Sequential(d).apply(data.inputs()).size(1));
            Dense teacher = dense("teacher", 3, 2);
            Layer student =
                    new Sequential(
                            dense("student", 3, 2),
                            Activation.RELU,
                            (x, pass) ->
                                    x.add(
                                            new Sequential(teacher, Activation.RELU)
                                                    .apply(data.inputs().slice(0, 0, x.size(0)))
                                                    .stopGradient()));
            trainer(student).fit(data, random);
        }
        // chance in evaluation is a pass of training on purpose
        Layer drawn =
                new Sequential(d, (x, pass) -> new Dropout(0.5).forward(x, Pass.training(random)));
        assertEquals(2, drawn.apply(data.inputs()).size(1));
    }

    @Test
    void aPassThatRunsInAnotherThreadIsRefused() {
        Layer inner = new Sequential(dense("d", 3, 2));
        Layer model =
                new Forgetful(inner) {
                    @Override
                    public Tensor forward(Tensor x, Pass pass) {
                        return CompletableFuture.supplyAsync(() -> inner.forward(x, pass)).join();
                    }
                };
        CompletionException e =
                assertThrows(CompletionException.class, () -> trainer(model).fit(data, random));
        assertEquals(
                "sequential: the pass runs forgetful in another thread; a pass is for one thread",
                e.getCause().getMessage());
    }

    @Test
    void aChildThatIsAppliedInEvaluationHasItsRowAndItsPenalty() {
        Layer inner =
                new Sequential(
                        dense("d", 3, 2),
                        (x, pass) -> {
                            pass.addLoss("size", x.square().mean());
                            return x;
                        });
        Layer model = new Forgetful(inner);
        assertEquals(
                List.of("forgetful", "forgetful/0 sequential"),
                Summary.of(model, 1, 3).rows().stream().map(Summary.Row::path).limit(2).toList());
        assertEquals(4, Summary.of(model, 1, 3).rows().size());
        Pass pass = Pass.evaluation();
        new Sequential(model).forward(data.inputs(), pass);
        assertEquals(Set.of("size"), pass.losses().keySet());
    }

    // ---- what no list contains

    @Test
    void aForgottenChildIsAnErrorOfTheFirstStepThatNamesItAndItsLine() {
        final class Half extends Block implements Layer {
            final Dense listed = child(dense("listed", 3, 4));
            final Dense forgotten =
                    new Dense("forgotten", 4, 2, Initializers.xavier(), random); // the line

            Half() {
                super("half");
            }

            @Override
            public Tensor forward(Tensor x, Pass pass) {
                return forgotten.forward(listed.forward(x, pass), pass);
            }
        }
        Half model = new Half();
        double[] before = model.listed.weight().value().toArray();
        String[] parts = {
            "half: the loss reaches parameters that half does not list",
            "forgotten.weight [4, 2], made at org.cotangent.nn.ForgottenModulesTest$1Half.<init>("
                    + "ForgottenModulesTest.java:"
                    + line("; // the" + " line"),
            "forgotten.bias [2], made at",
            "child(new Dense(...))"
        };
        Refusal.of(IllegalStateException.class, () -> trainer(model).fit(data, random), parts);
        assertArrayEquals(before, model.listed.weight().value().toArray());
        SanityReport report = trainer(model).sanityChecks(data, random);
        assertFalse(report.passed());
        for (String part : parts) {
            assertTrue(report.toString().contains(part), report::toString);
        }
    }

    /** The number of the line of this file that contains a text, counted from 1. */
    private static int line(String text) {
        try {
            List<String> lines =
                    Files.readAllLines(
                            Path.of("src/test/java/org/cotangent/nn/ForgottenModulesTest.java"));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return i + 1;
                }
            }
            throw new AssertionError(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aModuleThatIsUsedOnlyLaterIsAnErrorOfTheStepThatUsesIt() {
        Dense captured = dense("captured", 3, 3);
        for (int first : List.of(2, 5)) {
            int[] steps = {0};
            Layer late =
                    (x, pass) ->
                            pass.isTraining() && ++steps[0] > first ? captured.forward(x, pass) : x;
            Dense moved = dense("d", 3, 3);
            Dense still = dense("e", 3, 2);
            Layer model = new Sequential(late, moved, still);
            Refusal.of(
                    IllegalStateException.class,
                    () -> trainer(model).batchSize(3).epochs(3).fit(data, random),
                    "captured.weight [3, 3], made at");
            assertEquals(first + 1, steps[0]);
            // and with turns, whose backward passes do not reach all
            steps[0] = 0;
            Trainer<Layer, Dataset<Tensor, Tensor>> part =
                    new Trainer<Layer, Dataset<Tensor, Tensor>>(model)
                            .turn(
                                    "d",
                                    moved,
                                    new Sgd(0.1),
                                    TrainingStep.of(Losses.meanSquaredError()))
                            .fixed(still);
            Refusal.of(
                    IllegalStateException.class,
                    () -> part.epochs(3).progress(Progress.none()).fit(Batches.of(data, 3), random),
                    "captured.weight [3, 3], made at");
            assertEquals(first + 1, steps[0]);
        }
    }

    @Test
    void forwardsOfTrainingAtOnceInTwoThreadsAreRefusedWhereBuffersChange() {
        BatchNorm norm = new BatchNorm("norm", 3);
        Pass one = Pass.training(random);
        Pass other = Pass.training(random);
        norm.forward(data.inputs(), one);
        CompletionException e =
                assertThrows(
                        CompletionException.class,
                        () ->
                                CompletableFuture.runAsync(() -> norm.forward(data.inputs(), other))
                                        .join());
        assertTrue(
                e.getCause().getMessage().startsWith("norm.mean: two passes of training change it"),
                e.getCause().getMessage());
        // one after the other is in order, in one thread or two
        norm.forward(data.inputs(), other);
        CompletableFuture.runAsync(
                        () -> norm.forward(data.inputs(), Pass.training(new SplittableRandom(1))))
                .join();
    }

    @Test
    void adviceFitsWhatIsMissing() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer((x, pass) -> x),
                "has no parameters to train",
                "child(new Dense(...))",
                "A lambda lists nothing");
        final class Twice extends Block {
            Twice() {
                super("twice");
                parameter("w", Tensor.of(1));
                bias("w", Tensor.of(2));
            }
        }
        Refusal.of(
                IllegalArgumentException.class,
                Twice::new,
                "twice: there are two of one name, twice.w [] and twice.w []; register each under"
                        + " a name of its own");
        Sequential named = new Sequential("encoder", dense("d", 3, 2), Activation.TANH);
        assertEquals("encoder", named.name());
        assertEquals(2, named.layers().size());
    }

    @Test
    void aModuleCapturedByALambdaIsAnErrorThatNamesIt() {
        Dense captured = dense("captured", 3, 2);
        for (Layer lambda :
                List.<Layer>of(
                        (x, pass) -> captured.forward(x, pass),
                        (x, pass) -> captured.apply(x),
                        Layer.of(captured::apply))) {
            Layer model = new Sequential(dense("d", 3, 3), lambda);
            Refusal.of(
                    IllegalStateException.class,
                    () -> trainer(model).fit(data, random),
                    "sequential: the loss reaches parameters that sequential does not list",
                    "captured.weight [3, 2], made at org.cotangent.nn.ForgottenModulesTest.dense(",
                    "a lambda lists nothing");
        }
        Layer fixed =
                new Sequential(
                        dense("d", 3, 3), (x, pass) -> captured.forward(x, pass.evaluating()));
        double[] before = captured.weight().value().toArray();
        trainer(fixed).fit(data, random);
        assertArrayEquals(before, captured.weight().value().toArray());
    }

    @Test
    void aPlainVariableFromBeforeTheStepIsRefusedAndOneMadeInItIsNot() {
        Tensor w = Tensor.variable(2).named("w");
        Layer scaled = new Sequential(dense("d", 3, 2), (x, pass) -> x.mul(w));
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(scaled).fit(data, random),
                "variables from before this step",
                "w []",
                "parameter(\"weight\", ...)",
                "stopGradient()");
        trainer(new Sequential(dense("d", 3, 2), Layer.of(x -> x.mul(w.stopGradient()))))
                .fit(data, random);
        Dense dense = dense("d", 3, 2);
        Pass pass = Pass.training(random);
        // a penalty on the gradient by the input, with a variable and a derivative made in the step
        Tensor x = data.inputs().asVariable().named("x");
        Tensor slope = Differentiate.gradient(t -> dense.forward(t, pass).square().sum(), x);
        pass.requireListed(dense, slope.square().sum());
        Gradients gradients = slope.square().sum().backward();
        assertTrue(gradients.find(dense.weight().value()).isPresent());
    }

    @Test
    void aForgottenChildWithBuffersAloneIsAnErrorToo() {
        BatchNorm norm = new BatchNorm("norm", 2, 0.1, 1e-5, false);
        Layer model = new Sequential(dense("d", 3, 2), (x, pass) -> norm.forward(x, pass));
        double[] mean = norm.mean().value().toArray();
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(model).fit(data, random),
                "sequential: the step changes buffers that sequential does not list",
                "norm.mean [2], made at org.cotangent.nn.ForgottenModulesTest.",
                "norm.variance [2], made at",
                "child(new BatchNorm(...))");
        assertArrayEquals(mean, norm.mean().value().toArray());
    }

    @Test
    void sanityChecksNameAParameterThatTheLossDoesNotReach() {
        final class Idle extends Block implements Layer {
            final Dense used = child(dense("used", 3, 2));
            final Dense idle = child(dense("idle", 3, 2));

            Idle() {
                super("idler");
            }

            @Override
            public Tensor forward(Tensor x, Pass pass) {
                return used.forward(x, pass);
            }
        }
        SanityReport report = trainer(new Idle()).sanityChecks(data, random);
        assertEquals(1, report.checks().size());
        assertEquals(
                "FAIL parameters: the loss reaches 2 of 4; it does not rest on [idle.weight [3, 2],"
                        + " idle.bias [2]]",
                report.toString());
    }

    @Test
    void namesTellParametersApartThatAreCalledAlike() {
        Dense listed = dense("same", 3, 2);
        Dense other = dense("same", 2, 2);
        Layer model = new Sequential(listed, (x, pass) -> other.forward(x, pass));
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(model).fit(data, random),
                "same.weight [2, 2], made at");
        assertEquals(Map.of(), Pass.evaluation().losses());
    }
}
