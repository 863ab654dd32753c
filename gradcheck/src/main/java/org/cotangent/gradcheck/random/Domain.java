package org.cotangent.gradcheck.random;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/**
 * A set of tensors that random points are drawn from. Most are regions where some operations are
 * smooth, with a margin to where they are not; {@linkplain #isOnKinks() some} are kinks, hit
 * exactly, and {@linkplain #isNearEdge() some} lie just inside an edge.
 *
 * <pre>{@code
 * Tensor x = Domain.POSITIVE.draw(new SplittableRandom(1), 2, 3);
 * GradCheck.check(t -> t.log(), x).requirePassed();
 * Domain.POSITIVE.contains(Tensor.vector(1, 2));   // true
 * Domain.POSITIVE.contains(Tensor.vector(1, 0));   // false
 * }</pre>
 */
public enum Domain {
    /** Numbers from -3 to 3. */
    REAL(-3, 3),
    /** Numbers from 0.3 to 4. */
    POSITIVE(0.3, 4),
    /** Numbers of size 0.3 to 3, of either sign. */
    NONZERO(
            r -> RandomElements.sign(r) * (0.3 + 2.7 * r.nextDouble()),
            x -> within(Math.abs(x), 0.29, 3.01)),
    /** Numbers from 1.3 to 4: for acosh. */
    ABOVE_ONE(1.3, 4),
    /** Numbers from -0.6 to 3: for log1p. */
    ABOVE_MINUS_ONE(-0.6, 3),
    /** Numbers of size up to 0.85: for asin, acos and atanh. */
    BELOW_ONE_IN_SIZE(-0.85, 0.85),
    /** Numbers from 0.1 to 0.9: for logit and quantiles. */
    BETWEEN_ZERO_AND_ONE(0.1, 0.9),
    /** Numbers from -1.2 to 1.2. */
    BETWEEN_POLES_OF_TAN(-1.2, 1.2),
    /** Zero every third time: where a function must be smooth however many zeros it meets. */
    WITH_ZEROS(r -> r.nextInt(3) == 0 ? 0 : -2 + 4 * r.nextDouble(), x -> Math.abs(x) <= 2.01),
    /** Off the whole and half numbers: no kink or jump that stands at one of them is near. */
    OFF_HALVES(
            r -> 0.5 * r.nextInt(12) - 2.75 + RandomElements.around(r, 0.15),
            x -> RandomElements.off(2 * x) > 0.19),
    /** Off the whole numbers unless positive: away from the poles of the gamma function. */
    OFF_POLES(
            r -> 0.5 + r.nextInt(6) - 2 + RandomElements.around(r, 0.3),
            x -> x > 0.15 || RandomElements.off(x) > 0.15),
    /** No two elements within 0.15 of each other: for maxima, medians and sorting. */
    DISTINCT(RandomElements::ladder, x -> RandomElements.apart(x, 0.15)),

    // ---- on kinks

    /** Exactly 0, every element: the kink of relu, abs and their like. */
    AT_ZERO(r -> 0, x -> x == 0),
    /** Exactly -1 or 1: ends of clamp, of asin, of atanh. */
    AT_ONES(RandomElements::sign, x -> Math.abs(x) == 1),
    /**
     * Whole and half numbers from -3 to 3: jumps of floor, of ceil and of round, kinks of clamp.
     */
    AT_HALVES(
            r -> 0.5 * r.nextInt(13) - 3,
            x -> RandomElements.off(2 * x) == 0 && within(Math.abs(x), 0, 3)),
    /** The largest element occurs twice or more, unless there is only one element. */
    TIED(RandomElements::ties, RandomElements::areTied),

    // ---- near an edge, by 1e-9 to 1e-3, all sizes of the distance alike

    /** Just off 0, on either side: near a kink, but not on it. */
    NEAR_ZERO(
            r -> RandomElements.sign(r) * RandomElements.tiny(r),
            x -> RandomElements.isTiny(Math.abs(x))),
    /** Just above 0: near the edge of log and sqrt. */
    JUST_ABOVE_ZERO(RandomElements::tiny, RandomElements::isTiny),
    /** Just above 1: near the edge of acosh. */
    JUST_ABOVE_ONE(r -> 1 + RandomElements.tiny(r), x -> RandomElements.isTiny(x - 1)),
    /** Just below 1 in size: near the edges of asin, acos and atanh. */
    JUST_BELOW_ONE_IN_SIZE(
            r -> RandomElements.sign(r) * (1 - RandomElements.tiny(r)),
            x -> RandomElements.isTiny(1 - Math.abs(x))),

    // ---- matrices, in the last two axes

    /** Matrices with singular values from 0.5 to 2.5, so of a condition of at most 5. */
    WELL_CONDITIONED(false, RandomMatrices::wellConditioned, RandomMatrices::isWellConditioned),
    /** Symmetric matrices, to the last bit, with eigenvalues from 0.5 to 2.5. */
    POSITIVE_DEFINITE(true, RandomMatrices::positiveDefinite, RandomMatrices::isPositiveDefinite),
    /** Matrices whose least singular value is above 0.5, of elements up to 2. */
    REGULAR(false, 2, x -> RandomMatrices.least(x) > 0.5),
    /** Square regular ones with a positive determinant. */
    REGULAR_POSITIVE(true, 2, x -> RandomMatrices.least(x) > 0.5 && Linalg.det(x).value() > 0),
    /** Square matrices whose last row depends on the others; a zero for a single element. */
    SINGULAR(true, RandomMatrices.dependent(0), x -> RandomMatrices.least(x) < 1e-12),
    /** As near to singular that a division by the determinant would lose all. */
    NEARLY_SINGULAR(true, RandomMatrices.dependent(1e-9), x -> RandomMatrices.least(x) < 1e-7),
    /** Square matrices with a diagonal of size 1 to 2, so that both triangles are regular. */
    DIAGONAL(true, RandomMatrices::diagonal, x -> RandomMatrices.smallest(Linalg.diag(x, 0)) >= 1),
    /** Square matrices, not symmetric, whose symmetric part is positive definite. */
    DEFINITE(true, RandomMatrices::definite, x -> RandomMatrices.smallestEigenvalue(x) > 0.4),
    /** Square matrices whose symmetric part has eigenvalues apart, no eigenvector near a sign. */
    EIGENVALUES_APART(true, 2, RandomMatrices::eigenvaluesApart),
    /**
     * Matrices with singular values apart from each other and from 0, so have rows and columns
     * their sums of sizes; the leading columns are independent, and no vector is near a sign.
     */
    SINGULAR_VALUES_APART(false, 2, RandomMatrices::singularValuesApart);

    private interface Draw {
        double[] elements(RandomGenerator random, int[] shape);
    }

    private enum Form {
        ELEMENTS,
        MATRICES,
        SQUARE_MATRICES
    }

    private final Form form;
    private final Draw draw;
    private final Predicate<Tensor> contains;

    Domain(Form form, Draw draw, Predicate<Tensor> contains) {
        this.form = form;
        this.draw = draw;
        this.contains = contains;
    }

    Domain(Draw draw, Predicate<Tensor> contains) {
        this(Form.ELEMENTS, draw, contains);
    }

    /** Elements independent of each other. */
    Domain(ToDoubleFunction<RandomGenerator> one, DoublePredicate contains) {
        this(
                (random, shape) -> {
                    double[] elements = new double[RandomElements.count(shape)];
                    Arrays.setAll(elements, i -> one.applyAsDouble(random));
                    return elements;
                },
                x -> Arrays.stream(x.toArray()).allMatch(contains));
    }

    Domain(double least, double most) {
        this(r -> least + (most - least) * r.nextDouble(), x -> x >= least && x <= most);
    }

    Domain(boolean square, RandomMatrices.Kind kind, Predicate<Tensor> contains) {
        this(
                square ? Form.SQUARE_MATRICES : Form.MATRICES,
                (random, shape) -> RandomMatrices.fill(random, shape, kind),
                x ->
                        square
                                ? RandomMatrices.allSquare(x, contains)
                                : RandomMatrices.all(x, contains));
    }

    /** Matrices of a kind, drawn until one is. */
    Domain(boolean square, double largest, Predicate<Tensor> good) {
        this(square, RandomMatrices.until(largest, good), good);
    }

    /**
     * A tensor of this domain.
     *
     * @param random the source of randomness; the same state gives the same tensor
     * @param shape its extents, none for a scalar; domains of matrices need two or more, and hold a
     *     matrix in the last two
     * @return a constant that this domain {@linkplain #contains contains}
     * @throws IllegalArgumentException if an extent is negative, or the shape is not one of
     *     matrices, or of square matrices, where the domain holds such
     */
    public Tensor draw(RandomGenerator random, int... shape) {
        Objects.requireNonNull(random, () -> this + ": the source of randomness is null");
        for (int extent : shape) {
            if (extent < 0) {
                throw refusal(shape, "extents are 0 or more");
            }
        }
        if (isOfMatrices() && shape.length < 2) {
            throw refusal(shape, "it holds matrices, which need two axes or more");
        }
        if (form == Form.SQUARE_MATRICES && shape[shape.length - 2] != shape[shape.length - 1]) {
            throw refusal(shape, "it holds square matrices: the last two extents must be equal");
        }
        return Tensor.of(draw.elements(random, shape), shape);
    }

    private IllegalArgumentException refusal(int[] shape, String reason) {
        return new IllegalArgumentException(
                "domain "
                        + this
                        + ": nothing has the shape "
                        + Arrays.toString(shape)
                        + "; "
                        + reason);
    }

    /**
     * Whether a tensor lies in this domain, all of it.
     *
     * @param x the tensor, of any shape
     * @return false too if x is not of matrices where the domain holds such; true if x has no
     *     elements
     */
    public boolean contains(Tensor x) {
        return contains.test(x);
    }

    /**
     * Whether this domain holds matrices, in the last two axes, rather than elements.
     *
     * @return true from {@link #WELL_CONDITIONED} on
     */
    public boolean isOfMatrices() {
        return form != Form.ELEMENTS;
    }

    /**
     * Whether its tensors stand exactly on the kinks or jumps of some operations.
     *
     * @return true for {@link #AT_ZERO}, {@link #AT_ONES}, {@link #AT_HALVES} and {@link #TIED}
     */
    public boolean isOnKinks() {
        return this == AT_ZERO || this == AT_ONES || this == AT_HALVES || this == TIED;
    }

    /**
     * Whether its elements lie within 1e-3 of the edge of the domain of some operations, or of a
     * kink, and not on it.
     *
     * @return true for {@link #NEAR_ZERO}, {@link #JUST_ABOVE_ZERO}, {@link #JUST_ABOVE_ONE} and
     *     {@link #JUST_BELOW_ONE_IN_SIZE}
     */
    public boolean isNearEdge() {
        return this == NEAR_ZERO
                || this == JUST_ABOVE_ZERO
                || this == JUST_ABOVE_ONE
                || this == JUST_BELOW_ONE_IN_SIZE;
    }

    private static boolean within(double x, double least, double most) {
        return x >= least && x <= most;
    }
}
