package org.cotangent.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A writer of the elements of a web page, which escapes all text. What it writes can be read as XML
 * too. A page is one file that asks no network for anything: its content security policy allows the
 * {@linkplain PageStyle#sheet() style} that it holds, by its hash, and nothing else.
 */
public final class HtmlWriter {
    private final StringBuilder html = new StringBuilder();
    private final Deque<String> opened = new ArrayDeque<>();

    /**
     * A page with a head, in whose main part elements are written.
     *
     * @param title the title of the page
     */
    public HtmlWriter(String title) {
        String style = PageStyle.sheet();
        html.append("<!DOCTYPE html>\n");
        open("html", "lang", "en");
        open("head");
        empty("meta", "charset", "utf-8");
        empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src "
                        + PageStyle.hash(style)
                        + "; base-uri 'none'; form-action 'none'");
        empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        element("title", title);
        html.append("<style>").append(style).append("</style>\n"); // browsers take it as it is
        close();
        open("body");
        open("main");
    }

    /**
     * Begins an element.
     *
     * @param name its name
     * @param attributes names and values in turn; those of an empty value are left out
     */
    public void open(String name, String... attributes) {
        begin(name, attributes);
        html.append('>');
        opened.push(name);
    }

    /** Ends the element that was begun last. */
    public void close() {
        html.append("</").append(opened.pop()).append(">\n");
    }

    /**
     * An element that holds text.
     *
     * @param name its name
     * @param text the text
     * @param attributes as those of {@link #open}
     */
    public void element(String name, String text, String... attributes) {
        open(name, attributes);
        html.append(escaped(text));
        close();
    }

    /**
     * An element that has no content in HTML either.
     *
     * @param name its name
     * @param attributes as those of {@link #open}
     */
    public void empty(String name, String... attributes) {
        begin(name, attributes);
        html.append("/>\n");
    }

    private void begin(String name, String... attributes) {
        html.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                html.append(' ').append(attributes[i]).append("=\"");
                html.append(escaped(attributes[i + 1])).append('"');
            }
        }
    }

    /** Control characters and halves of surrogate pairs are not allowed, escaped or not. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '<' -> escaped.append("&lt;");
                                case '>' -> escaped.append("&gt;");
                                case '&' -> escaped.append("&amp;");
                                case '"' -> escaped.append("&quot;");
                                default -> escaped.appendCodePoint(isValid(c) ? c : 0xFFFD);
                            }
                        });
        return escaped.toString();
    }

    private static boolean isValid(int c) {
        return (c >= ' ' || c == '\n' || c == '\t')
                && (c < 0x7F || c > 0x9F)
                && (c < 0xD800 || c >= 0xE000)
                && c != 0xFFFE
                && c != 0xFFFF;
    }

    // ---- parts that pages share

    /**
     * Begins a section that is named by its heading.
     *
     * @param heading the heading
     */
    public void section(String heading) {
        open("section", "aria-label", heading);
        element("h2", heading);
    }

    /**
     * A number with a word or two below it.
     *
     * @param number the number
     * @param what its meaning
     */
    public void fact(String number, String what) {
        open("div");
        element("b", number);
        element("span", what);
        close();
    }

    /**
     * Begins a table; its first columns stand to the left, the others to the right.
     *
     * @param caption a sentence above it
     * @param left how many stand to the left
     * @param columns the headings of the columns
     */
    public void table(String caption, int left, String... columns) {
        // what scrolls must be reached by keys
        open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
        open("table");
        element("caption", caption, "class", "soft");
        open("thead");
        open("tr");
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].isEmpty()) {
                element("td", "");
            } else {
                element("th", columns[c], "scope", "col", "class", c < left ? "left" : "");
            }
        }
        close();
        close();
        open("tbody");
    }

    /**
     * Begins a row of a table by its heading.
     *
     * @param heading the first cell
     */
    public void row(String heading) {
        row(heading, 0);
    }

    /**
     * Begins a row of a table that belongs to one above it.
     *
     * @param heading the first cell
     * @param depth how far it is indented, from 0 to 3
     */
    public void row(String heading, int depth) {
        open("tr");
        element("th", heading, "scope", "row", "class", depth == 0 ? "left" : "left inner" + depth);
    }

    /**
     * A cell of a row.
     *
     * @param text its text
     * @param style its style classes, or nothing
     */
    public void cell(String text, String style) {
        element("td", text, "class", style);
    }

    /**
     * A row of a table with cells of numbers, begun and ended.
     *
     * @param heading the first cell
     * @param cells the others
     */
    public void row(String heading, String... cells) {
        row(heading);
        for (String cell : cells) {
            cell(cell, "");
        }
        close();
    }

    /** Ends a table. */
    public void closeTable() {
        close();
        close();
        close();
    }

    /**
     * Ends the page.
     *
     * @return the page
     */
    public String finish() {
        while (!opened.isEmpty()) {
            close();
        }
        return html.toString();
    }
}
