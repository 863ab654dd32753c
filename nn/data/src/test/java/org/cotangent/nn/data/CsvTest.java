package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @TempDir private Path folder;

    private static Table parse(Csv csv, String text) throws IOException {
        return csv.read(new StringReader(text), "data");
    }

    private static void refused(Csv csv, String text, String... parts) {
        Refusal.of(MalformedDataException.class, () -> parse(csv, text), parts);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void holds(Table table, double[]... rows) {
        assertArrayEquals(rows, table.tensor().toMatrix());
    }

    @Test
    void numbersInEveryUsualForm() throws IOException {
        holds(
                parse(Csv.plain(), "1,-2.5\r\n .5 ,1e-3\n\"7\",+3.\n\n\n"),
                new double[] {1, -2.5},
                new double[] {0.5, 1e-3},
                new double[] {7, 3});
    }

    @Test
    void headerAndSeparator() throws IOException {
        Csv csv = Csv.plain().withHeader().separatedBy(';');
        Table table = parse(csv, "\uFEFFwidth;\"class; of it\"\n1;2\n");
        assertEquals(List.of("width", "class; of it"), table.names());
        holds(table, new double[] {1, 2});
        assertEquals(List.of(), parse(Csv.plain(), "1\n").names());
    }

    @Test
    void aByteOrderMarkIsNotPartOfANumber() throws IOException {
        holds(parse(Csv.plain(), "\uFEFF1,2\n"), new double[] {1, 2});
    }

    @Test
    void filesPlainAndZippedWhateverTheirName() throws IOException {
        Path plain = Files.writeString(folder.resolve("a.csv.gz"), "1,2\n");
        Path zipped = Files.write(folder.resolve("b.csv"), zipped("3,4\n"));
        holds(Csv.plain().read(plain), new double[] {1, 2});
        holds(Csv.plain().read(zipped), new double[] {3, 4});
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.csv");
        Refusal.of(
                NoSuchFileException.class,
                () -> Csv.plain().read(missing),
                missing.toString(),
                "no such file");
        Refusal.of(
                NullPointerException.class,
                () -> Csv.plain().read((InputStream) null, "digits"),
                "digits",
                "null");
        Refusal.of(
                NullPointerException.class,
                () -> Csv.plain().read((Reader) null, "digits"),
                "digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x7", "NaN", "Infinity", "1d", "0x1p3", "1e999", "1 2", "--1", "1,"})
    void whatIsNoFiniteNumberIsRefusedWithItsPlace(String text) {
        refused(
                Csv.plain(),
                "1,2,3\n4,5,6\n7,\"" + text + "\",9\n",
                "data, line 3",
                "column 1 (from 0)",
                "\"" + text + "\"",
                "number");
    }

    @Test
    void emptyCellsAreRefused() {
        refused(Csv.plain(), "1,2\n3,\n", "line 2", "column 1 (from 0)", "empty", "missing(\"\")");
        refused(Csv.plain(), "1,2\n  ,3\n", "line 2", "column 0 (from 0)", "empty");
    }

    @Test
    void anEmptyLineInBetweenIsRefused() {
        // in a file of one column it is an empty cell, and to skip it would shift all that follow
        refused(Csv.plain(), "1\n\n3\n", "line 2", "empty");
    }

    @Test
    void everyRecordHasAsManyCellsAsTheFirst() {
        refused(Csv.plain(), "1,2,3\n4,5\n", "line 2", "2 cells", "3 expected");
        refused(Csv.plain(), "1,2\n4,5,6\n", "line 2", "3 cells", "2 expected");
        refused(Csv.plain(), "1,2\n4\n", "line 2", "1 cell,", "2 expected");
        refused(Csv.plain().withHeader(), "a,b\n1,2,3\n", "line 2", "3 cells", "2 expected");
    }

    @Test
    void linesAreCountedAsAnEditorDoes() {
        refused(
                Csv.plain().withHeader(),
                "\"a\nb\",c\n1,2\n3,x\n",
                "line 4",
                "column \"c\"",
                "\"x\"");
    }

    @Test
    void aHeaderThatNobodySpokeOfIsSuspected() {
        refused(Csv.plain(), "width,height\n1,2\n", "line 1", "\"width\"", "withHeader()");
    }

    @Test
    void noRowsAreRefused() {
        refused(Csv.plain(), "", "data", "no rows");
        refused(Csv.plain().withHeader(), "a,b\n", "data", "no rows");
    }

    @Test
    void anUnclosedQuoteDoesNotRunPastTheEnd() {
        refused(Csv.plain(), "1,2\n\"3,4\n", "data");
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] whole = zipped("1,2\n".repeat(5000));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Refusal.of(
                MalformedDataException.class,
                () -> Csv.plain().read(new ByteArrayInputStream(cut), "cut.gz"),
                "cut.gz",
                "cut off");
        byte[] noHeader = {(byte) 0x1f, (byte) 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
        Refusal.of(
                MalformedDataException.class,
                () -> Csv.plain().read(new ByteArrayInputStream(noHeader), "bad.gz"),
                "bad.gz",
                "damaged");
    }

    @Test
    void aFailingStreamIsNamed() {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("unplugged");
                    }
                };
        Refusal.of(IOException.class, () -> Csv.plain().read(failing, "tape"), "tape", "unplugged");
    }

    @Test
    void theCallersStreamStaysOpen() throws IOException {
        boolean[] closed = {false};
        InputStream in =
                new ByteArrayInputStream("1\n".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };
        Csv.plain().read(in, "data");
        assertEquals(false, closed[0]);
    }

    @Test
    void tableColumnsAndClasses() throws IOException {
        Table table = parse(Csv.plain(), "1,2,0\n3,4,9\n");
        assertArrayEquals(new double[][] {{2, 0}, {4, 9}}, table.tensor(1, 3).toMatrix());
        assertArrayEquals(new int[] {0, 9}, table.classes(2));
        assertEquals(4, table.number(1, 1));
        assertEquals("data: 2 rows, 3 columns", table.toString());
        Refusal.of(IndexOutOfBoundsException.class, () -> table.tensor(1, 4), "1 to 4", "0 .. 2");
        Refusal.of(IndexOutOfBoundsException.class, () -> table.tensor(2, 2), "2 to 2");
        Refusal.of(IndexOutOfBoundsException.class, () -> table.number(2, 0), "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-1", "3000000000"})
    void whatIsNoClassIsRefused(String label) throws IOException {
        Table table = parse(Csv.plain(), "7,1\n7," + label + "\n");
        Refusal.of(
                IllegalArgumentException.class,
                () -> table.classes(1),
                "data",
                "" + Double.parseDouble(label),
                "line 2",
                "column 1");
        assertTrue(table.classes(0)[1] == 7);
    }

    @Test
    void tablesMayBeWideAndCellsLong() throws IOException {
        int columns = 50_000;
        String line = "1,".repeat(columns - 1) + "2\n";
        Table table = parse(Csv.plain(), line + line);
        assertArrayEquals(new int[] {2, columns}, table.tensor().shape());
        String cell = "x".repeat(2_000_000);
        Table texts = Csv.plain().readText(new StringReader("a," + cell + "\n"), "data");
        assertEquals(cell.length(), texts.text(0, 1).length());
    }

    @Test
    void aCellBeyondTheLimitIsRefusedWithTheLimitAndTheLine() {
        String endless = "1,2\n\"" + "x,\n".repeat(6_000_000);
        Refusal.of(
                MalformedDataException.class,
                () -> Csv.plain().readText(new StringReader(endless), "data"),
                "data",
                "line 2",
                "quotation",
                "16777216");
    }

    @Test
    void aGzippedFileThatEndsAtOnceIsCutOffAndNotNull() throws IOException {
        Path file = Files.write(folder.resolve("a.csv.gz"), new byte[] {0x1f, (byte) 0x8b});
        Refusal.of(
                MalformedDataException.class,
                () -> Csv.plain().read(file),
                "cut off gzip data: unexpected end");
        Refusal.of(
                MalformedDataException.class,
                () -> Idx.read(file),
                "cut off gzip data: unexpected end");
    }

    @Test
    void aReaderThatSaysNothingIsNotQuotedAsNull() {
        Reader silent =
                new StringReader("") {
                    @Override
                    public int read(char[] to, int from, int count) throws IOException {
                        throw new ClosedByInterruptException();
                    }
                };
        Refusal.of(
                IOException.class,
                () -> Csv.plain().read(silent, "data"),
                "data: cannot be read: the thread was interrupted");
    }

    /** What a first try gets wrong most often is said in the message. */
    @Test
    void separatorsDecimalCommasAndHeadersAreHintedAt() throws IOException {
        refused(Csv.plain(), "1;2\n3;4\n", "another separator", "Csv.separatedBy");
        refused(Csv.plain().separatedBy(';'), "1,5;2\n", "\"1,5\"", "a point for the comma");
        refused(Csv.plain(), "a,b\n1,2\n", "is this a header? then use withHeader()");
        String message =
                assertThrows(IOException.class, () -> parse(Csv.plain(), "1,NA\n3,4\n"))
                        .getMessage();
        assertFalse(message.contains("header"), message);
        Refusal.of(
                IllegalArgumentException.class, () -> Csv.plain().separatedBy('"'), "csv: quotes");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Csv.plain()
                                .withHeader()
                                .readText(new StringReader("a;b\n1;2\n"), "x")
                                .column("b"),
                "there are [a;b]",
                "another separator");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Csv.plain()
                                .withHeader()
                                .readText(new StringReader("a, b\n1,2\n"), "x")
                                .column("b"),
                "Csv.trimmed()");
    }

    @Test
    void aTableOfNumbersIsAlsoOneOfTexts() throws IOException {
        Table table = parse(Csv.plain().withHeader().missing(""), "a,b,c\n1,,3\n4,5,6e300\n");
        assertEquals("4.0", table.text(1, 0));
        assertNull(table.text(0, 1));
        assertEquals(List.of("a", "c"), table.without("b").names());
        assertEquals("[[6e300, 4]]", table.select(1).numbers("c", "a").toString());
        TableTransform filled = TableTransform.of().numbers("b").missing(Missing.MEAN).fit(table);
        assertEquals("[[5], [5]]", filled.apply(table).toString());
    }
}
