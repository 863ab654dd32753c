package org.cotangent.graph;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The adjoints of some nodes, found by the numbers of the nodes.
 *
 * <p>Entries stand in the order in which they were made, and a table of places leads to them. A
 * sweep meets nodes in nearly descending order, so entries made one after the other are asked for
 * one after the other; the places of neighbouring numbers share a cache line. With places at random
 * and entries in them, a table much larger than the caches costs several misses an access.
 *
 * @param <N> a node
 * @param <A> an adjoint
 */
public final class Table<N, A> {
    private static final int SMALLEST = 8;

    /** Places in a cache line. */
    private static final int LINE_BITS = 3;

    // open addressing: an entry stands at its place or at the next that was free. The low half of
    // the number in the upper bits, the index of the entry plus 1 in the lower; 0 is free
    private long[] places = new long[2 * SMALLEST];
    // by the lowest bits of its number, the entry made last that has them: asked first, since the
    // numbers of leaves made one after the other differ there
    private int[] direct = new int[2 * SMALLEST];
    private long[] numbers = new long[SMALLEST];
    private Object[] nodes = new Object[SMALLEST];
    private Object[] adjoints = new Object[SMALLEST];
    private int size;

    Table() {}

    /**
     * The adjoint of a node.
     *
     * @param number the node's number
     * @return its adjoint, or null if there is none
     */
    public A get(long number) {
        int entry = direct[(int) number & direct.length - 1];
        return numbers[entry] == number ? adjoint(entry) : search(number); // none if not filled
    }

    private A search(long number) {
        int mask = places.length - 1;
        int at = place(number, mask);
        for (long found = places[at]; found != 0; found = places[at = at + 1 & mask]) {
            int entry = (int) found - 1;
            if (found >>> 32 == (number & 0xFFFFFFFFL) && numbers[entry] == number) {
                return adjoint(entry);
            }
        }
        return null;
    }

    /**
     * How many adjoints there are.
     *
     * @return the number of entries
     */
    public int size() {
        return size;
    }

    /**
     * Calls a function for every entry.
     *
     * @param function what is called with node and adjoint, in the order in which they were made
     */
    public void forEach(BiConsumer<? super N, ? super A> function) {
        for (int i = 0; i < size; i++) {
            @SuppressWarnings("unchecked")
            N node = (N) nodes[i];
            function.accept(node, adjoint(i));
        }
    }

    /** Enters a node that has no entry yet. */
    void put(long number, N node, A adjoint) {
        if (size == nodes.length) {
            grow();
        }
        numbers[size] = number;
        nodes[size] = node;
        adjoints[size] = adjoint;
        enter(size++);
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, size);
        numbers = Arrays.copyOf(numbers, capacity);
        nodes = Arrays.copyOf(nodes, capacity);
        adjoints = Arrays.copyOf(adjoints, capacity);
        places = new long[Math.multiplyExact(2, capacity)];
        direct = new int[places.length];
        for (int i = 0; i < size; i++) {
            enter(i);
        }
    }

    private void enter(int entry) {
        direct[(int) numbers[entry] & direct.length - 1] = entry;
        int mask = places.length - 1;
        int at = place(numbers[entry], mask);
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = numbers[entry] << 32 | entry + 1;
    }

    /** Where the search for a number begins. */
    private static int place(long number, int mask) {
        // numbers often stand at equal distances, and one multiplication alone would bunch some
        long mixed = (number >> LINE_BITS) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        // the eight of a line stay together, in an order of its own: distances of eight spread, too
        return (int) (mixed >>> 32 ^ number & (1 << LINE_BITS) - 1) & mask;
    }

    @SuppressWarnings("unchecked")
    private A adjoint(int entry) {
        return (A) adjoints[entry];
    }
}
