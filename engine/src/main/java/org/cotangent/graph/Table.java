package org.cotangent.graph;

import java.util.function.BiConsumer;

/**
 * The adjoints of some nodes, found by the numbers of the nodes.
 *
 * @param <N> a node
 * @param <A> an adjoint
 */
public final class Table<N, A> {
    private static final int SMALLEST = 8;

    // open addressing: an entry stands at its place or at the next that was free
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
        return adjoint(place(number));
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
     * @param function what is called with node and adjoint, in no particular order
     */
    public void forEach(BiConsumer<? super N, ? super A> function) {
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] != null) {
                @SuppressWarnings("unchecked")
                N node = (N) nodes[i];
                function.accept(node, adjoint(i));
            }
        }
    }

    /** Enters a node that has no entry yet. */
    void put(long number, N node, A adjoint) {
        if (2 * ++size > nodes.length) {
            grow();
        }
        set(place(number), number, node, adjoint);
    }

    private void grow() {
        long[] oldNumbers = numbers;
        Object[] oldNodes = nodes;
        Object[] oldAdjoints = adjoints;
        int capacity = Math.multiplyExact(2, nodes.length);
        numbers = new long[capacity];
        nodes = new Object[capacity];
        adjoints = new Object[capacity];
        for (int i = 0; i < oldNodes.length; i++) {
            if (oldNodes[i] != null) {
                set(place(oldNumbers[i]), oldNumbers[i], oldNodes[i], oldAdjoints[i]);
            }
        }
    }

    private void set(int place, long number, Object node, Object adjoint) {
        numbers[place] = number;
        nodes[place] = node;
        adjoints[place] = adjoint;
    }

    /** Where the entry of a number is, or would be. */
    private int place(long number) {
        int mask = nodes.length - 1;
        // numbers often stand at equal distances, and one multiplication alone would bunch some
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        int place = (int) (mixed >>> 32) & mask;
        while (adjoints[place] != null && numbers[place] != number) {
            place = place + 1 & mask;
        }
        return place;
    }

    @SuppressWarnings("unchecked")
    private A adjoint(int place) {
        return (A) adjoints[place];
    }
}
