package org.cotangent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Pages are well-formed, escape all text, and allow nothing but their own style. */
class HtmlWriterTest {
    private static Document parsed(String html) throws Exception {
        String body = html.substring(html.indexOf('\n') + 1);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)));
    }

    private static Element first(Document page, String name) {
        return (Element) page.getElementsByTagName(name).item(0);
    }

    @Test
    void everyTextIsEscaped() throws Exception {
        String nasty = "</style><script>\"a\" & 'b'\u0001\uD800\uFFFE\u0085 \uD83D\uDE00 ]]>";
        String shown = "</style><script>\"a\" & 'b'\uFFFD\uFFFD\uFFFD\uFFFD \uD83D\uDE00 ]]>";
        HtmlWriter page = new HtmlWriter(nasty);
        page.section(nasty);
        page.table(nasty, 1, nasty, nasty);
        page.row(nasty, nasty);
        page.closeTable();
        page.open("p", "class", nasty);
        page.fact(nasty, nasty);
        String html = page.finish();
        assertFalse(html.contains("<script"), html);
        Document read = parsed(html);
        for (String name : new String[] {"title", "h2", "caption", "th", "td", "b", "span"}) {
            assertEquals(shown, first(read, name).getTextContent(), name);
        }
        assertEquals(shown, first(read, "div").getAttribute("aria-label"));
        assertEquals(shown, first(read, "p").getAttribute("class"));
    }

    @Test
    void onlyItsOwnStyleIsAllowed() throws Exception {
        Document page = parsed(new HtmlWriter("a").finish());
        String style = first(page, "style").getTextContent();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        Element policy = (Element) page.getElementsByTagName("meta").item(1);
        assertEquals("Content-Security-Policy", policy.getAttribute("http-equiv"));
        assertEquals(
                "default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash)
                        + "'; base-uri 'none'; form-action 'none'",
                policy.getAttribute("content"));
        // browsers do not decode what stands in a style
        assertTrue(style.chars().noneMatch(c -> c == '<' || c == '&'), style);
        assertFalse(style.contains("url(") || style.contains("@import"), style);
    }
}
