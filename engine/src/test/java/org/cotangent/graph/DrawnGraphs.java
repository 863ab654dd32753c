package org.cotangent.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.linalg.Linalg;

/** Graphs of different kinds, to be drawn. */
final class DrawnGraphs {
    /** A graph with the outcome of a pass over it. */
    record Drawn(Graph graph, Gradients gradients) {}

    private static final Map<String, Supplier<Drawn>> ALL = new LinkedHashMap<>();

    private DrawnGraphs() {}

    static Map<String, Supplier<Drawn>> all() {
        return ALL;
    }

    private static Drawn scalar(Tensor result) {
        return new Drawn(Graph.of(result), Backward.of(result).keepAll().run());
    }

    private static Tensor v(double value, String name) {
        return Tensor.variable(value).named(name);
    }

    private static Tensor array(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return Tensor.of(random.doubles(size, -1, 1).toArray(), shape);
    }

    private static Tensor weight(long seed, String name, int... shape) {
        return array(seed, shape).asVariable().named(name);
    }

    static {
        ALL.put("one variable", () -> scalar(v(3, "x")));
        ALL.put(
                "one constant",
                () -> new Drawn(Graph.of(Tensor.of(2.5), Tensor.of(new double[0])), null));
        ALL.put("product of a sum", () -> scalar(productOfSum()));
        ALL.put("sigmoid neuron", () -> scalar(neuron()));
        ALL.put(
                "branch",
                () -> {
                    Tensor x = v(2, "x");
                    Tensor y = v(-3, "y");
                    Tensor q = x.mul(y).named("q");
                    return scalar(q.add(x).mul(q.max(x)).sub(q.exp()).named("f"));
                });
        ALL.put("square by itself", () -> scalar(selfProduct()));
        ALL.put(
                "signs",
                () -> {
                    Tensor x = v(0.7, "x");
                    Tensor y = v(1.3, "y");
                    return scalar(
                            x.div(y)
                                    .sqrt()
                                    .add(x.relu().tanh().neg())
                                    .sub(y.log().mul(x.pow(3)))
                                    .min(y.abs().reciprocal().pow(-1.5))
                                    .add(x.expm1().rsub(1).mul(123456.789)));
                });
        ALL.put("chain", () -> scalar(chain(30)));
        ALL.put("chain of 1000", () -> scalar(chain(1000)));
        ALL.put(
                "wide fan",
                () -> {
                    Tensor x = v(0.5, "x");
                    Tensor[] all = new Tensor[12];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = x.mul(i + 1).sin();
                    }
                    return scalar(Tensor.stack(0, all).sum().named("f"));
                });
        ALL.put("two-layer net on a batch", () -> scalar(net()));
        ALL.put("LSTM step", () -> scalar(lstm(1)));
        ALL.put("LSTM over 8 steps", () -> scalar(lstm(8)));
        ALL.put("residual block", () -> scalar(residual()));
        ALL.put(
                "softmax and cross entropy",
                () -> {
                    Tensor x = array(4, 3, 5).named("x");
                    Tensor w = weight(5, "w", 5, 4);
                    Tensor hot =
                            Tensor.of(new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}})
                                    .named("labels");
                    Tensor scores = x.matmul(w).named("scores");
                    return scalar(scores.logSoftmax(1).mul(hot).sum(1).neg().mean().named("loss"));
                });
        ALL.put(
                "matrix products",
                () -> {
                    Tensor a = weight(1, "A", 4, 3);
                    Tensor b = weight(2, "B", 3, 4);
                    Tensor c = weight(3, "C", 4, 4);
                    return scalar(a.matmul(b).matmul(c).sub(c.matmul(a.matmul(b))).norm());
                });
        ALL.put(
                "convolution",
                () -> {
                    Tensor image = array(6, 1, 1, 12, 12).named("image");
                    Tensor kernel = weight(7, "kernel", 2, 1, 3, 3);
                    Tensor maps = Images.convolution(image, kernel, Window.plain(), 1);
                    Tensor pooled = Images.maxPool(maps.relu(), new int[] {2, 2}, Window.plain());
                    return scalar(pooled.square().mean().named("energy"));
                });
        ALL.put(
                "Cholesky factor and solve",
                () -> {
                    Tensor a = weight(8, "a", 3, 3);
                    Tensor s = a.matmul(a.transpose()).add(Tensor.eye(3).named("I"));
                    Tensor b = weight(9, "b", 3);
                    Tensor l = Linalg.cholesky(s);
                    return scalar(b.mul(Linalg.solve(s, b)).sum().add(l.norm()));
                });
        ALL.put(
                "reductions",
                () -> {
                    Tensor x = weight(10, "x", 4, 20);
                    return scalar(x.sum(0).amax().add(x.mean(1).norm()).mul(x.var().sqrt()));
                });
        ALL.put(
                "gradient of a gradient",
                () -> {
                    Tensor x = v(0.8, "x");
                    Tensor f = x.square().exp().mul(x.sin()).named("f");
                    Tensor g = Backward.of(f).recorded().run().of(x).named("g");
                    return scalar(g.square().named("g2"));
                });
        ALL.put(
                "disconnected results",
                () -> {
                    Tensor x = v(1, "x");
                    Tensor y = v(2, "y");
                    Tensor a = x.exp().mul(x).named("a");
                    Tensor b = y.sin().named("b");
                    return new Drawn(
                            Graph.of(a, b, v(7, "alone"), a.add(1)),
                            Backward.of(a).keepAll().run());
                });
        ALL.put(
                "names",
                () -> {
                    Tensor odd = v(1, "a\"b<c>&d'e\n]]>\u0007\ud800");
                    Tensor wide = v(2, "\u91cd\u307f\u884c\u5217 \ud83d\ude00 \u03b1\u0301");
                    Tensor lengthy =
                            v(3, "a name of the kind that nobody wants to read to its end");
                    Tensor f =
                            Graph.scope(
                                    "<b>scope</b> & \"sons\" of an inconveniently long name",
                                    () -> odd.mul(wide).named("<i>").add(lengthy.mul(1e-300)));
                    return scalar(f.mul(-1.23456789e-12).named("WWWWWWWWWWWWWWWWWWWWWWWWWWWW"));
                });
        ALL.put("nested scopes", () -> scalar(nested()));
        ALL.put("random of 30", () -> scalar(random(1, 30, 30)));
        ALL.put("random of 200", () -> scalar(random(2, 200, 200)));
        ALL.put("random of 200, local", () -> scalar(random(3, 200, 8)));
        ALL.put("random of 2000", () -> scalar(random(4, 2000, 2000)));
        ALL.put("random of 2000, local", () -> scalar(random(5, 2000, 12)));
    }

    static Tensor productOfSum() {
        return v(-2, "x").add(v(5, "y")).named("q").mul(v(-4, "z")).named("f");
    }

    static Tensor neuron() {
        Tensor w0 = v(2, "w0");
        Tensor x0 = v(-1, "x0");
        Tensor w1 = v(-3, "w1");
        Tensor x1 = v(-2, "x1");
        Tensor score = w0.mul(x0).add(w1.mul(x1)).add(v(-3, "w2"));
        return score.neg().exp().add(1).reciprocal().named("f");
    }

    static Tensor selfProduct() {
        Tensor x = v(3, "x");
        return x.mul(x).named("f");
    }

    static Tensor chain(int length) {
        Tensor at = v(1, "x");
        for (int i = 0; i < length; i++) {
            at = i % 3 == 2 ? at.mul(v(0.9, "w" + i)) : i % 3 == 1 ? at.tanh() : at.mul(1.5);
        }
        return at.named("f");
    }

    static Tensor net() {
        Tensor x = array(1, 6, 3).named("x");
        Tensor hidden =
                Graph.scope(
                        "layer 1",
                        () -> x.matmul(weight(2, "W1", 3, 5)).add(weight(3, "b1", 5)).tanh());
        Tensor scores =
                Graph.scope(
                        "layer 2",
                        () -> hidden.matmul(weight(4, "W2", 5, 2)).add(weight(5, "b2", 2)));
        Tensor target = array(6, 6, 2).named("target");
        return scores.sub(target).square().mean().named("loss");
    }

    static Tensor lstm(int steps) {
        int n = 4;
        Tensor w = weight(1, "W", 7, 4 * n);
        Tensor b = weight(2, "b", 4 * n);
        Tensor h = Tensor.full(0, 1, n).named("h0");
        Tensor c = Tensor.full(0, 1, n).named("c0");
        for (int t = 1; t <= steps; t++) {
            Tensor x = array(2 + t, 1, 3).named("x" + t);
            Tensor before = h;
            Tensor cell = c;
            List<Tensor> next =
                    Graph.scope(
                            "LSTM " + t,
                            () -> {
                                Tensor z = Tensor.concat(1, x, before).matmul(w).add(b);
                                Tensor i = z.slice(1, 0, n).sigmoid().named("i");
                                Tensor f = z.slice(1, n, 2 * n).sigmoid().named("f");
                                Tensor o = z.slice(1, 2 * n, 3 * n).sigmoid().named("o");
                                Tensor g = z.slice(1, 3 * n, 4 * n).tanh().named("g");
                                Tensor sum = f.mul(cell).add(i.mul(g)).named("c");
                                return List.of(o.mul(sum.tanh()).named("h"), sum);
                            });
            h = next.get(0);
            c = next.get(1);
        }
        return h.square().sum().named("loss");
    }

    static Tensor residual() {
        Tensor x = weight(1, "x", 2, 8);
        Tensor y =
                Graph.scope(
                        "block",
                        () -> {
                            Tensor inner = x.matmul(weight(2, "W1", 8, 8)).relu();
                            return inner.matmul(weight(3, "W2", 8, 8)).add(x).named("y");
                        });
        return y.mean();
    }

    static Tensor nested() {
        Tensor x = v(1.5, "x");
        Tensor y =
                Graph.scope(
                        "outer",
                        () -> {
                            Tensor a = Graph.scope("inner", () -> x.mul(v(2, "w")).exp());
                            Tensor b = Graph.scope("inner", () -> a.mul(x).sin());
                            return a.add(b);
                        });
        return y.mul(x).named("f");
    }

    /** Each node uses two of the last ones. */
    static Tensor random(long seed, int size, int reach) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tensor> all = new ArrayList<>(List.of(v(0.5, "x"), v(-0.3, "y"), v(0.9, "z")));
        while (all.size() < size) {
            int from = Math.max(0, all.size() - reach);
            Tensor p = all.get(random.nextInt(from, all.size()));
            Tensor q = all.get(random.nextInt(from, all.size()));
            all.add(
                    switch (random.nextInt(5)) {
                        case 0 -> p.add(q);
                        case 1 -> p.mul(q);
                        case 2 -> p.sub(q);
                        case 3 -> p.tanh();
                        default -> p.max(q);
                    });
        }
        Tensor sum = all.get(all.size() - 1);
        for (int i = all.size() - 2; i >= 0 && i > all.size() - 6; i--) {
            sum = sum.add(all.get(i));
        }
        return sum.named("f");
    }
}
