package org.cotangent.tape;

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
 * <p>The node just below the one being visited, the only one that waits in a chain, stands by
 * itself; the rest of the frontier is a ring indexed by {@code number mod capacity}. Numbers of one
 * graph are nearly consecutive, so finding the next node is a step or two down the ring and a visit
 * costs constant time. A node that lies too far below for the ring (a result kept from long ago,
 * the other half of a tree, a graph built by many threads) waits in a sorted map instead; the ring
 * grows, and is searched, only in proportion to the number of nodes visited, so a sweep never costs
 * more than O(log n) a node, whatever the numbers are. It grows only when more than a few nodes lie
 * beyond it: a ring as long as a tree has nodes would leave the caches.
 *
 * <p>A sweep object serves once and holds all of its state itself: sweeps of overlapping graphs may
 * run at the same time, and one that ends in an exception leaves nothing behind.
 *
 * @param <N> a node, one for each number
 * @param <C> the cell in which a node's adjoint is summed
 */
public abstract class Sweep<N, C extends Accumulator<N>> {
    private static final int SMALLEST_RING = 16;
    private static final int NEAR = 64;
    private static final int STEPS_PER_VISIT = 8;

    /** One visit in so many may make a node wait in the map where the ring could grow instead. */
    private static final int VISITS_PER_FAR = 128;

    private final AdjointTable<N, C> kept = new AdjointTable<>();
    private TreeMap<Long, C> far;
    private long farTop = Long.MIN_VALUE; // the largest number in the map

    // a place is free where there is no cell or one that serves no node; it stays for the next
    private Accumulator<?>[] ring = new Accumulator<?>[SMALLEST_RING];
    private int inRing;
    private C next; // serves the node of the number below the cursor's, unless that is elsewhere
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
    protected abstract C empty();

    /**
     * Called once for every node that waits, when its adjoint is complete. Passes it on, into the
     * cells of the inputs that want a part.
     *
     * @param node the node
     * @param cell its adjoint, complete; to be left empty before the first input's cell is asked
     *     for, which may be this one
     */
    protected abstract void visit(N node, C cell);

    /**
     * Runs the sweep.
     *
     * @param result where it starts
     * @param seed the adjoint of the result
     */
    protected final void run(N result, C seed) {
        next = empty();
        cursor = number(result);
        visited = 1;
        visit(result, seed);
        while (next.node != null || inRing > 0 || farTop > Long.MIN_VALUE) {
            C cell = next;
            if (cell.node != null) {
                cursor--;
            } else {
                cell = search();
            }
            visited++;
            N node = cell.node;
            cell.node = null;
            visit(node, cell);
        }
    }

    /** The cell with the largest number, taken out of the ring or the map. */
    private C search() {
        if (inRing == 0) {
            cursor = farTop;
        }
        long from = cursor;
        int mask = ring.length - 1;
        while (cursor > farTop && isFree((int) cursor & mask)) {
            cursor--;
        }
        searched += from - cursor;
        if (cursor == farTop) {
            C cell = far.pollLastEntry().getValue();
            farTop = far.isEmpty() ? Long.MIN_VALUE : far.lastKey();
            return cell;
        }
        inRing--;
        return cell((int) cursor & mask);
    }

    /**
     * The cell of an input of the node being visited. The input is visited in its turn.
     *
     * @param input the input
     * @return its adjoint so far, to be added to
     */
    protected final C waiting(N input) {
        long number = number(input);
        long below = cursor - number;
        if (below <= 0) {
            throw new IllegalStateException(
                    "node " + number + " is an input of node " + cursor + ", which is not younger");
        }
        if (below < ring.length) {
            int slot = (int) number & ring.length - 1;
            if (!isFree(slot)) {
                return cell(slot);
            }
            if (below == 1 && number > farTop) {
                next.node = input;
                return next;
            }
            if (below < NEAR && number > farTop) {
                return inRing(input, slot);
            }
        }
        return waitingBelow(input, number, below);
    }

    private C waitingBelow(N input, long number, long below) {
        if (number <= farTop) {
            C there = far.get(number);
            if (there != null) {
                return there;
            }
        }
        // going down to it is a search of the places between
        long most = Math.min(1L << 30, STEPS_PER_VISIT * visited - searched);
        boolean rare = below >= ring.length && VISITS_PER_FAR * parked < visited;
        if (below >= NEAR && (below >= most || rare)) {
            parked++;
            C cell = empty();
            cell.node = input;
            if (far == null) {
                far = new TreeMap<>();
            }
            far.put(number, cell);
            farTop = Math.max(farTop, number);
            return cell;
        }
        if (below >= ring.length) {
            grow(below);
        }
        return inRing(input, (int) number & ring.length - 1);
    }

    private C inRing(N input, int slot) {
        if (ring[slot] == null) {
            ring[slot] = empty();
        }
        C cell = cell(slot);
        cell.node = input;
        inRing++;
        return cell;
    }

    private void grow(long below) {
        int capacity = ring.length;
        while (capacity <= below) {
            capacity *= 2;
        }
        Accumulator<?>[] old = ring;
        ring = new Accumulator<?>[capacity];
        for (long number = cursor - 1; number > cursor - old.length; number--) {
            ring[(int) number & capacity - 1] = old[(int) number & old.length - 1];
        }
    }

    /**
     * The cell of a node whose adjoint is part of the answer. It stays to the end of the sweep and
     * leads nowhere.
     *
     * @param node the node
     * @return its adjoint so far, to be added to
     */
    protected final C kept(N node) {
        long number = number(node);
        C cell = kept.get(node, number);
        if (cell == null) {
            cell = empty();
            kept.put(node, number, cell);
        }
        return cell;
    }

    /**
     * All cells that are part of the answer.
     *
     * @return the cells by the numbers of their nodes
     */
    protected final AdjointTable<N, C> kept() {
        return kept;
    }

    private boolean isFree(int slot) {
        return ring[slot] == null || ring[slot].node == null;
    }

    @SuppressWarnings("unchecked")
    private C cell(int slot) {
        return (C) ring[slot];
    }
}
