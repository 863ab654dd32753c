package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * Transforms one after the other, each fitted to the output of those before it on the training
 * data. Immutable.
 *
 * <pre>{@code
 * Tensor train = Tensor.of(new double[][] {{1, 2}, {Double.NaN, 4}, {3, 8}});
 * Pipeline prepare =
 *         Pipeline.fit(
 *                 train,
 *                 x -> Imputer.fit(x, Missing.MEAN),
 *                 Standardizer::fit,
 *                 x -> Pca.fit(x, 1));
 * prepare.apply(train).size(1);   // 1
 * }</pre>
 */
public final class Pipeline implements Transform {
    static final String KIND = "pipeline";

    private final List<Transform> steps;

    private Pipeline(List<Transform> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Learns the steps in their order.
     *
     * @param data the training data of the first, shape [rows, columns]
     * @param learners for each step how it is learned, at least one
     * @return all of them as one transformation
     * @throws IllegalArgumentException if no step is given, or one cannot be learned
     */
    @SafeVarargs
    public static Pipeline fit(Tensor data, Function<Tensor, Transform>... learners) {
        List<Transform> steps = new ArrayList<>();
        Tensor x = data;
        for (Function<Tensor, Transform> learner : learners) {
            Transform step = Checks.present(KIND, "what a learner made", learner.apply(x));
            steps.add(step);
            x = step.apply(x);
        }
        return of(steps.toArray(new Transform[0]));
    }

    /**
     * Transformations that were learned already.
     *
     * @param steps in their order, at least one
     * @return all of them as one transformation
     * @throws IllegalArgumentException if none is given, or one puts out another number of columns
     *     than the next takes
     */
    public static Pipeline of(Transform... steps) {
        if (steps.length == 0) {
            throw new IllegalArgumentException(KIND + ": no steps; one or more expected");
        }
        for (int i = 1; i < steps.length; i++) {
            if (steps[i - 1].outputs() != steps[i].inputs()) {
                throw Checks.illegal(
                        "%s: %s puts out %s columns, and %s takes %s",
                        KIND, steps[i - 1], steps[i - 1].outputs(), steps[i], steps[i].inputs());
            }
        }
        return new Pipeline(Arrays.asList(steps));
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static Pipeline of(State state) {
        return of(
                state.require(KIND).children("steps").stream()
                        .map(Transforms::of)
                        .toArray(Transform[]::new));
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = MatrixChecks.fitting(KIND, x, inputs());
        for (Transform step : steps) {
            y = step.apply(y);
        }
        return y;
    }

    @Override
    public Tensor inverse(Tensor y) {
        Tensor x = MatrixChecks.fitting(KIND, y, outputs());
        for (int i = steps.size() - 1; i >= 0; i--) {
            x = steps.get(i).inverse(x);
        }
        return x;
    }

    /**
     * The steps.
     *
     * @return an unmodifiable list, in their order
     */
    public List<Transform> steps() {
        return steps;
    }

    @Override
    public int inputs() {
        return steps.get(0).inputs();
    }

    @Override
    public int outputs() {
        return steps.get(steps.size() - 1).outputs();
    }

    @Override
    public State state() {
        return new State(KIND).with("steps", steps.stream().map(Transform::state).toList());
    }

    /**
     * The steps in their order.
     *
     * @return as "standardizer of 4 columns, pca (4 to 2)"
     */
    @Override
    public String toString() {
        return steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
