package org.cotangent.program;

// Longer than 400 lines: a loop and the one that goes back know where the pieces of their results
// stand.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * A loop as an operation. Its result is one vector: the last states, the sums, the stacked outputs,
 * the number of steps where it is not known before, and the states before each step, which its
 * derivative reads; pieces of it are the results that are seen. The derivative is a loop over the
 * same steps the other way, whose body is {@link LoopBody#derivative}.
 */
final class LoopOp implements LoopForm {
    /** How the number of steps is known. */
    enum Ending {
        /** Before. */
        FIXED,
        /** By a condition: the last input says whether it holds at first. */
        WHILE,
        /** By the last input. */
        COUNTED
    }

    private final LoopBody body;
    private final int most;
    private final boolean down;
    private final Ending ending;

    /** The states of every so many steps are kept; none if 0. */
    private final int every;

    /** Whether there is a piece with the states before the steps, which may have an adjoint. */
    private volatile boolean shown;

    private final Shape shape;
    private final int sumsAt;
    private final int outputsAt;
    private final int countAt;
    private final int keptAt;

    /**
     * A loop.
     *
     * @param body its body
     * @param most the number of steps, or the most there may be
     * @param down whether it goes from the last slice to the first
     * @param ending how the number of steps is known
     * @param every of how many steps the state of one is kept; 0 for none
     */
    LoopOp(LoopBody body, int most, boolean down, Ending ending, int every) {
        this(body, most, down, ending, every, false);
    }

    LoopOp(LoopBody body, int most, boolean down, Ending ending, int every, boolean shown) {
        this.body = body;
        this.most = most;
        this.down = down;
        this.ending = ending;
        this.every = every;
        this.shown = shown;
        sumsAt = body.stateSize;
        long size = sumsAt;
        for (int i = 0; i < body.sums; i++) {
            size += body.result(body.states + body.outputs + i).size;
        }
        outputsAt = (int) size;
        for (int i = 0; i < body.outputs; i++) {
            size += (long) most * body.result(body.states + i).size;
        }
        countAt = (int) size;
        size += ending == Ending.WHILE ? 1 : 0;
        keptAt = (int) size;
        size += (long) rows() * body.stateSize;
        shape = Shape.of("loop", new long[] {size});
    }

    @Override
    public Map<String, Object> form(Function<Recording, Map<String, Object>> recording) {
        Map<String, Object> loop = new LinkedHashMap<>();
        loop.put("steps", most);
        loop.put("backward", down);
        loop.put("ending", ending.name());
        loop.put("kept", every);
        loop.put("shown", shown);
        body.form(loop, recording);
        return new LinkedHashMap<>(Map.of("op", name(), LOOP, loop));
    }

    private int rows() {
        return every == 0 ? 0 : (most + every - 1) / every;
    }

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public Map<String, Object> attributes() {
        return Op.attributes(
                "steps",
                most,
                "backward",
                down,
                "ending",
                ending == Ending.FIXED ? null : ending.name().toLowerCase(Locale.ROOT),
                "kept",
                every,
                "body",
                body.lines());
    }

    @Override
    public Tensor apply(Tensor... x) {
        boolean recorded =
                Recording.ACCESS.records()
                        && Arrays.stream(x).anyMatch(each -> Recording.ACCESS.index(each) > 0);
        double[] y = run(arrays(x), every > 0 && (recorded || shown));
        // shares of two inputs are asked for one by one, which would be a loop for each
        Tensor[] inputs = x.length == 2 ? new Tensor[] {x[0], x[1], Tensor.of(0)} : x.clone();
        LoopOp own = new LoopOp(body, most, down, ending, every, shown);
        return Recording.ACCESS.node(own, shape, y, inputs);
    }

    int arguments() {
        return body.recording.arguments.size();
    }

    private double[][] arrays(Tensor[] x) {
        double[][] arrays = new double[arguments() + (ending == Ending.FIXED ? 0 : 1)][];
        Arrays.setAll(arrays, i -> Recording.ACCESS.elements(x[i]));
        return arrays;
    }

    /** How many steps there are at a point. */
    int steps(Tensor... x) {
        return (int) run(arrays(x), false)[countAt];
    }

    private double[] run(double[][] x, boolean keeps) {
        double[] y = new double[shape.size];
        LoopRun run = started(Arrays.copyOf(x, arguments()), y);
        run.kept = keeps ? y : null;
        run.keptAt = keptAt;
        run.every = Math.max(1, every);
        int steps;
        if (ending == Ending.WHILE) {
            steps = run.runWhile(most, x[x.length - 1][0] != 0);
            if (steps > most) {
                throw new IllegalStateException(
                        "loop: the condition still holds after "
                                + most
                                + " steps, the most that were allowed");
            }
            y[countAt] = steps;
        } else {
            steps = ending == Ending.FIXED ? most : (int) x[x.length - 1][0];
            run.run(down ? steps - 1 : 0, steps, down ? -1 : 1);
        }
        finish(run, steps, y);
        return y;
    }

    private LoopRun started(double[][] x, double[] y) {
        Arrays.fill(y, sumsAt, outputsAt, -0.0); // the only number that adds nothing
        LoopRun run = new LoopRun(body, most, x);
        run.y = y;
        run.sumsAt = sumsAt;
        run.outputsAt = outputsAt;
        return run;
    }

    private void finish(LoopRun run, int steps, double[] y) {
        if (steps == 0) {
            Arrays.fill(y, sumsAt, outputsAt, 0);
        }
        run.states(y, 0);
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        return adjoints(g, y).get(input);
    }

    @Override
    public List<Tensor> adjoints(Tensor g, Tensor y) {
        Tensor[] x = Recording.ACCESS.inputs(y);
        boolean[] varying = new boolean[arguments()];
        for (int i = 0; i < varying.length; i++) {
            varying[i] = Recording.ACCESS.index(x[i]) > 0;
        }
        Tensor seed = g;
        Tensor result = y;
        boolean recorded = Recording.ACCESS.records();
        if (!recorded) {
            Arrays.setAll(x, i -> Recording.ACCESS.detached(x[i]));
            seed = Recording.ACCESS.detached(g);
            result = Recording.ACCESS.detached(y);
        }
        boolean more = every == 1 && hasAdjointOfKept(g, recorded);
        Pull pull = new Pull(varying, more, recorded);
        if (every > 1) {
            shown |= recorded;
            Tensor[] all = Arrays.copyOf(x, x.length + 2);
            all[x.length] = seed;
            all[x.length + 1] = Recording.ACCESS.fixed(result);
            return pull.split(new Again(this, pull).apply(all), x.length);
        }
        return pull.split(pull.apply(seed, result, x), x.length);
    }

    /** Whether the states before the steps have an adjoint from elsewhere. */
    private boolean hasAdjointOfKept(Tensor g, boolean recorded) {
        if (recorded && shown) {
            return true;
        }
        double[] elements = Recording.ACCESS.elements(g);
        for (int i = keptAt; i < elements.length; i++) {
            if (elements[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** The loop that goes back. */
    private final class Pull {
        private final boolean[] varying;
        private final boolean[] results;
        private final boolean more;
        private final LoopBody.Derivative back;
        private final LoopOp op;

        /** Which of the inputs of that loop is the states before the steps, or -1. */
        private int keptInput = -1;

        /**
         * Prepares it.
         *
         * @param varying which arguments vary
         * @param more whether the states before the steps have an adjoint from elsewhere
         * @param kept whether the states of the loop that goes back are kept in turn
         */
        Pull(boolean[] varying, boolean more, boolean kept) {
            this.varying = varying;
            this.more = more;
            results = body.varying(varying);
            back = body.derivative(varying, more);
            Ending other = ending == Ending.FIXED ? Ending.FIXED : Ending.COUNTED;
            op = new LoopOp(back.body(), most, !down, other, kept ? 1 : 0);
        }

        Tensor apply(Tensor g, Tensor y, Tensor[] x) {
            List<Tensor> in = inputs(g, y, x);
            if (keptInput >= 0) {
                in.set(keptInput, LoopBody.piece(y, keptAt, Shape.of(most, body.stateSize)));
                shown |= Recording.ACCESS.records();
            }
            return op.apply(in.toArray(Tensor[]::new));
        }

        /** What goes in, with null for the states before the steps. */
        List<Tensor> inputs(Tensor g, Tensor y, Tensor[] x) {
            List<Tensor> in = new ArrayList<>();
            Iterator<Tensor> adjoints = results(g).iterator();
            boolean[] takes = back.takes();
            int next = 0;
            for (int i = 0; i < body.states; i++) {
                Tensor adjoint = adjoints.next();
                if (results[i]) {
                    in.add(adjoint);
                }
            }
            for (int i = body.states; i < body.states + body.outputs; i++) {
                Tensor adjoint = adjoints.next();
                if (results[i] && takes[next++]) {
                    in.add(adjoint);
                }
            }
            if (takes[next++]) {
                keptInput = in.size();
                in.add(null);
            }
            for (int i = body.states; i < body.states + body.slices; i++) {
                if (takes[next++]) {
                    in.add(x[i]);
                }
            }
            if (more && takes[next++]) {
                in.add(LoopBody.piece(g, keptAt, Shape.of(most, body.stateSize)));
            }
            for (int i = body.states + body.slices; i < arguments(); i++) {
                if (takes[next++]) {
                    in.add(x[i]);
                }
            }
            for (int i = body.states + body.outputs; adjoints.hasNext(); i++) {
                Tensor adjoint = adjoints.next();
                if (results[i] && takes[next++]) {
                    in.add(adjoint);
                }
            }
            if (ending == Ending.WHILE) {
                in.add(Recording.ACCESS.fixed(LoopBody.piece(y, countAt, Shape.SCALAR)));
            } else if (ending == Ending.COUNTED) {
                in.add(x[arguments()]);
            }
            return in;
        }

        /** The result of that loop as shares of inputs. */
        List<Tensor> split(Tensor all, int inputs) {
            Iterator<Tensor> found = op.results(all).iterator();
            List<Tensor> shares = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                boolean has = i < body.states ? results[i] : i < arguments() && varying[i];
                shares.add(has ? found.next() : null);
            }
            return shares;
        }
    }

    /**
     * The loop that goes back where few states were kept: stretches of steps are run again before
     * it comes to them. Its own derivative keeps all.
     *
     * @param forward the loop
     * @param pull what goes back
     */
    private record Again(LoopOp forward, Pull pull) implements LoopForm {
        @Override
        public Map<String, Object> form(Function<Recording, Map<String, Object>> recording) {
            Map<String, Object> form = forward.form(recording);
            form.put("op", name());
            List<Boolean> varying = new ArrayList<>();
            for (boolean each : pull.varying) {
                varying.add(each);
            }
            form.put(VARYING, varying);
            form.put(MORE, pull.more);
            form.put(KEEPS, pull.op.every > 0);
            return form;
        }

        @Override
        public String name() {
            return "loopAgain";
        }

        @Override
        public Map<String, Object> attributes() {
            return forward.attributes();
        }

        /** Of the inputs of the loop, the adjoint of its result, and its result. */
        @Override
        public Tensor apply(Tensor... x) {
            int n = x.length - 2;
            Tensor[] own = Arrays.copyOf(x, n);
            double[] y =
                    Tensor.unrecorded(
                            () ->
                                    forward.again(
                                            pull, own, x[n], Recording.ACCESS.elements(x[n + 1])));
            return Recording.ACCESS.node(this, Shape.of(y.length), y, x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return adjoints(g, y).get(input);
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y) {
            return Recording.ACCESS.vjpsOfVarying(this::keepingAll, g, Recording.ACCESS.inputs(y));
        }

        private Tensor keepingAll(Tensor... x) {
            int n = x.length - 2;
            Tensor[] own = Arrays.copyOf(x, n);
            LoopOp all = new LoopOp(forward.body, forward.most, forward.down, forward.ending, 1);
            Pull back = all.new Pull(pull.varying, false, true);
            Tensor y = all.apply(own);
            return LoopBody.piece(back.apply(x[n], y, own), 0, Shape.of(back.op.countAt));
        }
    }

    /** The result of the loop that goes back. */
    private double[] again(Pull pull, Tensor[] x, Tensor g, double[] y) {
        List<Tensor> in = pull.inputs(g, null, x);
        double[] all = new double[pull.op.countAt];
        double[] stretch = new double[Math.min(every, most) * body.stateSize];
        double[][] arrays = new double[in.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = in.get(i) == null ? stretch : Recording.ACCESS.elements(in.get(i));
        }
        LoopRun back = pull.op.started(arrays, all);
        LoopRun forth = new LoopRun(body, most, arrays(x));
        forth.kept = stretch;
        for (int s = rows() - 1; s >= 0; s--) {
            int first = s * every; // of the steps, in their order
            int count = Math.min(every, most - first);
            int lowest = down ? most - first - count : first;
            if (pull.keptInput >= 0) {
                forth.setStates(y, keptAt + s * body.stateSize);
                forth.keptAt = -lowest * body.stateSize;
                forth.run(down ? most - 1 - first : first, count - 1, down ? -1 : 1);
                int last = down ? 0 : count - 1;
                forth.states(stretch, last * body.stateSize);
                back.slices(pull.keptInput - pull.op.body.states, stretch, lowest);
            }
            back.run(down ? lowest : lowest + count - 1, count, down ? 1 : -1);
        }
        pull.op.finish(back, most, all);
        return all;
    }

    private Shape stacked(Shape slice) {
        return stacked(most, slice);
    }

    static Shape stacked(int rows, Shape slice) {
        int[] extents = new int[slice.rank() + 1];
        extents[0] = rows;
        System.arraycopy(slice.extents, 0, extents, 1, slice.rank());
        return Shape.of(extents);
    }

    /** The loop that goes back and runs stretches of this again. */
    Op again(boolean[] varying, boolean more, boolean keeps) {
        return new Again(this, new Pull(varying, more, keeps));
    }

    /** The last states, outputs and sums. */
    List<Tensor> results(Tensor y) {
        List<Tensor> all = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < body.states; i++) {
            all.add(LoopBody.piece(y, at, body.result(i)));
            at += body.result(i).size;
        }
        at = outputsAt;
        for (int i = body.states; i < body.states + body.outputs; i++) {
            Shape each = stacked(body.result(i));
            all.add(LoopBody.piece(y, at, each));
            at += each.size;
        }
        at = sumsAt;
        for (int i = 0; i < body.sums; i++) {
            Shape each = body.result(body.states + body.outputs + i);
            all.add(LoopBody.piece(y, at, each));
            at += each.size;
        }
        return all;
    }
}
