package org.cotangent.nn.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A reader of numeric tables in CSV (RFC 4180), plain or gzipped, in UTF-8. Immutable: the methods
 * that change an option return another reader.
 *
 * <p>Every record must have as many cells as the first and every cell a finite decimal number, as
 * {@code 3}, {@code -0.5} or {@code 1e-3}; blanks around it are ignored, and so are empty lines at
 * the end. Anything else is refused: an empty cell, an empty line in between, a text, NaN,
 * infinity, or a number too large for a double. Gzip is recognised by its first two bytes, not by
 * the name.
 */
public final class Csv {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final boolean header;
    private final char separator;

    private Csv(boolean header, char separator) {
        this.header = header;
        this.separator = separator;
    }

    /**
     * A reader for cells separated by commas, without header.
     *
     * @return the reader
     */
    public static Csv plain() {
        return new Csv(false, ',');
    }

    /**
     * A reader that takes the first record for the names of the columns.
     *
     * @return another reader
     */
    public Csv withHeader() {
        return new Csv(true, separator);
    }

    /**
     * A reader for cells separated by another character.
     *
     * @param character the separator, as ';' or '\t'
     * @return another reader
     */
    public Csv separatedBy(char character) {
        return new Csv(header, character);
    }

    /**
     * Reads a file.
     *
     * @param file the file, plain or gzipped
     * @return the table
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it does not hold a table of numbers
     * @throws IOException if it cannot be read
     */
    public Table read(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no such file, seen from " + Path.of("").toAbsolutePath());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param in the stream, plain or gzipped, which is left open
     * @param source what to call it in messages
     * @return the table
     * @throws MalformedDataException if it does not hold a table of numbers
     * @throws IOException if it cannot be read
     */
    public Table read(InputStream in, String source) throws IOException {
        Objects.requireNonNull(in, () -> source + ": the stream is null (no such resource?)");
        BufferedInputStream buffered = new BufferedInputStream(in);
        try {
            buffered.mark(2);
            boolean zipped = buffered.read() == GZIP_MAGIC_1 && buffered.read() == GZIP_MAGIC_2;
            buffered.reset();
            InputStream bytes = zipped ? new GZIPInputStream(buffered) : buffered;
            return read(new InputStreamReader(bytes, StandardCharsets.UTF_8), source);
        } catch (MalformedDataException e) {
            throw e;
        } catch (EOFException | ZipException e) {
            throw new MalformedDataException(
                    source + ": damaged or cut off gzip data: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads characters to their end.
     *
     * @param in the characters, which are left open
     * @param source what to call them in messages
     * @return the table
     * @throws MalformedDataException if they do not hold a table of numbers
     * @throws IOException if they cannot be read
     */
    public Table read(Reader in, String source) throws IOException {
        Objects.requireNonNull(in, () -> source + ": the reader is null");
        try {
            // not closed: that would close the caller's reader
            return new Rows(source)
                    .table(
                            CsvReader.builder()
                                    .fieldSeparator(separator)
                                    .skipEmptyLines(false)
                                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                                    .ofCsvRecord(in));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new MalformedDataException(source + ": not a CSV file: " + e.getMessage(), e);
        }
    }

    /** The records of one source as they come in, checked one by one. */
    private final class Rows {
        private final String source;
        private final List<double[]> cells = new ArrayList<>();
        private List<String> names = List.of();
        private int columns = -1;
        private long emptyLine;

        Rows(String source) {
            this.source = source;
        }

        Table table(Iterable<CsvRecord> records) throws IOException {
            for (CsvRecord record : records) {
                long line = record.getStartingLineNumber();
                if (record.getFieldCount() == 1 && record.getField(0).isEmpty()) {
                    emptyLine = emptyLine == 0 ? line : emptyLine;
                    continue;
                }
                if (emptyLine > 0) {
                    throw malformed(emptyLine, "is empty, and data follow; remove it or fill it");
                }
                if (columns < 0) {
                    columns = record.getFieldCount();
                    if (header) {
                        names = names(record);
                        continue;
                    }
                }
                cells.add(numbers(record));
            }
            if (cells.isEmpty()) {
                throw new MalformedDataException(source + ": holds no rows of numbers");
            }
            return new Table(source, names, cells.toArray(new double[0][]));
        }

        private List<String> names(CsvRecord record) {
            List<String> fields = new ArrayList<>(record.getFields());
            // a byte order mark is not part of a name
            fields.set(0, unmarked(fields.get(0)));
            return fields;
        }

        private double[] numbers(CsvRecord record) throws MalformedDataException {
            long line = record.getStartingLineNumber();
            if (record.getFieldCount() != columns) {
                throw malformed(
                        line,
                        "has "
                                + record.getFieldCount()
                                + (record.getFieldCount() == 1 ? " cell, " : " cells, ")
                                + columns
                                + " expected as on the first line");
            }
            double[] numbers = new double[columns];
            for (int column = 0; column < columns; column++) {
                String text = record.getField(column);
                Double number = number(line == 1 && column == 0 ? unmarked(text) : text);
                if (number == null) {
                    throw malformed(
                            line,
                            "column "
                                    + (column + 1)
                                    + ": "
                                    + (text.isBlank()
                                            ? "the cell is empty"
                                            : "\"" + shortened(text) + "\"")
                                    + (cells.isEmpty() && !header
                                            ? "; a finite decimal number expected (is this a"
                                                    + " header? then use withHeader())"
                                            : "; a finite decimal number expected"));
                }
                numbers[column] = number;
            }
            return numbers;
        }

        private MalformedDataException malformed(long line, String what) {
            return new MalformedDataException(source + ", line " + line + ": " + what);
        }
    }

    /** The number that a text denotes, or null. */
    private static Double number(String text) {
        for (int i = 0; i < text.length(); i++) {
            // parseDouble also takes Java's own 1f, 1d, 0x1p3, NaN and Infinity
            if ("0123456789+-.eE \t".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String unmarked(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
