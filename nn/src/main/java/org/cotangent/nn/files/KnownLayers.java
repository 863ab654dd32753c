package org.cotangent.nn.files;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Maxout;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.Prelu;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.Residual;
import org.cotangent.nn.Sequential;

/** The codecs of Cotangent's own layers. */
final class KnownLayers {
    /** The weights come from the file afterwards. */
    private static final Initializer ZEROS =
            (inputs, outputs, random) -> new double[inputs * outputs];

    static final List<LayerCodec> ALL =
            List.of(
                    LayerCodec.of("dense", Dense.class, KnownLayers::write, KnownLayers::dense),
                    LayerCodec.of(
                            "activation",
                            Activation.class,
                            a ->
                                    new LayerSettings()
                                            .with("name", a.name())
                                            .with("arguments", a.arguments()),
                            s -> Activation.of(s.text("name"), s.numbers("arguments"))),
                    LayerCodec.of("maxout", Maxout.class, KnownLayers::write, KnownLayers::maxout),
                    LayerCodec.of("prelu", Prelu.class, KnownLayers::write, KnownLayers::prelu),
                    LayerCodec.of(
                            "dropout",
                            Dropout.class,
                            d -> new LayerSettings().with("rate", d.rate()),
                            s -> new Dropout(s.number("rate"))),
                    LayerCodec.of(
                            "batchNorm",
                            BatchNorm.class,
                            KnownLayers::write,
                            KnownLayers::batchNorm),
                    LayerCodec.of(
                            "layerNorm",
                            LayerNorm.class,
                            KnownLayers::write,
                            KnownLayers::layerNorm),
                    LayerCodec.of(
                            "embedding",
                            Embedding.class,
                            KnownLayers::write,
                            KnownLayers::embedding),
                    LayerCodec.of(
                            "flatten", Flatten.class, f -> new LayerSettings(), s -> new Flatten()),
                    LayerCodec.of(
                            "reshape",
                            Reshape.class,
                            r -> new LayerSettings().with("shape", r.shape()),
                            s -> new Reshape(s.integers("shape"))),
                    LayerCodec.of(
                            "sequential",
                            Sequential.class,
                            q ->
                                    new LayerSettings()
                                            .with("name", q.name())
                                            .with("layers", q.layers()),
                            s -> new Sequential(s.text("name"), s.layers("layers"))),
                    LayerCodec.of(
                            "residual",
                            Residual.class,
                            r ->
                                    new LayerSettings()
                                            .with("name", r.name())
                                            .with("layers", r.layers()),
                            s -> new Residual(s.text("name"), s.layers("layers"))),
                    LayerCodec.of(
                            "parallel",
                            Parallel.class,
                            p ->
                                    new LayerSettings()
                                            .with("name", p.name())
                                            .with("join", p.join().name())
                                            .with("layers", p.layers()),
                            s ->
                                    new Parallel(
                                            s.text("name"),
                                            Parallel.Join.valueOf(s.text("join")),
                                            s.layers("layers"))),
                    LayerCodec.of("mlp", Mlp.class, KnownLayers::write, KnownLayers::mlp),
                    TransformCodec.CODEC);

    private KnownLayers() {}

    private static RandomGenerator random() {
        return new SplittableRandom(0);
    }

    private static LayerSettings write(Dense dense) {
        return new LayerSettings()
                .with("name", dense.name())
                .with("inputs", dense.inputs())
                .with("outputs", dense.outputs())
                .with("bias", dense.hasBias());
    }

    private static Dense dense(LayerSettings s) {
        String name = s.text("name");
        int inputs = s.integer("inputs");
        int outputs = s.integer("outputs");
        boolean bias = s.truth("bias");
        s.claim(name + ".weight", inputs, outputs);
        if (!bias) {
            return Dense.withoutBias(name, inputs, outputs, ZEROS, random());
        }
        s.claim(name + ".bias", outputs);
        return new Dense(name, inputs, outputs, ZEROS, random());
    }

    private static LayerSettings write(Maxout maxout) {
        return new LayerSettings()
                .with("name", maxout.name())
                .with("inputs", maxout.inputs())
                .with("outputs", maxout.outputs())
                .with("pieces", maxout.pieces());
    }

    private static Maxout maxout(LayerSettings s) {
        String name = s.text("name");
        int inputs = s.integer("inputs");
        int outputs = s.integer("outputs");
        int pieces = s.integer("pieces");
        s.claim(name + ".weight", inputs, outputs, pieces);
        s.claim(name + ".bias", outputs, pieces);
        return new Maxout(name, inputs, outputs, pieces, ZEROS, random());
    }

    private static LayerSettings write(Prelu prelu) {
        return new LayerSettings()
                .with("name", prelu.name())
                .with("slopes", prelu.slope().value().shape());
    }

    private static Prelu prelu(LayerSettings s) {
        String name = s.text("name");
        int[] shape = s.integers("slopes");
        s.claim(name + ".slope", shape);
        return new Prelu(name, Tensor.zeros(shape));
    }

    private static LayerSettings write(BatchNorm norm) {
        return new LayerSettings()
                .with("name", norm.name())
                .with("features", norm.features())
                .with("momentum", norm.momentum())
                .with("epsilon", norm.epsilon())
                .with("affine", norm.isAffine());
    }

    private static BatchNorm batchNorm(LayerSettings s) {
        String name = s.text("name");
        int features = s.integer("features");
        boolean affine = s.truth("affine");
        s.claim(name, affine ? 4 : 2, features);
        return new BatchNorm(name, features, s.number("momentum"), s.number("epsilon"), affine);
    }

    private static LayerSettings write(LayerNorm norm) {
        return new LayerSettings()
                .with("name", norm.name())
                .with("shape", norm.shape())
                .with("epsilon", norm.epsilon())
                .with("affine", norm.isAffine());
    }

    private static LayerNorm layerNorm(LayerSettings s) {
        String name = s.text("name");
        int[] shape = s.integers("shape");
        boolean affine = s.truth("affine");
        if (affine) {
            s.claim(name + ".weight", shape);
            s.claim(name + ".bias", shape);
        }
        return new LayerNorm(name, shape, s.number("epsilon"), affine);
    }

    private static LayerSettings write(Embedding embedding) {
        return new LayerSettings()
                .with("name", embedding.name())
                .with("symbols", embedding.count())
                .with("width", embedding.width())
                .with("padding", embedding.padding());
    }

    private static Embedding embedding(LayerSettings s) {
        String name = s.text("name");
        int symbols = s.integer("symbols");
        int width = s.integer("width");
        int padding = s.integer("padding");
        s.claim(name + ".weight", symbols, width);
        return padding == -1
                ? new Embedding(name, symbols, width, ZEROS, random())
                : Embedding.withPadding(name, symbols, width, padding, ZEROS, random());
    }

    private static LayerSettings write(Mlp mlp) {
        LayerSettings settings = new LayerSettings();
        // a perceptron without a name has none before those of its layers
        if (!mlp.layers().get(0).name().equals("dense1")) {
            settings.with("name", mlp.name());
        }
        return settings.with("widths", mlp.widths())
                .with("hidden", mlp.hidden())
                .with("output", mlp.output());
    }

    private static Mlp mlp(LayerSettings s) {
        String name = s.has("name") ? s.text("name") : null;
        String prefix = name == null ? "" : name + ".";
        int[] widths = s.integers("widths");
        for (int i = 1; i < widths.length; i++) {
            s.claim(prefix + "dense" + i + ".weight", widths[i - 1], widths[i]);
            s.claim(prefix + "dense" + i + ".bias", widths[i]);
        }
        Activation hidden = activation(s, "hidden");
        Activation output = activation(s, "output");
        return name == null
                ? Mlp.of(widths).activation(hidden).output(output).build(random())
                : Mlp.of(widths).name(name).activation(hidden).output(output).build(random());
    }

    private static Activation activation(LayerSettings s, String name) {
        if (s.layer(name) instanceof Activation activation) {
            return activation;
        }
        throw new IllegalArgumentException(
                "setting \"" + name + "\" is " + s.layer(name) + "; an activation expected");
    }
}
