package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.BitsOfOperations.Part;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.testing.Checksums;

/** The bits of products and reductions, of sizes and layouts that kernels treat by themselves. */
final class BitsOfSums {
    private BitsOfSums() {}

    static void print(Part part) {
        products(part);
        sums(part);
    }

    private static void products(Part part) {
        int[][] sizes = {
            {1, 1, 1},
            {1, 300, 1},
            {2, 3, 5},
            {7, 1, 9},
            {6, 257, 8},
            {1, 513, 17},
            {17, 600, 1},
            {65, 65, 65},
            {13, 700, 31},
            {64, 256, 16},
            {129, 127, 63},
            {1, 5000, 33},
            {33, 5000, 1},
            {300, 5, 300},
            {1000, 17, 3},
            {100, 1000, 10},
            {257, 258, 259}
        };
        for (int[] size :
                Arrays.copyOf(sizes, part == Part.ALL ? sizes.length : part == Part.FEW ? 9 : 5)) {
            int m = size[0];
            int k = size[1];
            int n = size[2];
            String name = "product " + m + " x " + k + " x " + n;
            Random random = new Random(k);
            Tensor a = Domain.REAL.draw(random, m, k);
            Tensor b = Domain.REAL.draw(random, k, n);
            BinaryOperator<Tensor> product = (p, q) -> p.matmul(q);
            print(name, product, a, b);
            print(
                    name + ", Aᵀ",
                    (p, q) -> p.transpose().matmul(q),
                    Domain.REAL.draw(random, k, m),
                    b);
            print(
                    name + ", Bᵀ",
                    (p, q) -> p.matmul(q.transpose()),
                    a,
                    Domain.REAL.draw(random, n, k));
            print(
                    name + ", both",
                    (p, q) -> p.transpose().matmul(q.transpose()),
                    Domain.REAL.draw(random, k, m),
                    Domain.REAL.draw(random, n, k));
            if (n == 1) {
                print(name + ", a column vector", product, a, Domain.REAL.draw(random, k));
            }
            if (m == 1) {
                print(name + ", a row vector", product, Domain.REAL.draw(random, k), b);
            }
            if (m * k * n < 1_000_000) {
                print(name + ", a batch", product, Domain.REAL.draw(random, 3, m, k), b);
                print(
                        name + ", two batches",
                        product,
                        Domain.REAL.draw(random, 3, m, k),
                        Domain.REAL.draw(random, 3, k, n));
            }
        }
    }

    private static void print(String name, BinaryOperator<Tensor> f, Tensor a, Tensor b) {
        Checksums.print(name, 2, in -> f.apply(in[0], in[1]), a, b);
    }

    /** Over the last axis, the first, one in the middle, all, and along a transposed one. */
    private static void sums(Part part) {
        int[] lengths =
                part == Part.ALL
                        ? new int[] {
                            1, 2, 7, 15, 16, 17, 63, 65, 127, 128, 129, 255, 257, 1000, 8193,
                            100_003
                        }
                        : part == Part.FEW ? new int[] {1, 7, 16, 65, 129, 30_001} : part.lengths;
        for (int n : lengths) {
            int other = n > 2000 ? 3 : 21;
            Random random = new Random(n);
            Tensor rows = Domain.REAL.draw(random, other, n);
            Tensor columns = Domain.REAL.draw(random, n, other);
            Tensor middle = Domain.REAL.draw(random, 2, n, 3);
            Tensor vector = Domain.REAL.draw(random, n);
            sums("of rows of " + n, rows, 1, x -> x);
            sums("of columns of " + n, columns, 0, x -> x);
            sums("of a middle axis of " + n, middle, 1, x -> x);
            sums("of transposed columns of " + n, columns, 1, Tensor::transpose);
            sums("of transposed rows of " + n, rows, 0, Tensor::transpose);
            sums("of a vector of " + n, vector, 0, x -> x);
            print("dot of " + n, (a, b) -> a.matmul(b), vector, Domain.REAL.draw(random, n));
        }
    }

    private static void sums(String name, Tensor at, int axis, UnaryOperator<Tensor> view) {
        print("sum " + name, at, x -> view.apply(x).sum(axis));
        print("sum of all " + name, at, x -> view.apply(x).sum());
        print("mean " + name, at, x -> view.apply(x).mean(axis));
        print("var " + name, at, x -> view.apply(x).var(Axes.of(axis), 0));
        print("norm " + name, at, x -> view.apply(x).norm(axis));
        print("logSumExp " + name, at, x -> view.apply(x).logSumExp(axis));
        print("softmax " + name, at, x -> view.apply(x).softmax(axis));
        print("logSoftmax " + name, at, x -> view.apply(x).logSoftmax(axis));
        print("square of sum " + name, at, x -> view.apply(x).exp().sum(axis).square());
        print("amax " + name, at, x -> view.apply(x).amax(axis));
        if (at.size() > 50_000) {
            return; // what follows takes long
        }
        print("prod " + name, at.mul(0.5), x -> view.apply(x).prod(axis));
        print("cumSum " + name, at, x -> view.apply(x).cumSum(axis));
        print("cumProd " + name, at.mul(0.5), x -> view.apply(x).cumProd(axis));
        print("sort " + name, at, x -> view.apply(x).sort(axis));
    }

    private static void print(String name, Tensor at, UnaryOperator<Tensor> f) {
        Checksums.print(name, 2, in -> f.apply(in[0]), at);
    }
}
