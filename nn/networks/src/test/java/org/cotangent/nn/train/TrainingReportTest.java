package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

// Longer than 400 lines: the tests of all sections share how a page is read.
/** The report of a training as a web page, read as XML. */
class TrainingReportTest {
    private static final String NASTY = "</td><script>\"x\" & 'y'";

    @TempDir Path folder;

    // ---- reading a page

    private static Document parsed(String html) throws Exception {
        assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), html);
        String body = html.substring(html.indexOf('\n') + 1);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)));
    }

    private static List<Element> all(Node in, String name) {
        NodeList found =
                in instanceof Document document
                        ? document.getElementsByTagName(name)
                        : ((Element) in).getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Map<String, Element> sections(Document page) {
        Map<String, Element> sections = new LinkedHashMap<>();
        for (Element section : all(page, "section")) {
            Element title = all(section, "h2").get(0);
            assertEquals(title.getTextContent(), section.getAttribute("aria-label"));
            sections.put(title.getTextContent(), section);
        }
        return sections;
    }

    /** The cells of the rows of a table below its head, by the first cell of each. */
    private static Map<String, List<String>> rows(Element section, int table) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Element body = all(all(section, "table").get(table), "tbody").get(0);
        for (Element row : all(body, "tr")) {
            List<String> cells = all(row, "td").stream().map(Element::getTextContent).toList();
            rows.put(all(row, "th").get(0).getTextContent(), cells);
        }
        return rows;
    }

    // ---- trainings

    /** A training of three classes, its report, and all that a report can have. */
    private static TrainingReport full() {
        SeededRandom random = new SeededRandom(1);
        Tensor x = Tensor.normal(random, 60, 2);
        int[] y =
                IntStream.range(0, 60)
                        .map(i -> x.get(i, 0) > 0 ? x.get(i, 1) > 0 ? 2 : 1 : 0)
                        .toArray();
        Dataset<Tensor, int[]> data = Dataset.ofClasses(x, y);
        Layer model =
                new Sequential(
                        new Dense("<first>", 2, 4, Initializers.he(), random),
                        new BatchNorm("norm", 4),
                        Activation.RELU,
                        new Dense("last", 4, 3, Initializers.he(), random));
        SupervisedTrainer<int[]> trainer =
                Trainer.classifier(model, new Adam(0.05))
                        .epochs(12)
                        .batchSize(20)
                        .schedule(Schedules.cosine(0.05, 12, 0))
                        .validate(data)
                        .regularizer(Regularizers.l2(1e-3))
                        .earlyStopping(new EarlyStopping(Monitor.validationLoss(), 50))
                        .parameterStatistics()
                        .progress(Progress.none());
        History history = trainer.fit(data, random);
        return TrainingReport.of(trainer, history)
                .named(NASTY)
                .seed(17)
                .setting(NASTY, NASTY)
                .evaluation(NASTY, trainer.evaluate(data), "zero", NASTY, "two");
    }

    private static Epoch epoch(int number, double loss, double other) {
        return new Epoch(
                number,
                0.1,
                new LossAndMetrics(loss, Map.of()),
                0,
                Optional.of(new LossAndMetrics(other, Map.of())),
                List.of());
    }

    private static Layer dense() {
        return new Dense(1, 1, Initializers.he(), new SeededRandom(1));
    }

    // ---- the page

    @Test
    void everySectionIsThere() throws Exception {
        Map<String, Element> sections = sections(parsed(full().toHtml()));
        assertEquals(
                List.of(
                        "Curves",
                        "Evaluation: " + NASTY,
                        "Settings",
                        "Parameters",
                        "Epochs",
                        "Environment"),
                List.copyOf(sections.keySet()));
        Map<String, List<String>> settings = rows(sections.get("Settings"), 0);
        assertEquals(List.of("17"), settings.get("seed"));
        assertEquals(List.of("20"), settings.get("batch size"));
        assertEquals(List.of("12 at most"), settings.get("epochs"));
        assertEquals(List.of("60 samples"), settings.get("validation"));
        assertEquals(List.of("l2(0.001)"), settings.get("regularizers"));
        assertEquals(List.of("softmax cross-entropy"), settings.get("loss"));
        assertEquals(List.of("accuracy"), settings.get("metrics"));
        assertEquals(List.of(NASTY), settings.get(NASTY));
        assertTrue(settings.get("optimizer").get(0).startsWith("adam(learning rate 8."));
        assertTrue(settings.get("optimizer").get(0).endsWith(") at the end"));
        assertTrue(
                settings.get("learning rate")
                        .get(0)
                        .matches(
                                "0\\.05 in epoch 1, 0\\.0008\\d+ in epoch 12, by a schedule of epochs"),
                settings.toString());
        Map<String, List<String>> environment = rows(sections.get("Environment"), 0);
        assertTrue(environment.get("Java").get(0).startsWith("" + Runtime.version()));
        assertEquals(List.of(org.cotangent.Kernels.description()), environment.get("kernels"));
        assertEquals(12, rows(sections.get("Epochs"), 0).size());
    }

    @Test
    void confusionsAreThoseOfTheMatrix() throws Exception {
        int[] actual = {0, 0, 0, 1, 1, 2};
        Tensor scores =
                Tensor.of(
                        new double[][] {
                            {3, 0, 0}, {3, 0, 0}, {0, 0, 3}, {0, 3, 0}, {3, 0, 0}, {0, 0, 3}
                        });
        Evaluation<int[]> evaluation =
                Evaluation.ofClassifier((x, pass) -> x, Dataset.ofClasses(scores, actual));
        History history = new History(List.of(epoch(1, 2, 1)), null, 0);
        String html =
                TrainingReport.of(dense(), history)
                        .evaluation("test", evaluation, "a", "b", "c")
                        .toHtml();
        Element section = sections(parsed(html)).get("Evaluation: test");
        assertEquals(
                Map.of(
                        "a",
                        List.of("2", "0", "1"),
                        "b",
                        List.of("1", "1", "0"),
                        "c",
                        List.of("0", "0", "1")),
                rows(section, 0));
        assertEquals(List.of("0.6667", "0.6667", "0.6667", "3"), rows(section, 1).get("a"));
        assertEquals(
                List.of("0.6667", "0.6667", "0.6667", "6"), rows(section, 1).get("micro average"));
    }

    @Test
    void manyClassesAreListedByTheirConfusions() throws Exception {
        int[] actual = IntStream.range(0, 40).toArray();
        double[][] scores = new double[40][40];
        for (int i = 0; i < 40; i++) {
            scores[i][i < 25 ? i + 1 : i] = 1;
        }
        Evaluation<int[]> evaluation =
                Evaluation.ofClassifier(
                        (x, pass) -> x, Dataset.ofClasses(Tensor.of(scores), actual));
        History history = new History(List.of(epoch(1, 2, 1)), null, 0);
        String html = TrainingReport.of(dense(), history).evaluation("test", evaluation).toHtml();
        Element section = sections(parsed(html)).get("Evaluation: test");
        assertEquals(20, rows(section, 0).size());
        assertEquals(List.of("4", "1"), rows(section, 0).get("3"));
        assertTrue(
                all(section, "caption").get(0).getTextContent().contains("20 most frequent of 25"));
        assertEquals(43, rows(section, 1).size());
    }

    @Test
    void parametersStandBelowTheirLayers() throws Exception {
        SeededRandom random = new SeededRandom(1);
        Dense shared = new Dense("shared", 2, 2, Initializers.he(), random);
        Layer model = new Sequential(shared, new BatchNorm("norm", 2), Activation.TANH, shared);
        History history = new History(List.of(epoch(1, 2, 1)), null, 0);
        Document page = parsed(TrainingReport.of(model, history).toHtml());
        Map<String, List<String>> rows = rows(sections(page).get("Parameters"), 0);
        assertEquals(
                List.of(
                        "sequential",
                        "shared (2 to 2)",
                        "shared.weight",
                        "shared.bias",
                        "norm (batchNorm 2)",
                        "norm.weight",
                        "norm.bias",
                        "norm.mean (buffer)",
                        "norm.variance (buffer)",
                        "TANH",
                        "shared (2 to 2), shared"),
                List.copyOf(rows.keySet()));
        assertEquals(List.of("", "10", ""), rows.get("sequential"));
        double norm = shared.weight().value().norm().value();
        assertEquals("[2, 2]", rows.get("shared.weight").get(0));
        assertEquals("4", rows.get("shared.weight").get(1));
        assertEquals(norm, Double.parseDouble(rows.get("shared.weight").get(2)), 1e-4 * norm);
        assertEquals(List.of("[2]", "2", "1.4142"), rows.get("norm.variance (buffer)"));
        assertFalse(sections(page).containsKey("Settings"));
        // statistics have columns of their own
        Element with = sections(parsed(full().toHtml())).get("Parameters");
        List<String> last = rows(with, 0).get("last.weight");
        assertEquals(6, last.size());
        assertTrue(Double.parseDouble(last.get(4)) > 0);
        assertEquals("", rows(with, 0).get("norm.mean (buffer)").get(4));
    }

    // ---- curves

    private static List<double[]> points(Element svg, String style) {
        Element path =
                all(svg, "path").stream()
                        .filter(p -> style.equals(p.getAttribute("class")))
                        .findFirst()
                        .orElseThrow();
        List<double[]> points = new ArrayList<>();
        for (String point : path.getAttribute("d").split(" ")) {
            String[] xy = point.substring(1).split(",");
            points.add(new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])});
        }
        return points;
    }

    /** The places of points in a drawing are linear in the numbers, or in their logarithms. */
    private static void assertPlaces(List<double[]> points, double[] heights) {
        assertEquals(heights.length, points.size());
        int last = heights.length - 1;
        double[] from = points.get(0);
        double[] to = points.get(last);
        assertTrue(from[0] >= 60 && to[0] <= 468, from[0] + " to " + to[0]);
        for (int i = 0; i <= last; i++) {
            double[] p = points.get(i);
            double along = (heights[i] - heights[0]) / (heights[last] - heights[0]);
            assertEquals(from[0] + (to[0] - from[0]) * i / last, p[0], 0.11);
            assertEquals(from[1] + (to[1] - from[1]) * along, p[1], 0.11);
            assertTrue(p[1] >= 12 && p[1] <= 260, "" + p[1]);
        }
    }

    @Test
    void curvesContainThePoints() throws Exception {
        double[] losses = {4, 1.5, 2, 1};
        double[] others = {3, 5, 2.5, 2};
        List<Epoch> epochs =
                IntStream.range(0, 4).mapToObj(i -> epoch(i + 1, losses[i], others[i])).toList();
        History history = new History(epochs, "enough", 3);
        Document page = parsed(TrainingReport.of(dense(), history).toHtml());
        Element svg = all(page, "svg").get(0);
        assertPlaces(points(svg, "path"), losses);
        assertPlaces(points(svg, "dashed"), others);
        assertEquals(
                "loss by epoch; training from 4 to 1; validation from 3 to 2",
                svg.getAttribute("aria-label"));
        List<String> titles = all(svg, "title").stream().map(Element::getTextContent).toList();
        assertEquals(8, titles.size());
        assertTrue(titles.contains("training, epoch 2: 1.5"), titles::toString);
        assertTrue(titles.contains("validation, epoch 4: 2"), titles::toString);
        String head = all(page, "header").get(0).getTextContent();
        assertTrue(
                head.contains(
                        "Stopped after epoch 4: enough. The model has the weights of epoch 3."),
                head);
        assertEquals(
                1,
                all(svg, "line").stream()
                        .filter(l -> l.getAttribute("class").equals("guide"))
                        .count());
    }

    @Test
    void lossesThatSpanMuchAreLogarithmic() throws Exception {
        double[] losses = {100, 1, 0.5, 0.002};
        List<Epoch> epochs =
                IntStream.range(0, 4).mapToObj(i -> epoch(i + 1, losses[i], losses[i])).toList();
        Document page = parsed(TrainingReport.of(dense(), new History(epochs, null, 0)).toHtml());
        Element svg = all(page, "svg").get(0);
        double[] heights = IntStream.range(0, 4).mapToDouble(i -> Math.log10(losses[i])).toArray();
        assertPlaces(points(svg, "path"), heights);
        List<String> texts = all(svg, "text").stream().map(Element::getTextContent).toList();
        assertTrue(
                texts.containsAll(List.of("0.001", "0.01", "0.1", "1", "10", "100")),
                texts::toString);
    }

    @Test
    void historiesOfAllKinds() throws Exception {
        // one epoch, a constant loss, many epochs: all points, and marks at some
        for (int count : new int[] {1, 2, 7, 1000}) {
            List<Epoch> epochs =
                    IntStream.rangeClosed(1, count).mapToObj(i -> epoch(i, 0, 0)).toList();
            String html = TrainingReport.of(dense(), new History(epochs, null, 0)).toHtml();
            Element svg = all(parsed(html), "svg").get(0);
            assertEquals(count, points(svg, "path").size());
            assertFalse(html.contains("NaN") || html.contains("Infinity"), html);
            assertTrue(all(svg, "circle").size() <= 33, count + " epochs");
            assertTrue(html.length() < 100_000, count + " epochs: " + html.length());
        }
    }

    // ---- the file

    @Test
    void pageStandsAloneAndIsEscaped() throws Exception {
        String html = full().toHtml();
        Document page = parsed(html);
        assertEquals("Training of " + NASTY, all(page, "h1").get(0).getTextContent());
        Set<String> names = new HashSet<>();
        for (Element element : all(page, "*")) {
            names.add(element.getTagName());
            for (String foreign : new String[] {"href", "src", "style", "onclick"}) {
                assertFalse(element.hasAttribute(foreign), element.getTagName());
            }
        }
        for (String foreign : new String[] {"script", "link", "img", "iframe"}) {
            assertFalse(names.contains(foreign), foreign);
        }
        for (Element heading : all(page, "th")) {
            assertTrue(Set.of("row", "col").contains(heading.getAttribute("scope")));
        }
        for (Element table : all(page, "table")) {
            assertEquals(1, all(table, "caption").size());
        }
        assertTrue(html.contains("default-src 'none'; style-src 'sha256-"), html);
    }

    @Test
    void sameTrainingSameBytes() throws IOException {
        String html = full().toHtml();
        assertEquals(html, full().toHtml());
        Path file = folder.resolve("report.html");
        full().write(file);
        assertEquals(html, Files.readString(file));
    }

    /** The model may be trained on; the report is of the moment when it was begun. */
    @Test
    void laterTrainingDoesNotChangeAReport() {
        Dense model = (Dense) dense();
        TrainingReport report =
                TrainingReport.of(model, new History(List.of(epoch(1, 2, 1)), null, 0));
        String before = report.toHtml();
        model.weight().set(Tensor.of(new double[][] {{1e6}}));
        assertEquals(before, report.toHtml());
    }

    @Test
    void textAndRefusals() {
        History history = new History(List.of(epoch(1, 2, 1)), null, 0);
        TrainingReport report = TrainingReport.of(dense(), history);
        assertEquals("report, epoch 1: loss 2.000; validation loss 1.000", report.toString());
        assertTrue(full().toString().startsWith("report of " + NASTY + ", epoch 12: loss "));
        Refusal.of(
                NullPointerException.class,
                () -> TrainingReport.of((Layer) null, history),
                "model");
        Refusal.of(NullPointerException.class, () -> TrainingReport.of(dense(), null), "history");
        Refusal.of(IllegalArgumentException.class, () -> report.named(" "), "name", "blank");
        TrainingReport seeded = report.seed(1);
        Refusal.of(IllegalArgumentException.class, () -> seeded.seed(2), "\"seed\" already");
        Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.zeros(2, 3), new int[] {0, 1});
        Evaluation<int[]> classes = Evaluation.ofClassifier((x, pass) -> x, data);
        Refusal.of(
                IllegalArgumentException.class,
                () -> report.evaluation("test", classes, "a", "b"),
                "2 names",
                "3 classes");
        TrainingReport tested = report.evaluation("test", classes);
        Refusal.of(
                IllegalArgumentException.class,
                () -> tested.evaluation("test", classes),
                "\"test\" already");
        Dataset<Tensor, Tensor> values = Dataset.ofValues(Tensor.zeros(2, 1), Tensor.zeros(2, 1));
        Evaluation<Tensor> regression =
                Evaluation.of((x, pass) -> x, Losses.meanSquaredError(), values);
        Refusal.of(
                IllegalArgumentException.class,
                () -> report.evaluation("values", regression, "a"),
                "values");
        assertTrue(report.evaluation("values", regression).toHtml().contains("Evaluation: values"));
    }
}
