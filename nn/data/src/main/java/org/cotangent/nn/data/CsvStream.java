package org.cotangent.nn.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.zip.ZipException;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Reason;

/**
 * A stream of the rows of a CSV file, one by one or some at a time, for files that are larger than
 * memory. {@link Csv#stream(java.nio.file.Path)} opens one.
 *
 * <pre>{@code
 * java.io.Reader file = new java.io.StringReader("color,size\nred,3\n?,4\nblue,5\n");
 * Csv csv = Csv.plain().withHeader().missing("?");
 * try (CsvStream rows = csv.stream(file, "things")) {
 *     rows.next();                      // [red, 3]
 *     Table rest = rows.nextTable(1000);
 *     rest.rows();                      // 2
 *     rows.hasNext();                   // false
 * }
 * }</pre>
 *
 * <p>Holds a buffer and one row. A fault in the file is thrown when it is met, by {@link
 * #hasNext()} or {@code next...}, as an {@link UncheckedIOException} around a {@link
 * MalformedDataException} that names the line; the stream is at its end then.
 */
public final class CsvStream implements Iterator<List<String>>, AutoCloseable {
    private static final int MOST_COLUMNS = Integer.MAX_VALUE;

    final String source;
    private final boolean trimmed;
    private final Set<String> missing;
    private final TailReader tail;
    private final Closeable resource;
    private final Iterator<CsvRecord> records;
    private List<String> names = List.of();
    private int columns = -1;
    private long emptyLine;
    private String[] ahead;
    private long lineAhead;
    private long line;
    private boolean over;

    CsvStream(Csv csv, Reader in, String source, Closeable resource) {
        this.source = source;
        this.trimmed = csv.trimmed;
        this.missing = csv.missing;
        this.tail = new TailReader(in);
        this.resource = resource;
        // the reader of the library is not closed: that would close the caller's
        this.records =
                CsvReader.builder()
                        .fieldSeparator(csv.separator)
                        .skipEmptyLines(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        // the library's 16384 columns are few for pixels or genes
                        .build(CsvRecordHandler.builder().maxFields(MOST_COLUMNS).build(), tail)
                        .iterator();
        if (csv.header && hasNext()) {
            names = Arrays.stream(ahead).map(cell -> cell == null ? "" : cell).toList();
            ahead = null;
        }
    }

    /**
     * The names of the columns.
     *
     * @return the header's cells, or an empty list if none was announced
     */
    public List<String> names() {
        return names;
    }

    /**
     * Whether there is a further row.
     *
     * @return false at the end
     * @throws UncheckedIOException if it is malformed or cannot be read
     */
    @Override
    public boolean hasNext() {
        while (ahead == null && !over) {
            try {
                advance();
            } catch (IOException e) {
                over = true;
                throw new UncheckedIOException(e);
            }
        }
        return ahead != null;
    }

    private void advance() throws IOException {
        if (!more()) {
            over = true;
            return;
        }
        CsvRecord record = records.next();
        lineAhead = record.getStartingLineNumber();
        // in one column of which empty cells are missing an empty line is such a cell
        boolean cell = columns == 1 && missing.contains("");
        if (!cell && record.getFieldCount() == 1 && record.getField(0).isEmpty()) {
            emptyLine = emptyLine == 0 ? lineAhead : emptyLine;
            return;
        }
        if (emptyLine > 0) {
            lineAhead = emptyLine;
            throw malformed("is empty, and data follow; remove it or fill it");
        }
        int count = record.getFieldCount();
        if (columns < 0) {
            columns = count;
        } else if (count != columns) {
            throw malformed(
                    "has %s %s, %s expected as on the first line",
                    count, count == 1 ? "cell" : "cells", columns);
        }
        String[] cells = new String[count];
        for (int c = 0; c < count; c++) {
            String text = record.getField(c);
            cells[c] = cell(lineAhead == 1 && c == 0 ? CellFormat.unmarked(text) : text);
        }
        if (!more() && tail.isWithinQuotes(record.getField(count - 1))) {
            throw malformed("begins a quoted cell that is not closed before the end of the file");
        }
        ahead = cells;
    }

    private String cell(String text) {
        String stripped = text.strip();
        return missing.contains(stripped) ? null : trimmed ? stripped : text;
    }

    private boolean more() throws IOException {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            throw described(source, e.getCause());
        } catch (CsvParseException e) {
            // its cause says what is wrong, itself only on which line
            String what = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new MalformedDataException(source + ": cannot be read as CSV: " + what, e);
        }
    }

    static IOException described(String source, IOException e) {
        if (e instanceof CharacterCodingException) {
            return new MalformedDataException(
                    source
                            + ": not in the encoding that was expected; is there another one for"
                            + " Csv.encoded?",
                    e);
        }
        return e instanceof EOFException || e instanceof ZipException
                ? new MalformedDataException(
                        source + ": damaged or cut off gzip data: " + Reason.of(e), e)
                : new IOException(source + ": cannot be read: " + Reason.of(e), e);
    }

    /** The exception for a fault in the next row. */
    private MalformedDataException malformed(String format, Object... parts) {
        String what = Checks.text(format, parts);
        return new MalformedDataException(source + ", line " + lineAhead + ": " + what);
    }

    /**
     * The next row.
     *
     * @return its cells, unmodifiable; null stands for one that is missing
     * @throws NoSuchElementException at the end
     * @throws UncheckedIOException if it is malformed or cannot be read
     */
    @Override
    public List<String> next() {
        return Collections.unmodifiableList(Arrays.asList(cells()));
    }

    private String[] cells() {
        if (!hasNext()) {
            throw new NoSuchElementException(source + ": there are no more rows");
        }
        String[] cells = ahead;
        line = lineAhead;
        ahead = null;
        return cells;
    }

    /**
     * The line of the file on which the row last returned begins.
     *
     * @return from 1; 0 before the first row
     */
    public long line() {
        return line;
    }

    /**
     * The next rows as texts.
     *
     * @param rows how many at most, at least 1
     * @return a table of as many rows, or of those that are left
     * @throws NoSuchElementException at the end
     * @throws UncheckedIOException if one is malformed or cannot be read
     * @throws IllegalArgumentException if the number is below 1
     */
    public Table nextTable(int rows) {
        return next(rows, cells -> cells);
    }

    /**
     * The next rows as numbers.
     *
     * @param rows how many at most, at least 1
     * @return a table of as many rows, or of those that are left; NaN where a cell is missing
     * @throws NoSuchElementException at the end
     * @throws UncheckedIOException if one is malformed, as by a cell that is not a finite number,
     *     or cannot be read
     * @throws IllegalArgumentException if the number is below 1
     */
    public Table nextNumbers(int rows) {
        return next(rows, this::numbers);
    }

    private Table next(int rows, Function<String[], Object> format) {
        if (rows < 1) {
            throw Checks.illegal("csv stream: %s rows at a time; it must be at least 1", rows);
        }
        List<Object> found = new ArrayList<>();
        LongStream.Builder lines = LongStream.builder();
        do {
            found.add(format.apply(cells()));
            lines.add(line);
        } while (found.size() < rows && hasNext());
        return new Table(source, names, found.toArray(), lines.build().toArray());
    }

    private double[] numbers(String[] cells) {
        double[] numbers = new double[columns];
        for (int c = 0; c < columns; c++) {
            Double number = CellFormat.number(cells[c]);
            if (number == null) {
                over = true;
                String column = names.isEmpty() ? c + " (from 0)" : '"' + names.get(c) + '"';
                boolean first = line == 1 && names.isEmpty();
                throw new UncheckedIOException(
                        malformed("column %s: %s", column, CellFormat.refusal(cells, c, first)));
            }
            numbers[c] = number;
        }
        return numbers;
    }

    /**
     * Closes the file, if this stream opened it. A reader that the caller opened stays open.
     *
     * @throws IOException if it cannot be closed
     */
    @Override
    public void close() throws IOException {
        over = true;
        ahead = null;
        resource.close();
    }
}
