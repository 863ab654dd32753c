package org.cotangent.nn.optim;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.BinaryOperator;
import org.cotangent.Tensor;

/**
 * Models of the nonlinear regression problems of the NIST Statistical Reference Datasets: a
 * function of the parameters b, a vector, and of the points x.
 */
final class RegressionModels {
    static final Map<String, BinaryOperator<Tensor>> TABLE =
            Map.ofEntries(
                    entry("misra1a", RegressionModels::growth),
                    entry("boxbod", RegressionModels::growth),
                    entry(
                            "misra1b",
                            (b, x) -> rest(b.at(1).mul(x).div(2).add(1).pow(-2)).mul(b.at(0))),
                    entry(
                            "misra1c",
                            (b, x) -> rest(b.at(1).mul(x).mul(2).add(1).rsqrt()).mul(b.at(0))),
                    entry(
                            "misra1d",
                            (b, x) -> {
                                Tensor product = b.at(1).mul(x);
                                return b.at(0).mul(product).div(product.add(1));
                            }),
                    entry("danwood", (b, x) -> b.at(0).mul(x.pow(b.at(1)))),
                    entry(
                            "mgh09",
                            (b, x) -> {
                                Tensor square = x.square();
                                Tensor below = square.add(x.mul(b.at(2))).add(b.at(3));
                                return b.at(0).mul(square.add(x.mul(b.at(1)))).div(below);
                            }),
                    entry("mgh10", (b, x) -> b.at(0).mul(b.at(1).div(x.add(b.at(2))).exp())),
                    entry(
                            "mgh17",
                            (b, x) -> {
                                Tensor first = b.at(1).mul(x.mul(b.at(3)).neg().exp());
                                Tensor second = b.at(2).mul(x.mul(b.at(4)).neg().exp());
                                return b.at(0).add(first).add(second);
                            }),
                    entry("rat42", (b, x) -> b.at(0).div(logistic(b, x))),
                    entry(
                            "rat43",
                            (b, x) -> b.at(0).div(logistic(b, x).pow(b.at(3).reciprocal()))));

    private RegressionModels() {}

    private static Tensor rest(Tensor x) {
        return x.neg().add(1);
    }

    private static Tensor growth(Tensor b, Tensor x) {
        return b.at(0).mul(rest(b.at(1).mul(x).neg().exp()));
    }

    private static Tensor logistic(Tensor b, Tensor x) {
        return b.at(1).sub(b.at(2).mul(x)).exp().add(1);
    }
}
