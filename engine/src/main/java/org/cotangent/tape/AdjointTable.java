package org.cotangent.tape;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The adjoints of some nodes, found by the numbers of the nodes.
 *
 * <p>A cell stands where the lowest bits of its node's number say, or, if another one was there
 * first, at the first free place of a sequence that a hash of the number gives. Leaves are made one
 * after the other and a sweep meets nodes in nearly descending order, so most stand where their
 * lowest bits say and those asked for one after the other are neighbors: with all places at random,
 * a table larger than the caches costs several misses an access.
 *
 * @param <N> a node
 * @param <C> the cell of a node's adjoint
 */
public final class AdjointTable<N, C extends Accumulator<N>> {
    private static final int SMALLEST = 8;

    private Accumulator<?>[] places = new Accumulator<?>[2 * SMALLEST];
    // in the order in which they were made
    private Accumulator<?>[] cells = new Accumulator<?>[SMALLEST];
    private long[] numbers = new long[SMALLEST];
    private int size;

    AdjointTable() {}

    /**
     * The adjoint of a node.
     *
     * @param node a node
     * @param number its number
     * @return its adjoint, or null if there is none
     */
    @SuppressWarnings("unchecked")
    public C get(N node, long number) {
        Accumulator<?> cell = places[(int) number & places.length - 1];
        if (cell == null || cell.node == node) {
            return (C) cell;
        }
        return (C) places[elsewhere(node, number)];
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
    @SuppressWarnings("unchecked")
    public void forEach(BiConsumer<? super N, ? super C> function) {
        for (int i = 0; i < size; i++) {
            C cell = (C) cells[i];
            function.accept(cell.node, cell);
        }
    }

    /** Enters a node that has no entry yet, with a cell that serves none. */
    void put(N node, long number, C cell) {
        if (size == cells.length) {
            grow();
        }
        cell.node = node;
        cells[size] = cell;
        numbers[size] = number;
        enter(cell, number);
        size++;
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, size);
        cells = Arrays.copyOf(cells, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        places = new Accumulator<?>[Math.multiplyExact(2, capacity)];
        for (int i = 0; i < size; i++) {
            enter(cells[i], numbers[i]);
        }
    }

    private void enter(Accumulator<?> cell, long number) {
        int at = (int) number & places.length - 1;
        places[places[at] == null ? at : elsewhere(null, number)] = cell;
    }

    /** Where the cell of a node stands that is not where its lowest bits say, or what is free. */
    private int elsewhere(Object node, long number) {
        // numbers often stand at equal distances, and one multiplication alone would bunch some
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        // an odd step comes to every place; steps of one would walk along rows of neighbors
        int step = (int) mixed | 1;
        int mask = places.length - 1;
        int at = (int) (mixed >>> 32) & mask;
        while (places[at] != null && places[at].node != node) {
            at = at + step & mask;
        }
        return at;
    }
}
