package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.internal.Shuffle;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Lbfgs;
import org.cotangent.nn.optim.Minimum;
import org.cotangent.testing.Checksums;

/**
 * A program that prints the bits of what trainings come to: a network with all that is random, the
 * classic one of two layers, and a regression by L-BFGS; and those of random weights, masks and
 * orders.
 */
public final class BitsOfTrainings {
    private BitsOfTrainings() {}

    /**
     * See the class.
     *
     * @param arguments the name of a part, LEAST, FEW or ALL
     */
    public static void main(String[] arguments) {
        boolean all = arguments[0].equals("ALL");
        boolean least = arguments[0].equals("LEAST");
        network(least ? 2 : all ? 12 : 4);
        twoLayers(least ? 2 : all ? 60 : 15);
        regression(least ? 3 : all ? 100 : 25);
        for (int n : least ? new int[] {3} : new int[] {1, 7, 16, 65, 129}) {
            draws(n);
        }
        Checksums.printKernels();
    }

    private static void network(int epochs) {
        SeededRandom random = new SeededRandom(5);
        Tensor centers = Tensor.normal(random, 5, 20);
        int[] classes = random.ints(300, 0, 5).toArray();
        Tensor x = centers.indexSelect(0, classes).add(Tensor.normal(random, 300, 20));
        Layer model =
                new Sequential(
                        new Dense("first", 20, 33, Initializers.he(), random),
                        new BatchNorm("norm", 33),
                        Activation.RELU,
                        new Dropout(0.2),
                        new Dense("second", 33, 17, Initializers.xavier(), random),
                        Activation.TANH,
                        new Dense("third", 17, 5, Initializers.lecun(), random));
        History history =
                Trainer.classifier(model, new Adam(0.01))
                        .epochs(epochs)
                        .batchSize(32)
                        .regularizer(Regularizers.l2(1e-4))
                        .progress(Progress.none())
                        .fit(Dataset.ofClasses(x, classes), random);
        ResumedTraining.tensors(model)
                .forEach(
                        (name, tensor) ->
                                Checksums.print("network, " + name, () -> List.of(tensor)));
        Checksums.print("network, losses", () -> List.of(Tensor.vector(history.losses())));
    }

    private static void twoLayers(int steps) {
        RandomGenerator random = new SplittableRandom(1);
        Tensor x = Tensor.normal(random, 64, 300);
        Tensor y = Tensor.normal(random, 64, 10);
        Tensor w1 = Tensor.normal(random, 300, 100).asVariable();
        Tensor w2 = Tensor.normal(random, 100, 10).asVariable();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Tensor loss = x.matmul(w1).sigmoid().matmul(w2).sub(y).square().sum();
            losses.add(loss.value());
            Gradients g = loss.backward();
            w1 = w1.axpy(-1e-4, g.of(w1)).asVariable();
            w2 = w2.axpy(-1e-4, g.of(w2)).asVariable();
        }
        List<Tensor> weights = List.of(w1, w2);
        Checksums.print("two layers", () -> weights);
        Tensor all = Tensor.vector(losses.stream().mapToDouble(each -> each).toArray());
        Checksums.print("two layers, losses", () -> List.of(all));
    }

    private static void regression(int iterations) {
        RandomGenerator random = new Random(3);
        Tensor x = Tensor.uniform(random, -2, 2, 150, 1);
        Tensor y =
                x.mul(3).sin().add(x.square().mul(0.3)).add(Tensor.normal(random, 150, 1).mul(0.1));
        Layer model =
                new Sequential(
                        new Dense("first", 1, 13, Initializers.xavier(), random),
                        Activation.TANH,
                        new Dense("second", 13, 1, Initializers.xavier(), random));
        List<Parameter> parameters = model.parameters();
        Supplier<Tensor> loss = () -> model.apply(x).sub(y).square().mean();
        Minimum minimum = new Lbfgs().minimize(parameters, loss, iterations);
        Checksums.print("regression", () -> parameters.stream().map(Parameter::value).toList());
        Checksums.print(
                "regression, loss and iterations",
                () -> List.of(Tensor.vector(minimum.loss(), minimum.iterations())));
    }

    private static void draws(int n) {
        Map<String, Initializer> initializers = new LinkedHashMap<>();
        initializers.put("xavier", Initializers.xavier());
        initializers.put("lecun", Initializers.lecun());
        initializers.put("he", Initializers.he());
        initializers.put("he of a slope", Initializers.he(0.01));
        initializers.put("xavierUniform", Initializers.xavierUniform());
        initializers.put("heUniform", Initializers.heUniform());
        initializers.put("lecunUniform", Initializers.lecunUniform());
        initializers.put("small", Initializers.small());
        initializers.put("unit", Initializers.unit());
        initializers.put("normal", Initializers.normal(0.3));
        initializers.put("uniform", Initializers.uniform(0.3));
        initializers.put("orthogonal", Initializers.orthogonal(1.5));
        initializers.forEach(
                (name, each) -> {
                    print(name + ", seeded", each.values(n, 17, new SeededRandom(n)));
                    print(name + ", SplittableRandom", each.values(17, n, new SplittableRandom(n)));
                    print(name + ", Random", each.values(n, n, new Random(n)));
                });
        Tensor ones = Tensor.ones(n, 9);
        for (RandomGenerator random :
                new RandomGenerator[] {
                    new SeededRandom(n), new SplittableRandom(n), new Random(n)
                }) {
            String name = random.getClass().getSimpleName() + ", " + n;
            Checksums.print(
                    "dropout, " + name,
                    () -> List.of(new Dropout(0.3).forward(ones, Pass.training(random))));
            print(
                    "order, " + name,
                    Arrays.stream(Shuffle.permutation(n, random)).asDoubleStream().toArray());
        }
    }

    private static void print(String name, double[] numbers) {
        Checksums.print(name + ", " + numbers.length, () -> List.of(Tensor.vector(numbers)));
    }
}
