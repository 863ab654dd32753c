package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;

/** Trainings of networks that are not layers, by steps, batches and losses of their own. */
final class OwnTrainings {
    private static final int IGNORED = -1;

    /** A training that can be begun, and all of which is known afterwards. */
    record Training<M extends Module>(
            M model,
            SeededRandom random,
            List<Optimizer> optimizers,
            Function<Callback, BiFunction<Path, Integer, History>> fitted) {
        /** Trains, with a checkpoint after every third batch unless the file is null. */
        History fit(Path checkpoint, Callback callback) {
            return fitted.apply(callback).apply(checkpoint, 3);
        }

        History fit() {
            return fit(null, new Callback() {});
        }

        String outcome(History history) {
            StringBuilder text = new StringBuilder(history.toCsv());
            for (Parameter parameter : model.parameters()) {
                text.append(parameter.name());
                for (double x : parameter.value().toArray()) {
                    text.append(' ').append(Long.toHexString(Double.doubleToRawLongBits(x)));
                }
                text.append('\n');
            }
            optimizers.forEach(each -> text.append(ResumedTraining.values(each)));
            return text.append(ResumedTraining.values(random)).toString();
        }
    }

    private static <M extends Module, B> Training<M> training(
            Trainer<M, B> trainer, Batches<B> batches, SeededRandom random, Optimizer... all) {
        Trainer<M, B> quiet = trainer.progress(Progress.none());
        return new Training<>(
                quiet.model,
                random,
                List.of(all),
                callback ->
                        (file, every) -> {
                            Trainer<M, B> told = ReplayTest.told(quiet, callback);
                            return (file == null ? told : told.checkpointSteps(file, every))
                                    .fit(batches, random);
                        });
    }

    private static Mlp mlp(String name, int inputs, int outputs, SeededRandom random) {
        return Mlp.of(inputs, 16, outputs).name(name).activation(Activation.TANH).build(random);
    }

    // ---- a GAN with two optimizers

    /** Points of a distribution made of noise, and a critic that tells them from real ones. */
    static final class Gan extends Block {
        final Layer generator;
        final Layer critic;

        Gan(SeededRandom random) {
            super("gan");
            generator = child(mlp("generator", 2, 1, random));
            critic = child(mlp("critic", 1, 1, random));
        }

        Tensor made(int rows, Pass pass) {
            return generator.forward(pass.draw(random -> Tensor.normal(random, rows, 2)), pass);
        }

        Tensor criticLoss(Tensor real, Pass pass) {
            Tensor fake = made(real.size(0), pass).stopGradient();
            Tensor ones = Tensor.ones(real.size(0), 1);
            return Losses.binaryCrossEntropy()
                    .apply(critic.forward(real, pass), ones)
                    .add(
                            Losses.binaryCrossEntropy()
                                    .apply(critic.forward(fake, pass), ones.sub(1)));
        }

        Tensor generatorLoss(Tensor real, Pass pass) {
            Tensor verdict = critic.forward(made(real.size(0), pass), pass);
            return Losses.binaryCrossEntropy().apply(verdict, Tensor.ones(real.size(0), 1));
        }
    }

    static Training<Gan> gan() {
        SeededRandom random = new SeededRandom(3);
        Gan gan = new Gan(random);
        Tensor real = Tensor.normal(random, 256, 1).mul(0.5).add(2);
        Adam ofCritic = new Adam(0.01).betas(0.5, 0.99);
        Adam ofGenerator = new Adam(0.01).betas(0.5, 0.99);
        Trainer<Gan, Tensor> trainer =
                new Trainer<Gan, Tensor>(gan)
                        .turn("critic", gan.critic, ofCritic, Gan::criticLoss)
                        .turn("generator", gan.generator, ofGenerator, Gan::generatorLoss)
                        .times("critic", 2)
                        .every("generator", 2)
                        .epochs(30);
        return training(trainer, Batches.of(real, 32), random, ofCritic, ofGenerator);
    }

    // ---- a VAE with two losses

    /** A variational autoencoder: what is lost by the code, and how far it is from normal. */
    static final class Vae extends Block {
        final Layer encoder;
        final Layer decoder;

        Vae(SeededRandom random) {
            super("vae");
            encoder = child(mlp("encoder", 3, 2, random));
            decoder = child(mlp("decoder", 1, 3, random));
        }

        Tensor loss(Tensor x, Pass pass) {
            Tensor code = encoder.forward(x, pass);
            Tensor mean = code.slice(1, 0, 1);
            Tensor log = code.slice(1, 1, 2);
            Tensor noise =
                    pass.isTraining()
                            ? pass.draw(random -> Tensor.normal(random, x.size(0), 1))
                            : Tensor.zeros(x.size(0), 1);
            Tensor z = mean.add(log.mul(0.5).exp().mul(noise));
            Tensor kl = mean.square().add(log.exp()).sub(log).sub(1).mul(0.5).sum(1).mean();
            pass.addLoss("kl", kl.mul(0.05));
            return decoder.forward(z, pass).sub(x).square().sum(1).mean();
        }
    }

    static Training<Vae> vae() {
        SeededRandom random = new SeededRandom(5);
        Vae vae = new Vae(random);
        Tensor t = Tensor.uniform(random, -1, 1, 200, 1);
        Tensor curve = Tensor.concat(1, t, t.square(), t.mul(2).sin());
        Adam adam = new Adam(0.01);
        Trainer<Vae, Tensor> trainer =
                new Trainer<>(vae, Vae::loss, adam).epochs(30).validate(Batches.of(curve, 50));
        return training(trainer, Batches.of(curve, 20), random, adam);
    }

    // ---- a siamese network with two inputs

    /** One network for both inputs, whose outputs are near each other for the same class. */
    static final class Siamese extends Block {
        final Layer tower;

        Siamese(SeededRandom random) {
            super("siamese");
            tower = child(mlp("tower", 2, 2, random));
        }

        Tensor loss(Dataset<Pair<Tensor, Tensor>, Tensor> batch, Pass pass) {
            Tensor same = batch.targets();
            Tensor one = tower.forward(batch.inputs().first(), pass);
            Tensor other = tower.forward(batch.inputs().second(), pass);
            Tensor distance = one.sub(other).square().sum(1).add(1e-9).sqrt();
            Tensor right = distance.stopGradient().lt(0.5).eq(same);
            pass.report("accuracy", right.mean(), batch.rows());
            Tensor far = distance.rsub(1).relu().square();
            return same.mul(distance.square()).add(same.rsub(1).mul(far)).mean();
        }
    }

    static Training<Siamese> siamese() {
        SeededRandom random = new SeededRandom(7);
        Siamese siamese = new Siamese(random);
        Tensor left = Tensor.normal(random, 240, 2);
        Tensor right = Tensor.normal(random, 240, 2);
        // the same if both are on one side of a line
        Tensor same = left.sum(1).gt(0).eq(right.sum(1).gt(0));
        Adam adam = new Adam(0.02);
        return training(
                new Trainer<>(siamese, Siamese::loss, adam).epochs(40),
                Batches.of(Dataset.of(new Pair<>(left, right), same), 30),
                random,
                adam);
    }

    // ---- a sequence model with masked targets

    /** A recurrent network: from [rows, steps, symbols] to the same extents. */
    static final class Recurrent extends Block implements Layer {
        private final Dense ofInput;
        private final Dense ofState;
        private final Dense toOutput;

        Recurrent(int symbols, int width, SeededRandom random) {
            super("recurrent");
            ofInput = child(dense("input", symbols, width, random));
            ofState = child(dense("state", width, width, random));
            toOutput = child(dense("output", width, symbols, random));
        }

        private static Dense dense(String name, int inputs, int outputs, SeededRandom random) {
            return new Dense(name, inputs, outputs, Initializers.xavier(), random);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor state = Tensor.zeros(x.size(0), ofState.inputs());
            Tensor[] outputs = new Tensor[x.size(1)];
            for (int t = 0; t < outputs.length; t++) {
                Tensor now = x.slice(1, t, t + 1).reshape(x.size(0), x.size(2));
                state = ofInput.forward(now, pass).add(ofState.forward(state, pass)).tanh();
                outputs[t] = toOutput.forward(state, pass);
            }
            return Tensor.stack(1, outputs);
        }
    }

    static final int SYMBOLS = 3;

    /** To be told at each step but the first: the symbol before. Of different length. */
    static Dataset<Tensor, int[][]> echoes(int rows, SeededRandom random) {
        int[][] symbols = new int[rows][];
        int[][] before = new int[rows][];
        for (int row = 0; row < rows; row++) {
            symbols[row] = random.ints(random.nextInt(3, 7), 0, SYMBOLS).toArray();
            before[row] = new int[symbols[row].length];
            before[row][0] = IGNORED;
            System.arraycopy(symbols[row], 0, before[row], 1, symbols[row].length - 1);
        }
        int steps = Arrays.stream(symbols).mapToInt(each -> each.length).max().orElseThrow();
        double[] inputs = new double[rows * steps * SYMBOLS];
        for (int row = 0; row < rows; row++) {
            for (int step = 0; step < symbols[row].length; step++) {
                inputs[(row * steps + step) * SYMBOLS + symbols[row][step]] = 1;
            }
        }
        return Dataset.of(Tensor.of(inputs, rows, steps, SYMBOLS), before);
    }

    static Training<Recurrent> sequences() {
        SeededRandom random = new SeededRandom(9);
        Recurrent model = new Recurrent(SYMBOLS, 12, random);
        Dataset<Tensor, int[][]> data = echoes(96, random);
        Adam adam = new Adam(0.02);
        SupervisedTrainer<int[][]> trainer =
                new SupervisedTrainer<>(
                                model, Losses.softmaxCrossEntropy().ignore(IGNORED).steps(), adam)
                        .metric("accuracy", Metrics.accuracy().ignore(IGNORED).steps())
                        .validate(echoes(40, random))
                        .batchSize(16)
                        .epochs(15)
                        .progress(Progress.none());
        return new Training<>(
                model,
                random,
                List.of(adam),
                callback ->
                        (file, every) -> {
                            SupervisedTrainer<int[][]> told = ReplayTest.told(trainer, callback);
                            return (file == null ? told : told.checkpointSteps(file, every))
                                    .fit(data, random);
                        });
    }

    // ---- a network on generated batches

    static Training<Mlp> generated() {
        SeededRandom random = new SeededRandom(11);
        Mlp model = mlp("sine", 1, 1, random);
        Batches<Dataset<Tensor, Tensor>> batches =
                Batches.generated(
                        25,
                        r -> {
                            Tensor x = Tensor.uniform(r, -2, 2, 32, 1);
                            return Dataset.ofValues(x, x.sin());
                        });
        Adam adam = new Adam(0.01);
        Trainer<Mlp, Dataset<Tensor, Tensor>> trainer =
                new Trainer<>(model, TrainingStep.of(Losses.meanSquaredError()), adam);
        return training(
                trainer.epochs(12).accumulate(2).parameterStatistics(), batches, random, adam);
    }

    static final Map<String, Supplier<Training<?>>> ALL =
            new TreeMap<>(
                    Map.of(
                            "gan", OwnTrainings::gan,
                            "vae", OwnTrainings::vae,
                            "siamese", OwnTrainings::siamese,
                            "sequences", OwnTrainings::sequences,
                            "generated", OwnTrainings::generated));

    private OwnTrainings() {}

    /**
     * Trains in a process of its own, with a line of output for every batch.
     *
     * @param arguments the name of the training, the checkpoint, the file for the outcome as text
     */
    public static void main(String[] arguments) throws IOException {
        Training<?> training = ALL.get(arguments[0]).get();
        History history =
                training.fit(
                        Path.of(arguments[1]),
                        Callback.eachBatch(
                                status -> {
                                    System.out.println("step " + status.step());
                                    System.out.flush();
                                }));
        Files.writeString(Path.of(arguments[2]), training.outcome(history));
    }
}
