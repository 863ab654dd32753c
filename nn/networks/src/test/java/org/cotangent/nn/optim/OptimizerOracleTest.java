package org.cotangent.nn.optim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Parameter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The trajectories and schedules of resources/oracle/optim.json, one test each. {@code
 * -Doracle.dir=/some/folder} tries another file of the form.
 */
class OptimizerOracleTest {
    @TestFactory
    List<DynamicTest> everyTrajectory() throws IOException {
        JsonNode file = OracleFile.read("optim.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : OracleFile.list(file, "trajectories")) {
            tests.add(
                    DynamicTest.dynamicTest(
                            OracleFile.text(node, "id"),
                            () -> replay(node, file.path("problems"))));
        }
        return tests;
    }

    private static void replay(JsonNode node, JsonNode problems) {
        String name = OracleFile.text(node, "problem");
        JsonNode problem = problems.path(name);
        Function<Tensor, Tensor> f = function(name, problem);
        Parameter x = new Parameter("x", Tensor.of(OracleFile.numbers(problem.path("x0"))));
        Optimizer optimizer =
                OracleRules.optimizer(OracleFile.text(node, "optimizer"), node.path("attrs"));
        int step = 0;
        for (JsonNode expected : OracleFile.list(node, "trajectory")) {
            for (; step < OracleFile.integer(expected, "step"); step++) {
                optimizer.step(List.of(x), f.apply(x.value()).backward());
            }
            double[] params = OracleFile.numbers(expected.path("params"));
            double largest = 0;
            for (double number : params) {
                largest = Math.max(largest, Math.abs(number));
            }
            String where = "after step " + step;
            OracleFile.compare(where + ": x", params, x.value().toArray(), 0);
            double loss = OracleFile.number(expected, "loss");
            OracleFile.compare(
                    where + ": loss",
                    new double[] {loss},
                    new double[] {f.apply(x.value()).value()},
                    1e-3 * largest);
        }
    }

    private static Function<Tensor, Tensor> function(String name, JsonNode problem) {
        if (name.startsWith("quadratic")) {
            JsonNode rows = OracleFile.list(problem, "A");
            double[][] matrix = new double[rows.size()][];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = OracleFile.numbers(rows.get(i));
            }
            Tensor a = Tensor.of(matrix);
            Tensor b = Tensor.of(OracleFile.numbers(problem.path("b")));
            return x -> Linalg.dot(x, a.matmul(x)).div(2).sub(Linalg.dot(b, x));
        }
        if (name.startsWith("rosenbrock")) {
            return OptimizerOracleTest::rosenbrock;
        }
        throw new AssertionError("this test does not know the problem \"" + name + "\"");
    }

    static Tensor rosenbrock(Tensor x) {
        int n = x.size();
        Tensor head = x.slice(0, 0, n - 1);
        Tensor tail = x.slice(0, 1, n);
        Tensor valley = tail.sub(head.square()).square().mul(100);
        return valley.add(head.rsub(1).square()).sum();
    }

    @TestFactory
    List<DynamicTest> everySchedule() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : OracleFile.list(OracleFile.read("optim.json"), "schedules")) {
            tests.add(DynamicTest.dynamicTest(OracleFile.text(node, "id"), () -> rates(node)));
        }
        return tests;
    }

    private static void rates(JsonNode node) {
        Schedule schedule = OracleRules.schedule(OracleFile.text(node, "schedule"), node);
        double[] expected = OracleFile.numbers(OracleFile.list(node, "lr"));
        double[] found = new double[expected.length];
        for (int epoch = 0; epoch < found.length; epoch++) {
            found[epoch] = schedule.rate(epoch);
        }
        OracleFile.compare("rate of epoch ", expected, found, 0);
    }
}
