package org.cotangent.samples;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page in a browser, and what a reader does there. */
final class BrowserPage implements AutoCloseable {
    final Page page;
    private final Path file;

    /** What must stay empty: errors on the console, and requests other than for the page. */
    final List<String> complaints = new ArrayList<>();

    BrowserPage(Browser browser, String html) {
        try {
            file = Files.createTempFile("graph", ".html");
            Files.writeString(file, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1400, 1000));
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        String own = file.toUri().toString().replace("file:///", "file:/");
        page.onRequest(
                request -> {
                    if (!request.url().replace("file:///", "file:/").equals(own)) {
                        complaints.add("request of " + request.url());
                    }
                });
        page.navigate(file.toUri().toString());
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    /** Everything from here to the end or the start, by the arrow keys. */
    void pressAll(String key, int times) {
        for (int i = 0; i < times; i++) {
            press(key);
        }
    }

    int steps() {
        return Integer.parseInt(page.getAttribute("#slider", "max"));
    }

    int step() {
        return Integer.parseInt(page.inputValue("#slider"));
    }

    String line() {
        return page.textContent("#step");
    }

    /** The number at the wire of a node, as it is drawn; empty where it is not shown. */
    String drawn(String kind, int node) {
        return (String)
                page.evaluate(
                        """
                        ([kind, node]) => [...document.querySelectorAll(
                            `.sheet:not([hidden]) text.${kind}[data-node="${node}"]`)]
                          .filter(text => getComputedStyle(text).visibility === "visible")
                          .map(text => text.firstChild.data)[0] || ""
                        """,
                        List.of(kind, node));
    }

    /** The same to its last digit. */
    double full(String kind, int node) {
        return Double.parseDouble(
                page.locator("text." + kind + "[data-node=\"" + node + "\"]")
                        .first()
                        .getAttribute("data-full"));
    }

    /** All scalars of a kind to their last digit, by node. */
    @SuppressWarnings("unchecked")
    Map<String, String> all(String kind) {
        return (Map<String, String>)
                page.evaluate(
                        """
                        kind => Object.fromEntries(
                          [...document.querySelectorAll(`text.${kind}[data-node]`)]
                            .map(text => [text.dataset.node, text.dataset.full]))
                        """,
                        kind);
    }

    /** Writes a number into the field of an input. */
    void move(int node, double value) {
        page.fill("#move-" + node, "" + value);
    }

    /** Pairs of shown texts of drawings whose boxes overlap. */
    @SuppressWarnings("unchecked")
    List<String> overlaps() {
        return (List<String>)
                page.evaluate(
                        """
                        () => {
                          const texts = [...document.querySelectorAll(".sheet:not([hidden]) svg.circuit text, svg.chart text")]
                            .filter(text => text.textContent !== "")
                            .map(text => ({ said: text.firstChild.data, box: text.getBoundingClientRect() }))
                            .sort((p, q) => p.box.left - q.box.left);
                          const found = [];
                          texts.forEach((p, i) => {
                            for (let k = i + 1; k < texts.length && texts[k].box.left < p.box.right - 1; k++) {
                              const q = texts[k];
                              // a third of a line of leading is no ink
                              const lead = 0.18 * Math.min(p.box.height, q.box.height);
                              if (q.box.top < p.box.bottom - 2 * lead && p.box.top < q.box.bottom - 2 * lead) {
                                found.push(p.said + " and " + q.said);
                              }
                            }
                          });
                          return found;
                        }""");
    }

    /** Serious and critical findings of axe-core. */
    List<String> barriers() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(
                                rule ->
                                        rule.getId()
                                                + ": "
                                                + rule.getHelp()
                                                + " "
                                                + rule.getNodes().get(0).getHtml())
                        .toList();
    }

    void scheme(String name) {
        page.evaluate("name => { document.documentElement.dataset.theme = name; }", name);
    }

    @Override
    public void close() {
        page.close();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
