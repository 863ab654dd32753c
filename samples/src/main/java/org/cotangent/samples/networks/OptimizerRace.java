// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES Pictures.java
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Lbfgs;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.RmsProp;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.plot.Chart;

/**
 * A comparison of seven optimizers that start from one point, on two functions of two variables
 * that are hard in different ways.
 *
 * <p>The first is a saddle between two minima, x^2 / 2 - y^2 / 2 + y^4 / 4, with the start nearly
 * on the line that leads straight to the saddle. Around it the surface is nearly level, and a
 * method whose steps are proportional to the gradient waits there. What to see: gradient descent
 * still sits on the saddle after 40 steps; momentum and Nesterov's rush past it, come back and get
 * away sooner; Adagrad, RMSProp and Adam, which divide each slope by its own size, never go there
 * at all. L-BFGS passes the saddle too, but is at the minimum within ten steps.
 *
 * <p>The second is Rosenbrock's curved valley, (1 - x)^2 + 100 (y - x^2)^2, with the usual start
 * (-1.2, 1): its walls are steep, so that steps must be short, and its floor is nearly level. What
 * to see: after 2,000 steps gradient descent, Adagrad and RMSProp are still on their way; momentum,
 * Nesterov's and Adam have arrived; L-BFGS, which learns the curvature, is at the minimum (1, 1)
 * after some 40 steps, of one or a few gradients each.
 *
 * <p>H. Rosenbrock, "An automatic method for finding the greatest or least value of a function",
 * 1960. The learning rates were chosen for each: of 1, 0.5, 0.2, 0.1, ... the best in the valley,
 * and one at which the path can be seen on the saddle.
 */
public final class OptimizerRace {
    private OptimizerRace() {}

    /**
     * A function of two variables, with a starting point and the minimum. A picture shows the
     * window (left, right, lower and upper end) and so many steps; the table tells of the steps
     * given.
     */
    record Course(
            String title,
            UnaryOperator<Tensor> function,
            double[] start,
            double[] minimum,
            double[] window,
            int drawn,
            int[] steps) {}

    /** The values of the variables, at first and after each step. */
    record Path(double[] x, double[] y) {
        double distance(int step, double[] from) {
            return StrictMath.hypot(x[step] - from[0], y[step] - from[1]);
        }
    }

    static final Course SADDLE =
            new Course(
                    "A saddle between two minima",
                    p -> {
                        Tensor x = p.at(0);
                        Tensor y = p.at(1);
                        return x.square().sub(y.square()).div(2).add(y.pow(4).div(4));
                    },
                    new double[] {-1.5, 0.001},
                    new double[] {0, 1},
                    new double[] {-1.8, 0.8, -0.5, 1.5},
                    40,
                    new int[] {10, 25, 50, 100, 200});

    static final Course ROSENBROCK =
            new Course(
                    "Rosenbrock's valley",
                    p -> {
                        Tensor x = p.at(0);
                        Tensor y = p.at(1);
                        Tensor valley = y.sub(x.square()).square().mul(100);
                        return valley.add(x.rsub(1).square());
                    },
                    new double[] {-1.2, 1},
                    new double[] {1, 1},
                    new double[] {-1.6, 1.6, -0.6, 2.2},
                    200,
                    new int[] {20, 40, 200, 1000, 2000});

    /**
     * Runs both races, prints how far from the minimum each optimizer is after some steps, and
     * draws their paths.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Pictures pictures = Pictures.in(arguments);
        Map<String, Path> onSaddle =
                race(
                        SADDLE,
                        new Sgd(0.1),
                        new Sgd(0.05, 0.9),
                        new Sgd(0.05, 0.9).nesterov(),
                        new Adagrad(0.2),
                        new RmsProp(0.05),
                        new Adam(0.1));
        print(SADDLE, onSaddle);
        pictures.draw("race-saddle.png", chart(SADDLE, onSaddle));

        Map<String, Path> inValley =
                race(
                        ROSENBROCK,
                        new Sgd(0.002),
                        new Sgd(0.002, 0.9),
                        new Sgd(0.001, 0.9).nesterov(),
                        new Adagrad(1),
                        new RmsProp(0.01),
                        new Adam(0.1));
        print(ROSENBROCK, inValley);
        pictures.draw("race-rosenbrock.png", chart(ROSENBROCK, inValley));
    }

    /**
     * The paths of six rules with learning rates of one's choice, and of L-BFGS, by their names.
     */
    static Map<String, Path> race(
            Course course,
            Optimizer descent,
            Optimizer momentum,
            Optimizer nesterov,
            Optimizer adagrad,
            Optimizer rmsProp,
            Optimizer adam) {
        Map<String, Path> paths = new LinkedHashMap<>();
        paths.put("gradient descent", path(course, descent));
        paths.put("momentum", path(course, momentum));
        paths.put("Nesterov", path(course, nesterov));
        paths.put("Adagrad", path(course, adagrad));
        paths.put("RMSProp", path(course, rmsProp));
        paths.put("Adam", path(course, adam));
        // not a rule for one gradient: it computes the function where it likes
        Lbfgs lbfgs = new Lbfgs();
        paths.put(
                "L-BFGS",
                path(
                        course,
                        point ->
                                lbfgs.step(
                                        List.of(point),
                                        () -> course.function().apply(point.value()))));
        return paths;
    }

    private static Path path(Course course, Optimizer optimizer) {
        return path(
                course,
                point -> {
                    Tensor loss = course.function().apply(point.value());
                    optimizer.step(List.of(point), loss.backward());
                });
    }

    private static Path path(Course course, Consumer<Parameter> step) {
        Parameter point = new Parameter("point", Tensor.of(course.start()));
        int steps = course.steps()[course.steps().length - 1];
        double[] x = new double[steps + 1];
        double[] y = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            if (i > 0) {
                step.accept(point);
            }
            x[i] = point.value().get(0);
            y[i] = point.value().get(1);
        }
        return new Path(x, y);
    }

    private static void print(Course course, Map<String, Path> paths) {
        System.out.printf(
                Locale.ROOT,
                "%s: distance from the minimum (%.0f, %.0f) after so many steps%n",
                course.title(),
                course.minimum()[0],
                course.minimum()[1]);
        System.out.printf("  %-16s", "");
        for (int step : course.steps()) {
            System.out.printf(Locale.ROOT, "%10d", step);
        }
        System.out.println();
        paths.forEach(
                (name, path) -> {
                    System.out.printf("  %-16s", name);
                    for (int step : course.steps()) {
                        double distance = path.distance(step, course.minimum());
                        System.out.printf(Locale.ROOT, "%10.2g", distance);
                    }
                    System.out.println();
                });
    }

    private static Chart chart(Course course, Map<String, Path> paths) {
        double[] window = course.window();
        Chart chart =
                new Chart(
                                String.format(
                                        Locale.ROOT,
                                        "%s: the first %d steps",
                                        course.title(),
                                        course.drawn()))
                        .size(1000, 750)
                        .xLabel("x")
                        .yLabel("y")
                        .contours(
                                window[0],
                                window[1],
                                window[2],
                                window[3],
                                (x, y) -> course.function().apply(Tensor.vector(x, y)).value());
        int points = course.drawn() + 1;
        for (Map.Entry<String, Path> one : paths.entrySet()) {
            Path path = one.getValue();
            chart =
                    chart.path(
                            one.getKey(),
                            Arrays.copyOf(path.x(), points),
                            Arrays.copyOf(path.y(), points));
        }
        return chart;
    }
}
