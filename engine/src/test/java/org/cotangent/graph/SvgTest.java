package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Tensor;
import org.cotangent.graph.DrawnGraphs.Drawn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

// Longer than 400 lines: the graphs that pictures are tried on, and what must not cross or overlap.

/** Drawings of graphs of many kinds, measured. */
class SvgTest {
    static Stream<String> names() {
        return DrawnGraphs.all().keySet().stream();
    }

    /** A graph with its sheets and what is drawn on them; made once for all tests. */
    record Whole(Drawn drawn, List<Sheet> sheets, List<SvgParts> parts) {}

    private static final Map<String, Whole> KNOWN = new HashMap<>();

    static Whole whole(String name) {
        return KNOWN.computeIfAbsent(
                name,
                key -> {
                    Drawn drawn = drawn(key);
                    List<Sheet> sheets = Sheets.of(drawn.graph(), drawn.gradients());
                    return new Whole(
                            drawn,
                            sheets,
                            sheets.stream().map(x -> new SvgParts(x.svg(false))).toList());
                });
    }

    private static Drawn drawn(String name) {
        return DrawnGraphs.all().get(name).get();
    }

    // ---- room

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsInTheWayOfAnything(String name) {
        Whole whole = whole(name);
        for (int s = 0; s < whole.sheets.size(); s++) {
            String where = name + ", sheet \"" + whole.sheets.get(s).path() + "\": ";
            SvgParts parts = whole.parts.get(s);
            List<SvgParts.Area> areas = parts.areas();
            for (int i = 0; i < areas.size(); i++) {
                SvgParts.Area p = areas.get(i);
                assertTrue(parts.page().contains(p), () -> where + p + " lies off the picture");
                for (int k = 0; k < i; k++) {
                    SvgParts.Area q = areas.get(k);
                    assertFalse(p.overlaps(q), () -> where + p + " overlaps " + q);
                }
            }
            for (SvgParts.Line wire : parts.wires()) {
                SvgParts.Area around = wire.around();
                for (SvgParts.Area area : areas) {
                    if (area.overlaps(around)) {
                        for (double[] at : wire.points()) {
                            assertFalse(
                                    area.holds(at[0], at[1]),
                                    () -> where + wire + " crosses " + area);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void wiresEndAtWhatTheyJoin(String name) {
        for (SvgParts parts : whole(name).parts) {
            Map<String, SvgParts.Area> ends = new HashMap<>();
            parts.areas().forEach(area -> ends.put(area.id(), area));
            List<Double> left = parts.frames().stream().map(SvgParts.Area::left).toList();
            List<Double> right = parts.frames().stream().map(SvgParts.Area::right).toList();
            for (SvgParts.Line wire : parts.wires()) {
                double[] start = wire.points().get(0);
                double[] end = wire.points().get(wire.points().size() - 1);
                Map<String, String> ids = wire.attributes();
                String from = ids.get("data-from");
                String to = ids.get("data-to");
                String scope = ids.get("data-scope");
                String port = ids.get("data-port");
                String what = name + ": " + wire;
                if (ids.get("class").equals("wire")) {
                    boolean fromNode = isAt(ends, "node " + from, start);
                    boolean elsewhere =
                            !ends.containsKey("node " + from); // a port, a scope, a number
                    assertTrue(
                            fromNode
                                    || isAmong(left, start[0])
                                    || isAmong(right, start[0])
                                    || elsewhere,
                            what);
                    assertTrue(
                            isAt(ends, "node " + to, end)
                                    || isAt(ends, "scope " + scope, end)
                                    || isAmong(right, end[0])
                                    || scope != null && isAmong(left, end[0])
                                    || port != null && !parts.groups("port out").isEmpty(),
                            what);
                }
            }
        }
    }

    private static boolean isAmong(List<Double> edges, double at) {
        return edges.stream().anyMatch(edge -> Math.abs(edge - at) < 0.3);
    }

    private static boolean isAt(Map<String, SvgParts.Area> ends, String id, double[] at) {
        return ends.containsKey(id) && ends.get(id).isNear(at[0], at[1]);
    }

    @Test
    void wiresBetweenTheSameNodesAreApart() {
        List<SvgParts.Line> wires =
                new SvgParts(svg(DrawnGraphs.selfProduct()))
                        .wires().stream()
                                .filter(wire -> wire.attributes().containsKey("data-to"))
                                .toList();
        assertEquals(2, wires.size());
        List<double[]> p = wires.get(0).points();
        List<double[]> q = wires.get(1).points();
        assertTrue(Math.abs(p.get(p.size() - 1)[1] - q.get(q.size() - 1)[1]) > 10);
    }

    private static String svg(Tensor result) {
        return Graph.of(result).toSvg(Backward.of(result).keepAll().run());
    }

    // ---- the same every time

    @ParameterizedTest
    @MethodSource("names")
    void sameBytes(String name) {
        Whole whole = whole(name);
        Drawn again = drawn(name); // other objects, other hashes
        List<Sheet> sheets = Sheets.of(again.graph(), again.gradients());
        assertEquals(whole.sheets.size(), sheets.size());
        for (int i = 0; i < sheets.size(); i++) {
            assertEquals(whole.parts.get(i).svg(), sheets.get(i).svg(false));
        }
        assertEquals(whole.sheets.get(0).svg(true), again.graph().toSvg(again.gradients()));
    }

    // ---- all of it

    @ParameterizedTest
    @MethodSource("names")
    void everyNodeAndEveryUseIsDrawnOnce(String name) {
        Whole whole = whole(name);
        Drawn drawn = whole.drawn;
        Graph graph = drawn.graph();
        List<String> nodes = new ArrayList<>();
        List<String> uses = new ArrayList<>();
        Set<String> scopes = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (int s = 0; s < whole.sheets.size(); s++) {
            Sheet sheet = whole.sheets.get(s);
            assertTrue(sheet.path().isEmpty() || paths.add(sheet.path()), sheet.path());
            assertEquals(sheet.path().isEmpty(), sheet.parent() == null);
            SvgParts parts = whole.parts.get(s);
            parts.groups("node").forEach(x -> nodes.add(x.get("data-node")));
            parts.groups("scope").forEach(x -> scopes.add(x.get("data-scope")));
            for (SvgParts.Line wire : parts.wires()) {
                Map<String, String> ids = wire.attributes();
                if (ids.containsKey("data-to")) {
                    int to = Integer.parseInt(ids.get("data-to"));
                    int input = Integer.parseInt(ids.get("data-input"));
                    int from = graph.nodes().get(to).inputs().get(input).id();
                    uses.add(to + " " + input);
                    Set<String> named = Set.of(ids.get("data-from").split(" "));
                    assertTrue(named.contains("" + from), wire.toString());
                }
            }
            assertEquals(
                    Set.copyOf(parts.ids("value")),
                    drawn.gradients() == null || drawn.graph().results().size() > 1
                            ? Set.copyOf(parts.ids("value"))
                            : withGradients(parts, graph));
        }
        if (paths.isEmpty()) {
            paths.addAll(scopes); // in place, without sheets of their own
        }
        assertEquals(paths, scopes);
        Set<String> expectedNodes = new TreeSet<>();
        Set<String> expectedUses = new TreeSet<>();
        for (Graph.Node x : graph.nodes()) {
            if (!Labels.isLiteral(x) || graph.results().contains(x)) {
                expectedNodes.add("" + x.id());
            }
            for (int i = 0; i < x.inputs().size(); i++) {
                if (i != Signs.absorbed(x)) {
                    expectedUses.add(x.id() + " " + i);
                }
            }
        }
        assertEquals(expectedNodes, new TreeSet<>(nodes));
        assertEquals(expectedNodes.size(), nodes.size());
        assertEquals(expectedUses, new TreeSet<>(uses));
        assertEquals(expectedUses.size(), uses.size());
    }

    /** The nodes whose values are shown: those with gradients, and constants. */
    private static Set<String> withGradients(SvgParts parts, Graph graph) {
        Set<String> all = new HashSet<>(parts.ids("gradient"));
        for (String id : parts.ids("value")) {
            if (!graph.nodes().get(Integer.parseInt(id)).value().varies()) {
                all.add(id);
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("names")
    void sharesAddUpToGradients(String name) {
        Drawn drawn = whole(name).drawn;
        if (drawn.gradients() == null || drawn.graph().results().size() > 1) {
            return;
        }
        Map<String, Double> sums = new TreeMap<>();
        Map<String, Double> sizes = new HashMap<>();
        Map<String, String> details = new HashMap<>();
        for (SvgParts parts : whole(name).parts) {
            for (Map<String, String> share : parts.texts("share")) {
                if (share.containsKey("data-to") && !share.get("detail").contains("[")) {
                    double part = Double.parseDouble(share.get("detail"));
                    sums.merge(share.get("data-from"), part, Double::sum);
                    sizes.merge(share.get("data-from"), Math.abs(part), Double::sum);
                }
            }
            for (Map<String, String> gradient : parts.texts("gradient")) {
                details.put(gradient.get("data-node"), gradient.get("detail"));
            }
        }
        sums.forEach(
                (id, sum) -> {
                    double gradient = Double.parseDouble(details.get(id));
                    assertEquals(gradient, sum, 1e-12 * Math.max(1, sizes.get(id)), id);
                });
    }

    // ---- what is written

    private static Map<String, String> shown(String svg, String kind, Graph graph) {
        Map<String, String> shown = new TreeMap<>();
        for (Map<String, String> text : new SvgParts(svg).texts(kind)) {
            Graph.Node x = graph.nodes().get(Integer.parseInt(text.get("data-node")));
            shown.put(x.name() == null ? x.operation() : x.name(), text.get("words"));
        }
        return shown;
    }

    @Test
    void numbersOfTheSlides() {
        Tensor f = DrawnGraphs.productOfSum();
        Graph graph = Graph.of(f);
        String svg = svg(f);
        assertEquals(
                Map.of("x", "-2", "y", "5", "z", "-4", "q", "3", "f", "-12"),
                shown(svg, "value", graph));
        assertEquals(
                Map.of("x", "-4", "y", "-4", "z", "3", "q", "-4", "f", "1"),
                shown(svg, "gradient", graph));
        Tensor neuron = DrawnGraphs.neuron();
        Map<String, String> gradients = shown(svg(neuron), "gradient", Graph.of(neuron));
        assertEquals(
                List.of("-0.20", "0.39", "-0.39", "-0.59", "0.20"),
                Stream.of("w0", "x0", "w1", "x1", "w2").map(gradients::get).toList());
        assertEquals("0.73", shown(svg(neuron), "value", Graph.of(neuron)).get("f"));
        assertEquals(Set.of(), shown(graph.toSvg(), "gradient", graph).keySet());
    }

    /** A pass that kept the gradients of variables alone is drawn in full. */
    @Test
    void completesThePass() {
        Tensor f = DrawnGraphs.neuron();
        assertEquals(svg(f), Graph.of(f).toSvg(f.backward()));
        // not where the pass began with another number than 1
        String other = Graph.of(f).toSvg(Backward.of(f).seed(Tensor.of(2)).run());
        assertEquals(5, new SvgParts(other).texts("gradient").size());
    }

    /** Short vectors in full, others by their extents. */
    @Test
    void arraysAreNumbersOrExtents() {
        assertEquals("[1, 1.69, 2.10]", new Face(Tensor.vector(1, 1.693, 2.099)).text);
        assertEquals("[0.12, -0.35, 1.25]", new Face(Tensor.vector(0.12, -0.35, 1.25)).text);
        assertEquals("5 numbers", new Face(Tensor.zeros(5)).text);
        assertEquals("8\u00d74", new Face(Tensor.zeros(8, 4)).text);
        assertEquals("2\u00d73\u00d74", new Face(Tensor.zeros(2, 3, 4)).text);
        assertEquals("0 numbers", new Face(Tensor.zeros(0)).text);
    }

    /** What is printed at branches adds up to what is printed as their sum. */
    @Test
    void printedSharesAddUp() {
        Tensor b = Tensor.variable(1).named("b");
        Tensor f = b.mul(0.118977).add(b.mul(-0.124146));
        SvgParts parts = new SvgParts(svg(f));
        assertEquals(
                List.of("0.11898", "-0.12415"),
                parts.texts("share").stream().map(x -> x.get("words")).toList());
        assertEquals("-0.0052", shown(svg(f), "gradient", Graph.of(f)).get("b"));
        List<Tensor> thirds = List.of(Tensor.of(1 / 3.0), Tensor.of(1 / 3.0), Tensor.of(1 / 3.0));
        assertEquals(3, Face.places(Tensor.of(1), thirds));
        assertEquals(Face.AS_USUAL, Face.places(Tensor.of(3), List.of(Tensor.of(1), Tensor.of(2))));
        Tensor infinite = Tensor.of(Double.POSITIVE_INFINITY);
        assertEquals(Face.AS_USUAL, Face.places(infinite, List.of(Tensor.of(0.3), infinite)));
    }

    @Test
    void numbers() {
        double[] values = {
            0,
            -0.0,
            1,
            -12,
            0.731058,
            1.999,
            999.994,
            1234.56,
            0.0498,
            0.00001234,
            123456,
            1.5e7,
            -2.5e-12,
            4e300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            0.0996,
            0.09949,
            99999.46,
            1e-4
        };
        String[] texts = {
            "0",
            "0",
            "1",
            "-12",
            "0.73",
            "2.00",
            "999.99",
            "1234.6",
            "0.050",
            "1.2e-5",
            "123456",
            "1.5e7",
            "-2.5e-12",
            "4e300",
            "NaN",
            "\u221e",
            "0.10",
            "0.099",
            "99999.5",
            "0.00010"
        };
        for (int i = 0; i < values.length; i++) {
            assertEquals(texts[i], Face.number(values[i]));
        }
    }

    @Test
    void signs() {
        Tensor x = Tensor.variable(2).named("x");
        Map<Tensor, String> signs = new HashMap<>();
        signs.put(x.add(1), "+1");
        signs.put(x.sub(0.25), "\u22120.25");
        signs.put(x.rsub(1), "1\u2212");
        signs.put(x.rdiv(2), "2\u00f7");
        signs.put(x.mul(-1), "\u00d7-1");
        signs.put(x.pow(3), "x\u00b3");
        signs.put(x.pow(-12), "x\u207b\u00b9\u00b2");
        signs.put(x.pow(0.3), "x\u207f");
        signs.put(x.max(0), "max 0");
        signs.put(x.mul(123.456), "\u00d7");
        signs.put(x.neg(), "\u2212x");
        signs.put(x.reciprocal(), "1/x");
        signs.put(x.log(), "ln");
        signs.put(x.expm1(), "expm1");
        signs.forEach((y, sign) -> assertEquals(sign, Signs.of(Graph.of(y).node(y))));
    }

    @Test
    void picturesTellSignsByFilling() {
        Tensor x = Tensor.variable(new double[][] {{1, -1, 0}, {4, -0.25, 1e-9}}).named("x");
        String svg = Graph.of(x).toSvg();
        Matcher plus = Pattern.compile("class=\"plus\" d=\"([^\"]*)\"").matcher(svg);
        Matcher minus = Pattern.compile("class=\"minus\" d=\"([^\"]*)\"").matcher(svg);
        assertTrue(plus.find() && minus.find());
        assertEquals(2, plus.group(1).split("M").length - 1);
        assertEquals(2, minus.group(1).split("M").length - 1);
        assertTrue(plus.group(1).contains("h2v2") && plus.group(1).contains("h4v4"), svg);
    }

    @Test
    void manyElementsAreBanded() {
        Tensor x = Tensor.of(new double[3 * 1000 * 17], 3, 1000, 17).add(1).asVariable();
        String svg = Graph.of(x).toSvg();
        Matcher plus = Pattern.compile("class=\"plus\" d=\"([^\"]*)\"").matcher(svg);
        assertTrue(plus.find());
        assertEquals(64, plus.group(1).split("M").length - 1);
    }

    @Test
    void standsAlone() {
        String svg = svg(DrawnGraphs.neuron());
        assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"));
        assertFalse(svg.contains("href") || svg.contains("url("));
        assertTrue(svg.contains("role=\"img\"") && svg.contains("prefers-color-scheme:dark"));
        assertTrue(svg.contains("<title>Computation graph of 13 nodes</title>"), svg);
        assertTrue(svg.contains("Input w0 = 2, gradient -0.20."), svg);
        assertTrue(svg.contains("Result f = 0.73, gradient 1."), svg);
    }
}
