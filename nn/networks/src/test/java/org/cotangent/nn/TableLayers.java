package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.tables.Bilinear;
import org.cotangent.nn.tables.Branches;
import org.cotangent.nn.tables.Columns;
import org.cotangent.nn.tables.Cosine;
import org.cotangent.nn.tables.Euclidean;
import org.cotangent.nn.tables.Mixture;
import org.cotangent.nn.tables.SparseDense;
import org.cotangent.nn.tables.SparseRows;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.tables}. */
final class TableLayers {
    private TableLayers() {}

    /** A module of several inputs as a layer. */
    private static final class OfOne extends Block implements Layer {
        private final Layer layer;

        OfOne(Module inner, Layer layer) {
            super("one of " + inner.name());
            child(inner);
            this.layer = layer;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Objects.requireNonNull(x, () -> name() + ": the input is null");
            return pass.within(this, () -> layer.forward(x, pass));
        }
    }

    static List<EveryLayerTest.Case> cases() {
        RandomGenerator random = new SplittableRandom(33);
        Initializer normal = Initializers.normal(0.7);
        Tensor x = Tensor.normal(random, 3, 4);
        List<EveryLayerTest.Case> all = new ArrayList<>();
        for (Parallel.Join join : Parallel.Join.values()) {
            Branches branches =
                    new Branches(
                            "branches",
                            join,
                            List.of(
                                    new Dense("a", 3, 2, normal, random),
                                    new Dense("b", 1, 2, normal, random)));
            all.add(EveryLayerTest.of(new Columns(branches, 3, 1), x));
        }
        Branches gated = new Branches(Parallel.Join.PRODUCT, Activation.LINEAR, new Dropout(0.3));
        all.add(
                EveryLayerTest.of(
                        new OfOne(gated, (t, pass) -> gated.forward(List.of(t, t.square()), pass)),
                        x));
        all.add(
                EveryLayerTest.of(
                        new Mixture(
                                new Dense("gate", 4, 2, normal, random),
                                new Dense("first", 4, 3, normal, random),
                                new Dense("second", 4, 3, normal, random)),
                        x));
        all.add(EveryLayerTest.of(new Cosine(4, 2, normal, random), x));
        all.add(EveryLayerTest.of(new Euclidean(4, 2, normal, random), x));
        all.add(
                EveryLayerTest.of(
                        new Euclidean("centers", 2, 3, normal, random), x.reshape(3, 2, 2)));
        for (boolean biased : new boolean[] {true, false}) {
            Bilinear form =
                    biased
                            ? new Bilinear("form", 4, 2, 2, normal, random)
                            : Bilinear.withoutBias("form", 4, 2, 2, normal, random);
            all.add(
                    EveryLayerTest.of(
                            new OfOne(
                                    form,
                                    (t, pass) -> form.forward(t, t.slice(1, 1, 3).sin(), pass)),
                            x));
        }
        SparseRows rows =
                SparseRows.of(
                        4,
                        new int[][] {{3, 0, 3}, {}, {1}},
                        new double[][] {{1, -2, 0.5}, {}, {3}});
        SparseDense sparse = new SparseDense("sparse", 4, 2, normal, random);
        all.add(
                new EveryLayerTest.Case(
                        new OfOne(sparse, (t, pass) -> sparse.forward(rows, pass)), x, false));
        return all;
    }
}
