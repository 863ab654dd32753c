package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Pages of graphs as text: what stands in them, and what can not come into them. */
class PageTest {
    private static final String EVIL = "</script><b onload='x'>\"&\u2028\n";

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static JsonNode program(String page) throws Exception {
        return new ObjectMapper().readTree(between(page, "id=\"program\">", "</script>"));
    }

    private static Tensor product(String name) {
        Tensor x = Tensor.variable(-2).named(name);
        Tensor y = Tensor.variable(5).named("y");
        return x.add(y).mul(Tensor.variable(-4).named("z")).named("f");
    }

    @Test
    void isTheSameEveryTime() {
        Tensor f = product("x");
        assertEquals(Graph.of(f).toHtml(f.backward()), Graph.of(f).toHtml(f.backward()));
        assertEquals(Trace.of(f).toHtml(), Graph.of(f).toHtml(f.backward()));
        Tensor again = product("x");
        assertEquals(Trace.of(f).toHtml(), Trace.of(again).toHtml());
    }

    @Test
    void namesAreTextAndNothingElse() throws Exception {
        Tensor f = product(EVIL);
        String page = Graph.of(f).toHtml(f.backward(), Map.of(Graph.of(f).node(f), "ok"));
        assertEquals(2, page.split("</script>", -1).length - 1);
        assertFalse(page.contains("<b onload"));
        Graph graph = Graph.of(f);
        String verdict = graph.toHtml(f.backward(), Map.of(graph.node(f), EVIL));
        assertFalse(verdict.contains("<b onload"));
        assertEquals(EVIL, program(verdict).get("nodes").get(4).get("verdict").asText());
    }

    @Test
    void allowsItsOwnStyleAndScriptAlone() throws Exception {
        String page = Trace.of(product("x")).toHtml();
        String policy = between(page, "Content-Security-Policy\" content=\"", "\"");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        for (String part : new String[] {"style", "script"}) {
            String text = between(page, "<" + part + ">", "</" + part + ">");
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            String source = "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
            assertTrue(policy.contains(part + "-src " + source), part);
        }
        for (String way : new String[] {" src=", " href=", "url(", "@import", "fetch(", "style="}) {
            assertFalse(page.contains(way), way);
        }
    }

    @Test
    void holdsEveryNumberForThoseWithoutScripts() {
        String page = Trace.of(product("x")).toHtml();
        assertTrue(page.contains("<td>x<td>variable<td>-2<td>-4</tr>"), page);
        assertTrue(page.contains("<td>f<td>mul(t1, z)<td>-12<td>1</tr>"), page);
    }

    @Test
    void holdsTheProgram() throws Exception {
        JsonNode nodes = program(Trace.of(product("x")).toHtml()).get("nodes");
        assertEquals("[0,1]", nodes.get(2).get("in").toString());
        assertEquals(
                "{\"op\":\"variable\",\"label\":\"x\",\"value\":-2,\"adjoint\":-4}",
                nodes.get(0).toString());
        Tensor many = Tensor.full(1.5, 17).asVariable();
        String value =
                program(Graph.of(many.sum()).toHtml()).get("nodes").get(0).get("value").asText();
        assertTrue(value.startsWith("f64:AAAAAAAA+D8AAAAAAAD4P"), value);
        Tensor large = Tensor.full(0.5, 100, 300).asVariable().named("large");
        JsonNode shortened = program(Graph.of(large.sum()).toHtml()).get("nodes").get(0);
        assertEquals("[0.5,0.5]", shortened.get("brief").toString());
        assertFalse(shortened.has("value"));
    }

    /** The pass of a page starts where that of the gradients did. */
    @Test
    void startsWhereTheGradientsDid() throws Exception {
        Tensor x = Tensor.variable(3).named("x");
        Tensor a = x.square().named("a");
        Tensor b = a.mul(x).named("b");
        Graph graph = Graph.of(a, b);
        String ofA = graph.toHtml(Backward.of(a).keepAll().run());
        String ofB = graph.toHtml(Backward.of(b).seed(Tensor.of(2)).keepAll().run());
        assertEquals("[{\"node\":1,\"value\":1}]", program(ofA).get("seeds").toString());
        assertEquals("[{\"node\":2,\"value\":2}]", program(ofB).get("seeds").toString());
        // which of the two it was is not known
        assertEquals("[]", program(graph.toHtml(a.backward())).get("seeds").toString());
        assertEquals("[]", program(graph.toHtml()).get("seeds").toString());
    }

    /**
     * The head has a formula in the names of inputs; gates have the labels of which texts speak.
     */
    @Test
    void namesAllThatItSpeaksOf() {
        Tensor a = Tensor.variable(2).named("a");
        Tensor b = Tensor.variable(3).named("b");
        Tensor f = a.add(b).mul(a.neg().exp()).sub(a.sub(b.mul(-2)).div(b.square()));
        String page = Trace.of(f.named("f")).toHtml();
        assertEquals(
                "f = (a + b) \u00d7 exp(-a) \u2212 (a \u2212 b \u00d7 (-2)) \u00f7 b\u00b2 = ",
                between(page, "<p>f = ", "<span").replaceFirst("^", "f = "));
        for (int i = 1; i <= 7; i++) {
            assertTrue(page.matches("(?s).*class=\"label small\"[^>]*>t" + i + "<.*"), "t" + i);
        }
        assertFalse(Graph.of(f).toSvg(f.backward()).contains(">t1<"));
        Tensor deep = a;
        for (int i = 0; i < 1000; i++) {
            deep = deep.mul(deep);
        }
        String made = between(Graph.of(deep).toHtml(), "<h1>", "</header>");
        assertTrue(made.contains("t1000 = mul(t999, t999) = "), made);
    }

    /** A page without a backward pass says so and how to get it. */
    @Test
    void saysThatGradientsAreMissing() {
        Tensor f = product("x");
        Graph graph = Graph.of(f);
        String without = between(graph.toHtml(), "<p id=\"missing\">", "</p>");
        assertTrue(without.contains("<code>Trace.of(f).toHtml()</code>"), without);
        assertFalse(graph.toHtml(f.backward()).contains("\"missing\""));
        Tensor b = f.square();
        String unknown = Graph.of(f, b).toHtml(b.backward());
        assertTrue(unknown.contains("\"missing\">No backward pass, since"), unknown);
        String constant = Graph.of(Tensor.of(2)).toHtml();
        assertTrue(constant.contains("\"missing\">No gradients: no result depends on a variable"));
    }

    @Test
    void ofGraphsWithoutGradients() throws Exception {
        assertEquals("[]", program(Graph.of(Tensor.of(2)).toHtml()).get("seeds").toString());
        assertEquals(1, program(Trace.of(Tensor.of(2)).toHtml()).get("nodes").size());
        Tensor x = Tensor.variable(2);
        assertEquals(1, program(Trace.of(x).toHtml()).get("nodes").size());
        assertThrows(NullPointerException.class, () -> Graph.of(x).toHtml(null, null));
    }
}
