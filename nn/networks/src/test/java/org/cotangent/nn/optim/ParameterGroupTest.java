package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
    private final Parameter weight = new Parameter("a.weight", Tensor.of(1));
    private final Parameter bias = new Parameter("a.bias", Tensor.of(1));
    private final Parameter other = new Parameter("b.weight", Tensor.of(1));
    private final List<Parameter> all = List.of(weight, bias, other);

    private Gradients ones() {
        return weight.value().add(bias.value()).add(other.value()).backward();
    }

    private void expect(double w, double b, double o) {
        assertEquals(w, weight.value().value(), 1e-15);
        assertEquals(b, bias.value().value(), 1e-15);
        assertEquals(o, other.value().value(), 1e-15);
    }

    @Test
    void ratesAndDecays() {
        Sgd sgd =
                new Sgd(0.1)
                        .weightDecay(0.5)
                        .group(
                                "biases",
                                ParameterGroup.where(n -> n.endsWith("bias")).weightDecay(0))
                        .group("b", ParameterGroup.where(n -> n.startsWith("b.")).rateFactor(0.1));
        sgd.step(all, ones());
        expect(1 - 0.15, 1 - 0.1, 1 - 0.015);
        sgd.setLearningRate(0.2); // schedules act on all
        sgd.step(all, ones());
        expect(0.85 - 0.2 * (1 + 0.425), 0.9 - 0.2, 0.985 - 0.02 * (1 + 0.4925));
    }

    @Test
    void decoupledDecayHasTheRateOfTheGroup() {
        AdamW rule =
                new AdamW(0.1)
                        .weightDecay(0.5)
                        .group("b", ParameterGroup.of("b.weight").rateFactor(0.1))
                        .group("none", ParameterGroup.of("a.bias").weightDecay(0));
        Gradients none = weight.value().mul(0).add(bias.value().mul(0)).backward();
        rule.step(all, none.withZeros(other.value()));
        expect(0.95, 1, 0.995);
    }

    @Test
    void theFirstGroupThatFitsIsTheOne() {
        Sgd sgd =
                new Sgd(0.1)
                        .group("first", ParameterGroup.of("a.bias").rateFactor(2))
                        .group("second", ParameterGroup.where(n -> true).rateFactor(3));
        sgd.step(all, ones());
        expect(0.7, 0.8, 0.7);
    }

    @Test
    void frozenParametersStayUntilReleased() {
        Adam adam =
                new Adam(0.1)
                        .epsilon(0)
                        .group("body", ParameterGroup.of("a.weight", "a.bias").frozen());
        Tensor before = weight.value();
        adam.step(all, ones());
        assertSame(before, weight.value());
        expect(1, 1, 0.9);
        assertFalse(adam.state().tensors().containsKey("a.weight/m"));
        // a gradient that nobody uses may be what it likes
        Gradients bad = weight.value().sub(1).sqrt().add(other.value()).backward();
        adam.step(all, bad);
        Adam released = adam.group("body", ParameterGroup.of("a.weight", "a.bias"));
        released.step(all, ones());
        // for a.weight this is the first step: bias correction starts then
        assertEquals(0.9, weight.value().value(), 1e-15);
        assertEquals(1, released.state().integer("a.weight/steps"));
        assertEquals(3, released.state().integer("b.weight/steps"));
    }

    @Test
    void aGroupThatFitsNoParameterIsRefused() {
        List<ParameterGroup> wrong =
                List.of(
                        ParameterGroup.of("a.wieght").frozen(),
                        ParameterGroup.of("a.bias", "a").weightDecay(0),
                        ParameterGroup.where(n -> n.startsWith("dense")).frozen(),
                        ParameterGroup.where(n -> n.endsWith("bais")).rateFactor(0.1));
        List<String> says = List.of("[a.wieght]", "[a]", "fits no parameter", "fits no parameter");
        for (int i = 0; i < wrong.size(); i++) {
            Adam adam = new Adam(0.1).group("body", wrong.get(i));
            for (Optimizer each : List.of(adam, Clipping.byGlobalNorm(adam, 1))) {
                Refusal.of(
                        IllegalArgumentException.class,
                        () -> each.step(all, ones()),
                        "adam: the group \"body\"",
                        says.get(i),
                        "a.weight",
                        "nothing was updated");
            }
        }
        expect(1, 1, 1);
        Sgd behind =
                new Sgd(1)
                        .group("all", ParameterGroup.where(n -> true).rateFactor(1))
                        .group("late", ParameterGroup.of("a.bias").frozen());
        Refusal.of(
                IllegalArgumentException.class,
                () -> behind.step(all, ones()),
                "\"late\"",
                "of groups before it");
        Refusal.of(IllegalArgumentException.class, ParameterGroup::of, "no names");
    }

    @Test
    void settingsChangedAfterStepsKeepWhatWasLearned() {
        Adam adam = new Adam(0.1);
        adam.step(all, ones());
        for (Adam other :
                List.of(adam.weightDecay(0.01), adam.betas(0.8, 0.9), adam.epsilon(1e-6))) {
            assertEquals(0.1, other.state().tensor("a.weight/m").value(), 1e-15);
            other.step(all, ones());
            assertEquals(2, other.state().integer("a.weight/steps"));
        }
        // the copies go on by themselves
        assertEquals(1, adam.state().integer("a.weight/steps"));
        Refusal.of(
                IllegalStateException.class,
                adam::amsgrad,
                "adam: steps have been made",
                "largest v",
                "before the first step");
        RmsProp rms = new RmsProp(0.1);
        rms.step(all, ones());
        Refusal.of(IllegalStateException.class, () -> rms.momentum(0.5), "velocity");
        Adagrad adagrad = new Adagrad(0.1);
        adagrad.step(all, ones());
        Refusal.of(IllegalStateException.class, () -> adagrad.initialSum(1), "steps have been");
        assertEquals(1, new RmsProp(0.1).momentum(0.5).state().number("learning rate") * 10);
    }

    @Test
    void refusals() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> ParameterGroup.of("x").rateFactor(-1),
                "rate factor -1.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> ParameterGroup.of("x").weightDecay(Double.NaN),
                "weight decay NaN");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sgd(1).group(" ", ParameterGroup.of("x")),
                "sgd: the label");
    }
}
