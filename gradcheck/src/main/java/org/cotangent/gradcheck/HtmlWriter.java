package org.cotangent.gradcheck;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A writer of the elements of a web page, which escapes all text. */
final class HtmlWriter {
    private final XMLStreamWriter xml;

    HtmlWriter(XMLStreamWriter xml) {
        this.xml = xml;
    }

    void document() throws XMLStreamException {
        xml.writeDTD("<!DOCTYPE html>");
        xml.writeCharacters("\n");
    }

    /** Begins an element, with names and values of attributes in turn. */
    void open(String name, String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        attributes(attributes);
    }

    /** Ends the element that was begun last. */
    void close() throws XMLStreamException {
        xml.writeCharacters(""); // never <p/>, which browsers take for <p>
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    void element(String name, String text, String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        attributes(attributes);
        xml.writeCharacters(valid(text));
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    /** An element that has no content in HTML either. */
    void empty(String name, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                xml.writeAttribute(attributes[i], valid(attributes[i + 1]));
            }
        }
    }

    /** Control characters are not allowed in a page, escaped or not. */
    private static String valid(String text) {
        return text.codePoints()
                .map(
                        c ->
                                c < ' ' && c != '\n' && c != '\t'
                                                || c >= 0xD800 && c < 0xE000
                                                || c == 0xFFFE
                                                || c == 0xFFFF
                                        ? 0xFFFD
                                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Begins a table whose first columns stand to the left. */
    void table(int left, String... columns) throws XMLStreamException {
        open("div", "class", "scroll");
        open("table");
        open("thead");
        open("tr");
        for (int c = 0; c < columns.length; c++) {
            element("th", columns[c], "class", c < left ? "left" : "");
        }
        close();
        close();
        open("tbody");
    }

    void cell(String text, String style) throws XMLStreamException {
        element("td", text, "class", style);
    }

    void closeTable() throws XMLStreamException {
        close();
        close();
        close();
    }
}
