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
import java.util.stream.Stream;
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
            List<Tensor> states = net.states(rows.get(stored.size() + i), random);
            rows.add(states.get(SWEEPS));
            System.out.printf(
                    Locale.ROOT,
                    "picture %d: %5.1f %% of the units right, then %5.1f %%; energy",
                    i + 1,
                    agreement(states.get(0), stored.get(i)),
                    agreement(states.get(SWEEPS), stored.get(i)));
            states.forEach(s -> System.out.printf(Locale.ROOT, " %.1f", net.energy(s).value()));
            System.out.println();
        }
        for (double load : loads) {
            int patterns = (int) (load * UNITS);
            System.out.printf(
                    Locale.ROOT,
                    "%3d random patterns, %.2f n: %5.1f %% of the units right%n",
                    patterns,
                    load,
                    kept(patterns, random));
        }
        pictures.draw(
                "hopfield.png",
                new ImageGrid(Tensor.stack(0, rows.toArray(Tensor[]::new)).reshape(-1, SIDE, SIDE))
                        .title("Stored, a quarter flipped, mended")
                        .enlarged(6)
                        .columns(stored.size()));
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
        for (double unit : Tensor.uniform(random, 0, 1, s.length).argSort(0).toArray()) {
            double field = 0;
            for (int k = 0; k < s.length; k++) {
                field += w[(int) unit][k] * s[k];
            }
            s[(int) unit] = field >= 0 ? 1 : -1;
        }
        return Tensor.of(s);
    }

    /** A state, and what becomes of it sweep by sweep. */
    private List<Tensor> states(Tensor start, RandomGenerator random) {
        return Stream.iterate(start, s -> swept(s, random)).limit(SWEEPS + 1).toList();
    }

    /** The percentage of units of random patterns that are right again after a tenth is flipped. */
    private static double kept(int patterns, RandomGenerator random) {
        Hopfield net = new Hopfield(UNITS);
        List<Tensor> all = Tensor.uniform(random, -1, 1, patterns, UNITS).sign().unstack(0);
        all.forEach(net::store);
        double right = 0;
        for (Tensor pattern : all) {
            Tensor s = damaged(pattern, 0.1, random);
            right += agreement(net.states(s, random).get(SWEEPS), pattern);
        }
        return right / patterns;
    }

    private static Tensor damaged(Tensor pattern, double share, RandomGenerator random) {
        Tensor flipped = Tensor.uniform(random, 0, 1, pattern.size()).lt(share);
        return Tensor.where(flipped, pattern.neg(), pattern);
    }

    /** The percentage of units that are alike. */
    private static double agreement(Tensor a, Tensor b) {
        return 100 * a.eq(b).mean().value();
    }

    /** A ring, a board, stripes and a triangle. */
    private static List<Tensor> pictures() {
        return List.of(
                picture((x, y) -> Math.abs(x * (x - 15) + y * (y - 15) + 80) - 19),
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
