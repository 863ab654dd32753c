package org.cotangent.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * A kind of work that contenders are compared by.
 *
 * @param name its name in tables and on the command line
 * @param sizes the sizes it is done at, as "64x1000x100"
 * @param quick those of them that a quick run does
 * @param threaded whether more than one thread could help
 * @param tolerance how far results may be apart, relative
 * @param says what is computed, and what the result is that contenders are compared by
 */
public record Work(
        String name,
        List<String> sizes,
        List<String> quick,
        boolean threaded,
        double tolerance,
        String says) {
    /** The rows of the data that the perceptron is trained on, 20 batches of 128. */
    public static final int MLP_ROWS = 2560;

    /** The batches of 128 in the epoch of 60,000 images that the time of one step is scaled to. */
    public static final double MLP_BATCHES = 60_000 / 128.0;

    /** The learning rate of the training steps. */
    public static final double RATE = 1e-4;

    /** The learning rate of the perceptron. */
    public static final double MLP_RATE = 0.05;

    /** The multiplier of the chain. */
    public static final double CHAIN_W = 0.999999;

    /** The addend of the chain. */
    public static final double CHAIN_B = 1e-6;

    private static final double EXACT = 1e-9;
    private static final List<String> LENGTHS =
            List.of("1000", "8192", "100000", "1000000", "10000000");
    private static final List<String> LENGTH = List.of("8192");
    private static final List<String> LAYERS = List.of("64x1000x100", "128x784x256");
    private static final List<String> LAYER = List.of("64x1000x100");

    /** All kinds of work, in the order they are run. */
    public static final List<Work> ALL =
            List.of(
                    parallel(
                            "matmul",
                            List.of(
                                    "32x32x32",
                                    "64x64x64",
                                    "128x128x128",
                                    "256x256x256",
                                    "512x512x512",
                                    "1024x1024x1024",
                                    "64x1000x100",
                                    "128x784x256"),
                            List.of("64x64x64", "512x512x512", "64x1000x100"),
                            "C = A B for A [m, k] and B [k, n], size m x k x n"),
                    parallel("matmul-tn", LAYERS, LAYER, "A^T G for A [m, k] and G [m, n]"),
                    parallel("matmul-nt", LAYERS, LAYER, "G B^T for G [m, n] and B [k, n]"),
                    parallel("exp", LENGTHS, LENGTH, "exp of numbers from -4 to 4"),
                    parallel("sigmoid", LENGTHS, LENGTH, "1 / (1 + exp(-x)) from -4 to 4"),
                    parallel("tanh", LENGTHS, LENGTH, "tanh of numbers from -4 to 4"),
                    parallel("log", LENGTHS, LENGTH, "log of numbers from 0.5 to 8.5"),
                    parallel("softmax", LENGTHS, LENGTH, "softmax of a vector, from -4 to 4"),
                    single("product", List.of("1"), "f = (x + y) z and its three derivatives"),
                    single(
                            "chain",
                            List.of("1000", "1000000"),
                            "v <- v w, v <- v + b in turn: so many operations on numbers, and the"
                                    + " derivatives by the first v, w and b"),
                    single(
                            "scalar-net",
                            List.of("100"),
                            "100 samples through a 2-16-16-1 net of single numbers, ReLU, mean"
                                    + " squared error: the loss and its 337 derivatives"),
                    parallel(
                            "two-layer",
                            List.of("64x1000x100x10"),
                            "a step of TwoLayerNet: sigmoid, squared error, gradients, update; the"
                                    + " result is the updated weights"),
                    parallel(
                            "two-layer-products",
                            List.of("64x1000x100x10"),
                            "the five matrix products of that step and nothing else"),
                    parallel(
                            "mlp-epoch",
                            List.of("784x256x128x10"),
                            "ReLU, softmax cross-entropy, batches of 128, gradient descent; timed"
                                    + " over steps on 20 different batches, scaled to 60,000 images;"
                                    + " the result is the parameters after two steps"),
                    parallel(
                            "mlp-products",
                            List.of("784x256x128x10"),
                            "the eight matrix products of such a step and nothing else, scaled to"
                                    + " the same epoch"),
                    parallel(
                            "convolution",
                            List.of("128x28x16x5"),
                            "samples of one channel x side x filters x side of a kernel: y = x * w,"
                                    + " and the gradient by the weights w, for adjoints 1"),
                    parallel(
                            "convolution-products",
                            List.of("128x28x16x5"),
                            "the two matrix products of that step, of all windows in one piece, and"
                                    + " nothing else"),
                    parallel(
                            "logistic",
                            List.of("100000x50"),
                            "the mean logistic loss of 100,000 samples of 50 numbers and its"
                                    + " gradient"),
                    single(
                            "hessian",
                            List.of("20"),
                            "all second derivatives of Rosenbrock's function of 20 variables"));

    private static Work parallel(String name, List<String> sizes, List<String> quick, String says) {
        return new Work(name, sizes, quick, true, EXACT, says);
    }

    private static Work parallel(String name, List<String> sizes, String says) {
        return parallel(name, sizes, sizes, says);
    }

    private static Work single(String name, List<String> sizes, String says) {
        return new Work(name, sizes, sizes.subList(0, 1), false, EXACT, says);
    }

    /**
     * The extents in the text of a size.
     *
     * @param size as "64x1000x100"
     * @return as {64, 1000, 100}
     */
    public static int[] extents(String size) {
        return Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /**
     * The factor by which the time of one run is multiplied for the tables.
     *
     * @return 1, or the steps in an epoch for work that is timed by the step
     */
    public double factor() {
        return name.startsWith("mlp-") ? MLP_BATCHES : 1;
    }

    /**
     * The floating-point operations of one run, for work that is a matrix product.
     *
     * @param size as "64x1000x100"
     * @return two for each multiplication, or 0 for other work
     */
    public double flops(String size) {
        if (!name.startsWith("matmul")) {
            return 0;
        }
        double product = 2;
        for (int extent : extents(size)) {
            product *= extent;
        }
        return product;
    }
}
