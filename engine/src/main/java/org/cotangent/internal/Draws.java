package org.cotangent.internal;

import java.util.random.RandomGenerator;

/**
 * Normal draws that are the same on every JDK: G. Marsaglia and W. W. Tsang, "The ziggurat method
 * for generating random variables", Journal of Statistical Software 5, 2000, with 53 bits for a
 * place.
 *
 * <p>{@link RandomGenerator#nextGaussian} is open to change, and the numbers of JDK 17 and 25
 * differ. Functions are those of {@link StrictMath}, so that draws stay whatever becomes of ours.
 */
public final class Draws {
    private static final int LAYERS = 256;

    /** Where the lowest layer ends and the tail begins, and the area of every layer. */
    static final double TAIL = 3.6541528853610088;

    private static final double AREA = 0.004928673233974655;

    /** The width of each layer, of the lowest with the area of its tail; 0 above the highest. */
    private static final double[] WIDTH = new double[LAYERS + 1];

    /** The density exp(-x²/2) at each width. */
    private static final double[] HEIGHT = new double[LAYERS + 1];

    static {
        WIDTH[0] = AREA / density(TAIL);
        WIDTH[1] = TAIL;
        HEIGHT[1] = density(TAIL);
        for (int i = 2; i < LAYERS; i++) {
            HEIGHT[i] = HEIGHT[i - 1] + AREA / WIDTH[i - 1];
            WIDTH[i] = Math.sqrt(-2 * StrictMath.log(HEIGHT[i]));
        }
        HEIGHT[LAYERS] = 1;
    }

    /** Whether the generators of a class have a method of their own, as java.util.Random has. */
    private static final ClassValue<Boolean> OWN =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    try {
                        Class<?> owner = type.getMethod("nextGaussian").getDeclaringClass();
                        return owner != RandomGenerator.class;
                    } catch (NoSuchMethodException e) {
                        throw new AssertionError(e);
                    }
                }
            };

    private Draws() {}

    /**
     * A draw from the standard normal distribution.
     *
     * @param random the generator; one whose class overrides {@code nextGaussian} is asked itself
     * @return a number
     */
    public static double gaussian(RandomGenerator random) {
        return OWN.get(random.getClass()) ? random.nextGaussian() : ofBits(random);
    }

    /**
     * A draw from the standard normal distribution, from the random bits of a generator alone.
     *
     * @param random the generator
     * @return a number
     */
    public static double ofBits(RandomGenerator random) {
        while (true) {
            long bits = random.nextLong();
            int i = (int) bits & LAYERS - 1;
            double x = (bits >>> 11) * 0x1.0p-53 * WIDTH[i];
            double sign = (bits & LAYERS) == 0 ? 1 : -1; // neither a bit of the layer nor of x
            if (x < WIDTH[i + 1]) {
                return sign * x;
            }
            if (i == 0) {
                return sign * tail(random);
            }
            double y = HEIGHT[i] + random.nextDouble() * (HEIGHT[i + 1] - HEIGHT[i]);
            if (y < density(x)) {
                return sign * x;
            }
        }
    }

    /** A draw beyond TAIL. */
    static double tail(RandomGenerator random) {
        double x;
        double y;
        do {
            x = -StrictMath.log(1 - random.nextDouble()) / TAIL;
            y = -StrictMath.log(1 - random.nextDouble());
        } while (2 * y < x * x);
        return TAIL + x;
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }
}
