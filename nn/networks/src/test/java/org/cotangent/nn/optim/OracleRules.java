package org.cotangent.nn.optim;

import com.fasterxml.jackson.databind.JsonNode;

/** The optimizers and schedules that the oracle's files name, made of their attributes. */
final class OracleRules {
    private OracleRules() {}

    static Optimizer optimizer(String name, JsonNode attrs) {
        double rate = OracleFile.number(attrs, "lr");
        // as in PyTorch, where AdamW alone decays unless told otherwise
        double decay = OracleFile.number(attrs, "weight_decay", name.equals("adamw") ? 0.01 : 0);
        switch (name) {
            case "sgd":
                OracleFile.only(
                        attrs, name, "lr", "weight_decay", "momentum", "dampening", "nesterov");
                return sgd(rate, attrs).weightDecay(decay);
            case "adagrad":
                OracleFile.only(
                        attrs,
                        name,
                        "lr",
                        "weight_decay",
                        "lr_decay",
                        "initial_accumulator_value",
                        "eps");
                return new Adagrad(rate)
                        .rateDecay(OracleFile.number(attrs, "lr_decay", 0))
                        .initialSum(OracleFile.number(attrs, "initial_accumulator_value", 0))
                        .epsilon(OracleFile.number(attrs, "eps", 1e-10))
                        .weightDecay(decay);
            case "rmsprop":
                OracleFile.only(
                        attrs, name, "lr", "weight_decay", "alpha", "eps", "momentum", "centered");
                RmsProp rmsProp =
                        new RmsProp(rate)
                                .alpha(OracleFile.number(attrs, "alpha", 0.99))
                                .epsilon(OracleFile.number(attrs, "eps", 1e-8))
                                .momentum(OracleFile.number(attrs, "momentum", 0))
                                .weightDecay(decay);
                return OracleFile.flag(attrs, "centered") ? rmsProp.centered() : rmsProp;
            case "adam":
                OracleFile.only(attrs, name, "lr", "weight_decay", "betas", "eps", "amsgrad");
                Adam adam =
                        new Adam(rate)
                                .betas(beta(attrs, 0), beta(attrs, 1))
                                .epsilon(OracleFile.number(attrs, "eps", 1e-8))
                                .weightDecay(decay);
                return OracleFile.flag(attrs, "amsgrad") ? adam.amsgrad() : adam;
            case "adamw":
                OracleFile.only(attrs, name, "lr", "weight_decay", "betas", "eps", "amsgrad");
                AdamW adamW =
                        new AdamW(rate)
                                .betas(beta(attrs, 0), beta(attrs, 1))
                                .epsilon(OracleFile.number(attrs, "eps", 1e-8))
                                .weightDecay(decay);
                return OracleFile.flag(attrs, "amsgrad") ? adamW.amsgrad() : adamW;
            case "adamax":
                OracleFile.only(attrs, name, "lr", "weight_decay", "betas", "eps");
                return new Adamax(rate)
                        .betas(beta(attrs, 0), beta(attrs, 1))
                        .epsilon(OracleFile.number(attrs, "eps", 1e-8))
                        .weightDecay(decay);
            default:
                throw new AssertionError("this test does not know the optimizer \"" + name + "\"");
        }
    }

    private static Sgd sgd(double rate, JsonNode attrs) {
        double momentum = OracleFile.number(attrs, "momentum", 0);
        double dampening = OracleFile.number(attrs, "dampening", 0);
        Sgd sgd = new Sgd(rate, momentum);
        // without momentum there is nothing that these two would change
        if (momentum > 0 && dampening != 0) {
            sgd = sgd.dampening(dampening);
        }
        if (momentum > 0 && OracleFile.flag(attrs, "nesterov")) {
            sgd = sgd.nesterov();
        }
        return sgd;
    }

    private static double beta(JsonNode attrs, int index) {
        return attrs.hasNonNull("betas")
                ? OracleFile.numbers(attrs.path("betas"))[index]
                : index == 0 ? 0.9 : 0.999;
    }

    static Schedule schedule(String name, JsonNode node) {
        JsonNode attrs = node.path("attrs");
        switch (name) {
            case "step":
                OracleFile.only(attrs, name, "step_size", "gamma");
                return Schedules.step(
                        base(node),
                        OracleFile.integer(attrs, "step_size"),
                        OracleFile.number(attrs, "gamma"));
            case "multistep":
                OracleFile.only(attrs, name, "milestones", "gamma");
                return Schedules.multiStep(
                        base(node),
                        OracleFile.number(attrs, "gamma"),
                        OracleFile.integers(attrs.path("milestones")));
            case "exponential":
                OracleFile.only(attrs, name, "gamma");
                return Schedules.exponential(base(node), OracleFile.number(attrs, "gamma"));
            case "cosine":
                OracleFile.only(attrs, name, "T_max", "eta_min");
                return Schedules.cosine(
                        base(node),
                        OracleFile.integer(attrs, "T_max"),
                        OracleFile.number(attrs, "eta_min"));
            case "linear_warmup":
                OracleFile.only(attrs, name, "start_factor", "end_factor", "total_iters");
                return Schedules.linearWarmUp(
                        base(node),
                        OracleFile.number(attrs, "start_factor"),
                        OracleFile.number(attrs, "end_factor"),
                        OracleFile.integer(attrs, "total_iters"));
            case "one_cycle":
                return oneCycle(attrs);
            default:
                throw new AssertionError("this test does not know the schedule \"" + name + "\"");
        }
    }

    private static double base(JsonNode node) {
        return OracleFile.number(node, "base_lr");
    }

    private static Schedule oneCycle(JsonNode attrs) {
        OracleFile.only(
                attrs,
                "one_cycle",
                "max_lr",
                "total_steps",
                "pct_start",
                "anneal_strategy",
                "div_factor",
                "final_div_factor",
                "three_phase");
        OneCycle cycle =
                Schedules.oneCycle(
                                OracleFile.number(attrs, "max_lr"),
                                OracleFile.integer(attrs, "total_steps"))
                        .rise(OracleFile.number(attrs, "pct_start"))
                        .divisors(
                                OracleFile.number(attrs, "div_factor"),
                                OracleFile.number(attrs, "final_div_factor"));
        String strategy = OracleFile.text(attrs, "anneal_strategy");
        if (strategy.equals("linear")) {
            cycle = cycle.linear();
        } else if (!strategy.equals("cos")) {
            throw new AssertionError(
                    "this test does not know anneal_strategy \"" + strategy + "\"");
        }
        return OracleFile.flag(attrs, "three_phase") ? cycle.threePhases() : cycle;
    }
}
