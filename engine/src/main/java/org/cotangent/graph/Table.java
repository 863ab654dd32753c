package org.cotangent.graph;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/**
 * The adjoints of some nodes, found by the numbers of the nodes.
 *
 * <p>Entries stand in the order in which they were made, and a table of places leads to them. A
 * sweep meets nodes in nearly descending order, so entries made one after the other are asked for
 * one after the other; the places of neighbouring numbers share a cache line. With places at random
 * and entries in them, a table much larger than the caches costs several misses an access.
 *
 * @param <N> a node
 * @param <C> the cell of a node's adjoint
 */
public final class Table<N, C extends Cell<N>> {
    private static final int SMALLEST = 8;

    /** Places in a cache line. */
    private static final int LINE_BITS = 3;

    private final ToLongFunction<N> number;
    // open addressing: an entry stands at its place or at the next that was free. The low half of
    // the number in the upper bits, the index of the entry plus 1 in the lower; 0 is free
    private long[] places = new long[2 * SMALLEST];
    // by the lowest bits of its number, the cell made last that has them: asked first, since the
    // numbers of leaves made one after the other differ there
    private Cell<?>[] direct = new Cell<?>[2 * SMALLEST];
    private Cell<?>[] cells = new Cell<?>[SMALLEST];
    private int size;

    /** An empty table of nodes that have these numbers. */
    Table(ToLongFunction<N> number) {
        this.number = number;
    }

    /**
     * The adjoint of a node.
     *
     * @param node a node
     * @param number its number
     * @return its adjoint, or null if there is none
     */
    @SuppressWarnings("unchecked")
    public C get(N node, long number) {
        Cell<?> cell = direct[(int) number & direct.length - 1];
        if (cell == null) {
            return null; // none has these lowest bits
        }
        return cell.node == node ? (C) cell : search(node, number);
    }

    private C search(N node, long number) {
        int mask = places.length - 1;
        int at = place(number, mask);
        for (long found = places[at]; found != 0; found = places[at = at + 1 & mask]) {
            C cell = cell((int) found - 1);
            if (found >>> 32 == (number & 0xFFFFFFFFL) && cell.node == node) {
                return cell;
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
    public void forEach(BiConsumer<? super N, ? super C> function) {
        for (int i = 0; i < size; i++) {
            C cell = cell(i);
            function.accept(cell.node, cell);
        }
    }

    /** Enters a node that has no entry yet, with a cell that serves none. */
    void put(N node, C cell) {
        if (size == cells.length) {
            grow();
        }
        cell.node = node;
        cells[size] = cell;
        enter(size++);
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, size);
        cells = Arrays.copyOf(cells, capacity);
        places = new long[Math.multiplyExact(2, capacity)];
        direct = new Cell<?>[places.length];
        for (int i = 0; i < size; i++) {
            enter(i);
        }
    }

    private void enter(int entry) {
        C cell = cell(entry);
        long number = this.number.applyAsLong(cell.node);
        direct[(int) number & direct.length - 1] = cell;
        int mask = places.length - 1;
        int at = place(number, mask);
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = number << 32 | entry + 1;
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
    private C cell(int entry) {
        return (C) cells[entry];
    }
}
