package org.cotangent.nn.data;

import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;

/**
 * A layer that applies a fitted {@link Transform} or its inverse, so that preparing the inputs or
 * restoring the units of the outputs is part of the model. It is not trained, gradients pass to the
 * inputs as far as the transform is differentiable, and {@link org.cotangent.nn.files.Models} saves
 * it with the model if {@link #FORMAT} is given, so that neither can be used without the other.
 *
 * <pre>{@code
 * Tensor data = Tensor.of(new double[][] {{1, 10}, {3, 30}});
 * Layer scale = new TransformLayer("standardize", Standardizer.fit(data));
 * scale.apply(data);   // [[-1, -1], [1, 1]]
 * Mlp mlp = Mlp.of(2, 8, 1).activation(Activation.TANH).build(new SplittableRandom(1));
 * Layer model = new Sequential(scale, mlp);
 * }</pre>
 */
public final class TransformLayer implements Layer {
    /** The form of such a layer in files, for {@link org.cotangent.nn.files.Models}. */
    public static final ModuleFormat<TransformLayer> FORMAT =
            ModuleFormat.of(
                    "transform",
                    TransformLayer.class,
                    (layer, state) ->
                            state.with("inverse", layer.inverse)
                                    .with("transform", layer.transform.state()),
                    s ->
                            new TransformLayer(
                                    s.text("name"),
                                    Transforms.of(s.child("transform")),
                                    s.truth("inverse")));

    private final String name;
    private final Transform transform;
    private final boolean inverse;

    /**
     * A layer that applies a transform.
     *
     * @param name the name, as "standardize"
     * @param transform the fitted transform
     * @throws IllegalArgumentException if the name is blank
     */
    public TransformLayer(String name, Transform transform) {
        this(name, transform, false);
    }

    private TransformLayer(String name, Transform transform, boolean inverse) {
        this.name = Objects.requireNonNull(name, "transform layer: the name is null");
        this.transform = Objects.requireNonNull(transform, () -> name + ": the transform is null");
        this.inverse = inverse;
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "transform layer: the name is blank; a name, as \"standardize\", expected");
        }
    }

    /**
     * A layer that applies the inverse of a transform, as to give predictions of standardized
     * targets in their units.
     *
     * @param name the name, as "restore"
     * @param transform the fitted transform
     * @return the layer; {@link #apply apply} throws what {@link Transform#inverse} throws
     * @throws IllegalArgumentException if the name is blank
     */
    public static TransformLayer inverse(String name, Transform transform) {
        return new TransformLayer(name, transform, true);
    }

    /**
     * {@inheritDoc}
     *
     * @param x shape [rows, inputs of the transform], or [rows, its outputs] for its inverse
     * @return shape [rows, outputs], or [rows, inputs] for the inverse
     * @throws IllegalArgumentException if x has another shape; the message has the name of the
     *     layer
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Objects.requireNonNull(x, () -> name + ": the input is null");
        return pass.within(this, () -> transformed(x));
    }

    private Tensor transformed(Tensor x) {
        try {
            return inverse ? transform.inverse(x) : transform.apply(x);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The transform.
     *
     * @return as given
     */
    public Transform transform() {
        return transform;
    }

    /**
     * Whether the transform is undone.
     *
     * @return true for {@link #inverse}
     */
    public boolean isInverse() {
        return inverse;
    }

    /**
     * The name and the widths.
     *
     * @return as "standardize (4 to 4)"
     */
    @Override
    public String toString() {
        int from = inverse ? transform.outputs() : transform.inputs();
        int to = inverse ? transform.inputs() : transform.outputs();
        return name + " (" + from + " to " + to + ")";
    }
}
