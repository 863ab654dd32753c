package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotangent.Tensor;
import org.cotangent.internal.ParallelFor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/**
 * The base of the optimizers that use gradients: the learning rate, weight decay, parameter groups,
 * the state of each parameter, and steps that are made as a whole or not at all. A rule is one
 * loop, {@link #run}, and the names of its settings and arrays.
 *
 * @param <S> the rule, which the settings return
 */
abstract class FirstOrder<S extends FirstOrder<S>> extends CheckedOptimizer {
    /** The number of elements that are updated before they are checked. */
    private static final int BLOCK = 1024;

    /** The least number of elements for which an update uses threads. */
    private static final int WORTH = 1 << 13;

    private static final String RATE = "learning rate";
    private static final String GROUP = "/group";
    private static final ParameterGroup OTHERS = ParameterGroup.where(name -> true);

    private final String rule;
    private final Map<String, ParameterGroup> groups = new LinkedHashMap<>();
    private final Map<String, ParameterState> states = new LinkedHashMap<>();
    private double learningRate;
    private double weightDecay;

    FirstOrder(String rule, double learningRate) {
        this.rule = rule;
        setLearningRate(learningRate);
    }

    /** The rule's own settings by their names, in a fixed order. */
    abstract Map<String, Object> settings();

    /** The names of the arrays that the rule keeps for each parameter. */
    abstract List<String> arrays();

    /** The initial value of those arrays. */
    double initial() {
        return 0;
    }

    /** Whether the rule writes to the gradient, which must be its own then. */
    boolean overwritesGradient(double decay) {
        return false;
    }

    /** The rule: updates the numbers at from, from + 1, ..., to - 1. */
    abstract void run(ParameterStep step, int from, int to);

    @Override
    final String rule() {
        return rule;
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void setLearningRate(double rate) {
        learningRate = RangeChecks.notNegative(rule, RATE, rate);
    }

    /**
     * Sets the weight decay, for all parameters that are in no {@linkplain #group group} with
     * another: how strongly each step pulls the parameters towards 0. The description of each
     * optimizer defines where it enters.
     *
     * @param decay the decay, finite and not negative
     * @return this rule
     * @throws IllegalArgumentException if the decay is NaN, infinite or negative
     * @throws IllegalStateException if a step has been made
     */
    public final S weightDecay(double decay) {
        double checked = RangeChecks.notNegative(rule, "weight decay", decay);
        requireFresh("weight decay");
        weightDecay = checked;
        return self();
    }

    /**
     * Sets different settings for a group of parameters. A parameter is in the first group, in the
     * order in which the labels came, whose condition it fulfills. This may be called between steps
     * too: the label of a group given before puts the new one in its place, so that layers frozen
     * at first can be released.
     *
     * @param label the name of the group, in the state and in messages
     * @param group the parameters with their settings
     * @return this rule
     * @throws IllegalArgumentException if the label is blank
     */
    public final S group(String label, ParameterGroup group) {
        if (Objects.requireNonNull(label, () -> rule + ": the label is null").isBlank()) {
            throw new IllegalArgumentException(rule + ": the label of a group is blank");
        }
        groups.put(label, Objects.requireNonNull(group, () -> rule + ": the group is null"));
        return self();
    }

    /** Refuses a change of a setting that decides the meaning of the arrays. */
    final void requireFresh(String setting) {
        if (!states.isEmpty()) {
            throw new IllegalStateException(
                    rule + ": " + setting + " is to be set before the first step");
        }
    }

    @SuppressWarnings("unchecked")
    final S self() {
        return (S) this;
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
        return groups.getOrDefault(label(parameter), OTHERS);
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
            return new ParameterState(shape, parameter.value().size(), arrays(), initial());
        }
        state.requireShape(rule, parameter.name(), shape);
        state.requireOf(rule, parameter);
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
                overwritesGradient(decay) ? gradient.clone() : gradient,
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
        run(step, from, to);
        boolean finite = Finite.all(step.x(), from, to);
        for (int k = 0; k < arrays().size(); k++) {
            finite &= Finite.all(step.state().next(k), from, to);
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
        Finite.require(rule, "gradient", parameter, gradient);
        return refusal(parameter, step, from, Math.min(from + BLOCK, gradient.length));
    }

    private ArithmeticException refusal(Parameter parameter, ParameterStep step, int from, int to) {
        Object epsilon = settings().get("epsilon");
        String advice =
                epsilon instanceof Double e && e == 0
                        ? "Look for gradients that were 0, or nearly, in all steps so far: with"
                                + " epsilon 0 that is a division by 0, which the default prevents."
                                + " Else look"
                        : "Look";
        Finite.require(rule, "updated value", parameter, step.x(), advice);
        for (int k = 0; k < arrays().size(); k++) {
            double[] block = new double[step.x().length];
            System.arraycopy(step.state().next(k), from, block, from, to - from);
            Finite.require(rule, "updated " + arrays().get(k), parameter, block);
        }
        throw new AssertionError("something was not finite");
    }

    private Map<String, Object> allSettings() {
        Map<String, Object> all = new LinkedHashMap<>(settings());
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
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        texts.put(RATE, Double.toString(learningRate));
        allSettings().forEach((name, value) -> texts.put(name, value.toString()));
        states.forEach(
                (parameter, state) -> {
                    state.write(parameter, arrays(), texts, tensors);
                    String label = label(parameter);
                    if (label != null) {
                        texts.put(parameter + GROUP, label);
                    }
                });
        return new State(rule, texts, tensors);
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
        double rate = RangeChecks.notNegative(rule, RATE, state.require(rule).number(RATE));
        List<String> known = new ArrayList<>(List.of(RATE));
        allSettings()
                .forEach(
                        (name, value) -> {
                            requireSame(name, state.text(name), value.toString());
                            known.add(name);
                        });
        Map<String, ParameterState> restored = new LinkedHashMap<>();
        ParameterState.read(state, rule, arrays(), restored, known);
        restored.forEach(
                (parameter, saved) -> {
                    String label = label(parameter);
                    String group = state.texts().get(parameter + GROUP);
                    requireSame("group of " + parameter, "" + group, "" + label);
                    known.add(parameter + GROUP);
                    ParameterState here = states.get(parameter);
                    if (here != null) {
                        here.requireReplaceableBy(saved, rule, parameter);
                    }
                });
        requireKnown(state, known);
        learningRate = rate;
        states.clear();
        states.putAll(restored);
    }

    private void requireSame(String setting, String found, String right) {
        if (!found.equals(right)) {
            throw new IllegalArgumentException(
                    rule
                            + ": the state was made with "
                            + setting
                            + " "
                            + found
                            + ", this optimizer has "
                            + right
                            + "; they must be the same. Nothing was changed");
        }
    }

    private void requireKnown(State state, List<String> known) {
        List<String> found = new ArrayList<>(state.texts().keySet());
        found.addAll(state.tensors().keySet());
        found.removeAll(known);
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(
                    rule
                            + ": the state has "
                            + found
                            + ", which this optimizer does not know; was it made with other"
                            + " settings? Nothing was changed");
        }
    }

    /**
     * The rule and its settings.
     *
     * @return as "sgd(learning rate 0.1, momentum 0.9, weight decay 0.0)"
     */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(rule + "(" + RATE + " " + learningRate);
        allSettings().forEach((name, value) -> text.append(", " + name + " " + value));
        return text.append(")").toString();
    }
}
