package org.cotangent.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;
import org.cotangent.nn.internal.SideEffects;

// Longer than 400 lines: what a pass is to a module and to a training; half is documentation.

/**
 * One forward pass through a network: whether it is for training, where chance comes from, a mask
 * of what counts, and where modules leave losses, statistics and changes of buffers.
 *
 * <p>A module hands the pass that it got to the modules that it calls. A pass is for one thread.
 */
public final class Pass {
    /** In place of a position, where a module is called by itself and not from a list. */
    static final int DIRECT = -1;

    /** The pass that runs a module in this thread. */
    private static final ThreadLocal<Pass> RUNNING = new ThreadLocal<>();

    /** Set in a thread that has begun a training and is not known to have left it. */
    private static final ThreadLocal<Boolean> TRAINING = new ThreadLocal<>();

    private static final StackWalker STACK =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** How far from a call the method of a module that made it may be on the stack. */
    private static final int NEAR = 16;

    private final RandomGenerator random; // null in evaluation
    private final Tensor mask; // or null
    private final Notes notes;

    /** Losses, statistics and changes that modules leave, shared by the passes made from one. */
    private static final class Notes {
        final Map<String, Tensor> losses = new LinkedHashMap<>();
        final Map<String, Statistic> statistics = new LinkedHashMap<>();
        final Map<Buffer, Tensor> before = new LinkedHashMap<>();
        final Set<Module> fixed = Collections.newSetFromMap(new IdentityHashMap<>());
        Place at; // the innermost module that runs, or null
        Observer observer; // or null
        final long started = System.nanoTime();
        long began; // the number of tensors then, in training
    }

    /** A listener for the outputs of modules. */
    @FunctionalInterface
    interface Observer {
        /** Called before a module runs; returns the consumer of its output, if that is a tensor. */
        Consumer<Tensor> enter(Module module, String path, int depth);
    }

    /**
     * A weighted mean in the making.
     *
     * @param sum the sum of value times weight
     * @param weight the sum of the weights
     */
    public record Statistic(double sum, double weight) {
        /**
         * The mean.
         *
         * @return the sum by the weight; NaN without any weight
         */
        public double mean() {
            return sum / weight;
        }
    }

    private Pass(RandomGenerator random, Tensor mask, Notes notes) {
        this.random = random;
        this.mask = mask;
        this.notes = notes;
    }

    /**
     * A pass that draws nothing and changes nothing.
     *
     * @return a new pass
     * @throws IllegalStateException in a module's own method that has been given a pass of training
     *     already
     */
    public static Pass evaluation() {
        refuseSecond();
        TRAINING.remove();
        return new Pass(null, null, new Notes());
    }

    /**
     * A pass of training.
     *
     * @param random where chance comes from
     * @return a new pass
     * @throws IllegalStateException in a module's own method that has been given a pass of training
     *     already
     */
    public static Pass training(RandomGenerator random) {
        Checks.present("pass", "the random generator", random);
        refuseSecond();
        TRAINING.set(true);
        Pass pass = new Pass(random, null, new Notes());
        pass.notes.began = Registration.now();
        return pass;
    }

    /**
     * Whether layers behave as in training: drop units, take the statistics of the batch.
     *
     * @return false in evaluation
     */
    public boolean isTraining() {
        return random != null;
    }

    /**
     * Where chance comes from in training.
     *
     * @return the generator
     * @throws IllegalStateException in evaluation, where nothing is drawn
     */
    public RandomGenerator random() {
        if (random == null) {
            throw new IllegalStateException(
                    "pass: nothing is drawn at random in evaluation; ask isTraining() first");
        }
        return random;
    }

    /**
     * Numbers drawn in training, as noise or a mask. A {@linkplain org.cotangent.nn.train.Trainer
     * trainer} that replays its steps draws anew for each of them, by the same function, which must
     * be one of the generator alone; a step that asks for the {@linkplain #random generator} itself
     * is not replayed.
     *
     * <pre>{@code
     * Pass pass = Pass.training(new SplittableRandom(1));
     * Tensor noise = pass.draw(random -> Tensor.normal(random, 3, 2));
     * }</pre>
     *
     * @param draw from the generator to the numbers
     * @return what the function returned
     * @throws IllegalStateException in evaluation, where nothing is drawn, or if what is drawn
     *     rests on a variable
     */
    public Tensor draw(Function<? super RandomGenerator, Tensor> draw) {
        Checks.present("pass", "the draw", draw);
        return SideEffects.draw(random(), draw);
    }

    /** Hands numbers of this step to code that may update buffers of the pass it is given. */
    void read(List<Tensor> tensors, BiConsumer<Pass, List<Tensor>> reader) {
        SideEffects.read(this, tensors, reader);
    }

    /**
     * This pass for a part of a network that is not trained in it, as a teacher or a fixed encoder:
     * losses and statistics are those of this pass. Gradients pass through that part to its input.
     *
     * @return a pass in evaluation
     */
    @CheckReturnValue
    public Pass evaluating() {
        if (random == null) {
            return this;
        }
        TRAINING.remove();
        return new Pass(null, mask, notes);
    }

    /**
     * This pass with a mask, for modules that know of padding.
     *
     * @param elements 1 for what counts and 0 for padding, as of shape [rows, steps]
     * @return a pass that shares all else with this one
     */
    @CheckReturnValue
    public Pass masked(Tensor elements) {
        Checks.present("pass", "the mask", elements);
        return new Pass(random, elements, notes);
    }

    /**
     * The mask.
     *
     * @return empty where everything counts
     */
    public Optional<Tensor> mask() {
        return Optional.ofNullable(mask);
    }

    /**
     * Runs code as a part of a module: errors name the module's place in those around it, the graph
     * has a box for it, tables have a row. All layers of the library do so by themselves; a module
     * of one's own may:
     *
     * <pre>{@code
     * class Twice extends Block implements Layer {
     *     private final Layer layer;
     *
     *     Twice(Layer layer) {
     *         super("twice");
     *         this.layer = child(layer);
     *     }
     *
     *     public Tensor forward(Tensor x, Pass pass) {
     *         return pass.within(this, () -> layer.forward(layer.forward(x, pass), pass));
     *     }
     * }
     * new Twice(Layer.of(Tensor::square)).apply(Tensor.of(3));   // 81
     * }</pre>
     *
     * <p>If the innermost module that runs is this one, the code simply runs. If the outermost one
     * fails, what the pass has changed is {@linkplain #undo undone}.
     *
     * @param module the module
     * @param code what it computes
     * @param <T> what that is
     * @return the result
     * @throws IllegalStateException if this pass runs in another thread, or this is another pass
     *     than that of the training in which the module is called
     */
    public <T> T within(Module module, Supplier<T> code) {
        return notes.at != null && notes.at.module() == module
                ? code.get()
                : within(module, DIRECT, code);
    }

    /** The output of a layer that stands at a position in the module that runs. */
    Tensor through(Layer layer, int position, Tensor x) {
        return within(
                layer,
                position,
                () -> {
                    Tensor y = layer.forward(Checks.present(layer.name(), "the input", x), this);
                    if (y == null) {
                        throw Checks.illegal("%s: the output is null", layer.name());
                    }
                    return y;
                });
    }

    private <T> T within(Module module, int position, Supplier<T> code) {
        Place outer = notes.at;
        Place place = new Place(module, outer, position);
        Pass before = RUNNING.get();
        if (before == null ? outer != null : before.notes != notes) {
            requireOwn(before, module);
        }
        Consumer<Tensor> exit =
                notes.observer == null
                        ? null
                        : notes.observer.enter(module, place.path(), place.depth());
        boolean done = false;
        if (notes.began > 0 && !isTraining()) {
            notes.fixed.add(module);
        }
        notes.at = place;
        RUNNING.set(this);
        try {
            T result = place.isBoxed() ? Graph.scope(module.name(), code) : code.get();
            if (exit != null && result instanceof Tensor y) {
                exit.accept(y);
            }
            done = true;
            return result;
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw place.located(e);
        } finally {
            notes.at = outer;
            RUNNING.set(before); // a null stays, which costs less than to remove it
            if (!done && outer == null) {
                undo();
            }
        }
    }

    /** A pass of evaluation that shows the outputs of modules. */
    static Pass observed(Observer observer) {
        Pass pass = evaluation();
        pass.notes.observer = observer;
        return pass;
    }

    /**
     * The pass of {@link Layer#apply}: for a part of a model in evaluation as that, or a new one.
     */
    static Pass ofApply(Layer layer) {
        Pass running = RUNNING.get();
        if (running == null ? isTrained(layer) && isWithinModule() : running.trains(layer)) {
            throw Checks.illegalState(
                    "%s: apply(x) is evaluation, and %s is in a pass of training; call forward(x,"
                            + " pass), or forward(x, pass.evaluating()) where evaluation is meant",
                    layer.name(),
                    running == null ? "what calls it" : running.notes.at.root().module().name());
        }
        boolean part =
                running != null
                        && !running.isTraining()
                        && Place.contains(running.notes.at.root().module(), layer);
        return new Pass(null, null, part ? running.notes : new Notes());
    }

    /** Whether a module does something else in training, or may be trained. */
    private static boolean isTrained(Module module) {
        return module instanceof Block || module instanceof Dropout;
    }

    /**
     * Whether a module is one of those that this pass trains, or would by itself do something else
     * in training, as dropout does and what has buffers.
     */
    private boolean trains(Module module) {
        return isTraining()
                && (module instanceof Dropout
                        || module.children().isEmpty() && !module.buffers().isEmpty()
                        || isTrained(module) && Place.contains(notes.at.root().module(), module));
    }

    /** Refuses a pass that runs in another thread, or one made in the midst of a training. */
    private void requireOwn(Pass running, Module module) {
        if (running == null) {
            throw Checks.illegalState(
                    "%s: the pass runs %s in another thread; a pass is for one thread",
                    module.name(), notes.at.root().module().name());
        }
        if (isTrained(module) && running.trains(module)) {
            throw Checks.illegalState(
                    "%s: it is called with another pass than that of training in which %s is, so"
                            + " that its losses and statistics would be lost; hand on the pass, or"
                            + " pass.evaluating() where evaluation is meant",
                    module.name(), running.notes.at.root().module().name());
        }
    }

    /** Refuses a pass made by a module that has been given one, and does not announce itself. */
    private static void refuseSecond() {
        if (RUNNING.get() == null && isWithinModule()) {
            throw Checks.illegalState(
                    "pass: another one is made in a module that has been given a pass of training,"
                            + " so that losses and statistics would be lost; hand on the pass, or"
                            + " pass.evaluating() where evaluation is meant");
        }
    }

    /**
     * Whether this is called by a module's method that has been given a pass, as it is in a loop of
     * one's own by a block that does not announce itself. Looked for only once after each pass of
     * training has been made.
     */
    private static boolean isWithinModule() {
        if (TRAINING.get() == null) {
            return false;
        }
        boolean within =
                STACK.walk(
                        frames ->
                                frames.limit(NEAR)
                                        .anyMatch(
                                                frame ->
                                                        Module.class.isAssignableFrom(
                                                                        frame.getDeclaringClass())
                                                                && frame.getMethodType()
                                                                        .parameterList()
                                                                        .contains(Pass.class)));
        if (!within) {
            TRAINING.remove();
        }
        return within;
    }

    /**
     * Adds a term to the loss, as a penalty on an activation. Terms of one name are summed.
     *
     * @param name what it is, for the history, as "kl"
     * @param loss a scalar
     * @throws IllegalArgumentException if the name is blank or the loss is no scalar
     */
    public void addLoss(String name, Tensor loss) {
        Checks.name("loss", name);
        Checks.present(name, "the loss", loss);
        if (loss.rank() != 0) {
            throw Checks.illegal(
                    "%s: the loss has shape %s; it must be a scalar, as of sum() or mean()",
                    name, loss.shape());
        }
        notes.losses.merge(name, loss, Tensor::add);
    }

    /**
     * The terms that were added to the loss.
     *
     * @return an unmodifiable view, in the order of their first additions
     */
    public Map<String, Tensor> losses() {
        return Collections.unmodifiableMap(notes.losses);
    }

    /**
     * Reports a number, as a metric of this batch. Numbers of one name become their weighted mean,
     * over the batches of an epoch too. A trainer refuses a name that is also that of a turn or of
     * an {@linkplain #addLoss added} loss.
     *
     * @param name what it is, as "accuracy"
     * @param value the number
     * @param weight how much it counts, as the number of samples; positive and finite
     * @throws IllegalArgumentException if the name is blank or the weight is no such number
     */
    public void report(String name, double value, double weight) {
        checkReport(name, weight);
        SideEffects.requireNoNumber("report(\"" + name + "\", number, weight)");
        notes.statistics.merge(
                name,
                new Statistic(value * weight, weight),
                (p, q) -> new Statistic(p.sum + q.sum, p.weight + q.weight));
    }

    /**
     * Reports a number of this step, as {@link #report(String, double, double)}; a step that does
     * so can be replayed by a {@linkplain org.cotangent.nn.train.Trainer trainer}.
     *
     * @param name what it is, as "accuracy"
     * @param value a scalar
     * @param weight how much it counts, as the number of samples; positive and finite
     * @throws IllegalArgumentException if the name is blank, the value no scalar, or the weight no
     *     such number
     */
    public void report(String name, Tensor value, double weight) {
        checkReport(name, weight);
        Checks.present(name, "the value", value);
        if (value.rank() != 0) {
            throw Checks.illegal(
                    "%s: the value has shape %s; it must be a scalar", name, value.shape());
        }
        read(List.of(value), (now, x) -> now.report(name, x.get(0).value(), weight));
    }

    private static void checkReport(String name, double weight) {
        Checks.name("statistic", name);
        Checks.POSITIVE.check(name, "weight", weight);
    }

    /**
     * The numbers that were reported.
     *
     * @return an unmodifiable view, in the order of their first reports
     */
    public Map<String, Statistic> statistics() {
        return Collections.unmodifiableMap(notes.statistics);
    }

    /**
     * Gives a buffer a new value, as running statistics.
     *
     * @param buffer the buffer
     * @param value its new value
     * @throws IllegalStateException in evaluation, which changes nothing, or if a pass in another
     *     thread has changed it since this one was made
     * @throws IllegalArgumentException if the shapes differ
     */
    public void update(Buffer buffer, Tensor value) {
        if (random == null) {
            throw new IllegalStateException(
                    buffer.name() + ": buffers do not change in evaluation");
        }
        LayerChecks.sameShape(buffer.name(), "new value", value, "buffer", buffer.value());
        read(List.of(value), (now, x) -> now.set(buffer, x.get(0)));
    }

    private void set(Buffer buffer, Tensor value) {
        Tensor before = buffer.value();
        buffer.update(value, notes.started);
        notes.before.putIfAbsent(buffer, before);
    }

    /**
     * Refuses a step of training in which something was used that a module does not list: a
     * parameter that the loss reaches, which would never be trained, or a buffer that this pass has
     * changed, which would never be saved. So a child that was not registered is noticed, and a
     * module that a lambda calls. {@link org.cotangent.nn.train.Trainer Trainers} ask; a loop of
     * one's own may, best in each step by the {@linkplain #requireListed(Module, Gradients)
     * gradients}.
     *
     * <pre>{@code
     * SplittableRandom random = new SplittableRandom(1);
     * Dense dense = new Dense("dense", 2, 1, Initializers.xavier(), random);
     * Pass pass = Pass.training(random);
     * Tensor loss = dense.forward(Tensor.ones(3, 2), pass).mean();
     * pass.requireListed(dense, loss);
     * }</pre>
     *
     * <p>Left alone are constants, variables made since this pass began, as for a penalty on
     * gradients, and modules that were called with {@link #evaluating}. Make such variables in the
     * thread of the pass: those of other threads may be taken for older ones.
     *
     * @param module the whole model
     * @param loss the loss of this pass, with all that was added to it
     * @throws IllegalStateException if there is such a parameter, variable or buffer; the message
     *     has its name, its shape and the line of source that made it
     */
    public void requireListed(Module module, Tensor loss) {
        requireListed(module, Registration.variables(loss));
    }

    /**
     * The same by the gradients of the loss, which costs next to nothing, so that it can be asked
     * in each step.
     *
     * @param module the whole model
     * @param gradients those of all variables, as of {@link Tensor#backward()}
     * @throws IllegalStateException if there is such a parameter, variable or buffer
     */
    public void requireListed(Module module, Gradients gradients) {
        requireListed(module, gradients.tensors());
    }

    private void requireListed(Module module, List<Tensor> reached) {
        Registration.require(module, reached, notes.before.keySet(), notes.fixed, notes.began);
    }

    /** Gives all buffers the values back that they had before this pass, as a failed one must. */
    public void undo() {
        notes.before.forEach(Buffer::set);
        notes.before.clear();
    }
}
