package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * Principal component analysis: a rotation, after centering, to new columns that are not correlated
 * on the training data, sorted by falling variance; y = (x - mean) V. All of them, only the first
 * few, or {@linkplain #whitened whitened} to variance 1.
 *
 * <pre>{@code
 * Tensor data = Tensor.of(new double[][] {{1, 1}, {2, 2}, {3, 3}, {4, 4}});
 * Pca pca = Pca.fit(data, 1);
 * pca.variances();                       // [2.5]
 * pca.share();                           // 1.0
 * pca.inverse(pca.apply(data)).round();  // [[1, 1], [2, 2], [3, 3], [4, 4]]
 * }</pre>
 *
 * <p>Variances are those of a population (divided by the number of rows). They come from the
 * singular values of the centered data, not from their covariance, which would square the error of
 * the small ones: C. Jordan 1875, H. Hotelling 1933; the {@linkplain Linalg#svd singular value
 * decomposition} is that of the triangle of a QR decomposition where there are more rows than
 * columns. Of the two directions of a component the one is taken whose largest entry is positive,
 * the first one of those that are equal up to 1e-9. Columns in different units should be
 * {@linkplain Standardizer standardized} first. Immutable.
 */
@CheckReturnValue
public final class Pca implements Transform {
    static final String KIND = "pca";
    private static final int BLOCK = 1024;
    private static final double TIE = 1e-9;

    private final Tensor means;
    private final Tensor components;
    private final Tensor variances;
    private final double total;
    private final Tensor scales;

    private Pca(Tensor means, Tensor components, Tensor variances, double total, Tensor scales) {
        this.means = means;
        this.components = components;
        this.variances = variances;
        this.total = total;
        this.scales = scales;
    }

    /**
     * Learns all components, as many as there are rows or columns, whichever are fewer.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, or so large that sums of
     *     squares overflow
     */
    public static Pca fit(Tensor data) {
        Tensor means = means(data);
        int rows = data.size(0);
        Linalg.Svd svd =
                Linalg.svd(reduced(Tensor.of(data.toArray(), data.shape()).sub(means)).transpose());
        Tensor variances = svd.values().div(Math.sqrt(rows)).square();
        double total = variances.sum().value();
        if (!Double.isFinite(total)) {
            throw Checks.illegal(
                    "%s: the numbers are too large: the sum of the variances is %s", KIND, total);
        }
        double[] signs =
                Arrays.stream(svd.u().transpose().toMatrix()).mapToDouble(Pca::sign).toArray();
        Tensor components = svd.u().mul(Tensor.of(signs));
        return new Pca(means, components, variances, total, Tensor.ones(signs.length));
    }

    private static Tensor means(Tensor data) {
        double[][] columns = MatrixChecks.columns(KIND, data);
        return Tensor.of(
                IntStream.range(0, columns.length)
                        .mapToDouble(c -> MatrixChecks.mean(KIND, columns[c], c))
                        .toArray());
    }

    /** A matrix with the singular values and right vectors of the data, and few rows. */
    private static Tensor reduced(Tensor centered) {
        int rows = centered.size(0);
        int width = Math.min(rows, centered.size(1));
        Tensor triangle = centered.slice(0, 0, width);
        // in blocks, whose orthonormal factors need little memory
        for (int from = width; from < rows; from += BLOCK) {
            Tensor block = centered.slice(0, from, Math.min(rows, from + BLOCK));
            triangle = Linalg.qr(Tensor.concat(0, triangle, block)).r();
        }
        return triangle;
    }

    private static double sign(double[] direction) {
        double largest = Arrays.stream(direction).map(Math::abs).max().orElseThrow();
        for (double x : direction) {
            if (Math.abs(x) >= largest * (1 - TIE)) {
                return x < 0 ? -1 : 1;
            }
        }
        return 1;
    }

    /**
     * Learns the components of largest variance.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @param count how many components, at least 1 and at most the smaller of rows and columns
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, or there are not as many
     *     components
     */
    public static Pca fit(Tensor data, int count) {
        MatrixChecks.learnable(KIND, data);
        int most = Math.min(data.size(0), data.size(1));
        if (count < 1 || count > most) {
            throw Checks.illegal(
                    "%s: %s components of data of shape %s; there are 1 .. %s",
                    KIND, count, data.shape(), most);
        }
        return fit(data).first(count);
    }

    /**
     * Learns as few components as have a given share of the variance.
     *
     * @param data shape [rows, columns], at least one row, all numbers finite
     * @param share above 0 and at most 1, as 0.95
     * @return the transformation
     * @throws IllegalArgumentException if the data are not such a matrix, or the share is NaN or
     *     outside its range
     */
    public static Pca fitShare(Tensor data, double share) {
        if (!(share > 0 && share <= 1)) {
            throw Checks.illegal(
                    "%s: share of variance %s; above 0 and at most 1 expected", KIND, share);
        }
        Pca all = fit(data);
        double[] variances = all.variances.toArray();
        double sum = variances[0];
        int count = 1;
        while (count < variances.length && sum < share * all.total) {
            sum += variances[count++];
        }
        return all.first(count);
    }

    private Pca first(int count) {
        return new Pca(
                means,
                components.slice(1, 0, count),
                variances.slice(0, 0, count),
                total,
                scales.slice(0, 0, count));
    }

    /**
     * The same components, each divided by its standard deviation √(variance + epsilon): on the
     * training data they have variance 1, or a little less with an epsilon. That keeps those of
     * almost no variance, which are noise, from being blown up. A component without any, whose
     * deviation is rounding error (below the largest one times 2^-52 times the number of columns),
     * is divided by 1 if epsilon is 0.
     *
     * @param epsilon finite, 0 or more, in the units of the variances; 0 whitens exactly
     * @return another transformation
     * @throws IllegalArgumentException if epsilon is NaN, negative or infinite
     */
    public Pca whitened(double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw Checks.illegal(
                    "%s: epsilon %s; it must be finite and not negative", KIND, epsilon);
        }
        double[] all = variances.toArray();
        double noise = Math.ulp(1.0) * inputs() * Math.sqrt(all[0]);
        double[] divisors = new double[all.length];
        for (int k = 0; k < all.length; k++) {
            double deviation = Math.sqrt(all[k] + epsilon);
            divisors[k] = deviation > (epsilon > 0 ? 0 : noise) ? deviation : 1;
        }
        return new Pca(means, components, variances, total, Tensor.of(divisors));
    }

    /**
     * The transformation that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return a transformation that does the same, bit for bit
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static Pca of(State state) {
        Tensor means = MatrixChecks.vector(state.require(KIND), "means", -1);
        Tensor variances = MatrixChecks.vector(state, "variances", -1);
        Tensor components = state.tensor("components");
        if (!Arrays.equals(components.shape(), new int[] {means.size(), variances.size()})) {
            throw state.wrong(
                    "components", "shape [" + means.size() + ", " + variances.size() + "]");
        }
        Tensor scales = MatrixChecks.divisors(state, "scales", variances.size());
        return new Pca(means, components, variances, state.number("total"), scales);
    }

    @Override
    public Tensor apply(Tensor x) {
        return MatrixChecks.fitting(KIND, x, inputs()).sub(means).matmul(components).div(scales);
    }

    /**
     * {@inheritDoc}
     *
     * <p>With all components this is the inverse up to rounding, else the nearest point that the
     * components reach.
     */
    @Override
    public Tensor inverse(Tensor y) {
        return MatrixChecks.fitting(KIND, y, outputs())
                .mul(scales)
                .matmul(components.transpose())
                .add(means);
    }

    @Override
    public int inputs() {
        return means.size();
    }

    @Override
    public int outputs() {
        return variances.size();
    }

    /**
     * The mean of each column.
     *
     * @return a constant of shape [inputs]
     */
    public Tensor means() {
        return means;
    }

    /**
     * The components V: orthonormal columns, the first of largest variance.
     *
     * @return a constant of shape [inputs, outputs]
     */
    public Tensor components() {
        return components;
    }

    /**
     * The variance of the training data along each component.
     *
     * @return a constant of shape [outputs], falling
     */
    public Tensor variances() {
        return variances;
    }

    /**
     * Which share of the variance of the training data these components have.
     *
     * @return from 0 to 1; 1 if there was no variance
     */
    public double share() {
        return total == 0 ? 1 : Math.min(1, variances.sum().value() / total);
    }

    @Override
    public State state() {
        return new State(KIND)
                .with("means", means)
                .with("components", components)
                .with("variances", variances)
                .with("total", total)
                .with("scales", scales);
    }

    /**
     * The name, and the numbers of columns before and after.
     *
     * @return as "pca (64 to 20)"
     */
    @Override
    public String toString() {
        return KIND + " (" + inputs() + " to " + outputs() + ")";
    }
}
