package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Graphs for Graphviz, Mermaid and as JSON; scopes and limits. */
class GraphFormsTest {
    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final String ODD = "a\"b\\c<d>&e\nf\u00e9\ud83d\ude00\ud800#;`*";

    private final Tensor x = Tensor.variable(-2).named("x");
    private final Tensor y = Tensor.variable(5).named("y");
    private final Tensor z = Tensor.variable(-4).named("z");

    private static JsonNode json(String text) {
        assertAscii(text);
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static void assertAscii(String text) {
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), text);
    }

    private static Tensor chain(Tensor from, int length) {
        Tensor end = from;
        for (int i = 0; i < length; i++) {
            end = end.mul(0.5);
        }
        return end;
    }

    // ---- drawings

    @Test
    void graphviz() {
        Tensor q = x.add(y).named("q");
        Tensor f = q.mul(z).mul(0.5).named("f");
        String dot = Graph.of(f).toDot(Backward.of(f).retain(q, f).run());
        String variable =
                ", shape=ellipse, margin=0.02, style=filled, color=\"#1565c0\","
                        + " fillcolor=\"#e3f2fd\"];\n";
        String red = "<br/><font color=\"#b71c1c\">adjoint ";
        assertTrue(dot.startsWith("digraph {\n  rankdir=LR;\n"), dot);
        assertEquals(
                "  n1 [label=<<b>x</b> variable<br/>-2"
                        + red
                        + "-2</font>>"
                        + variable
                        + "  n2 [label=<<b>y</b> variable<br/>5"
                        + red
                        + "-2</font>>"
                        + variable
                        + "  n3 [label=<<b>z</b> variable<br/>-4"
                        + red
                        + "1.5</font>>"
                        + variable
                        + "  n4 [label=<<b>q</b> = add(x, y)<br/>3"
                        + red
                        + "-2</font>>];\n"
                        + "  n5 [label=<<b>t1</b> = mul(q, z)<br/>-12>];\n"
                        + "  n6 [label=<<b>f</b> = mul(t1, 0.5)<br/>-6"
                        + red
                        + "1</font>>, penwidth=2.5];\n"
                        + "  n1 -> n4;\n  n2 -> n4;\n  n4 -> n5;\n  n3 -> n5;\n  n5 -> n6;\n}\n",
                dot.substring(dot.indexOf("  n1 [")));
    }

    @Test
    void mermaid() {
        Tensor c = Tensor.vector(1, 2).named("c");
        Tensor f = Graph.scope("box", () -> x.mul(c)).sum().named("f");
        String drawing = Graph.of(f).toMermaid(Backward.of(f).retain(f).run());
        assertEquals(
                """
                flowchart TD
                  subgraph s1["box"]
                    n1(["x variable<br/>-2<br/>adjoint 3"]):::variable
                    n3["t1 = mul(x, c)<br/>shape [2]<br/>[-2, -4]"]:::operation
                  end
                  n2[/"c constant<br/>shape [2]<br/>[1, 2]"/]:::constant
                  n4["f = sum(t1)<br/>-6<br/>adjoint 1"]:::operation
                  n1 --> n3
                  n2 --> n3
                  n3 --> n4
                """,
                drawing.substring(0, drawing.indexOf("  classDef")));
        assertTrue(drawing.endsWith("  class n4 result\n"), drawing);
    }

    @Test
    void aUsedTwiceIsDrawnTwice() {
        String dot = Graph.of(x.mul(x)).toDot();
        assertTrue(dot.contains("  n1 -> n2;\n  n1 -> n2;\n"), dot);
    }

    @Test
    void attributesAreShown() {
        Tensor w = Tensor.variable(new double[][] {{1, 2}, {3, 4}}).named("W");
        Graph graph = Graph.of(w.expand(5, 2, 2));
        assertTrue(
                graph.toDot()
                        .contains("expand(W; shape [5, 2, 2])<br/>shape [5, 2, 2]<br/>1 .. 4"));
        assertTrue(graph.toMermaid().contains("expand(W#59; shape [5, 2, 2])<br/>shape [5, 2, 2]"));
    }

    @Test
    void namesCannotBreakOut() {
        Tensor odd = Tensor.variable(1).named(ODD);
        Tensor f = Graph.scope(ODD, odd::exp).named("1. [x](y) end");
        Graph graph = Graph.of(f);
        assertTrue(graph.toText().startsWith("a\"b\\c<d>&e\\nf\u00e9\ud83d\ude00\\ud800#;`*"));
        assertEquals(2, graph.toText().lines().count());

        String dot = graph.toDot();
        assertAscii(dot);
        String html = "a&#34;b\\c&#60;d&#62;&#38;e\\nf&#233;&#128512;\\ud800#;`*";
        assertTrue(dot.contains("[label=<<b>" + html + "</b> variable"), dot);
        assertTrue(dot.contains("label=<" + html + ">;\n"), dot);

        String mermaid = graph.toMermaid();
        assertAscii(mermaid);
        String entities = "a#34;b#92;c#60;d#62;#38;e#92;nf#233;#128512;#92;ud800#35;#59;#96;#42;";
        assertTrue(mermaid.contains("([\"" + entities + " variable<br/>1\"])"), mermaid);
        assertTrue(mermaid.contains("subgraph s1[\"" + entities + "\"]\n"), mermaid);
        assertTrue(mermaid.contains("[\"1#46; [x]#40;y) end = exp("), mermaid);

        JsonNode json = json(graph.toJson());
        assertEquals(ODD, json.at("/nodes/0/name").textValue());
        assertEquals(ODD, json.at("/scopes/0/name").textValue());
        assertEquals("1. [x](y) end", json.at("/nodes/1/label").textValue());
    }

    @Test
    void blankNamesCountAsNone() {
        Tensor blank = Tensor.variable(1).named(" \n");
        Tensor f = Graph.scope("", blank::exp);
        assertTrue(Graph.of(f).toText().startsWith("v1  variable"));
        assertTrue(Graph.of(f).toDot().contains("    label=\"\";\n"));
        assertTrue(Graph.of(f).toMermaid().contains("subgraph s1[\" \"]\n"));
    }

    @Test
    void longNamesAndManyInputsAreCut() {
        Tensor[] many = new Tensor[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = Tensor.variable(new double[] {i}).named("part" + i);
        }
        Tensor all = Tensor.concat(0, many).named("n".repeat(1000));
        String text = Graph.of(all).toText();
        String made =
                "concat(part0, part1, part2, ... 14 more ..., part17, part18, part19; axis 0)";
        assertTrue(text.contains("  " + made + "  "), text);
        assertTrue(Graph.of(all).toDot().contains("<b>" + "n".repeat(37) + "...</b> = " + made));
    }

    // ---- JSON

    @Test
    void jsonHoldsEveryField() {
        Tensor v = Tensor.variable(new double[] {1.5, Double.NaN}).named("v");
        Tensor f = v.mul(0.1).reshape(2, 1);
        Gradients gradients =
                Backward.of(f).seed(Tensor.of(new double[] {1, 2}, 2, 1)).keepAll().run();
        JsonNode json = json(Graph.of(f).toJson(gradients));
        assertEquals(
                json(
                        """
                        {"nodes": [
                          {"id": 0, "kind": "variable", "label": "v", "name": "v",
                           "op": "variable", "attributes": {}, "inputs": [], "scope": null,
                           "shape": [2], "value": [1.5, "NaN"], "adjoint": [0.1, 0.2]},
                          {"id": 1, "kind": "constant", "label": "0.1", "name": null,
                           "op": "constant", "attributes": {}, "inputs": [], "scope": null,
                           "shape": [], "value": 0.1},
                          {"id": 2, "kind": "operation", "label": "t1", "name": null,
                           "op": "mul", "attributes": {}, "inputs": [0, 1], "scope": null,
                           "shape": [2], "value": [0.15000000000000002, "NaN"], "adjoint": [1, 2]},
                          {"id": 3, "kind": "operation", "label": "t2", "name": null,
                           "op": "reshape", "attributes": {"shape": [2, 1]}, "inputs": [2],
                           "scope": null, "shape": [2, 1],
                           "value": [[0.15000000000000002], ["NaN"]], "adjoint": [[1], [2]]}],
                         "scopes": [], "results": [3], "omitted": 0}
                        """),
                json);
    }

    @Test
    void jsonSummarisesArrays() {
        Tensor v = Tensor.variable(Tensor.iota(9).toArray());
        JsonNode value = json(Graph.of(v).toJson()).at("/nodes/0/value");
        assertEquals(json("{\"min\": 0, \"max\": 8, \"mean\": 4}"), value);
        Tensor none = Tensor.variable(new double[0], 0, 3);
        assertEquals(json("[]"), json(Graph.of(none).toJson()).at("/nodes/0/value"));
        Tensor extreme =
                Tensor.variable(new double[] {-0.0, 1e300, 1e-7, Double.NEGATIVE_INFINITY});
        JsonNode numbers = json(Graph.of(extreme).toJson()).at("/nodes/0/value");
        assertEquals(1e300, numbers.get(1).doubleValue());
        assertEquals(1e-7, numbers.get(2).doubleValue());
        assertEquals("-Infinity", numbers.get(3).textValue());
    }

    // ---- scopes

    @Test
    void scopesNestAndEndAlsoWithAnException() {
        Tensor w = Tensor.variable(3).named("w");
        Tensor v = Tensor.variable(4).named("v");
        Tensor f =
                Graph.scope(
                        "outer",
                        () -> {
                            Tensor inner = Graph.scope("inner", () -> w.mul(x).exp());
                            return inner.add(v).add(x);
                        });
        assertThrows(
                IllegalStateException.class,
                () ->
                        Graph.scope(
                                "broken",
                                () -> {
                                    throw new IllegalStateException();
                                }));
        assertNull(f.mul(2).note().scope());
        Tensor end = f.mul(y).mul(v);
        JsonNode json = json(Graph.of(end).toJson());
        assertEquals(
                json(
                        """
                        [{"id": 0, "name": "outer", "outer": null},
                         {"id": 1, "name": "inner", "outer": 0}]
                        """),
                json.get("scopes"));
        // x is used inside and in between, w inside alone, v also outside
        Map<String, Integer> expected = new TreeMap<>();
        expected.put("x", 0);
        expected.put("w", 1);
        expected.put("t1", 1);
        expected.put("t2", 1);
        expected.put("t3", 0);
        expected.put("t4", 0);
        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode node : json.get("nodes")) {
            if (!node.get("scope").isNull()) {
                found.put(node.get("label").textValue(), node.get("scope").intValue());
            }
        }
        assertEquals(expected, found);
        String dot = Graph.of(end).toDot();
        int outer = dot.indexOf("  subgraph cluster_1 {\n    label=<outer>;");
        int inner = dot.indexOf("    subgraph cluster_2 {\n      label=<inner>;");
        assertTrue(0 < outer && outer < inner, dot);
    }

    @Test
    void oneNameTwiceMakesTwoBoxes() {
        Tensor f = Graph.scope("step", () -> x.exp());
        Tensor g = Graph.scope("step", () -> f.exp());
        JsonNode json = json(Graph.of(g).toJson());
        assertEquals(2, json.get("scopes").size());
        assertEquals(2, Graph.of(g).toMermaid().split("subgraph", -1).length - 1);
    }

    @Test
    void scopesKeepToTheirThread() throws Exception {
        Tensor[] made = new Tensor[1];
        Graph.scope(
                "here",
                () -> {
                    Thread other = new Thread(() -> made[0] = x.exp());
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return null;
                });
        assertFalse(Graph.of(made[0]).toDot().contains("cluster"));
    }

    @Test
    void namesSurviveScopes() {
        Tensor f = Graph.scope("s", () -> x.exp().named("f"));
        assertEquals("f", f.name());
        assertSame(f, Graph.of(f).nodes().get(1).value());
    }

    // ---- limits

    @Test
    void theMiddleIsLeftOut() {
        Tensor f = chain(x, 9).add(y).named("f"); // x, y, t1 to t9, f: 12 nodes
        Graph graph = Graph.of(f).limit(4);
        assertEquals(
                """
                x   variable               -2
                y   variable                5
                ... 8 nodes left out ...
                t9  mul(t8, 0.5)  -0.00390625
                f   add(t9, y)        4.99609
                """,
                graph.toText());
        String dot = graph.toDot();
        assertTrue(dot.contains("  n3 [label=\"... 8 nodes left out ...\", shape=plaintext"), dot);
        assertTrue(dot.endsWith("  n1 -> n3;\n  n3 -> n4;\n  n4 -> n5;\n  n2 -> n5;\n}\n"), dot);
        String mermaid = graph.toMermaid();
        assertTrue(mermaid.contains("n3{{\""), mermaid);
        assertTrue(mermaid.contains("  n1 --> n3\n  n3 --> n4\n"), mermaid);
        JsonNode json = json(graph.toJson());
        assertEquals(8, json.get("omitted").intValue());
        assertEquals("omitted", json.at("/nodes/2/kind").textValue());
        assertEquals(json("[0]"), json.at("/nodes/2/inputs"));
        assertEquals(json("[-1, 18]"), json.at("/nodes/4/inputs"), "the mark and the number 0.5");
        assertEquals(json("[20]"), json.get("results"));
        assertEquals(20, Graph.of(f).node(f).id());
        assertEquals(12, Graph.of(f).limit(Integer.MAX_VALUE).toText().lines().count());
        assertEquals(12, Graph.of(f).limit(12).toText().lines().count());
        assertTrue(Graph.of(f).limit(11).toText().contains("... 1 node left out ..."));
        assertEquals(2, Graph.of(f).limit(1).toText().lines().count());
        assertThrows(IllegalArgumentException.class, () -> Graph.of(f).limit(0));
    }

    @Test
    void theMarkHasOneArrowToANodeThatUsesItTwice() {
        Tensor t = chain(x, 8);
        Tensor f = t.mul(chain(t.exp(), 1)).add(t.mul(t));
        String dot = Graph.of(f).limit(2).toDot();
        assertTrue(dot.endsWith("  n1 -> n2;\n  n2 -> n3;\n}\n"), dot);
    }

    @Test
    void aHundredThousandNodesAreDrawnInShort() {
        Tensor f = x;
        for (int i = 0; i < 50_000; i++) {
            f = f.mul(y).add(Tensor.vector(1));
        }
        Graph graph = Graph.of(f);
        String dot = graph.toDot();
        assertTrue(dot.contains("... 149802 nodes left out ..."), "2 + 3 * 50,000 less 200");
        assertEquals(200 + 1, dot.split("\\[label=", -1).length - 1);
        assertTrue(graph.toMermaid().length() < 50_000, "what Mermaid takes");
        assertEquals(1000 + 1, graph.toText().lines().count());
        JsonNode json = json(graph.toJson());
        assertEquals(1000 + 1, json.get("nodes").size());
        for (JsonNode node : json.get("nodes")) {
            boolean mark = node.get("id").intValue() == -1;
            for (JsonNode input : mark ? json("[]") : node.get("inputs")) {
                assertTrue(input.intValue() < node.get("id").intValue(), node::toString);
            }
        }
    }

    @Test
    void aConstantResultIsShown() {
        assertEquals("c1  constant  5\n", Graph.of(Tensor.of(5)).toText());
        Tensor c = Tensor.of(5);
        JsonNode json = json(Graph.of(x.mul(c), c).toJson());
        assertEquals(json("[2, 1]"), json.get("results"));
    }

    @Test
    void theSameGraphGivesTheSameCharacters() {
        String[] first = new String[2];
        for (int i = 0; i < 2; i++) {
            Tensor a = Tensor.variable(1).named("a");
            Tensor c = Tensor.vector(1, 2);
            Tensor f = Graph.scope("s", () -> a.mul(c).add(Tensor.vector(3, 4)).mul(c)).sum();
            Graph graph = Graph.of(f);
            Gradients gradients = f.backward();
            first[i] =
                    graph.toDot(gradients) + graph.toMermaid(gradients) + graph.toJson(gradients);
        }
        assertEquals(first[0], first[1]);
    }
}
