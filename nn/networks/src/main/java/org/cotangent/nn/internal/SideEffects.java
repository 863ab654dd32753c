package org.cotangent.nn.internal;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/**
 * The draws and the reads of numbers of a training step, which are no part of its graph: noted
 * while the step is recorded, and repeated when the graph runs as a program. Without one in its
 * thread, a step draws and reads at once.
 */
public final class SideEffects {
    private static final ThreadLocal<SideEffects> CURRENT = new ThreadLocal<>();

    /** The ways in which a step is followed. */
    private enum Way {
        /** Draws are made, and noted. */
        NOTED,
        /** Draws are those given, and reads wait. */
        RECORDED,
        /** Draws are those given, and made when there are no more. */
        GIVEN
    }

    /**
     * A read that waits.
     *
     * @param tensors what is read
     * @param reader what is done with it, given the pass of the replay
     */
    public record Read(List<Tensor> tensors, BiConsumer<Object, List<Tensor>> reader) {}

    /**
     * A condition that a recorded step takes for granted.
     *
     * @param tensor what it is about
     * @param condition what its elements must fulfill
     */
    public record Condition(Tensor tensor, Predicate<double[]> condition) {}

    private final Way way;
    private final Map<int[], Tensor> classes = new IdentityHashMap<>();
    private final Map<Object, Boolean> once = new IdentityHashMap<>();

    /** The numbers drawn, in their order. */
    public final List<Tensor> drawn = new ArrayList<>();

    /** How they were drawn. */
    public final List<Function<? super RandomGenerator, Tensor>> draws = new ArrayList<>();

    /** The reads that wait. */
    public final List<Read> reads = new ArrayList<>();

    /** The conditions that were not asked. */
    public final List<Condition> conditions = new ArrayList<>();

    private int next;
    private boolean direct;

    private SideEffects(Way way) {
        this.way = way;
    }

    /**
     * A step that is as ever, whose draws are noted.
     *
     * @return new notes
     */
    public static SideEffects noted() {
        return new SideEffects(Way.NOTED);
    }

    /**
     * A step that is recorded.
     *
     * @param drawn what its draws give
     * @return new notes
     */
    public static SideEffects recorded(List<Tensor> drawn) {
        SideEffects effects = new SideEffects(Way.RECORDED);
        effects.drawn.addAll(drawn);
        return effects;
    }

    /**
     * A step that is made again with numbers that were drawn before.
     *
     * @param drawn what its draws give
     * @return new notes
     */
    public static SideEffects given(List<Tensor> drawn) {
        SideEffects effects = new SideEffects(Way.GIVEN);
        effects.drawn.addAll(drawn);
        return effects;
    }

    /**
     * Runs code that is followed.
     *
     * @param code the code
     * @param <R> what it returns
     * @return what it returned
     */
    public <R> R follow(Supplier<R> code) {
        SideEffects before = CURRENT.get();
        CURRENT.set(this);
        try {
            return code.get();
        } finally {
            CURRENT.set(before);
        }
    }

    /** Whether all draws that were given were asked for. */
    public boolean isDone() {
        return next == drawn.size();
    }

    /**
     * Takes classes for an argument of the program.
     *
     * @param array the classes, known as an object
     * @param tensor the argument
     * @param direct whether the loss that they are the targets of is that of the step
     */
    public void classes(int[] array, Tensor tensor, boolean direct) {
        classes.put(array, tensor);
        this.direct = direct;
    }

    /**
     * Whether nothing is done with the loss of the step that is recorded.
     *
     * @return false where it may be multiplied by 0
     */
    public static boolean areDirect() {
        SideEffects effects = recording();
        return effects != null && effects.direct;
    }

    private static SideEffects recording() {
        SideEffects effects = CURRENT.get();
        return effects != null && effects.way == Way.RECORDED ? effects : null;
    }

    /**
     * Whether the step that runs in this thread is being recorded.
     *
     * @return false for most
     */
    public static boolean areRecorded() {
        return recording() != null;
    }

    /**
     * Classes as an argument of the program.
     *
     * @param array the classes of a batch
     * @return the argument; null where nothing is recorded, or these are none
     */
    public static Tensor argument(int[] array) {
        SideEffects effects = recording();
        return effects == null ? null : effects.classes.get(array);
    }

    /**
     * Draws.
     *
     * @param random the generator
     * @param draw from the generator to numbers
     * @return the numbers
     */
    public static Tensor draw(
            RandomGenerator random, Function<? super RandomGenerator, Tensor> draw) {
        SideEffects effects = CURRENT.get();
        boolean given = effects != null && effects.way != Way.NOTED;
        if (given && !effects.isDone()) {
            return effects.drawn.get(effects.next++);
        }
        if (given && effects.way == Way.RECORDED) {
            throw Checks.illegalState("the step draws more often than before");
        }
        return drawn(effects, random, draw);
    }

    private static Tensor drawn(
            SideEffects effects,
            RandomGenerator random,
            Function<? super RandomGenerator, Tensor> draw) {
        Tensor x = Checks.present("pass", "what was drawn", draw.apply(random));
        if (x.varies()) {
            throw Checks.illegalState(
                    "pass: what was drawn rests on a variable; a draw is a function of the"
                            + " generator alone, to be multiplied or added outside of it");
        }
        if (effects != null && effects.way == Way.NOTED) {
            effects.draws.add(draw);
            effects.drawn.add(x);
        }
        return x;
    }

    /**
     * Hands numbers to code that leaves no trace but exceptions: at once, or after each replay.
     *
     * @param x what is read
     * @param reader the code
     */
    public static void read(Tensor x, Consumer<Tensor> reader) {
        read(null, List.of(x), (pass, all) -> reader.accept(all.get(0)));
    }

    /**
     * Hands numbers to code that may change a pass: at once, or after each replay.
     *
     * @param pass the pass of this step
     * @param tensors what is read
     * @param reader the code, which gets the pass of the step that it is about
     * @param <P> the type of passes
     */
    @SuppressWarnings("unchecked")
    public static <P> void read(P pass, List<Tensor> tensors, BiConsumer<P, List<Tensor>> reader) {
        SideEffects effects = recording();
        if (effects == null) {
            reader.accept(pass, tensors);
        } else {
            effects.reads.add(new Read(tensors, (BiConsumer<Object, List<Tensor>>) reader));
        }
    }

    /**
     * Whether numbers fulfill a condition. While a step is recorded they are taken to do so; a
     * replay at whose end they do not is thrown away.
     *
     * @param x the numbers
     * @param condition the condition
     * @return whether they do
     */
    public static boolean holds(Tensor x, Predicate<double[]> condition) {
        SideEffects effects = recording();
        if (effects == null) {
            return condition.test(x.toArray());
        }
        effects.conditions.add(new Condition(x, condition));
        return true;
    }

    /**
     * Refuses numbers of Java in a step that is recorded: they would stay as they are.
     *
     * @param call what they are given to
     */
    public static void requireNoNumber(String call) {
        if (areRecorded()) {
            throw Checks.illegalState(
                    "%s takes a number, which would be the same in each replay; give it a tensor",
                    call);
        }
    }

    /**
     * Refuses to be recorded a second time in one step.
     *
     * @param object what may be used once
     * @param name its name
     */
    public static void requireOnce(Object object, String name) {
        SideEffects effects = recording();
        if (effects != null && effects.once.put(object, true) != null) {
            throw Checks.illegalState("%s is used twice in a step", name);
        }
    }
}
