package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.internal.Observer;
import org.cotangent.internal.UserCode;
import org.cotangent.program.Recording.Choice;
import org.cotangent.program.Recording.Copy;

/**
 * Follows a function while it is recorded: refuses that numbers are read that rest on its
 * arguments, and keeps the conditions by which it chose its way.
 */
final class Watch implements Observer<Tensor> {
    final Map<Tensor, Copy> copies = new IdentityHashMap<>();
    final List<Tensor> conditions = new ArrayList<>();
    final List<Choice> choices = new ArrayList<>();

    /** The numbers of the nodes that were made on this thread. */
    private final Set<Long> made = new HashSet<>();

    /** Made while the function ran: they stay as they are. */
    final Set<Tensor> variables = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Who followed this thread before, or null. */
    Observer<Tensor> outer;

    /** What was refused, for the function may have caught it. */
    volatile IllegalStateException refusal;

    private final boolean branches;
    private final Map<Tensor, Boolean> known = new IdentityHashMap<>();
    private long first = Long.MAX_VALUE;

    Watch(boolean branches) {
        this.branches = branches;
    }

    synchronized void argument(Tensor x) {
        known.put(x, true);
        first = Math.min(first, Recording.ACCESS.index(x));
    }

    /** Whether a node rests on an argument, whoever made it. */
    synchronized boolean varies(Tensor node) {
        Deque<Tensor> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            Tensor x = open.peek();
            boolean varies = false;
            boolean complete = true;
            for (Tensor input : inputs(x)) {
                Boolean said = known.get(input);
                if (said == null) {
                    open.push(input);
                    complete = false;
                } else {
                    varies |= said;
                }
            }
            if (complete) {
                known.putIfAbsent(open.pop(), varies);
            }
        }
        return known.get(node);
    }

    /** None of what was there before the arguments: it does not rest on them. */
    private Tensor[] inputs(Tensor x) {
        boolean older = known.containsKey(x) || Recording.ACCESS.index(x) < first;
        return older ? new Tensor[0] : Recording.ACCESS.inputs(x);
    }

    /** Whether a tensor has a past, and it is not in this run of the function. */
    boolean isFromOutside(Tensor x) {
        long index = Recording.ACCESS.index(x);
        return (index != 0 || Recording.ACCESS.isOfGradients(x))
                && !made.contains(index)
                && !variables.contains(x);
    }

    /** Whether a node that rests on an argument was made where nobody followed. */
    boolean isMadeElsewhere(Tensor node) {
        return Recording.ACCESS.inputs(node).length > 0
                && !made.contains(Recording.ACCESS.index(node))
                && varies(node);
    }

    private void refuse(String method) {
        StackTraceElement place = UserCode.line();
        refusal =
                new IllegalStateException(
                        "program: "
                                + method
                                + "() reads a number that rests on an argument"
                                + (place == null ? "" : ", at " + place)
                                + ": what is done with it would be the same at every other point;"
                                + " use where, max, min, clamp or a comparison such as gt, which are"
                                + " recorded, or read the number after the program has run"
                                + (branches
                                        ? "; isTrue() of a comparison may choose the way"
                                        : "; with Program.settings().branches(true) the function may"
                                                + " choose its way by isTrue() of a comparison"));
        throw refusal;
    }

    @Override
    public void read(Tensor node, String method) {
        if (Recording.ACCESS.isOfOnePoint(node) || varies(node)) {
            refuse(method);
        }
        if (outer != null) {
            outer.read(node, method);
        }
    }

    @Override
    public void readElsewhere(Tensor node, String method) {
        if (varies(node)) {
            refuse(method);
        }
        if (outer != null) {
            outer.readElsewhere(node, method);
        }
    }

    @Override
    public void chosen(Tensor condition) {
        if (Recording.ACCESS.isOfOnePoint(condition)) {
            refuse("isTrue");
        }
        if (!varies(condition)) {
            if (outer != null) {
                outer.chosen(condition);
            }
        } else if (!branches) {
            refuse("isTrue");
        } else {
            conditions.add(condition);
            boolean way = Recording.ACCESS.elements(condition)[0] != 0;
            choices.add(new Choice(way, UserCode.line()));
        }
    }

    @Override
    public boolean hides(Tensor node) {
        return Recording.ACCESS.isOfOnePoint(node)
                || varies(node)
                || outer != null && outer.hides(node);
    }

    @Override
    public boolean wantsPlaces() {
        return false;
    }

    @Override
    public boolean wantsWholePrograms() {
        return true;
    }

    @Override
    public void made(Tensor node) {
        made.add(Recording.ACCESS.index(node));
        if (outer != null) {
            outer.made(node);
        }
    }

    @Override
    public void passed(Tensor node, int input, Tensor g, Tensor share) {
        if (outer != null) {
            outer.passed(node, input, g, share);
        }
    }

    @Override
    public void variable(Tensor variable) {
        variables.add(variable);
        if (outer != null) {
            outer.variable(variable);
        }
    }

    @Override
    public void copied(Tensor constant, double[]... parts) {
        double[] elements = Recording.ACCESS.elements(constant);
        copies.put(constant, new Copy(elements, parts, UserCode.line()));
        if (outer != null) {
            outer.copied(constant, parts);
        }
    }
}
