package org.cotangent.program;

// Longer than 400 lines: most are documentation.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Shape;

/**
 * A loop whose body is recorded once and is a single operation of the graph, however many steps it
 * has: over a count, or over the slices of arrays along axis 0. It gives the bits of the function
 * written out step by step, and has derivatives of any order, which are loops themselves.
 *
 * <pre>{@code
 * Tensor rate = Tensor.variable(0.1);
 * Tensor x = Loop.times(3).fold(y -> y.mul(rate).add(1), Tensor.of(1));
 * x.backward().of(rate);                      // 1.23
 * Loop.Results all = Loop.over(Tensor.vector(1, 2, 3)).scan(
 *         (state, slice) -> {
 *             Tensor sum = state[0].add(slice[0]);
 *             return Loop.Results.of(sum, sum);
 *         },
 *         Tensor.of(0));
 * all.output();                               // [1, 3, 6]
 * }</pre>
 *
 * <p>Variables and recorded tensors that the body takes from outside, such as weights, are shared
 * by all steps and get gradients: their shares are added from the last step to the first. The body
 * is run twice to be recorded, as {@link Program} does with its functions, and what would not hold
 * in every step is refused in the same way: a number that rests on a state or slice and is read, a
 * random draw. Draw outside and pass the numbers as slices.
 *
 * <p>A loop is recorded anew whenever it is called. Where the same loop is asked for often, make a
 * {@link Program} of the function around it.
 *
 * <p>Memory: the states before every step are kept for the derivative, or with {@link
 * #checkpointed} about the square root of as many. Loops are immutable; each setting gives another.
 */
@CheckReturnValue
public final class Loop {
    private final int steps;
    private final List<Tensor> slices;
    private final boolean reversed;
    private final boolean checkpointed;

    private Loop(int steps, List<Tensor> slices, boolean reversed, boolean checkpointed) {
        this.steps = steps;
        this.slices = slices;
        this.reversed = reversed;
        this.checkpointed = checkpointed;
    }

    /** The body of a loop that carries states. */
    @FunctionalInterface
    public interface Body {
        /**
         * One step.
         *
         * @param states the states before it
         * @param slices a slice of each array
         * @return the states after it, of the same shapes, and what is stacked
         */
        Results step(Tensor[] states, Tensor[] slices);
    }

    /**
     * States and outputs, of a step or of a loop.
     *
     * @param states the states after the step, or after the last one
     * @param outputs the outputs of the step, or of all steps stacked along a new axis 0, in the
     *     order of the slices
     */
    public record Results(List<Tensor> states, List<Tensor> outputs) {
        /**
         * States and outputs, which are copied.
         *
         * @param states the states
         * @param outputs the outputs, none if empty
         */
        public Results {
            states = List.copyOf(states);
            outputs = List.copyOf(outputs);
        }

        /**
         * States without outputs.
         *
         * @param states the states
         * @return the results of a step
         */
        public static Results of(List<Tensor> states) {
            return new Results(states, List.of());
        }

        /**
         * A state and an output.
         *
         * @param state the state
         * @param output the output
         * @return the results of a step
         */
        public static Results of(Tensor state, Tensor output) {
            return new Results(List.of(state), List.of(output));
        }

        /**
         * The first state.
         *
         * @return a tensor
         * @throws IllegalStateException if there is none
         */
        public Tensor state() {
            return first("state", states);
        }

        /**
         * The first output.
         *
         * @return a tensor
         * @throws IllegalStateException if there is none
         */
        public Tensor output() {
            return first("output", outputs);
        }

        private static Tensor first(String what, List<Tensor> all) {
            if (all.isEmpty()) {
                throw new IllegalStateException("loop: there is no " + what);
            }
            return all.get(0);
        }
    }

    /**
     * A loop of so many steps.
     *
     * @param n how many; none leaves the states as they are
     * @return the loop
     * @throws IllegalArgumentException if n is negative
     */
    public static Loop times(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("loop: " + n + " steps");
        }
        return new Loop(n, List.of(), false, false);
    }

    /**
     * A loop over the slices of arrays along axis 0, which is left out of them.
     *
     * @param slices the arrays, one or more, of as many slices
     * @return the loop
     * @throws IllegalArgumentException if there is no array, one is a scalar, or they have
     *     different numbers of slices
     */
    public static Loop over(Tensor... slices) {
        if (slices.length == 0) {
            throw new IllegalArgumentException(
                    "loop: there are no arrays to go over; times(n) is a loop without");
        }
        for (int i = 0; i < slices.length; i++) {
            Objects.requireNonNull(slices[i], "loop: array " + i + " is null");
            if (slices[i].rank() == 0) {
                throw new IllegalArgumentException(
                        "loop: array "
                                + i
                                + " is a scalar, which has no slices; the body may use it from"
                                + " outside");
            }
            if (slices[i].size(0) != slices[0].size(0)) {
                throw new IllegalArgumentException(
                        "loop: array "
                                + i
                                + " has "
                                + slices[i].size(0)
                                + " slices and array 0 has "
                                + slices[0].size(0)
                                + "; all must have as many");
            }
        }
        return new Loop(slices[0].size(0), List.of(slices), false, false);
    }

    /**
     * A copy that goes the other way: from the last slice to the first.
     *
     * @return another loop
     */
    public Loop reversed() {
        return new Loop(steps, slices, !reversed, checkpointed);
    }

    /**
     * A copy that keeps the states of about the square root of its steps alone, and computes those
     * between again for the derivative, to the same bits. Derivatives of second and higher order
     * keep all.
     *
     * @return another loop
     */
    public Loop checkpointed() {
        return new Loop(steps, slices, reversed, true);
    }

    /**
     * The last of the states that a function makes one from the other.
     *
     * @param body from a state to the next, of the same shape
     * @param initial the first state
     * @return the state after all steps
     * @throws IllegalArgumentException if the body changes the shape, or does not do the same twice
     * @throws IllegalStateException if the body reads a number of a state
     */
    public Tensor fold(UnaryOperator<Tensor> body, Tensor initial) {
        Objects.requireNonNull(body, "loop: the body is null");
        return scan((s, x) -> Results.of(List.of(body.apply(s[0]))), initial).state();
    }

    /**
     * The last of the states that a function makes of the one before and a slice.
     *
     * @param body from a state and a slice of the one array to the next state
     * @param initial the first state
     * @return the state after all steps
     * @throws IllegalArgumentException as {@link #scan}, and if there is not one array
     * @throws IllegalStateException if the body reads a number of a state or slice
     */
    public Tensor fold(BinaryOperator<Tensor> body, Tensor initial) {
        Objects.requireNonNull(body, "loop: the body is null");
        if (slices.size() != 1) {
            throw new IllegalArgumentException(
                    "loop: a body of a state and a slice, and "
                            + slices.size()
                            + " arrays; use scan");
        }
        return scan((s, x) -> Results.of(List.of(body.apply(s[0], x[0]))), initial).state();
    }

    /**
     * A function of each slice by itself, stacked.
     *
     * @param body from a slice of each array to a result
     * @return the results along a new axis 0
     * @throws IllegalArgumentException if the body does not do the same twice
     * @throws IllegalStateException if the body reads a number of a slice
     */
    public Tensor map(TensorFunction body) {
        Objects.requireNonNull(body, "loop: the body is null");
        return scan((s, x) -> new Results(List.of(), List.of(body.apply(x)))).output();
    }

    /**
     * The general loop: states go from step to step, and outputs are stacked.
     *
     * @param body one step
     * @param initial the first states
     * @return the last states, and the outputs stacked along a new axis 0, in the order of the
     *     slices
     * @throws IllegalArgumentException if the body gives another number of states than it got, or
     *     one of another shape, or does not do the same twice
     * @throws IllegalStateException if the body reads a number of a state or slice
     */
    public Results scan(Body body, Tensor... initial) {
        Objects.requireNonNull(body, "loop: the body is null");
        requireStates(initial);
        List<Tensor> examples = new ArrayList<>(List.of(initial));
        slices.forEach(x -> examples.add(example(x)));
        int[] outputs = new int[1];
        Recording recording =
                recorded(
                        in -> {
                            Results step =
                                    Objects.requireNonNull(
                                            body.step(
                                                    Arrays.copyOf(in, initial.length),
                                                    Arrays.copyOfRange(
                                                            in, initial.length, in.length)),
                                            "loop: the body gave null");
                            requireSame(step.states, initial);
                            outputs[0] = step.outputs.size();
                            List<Tensor> all = new ArrayList<>(step.states);
                            all.addAll(step.outputs);
                            return all;
                        },
                        examples);
        LoopBody made = new LoopBody(recording, initial.length, slices.size(), outputs[0], 0);
        List<Tensor> in = new ArrayList<>(List.of(initial));
        in.addAll(slices);
        in.addAll(recording.arguments.subList(in.size(), recording.arguments.size()));
        LoopOp op = new LoopOp(made, steps, reversed, LoopOp.Ending.FIXED, kept(in));
        List<Tensor> all = op.results(op.apply(in.toArray(Tensor[]::new)));
        return new Results(all.subList(0, initial.length), all.subList(initial.length, all.size()));
    }

    private int kept(List<Tensor> in) {
        if (!varies(in)) {
            return 0;
        }
        return checkpointed ? Math.max(1, (int) Math.ceil(Math.sqrt(steps))) : 1;
    }

    private static boolean varies(List<Tensor> in) {
        return Recording.ACCESS.records()
                && in.stream().anyMatch(x -> Recording.ACCESS.index(x) > 0);
    }

    /**
     * The last of the states that a function makes one from the other as long as a condition holds.
     *
     * @param condition from a state to a scalar, such as a comparison: another step follows where
     *     it is not 0
     * @param body from a state to the next, of the same shape
     * @param most the most steps there may be
     * @param initial the first state
     * @return the first state for which the condition does not hold
     * @throws IllegalArgumentException as {@link #repeatAllWhile}
     * @throws IllegalStateException likewise
     */
    public static Tensor repeatWhile(
            UnaryOperator<Tensor> condition, UnaryOperator<Tensor> body, int most, Tensor initial) {
        Objects.requireNonNull(condition, "loop: the condition is null");
        Objects.requireNonNull(body, "loop: the body is null");
        return repeatAllWhile(
                        x -> condition.apply(x[0]),
                        x -> List.of(body.apply(x[0])),
                        most,
                        new Tensor[] {initial})
                .get(0);
    }

    /**
     * States that a function makes one from the other as long as a condition holds. The number of
     * steps is that of the point, also in a {@link Program}, where the condition is checked in
     * every run, and memory for all steps there may be is set aside if derivatives are asked for.
     * The derivative is that of the steps that were made: how the number of steps changes with the
     * arguments has no part in it.
     *
     * @param condition from states to a scalar, such as a comparison: another step follows where it
     *     is not 0
     * @param body from states to the next, of the same shapes
     * @param most the most steps there may be
     * @param initial the first states
     * @return the first states for which the condition does not hold
     * @throws IllegalArgumentException if the condition is no scalar, the body gives another number
     *     of states than it got, or one of another shape, or one of them does not do the same twice
     * @throws IllegalStateException if the condition still holds after as many steps as there may
     *     be, in a program when it runs; or if a number of a state is read
     */
    public static List<Tensor> repeatAllWhile(
            TensorFunction condition,
            Function<Tensor[], List<Tensor>> body,
            int most,
            Tensor... initial) {
        Objects.requireNonNull(condition, "loop: the condition is null");
        Objects.requireNonNull(body, "loop: the body is null");
        if (most < 0) {
            throw new IllegalArgumentException("loop: at most " + most + " steps");
        }
        requireStates(initial);
        Recording recording =
                recorded(
                        in -> {
                            List<Tensor> next =
                                    Objects.requireNonNull(
                                            body.apply(in.clone()), "loop: the body gave null");
                            requireSame(next, initial);
                            List<Tensor> all = new ArrayList<>(next);
                            all.add(holds(condition, next.toArray(Tensor[]::new)));
                            return all;
                        },
                        List.of(initial));
        LoopBody made = new LoopBody(recording, initial.length, 0, 0, 0);
        List<Tensor> in = new ArrayList<>(List.of(initial));
        in.addAll(recording.arguments.subList(initial.length, recording.arguments.size()));
        Tensor first = Recording.ACCESS.fixed(holds(condition, initial));
        boolean varies = varies(in);
        LoopOp op;
        if (varies && !isFollowed()) {
            // at this point alone: as many steps as there are here
            LoopOp counting = new LoopOp(made, most, false, LoopOp.Ending.WHILE, 0);
            List<Tensor> with = new ArrayList<>(in);
            with.add(first);
            Tensor[] fixed = with.stream().map(Recording.ACCESS::detached).toArray(Tensor[]::new);
            int steps = counting.steps(fixed);
            op = new LoopOp(made, steps, false, LoopOp.Ending.FIXED, 1);
        } else {
            op = new LoopOp(made, most, false, LoopOp.Ending.WHILE, varies ? 1 : 0);
            in.add(first);
        }
        return op.results(op.apply(in.toArray(Tensor[]::new)));
    }

    private static Tensor holds(TensorFunction condition, Tensor[] states) {
        Tensor holds =
                Objects.requireNonNull(
                        condition.apply(states.clone()), "loop: the condition gave null");
        if (holds.rank() != 0) {
            throw new IllegalArgumentException(
                    "loop: the condition has shape "
                            + Recording.shape(holds)
                            + "; it must be a scalar: take the sum, min or max");
        }
        return holds;
    }

    /** Whether what is recorded here is to hold at other points. */
    private static boolean isFollowed() {
        Observer<Tensor> observer = Recording.ACCESS.setObserver(null);
        Recording.ACCESS.setObserver(observer);
        return observer != null && observer.wantsWholePrograms();
    }

    private static Recording recorded(
            Function<Tensor[], List<Tensor>> body, List<Tensor> examples) {
        Recording first = Recording.withOthers(body, examples);
        String difference = first.difference(Recording.withOthers(body, examples));
        if (difference != null) {
            throw new IllegalArgumentException(
                    "loop: the body does not do the same twice ("
                            + difference
                            + "); draw random numbers outside, and pass what changes from step to"
                            + " step as slices");
        }
        return first;
    }

    /** The first slice, to record with. */
    private static Tensor example(Tensor x) {
        Shape all = Recording.shape(x);
        Shape slice = Shape.of(Arrays.copyOfRange(all.extents, 1, all.rank()));
        double[] elements =
                all.extents[0] == 0
                        ? new double[slice.size]
                        : Arrays.copyOf(Recording.ACCESS.elements(x), slice.size);
        return Recording.ACCESS.constant(slice, elements);
    }

    private static void requireStates(Tensor[] initial) {
        for (int i = 0; i < initial.length; i++) {
            Objects.requireNonNull(initial[i], "loop: state " + i + " is null");
        }
    }

    private static void requireSame(List<Tensor> next, Tensor[] states) {
        if (next.size() != states.length) {
            throw new IllegalArgumentException(
                    "loop: the body makes "
                            + next.size()
                            + " states of "
                            + states.length
                            + "; it must give as many as it gets");
        }
        for (int i = 0; i < states.length; i++) {
            if (!Recording.shape(next.get(i)).equals(Recording.shape(states[i]))) {
                throw new IllegalArgumentException(
                        "loop: state "
                                + i
                                + " has shape "
                                + Recording.shape(states[i])
                                + " and the body makes it "
                                + Recording.shape(next.get(i))
                                + "; a state keeps its shape");
            }
        }
    }
}
