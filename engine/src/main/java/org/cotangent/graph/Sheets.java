package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;

/**
 * The drawings of a graph. A small one, of up to 40 nodes and scopes, is one sheet, on which scopes
 * are frames. Of a larger one the first sheet shows what stands outside of any scope, with scopes
 * folded to boxes, and each scope has a sheet of its own. What has more than 60 things on a sheet
 * is cut into groups of about 50 in the order of creation, which are folded like scopes.
 */
final class Sheets {
    private Sheets() {}

    /**
     * The sheets of a graph, each after that on which it is a box.
     *
     * @param graph the graph
     * @param gradients the outcome of a pass over it, or null
     * @return one or more; they are laid out when their drawing is asked for
     */
    static List<Sheet> of(Graph graph, Gradients gradients) {
        return of(graph, gradients, false);
    }

    /**
     * The sheets of a graph, for a picture or a page.
     *
     * @param labeled whether labels stand at gates without a name too, as texts speak of them
     */
    static List<Sheet> of(Graph graph, Gradients gradients, boolean labeled) {
        Circuit circuit = new Circuit(graph.nodes(), graph.results(), gradients, labeled);
        if (circuit.inOnePiece) {
            return List.of(new Sheet(circuit, circuit.sections.get(0), null, false));
        }
        Map<Circuit.Section, Sheet> sheets = new HashMap<>();
        List<Sheet> all = new ArrayList<>();
        for (Circuit.Section section : circuit.sections) {
            Sheet sheet = new Sheet(circuit, section, sheets.get(section.outer), false);
            sheets.put(section, sheet);
            all.add(sheet);
        }
        return all;
    }
}
