package org.cotangent.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.train.EarlyStopping;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Monitor;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.nn.train.TrainingReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages in a real browser: graphs, which are stepped, moved, folded and read, and reports. */
class PagesInBrowserTest {
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void open() {
        Map<String, String> noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
        String path = System.getProperty("chromium", "/usr/bin/chromium");
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of(path))
                                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    static void close() {
        browser.close();
        playwright.close();
    }

    private static Tensor variable(double value, String name) {
        return Tensor.variable(value).named(name);
    }

    /** What holds of every page, wherever it stands. */
    private static void checkPage(BrowserPage at) {
        assertEquals(List.of(), at.overlaps(), "labels that overlap");
        for (String scheme : List.of("light", "dark")) {
            at.scheme(scheme);
            assertEquals(List.of(), at.barriers(), scheme);
        }
        assertEquals(List.of(), at.complaints);
    }

    /** Steps through all numbers and back by keys; what is shown at the end. */
    private static void walk(BrowserPage at) {
        at.press("Home");
        assertEquals(0, at.step());
        at.pressAll("ArrowRight", at.steps());
        assertEquals(at.steps(), at.step());
        at.pressAll("ArrowLeft", at.steps());
        assertEquals(0, at.step());
        at.press("End");
        assertEquals(at.steps(), at.step());
    }

    /** Every number of the page is that of the engine. */
    private static void compare(BrowserPage at, Graph graph, Gradients gradients) {
        Map<String, String> values = at.all("value");
        Map<String, String> all = at.all("gradient");
        for (Graph.Node x : graph.nodes()) {
            if (x.value().rank() == 0 && !x.isConstant()) {
                String id = "" + x.id();
                near(x.value().value(), Double.parseDouble(values.get(id)), "value of " + x);
                near(gradients.of(x.value()).value(), Double.parseDouble(all.get(id)), "of " + x);
            }
        }
    }

    private static void near(double expected, double actual, String name) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected), name);
    }

    @Test
    void sumTimesZ() {
        Tensor z = variable(-4, "z");
        Tensor y = variable(5, "y");
        Tensor x = variable(-2, "x");
        Tensor q = x.add(y).named("q");
        Tensor f = q.mul(z).named("f");
        Graph graph = Graph.of(f);
        try (BrowserPage at = new BrowserPage(browser, Trace.of(f).toHtml())) {
            walk(at);
            assertEquals("-12", at.drawn("value", graph.node(f).id()));
            assertEquals("1", at.drawn("gradient", graph.node(f).id()));
            assertEquals("3", at.drawn("value", graph.node(q).id()));
            assertEquals("-4", at.drawn("gradient", graph.node(q).id()));
            assertEquals("-4", at.drawn("gradient", graph.node(x).id()));
            assertEquals("-4", at.drawn("gradient", graph.node(y).id()));
            assertEquals("3", at.drawn("gradient", graph.node(z).id()));
            at.press("Home");
            assertEquals("", at.drawn("value", graph.node(q).id()));
            assertEquals("5", at.drawn("value", graph.node(y).id()));
            assertEquals("", at.drawn("gradient", graph.node(y).id()));
            at.press("ArrowRight");
            assertTrue(at.line().startsWith("q = x + y = -2 + 5 = 3"), at.line());
            at.pressAll("ArrowRight", 3);
            assertTrue(at.line().startsWith("-4 = 1 × -4: upstream times local"), at.line());
            at.move(graph.node(x).id(), 0.7);
            Tensor x2 = variable(0.7, "x");
            Tensor q2 = x2.add(y);
            Tensor f2 = q2.mul(z);
            Gradients moved = f2.backward();
            near(f2.value(), at.full("value", graph.node(f).id()), "f");
            near(q2.value(), at.full("value", graph.node(q).id()), "q");
            near(moved.of(x2).value(), at.full("gradient", graph.node(x).id()), "x");
            near(moved.of(z).value(), at.full("gradient", graph.node(z).id()), "z");
            at.page.click("#reset");
            near(-12, at.full("value", graph.node(f).id()), "f after the reset");
            checkPage(at);
        }
    }

    private static Tensor neuron(Tensor... w) {
        Tensor dot = w[0].mul(w[1]).add(w[2].mul(w[3])).add(w[4]);
        return dot.neg().exp().add(1).reciprocal().named("f");
    }

    private static Tensor[] weights(double first) {
        return new Tensor[] {
            variable(first, "w0"),
            variable(-1, "x0"),
            variable(-3, "w1"),
            variable(-2, "x1"),
            variable(-3, "w2")
        };
    }

    @Test
    void sigmoidNeuron() {
        Tensor[] w = weights(2);
        Tensor f = neuron(w);
        Graph graph = Graph.of(f);
        try (BrowserPage at = new BrowserPage(browser, graph.toHtml(f.backward()))) {
            walk(at);
            assertEquals("0.73", at.drawn("value", graph.node(f).id()));
            String[] gradients = {"-0.20", "0.39", "-0.39", "-0.59", "0.20"};
            for (int i = 0; i < w.length; i++) {
                assertEquals(gradients[i], at.drawn("gradient", graph.node(w[i]).id()));
            }
            for (double to : new double[] {-1.3, 0, 8.25}) {
                at.move(graph.node(w[0]).id(), to);
                Tensor[] moved = weights(to);
                Tensor there = neuron(moved);
                Graph fresh = Graph.of(there);
                compare(at, fresh, Backward.of(there).keepAll().run());
            }
            checkPage(at);
        }
    }

    @Test
    void branchAndGuesses() {
        Tensor x = variable(0.5, "x");
        Tensor y = variable(3, "y");
        Tensor f = x.square().add(x.mul(y)).named("f");
        Graph graph = Graph.of(f);
        try (BrowserPage at = new BrowserPage(browser, graph.toHtml(f.backward()))) {
            walk(at);
            assertEquals("4", at.drawn("gradient", graph.node(x).id()));
            while (!at.line().contains("branches add up")) {
                at.press("ArrowLeft");
            }
            assertTrue(at.line().matches("(3 \\+ 1|1 \\+ 3) = 4: .*"), at.line());
            at.press("Home");
            at.page.click("#guess");
            at.page.fill("#guess-answer", "0.25");
            at.page.press("#guess-answer", "Enter");
            assertTrue(at.page.textContent("#guess-verdict").startsWith("Right"));
            at.page.fill("#guess-answer", "7");
            at.page.press("#guess-answer", "Enter");
            String said = at.page.textContent("#guess-verdict");
            assertTrue(said.startsWith("Not quite: it is 1.5. 1 of 2 right"), said);
            assertEquals(2, at.step());
            at.page.click("#guess");
            checkPage(at);
        }
    }

    @Test
    void networkOnABatch() {
        Mlp model =
                Mlp.of(2, 4, 1).activation(Activation.TANH).build(new SplittableRandom(1));
        Tensor input = Tensor.of(new double[][] {{1, -1}, {0.5, 2}, {-1, 0.3}}).named("input");
        Tensor loss = model.apply(input).square().mean().named("loss");
        Graph graph = Graph.of(loss);
        try (BrowserPage at = new BrowserPage(browser, graph.toHtml(loss.backward()))) {
            walk(at);
            near(loss.value(), at.full("value", graph.node(loss).id()), "loss");
            at.page.click("[data-node=\"" + graph.node(loss).id() + "\"].node");
            assertTrue(at.page.textContent("#panel").contains("reshape"));
            at.press("Escape");
            assertFalse(at.page.isVisible("#panel"));
            checkPage(at);
        }
    }

    private static Tensor gate(String name, Tensor w, Tensor u, Tensor b, Tensor x, Tensor h) {
        return Graph.scope(
                name,
                () -> {
                    Tensor z = w.matmul(x).add(u.matmul(h)).add(b);
                    return name.equals("candidate") ? z.tanh() : z.sigmoid();
                });
    }

    @Test
    void stepOfAnLstm() {
        Random random = new Random(1);
        Tensor x = Tensor.variable(new double[] {0.5, -1, 0.25}).named("x");
        Tensor h = Tensor.variable(new double[] {0.1, -0.2}).named("h");
        Tensor c = Tensor.variable(new double[] {0.3, 0.4}).named("c");
        List<Tensor> gates = new ArrayList<>();
        for (String name : List.of("input", "forget", "output", "candidate")) {
            Tensor w = Tensor.normal(random, 2, 3).asVariable().named("W " + name);
            Tensor u = Tensor.normal(random, 2, 2).asVariable().named("U " + name);
            Tensor b = Tensor.normal(random, 2).asVariable().named("b " + name);
            gates.add(gate(name, w, u, b, x, h));
        }
        Tensor next = gates.get(1).mul(c).add(gates.get(0).mul(gates.get(3))).named("c next");
        Tensor out = gates.get(2).mul(next.tanh()).named("h next");
        Tensor loss = out.square().sum().add(next.sum()).named("loss");
        Graph graph = Graph.of(loss);
        try (BrowserPage at = new BrowserPage(browser, graph.toHtml(loss.backward()))) {
            walk(at);
            near(loss.value(), at.full("value", graph.node(loss).id()), "loss");
            checkPage(at);
        }
    }

    /** Blocks of a scope each. */
    private static Tensor blocks(double start) {
        Tensor x = variable(start, "x");
        for (int block = 0; block < 28; block++) {
            Tensor before = x;
            x =
                    Graph.scope(
                            "block " + block,
                            () -> {
                                Tensor y = before;
                                for (int i = 0; i < 12; i++) {
                                    Tensor w = variable(1 + 1e-3 * i, "w" + i);
                                    y = y.mul(w).tanh().add(y.mul(0.5));
                                }
                                return y;
                            });
        }
        return x.named("f");
    }

    @Test
    void twoThousandNodes() {
        Tensor f = blocks(0.5);
        Graph graph = Graph.of(f);
        assertTrue(graph.nodes().size() > 2_000, "" + graph.nodes().size());
        String html = graph.toHtml(f.backward());
        int size = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size < 1_000_000, size + " bytes");
        try (BrowserPage at = new BrowserPage(browser, html)) {
            checkPage(at);
            at.press("Home");
            at.pressAll("ArrowRight", 60);
            assertEquals(60, at.step());
            assertTrue(at.page.isVisible("#fold"), "stepping goes to the sheet of the node");
            at.press("End");
            at.press("Home");
            at.page.click(".crumbs button >> nth=0");
            String shown = ".sheet:not([hidden])";
            assertEquals("0", at.page.locator(shown).first().getAttribute("data-sheet"));
            at.page.locator(".sheet:not([hidden]) .scope >> nth=0").focus();
            at.press("Enter");
            assertTrue(at.page.isVisible("#fold"));
            checkPage(at);
            at.press("Escape");
            assertFalse(at.page.isVisible("#fold"));
            at.press("End");
            at.move(graph.nodes().stream().filter(n -> "x".equals(n.name())).findFirst().get().id(), -0.25);
            Tensor moved = blocks(-0.25);
            Graph fresh = Graph.of(moved);
            near(moved.value(), at.full("value", fresh.node(moved).id()), "f");
            compare(at, fresh, Backward.of(moved).keepAll().run());
        }
    }

    /** Reports have no script: they are looked at, on wide and narrow screens. */
    private static void checkReport(String html) {
        try (BrowserPage at = new BrowserPage(browser, html)) {
            checkPage(at);
            for (int width : List.of(1400, 800, 400)) {
                at.page.setViewportSize(width, 900);
                Object over =
                        at.page.evaluate(
                                "() => document.documentElement.scrollWidth - innerWidth");
                assertEquals(0, ((Number) over).intValue(), "beyond the edge at " + width);
            }
        }
    }

    @Test
    void reportsOfChecks() {
        checkReport(GradCheck.check(x -> x.tanh(), Tensor.vector(-1, 0, 2)).toHtml());
        checkReport(
                ArrayCheck.gradient(x -> x[0] * x[1], x -> new double[] {x[1], -x[0]}, 2, 3)
                        .run()
                        .toHtml());
    }

    @Test
    void reportsOfTrainings() {
        SeededRandom random = new SeededRandom(1);
        Tensor x = Tensor.normal(random, 60, 2);
        int[] y = IntStream.range(0, 60).map(i -> x.get(i, 0) > 0 ? 1 : 0).toArray();
        Dataset<Tensor, int[]> data = Dataset.ofClasses(x, y);
        Mlp model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
        SupervisedTrainer<int[]> trainer =
                Trainer.classifier(model, new Adam(0.05))
                        .epochs(20)
                        .validate(data)
                        .schedule(Schedules.cosine(0.05, 20, 0))
                        .parameterStatistics()
                        .earlyStopping(new EarlyStopping(Monitor.validationLoss(), 50))
                        .progress(Progress.none());
        History history = trainer.fit(data, random);
        TrainingReport report =
                TrainingReport.of(trainer, history)
                        .named("two classes")
                        .evaluation("the same points", trainer.evaluate(data), "left", "right");
        checkReport(report.toHtml());
    }
}
