package org.cotangent.graph;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is drawn in an SVG document: the areas of gates and labels, and the lines of wires. */
final class SvgParts {
    /** The area of a gate, a label or a picture. */
    record Area(String id, boolean round, double left, double top, double right, double bottom) {
        boolean overlaps(Area other) {
            return left < other.right
                    && other.left < right
                    && top < other.bottom
                    && other.top < bottom;
        }

        boolean contains(Area other) {
            return left <= other.left
                    && top <= other.top
                    && right >= other.right
                    && bottom >= other.bottom;
        }

        /** Whether a point is inside and not at the edge. */
        boolean holds(double x, double y) {
            return beyond(x, y) < -0.3;
        }

        /** Whether a point is at the edge. */
        boolean isNear(double x, double y) {
            return Math.abs(beyond(x, y)) < 0.3;
        }

        /** How far a point is outside; less than 0 inside. */
        private double beyond(double x, double y) {
            double dx = Math.max(left - x, x - right);
            double dy = Math.max(top - y, y - bottom);
            double radius = (right - left) / 2;
            return round
                    ? Math.hypot(x - left - radius, y - top - radius) - radius
                    : Math.max(dx, dy);
        }
    }

    /** A wire. */
    record Line(Map<String, String> attributes, List<double[]> points) {
        Area around() {
            double left = Double.POSITIVE_INFINITY;
            double top = left;
            double right = -left;
            double bottom = -left;
            for (double[] at : points) {
                left = Math.min(left, at[0]);
                top = Math.min(top, at[1] - 0.1);
                right = Math.max(right, at[0]);
                bottom = Math.max(bottom, at[1] + 0.1);
            }
            return new Area("wire", false, left, top, right, bottom);
        }

        @Override
        public String toString() {
            return "wire " + attributes;
        }
    }

    private static final Pattern COMMAND = Pattern.compile("([MHC])([^MHC]*)");

    private final List<Element> elements = new ArrayList<>();
    private final List<Area> areas = new ArrayList<>();
    private final List<Area> frames = new ArrayList<>();
    private final List<Line> wires = new ArrayList<>();
    private final Area page;
    private final String svg;

    SvgParts(String svg) {
        this.svg = svg;
        Element root;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            root =
                    factory.newDocumentBuilder()
                            .parse(new InputSource(new StringReader(svg)))
                            .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(svg, e);
        }
        page = new Area("page", false, 0, 0, number(root, "width"), number(root, "height"));
        collect(root);
        elements.forEach(this::measure);
    }

    private void collect(Element element) {
        elements.add(element);
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child) {
                collect(child);
            }
        }
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    private static List<String> classes(Element element) {
        return List.of(element.getAttribute("class").split(" "));
    }

    private void measure(Element element) {
        List<String> kinds = classes(element);
        switch (element.getTagName()) {
            case "circle" -> {
                if (!kinds.contains("joint")) {
                    double r = number(element, "r");
                    around(element, number(element, "cx") - r, number(element, "cy") - r, 2 * r);
                }
            }
            case "rect" -> {
                if (!kinds.contains("paper")) {
                    double x = number(element, "x");
                    double y = number(element, "y");
                    (kinds.contains("frame") ? frames : areas)
                            .add(
                                    new Area(
                                            id(element),
                                            false,
                                            x,
                                            y,
                                            x + number(element, "width"),
                                            y + number(element, "height")));
                }
            }
            case "text" -> text(element, kinds);
            case "path" -> {
                if (kinds.contains("wire")) {
                    wires.add(new Line(attributes(element), points(element.getAttribute("d"))));
                }
            }
            default -> {}
        }
    }

    private void around(Element element, double x, double y, double size) {
        areas.add(new Area(id(element), true, x, y, x + size, y + size));
    }

    private static String id(Element element) {
        Element group = (Element) element.getParentNode();
        String node = group.getAttribute("data-node");
        String kind = classes(group).get(0);
        return node.isEmpty() ? kind + " " + group.getAttribute("data-scope") : kind + " " + node;
    }

    private void text(Element element, List<String> kinds) {
        if (kinds.contains("sign") || kinds.contains("count") && !kinds.contains("start")) {
            return; // inside of a gate
        }
        boolean small =
                kinds.contains("share") || kinds.contains("constant") || kinds.contains("count");
        double size = small ? 10 : kinds.contains("label") || kinds.contains("name") ? 13 : 12;
        String words = words(element);
        double width = Advances.width(words, size) + 1;
        double x = number(element, "x");
        double y = number(element, "y");
        boolean end = kinds.contains("end") || kinds.contains("constant");
        double left = end ? x - width : kinds.contains("label") ? x - width / 2 : x;
        areas.add(
                new Area(
                        "text \"" + words + "\"",
                        false,
                        left,
                        y - 0.75 * size,
                        left + width,
                        y + 0.22 * size));
    }

    private static String words(Element text) {
        NodeList children = text.getChildNodes();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeType() == Node.TEXT_NODE) {
                words.append(children.item(i).getTextContent());
            }
        }
        return words.toString();
    }

    private static List<double[]> points(String path) {
        List<double[]> points = new ArrayList<>();
        Matcher commands = COMMAND.matcher(path);
        double x = 0;
        double y = 0;
        while (commands.find()) {
            String[] texts = commands.group(2).split("[ ,]");
            double[] v = new double[texts.length];
            for (int i = 0; i < v.length; i++) {
                v[i] = Double.parseDouble(texts[i]);
            }
            switch (commands.group(1)) {
                case "M" -> {
                    x = v[0];
                    y = v[1];
                    points.add(new double[] {x, y});
                }
                case "H" -> {
                    int steps = 1 + (int) (Math.abs(v[0] - x) / 3);
                    for (int i = 1; i <= steps; i++) {
                        points.add(new double[] {x + (v[0] - x) * i / steps, y});
                    }
                    x = v[0];
                }
                default -> {
                    for (int i = 1; i <= 16; i++) {
                        double t = i / 16.0;
                        points.add(
                                new double[] {
                                    cubic(t, x, v[0], v[2], v[4]), cubic(t, y, v[1], v[3], v[5])
                                });
                    }
                    x = v[4];
                    y = v[5];
                }
            }
        }
        return points;
    }

    private static double cubic(double t, double a, double b, double c, double d) {
        double s = 1 - t;
        return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new HashMap<>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            attributes.put(all.item(i).getNodeName(), all.item(i).getNodeValue());
        }
        return attributes;
    }

    String svg() {
        return svg;
    }

    Area page() {
        return page;
    }

    List<Area> areas() {
        return areas;
    }

    List<Area> frames() {
        return frames;
    }

    List<Line> wires() {
        return wires;
    }

    /** The attributes of groups of some classes. */
    List<Map<String, String>> groups(String kinds) {
        return elements.stream()
                .filter(x -> x.getTagName().equals("g"))
                .filter(x -> classes(x).containsAll(List.of(kinds.split(" "))))
                .map(SvgParts::attributes)
                .toList();
    }

    /** The attributes of texts of a class, with the words and the text that appears beside them. */
    List<Map<String, String>> texts(String kind) {
        List<Map<String, String>> texts = new ArrayList<>();
        for (Element x : elements) {
            if (x.getTagName().equals("text") && classes(x).contains(kind)) {
                Map<String, String> all = attributes(x);
                NodeList titles = x.getElementsByTagName("title");
                all.put("words", words(x));
                all.put(
                        "detail",
                        titles.getLength() == 0 ? words(x) : titles.item(0).getTextContent());
                texts.add(all);
            }
        }
        return texts;
    }

    List<String> ids(String kind) {
        return texts(kind).stream().map(x -> x.get("data-node")).toList();
    }
}
