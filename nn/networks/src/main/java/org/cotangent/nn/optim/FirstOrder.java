package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.internal.ParallelFor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * The base of the optimizers that use gradients: the learning rate, weight decay, parameter groups,
 * the state of each parameter, and steps that are made as a whole or not at all. Settings are
 * immutable: each gives a copy with the learning rate of now, which goes on from the steps made so
 * far, by itself.
 *
 * @param <R> the rule
 * @param <S> the optimizer, which the settings return
 */
@CheckReturnValue
abstract class FirstOrder<R extends UpdateRule, S extends FirstOrder<R, S>>
        extends CheckedOptimizer {
    /** The number of elements that are updated before they are checked. */
    private static final int BLOCK = 1024;

    /** The least number of elements for which an update uses threads. */
    private static final int WORTH = 1 << 13;

    private static final String RATE = "learning rate";
    private static final String GROUP = "/group";
    private static final ParameterGroup OTHERS = ParameterGroup.where(name -> true);

    final R rule;
    private final BiFunction<R, Common, S> maker;
    private final double weightDecay;
    private final Map<String, ParameterGroup> groups;
    private final Map<String, ParameterState> states = new LinkedHashMap<>();
    private List<Parameter> known = List.of(); // of which the groups have been looked at
    private double learningRate;

    /** The settings that all rules have. */
    record Common(double learningRate, double weightDecay, Map<String, ParameterGroup> groups) {
        Common(double learningRate) {
            this(learningRate, 0, Map.of());
        }

        Common weightDecay(double decay) {
            return new Common(learningRate, decay, groups);
        }
    }

    FirstOrder(R rule, Common common, BiFunction<R, Common, S> maker) {
        this.rule = rule;
        this.maker = maker;
        this.weightDecay = Checks.NOT_NEGATIVE.check(rule(), "weight decay", common.weightDecay());
        this.groups = common.groups();
        setLearningRate(common.learningRate());
    }

    /** A copy with another rule, which goes on from the steps made so far. */
    final S with(R other) {
        return copy(other, common());
    }

    private S copy(R other, Common common) {
        boolean same = other.arrays().equals(rule.arrays()) && other.initial() == rule.initial();
        if (!states.isEmpty() && !same) {
            throw Checks.illegalState(
                    "%s: steps have been made, and with this setting there would be other arrays for"
                            + " each parameter, %s in place of %s, so that what was learned of the"
                            + " gradients would be lost. Set it before the first step, or make a"
                            + " new optimizer",
                    rule(), other.arrays(), rule.arrays());
        }
        S copy = maker.apply(other, common);
        FirstOrder<R, S> made = copy;
        states.forEach((parameter, state) -> made.states.put(parameter, state.copy()));
        return copy;
    }

    private Common common() {
        return new Common(learningRate, weightDecay, groups);
    }

    @Override
    final String rule() {
        return rule.name();
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void setLearningRate(double rate) {
        learningRate = Checks.NOT_NEGATIVE.check(rule(), RATE, rate);
    }

    /**
     * A copy with another weight decay, for all parameters that are in no {@linkplain #group group}
     * with a decay of their own: how strongly each step pulls the parameters towards 0. The
     * description of each optimizer defines where it enters.
     *
     * @param decay the decay, finite and not negative
     * @return another optimizer, which goes on from the steps of this one
     * @throws IllegalArgumentException if the decay is NaN, infinite or negative
     */
    public final S weightDecay(double decay) {
        return copy(rule, common().weightDecay(decay));
    }

    /**
     * A copy with other settings for a group of parameters. A parameter is in the first group, in
     * the order in which the labels came, whose condition it fulfills. The label of a group given
     * before puts the new one in its place. A step in which no parameter fulfills the condition of
     * a group, or has one of its names, is refused.
     *
     * <p>The copy goes on from the steps that this optimizer has made, so that layers frozen at
     * first can be released in the middle of a training.
     *
     * @param label the name of the group, in the state and in messages
     * @param group the parameters with their settings
     * @return another optimizer
     * @throws IllegalArgumentException if the label is blank
     */
    public final S group(String label, ParameterGroup group) {
        if (Checks.present(rule(), "the label", label).isBlank()) {
            throw Checks.illegal("%s: the label of a group is blank", rule());
        }
        Map<String, ParameterGroup> more = new LinkedHashMap<>(groups);
        more.put(label, Checks.present(rule(), "the group", group));
        return copy(rule, new Common(learningRate, weightDecay, more));
    }

    private String label(String parameter) {
        for (Map.Entry<String, ParameterGroup> entry : groups.entrySet()) {
            if (entry.getValue().has(parameter)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private ParameterGroup groupOf(String parameter) {
        String label = label(parameter);
        return label == null ? OTHERS : groups.get(label);
    }

    @Override
    final void requireGroups(List<Parameter> parameters) {
        if (groups.isEmpty() || parameters.equals(known)) {
            return;
        }
        List<String> names = parameters.stream().map(Parameter::name).toList();
        groups.forEach(
                (label, group) -> {
                    String missing = group.missing(names);
                    if (missing == null && names.stream().noneMatch(n -> label.equals(label(n)))) {
                        missing = "fits only parameters of groups before it";
                    }
                    if (missing != null) {
                        throw Checks.illegal(
                                "%s: the group \"%s\" (%s) %s; nothing was updated. The parameters"
                                        + " of this step are %s; leave out a group that they do not"
                                        + " need",
                                rule(), label, group, missing, names);
                    }
                });
        known = List.copyOf(parameters);
    }

    @Override
    final boolean frozen(String name) {
        return groupOf(name).isFrozen();
    }

    @Override
    final void update(List<Parameter> parameters, Tensor[] gradients) {
        List<ParameterState> changed = new ArrayList<>();
        Tensor[] values = new Tensor[gradients.length];
        for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = parameters.get(i);
            ParameterState state = state(parameter);
            values[i] = next(parameter, TensorElements.of(gradients[i]), state);
            changed.add(state);
        }
        // from here on nothing can fail
        for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = parameters.get(i);
            parameter.set(values[i]);
            changed.get(i).commit(parameter);
            states.put(parameter.name(), changed.get(i));
        }
    }

    private ParameterState state(Parameter parameter) {
        ParameterState state = states.get(parameter.name());
        int[] shape = parameter.value().shape();
        if (state == null) {
            return new ParameterState(
                    shape, parameter.value().size(), rule.arrays(), rule.initial());
        }
        state.requireShape(rule(), parameter.name(), shape);
        state.requireOf(rule(), parameter);
        return state;
    }

    private Tensor next(Parameter parameter, double[] gradient, ParameterState state) {
        ParameterStep step = begun(parameter, gradient, state);
        AtomicBoolean refused = new AtomicBoolean();
        ParallelFor.range(
                gradient.length,
                BLOCK,
                WORTH,
                (from, to) -> {
                    for (int i = from; i < to && !refused.get(); i += BLOCK) {
                        if (!block(step, gradient, i, Math.min(i + BLOCK, to))) {
                            refused.set(true);
                        }
                    }
                });
        if (refused.get()) {
            // once more from the start, to name the first that is wrong
            throw refusal(parameter, begun(parameter, gradient, state), gradient);
        }
        return TensorElements.like(parameter.value(), step.x());
    }

    private ParameterStep begun(Parameter parameter, double[] gradient, ParameterState state) {
        ParameterGroup group = groupOf(parameter.name());
        double decay = group.decay(weightDecay);
        return new ParameterStep(
                parameter.value().toArray(),
                rule.overwritesGradient(decay) ? gradient.clone() : gradient,
                state,
                state.steps() + 1,
                group.rate(learningRate),
                decay);
    }

    /** Updates a block. Whether all numbers before and after are finite. */
    private boolean block(ParameterStep step, double[] gradient, int from, int to) {
        if (!Finite.all(gradient, from, to)) {
            return false;
        }
        rule.run(step, from, to);
        boolean finite = Finite.all(step.x(), from, to);
        for (int k = 0; k < rule.arrays().size(); k++) {
            finite &= Finite.all(step.next(k), from, to);
        }
        return finite;
    }

    private ArithmeticException refusal(
            Parameter parameter, ParameterStep step, double[] gradient) {
        int from = 0;
        while (from < gradient.length
                && block(step, gradient, from, Math.min(from + BLOCK, gradient.length))) {
            from += BLOCK;
        }
        Finite.require(rule(), "gradient", parameter, gradient);
        Object epsilon = rule.settings().get("epsilon");
        String advice =
                epsilon instanceof Double e && e == 0
                        ? "Look for gradients that were 0, or nearly, in all steps so far: with"
                                + " epsilon 0 that is a division by 0, which the default prevents."
                                + " Else look"
                        : "Look";
        Finite.require(rule(), "updated value", parameter, step.x(), advice);
        for (int k = 0; k < rule.arrays().size(); k++) {
            double[] block = new double[gradient.length];
            int length = Math.min(BLOCK, gradient.length - from);
            System.arraycopy(step.next(k), from, block, from, length);
            Finite.require(rule(), "updated " + rule.arrays().get(k), parameter, block);
        }
        throw new AssertionError("something was not finite");
    }

    private Map<String, Object> allSettings() {
        Map<String, Object> all = rule.settings();
        all.put("weight decay", weightDecay);
        groups.forEach((label, group) -> all.put("group " + label, group));
        return all;
    }

    /**
     * The learning rate, the settings, and for each parameter the number of steps and the arrays of
     * the rule, named as "dense1.weight/m".
     *
     * @return a copy
     */
    @Override
    public final State state() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(RATE, learningRate);
        values.putAll(Settings.values(allSettings()));
        states.forEach(
                (parameter, state) -> {
                    state.write(parameter, rule.arrays(), values);
                    String label = label(parameter);
                    if (label != null) {
                        values.put(parameter + GROUP, label);
                    }
                });
        return new State(rule(), values);
    }

    /**
     * Continues from a state. The learning rate is taken from it; all other settings must be the
     * same as here.
     *
     * @param state a state from {@link #state()} of this optimizer or of one with the same settings
     * @throws IllegalArgumentException if the state is of another rule, of other settings, for
     *     other shapes than the steps made here, or incomplete; nothing is changed then
     */
    @Override
    public final void restore(State state) {
        double rate = Checks.NOT_NEGATIVE.check(rule(), RATE, state.require(rule()).number(RATE));
        List<String> known = new ArrayList<>(List.of(RATE));
        Settings.requireSame(rule(), state, allSettings());
        known.addAll(allSettings().keySet());
        Map<String, ParameterState> restored = new LinkedHashMap<>();
        ParameterState.read(state, rule(), rule.arrays(), restored, known);
        restored.forEach(
                (parameter, saved) -> {
                    String label = label(parameter);
                    String group = state.texts().get(parameter + GROUP);
                    Settings.requireSame(rule(), "group of " + parameter, "" + group, label);
                    known.add(parameter + GROUP);
                    ParameterState here = states.get(parameter);
                    if (here != null) {
                        here.requireReplaceableBy(saved, rule(), parameter);
                    }
                });
        requireKnown(state, known);
        learningRate = rate;
        states.clear();
        states.putAll(restored);
    }

    private void requireKnown(State state, List<String> known) {
        List<String> found = new ArrayList<>(state.values().keySet());
        found.removeAll(known);
        if (!found.isEmpty()) {
            throw Checks.illegal(
                    "%s: the state has %s, which this optimizer does not know; was it made with"
                            + " other settings? Nothing was changed",
                    rule(), found);
        }
    }

    /**
     * The rule and its settings.
     *
     * @return as "sgd(learning rate 0.1, momentum 0.9, weight decay 0.0)"
     */
    @Override
    public final String toString() {
        return Settings.shown(rule(), RATE, learningRate, allSettings());
    }
}
