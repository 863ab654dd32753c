package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * A loop as an operation. Its result is one vector: the last states, the sums, the stacked outputs,
 * the number of steps where it is not known before, and the states before each step, which its
 * derivative reads; pieces of it are the results that are seen. The derivative is a loop over the
 * same steps the other way, whose body is {@link LoopBody#derivative}.
 */
final class LoopOp implements Op {
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

    private LoopOp(LoopBody body, int most, boolean down, Ending ending, int every, boolean shown) {
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
                body.toString());
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

    private int arguments() {
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
        LoopRun run = new LoopRun(body, most, Arrays.copyOf(x, arguments()));
        Arrays.fill(y, sumsAt, outputsAt, -0.0); // the only number that adds nothing
        run.y = y;
        run.sumsAt = sumsAt;
        run.outputsAt = outputsAt;
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
        if (steps == 0) {
            Arrays.fill(y, sumsAt, outputsAt, 0);
        }
        run.states(y, 0);
        return y;
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
        boolean recorded = Recording.ACCESS.records();
        if (!recorded) {
            Arrays.setAll(x, i -> Recording.ACCESS.detached(x[i]));
        }
        Pull pull =
                new Pull(
                        recorded ? g : Recording.ACCESS.detached(g),
                        recorded ? y : Recording.ACCESS.detached(y),
                        x,
                        varying,
                        recorded);
        return pull.shares();
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
        private final Tensor g;
        private final Tensor y;
        private final Tensor[] x;
        private final boolean[] varying;
        private final boolean recorded;

        Pull(Tensor g, Tensor y, Tensor[] x, boolean[] varying, boolean recorded) {
            this.g = g;
            this.y = y;
            this.x = x;
            this.varying = varying;
            this.recorded = recorded;
        }

        List<Tensor> shares() {
            boolean more = hasAdjointOfKept(g, recorded);
            LoopBody.Derivative back = body.derivative(varying, more);
            boolean[] results = body.varying(varying);
            List<Tensor> in = new ArrayList<>();
            int at = 0;
            for (int i = 0; i < body.states; i++) {
                Shape each = body.result(i);
                if (results[i]) {
                    in.add(LoopBody.piece(g, at, each));
                }
                at += each.size;
            }
            boolean[] takes = back.takes();
            int next = 0;
            at = outputsAt;
            for (int i = body.states; i < body.states + body.outputs; i++) {
                Shape each = stacked(body.result(i));
                if (results[i] && takes[next++]) {
                    in.add(LoopBody.piece(g, at, each));
                }
                at += each.size;
            }
            Shape kept = Shape.of(most, body.stateSize);
            if (takes[next++]) {
                in.add(LoopBody.piece(y, keptAt, kept));
                shown |= recorded;
            }
            for (int i = body.states; i < body.states + body.slices; i++) {
                if (takes[next++]) {
                    in.add(x[i]);
                }
            }
            if (more && takes[next++]) {
                in.add(LoopBody.piece(g, keptAt, kept));
            }
            for (int i = body.states + body.slices; i < arguments(); i++) {
                if (takes[next++]) {
                    in.add(x[i]);
                }
            }
            at = sumsAt;
            for (int i = 0; i < body.sums; i++) {
                Shape each = body.result(body.states + body.outputs + i);
                if (results[body.states + body.outputs + i] && takes[next++]) {
                    in.add(LoopBody.piece(g, at, each));
                }
                at += each.size;
            }
            if (ending == Ending.WHILE) {
                in.add(Recording.ACCESS.fixed(LoopBody.piece(y, countAt, Shape.SCALAR)));
            } else if (ending == Ending.COUNTED) {
                in.add(x[arguments()]);
            }
            LoopOp other =
                    new LoopOp(
                            back.body(),
                            most,
                            !down,
                            ending == Ending.FIXED ? Ending.FIXED : Ending.COUNTED,
                            recorded ? 1 : 0);
            Iterator<Tensor> found =
                    other.results(other.apply(in.toArray(Tensor[]::new))).iterator();
            List<Tensor> shares = new ArrayList<>();
            for (int i = 0; i < x.length; i++) {
                boolean has = i < body.states ? results[i] : i < arguments() && varying[i];
                shares.add(has ? found.next() : null);
            }
            return shares;
        }
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
