package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A report as JSON, as a web page and as code, and its Taylor test. */
class ReportFormsTest {
    private static final Tensor W =
            Tensor.variable(new double[] {0.4, -1.2, 2.1, 1.7, 0.3, -0.6}, 2, 3).named("w");
    private static final Tensor B = Tensor.variable(new double[] {0.3, -0.2, 0.7}).named("<b>");

    private static Report failed() {
        return GradCheck.of(x -> x[0].tanh().add(Wrong.scaled(x[1], 2)).square(), W, B)
                .named("a \"layer\" & <more>")
                .order(2)
                .seed(7)
                .run();
    }

    // ---- JSON

    @Test
    void jsonSaysItAll() throws Exception {
        Report report = failed();
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertEquals("MISMATCH", json.get("verdict").asText());
        assertEquals("a \"layer\" & <more>", json.get("name").asText());
        assertFalse(json.get("passed").asBoolean());
        assertEquals(18, json.at("/counts/entries").asInt());
        assertEquals(6, json.at("/counts/mismatch").asInt());
        assertEquals(12, json.at("/counts/match").asInt());
        assertEquals(6, json.at("/counts/tooLarge").asInt());
        assertEquals(report.sensitivity(), json.get("sensitivity").asDouble());
        assertEquals(7, json.at("/settings/seed").asLong());
        assertTrue(json.at("/settings/step").isNull());
        assertEquals("<b>", json.at("/inputs/1/name").asText());
        assertEquals(3, json.at("/inputs/0/shape/1").asInt());
        assertEquals(18, json.get("entries").size());
        assertEquals(0, json.get("entriesLeftOut").asInt());
        JsonNode entry = json.at("/entries/7");
        Entry same = report.comparisons().get(7);
        assertEquals(same.place(), entry.get("place").asText());
        assertEquals(same.analytic(), entry.get("analytic").asDouble());
        assertEquals(same.verdict().name(), entry.get("verdict").asText());
        assertEquals(report.diagnosis().size(), json.get("diagnosis").size());
        assertEquals("WRONG", json.at("/taylor/outcome").asText());
        assertEquals(8, json.at("/taylor/rows").size());
        assertEquals(report.snippet(), json.get("snippet").asText());
    }

    @Test
    void jsonOfNumbersThatJsonDoesNotHave() throws Exception {
        Report report = GradCheck.check(Tensor::sqrt, Tensor.of(0));
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertEquals("Infinity", json.at("/entries/0/analytic").textValue());
        assertEquals("NaN", json.at("/taylor/rows/0/slope").textValue());
    }

    @Test
    void jsonOfManyEntriesKeepsTheWorst() throws Exception {
        Report report = ArrayCheck.jacobian(x -> sums(x), x -> slopes(x), new double[60]).run();
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertEquals(200, json.get("entriesLeftOut").asInt());
        assertEquals(1000, json.get("entries").size());
        assertEquals("x[41] of result 13", json.at("/entries/0/place").asText());
        assertEquals(
                "ArrayCheck.jacobian(f, jacobian, x).seed(1).run() // with the 60 numbers of the"
                        + " point, too many to print",
                report.snippet());
        assertTrue(report.toHtml().length() < 400_000);
    }

    /** Twenty sums with weights of their own. */
    private static double[] sums(double[] x) {
        double[] sums = new double[20];
        for (int r = 0; r < sums.length; r++) {
            for (int i = 0; i < x.length; i++) {
                sums[r] += (r + i + 1) * x[i];
            }
        }
        return sums;
    }

    /** The weights, one of them wrong. */
    private static double[][] slopes(double[] x) {
        double[][] slopes = new double[20][x.length];
        for (int r = 0; r < slopes.length; r++) {
            for (int i = 0; i < x.length; i++) {
                slopes[r][i] = r + i + 1;
            }
        }
        slopes[13][41] += 0.5;
        return slopes;
    }

    // ---- the page

    private static Document parsed(String html) throws Exception {
        assertTrue(html.startsWith("<!DOCTYPE html>\n<html"), html);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        String body = html.substring(html.indexOf('\n') + 1);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    @Test
    void pageIsWellFormedAndEscaped() throws Exception {
        Report report = failed();
        String html = report.toHtml();
        Document page = parsed(html);
        assertEquals(
                "Gradient check of a \"layer\" & <more>",
                page.getElementsByTagName("h1").item(0).getTextContent());
        String text = page.getDocumentElement().getTextContent();
        assertTrue(text.contains(report.diagnosis().get(0)), text);
        assertTrue(text.contains(report.snippet()), text);
        assertTrue(text.contains(report.taylor().conclusion(true)), text);
        // 18 entries, of which 6 differ and are told by their shape too, and 8 steps
        assertEquals(2, page.getElementsByTagName("svg").getLength());
        assertEquals(20, page.getElementsByTagName("circle").getLength());
        assertEquals(6, marks(page, "bad"));
    }

    private static int marks(Document page, String style) {
        NodeList paths = page.getElementsByTagName("path");
        int count = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            count += style.equals(((Element) paths.item(i)).getAttribute("class")) ? 1 : 0;
        }
        return count;
    }

    @Test
    void tablesAndSectionsAreNamed() throws Exception {
        Document page = parsed(failed().toHtml());
        NodeList headings = page.getElementsByTagName("th");
        for (int i = 0; i < headings.getLength(); i++) {
            String scope = ((Element) headings.item(i)).getAttribute("scope");
            assertTrue(Set.of("row", "col").contains(scope), scope);
        }
        assertEquals(3, page.getElementsByTagName("caption").getLength());
        Set<String> names = new HashSet<>();
        NodeList sections = page.getElementsByTagName("section");
        for (int i = 0; i < sections.getLength(); i++) {
            Element section = (Element) sections.item(i);
            String name = section.getAttribute("aria-label");
            NodeList titles = section.getElementsByTagName("h2");
            assertEquals(1, titles.getLength());
            assertEquals(titles.item(0).getTextContent(), name);
            assertTrue(names.add(name), name);
        }
        assertEquals(7, names.size());
    }

    @Test
    void pageStandsAlone() throws Exception {
        NodeList all = parsed(failed().toHtml()).getElementsByTagName("*");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            names.add(element.getTagName());
            for (String link : new String[] {"href", "src", "style", "onclick"}) {
                assertFalse(element.hasAttribute(link), element.getTagName());
            }
        }
        for (String foreign : new String[] {"script", "link", "img", "iframe"}) {
            assertFalse(names.contains(foreign), foreign);
        }
    }

    @Test
    void sameCheckSameBytes() {
        assertEquals(failed().toHtml(), failed().toHtml());
        assertEquals(failed().toJson(), failed().toJson());
        assertEquals(failed().toString(), failed().toString());
    }

    @Test
    void pagesOfOtherVerdicts() throws Exception {
        String passed = GradCheck.check(Tensor::relu, Tensor.vector(-1, 0, 2)).toHtml();
        assertTrue(parsed(passed).getDocumentElement().getTextContent().contains("subgradient"));
        String unclear = GradCheck.check(x -> x.add(1e15), Tensor.of(1)).toHtml();
        assertTrue(parsed(unclear).getDocumentElement().getTextContent().contains("inconclusive"));
        String infinite = GradCheck.of(Tensor::sqrt, Tensor.of(0)).named("a\u0001b").run().toHtml();
        assertTrue(parsed(infinite).getDocumentElement().getTextContent().contains("Infinity"));
        parsed(GradCheck.check(Tensor::relu, Tensor.of(0)).toHtml()); // no direction for Taylor
        parsed(GradCheck.check(x -> x.mul(0), Tensor.of(1)).toHtml());
    }

    // ---- code that repeats it

    @Test
    void snippetsAreTheCalls() {
        assertEquals(
                "GradCheck.of(f, Tensor.of(new double[] {0.4, -1.2, 2.1, 1.7, 0.3, -0.6}, 2,"
                        + " 3).named(\"w\"), Tensor.of(new double[] {0.3, -0.2, 0.7},"
                        + " 3).named(\"<b>\")).order(2).named(\"a \\\"layer\\\" &"
                        + " <more>\").seed(7).run()",
                failed().snippet());
        assertEquals(
                "GradCheck.of(f, Tensor.of(0.1), Tensor.zeros(0, 3)).jacobian().centralDifferences(1.0E-5)"
                        + ".tolerance(1.0E-4).directions(2).inconclusive(0.5).seed(-3000000000L)"
                        + ".run()",
                GradCheck.of(x -> x[0], Tensor.of(0.1), Tensor.zeros(0, 3))
                        .jacobian()
                        .centralDifferences(1e-5)
                        .tolerance(1e-4)
                        .directions(2)
                        .inconclusive(0.5)
                        .seed(-3_000_000_000L)
                        .run()
                        .snippet());
        assertEquals(
                "ArrayCheck.jvp(f, jvp, new double[] {1.0, 2.0}, 3.0, 4.0).seed(1).run()",
                ArrayCheck.jvp(
                                x -> new double[] {x[0] * x[1]},
                                (x, v) -> new double[] {x[1] * v[0] + x[0] * v[1]},
                                new double[] {1, 2},
                                3,
                                4)
                        .run()
                        .snippet());
        assertEquals(
                "ArrayCheck.hessian(gradient, hessian, 3.0).seed(1).run()",
                ArrayCheck.hessian(x -> new double[] {x[0]}, x -> new double[][] {{1}}, 3)
                        .run()
                        .snippet());
    }

    // ---- the Taylor test

    @Test
    void wrongGradientsHaveSlopeOne() {
        for (double factor : new double[] {2, -1, 1.01, 1 + 1e-5}) {
            Report report = GradCheck.check(x -> Wrong.scaled(x.exp(), factor), W);
            assertEquals(TaylorTest.Outcome.WRONG, report.taylor().outcome(), report::toString);
            double error = Math.abs(factor - 1) / Math.max(1, Math.abs(factor));
            assertEquals(error, report.taylor().error(), 0.1 * error);
        }
        Report second = GradCheck.of(x -> Wrong.bent(x.exp(), x, 0.5), W).order(2).run();
        assertEquals(2, second.taylor().order());
        assertEquals(TaylorTest.Outcome.WRONG, second.taylor().outcome(), second::toString);
        Report rows =
                ArrayCheck.jacobian(
                                x -> new double[] {x[0] * x[1], x[0] * x[0]},
                                x -> new double[][] {{x[1], x[0]}, {x[0], 0}},
                                1.5,
                                2)
                        .run();
        assertEquals(TaylorTest.Outcome.WRONG, rows.taylor().outcome(), rows::toString);
    }

    @Test
    void rightGradientsHaveSlopeTwo() {
        for (double scale : new double[] {1, 1e-9, 1e9}) {
            Report report = GradCheck.check(x -> x.exp().mul(scale), W);
            assertEquals(TaylorTest.Outcome.RIGHT, report.taylor().outcome());
        }
        assertEquals(TaylorTest.Outcome.RIGHT, GradCheck.check(x -> x, W).taylor().outcome());
        // a domain that ends near by
        Report edge = GradCheck.check(Tensor::log, Tensor.of(1e-7));
        assertEquals(TaylorTest.Outcome.RIGHT, edge.taylor().outcome());
    }

    /** Differences that noise has spoilt: the remainder shows that the gradient is not to blame. */
    @Test
    void noisyDifferencesAreToldFromAWrongGradient() {
        Report noisy =
                ArrayCheck.gradient(
                                x -> x[0] * x[0] + 1e-7 * Math.sin(1e9 * x[0]),
                                x -> new double[] {2 * x[0]},
                                1.5)
                        .centralDifferences(1e-6)
                        .run();
        assertEquals(Verdict.MISMATCH, noisy.verdict());
        assertEquals(TaylorTest.Outcome.RIGHT, noisy.taylor().outcome(), noisy::toString);
        assertTrue(noisy.toString().contains("noisy rather than the gradient wrong"));
    }

    /** A test that cannot see an error of that size must not say that there is none. */
    @Test
    void errorsBelowTheRemainderAreNotExcused() {
        Report tiny = GradCheck.check(x -> Wrong.scaled(x.exp(), 1 + 1e-8), W);
        assertEquals(Verdict.MISMATCH, tiny.verdict());
        assertFalse(tiny.toString().contains("noisy rather"), tiny::toString);
        Report hidden = ArrayCheck.gradient(x -> x[0] + 1e16, x -> new double[] {2}, 1.5).run();
        assertEquals(TaylorTest.Outcome.UNCLEAR, hidden.taylor().outcome(), hidden::toString);
        Report infinite = GradCheck.check(Tensor::sqrt, Tensor.of(0));
        assertEquals(TaylorTest.Outcome.UNCLEAR, infinite.taylor().outcome(), infinite::toString);
    }
}
