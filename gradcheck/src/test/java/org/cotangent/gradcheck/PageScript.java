package org.cotangent.gradcheck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** The scripts of a graph's page that run its program, without a browser. */
final class PageScript implements AutoCloseable {
    private static final String[] SCRIPTS = {
        "arrays.js", "operations.js", "reductions.js", "program.js", "words.js"
    };

    /** What the tests ask of a program. */
    private static final String TOUCH =
            """
            let program = null;
            function load(text) { program = Program(text); }
            function move(id, data) { program.set(id, data); }
            function run() { program.run(); }
            function value(id) {
              const x = program.value(id);
              return x === null || program.whyNoValue(id) !== null ? null : Array.from(x.data);
            }
            function gradient(id) {
              const x = program.gradient(id);
              return x === null || program.whyNoGradient(id) !== null ? null : Array.from(x.data);
            }
            function frozen() { return program.frozen() !== null; }
            function derivative(id, k) { return Words(program).derivative(program.nodes[id], k); }
            function number(v) { return Words({ nodes: [] }).number(v); }
            function names() { return Object.keys(Operations.table); }
            """;

    private final Context context = Context.enter();
    private final Scriptable scope;

    PageScript() {
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initStandardObjects();
        StringBuilder all = new StringBuilder();
        for (String name : SCRIPTS) {
            all.append(resource(name));
        }
        all.append(TOUCH);
        // Rhino gives constants the scope of the function, not of the block
        String text = all.toString().replaceAll("\\bconst\\b", "let");
        context.evaluateString(scope, text, "page", 1, null);
    }

    private static String resource(String name) {
        try (InputStream in = Graph.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The program that stands in a page. */
    static String program(String page) {
        String start = "<script type=\"application/json\" id=\"program\">";
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    private Object call(String name, Object... arguments) {
        Function f = (Function) ScriptableObject.getProperty(scope, name);
        return f.call(context, scope, scope, arguments);
    }

    void load(String page) {
        call("load", program(page));
    }

    void move(Graph.Node node, Tensor to) {
        Object[] data = new Object[to.size()];
        double[] elements = to.toArray();
        for (int i = 0; i < data.length; i++) {
            data[i] = elements[i];
        }
        call("move", node.id(), context.newArray(scope, data));
    }

    void run() {
        call("run");
    }

    boolean isFrozen() {
        return (Boolean) call("frozen");
    }

    /** The elements of a value; null where the page says that it does not know it. */
    double[] value(Graph.Node node) {
        return numbers(call("value", node.id()));
    }

    /** The elements of a gradient; null where the page says that it does not know it. */
    double[] gradient(Graph.Node node) {
        return numbers(call("gradient", node.id()));
    }

    /** The derivative of a node by one of its inputs, as text. */
    String derivative(Graph.Node node, int input) {
        return call("derivative", node.id(), input).toString();
    }

    String number(double v) {
        return call("number", v).toString();
    }

    String[] names() {
        NativeArray all = (NativeArray) call("names");
        String[] names = new String[all.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = all.get(i).toString();
        }
        return names;
    }

    private static double[] numbers(Object array) {
        if (array == null) {
            return null;
        }
        double[] numbers = new double[((NativeArray) array).size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) ((NativeArray) array).get(i)).doubleValue();
        }
        return numbers;
    }

    @Override
    public void close() {
        Context.exit();
    }
}
