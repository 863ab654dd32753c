package org.cotangent.nn.sequences;

import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * The sinusoidal encoding of positions, which is added to the input: feature 2 i of step p gets
 * sin(p / 10000^(2 i / width)) and feature 2 i + 1 the cosine of the same. It has no parameters and
 * fits any number of steps. A. Vaswani and others, "Attention is all you need", 2017.
 *
 * <pre>{@code
 * new PositionalEncoding().apply(Tensor.zeros(1, 2, 4)).slice(1, 0, 1);   // [[[0, 1, 0, 1]]]
 * PositionalEncoding.table(100, 6).size(0);                               // 100
 * }</pre>
 */
public final class PositionalEncoding implements Layer {
    static final ModuleFormat<PositionalEncoding> FORMAT =
            ModuleFormat.of(
                    "positionalEncoding",
                    PositionalEncoding.class,
                    (encoding, state) -> state,
                    s -> new PositionalEncoding());

    private static final double LONGEST = 10_000; // wave length over 2 π

    /** The last table, which the next batch will ask for again. */
    private volatile Tensor last = Tensor.zeros(0, 0);

    /** The encoding. */
    public PositionalEncoding() {}

    /**
     * The encoding of the first positions.
     *
     * @param steps the number of steps, from 0
     * @param width the number of features, from 0
     * @return shape [steps, width]
     * @throws IllegalArgumentException if a number is negative
     */
    public static Tensor table(int steps, int width) {
        Checks.atLeast("positional encoding", "number of steps", 0, steps);
        Checks.atLeast("positional encoding", "width", 0, width);
        double[] values = new double[Math.multiplyExact(steps, width)];
        for (int i = 0; i < values.length; i++) {
            int feature = i % width;
            double power = (feature - feature % 2) / (double) width;
            double angle = i / width / StrictMath.pow(LONGEST, power);
            values[i] = feature % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
        }
        return Tensor.of(values, steps, width);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape […, steps, width]
     * @return the shape of x
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> x.add(tableFor(x)));
    }

    private Tensor tableFor(Tensor x) {
        PositionalEmbedding.requireSteps(name(), x);
        Tensor table = last;
        if (table.size(0) != x.size(-2) || table.size(1) != x.size(-1)) {
            table = table(x.size(-2), x.size(-1));
            last = table;
        }
        return table;
    }

    /** Whether the other is one too, for all are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PositionalEncoding;
    }

    @Override
    public int hashCode() {
        return Objects.hash(LONGEST);
    }

    /**
     * The name.
     *
     * @return "positionalEncoding"
     */
    @Override
    public String toString() {
        return name();
    }
}
