package org.cotangent.nn.data;

import org.cotangent.nn.State;

/** Restoring of transforms from their saved states. */
public final class Transforms {
    private Transforms() {}

    /**
     * The transformation that a state was taken of, whichever it is.
     *
     * <pre>{@code
     * Tensor data = Tensor.of(new double[][] {{1, 10}, {3, 30}});
     * State saved = Pipeline.fit(data, Standardizer::fit, Pca::fit).state();
     * Transform again = Transforms.of(saved);
     * again.inputs();   // 2
     * }</pre>
     *
     * @param state a state from {@link Transform#state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static Transform of(State state) {
        return switch (state.kind()) {
            case Standardizer.KIND -> Standardizer.of(state);
            case MinMax.KIND -> MinMax.of(state);
            case Pca.KIND -> Pca.of(state);
            case Imputer.KIND -> Imputer.of(state);
            case OneHot.KIND -> OneHot.of(state);
            case Pipeline.KIND -> Pipeline.of(state);
            case ColumnTransform.KIND -> ColumnTransform.of(state);
            case TableTransform.KIND ->
                    throw state.refusal(
                            "a table transform takes tables, not tensors; TableTransform.of"
                                    + " makes it again");
            case LabelEncoder.KIND ->
                    throw state.refusal(
                            "a label encoder takes labels, not tensors; LabelEncoder.of"
                                    + " makes it again");
            default ->
                    throw state.refusal(
                            "is not a transformation known here. To save one of your own with a"
                                    + " model make it a Layer with a ModuleFormat, which Models.save"
                                    + " and load are given");
        };
    }
}
