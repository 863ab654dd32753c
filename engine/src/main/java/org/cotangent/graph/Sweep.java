package org.cotangent.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One reverse sweep over a graph whose nodes carry numbers that grow from inputs to results.
 *
 * <p>A node is visited after everything that uses it, because its users all have larger numbers:
 * the sweep keeps the adjoints that are still incomplete and always takes the node with the largest
 * number next. An adjoint is dropped as soon as it has been passed on, so what is held at any
 * moment is the frontier, not the graph.
 *
 * <p>The frontier is a ring indexed by {@code number mod capacity}. Numbers of one graph are nearly
 * consecutive, so finding the next node is a step or two down the ring and a visit costs constant
 * time. A node that lies too far below for the ring (a result kept from long ago, a graph built by
 * many threads) waits in a sorted map instead; the ring grows only in proportion to the number of
 * nodes visited, so a sweep never costs more than O(log n) a node, whatever the numbers are.
 *
 * <p>A sweep object serves once and holds all of its state itself: sweeps of overlapping graphs may
 * run at the same time, and one that ends in an exception leaves nothing behind.
 *
 * @param <N> a node; its {@code equals} is identity
 * @param <A> an adjoint
 */
public abstract class Sweep<N, A> {
    /** What a sweep does with a node that an adjoint reaches. */
    public enum Role {
        /** The adjoint is of no interest and leads nowhere. */
        IGNORE,
        /** The adjoint is part of the answer and leads nowhere: a leaf. */
        KEEP,
        /** The adjoint is passed on and dropped. */
        PASS,
        /** The adjoint is part of the answer and is passed on. */
        KEEP_AND_PASS
    }

    private static final int SMALLEST_RING = 64;
    private static final int RING_PER_VISIT = 8;

    private record Waiting<N, A>(N node, A adjoint) {}

    private final Map<N, A> kept = new HashMap<>();
    private final TreeMap<Long, Waiting<N, A>> far = new TreeMap<>();
    private Object[] nodes = new Object[SMALLEST_RING];
    private Object[] adjoints = new Object[SMALLEST_RING];
    private int inRing;
    private long visited;
    private long cursor;

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
     * What to do with a node that an adjoint reaches.
     *
     * @param node a node
     * @return its role in this sweep
     */
    protected abstract Role role(N node);

    /**
     * The sum of two adjoints of one node: the gradients of branches add.
     *
     * @param p what has arrived so far
     * @param q what arrives now
     * @return their sum
     */
    protected abstract A sum(A p, A q);

    /**
     * Called once for every node reached, with its adjoint when that is complete.
     *
     * @param node the node
     * @param adjoint its adjoint
     * @return what takes the adjoint's place
     */
    protected A complete(N node, A adjoint) {
        return adjoint;
    }

    /**
     * Passes a complete adjoint on, by a call of {@link #contribute} for every input that wants
     * one.
     *
     * @param node the node
     * @param adjoint its adjoint, complete
     */
    protected abstract void pull(N node, A adjoint);

    /**
     * Runs the sweep.
     *
     * @param result where it starts
     * @param seed the adjoint of the result
     * @return the adjoints of the nodes whose role says that they are kept
     */
    public final Map<N, A> run(N result, A seed) {
        cursor = number(result) + 1;
        contribute(result, seed);
        while (inRing > 0 || !far.isEmpty()) {
            Waiting<N, A> next = next();
            visited++;
            A adjoint = complete(next.node, next.adjoint);
            if (role(next.node) == Role.KEEP_AND_PASS) {
                kept.put(next.node, adjoint);
            }
            pull(next.node, adjoint);
        }
        kept.replaceAll(
                (node, adjoint) -> role(node) == Role.KEEP ? complete(node, adjoint) : adjoint);
        return kept;
    }

    /**
     * Adds to the adjoint of an input of the node being visited.
     *
     * @param input the input
     * @param part its share of the adjoint
     */
    protected final void contribute(N input, A part) {
        switch (role(input)) {
            case IGNORE -> {}
            case KEEP -> kept.merge(input, part, this::sum);
            default -> await(input, part);
        }
    }

    private void await(N node, A part) {
        long number = number(node);
        if (number >= cursor) {
            throw new IllegalStateException(
                    "node " + number + " is an input of node " + cursor + ", which is not younger");
        }
        if (!far.isEmpty()) {
            Waiting<N, A> waiting = far.get(number);
            if (waiting != null) {
                far.put(number, new Waiting<>(node, sum(waiting.adjoint, part)));
                return;
            }
        }
        if (cursor - number >= nodes.length && !grow(cursor - number)) {
            far.put(number, new Waiting<>(node, part));
            return;
        }
        int slot = slot(number);
        if (nodes[slot] == null) {
            nodes[slot] = node;
            adjoints[slot] = part;
            inRing++;
        } else {
            adjoints[slot] = sum(adjoint(slot), part);
        }
    }

    private Waiting<N, A> next() {
        long top = far.isEmpty() ? Long.MIN_VALUE : far.lastKey();
        if (inRing == 0) {
            cursor = top;
        } else {
            while (cursor > top && nodes[slot(cursor)] == null) {
                cursor--;
            }
        }
        if (cursor == top) {
            return far.pollLastEntry().getValue();
        }
        int slot = slot(cursor);
        @SuppressWarnings("unchecked")
        N node = (N) nodes[slot];
        A adjoint = adjoint(slot);
        nodes[slot] = null;
        adjoints[slot] = null;
        inRing--;
        return new Waiting<>(node, adjoint);
    }

    private boolean grow(long span) {
        long most = Math.min(1L << 30, SMALLEST_RING + RING_PER_VISIT * visited);
        if (span >= most) {
            return false;
        }
        long capacity = nodes.length;
        while (capacity <= span) {
            capacity *= 2;
        }
        Object[] oldNodes = nodes;
        Object[] oldAdjoints = adjoints;
        nodes = new Object[(int) capacity];
        adjoints = new Object[(int) capacity];
        for (int i = 0; i < oldNodes.length; i++) {
            if (oldNodes[i] != null) {
                @SuppressWarnings("unchecked")
                int slot = slot(number((N) oldNodes[i]));
                nodes[slot] = oldNodes[i];
                adjoints[slot] = oldAdjoints[i];
            }
        }
        Arrays.fill(oldNodes, null);
        return true;
    }

    private int slot(long number) {
        return (int) (number & (nodes.length - 1));
    }

    @SuppressWarnings("unchecked")
    private A adjoint(int slot) {
        return (A) adjoints[slot];
    }
}
