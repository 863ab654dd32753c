package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * The sum of the squared distances of points from the centroid next to them. The derivative is the
 * step of Newton's method: the gradient over the Hessian, which is diagonal.
 */
public final class Kmeans extends Problem {
    private final double[] points;
    private final double[] centroids;
    private final int n;
    private final int k;
    private final int d;
    private final Tensor all;

    private Kmeans(int n, int k, double[] points, double[] centroids) {
        this.n = n;
        this.k = k;
        this.points = points;
        this.centroids = centroids;
        d = centroids.length / k;
        all = Tensor.of(points, n, d);
    }

    static Kmeans of(JsonNode input) {
        JsonNode points = Json.member(input, "points");
        JsonNode centroids = Json.member(input, "centroids");
        return new Kmeans(
                points.size(), centroids.size(), Json.numbers(points), Json.numbers(centroids));
    }

    /**
     * A problem with random points.
     *
     * @param n points
     * @param k centroids
     * @param d dimensions
     * @return the problem
     */
    public static Kmeans random(int n, int k, int d) {
        Random random = new Random(1);
        double[] points = random.doubles((long) n * d).toArray();
        double[] centroids = java.util.Arrays.copyOf(points, k * d);
        return new Kmeans(n, k, points, centroids);
    }

    @Override
    public double[] byHand() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                double square = 0;
                for (int j = 0; j < d; j++) {
                    double difference = points[i * d + j] - centroids[c * d + j];
                    square += difference * difference;
                }
                least = Math.min(least, square);
            }
            sum += least;
        }
        return new double[] {sum};
    }

    @Override
    public Tensor value(Tensor... at) {
        Tensor products = all.matmul(at[0].transpose());
        Tensor nearest = at[0].square().sum(1).sub(products.mul(2)).argMin(1);
        Tensor chosen = at[0].gather(0, nearest.unsqueeze(1).expand(n, d));
        return all.sub(chosen).square().sum();
    }

    @Override
    public List<Tensor> derivative(TensorFunction value, Tensor... at) {
        Tensor gradient = Differentiate.gradient(value::apply, at[0]);
        Tensor diagonal =
                Differentiate.hessianVectorProduct(value::apply, at[0], Tensor.ones(k, d));
        return List.of(gradient.div(diagonal));
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(centroids, k, d)};
    }

    @Override
    Object output(String function, double[] y) {
        return isDerivative(function) ? Json.rows(y, 0, k, d) : (Object) y[0];
    }
}
