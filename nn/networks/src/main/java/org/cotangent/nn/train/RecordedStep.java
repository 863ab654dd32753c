package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.ReducedLoss;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.SideEffects;
import org.cotangent.program.Program;

/**
 * A step on batches of one shape as a program: from parameters, buffers, the parts of a batch and
 * what is drawn to losses, gradients and what is read of them.
 */
final class RecordedStep<M extends Module, B> {
    /** A point at which the step does something else than it did when it was recorded. */
    private static final class Unlike extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unlike(String message) {
            super(message, null, false, false);
        }
    }

    /** A generator that is not to be asked. */
    private static final RandomGenerator NONE =
            () -> {
                throw Checks.illegalState(
                        "the step draws from pass.random() itself; a draw of numbers that can be"
                                + " repeated is pass.draw(random -> Tensor.normal(random, 3))");
            };

    private static final int NO_RESULT = -1;

    private record Read(int[] places, BiConsumer<Object, List<Tensor>> reader) {}

    private record Condition(int place, Predicate<double[]> condition) {}

    private final TrainingRun<M, B> run;
    private final Turn<M, B> turn;
    private final List<Parameter> parameters; // of the model
    private final List<Buffer> buffers;
    private final int parts; // how many the batch has
    private final List<Function<? super RandomGenerator, Tensor>> draws;
    private final List<int[]> drawnShapes;
    private final boolean own; // whether code of users is recorded
    private final Program program;

    // of the last recording: what its results are
    private Tensor[] arguments;
    private List<Tensor> results;
    private Map<Tensor, Integer> places; // those of arguments are below 0
    private int recordings;
    private int loss;
    private int penalty;
    private int outputs;
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final List<Integer> gradients = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();

    /**
     * Records a step that has been made.
     *
     * @param run the training
     * @param turn the turn
     * @param batch the batch
     * @param before what the buffers held
     * @param noted what was drawn
     * @param result what it has computed
     * @param own whether code of users is recorded
     * @throws RuntimeException if it cannot be repeated
     */
    RecordedStep(
            TrainingRun<M, B> run,
            Turn<M, B> turn,
            B batch,
            List<Tensor> before,
            SideEffects noted,
            StepResult result,
            boolean own) {
        this.run = run;
        this.turn = turn;
        this.own = own;
        M model = run.settings.model;
        parameters = model.parameters();
        buffers = model.buffers();
        draws = List.copyOf(noted.draws);
        drawnShapes = noted.drawn.stream().map(Tensor::shape).toList();
        List<Object> all = BatchParts.of(batch);
        parts = all.size();
        requireOwnGradients(result.gradients());
        Tensor[] point = point(before, all, noted.drawn);
        program = Program.ofSeveral(x -> recorded(batch, all, x), point);
        arguments = null;
        results = null;
        places = null;
        requireSame(point, result);
    }

    /** Refuses variables of the step itself, whose gradients callbacks might see. */
    private void requireOwnGradients(Gradients found) {
        List<Tensor> reached = found.tensors();
        boolean same = reached.size() == turn.parameters().size();
        for (Parameter parameter : turn.parameters()) {
            same &= found.find(parameter.value()).isPresent();
        }
        if (!same) {
            throw Checks.illegalState(
                    "the loss reaches %s variables, and the turn has %s parameters",
                    reached.size(), turn.parameters().size());
        }
    }

    /** The arguments for a batch and what was drawn. */
    private Tensor[] point(List<Tensor> ofBuffers, List<Object> batch, List<Tensor> drawn) {
        List<Tensor> all = new ArrayList<>();
        parameters.forEach(parameter -> all.add(parameter.value().stopGradient()));
        all.addAll(ofBuffers);
        batch.forEach(part -> all.add(BatchParts.constant(part)));
        drawn.forEach(x -> all.add(x.stopGradient()));
        return all.toArray(Tensor[]::new);
    }

    /** What buffers hold. */
    static List<Tensor> values(List<Buffer> buffers) {
        return buffers.stream().map(Buffer::value).toList();
    }

    // ---- recording

    private List<Tensor> recorded(B batch, List<Object> all, Tensor[] x) {
        arguments = x;
        results = new ArrayList<>();
        places = new IdentityHashMap<>();
        added.clear();
        gradients.clear();
        reads.clear();
        conditions.clear();
        boolean direct =
                turn.step() instanceof SupervisedStep<?> step
                        && step.loss() instanceof ReducedLoss<?>;
        int afterBuffers = parameters.size() + buffers.size();
        int afterParts = afterBuffers + parts;
        SideEffects effects = SideEffects.recorded(Arrays.asList(x).subList(afterParts, x.length));
        List<Object> taken = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            Tensor argument = x[afterBuffers + i];
            if (all.get(i) instanceof int[] classes) {
                int[] known = recordings == 0 || !own ? classes.clone() : rotated(classes);
                effects.classes(known, argument, direct);
                taken.add(known);
            } else {
                taken.add(argument);
            }
        }
        recordings++;
        B args = BatchParts.replaced(batch, taken.iterator());
        List<Tensor> before = values(buffers);
        try {
            for (int i = 0; i < buffers.size(); i++) {
                buffers.get(i).set(x[parameters.size() + i]);
            }
            Tensor[] values = Arrays.copyOf(x, parameters.size());
            effects.follow(
                    () ->
                            Parameter.function(parameters, () -> computed(args, effects))
                                    .apply(values));
        } finally {
            for (int i = 0; i < buffers.size(); i++) {
                buffers.get(i).set(before.get(i));
            }
        }
        return results;
    }

    /** Classes in other places: code that reads them as numbers does not do the same twice. */
    private static int[] rotated(int[] classes) {
        int n = classes.length;
        int by = IntStream.range(1, n).filter(i -> classes[i] != classes[0]).findFirst().orElse(0);
        return IntStream.range(0, n).map(i -> classes[(i + by) % n]).toArray();
    }

    private Tensor computed(B batch, SideEffects effects) {
        Pass pass = Pass.training(NONE);
        LossOfStep.Computed found = LossOfStep.computed(turn, run.settings.model, batch, pass);
        Tensor sum = found.withAdded(pass);
        Tensor more = run.penalty(false);
        Tensor total = more == null ? sum : sum.add(more);
        if (!effects.isDone()) {
            throw Checks.illegalState("the step does not draw as often as before");
        }
        loss = result(sum);
        penalty = more == null ? NO_RESULT : result(more);
        outputs = found.outputs() == null ? NO_RESULT : result(found.outputs());
        pass.losses().forEach((name, x) -> added.put(name, result(x)));
        Tensor[] values = Parameter.values(turn.parameters());
        Gradients pulled = Backward.of(total).wrt(values).recorded().run();
        for (Tensor value : values) {
            gradients.add(result(pulled.of(value)));
        }
        for (SideEffects.Read read : effects.reads) {
            reads.add(
                    new Read(
                            read.tensors().stream().mapToInt(this::result).toArray(),
                            read.reader()));
        }
        for (SideEffects.Condition each : effects.conditions) {
            conditions.add(new Condition(result(each.tensor()), each.condition()));
        }
        return total;
    }

    /** The place of a result; below 0 of an argument, which need not be one. */
    private int result(Tensor x) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == x) {
                return -2 - i;
            }
        }
        return places.computeIfAbsent(
                x,
                any -> {
                    results.add(x);
                    return results.size() - 1;
                });
    }

    // ---- replays

    /**
     * Refuses a program that does not give the bits of the step that was recorded, as where numbers
     * were not finite.
     */
    private void requireSame(Tensor[] x, StepResult result) {
        List<Tensor> y = program.applyAll(x);
        List<Tensor> given = new ArrayList<>();
        List<Tensor> expected = new ArrayList<>();
        given.add(at(loss, x, y));
        expected.add(result.found().loss());
        if (penalty != NO_RESULT) {
            given.add(at(penalty, x, y));
            expected.add(result.penalty());
        }
        for (int i = 0; i < gradients.size(); i++) {
            given.add(at(gradients.get(i), x, y));
            expected.add(result.gradients().of(turn.parameters().get(i).value()));
        }
        for (int i = 0; i < given.size(); i++) {
            if (!Arrays.equals(given.get(i).toArray(), expected.get(i).toArray())) {
                throw Checks.illegalState(
                        "the program gives other bits than the step, of %s",
                        i == 0 ? "the loss" : "the gradients or the penalty");
            }
        }
    }

    /**
     * Makes the step on another batch of the same shape.
     *
     * @param batch the batch
     * @param all its parts
     * @param pass a new pass
     * @param drawn receives what is drawn
     * @return the result, all of it finite
     * @throws RuntimeException if the step must be made without a program, to do something else or
     *     to say what is wrong
     */
    StepResult run(B batch, List<Object> all, Pass pass, List<Tensor> drawn) {
        for (int i = 0; i < draws.size(); i++) {
            drawn.add(draws.get(i).apply(run.random));
            if (!Arrays.equals(drawn.get(i).shape(), drawnShapes.get(i))) {
                throw new Unlike("other numbers are drawn");
            }
        }
        Tensor[] x = point(values(buffers), all, drawn);
        List<Tensor> y = program.applyAll(x);
        for (Condition each : conditions) {
            if (!each.condition.test(at(each.place, x, y).toArray())) {
                throw new Unlike("a condition does not hold");
            }
        }
        Map<Tensor, Tensor> found = new HashMap<>();
        boolean finite = Double.isFinite(at(loss, x, y).value());
        for (int i = 0; i < gradients.size(); i++) {
            Tensor gradient = at(gradients.get(i), x, y);
            finite &= Double.isFinite(gradient.sum().value());
            found.put(turn.parameters().get(i).value(), gradient);
        }
        finite &= penalty == NO_RESULT || Double.isFinite(at(penalty, x, y).value());
        if (!finite) {
            throw new Unlike("not all is finite");
        }
        Guard.requireBounded(at(loss, x, y).value(), run.firstLosses, turn.name());
        for (Read read : reads) {
            read.reader.accept(
                    pass, Arrays.stream(read.places).mapToObj(place -> at(place, x, y)).toList());
        }
        added.forEach((name, place) -> pass.addLoss(name, at(place, x, y)));
        LossOfStep.Computed computed =
                new LossOfStep.Computed(
                        at(loss, x, y), outputs == NO_RESULT ? null : at(outputs, x, y));
        LossOfStep step =
                LossOfStep.measured(turn, computed, batch, run.source.weight(batch), pass);
        return new StepResult(
                step,
                penalty == NO_RESULT ? null : at(penalty, x, y),
                Gradients.of(found),
                () -> run.graph(batch, pass, drawn));
    }

    private static Tensor at(int place, Tensor[] x, List<Tensor> y) {
        return place >= 0 ? y.get(place) : x[-2 - place];
    }

    /** How the program runs. */
    @Override
    public String toString() {
        return program.explain();
    }
}
