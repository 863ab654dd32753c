package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.program.Loop;

/**
 * The loss of a recurrent net with layers of diagonal weights, which predicts the next of a
 * sequence of characters. A layer has weights and biases of its gates: forget, in, out, change.
 */
public final class Lstm extends Problem {
    private final int layers;
    private final int width;
    private final double[] main;
    private final double[] extra;
    private final double[] state;
    private final double[] sequence;
    private final Tensor characters;
    private final Tensor[] initial;

    private Lstm(int layers, int width, double[]... numbers) {
        this.layers = layers;
        this.width = width;
        main = numbers[0];
        extra = numbers[1];
        state = numbers[2];
        sequence = numbers[3];
        characters = Tensor.of(sequence, sequence.length / width, width);
        initial = rows(Tensor.of(state, 2 * layers, width));
    }

    static Lstm of(JsonNode input) {
        JsonNode main = Json.member(input, "main_params");
        JsonNode extra = Json.member(input, "extra_params");
        return new Lstm(
                main.size() / 2,
                extra.get(0).size(),
                Json.numbers(main),
                Json.numbers(extra),
                Json.numbers(Json.member(input, "state")),
                Json.numbers(Json.member(input, "sequence")));
    }

    /**
     * A problem with random numbers.
     *
     * @param layers layers
     * @param width bits of a character
     * @param length characters
     * @return the problem
     */
    public static Lstm random(int layers, int width, int length) {
        Random random = new Random(1);
        return new Lstm(
                layers,
                width,
                random.doubles(8L * layers * width).toArray(),
                random.doubles(3L * width).toArray(),
                random.doubles(2L * layers * width).toArray(),
                random.ints((long) length * width, 0, 2).asDoubleStream().toArray());
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double[] byHand() {
        int b = width;
        double[] s = state.clone();
        double[] in = new double[b];
        double total = 0;
        int steps = sequence.length / b - 1;
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < b; i++) {
                in[i] = sequence[t * b + i] * extra[i];
            }
            for (int layer = 0; layer < layers; layer++) {
                int w = 8 * b * layer;
                int hidden = 2 * b * layer;
                for (int i = 0; i < b; i++) {
                    double h = s[hidden + i];
                    double forget = sigmoid(in[i] * main[w + i] + main[w + 4 * b + i]);
                    double gate = sigmoid(h * main[w + b + i] + main[w + 5 * b + i]);
                    double out = sigmoid(in[i] * main[w + 2 * b + i] + main[w + 6 * b + i]);
                    double change = Math.tanh(h * main[w + 3 * b + i] + main[w + 7 * b + i]);
                    double cell = s[hidden + b + i] * forget + gate * change;
                    s[hidden + b + i] = cell;
                    in[i] = out * Math.tanh(cell);
                    s[hidden + i] = in[i];
                }
            }
            double sum = 2;
            for (int i = 0; i < b; i++) {
                in[i] = in[i] * extra[b + i] + extra[2 * b + i];
                sum += Math.exp(in[i]);
            }
            double log = Math.log(sum);
            for (int i = 0; i < b; i++) {
                total += sequence[(t + 1) * b + i] * (in[i] - log);
            }
        }
        return new double[] {-total / (steps * b)};
    }

    @Override
    public Tensor value(Tensor... at) {
        Tensor[] gates = rows(at[0].reshape(8 * layers, width));
        Tensor[] s = initial.clone();
        Tensor[] characters = rows(this.characters);
        Tensor total = Tensor.of(0);
        for (int t = 0; t + 1 < characters.length; t++) {
            Tensor y = step(gates, at[1], s, characters[t]);
            total = total.add(gain(y, characters[t + 1]));
        }
        return total.div(-(characters.length - 1) * width);
    }

    @Override
    public Tensor inLoops(Tensor... at) {
        Tensor[] gates = rows(at[0].reshape(8 * layers, width));
        int steps = characters.size(0) - 1;
        Tensor[] first =
                Stream.concat(Stream.of(Tensor.of(0)), Stream.of(initial)).toArray(Tensor[]::new);
        Loop.Results end =
                Loop.over(characters.slice(0, 0, steps), characters.slice(0, 1, steps + 1))
                        .scan(
                                (states, slices) -> {
                                    Tensor[] s = Arrays.copyOfRange(states, 1, states.length);
                                    Tensor y = step(gates, at[1], s, slices[0]);
                                    List<Tensor> next = new ArrayList<>();
                                    next.add(states[0].add(gain(y, slices[1])));
                                    next.addAll(List.of(s));
                                    return Loop.Results.of(next);
                                },
                                first);
        return end.state().div(-steps * width);
    }

    /** The logarithm of a prediction's probability, which is not quite that of a softmax. */
    private static Tensor gain(Tensor y, Tensor next) {
        return next.mul(y.sub(y.exp().sum().add(2).log())).sum();
    }

    private static Tensor[] rows(Tensor x) {
        return x.unstack(0).toArray(Tensor[]::new);
    }

    /** The prediction after a character; the state moves on. */
    private Tensor step(Tensor[] gates, Tensor extra, Tensor[] s, Tensor character) {
        Tensor[] ends = rows(extra);
        Tensor in = character.mul(ends[0]);
        for (int layer = 0; layer < layers; layer++) {
            int w = 8 * layer;
            Tensor hidden = s[2 * layer];
            Tensor forget = in.mul(gates[w]).add(gates[w + 4]).sigmoid();
            Tensor gate = hidden.mul(gates[w + 1]).add(gates[w + 5]).sigmoid();
            Tensor out = in.mul(gates[w + 2]).add(gates[w + 6]).sigmoid();
            Tensor change = hidden.mul(gates[w + 3]).add(gates[w + 7]).tanh();
            s[2 * layer + 1] = s[2 * layer + 1].mul(forget).add(gate.mul(change));
            in = out.mul(s[2 * layer + 1].tanh());
            s[2 * layer] = in;
        }
        return in.mul(ends[1]).add(ends[2]);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(main, 2 * layers, 4 * width), Tensor.of(extra, 3, width)};
    }
}
