package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;
import static org.cotangent.gradcheck.mutants.Nasty.sign;
import static org.cotangent.gradcheck.mutants.Nasty.uniform;
import static org.cotangent.gradcheck.mutants.Nasty.vector;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;

/**
 * Functions whose values are not those of a smooth function: with noise on top, in single
 * precision, after a cancellation, with ripples.
 */
final class NastyNoise {
    private static final String NOISY = "noisy";
    private static final String CANCELLATION = "cancellation";
    private static final String RIPPLES = "ripples";

    static final List<Nasty> ALL =
            List.of(
                    new Nasty(NOISY, "noise of 1e-6", r -> noisy(r, 1e-6)),
                    new Nasty(NOISY, "noise of 1e-5", r -> noisy(r, 1e-5)),
                    new Nasty(NOISY, "noise of 1e-4", r -> noisy(r, 1e-4)),
                    new Nasty(NOISY, "noise of 1e-3", r -> noisy(r, 1e-3)),
                    new Nasty(NOISY, "noise of 1e-12", r -> noisy(r, 1e-12)),
                    new Nasty(NOISY, "single precision", NastyNoise::single),
                    new Nasty(NOISY, "six printed digits", NastyNoise::printed),
                    of(CANCELLATION, "1e8 + x - 1e8", ordinary(), x -> x.add(1e8).sub(1e8)),
                    of(CANCELLATION, "1e12 + x - 1e12", ordinary(), x -> x.add(1e12).sub(1e12)),
                    of(
                            CANCELLATION,
                            "exp(1e8 + x - 1e8)",
                            ordinary(),
                            x -> x.add(1e8).sub(1e8).exp()),
                    of(CANCELLATION, "exp x - 1 near 0", near0(), x -> x.exp().sub(1)),
                    new Nasty(CANCELLATION, "(1 - cos x) / x^2 near 0", NastyNoise::versine),
                    of(
                            CANCELLATION,
                            "log(1 + exp x) in its tail",
                            random -> vector(random, r -> uniform(r, -30, -5)),
                            x -> x.exp().add(1).log()),
                    of(
                            CANCELLATION,
                            "variance of numbers about 1e4",
                            random -> Tensor.uniform(random, 1e4, 1e4 + 1, 4),
                            x -> x.square().mean().sub(x.mean().square())),
                    ripples(RIPPLES, "1e-3", "1e3"),
                    ripples(RIPPLES, "1e-6", "1e6"),
                    ripples(Nasty.BELOW_SIGHT, "1e-9", "1e9"),
                    of(
                            RIPPLES,
                            "x^2 + 1e-8 sin(1e5 x)",
                            ordinary(),
                            x -> x.square().add(x.mul(1e5).sin().mul(1e-8))));

    private NastyNoise() {}

    private static Function<Random, Tensor> ordinary() {
        return random -> vector(random, r -> sign(r) * uniform(r, 0.2, 3));
    }

    private static Function<Random, Tensor> near0() {
        return random -> vector(random, r -> sign(r) * logUniform(r, 1e-10, 1e-4));
    }

    private static Nasty ripples(String group, String size, String frequency) {
        double a = Double.parseDouble(size);
        double w = Double.parseDouble(frequency);
        return of(
                group,
                "x + " + size + " sin(" + frequency + " x)",
                ordinary(),
                x -> x.add(x.mul(w).sin().mul(a)));
    }

    /** sin x + x^2 / 4 and noise that only the bits of x know, with the gradient of the former. */
    private static Case noisy(Random random, double size) {
        CustomOp op =
                CustomOp.elementwise(
                        "noisy",
                        x -> Math.sin(x) + x * x / 4 + size * noise(x),
                        (g, y, x) -> g.mul(x.cos().add(x.mul(0.5))));
        return new Case(x -> op.apply(x[0]), ordinary().apply(random));
    }

    /** The mixed bits of a number, from -1 to 1. */
    private static double noise(double x) {
        long bits = Double.doubleToLongBits(x) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return ((bits ^ (bits >>> 31)) >>> 11) * 0x1p-52 - 1;
    }

    /** The value by the formula that cancels, the slope by its series, which does not. */
    private static Case versine(Random random) {
        CustomOp op =
                CustomOp.elementwise(
                        "versine",
                        x -> (1 - Math.cos(x)) / (x * x),
                        (g, y, x) -> g.mul(x).mul(series(x.square())));
        return new Case(
                x -> op.apply(x[0]), vector(random, r -> sign(r) * logUniform(r, 1e-3, 0.1)));
    }

    /** The slope of (1 - cos x) / x^2 over x, of z = x^2 up to 0.01, to 14 digits. */
    private static Tensor series(Tensor z) {
        return z.mul(1 / 453_600.0).sub(1 / 6720.0).mul(z).add(1 / 180.0).mul(z).sub(1 / 12.0);
    }

    /** Computed in single precision elsewhere: noise of 6e-8. */
    private static Case single(Random random) {
        CustomOp op =
                CustomOp.elementwise(
                        "single", x -> (float) Math.exp((float) x), (g, y, x) -> g.mul(x.exp()));
        return new Case(x -> op.apply(x[0]), ordinary().apply(random));
    }

    /** Read from a text with six digits behind the point. */
    private static Case printed(Random random) {
        CustomOp op =
                CustomOp.elementwise(
                        "printed",
                        x -> Math.rint(1e6 * Math.exp(x)) / 1e6,
                        (g, y, x) -> g.mul(x.exp()));
        return new Case(x -> op.apply(x[0]), ordinary().apply(random));
    }
}
