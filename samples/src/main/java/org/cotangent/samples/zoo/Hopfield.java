// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.plot.ImageGrid;
import org.cotangent.samples.networks.Pictures;

/**
 * A Hopfield network: units of -1 and 1, each joined to each, that fall from a damaged pattern into
 * the nearest one that was stored.
 *
 * <p>Storing a pattern x adds x x' / n to the weights W, without the diagonal (Hebb's rule). Then
 * units are set one after the other, in random order, to the sign of their field W s, which is
 * minus the gradient of the energy -s' W s / 2: no such step can raise the energy.
 *
 * <p>What to see: four pictures come back whole though a quarter of their 256 units was flipped,
 * and the energy never rises. Random patterns are kept up to about 0.138 n; with more the memory
 * breaks down.
 *
 * <p>J. Hopfield, "Neural networks and physical systems with emergent collective computational
 * abilities", PNAS 79, 1982; the limit: D. Amit, H. Gutfreund and H. Sompolinsky, 1985.
 */
public final class Hopfield extends Block {
    private static final long SEED = 1;
    private static final int SIDE = 16;
    private static final int UNITS = SIDE * SIDE;
    private static final int SWEEPS = 6;
    private static final double FLIPPED = 0.25;
    private static final double[] LOADS = {0.05, 0.1, 0.14, 0.2, 0.3}; // patterns by units

    private final Buffer weight;

    Hopfield(int units) {
        super("hopfield");
        weight = buffer("weight", Tensor.zeros(units, units));
    }

    /**
     * Stores four pictures, damages them, lets the network mend them, and draws all three.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(LOADS, Pictures.in(arguments));
    }

    static void run(double[] loads, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        Hopfield net = new Hopfield(UNITS);
        List<Tensor> stored = pictures();
        stored.forEach(net::store);
        List<Tensor> rows = new ArrayList<>(stored);
        stored.forEach(pattern -> rows.add(damaged(pattern, FLIPPED, random)));
        for (int i = 0; i < stored.size(); i++) {
            Tensor s = rows.get(stored.size() + i);
            double before = agreement(s, stored.get(i));
            StringBuilder energies = new StringBuilder(energy(net, s));
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                s = net.swept(s, random);
                energies.append(energy(net, s));
            }
            rows.add(s);
            System.out.printf(
                    Locale.ROOT,
                    "picture %d: %5.1f %% of the units right, then %5.1f %%; energy%s%n",
                    i + 1,
                    100 * before,
                    100 * agreement(s, stored.get(i)),
                    energies);
        }
        for (double load : loads) {
            System.out.printf(
                    Locale.ROOT,
                    "%3d random patterns, %.2f n: %5.1f %% of the units right%n",
                    (int) (load * UNITS),
                    load,
                    100 * kept((int) (load * UNITS), random));
        }
        pictures.draw(
                "hopfield.png",
                new ImageGrid(Tensor.stack(0, rows.toArray(Tensor[]::new)).reshape(-1, SIDE, SIDE))
                        .title("Stored, a quarter flipped, mended")
                        .enlarged(6)
                        .columns(stored.size()));
    }

    private static String energy(Hopfield net, Tensor s) {
        return String.format(Locale.ROOT, " %.1f", net.energy(s).value());
    }

    /** Hebb's rule. */
    void store(Tensor pattern) {
        int n = pattern.size();
        Tensor pairs = Linalg.outer(pattern, pattern).sub(Tensor.eye(n)).div(n);
        weight.set(weight.value().add(pairs));
    }

    /** The energy of a state, -s' W s / 2. */
    Tensor energy(Tensor s) {
        return Linalg.dot(s, weight.value().matmul(s)).div(-2);
    }

    /** The state after each unit was set once, in random order. */
    Tensor swept(Tensor state, RandomGenerator random) {
        double[][] w = weight.value().toMatrix();
        double[] s = state.toArray();
        double[] field = weight.value().matmul(state).toArray();
        double[] order = Tensor.uniform(random, 0, 1, s.length).argSort(0).toArray();
        for (double unit : order) {
            int i = (int) unit;
            double change = (field[i] >= 0 ? 1 : -1) - s[i];
            s[i] += change;
            for (int k = 0; change != 0 && k < s.length; k++) {
                field[k] += w[i][k] * change;
            }
        }
        return Tensor.of(s);
    }

    /** The share of units that are right in the end, from a tenth flipped, in a new network. */
    static double kept(int patterns, RandomGenerator random) {
        Hopfield net = new Hopfield(UNITS);
        Tensor all = Tensor.uniform(random, -1, 1, patterns, UNITS).sign();
        // the rule for all at once: a product
        Tensor pairs = all.transpose().matmul(all).sub(Tensor.eye(UNITS).mul(patterns));
        net.weight.set(pairs.div(UNITS));
        double right = 0;
        for (Tensor pattern : all.unstack(0)) {
            Tensor s = damaged(pattern, 0.1, random);
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                s = net.swept(s, random);
            }
            right += agreement(s, pattern);
        }
        return right / patterns;
    }

    static Tensor damaged(Tensor pattern, double share, RandomGenerator random) {
        Tensor flipped = Tensor.uniform(random, 0, 1, pattern.size()).lt(share);
        return Tensor.where(flipped, pattern.neg(), pattern);
    }

    static double agreement(Tensor a, Tensor b) {
        return a.eq(b).mean().value();
    }

    /** A ring, a board, stripes and a triangle. */
    static List<Tensor> pictures() {
        return List.of(
                picture(
                        (x, y) ->
                                Math.abs(
                                                (2 * x - 15) * (2 * x - 15)
                                                        + (2 * y - 15) * (2 * y - 15)
                                                        - 130)
                                        - 75),
                picture((x, y) -> (x / 4 + y / 4) % 2 * 2 - 1),
                picture((x, y) -> (x + y) % 8 < 4 ? -1 : 1),
                picture((x, y) -> 2 * Math.abs(2 * x - 15) - 2 * y));
    }

    /** What is negative is light. */
    private static Tensor picture(IntBinaryOperator f) {
        double[] pixels = new double[UNITS];
        for (int i = 0; i < UNITS; i++) {
            pixels[i] = f.applyAsInt(i % SIDE, i / SIDE) < 0 ? 1 : -1;
        }
        return Tensor.of(pixels);
    }
}
