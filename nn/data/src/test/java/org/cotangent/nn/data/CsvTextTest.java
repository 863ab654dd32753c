package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    private static final Csv HEADER = Csv.plain().withHeader();

    @TempDir private Path folder;

    private static Table parse(Csv csv, String text) throws IOException {
        return csv.readText(new StringReader(text), "data");
    }

    private static void refused(Csv csv, String text, String... parts) {
        Refusal.of(MalformedDataException.class, () -> parse(csv, text), parts);
    }

    @Test
    void quotesCommasAndLineBreaksWithinCells() throws IOException {
        Table table =
                parse(
                        HEADER,
                        "\uFEFFname,\"a, b\"\r\n\"x \"\"y\"\"\",\"two\r\nlines\"\r\n,\" \"\r\n");
        assertEquals(List.of("name", "a, b"), table.names());
        assertEquals(2, table.rows());
        assertEquals("x \"y\"", table.text(0, 0));
        assertEquals("two\r\nlines", table.text(0, 1));
        assertEquals("", table.text(1, 0));
        assertEquals(" ", table.text(1, 1));
        assertEquals("data: 2 rows, 2 columns", table.toString());
    }

    @Test
    void blanksBelongToTheTextUnlessTrimmed() throws IOException {
        assertEquals(" b", parse(Csv.plain(), "a, b\n").text(0, 1));
        Table trimmed = parse(HEADER.trimmed(), "h , i\n a,\" b \"\n");
        assertEquals(List.of("h", "i"), trimmed.names());
        assertEquals("b", trimmed.text(0, 1));
    }

    @Test
    void whatIsMissingIsSaidByTheUser() throws IOException {
        Table table = parse(HEADER.missing("?", ""), "a,b\n?,\n ? ,x?\n");
        assertNull(table.text(0, 0));
        assertNull(table.text(0, 1));
        assertNull(table.text(1, 0));
        assertEquals("x?", table.text(1, 1));
        assertEquals("?", parse(Csv.plain(), "?\n").text(0, 0));
        Table numbers = Csv.plain().missing("NA").read(new StringReader("1,NA\n NA,2\n"), "data");
        assertArrayEquals(
                new double[][] {{1, Double.NaN}, {Double.NaN, 2}}, numbers.tensor().toMatrix());
    }

    @Test
    void anEmptyLineIsAMissingCellOfASingleColumn() throws IOException {
        assertArrayEquals(
                new String[] {"a", null, "b"}, parse(Csv.plain().missing(""), "a\n\nb\n").texts(0));
        refused(Csv.plain(), "a\n\nb\n", "line 2", "empty");
        refused(Csv.plain().missing(""), "a,b\n\nc,d\n", "line 2", "empty");
    }

    @Test
    void columnsByNameOrNumber() throws IOException {
        Table table = parse(HEADER.missing("?"), "class,width,age\na,1.5,?\nb,-2,3\n");
        assertEquals(2, table.column("age"));
        assertArrayEquals(new String[] {"a", "b"}, table.texts("class"));
        assertArrayEquals(
                new double[][] {{Double.NaN, 1.5}, {3, -2}},
                table.numbers("age", "width").toMatrix());
        assertArrayEquals(new double[][] {{1.5}, {-2}}, table.numbers(1).toMatrix());
        assertEquals(List.of("width"), table.without("age", "class").names());
        assertEquals("-2", table.without("age", "class").text(1, 0));
        Table swapped = table.select(1, 0, 1);
        assertArrayEquals(new String[] {"b", "a", "b"}, swapped.texts(0));
        Refusal.of(
                IllegalArgumentException.class,
                () -> swapped.numbers("class"),
                "data, line 3",
                "\"class\"",
                "\"b\"",
                "number");
        Refusal.of(
                IllegalArgumentException.class,
                () -> table.texts("Age"),
                "\"Age\"",
                "[class, width, age]");
        Refusal.of(IndexOutOfBoundsException.class, () -> table.texts(3), "column 3", "0 .. 2");
        Refusal.of(IndexOutOfBoundsException.class, () -> table.numbers(-1), "-1", "0 .. 2");
        Refusal.of(IllegalArgumentException.class, () -> table.select(), "no rows");
        Refusal.of(
                IllegalArgumentException.class,
                () -> table.without("class", "age", "width"),
                "without [class, age, width] no column is left");
        Table twins = parse(HEADER, "a,b,a\n1,2,3\n");
        Refusal.of(
                IllegalArgumentException.class,
                () -> twins.column("a"),
                "columns 0 and 2",
                "\"a\"");
        Table bare = parse(Csv.plain(), "1,2\n");
        Refusal.of(IllegalArgumentException.class, () -> bare.column("a"), "0 .. 1");
    }

    @Test
    void tablesOfGivenCells() {
        String[][] cells = {{"a", null}};
        Table table = Table.of(List.of("x", "y"), cells);
        cells[0][0] = "b";
        assertEquals("a", table.text(0, 0));
        Refusal.of(
                IllegalArgumentException.class,
                () -> table.numbers("x"),
                "row 0",
                "\"x\"",
                "\"a\"");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Table.of(List.of(), new String[][] {{"a"}, {}}),
                "row 1",
                "0 cells");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Table.of(List.of("a"), new String[][] {{"a", "b"}}),
                "1 names",
                "2 columns");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Table.of(List.of(), new String[0][]),
                "no cells");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,\"4\n5,6\n",
                "1,2\n3,\"4\n",
                "1,2\n3,\"4\r\n5\"\"\n",
                "1,2\n3,\"\n",
                "1,2\n3,\"4\n5,\"\"6\"\"\r\n"
            })
    void aQuoteThatIsNotClosedDoesNotSwallowTheFile(String text) {
        refused(Csv.plain(), text, "data, line 2", "quoted", "not closed");
    }

    @Test
    void quotesThatAreClosedAreLeftAlone() throws IOException {
        String[] texts = {
            "1,\"2\n\"\n", "1,\"2\n\"", "1,\"2\n\"\"\"\r\n", "1,\"\r\n\"\r\n", "1,\"2\n\"\n\n\n"
        };
        String[] last = {"2\n", "2\n", "2\n\"", "\r\n", "2\n"};
        for (int i = 0; i < texts.length; i++) {
            assertEquals(last[i], parse(Csv.plain(), texts[i]).text(0, 1));
        }
        String text = "a \"b\"\n".repeat(100);
        String quoted = "1,\"" + text.replace("\"", "\"\"") + "\"\r\n";
        assertEquals(text, parse(Csv.plain(), quoted).text(0, 1));
        refused(Csv.plain(), quoted.replace("\"\r", "\"\"\r"), "line 1", "not closed");
        assertEquals("5\" pipe", parse(Csv.plain(), "1,5\" pipe\n").text(0, 1));
    }

    @Test
    void raggedRowsAreRefused() {
        refused(HEADER, "a,b\n1,2\n3\n", "line 3", "1 cell,", "2 expected");
        refused(HEADER, "a,b\n1,2\n3,4,5\n", "line 3", "3 cells", "2 expected");
        refused(HEADER, "a,b\n", "data", "no rows");
        refused(HEADER, "", "data", "no rows");
    }

    @Test
    void theEncodingIsCheckedAndCanBeSaid() throws IOException {
        byte[] latin = "caf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1);
        Refusal.of(
                MalformedDataException.class,
                () -> Csv.plain().readText(new ByteArrayInputStream(latin), "menu"),
                "menu",
                "encoding");
        InputStream in = new ByteArrayInputStream(latin);
        assertEquals(
                "caf\u00e9",
                Csv.plain().encoded(StandardCharsets.ISO_8859_1).readText(in, "menu").text(0, 0));
    }

    /** Makes rows as they are asked for, and counts the characters. */
    private static final class Endless extends Reader {
        private long made;

        @Override
        public int read(char[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = "12,ab\n".charAt((int) (made++ % 6));
            }
            return length;
        }

        @Override
        public void close() {
            throw new IllegalStateException("not ours to close");
        }
    }

    @Test
    void aStreamTakesFromTheFileNoMoreThanItNeeds() throws IOException {
        Endless endless = new Endless();
        try (CsvStream rows = Csv.plain().stream(endless, "endless")) {
            for (int i = 0; i < 1000; i++) {
                assertEquals(List.of("12", "ab"), rows.next());
                assertEquals(i + 1, rows.line());
            }
            assertEquals(5000, rows.nextTable(5000).rows());
            assertTrue(endless.made < 6 * 6001 + 100_000, () -> "" + endless.made);
        }
    }

    @Test
    void streamsDealOutTablesAndNameTheBadLine() throws IOException {
        String text = "a,b\n1,2\n3,?\n5,6\n7,eight\n9,10\n";
        CsvStream rows = HEADER.missing("?").stream(new StringReader(text), "data");
        assertEquals(List.of("a", "b"), rows.names());
        assertEquals(0, rows.line());
        assertEquals(1, rows.nextNumbers(1).number(0, 0));
        Table two = rows.nextNumbers(2);
        assertArrayEquals(new double[][] {{3, Double.NaN}, {5, 6}}, two.tensor().toMatrix());
        assertEquals(4, rows.line());
        assertTrue(rows.hasNext());
        UncheckedIOException thrown =
                assertThrows(UncheckedIOException.class, () -> rows.nextNumbers(9));
        assertTrue(thrown.getCause() instanceof MalformedDataException);
        assertTrue(thrown.getMessage().contains("data, line 5: column \"b\": \"eight\""));
        assertFalse(rows.hasNext());
        Refusal.of(NoSuchElementException.class, rows::next, "data", "no more rows");
        Refusal.of(IllegalArgumentException.class, () -> rows.nextTable(0), "0 rows");

        CsvStream ragged = Csv.plain().stream(new StringReader("1,2\n3,4\n5\n6,7\n"), "data");
        ragged.next();
        assertEquals(Arrays.asList("3", "4"), ragged.next());
        UncheckedIOException late = assertThrows(UncheckedIOException.class, ragged::hasNext);
        assertTrue(late.getMessage().contains("data, line 3"));
        assertFalse(ragged.hasNext());
    }

    @Test
    void filesAreOpenedAndClosed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n");
        CsvStream rows = HEADER.stream(file);
        assertEquals(List.of("1", "a"), rows.next());
        rows.close();
        assertFalse(rows.hasNext());
        assertEquals("b", HEADER.readText(file).text(1, 1));
        Refusal.of(
                NoSuchFileException.class,
                () -> HEADER.stream(folder.resolve("b.csv")),
                "b.csv",
                "no such file");
    }

    @Test
    void mushroomsHoldMissingRoots() throws IOException {
        try (InputStream in =
                CsvTextTest.class.getResourceAsStream("/data/mushrooms-extract.csv")) {
            Table table = HEADER.missing("?").readText(in, "mushrooms");
            assertEquals("mushrooms: 203 rows, 23 columns", table.toString());
            String[] roots = table.texts("stalk-root");
            assertEquals(57, Arrays.stream(roots).filter(root -> root == null).count());
        }
    }
}
