package org.cotangent.graph;

import java.util.TreeMap;

/**
 * One reverse sweep over a graph whose nodes carry numbers that grow from inputs to results.
 *
 * <p>A node is visited after everything that uses it, because its users all have larger numbers:
 * the sweep keeps the adjoints that are still incomplete and always takes the node with the largest
 * number next. An adjoint is dropped as soon as it has been passed on, so what is held at any
 * moment is the frontier, not the graph.
 *
 * <p>Adjoints are cells to which parts are added, by whoever knows what a part is: a visit asks for
 * the cells of a node's inputs, by {@link #waiting} for what is to be visited in its turn and by
 * {@link #kept} for what is part of the answer, such as a leaf. A cell serves one node after the
 * other, so that a visit makes no object.
 *
 * <p>The frontier is a ring indexed by {@code number mod capacity}. Numbers of one graph are nearly
 * consecutive, so finding the next node is a step or two down the ring and a visit costs constant
 * time. A node that lies too far below for the ring (a result kept from long ago, the other half of
 * a tree, a graph built by many threads) waits in a sorted map instead; the ring grows, and is
 * searched, only in proportion to the number of nodes visited, so a sweep never costs more than
 * O(log n) a node, whatever the numbers are. It grows only when more than a few nodes lie beyond
 * it: a ring as long as a tree has nodes would leave the caches.
 *
 * <p>A sweep object serves once and holds all of its state itself: sweeps of overlapping graphs may
 * run at the same time, and one that ends in an exception leaves nothing behind.
 *
 * @param <N> a node, one for each number
 * @param <A> the cell in which a node's adjoint is summed
 */
public abstract class Sweep<N, A> {
    private static final int SMALLEST_RING = 16;
    private static final int NEAR = 64;
    private static final int STEPS_PER_VISIT = 8;

    /** One visit in so many may make a node wait in the map where the ring could grow instead. */
    private static final int VISITS_PER_FAR = 128;

    private record Far<N, A>(N node, A adjoint) {}

    private final Table<N, A> kept = new Table<>();
    private TreeMap<Long, Far<N, A>> far;
    private long farTop = Long.MIN_VALUE; // the largest number in the map

    // a place is free where there is no node; its cell stays for the next one
    private Object[] nodes = new Object[SMALLEST_RING];
    private Object[] adjoints = new Object[SMALLEST_RING];
    private int inRing;
    private long cursor;
    private long visited;
    private long searched; // places of the ring
    private long parked; // nodes that had to wait in the map

    /** For subclasses. */
    protected Sweep() {}

    /**
     * The number of a node, larger than those of its inputs.
     *
     * @param node a node
     * @return its number
     */
    protected abstract long number(N node);

    /**
     * A new cell.
     *
     * @return a cell to which nothing has been added
     */
    protected abstract A empty();

    /**
     * Called once for every node that waits, when its adjoint is complete. Passes it on, into the
     * cells of the inputs that want a part.
     *
     * @param node the node
     * @param adjoint its adjoint, complete; to be left empty, for it serves again
     */
    protected abstract void visit(N node, A adjoint);

    /**
     * Runs the sweep.
     *
     * @param result where it starts
     * @param seed the adjoint of the result
     */
    protected final void run(N result, A seed) {
        cursor = number(result);
        visited = 1;
        visit(result, seed);
        while (inRing > 0 || farTop > Long.MIN_VALUE) {
            if (inRing == 0) {
                cursor = farTop;
            }
            long from = cursor;
            int mask = nodes.length - 1;
            while (cursor > farTop && nodes[(int) cursor & mask] == null) {
                cursor--;
            }
            searched += from - cursor;
            visited++;
            if (cursor == farTop) {
                Far<N, A> next = far.pollLastEntry().getValue();
                farTop = far.isEmpty() ? Long.MIN_VALUE : far.lastKey();
                visit(next.node, next.adjoint);
            } else {
                int slot = (int) cursor & mask;
                N node = node(slot);
                nodes[slot] = null;
                inRing--;
                visit(node, adjoint(slot));
            }
        }
    }

    /**
     * The cell of an input of the node being visited. The input is visited in its turn.
     *
     * @param input the input
     * @return its adjoint so far, to be added to
     */
    protected final A waiting(N input) {
        long number = number(input);
        long below = cursor - number;
        if (below <= 0) {
            throw new IllegalStateException(
                    "node " + number + " is an input of node " + cursor + ", which is not younger");
        }
        if (below < nodes.length) {
            int slot = (int) number & nodes.length - 1;
            if (nodes[slot] != null) {
                return adjoint(slot);
            }
            if (below < NEAR && number > farTop) {
                return inRing(input, slot);
            }
        }
        return waitingBelow(input, number, below);
    }

    private A waitingBelow(N input, long number, long below) {
        if (number <= farTop) {
            Far<N, A> there = far.get(number);
            if (there != null) {
                return there.adjoint;
            }
        }
        // going down to it is a search of the places between
        long most = Math.min(1L << 30, STEPS_PER_VISIT * visited - searched);
        boolean rare = below >= nodes.length && VISITS_PER_FAR * parked < visited;
        if (below >= NEAR && (below >= most || rare)) {
            parked++;
            A adjoint = empty();
            if (far == null) {
                far = new TreeMap<>();
            }
            far.put(number, new Far<>(input, adjoint));
            farTop = Math.max(farTop, number);
            return adjoint;
        }
        if (below >= nodes.length) {
            grow(below);
        }
        return inRing(input, (int) number & nodes.length - 1);
    }

    private A inRing(N input, int slot) {
        nodes[slot] = input;
        inRing++;
        A adjoint = adjoint(slot);
        if (adjoint == null) {
            adjoint = empty();
            adjoints[slot] = adjoint;
        }
        return adjoint;
    }

    private void grow(long below) {
        int capacity = nodes.length;
        while (capacity <= below) {
            capacity *= 2;
        }
        Object[] oldNodes = nodes;
        Object[] oldAdjoints = adjoints;
        nodes = new Object[capacity];
        adjoints = new Object[capacity];
        for (long number = cursor - 1; number > cursor - oldNodes.length; number--) {
            int old = (int) number & oldNodes.length - 1;
            if (oldNodes[old] != null) {
                nodes[(int) number & capacity - 1] = oldNodes[old];
                adjoints[(int) number & capacity - 1] = oldAdjoints[old];
            }
        }
    }

    /**
     * The cell of a node whose adjoint is part of the answer. It stays to the end of the sweep and
     * leads nowhere.
     *
     * @param node the node
     * @return its adjoint so far, to be added to
     */
    protected final A kept(N node) {
        long number = number(node);
        A adjoint = kept.get(number);
        if (adjoint == null) {
            adjoint = empty();
            kept.put(number, node, adjoint);
        }
        return adjoint;
    }

    /**
     * All cells that are part of the answer.
     *
     * @return the cells by the numbers of their nodes
     */
    protected final Table<N, A> kept() {
        return kept;
    }

    @SuppressWarnings("unchecked")
    private N node(int slot) {
        return (N) nodes[slot];
    }

    @SuppressWarnings("unchecked")
    private A adjoint(int slot) {
        return (A) adjoints[slot];
    }
}
