package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;

/** Random shapes, axes and tensors from a seed: the same seed throws the same. */
public final class Dice {
    private final Random random;
    private final int size;
    private final int emptyOneIn;

    /** The extents to choose from in ascending order; null for all up to the size. */
    private final int[] extents;

    /** How much larger the product of all extents may become: of those in {@link #extents}. */
    private int room;

    /**
     * Dice.
     *
     * @param seed what they throw
     * @param size the largest extent and the largest rank, which is 4 at most
     */
    public Dice(long seed, int size) {
        this(seed, size, 0, null, 0);
    }

    private Dice(long seed, int size, int emptyOneIn, int[] extents, int room) {
        this.random = new Random(seed);
        this.size = size;
        this.emptyOneIn = emptyOneIn;
        this.extents = extents;
        this.room = room;
    }

    /** Dice that throw an extent of 0 every third time. */
    static Dice withEmptyAxes(long seed, int size) {
        return new Dice(seed, size, 3, null, 0);
    }

    /**
     * Dice that throw extents of a list, and 1 where these would become too many elements.
     *
     * @param rank the largest
     * @param most the largest product of all extents that are thrown
     * @param extents the list, in ascending order
     */
    static Dice ofExtents(long seed, int rank, int most, int... extents) {
        return new Dice(seed, rank, 0, extents, most);
    }

    /** A number from least to most, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Heads or tails. */
    boolean coin() {
        return random.nextBoolean();
    }

    /** An extent, 1 every third time. */
    int extent() {
        if (emptyOneIn > 0 && random.nextInt(emptyOneIn) == 0) {
            return 0;
        }
        if (extents != null) {
            int choice = random.nextInt(3) == 0 ? -1 : random.nextInt(extents.length);
            while (choice >= 0 && extents[choice] > room) {
                choice--;
            }
            int extent = choice < 0 ? 1 : extents[choice];
            room /= extent;
            return extent;
        }
        return random.nextInt(3) == 0 ? 1 : between(1, size);
    }

    /** Extents of an array of some rank at the least, and of not many elements. */
    int[] shape(int leastRank) {
        int[] shape = new int[between(leastRank, Math.max(leastRank, Math.min(4, size)))];
        Arrays.setAll(shape, axis -> extent());
        return shape;
    }

    /** Extents of up to two axes in front of a matrix's, and those behind. */
    int[] batched(int... tail) {
        int[] shape = new int[between(0, 2) + tail.length];
        for (int i = 0; i < shape.length; i++) {
            int own = i - (shape.length - tail.length);
            shape[i] = own < 0 ? Math.min(2, extent()) : tail[own];
        }
        return shape;
    }

    /** A shape that broadcasts to the given one: leading axes dropped, others made 1. */
    int[] narrower(int[] wide) {
        int[] narrow = Arrays.copyOfRange(wide, between(0, wide.length), wide.length);
        Arrays.setAll(narrow, axis -> random.nextInt(3) == 0 ? 1 : narrow[axis]);
        return narrow;
    }

    /** Some axes of an array, in any order, now and then counted from the end. */
    int[] axes(int rank) {
        int[] order = order(rank);
        int[] axes = Arrays.copyOf(order, between(0, rank));
        Arrays.setAll(axes, i -> random.nextBoolean() ? axes[i] : axes[i] - rank);
        return axes;
    }

    /** One axis of an array, now and then counted from the end. */
    int axis(int rank) {
        return between(-rank, rank - 1);
    }

    /** A permutation. */
    int[] order(int n) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Indices below an extent, with repetition; none if there is nothing to point to. */
    int[] indices(int count, int extent) {
        return extent == 0
                ? new int[0]
                : IntStream.range(0, count).map(i -> random.nextInt(extent)).toArray();
    }

    Tensor tensor(Domain domain, int... shape) {
        return domain.draw(random, shape);
    }

    /** Whole numbers below an extent. */
    Tensor index(int extent, int... shape) {
        int count = Arrays.stream(shape).reduce(1, (p, q) -> p * q);
        return Tensor.of(IntStream.of(indices(count, extent)).asDoubleStream().toArray(), shape);
    }

    /** Zeros and ones. */
    Tensor mask(int... shape) {
        return index(2, shape);
    }

    /** A tensor none of whose elements is nearer than 0.05 to one with another offset, 0 or 1. */
    Tensor apart(int offset, int... shape) {
        double[] elements = tensor(Domain.REAL, shape).toArray();
        Arrays.setAll(
                elements,
                i -> 0.5 * Math.rint(elements[i]) + 0.25 * offset + 0.1 * random.nextDouble());
        return Tensor.of(elements, shape);
    }
}
