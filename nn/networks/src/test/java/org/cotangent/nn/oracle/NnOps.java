package org.cotangent.nn.oracle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.BinaryCrossEntropy;
import org.cotangent.nn.CrossEntropy;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Module;
import org.cotangent.nn.MulticlassHinge;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;

/** The ops of the oracle that this module offers, through its own layers and losses. */
public final class NnOps {
    /** PyTorch's default label to ignore, if a case names none. */
    private static final int IGNORED = -100;

    /**
     * What an op returns.
     *
     * @param outputs what is differentiated
     * @param further values by name that are only compared
     */
    public record Result(List<Tensor> outputs, Map<String, Tensor> further) {
        Result(Tensor output, Map<String, Tensor> further) {
            this(List.of(output), further);
        }

        /** The first of the outputs. */
        public Tensor output() {
            return outputs.get(0);
        }
    }

    /** Every op that this module offers, by the name that the oracle gives it. */
    public static final Map<String, Function<Arguments, Result>> TABLE = new TreeMap<>();

    private NnOps() {}

    static void op(String name, Function<Arguments, Tensor> f) {
        TABLE.put(name, in -> new Result(f.apply(in), Map.of()));
    }

    static {
        op("mse_loss", in -> in.reduced(Losses.meanSquaredError()).apply(in.x(), in.target()));
        op("l1_loss", in -> in.reduced(Losses.meanAbsoluteError()).apply(in.x(), in.target()));
        op(
                "huber_loss",
                in -> in.reduced(Losses.huber(in.number("delta", 1))).apply(in.x(), in.target()));
        op(
                "smooth_l1_loss",
                in -> in.reduced(Losses.smoothL1(in.number("beta", 1))).apply(in.x(), in.target()));
        op("hinge_loss", in -> in.reduced(Losses.hinge(margin(in))).apply(in.x(), in.target()));
        op(
                "squared_hinge_loss",
                in -> in.reduced(Losses.squaredHinge(margin(in))).apply(in.x(), in.target()));
        op(
                "hinge_embedding_loss",
                in -> in.reduced(Losses.hingeEmbedding(margin(in))).apply(in.x(), in.target()));
        op(
                "margin_ranking_loss",
                in ->
                        in.reduced(Losses.hinge(in.number("margin", 0)))
                                .apply(in.tensor("x1").sub(in.tensor("x2")), in.target()));
        op("kl_div", NnOps::divergence);
        op("bce_with_logits", NnOps::binaryCrossEntropy);
        op("cross_entropy", in -> likelihood(in, Losses.softmaxCrossEntropy()));
        op("nll_loss", in -> likelihood(in, Losses.negativeLogLikelihood()));
        op("cross_entropy_probs", NnOps::softLabels);
        op("multi_margin_loss", NnOps::multiMargin);
        op("soft_margin_loss", in -> in.reduced(Losses.logistic()).apply(in.x(), in.target()));
        op("multilabel_soft_margin_loss", NnOps::multilabel);
        op("softmin", in -> alongAxis(in, Activation.SOFTMIN::apply));
        op("linear", NnOps::linear);
        op("embedding", NnOps::embedding);
        op("layer_norm", NnOps::layerNorm);
        TABLE.put("batch_norm", NnOps::batchNorm);
        op("relu", in -> Activation.RELU.apply(in.x()));
        op("sigmoid", in -> Activation.SIGMOID.apply(in.x()));
        op("tanh", in -> Activation.TANH.apply(in.x()));
        op("softmax", in -> alongAxis(in, Activation.SOFTMAX::apply));
        op("log_softmax", in -> alongAxis(in, Activation.LOG_SOFTMAX::apply));
        op(
                "leaky_relu",
                in -> Activation.leakyRelu(in.number("negative_slope", 0.01)).apply(in.x()));
        op("elu", in -> Activation.elu(in.number("alpha", 1)).apply(in.x()));
        op("selu", in -> Activation.SELU.apply(in.x()));
        op("gelu", in -> Activation.GELU.apply(in.x()));
        op("silu", in -> Activation.SILU.apply(in.x()));
        op("softplus", NnOps::softplus);
        op("hardsigmoid", in -> Activation.HARD_SIGMOID.apply(in.x()));
        op("hardswish", in -> Activation.HARD_SILU.apply(in.x()));
        op("hardtanh", NnOps::hardTanh);
        ImageOps.add();
        SequenceOps.add();
        TableOps.add();
    }

    static double margin(Arguments in) {
        return in.number("margin", 1);
    }

    private static Tensor divergence(Arguments in) {
        return in.flag("log_target")
                ? in.reduced(Losses.klDivergenceOfLogs()).apply(in.x(), in.target())
                : in.reduced(Losses.klDivergence()).apply(in.x(), in.target());
    }

    /** Weights of single elements are what the losses without a reduction are for. */
    private static Tensor binaryCrossEntropy(Arguments in) {
        Tensor positive = in.tensorOrNull("pos_weight");
        Tensor weight = in.tensorOrNull("weight");
        BinaryCrossEntropy loss = Losses.binaryCrossEntropy();
        loss = positive == null ? loss : loss.positiveWeights(positive);
        if (weight == null) {
            return in.reduced(loss).apply(in.x(), in.target());
        }
        return reduced(in, loss.unreduced().apply(in.x(), in.target()).mul(weight));
    }

    /** A loss for each label, whose mean over the labels is reduced. */
    private static Tensor multilabel(Arguments in) {
        Tensor weight = in.tensorOrNull("weight");
        Tensor each = Losses.binaryCrossEntropy().unreduced().apply(in.x(), in.target());
        return reduced(in, (weight == null ? each : each.mul(weight)).mean(-1));
    }

    static Tensor reduced(Arguments in, Tensor each) {
        return switch (in.reduction()) {
            case "none" -> each;
            case "sum" -> each.sum();
            case "mean" -> each.mean();
            default -> throw in.unknown("reduction");
        };
    }

    /** Classes are on axis 1, or on axis 0 if there is no other; here they are columns. */
    private static Tensor rows(Tensor x) {
        if (x.rank() == 1) {
            return x.reshape(1, x.size(0));
        }
        int[] order = new int[x.rank()];
        Arrays.setAll(order, axis -> axis == 0 ? 0 : axis == x.rank() - 1 ? 1 : axis + 1);
        return x.permute(order).reshape(x.size() / Math.max(1, x.size(1)), x.size(1));
    }

    /** What was computed by rows in the shape that the oracle gives it. */
    private static Tensor reshaped(Arguments in, Tensor loss, int... shape) {
        return in.reduction().equals("none") ? loss.reshape(shape) : loss;
    }

    private static Tensor likelihood(Arguments in, CrossEntropy loss) {
        Tensor weight = in.tensorOrNull("weight");
        loss = weight == null ? loss : loss.classWeights(weight.toArray());
        return reshaped(
                in,
                in.reduced(
                                loss.labelSmoothing(in.number("label_smoothing", 0))
                                        .ignore(in.integer("ignore_index", IGNORED)))
                        .apply(rows(in.x()), in.integers("target")),
                in.target().shape());
    }

    private static Tensor softLabels(Arguments in) {
        Tensor weight = in.tensorOrNull("weight");
        CrossEntropy loss = Losses.softmaxCrossEntropy();
        loss = weight == null ? loss : loss.classWeights(weight.toArray());
        int axis = in.x().rank() == 1 ? 0 : 1;
        int[] shape =
                IntStream.range(0, in.x().rank())
                        .filter(i -> i != axis)
                        .map(in.x()::size)
                        .toArray();
        return reshaped(
                in,
                in.reduced(loss.labelSmoothing(in.number("label_smoothing", 0)).softLabels())
                        .apply(rows(in.x()), rows(in.target())),
                shape);
    }

    private static Tensor multiMargin(Arguments in) {
        int p = in.integer("p", 1);
        if (p != 1 && p != 2) {
            throw in.unknown("p");
        }
        Tensor weight = in.tensorOrNull("weight");
        MulticlassHinge loss = Losses.multiclassHinge().meanOverClasses().margin(margin(in));
        loss = p == 1 ? loss : loss.squared();
        loss = weight == null ? loss : loss.classWeights(weight.toArray());
        return reshaped(
                in,
                in.reduced(loss).apply(rows(in.x()), in.integers("target")),
                in.target().shape());
    }

    /** What a layer computes with these values in place of its parameters. */
    static Tensor with(Module layer, Supplier<Tensor> f, Tensor... values) {
        return Parameter.function(layer.parameters(), f).apply(values);
    }

    private static Tensor linear(Arguments in) {
        Tensor weight = in.tensor("weight").transpose();
        Tensor bias = in.tensorOrNull("bias");
        SplittableRandom random = new SplittableRandom(0);
        int inputs = weight.size(0);
        int outputs = weight.size(1);
        if (bias == null) {
            Dense plain =
                    Dense.withoutBias("dense", inputs, outputs, Initializers.normal(0), random);
            return with(plain, () -> plain.apply(in.x()), weight);
        }
        Dense dense = new Dense(inputs, outputs, Initializers.normal(0), random);
        return with(dense, () -> dense.apply(in.x()), weight, bias);
    }

    private static Tensor embedding(Arguments in) {
        Tensor weight = in.tensor("weight");
        int symbols = weight.size(0);
        int width = weight.size(1);
        SplittableRandom random = new SplittableRandom(0);
        Embedding table =
                in.has("padding_idx")
                        ? Embedding.withPadding(
                                "words",
                                symbols,
                                width,
                                Math.floorMod(in.integer("padding_idx", 0), symbols),
                                Initializers.normal(1),
                                random)
                        : new Embedding("words", symbols, width, Initializers.normal(1), random);
        return with(table, () -> table.apply(in.tensor("index")), weight);
    }

    private static Tensor layerNorm(Arguments in) {
        int[] shape = in.list("normalized_shape");
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        boolean affine = weight != null || bias != null;
        LayerNorm norm = new LayerNorm("norm", shape, in.number("eps", 1e-5), affine);
        return affine
                ? with(
                        norm,
                        () -> norm.apply(in.x()),
                        weight == null ? Tensor.ones(shape) : weight,
                        bias == null ? Tensor.zeros(shape) : bias)
                : norm.apply(in.x());
    }

    private static Result batchNorm(Arguments in) {
        Tensor x = in.x();
        int features = x.size(1);
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        boolean affine = weight != null || bias != null;
        BatchNorm norm =
                new BatchNorm(
                        "norm",
                        features,
                        in.number("momentum", 0.1),
                        in.number("eps", 1e-5),
                        affine);
        Tensor mean = in.tensorOrNull("running_mean");
        Tensor variance = in.tensorOrNull("running_var");
        if (mean != null) {
            norm.mean().set(mean);
            norm.variance().set(variance);
        }
        boolean training = in.flag("training") || mean == null;
        Supplier<Tensor> f =
                () ->
                        training
                                ? norm.forward(x, Pass.training(new SplittableRandom(0)))
                                : norm.apply(x);
        Tensor y =
                affine
                        ? with(
                                norm,
                                f,
                                weight == null ? Tensor.ones(features) : weight,
                                bias == null ? Tensor.zeros(features) : bias)
                        : f.get();
        Map<String, Tensor> further = new LinkedHashMap<>();
        further.put("running_mean", norm.mean().value());
        further.put("running_var", norm.variance().value());
        return new Result(y, further);
    }

    /** Ours are along the last axis. */
    private static Tensor alongAxis(Arguments in, UnaryOperator<Tensor> activation) {
        Tensor x = in.x();
        int axis = in.integer("axis", -1);
        if (x.rank() == 0) {
            return activation.apply(x.reshape(1)).reshape();
        }
        return activation.apply(x.swapAxes(axis, -1)).swapAxes(axis, -1);
    }

    private static Tensor hardTanh(Arguments in) {
        double min = in.number("min", -1);
        double max = in.number("max", 1);
        Activation hard = min == -1 && max == 1 ? Activation.HARD_TANH : Activation.clamp(min, max);
        return hard.apply(in.x());
    }

    private static Tensor softplus(Arguments in) {
        double beta = in.number("beta", 1);
        return Activation.SOFTPLUS.apply(in.x().mul(beta)).div(beta);
    }
}
