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
