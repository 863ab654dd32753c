package org.cotangent.nn.images;

import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * The partial inverse of a max pooling: numbers are put where the largest ones stood, zeros
 * elsewhere.
 *
 * <pre>{@code
 * Pooling pooling = Pooling.max(2);
 * Tensor x = Tensor.of(new double[] {1, 5, 2, 0}, 1, 1, 4);
 * Pass pass = Pass.evaluation();
 * Images.MaxPool largest = pooling.positions(x, pass);   // values 5, 2 at positions 1, 2
 * MaxUnpool unpool = new MaxUnpool(pooling);
 * unpool.forward(largest.values(), largest.positions(), pass);   // [[[0, 5, 2, 0]]]
 * }</pre>
 */
public final class MaxUnpool extends Block {
    static final ModuleFormat<MaxUnpool> FORMAT =
            ModuleFormat.of(
                    "maxUnpool",
                    MaxUnpool.class,
                    (unpool, state) -> state,
                    (s, children) -> new MaxUnpool(s.text("name"), (Pooling) children.get(0)));

    private final Pooling pooling;

    /**
     * The inverse of a pooling, called "maxUnpool".
     *
     * @param pooling a max pooling, whose windows should not overlap
     * @throws IllegalArgumentException if it is no max pooling
     */
    public MaxUnpool(Pooling pooling) {
        this("maxUnpool", pooling);
    }

    /**
     * The inverse of a pooling, under a name.
     *
     * @param name the name, for messages
     * @param pooling a max pooling, whose windows should not overlap
     * @throws IllegalArgumentException if the name is blank, or the pooling is no max pooling
     */
    public MaxUnpool(String name, Pooling pooling) {
        super(name);
        if (!Checks.present(name, "the pooling", pooling).isMax()) {
            throw Checks.illegal("%s: %s has no positions; give a Pooling.max(...)", name, pooling);
        }
        this.pooling = child(pooling);
    }

    /**
     * The numbers where others stood, in the smallest image that the windows cover: for a kernel
     * and a stride of 2, twice the extents.
     *
     * @param x shape [rows, channels, …]
     * @param positions those of {@link Pooling#positions}, of the shape of x
     * @param pass the pass
     * @return shape [rows, channels, …]
     * @throws IllegalArgumentException if the shapes differ, or two numbers have one position
     * @throws IndexOutOfBoundsException if a position lies outside: the pooling's input was larger;
     *     give its extents
     */
    public Tensor forward(Tensor x, Tensor positions, Pass pass) {
        ImageChecks.image(name(), x);
        return forward(x, positions, pooling.covered(x), pass);
    }

    /**
     * The numbers where others stood, in an image of given extents.
     *
     * @param x shape [rows, channels, …]
     * @param positions those of {@link Pooling#positions}, of the shape of x
     * @param extents those of the image behind the channels, as of the pooling's input
     * @param pass the pass
     * @return shape [rows, channels, extents]
     * @throws IllegalArgumentException if the shapes differ, or two numbers have one position
     * @throws IndexOutOfBoundsException if a position lies outside
     */
    public Tensor forward(Tensor x, Tensor positions, int[] extents, Pass pass) {
        ImageChecks.image(name(), x);
        Checks.present(name(), "the positions", positions);
        Checks.present(name(), "the extents", extents);
        return pass.within(this, () -> Images.maxUnpool(x, positions, extents));
    }
}
