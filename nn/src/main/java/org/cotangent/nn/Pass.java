package org.cotangent.nn;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/**
 * One forward pass through a network: whether it is for training, where chance comes from, a mask
 * of what counts, and where modules leave losses, statistics and changes of buffers.
 *
 * <p>A module hands the pass that it got to the modules that it calls. A pass is for one thread.
 */
public final class Pass {
    private final RandomGenerator random; // null in evaluation
    private final Tensor mask; // or null
    private final Notes notes;

    /** What modules leave, shared by the passes made from one. */
    private static final class Notes {
        final Map<String, Tensor> losses = new LinkedHashMap<>();
        final Map<String, Statistic> statistics = new LinkedHashMap<>();
        final Map<Buffer, Tensor> before = new IdentityHashMap<>();
    }

    /**
     * A weighted mean in the making.
     *
     * @param sum the sum of value times weight
     * @param weight the sum of the weights
     */
    public record Statistic(double sum, double weight) {
        /**
         * The mean.
         *
         * @return the sum by the weight; NaN without any weight
         */
        public double mean() {
            return sum / weight;
        }
    }

    private Pass(RandomGenerator random, Tensor mask, Notes notes) {
        this.random = random;
        this.mask = mask;
        this.notes = notes;
    }

    /**
     * A pass that draws nothing and changes nothing.
     *
     * @return a new pass
     */
    public static Pass evaluation() {
        return new Pass(null, null, new Notes());
    }

    /**
     * A pass of training.
     *
     * @param random where chance comes from
     * @return a new pass
     */
    public static Pass training(RandomGenerator random) {
        Objects.requireNonNull(random, "pass: the random generator is null");
        return new Pass(random, null, new Notes());
    }

    /**
     * Whether layers behave as in training: drop units, take the statistics of the batch.
     *
     * @return false in evaluation
     */
    public boolean isTraining() {
        return random != null;
    }

    /**
     * Where chance comes from in training.
     *
     * @return the generator
     * @throws IllegalStateException in evaluation, where nothing is drawn
     */
    public RandomGenerator random() {
        if (random == null) {
            throw new IllegalStateException(
                    "pass: nothing is drawn at random in evaluation; ask isTraining() first");
        }
        return random;
    }

    /**
     * This pass for a part of a network that is not trained in it, as a teacher or a fixed encoder:
     * losses and statistics are those of this pass.
     *
     * @return a pass in evaluation
     */
    public Pass evaluating() {
        return random == null ? this : new Pass(null, mask, notes);
    }

    /**
     * This pass with a mask, for modules that know of padding.
     *
     * @param elements 1 for what counts and 0 for padding, as of shape [rows, steps]
     * @return a pass that shares all else with this one
     */
    public Pass masked(Tensor elements) {
        Objects.requireNonNull(elements, "pass: the mask is null");
        return new Pass(random, elements, notes);
    }

    /**
     * The mask.
     *
     * @return empty where everything counts
     */
    public Optional<Tensor> mask() {
        return Optional.ofNullable(mask);
    }

    /**
     * Adds a term to the loss, as a penalty on an activation. Terms of one name are summed.
     *
     * @param name what it is, for the history, as "kl"
     * @param loss a scalar
     * @throws IllegalArgumentException if the name is blank or the loss is no scalar
     */
    public void addLoss(String name, Tensor loss) {
        NameChecks.checked("loss", name);
        Objects.requireNonNull(loss, () -> name + ": the loss is null");
        if (loss.rank() != 0) {
            throw new IllegalArgumentException(
                    name
                            + ": the loss has shape "
                            + Arrays.toString(loss.shape())
                            + "; it must be a scalar, as of sum() or mean()");
        }
        notes.losses.merge(name, loss, Tensor::add);
    }

    /**
     * The terms that were added to the loss.
     *
     * @return an unmodifiable view, in the order of their first additions
     */
    public Map<String, Tensor> losses() {
        return Collections.unmodifiableMap(notes.losses);
    }

    /**
     * Reports a number, as a metric of this batch. Numbers of one name become their weighted mean,
     * over the batches of an epoch too.
     *
     * @param name what it is, as "accuracy"
     * @param value the number
     * @param weight how much it counts, as the number of samples; positive and finite
     * @throws IllegalArgumentException if the name is blank or the weight is no such number
     */
    public void report(String name, double value, double weight) {
        NameChecks.checked("statistic", name);
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + ": weight " + weight + "; it must be positive and finite");
        }
        notes.statistics.merge(
                name,
                new Statistic(value * weight, weight),
                (p, q) -> new Statistic(p.sum + q.sum, p.weight + q.weight));
    }

    /**
     * The numbers that were reported.
     *
     * @return an unmodifiable view, in the order of their first reports
     */
    public Map<String, Statistic> statistics() {
        return Collections.unmodifiableMap(notes.statistics);
    }

    /**
     * Gives a buffer a new value, as running statistics.
     *
     * @param buffer the buffer
     * @param value its new value
     * @throws IllegalStateException in evaluation, which changes nothing
     * @throws IllegalArgumentException if the shapes differ
     */
    public void update(Buffer buffer, Tensor value) {
        if (random == null) {
            throw new IllegalStateException(
                    buffer.name() + ": buffers do not change in evaluation");
        }
        Tensor before = buffer.value();
        buffer.set(value);
        notes.before.putIfAbsent(buffer, before);
    }

    /** Gives all buffers the values back that they had before this pass, as a failed one must. */
    public void undo() {
        notes.before.forEach(Buffer::set);
        notes.before.clear();
    }
}
