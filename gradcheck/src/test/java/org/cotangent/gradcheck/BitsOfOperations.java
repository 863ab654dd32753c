package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.Window;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.OpTable.Trait;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.testing.Checksums;

/**
 * A program that prints the bits of every operation's row with derivatives to second order, at
 * sizes at which kernels have ends of their own, of sums, products and factorizations, of random
 * programs and of random draws.
 */
public final class BitsOfOperations {
    /** How much is printed. */
    enum Part {
        /** So little that an interpreter does it. */
        LEAST(1, 1, 40, new int[] {1, 3, 17}, new int[] {2, 3, 17}, new int[] {3, 9}),
        /** What every build does. */
        FEW(1, 3, 250, new int[] {1, 7, 16, 65, 129}, new int[] {2, 7, 17, 65}, new int[] {7, 33}),
        /** All. */
        ALL(
                4,
                12,
                1000,
                new int[] {1, 2, 3, 7, 15, 16, 17, 63, 64, 65, 127, 129, 1000, 8193},
                new int[] {2, 3, 7, 15, 16, 17, 63, 64, 65, 127, 129, 1000},
                new int[] {7, 17, 33, 65, 129, 200, 450});

        private final int smallDraws;
        private final int draws;
        private final int programs;
        final int[] lengths;
        private final int[] extents;
        private final int[] orders;

        Part(int smallDraws, int draws, int programs, int[] lengths, int[] extents, int[] orders) {
            this.smallDraws = smallDraws;
            this.draws = draws;
            this.programs = programs;
            this.lengths = lengths;
            this.extents = extents;
            this.orders = orders;
        }
    }

    /** The longest array of functions that take long. */
    private static final int SLOW = 200;

    /** Elements that several threads share. */
    private static final int LARGE = 70_001;

    /** The largest order of matrices, unless they are factorized in blocks alone. */
    private static final int SLOW_ORDER = 65;

    private BitsOfOperations() {}

    /**
     * See the class.
     *
     * @param arguments the name of a part
     */
    public static void main(String[] arguments) {
        Part part = Part.valueOf(arguments[0]);
        for (Row row : OpTable.ROWS) {
            rows(row, part);
        }
        images();
        BitsOfSums.print(part);
        for (int i = 0; i < part.programs; i++) {
            program(i);
        }
        draws(part);
        Checksums.printKernels();
    }

    // ---- rows of the table

    private static void rows(Row row, Part part) {
        for (int seed = 0; seed < part.smallDraws; seed++) {
            print(row + ", drawn " + seed, row.cases().apply(new Dice(seed, 1 + seed % 4)));
        }
        boolean matrices = row.domains().stream().anyMatch(Domain::isOfMatrices);
        if (matrices) {
            matrices(row, part);
        } else if (row.isElementwise() && !row.is(Trait.HOLDS_A_MASK)) {
            elementwise(row, part);
        } else {
            boolean products = row.method().startsWith("Linalg#");
            for (int seed = 0; seed < part.draws; seed++) {
                int most = products ? 1_500 : 20_000;
                Dice dice = Dice.ofExtents(seed, 1 + seed % 3, most, part.extents);
                Case drawn = row.cases().apply(dice);
                print(row + ", extents " + shapes(drawn.at()) + ", drawn " + seed, drawn);
            }
        }
    }

    /** Convolutions and pools of so many images that threads share them. */
    private static void images() {
        Random random = new Random(3);
        Tensor x = Domain.REAL.draw(random, 9, 4, 17, 16);
        Window same = Window.plain().padding(2, 1);
        Window wide = Window.plain().stride(2, 3).dilation(2, 1);
        Checksums.print(
                "convolution of 9 images",
                1,
                v -> Images.convolution(v[0], v[1], same, 1),
                x,
                Domain.REAL.draw(random, 12, 4, 5, 3));
        Checksums.print(
                "convolution of 9 images in groups",
                1,
                v -> Images.convolution(v[0], v[1], wide, 2),
                x,
                Domain.REAL.draw(random, 40, 2, 3, 3));
        Checksums.print(
                "transposed convolution of 9 images",
                1,
                v -> Images.transposedConvolution(v[0], v[1], wide, 1),
                x,
                Domain.REAL.draw(random, 4, 6, 3, 3));
        Checksums.print(
                "pool of 9 images", 1, v -> Images.maxPool(v[0], new int[] {3, 3}, wide), x);
    }

    private static void print(String name, Case drawn) {
        Checksums.print(name, 2, drawn.f(), drawn.at());
    }

    private static String shapes(Tensor... at) {
        List<String> shapes = new ArrayList<>();
        for (Tensor x : at) {
            shapes.add(Arrays.toString(x.shape()));
        }
        return String.join(" ", shapes);
    }

    /** Vectors of awkward lengths, and numbers from all ends of the range. */
    private static void elementwise(Row row, Part part) {
        Case small = row.cases().apply(new Dice(1, 2));
        TensorFunction f = small.f();
        int operands = small.at().length;
        // of sums of many terms
        int longest = row.method().startsWith("Special#") ? SLOW : Integer.MAX_VALUE;
        for (int length : part.lengths) {
            if (length > longest) {
                break;
            }
            Tensor[] at = new Tensor[operands];
            Random random = new Random(length);
            Arrays.setAll(at, i -> row.domain(i).draw(random, length));
            Checksums.print(row + ", length " + length, 2, f, at);
        }
        if (part == Part.ALL && longest > LARGE) {
            Tensor[] at = new Tensor[operands];
            Random random = new Random(LARGE);
            Arrays.setAll(at, i -> row.domain(i).draw(random, LARGE));
            Checksums.print(row + ", length " + LARGE, 1, f, at);
        }
        Tensor wide = Tensor.of(wide(), wide().length);
        if (operands == 1) {
            Checksums.print(row + ", wide", 2, f, wide);
            Checksums.print(row + ", a number", 2, f, row.domain(0).draw(new Random(1)));
        } else {
            Tensor other = row.domain(1).draw(new Random(1), wide.size());
            Checksums.print(row + ", wide on the left", 2, f, wide, other);
            Tensor left = row.domain(0).draw(new Random(1), wide.size());
            Checksums.print(row + ", wide on the right", 2, f, left, wide);
            Checksums.print(row + ", wide on both", 2, f, wide, Checksums.turned(wide));
            Tensor column = row.domain(0).draw(new Random(2), 3, 1);
            Tensor line = row.domain(1).draw(new Random(3), part.lengths[part.lengths.length / 2]);
            Checksums.print(row + ", a column and a row", 2, f, column, line);
        }
    }

    /**
     * Zeros, ends, numbers that are not finite, and sizes of all orders between 1e-308 and 1e308.
     */
    static double[] wide() {
        List<Double> numbers = new ArrayList<>();
        for (double x :
                new double[] {
                    0,
                    1,
                    2,
                    0.5,
                    1.5,
                    3,
                    20,
                    36.5,
                    37,
                    40,
                    512,
                    700,
                    709.7,
                    709.8,
                    710,
                    745,
                    746,
                    1e16,
                    0x1p-1074,
                    0x1p-1022,
                    0x1.fffffffffffffp-1023,
                    0x1p-53,
                    0x1p-27,
                    Double.MAX_VALUE,
                    Double.POSITIVE_INFINITY,
                    Double.NaN,
                    Math.PI,
                    0.75 * Math.PI
                }) {
            numbers.add(x);
            numbers.add(-x);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int exponent = -1000;
                exponent <= 1000;
                exponent += exponent < -60 || exponent > 60 ? 40 : 2) {
            double sign = random.nextBoolean() ? 1 : -1;
            numbers.add(sign * Math.scalb(1 + random.nextDouble(), exponent));
        }
        return numbers.stream().mapToDouble(x -> x).toArray();
    }

    /** Matrices with singular values or eigenvalues apart, of sizes that are done in blocks. */
    private static void matrices(Row row, Part part) {
        Case small = row.cases().apply(new Dice(1, 2));
        if (row.variant().equals("beside a singular one") || row.variant().equals("twice each")) {
            return;
        }
        for (int n : part.orders) {
            boolean blocks = row.method().matches("Linalg#(cholesky|qr|inverse|det|solve)");
            if (n > SLOW_ORDER && !blocks) {
                continue;
            }
            Tensor[] at = new Tensor[small.at().length];
            at[0] = matrix(row.domain(0), n);
            if (at.length > 1) {
                Random random = new Random(n);
                at[1] =
                        small.at()[1].rank() == 1
                                ? Domain.REAL.draw(random, n)
                                : Domain.REAL.draw(random, n, 9);
            }
            Checksums.print(row + ", order " + n, n > SLOW_ORDER ? 1 : 2, small.f(), at);
        }
    }

    /**
     * A regular matrix with eigenvalues and singular values apart: a diagonal between reflections
     * that differ a little where it need not be symmetric.
     */
    private static Tensor matrix(Domain domain, int n) {
        boolean symmetric = domain == Domain.DEFINITE || domain == Domain.EIGENVALUES_APART;
        Random random = new Random(n);
        double[] u = random.doubles(n, 0.5, 1).toArray();
        double[] v = symmetric ? u : random.doubles(n, 0.5, 1).toArray();
        double[] a = new double[n * n];
        if (domain == Domain.DIAGONAL) {
            for (int i = 0; i < n * n; i++) {
                a[i] = i % (n + 1) == 0 ? 1 + i % 7 / 8.0 : (random.nextDouble() - 0.5) / n;
            }
            return Tensor.of(a, n, n);
        }
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 0.5 + 2.0 * i / n;
        }
        reflect(a, u, n, 1, n);
        reflect(a, v, n, n, 1);
        return Tensor.of(a, n, n);
    }

    /** Each vector x of a becomes x - 2 u (u·x) / (u·u). */
    private static void reflect(double[] a, double[] u, int n, int vector, int element) {
        for (int i = 0; i < n; i++) {
            double inner = 0;
            double square = 0;
            for (int j = 0; j < n; j++) {
                inner += u[j] * a[i * vector + j * element];
                square += u[j] * u[j];
            }
            for (int j = 0; j < n; j++) {
                a[i * vector + j * element] -= 2 * inner / square * u[j];
            }
        }
    }

    // ---- random programs and draws

    private static void program(int seed) {
        Random random = new Random(seed);
        int n = seed % 3 == 0 ? 3 : seed % 3 == 1 ? 17 : 70;
        Tensor[] at = {
            Domain.REAL.draw(random, 2, n), Domain.REAL.draw(random, n), Domain.REAL.draw(random)
        };
        RandomProgram program = RandomProgram.random(random, 1 + random.nextInt(12), at);
        Checksums.print("program " + seed, 2, program, program.point());
    }

    private static void draws(Part part) {
        // enough for what is drawn once in some thousand times
        int[] lengths = Arrays.copyOf(part.lengths, part.lengths.length + 1);
        lengths[part.lengths.length] = part == Part.LEAST ? 5_000 : 100_000;
        for (int n : lengths) {
            Checksums.print(
                    "normal of Random, " + n, () -> List.of(Tensor.normal(new Random(n), n)));
            Checksums.print(
                    "normal of SplittableRandom, " + n,
                    () -> List.of(Tensor.normal(new SplittableRandom(n), n)));
            Checksums.print(
                    "uniform, " + n,
                    () -> List.of(Tensor.uniform(new SplittableRandom(n), -1, 2, n)));
            for (Domain domain : n > 10_000 ? new Domain[0] : Domain.values()) {
                if (!domain.isOfMatrices()) {
                    Checksums.print(
                            "domain " + domain + ", " + n,
                            () -> List.of(domain.draw(new SplittableRandom(n), n)));
                }
            }
        }
    }
}
