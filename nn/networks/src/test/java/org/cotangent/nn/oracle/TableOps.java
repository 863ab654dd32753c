package org.cotangent.nn.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Ctc;
import org.cotangent.nn.Glu;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.ReducedLoss;
import org.cotangent.nn.Rrelu;
import org.cotangent.nn.tables.Bilinear;
import org.cotangent.nn.tables.Cosine;
import org.cotangent.nn.tables.Euclidean;

/** The ops of the oracle for tables, and of further activations and losses. */
final class TableOps {
    private TableOps() {}

    /** Adds them to the table. */
    static void add() {
        activations();
        losses();
        pairs();
    }

    private static void pairs() {
        NnOps.op("bilinear", TableOps::bilinear);
        NnOps.op("cosine_similarity", TableOps::cosine);
        NnOps.op("pairwise_distance", TableOps::pairwise);
    }

    private static Tensor bilinear(Arguments in) {
        Tensor weight = in.tensor("weight").permute(1, 2, 0);
        Tensor bias = in.tensorOrNull("bias");
        SplittableRandom random = new SplittableRandom(0);
        int left = weight.size(0);
        int right = weight.size(1);
        int outputs = weight.size(2);
        Initializer any = Initializers.normal(0);
        Bilinear form =
                bias == null
                        ? Bilinear.withoutBias("form", left, right, outputs, any, random)
                        : new Bilinear("form", left, right, outputs, any, random);
        Tensor[] values = bias == null ? new Tensor[] {weight} : new Tensor[] {weight, bias};
        return NnOps.with(form, () -> form.apply(in.tensor("x1"), in.tensor("x2")), values);
    }

    /** Ours are of one vector and columns: here one row at a time. */
    private static Tensor cosine(Arguments in) {
        int axis = in.integer("axis", 1);
        return rowByRow(
                in.tensor("x1").swapAxes(axis, -1),
                in.tensor("x2").swapAxes(axis, -1),
                (a, b) -> {
                    Cosine layer = new Cosine("cosine", Tensor.ones(b.shape()));
                    return NnOps.with(layer, () -> layer.apply(a), b);
                });
    }

    private static Tensor pairwise(Arguments in) {
        Tensor a = in.tensor("x1");
        Tensor b = in.tensor("x2");
        double p = in.number("p", 2);
        Tensor y =
                p == 2
                        ? rowByRow(
                                a.add(in.number("eps", 1e-6)),
                                b,
                                (row, column) -> {
                                    Euclidean layer =
                                            new Euclidean("distance", Tensor.ones(column.shape()));
                                    return NnOps.with(layer, () -> layer.apply(row), column);
                                })
                        : distance(in, a, b);
        return in.flag("keepdim") ? y.unsqueeze(-1) : y;
    }

    /** What a layer with the rows of the one as weights does with those of the other. */
    private static Tensor rowByRow(Tensor a, Tensor b, BinaryOperator<Tensor> ofRow) {
        int width = a.size(-1);
        int[] shape = Arrays.copyOf(a.shape(), a.rank() - 1);
        List<Tensor> rows = a.reshape(a.size() / width, width).unstack(0);
        List<Tensor> others = b.reshape(b.size() / width, width).unstack(0);
        Tensor[] all = new Tensor[rows.size()];
        Arrays.setAll(all, i -> ofRow.apply(rows.get(i), others.get(i).unsqueeze(-1)).reshape());
        return Tensor.stack(0, all).reshape(shape);
    }

    private static void losses() {
        NnOps.op("ctc_loss", TableOps::labelPaths);
        NnOps.op("cosine_embedding_loss", TableOps::cosineEmbedding);
        NnOps.op("triplet_margin_loss", TableOps::triplet);
        NnOps.op("poisson_nll_loss", TableOps::poisson);
        NnOps.op("gaussian_nll_loss", TableOps::gaussian);
        NnOps.op("multilabel_margin_loss", TableOps::multilabelMargin);
    }

    /** Steps come first for the oracle; zero_infinity asks for nothing where all is finite. */
    private static Tensor labelPaths(Arguments in) {
        Tensor scores = in.x().swapAxes(0, 1);
        int[] steps = in.list("input_lengths");
        int[] counts = in.list("target_lengths");
        int[] listed = in.integers("targets");
        int width = in.tensor("targets").size(1);
        int[][] labels = new int[counts.length][];
        double[][] mask = new double[counts.length][scores.size(1)];
        for (int row = 0; row < counts.length; row++) {
            labels[row] = Arrays.copyOfRange(listed, row * width, row * width + counts[row]);
            Arrays.fill(mask[row], 0, steps[row], 1);
        }
        Ctc loss = Losses.ctc().blank(in.integer("blank", 0));
        loss = in.flag("from_logits") ? loss : loss.ofLogs();
        loss = in.reduction().equals("mean") ? loss.perLabel() : loss;
        return in.reduced(loss).apply(scores, labels, Tensor.of(mask));
    }

    private static Tensor cosineEmbedding(Arguments in) {
        // lengths as the oracle has them, with 1e-12 added to the squares
        Tensor a = in.tensor("x1");
        Tensor b = in.tensor("x2");
        Tensor squares = a.square().sum(-1).add(1e-12).mul(b.square().sum(-1).add(1e-12));
        Tensor cosine = a.mul(b).sum(-1).div(squares.sqrt());
        return in.reduced(Losses.cosineEmbedding(in.number("margin", 0)))
                .apply(cosine, in.target());
    }

    private static Tensor triplet(Arguments in) {
        Tensor positive = in.tensor("positive");
        Tensor negative = in.tensor("negative");
        Tensor near = distance(in, in.tensor("anchor"), positive);
        Tensor far = distance(in, in.tensor("anchor"), negative);
        if (in.flag("swap")) {
            far = far.min(distance(in, positive, negative));
        }
        return in.reduced(Losses.triplet(in.number("margin", 1))).apply(near, far);
    }

    private static Tensor distance(Arguments in, Tensor a, Tensor b) {
        return Linalg.pairwiseDistance(
                a, b, Axes.of(-1), in.number("p", 2), in.number("eps", 1e-6));
    }

    /** The oracle's full form adds Stirling's approximation of what the targets alone decide. */
    private static Tensor poisson(Arguments in) {
        double eps = in.number("eps", 1e-8);
        ReducedLoss<Tensor> loss =
                in.flag("log_input") ? Losses.poisson() : Losses.poissonOfRates(eps);
        Tensor t = in.target();
        Tensor each = loss.unreduced().apply(in.x(), t);
        if (in.flag("full")) {
            Tensor many = t.max(1);
            Tensor stirling =
                    many.mul(many.log()).sub(many).add(many.mul(2 * Math.PI).log().mul(0.5));
            each = each.add(Tensor.where(t.gt(1), stirling, Tensor.of(0)));
        }
        return NnOps.reduced(in, each);
    }

    private static Tensor gaussian(Arguments in) {
        Tensor t = in.target();
        Tensor log = in.tensor("var").max(in.number("eps", 1e-6)).log().expand(t.shape());
        Tensor each = Losses.gaussian().unreduced().apply(Tensor.concat(-1, in.x(), log), t);
        return NnOps.reduced(in, in.flag("full") ? each.add(Math.log(2 * Math.PI) / 2) : each);
    }

    /** The oracle lists the labels of a row, and ends the list by -1. */
    private static Tensor multilabelMargin(Arguments in) {
        Tensor x = in.x();
        int classes = x.size(-1);
        int[] listed = in.integers("target");
        double[] labels = new double[listed.length];
        for (int row = 0; row < listed.length; row += classes) {
            for (int i = row; i < row + classes && listed[i] >= 0; i++) {
                labels[row + listed[i]] = 1;
            }
        }
        ReducedLoss<Tensor> loss = in.reduced(Losses.multilabelMargin());
        Tensor rows = x.rank() == 1 ? x.unsqueeze(0) : x;
        return loss.apply(rows, Tensor.of(labels, rows.shape()));
    }

    private static void activations() {
        NnOps.op(
                "rrelu",
                in ->
                        new Rrelu(in.number("lower", 0.125), in.number("upper", 1.0 / 3))
                                .apply(in.x()));
        NnOps.op("celu", in -> Activation.celu(in.number("alpha", 1)).apply(in.x()));
        NnOps.op("mish", in -> Activation.MISH.apply(in.x()));
        NnOps.op("softsign", in -> Activation.SOFTSIGN.apply(in.x()));
        NnOps.op("log_sigmoid", in -> Activation.LOG_SIGMOID.apply(in.x()));
        NnOps.op("tanhshrink", in -> Activation.TANH_SHRINK.apply(in.x()));
        NnOps.op("softshrink", in -> Activation.softShrink(in.number("lambd", 0.5)).apply(in.x()));
        NnOps.op("hardshrink", in -> Activation.hardShrink(in.number("lambd", 0.5)).apply(in.x()));
        NnOps.op(
                "threshold",
                in ->
                        Activation.threshold(in.number("threshold", 0), in.number("value", 0))
                                .apply(in.x()));
        NnOps.op("glu", in -> new Glu(in.integer("axis", -1)).apply(in.x()));
    }
}
