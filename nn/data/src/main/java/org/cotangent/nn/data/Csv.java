package org.cotangent.nn.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.MalformedDataException;

/**
 * A reader of tables in CSV (RFC 4180), plain or gzipped, in UTF-8 by default: {@linkplain
 * #read(Path) numbers} or {@linkplain #readText(Path) texts}, all at once or as a {@linkplain
 * #stream(Path) stream}. Immutable: the methods that change an option return another reader.
 *
 * <p>Every record must have as many cells as the first; empty lines at the end are ignored, those
 * in between refused. Where numbers are read every cell must be a finite decimal number, as {@code
 * 3}, {@code -0.5} or {@code 1e-3}, with blanks around it ignored. Anything else is refused: an
 * empty cell, a text, NaN, infinity, or a number too large for a double. Only what was declared
 * {@linkplain #missing missing} may stand in its place, and is read as NaN. Gzip is recognized by
 * its first two bytes, not by the name. A cell may have 2<sup>24</sup> characters, a record
 * 2<sup>26</sup>, in any number of cells.
 */
@CheckReturnValue
public final class Csv {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    final boolean header;
    final char separator;
    final boolean trimmed;
    final Set<String> missing;
    private final Charset charset;

    private Csv(
            boolean header, char separator, boolean trimmed, Set<String> missing, Charset charset) {
        this.header = header;
        this.separator = separator;
        this.trimmed = trimmed;
        this.missing = missing;
        this.charset = charset;
    }

    /**
     * A reader for cells separated by commas, without header, in UTF-8, with nothing missing.
     *
     * @return the reader
     */
    public static Csv plain() {
        return new Csv(false, ',', false, Set.of(), StandardCharsets.UTF_8);
    }

    /**
     * A reader that takes the first record for the names of the columns.
     *
     * @return another reader
     */
    public Csv withHeader() {
        return new Csv(true, separator, trimmed, missing, charset);
    }

    /**
     * A reader for cells separated by another character.
     *
     * @param character the separator, as ';' or '\t'
     * @return another reader
     * @throws IllegalArgumentException if it is a quote or an end of line
     */
    public Csv separatedBy(char character) {
        if ("\"\r\n".indexOf(character) >= 0) {
            throw new IllegalArgumentException(
                    "csv: quotes and ends of lines cannot separate cells");
        }
        return new Csv(header, character, trimmed, missing, charset);
    }

    /**
     * A reader that takes cells of given texts for missing ones: null among texts, NaN among
     * numbers.
     *
     * @param markers the texts, as "?", "NA" or "" for empty cells; blanks around a cell do not
     *     count
     * @return another reader, with these markers only
     */
    public Csv missing(String... markers) {
        Set<String> all = new LinkedHashSet<>();
        for (String marker : markers) {
            Objects.requireNonNull(marker, "csv: a marker of missing cells is null");
            all.add(marker.strip());
        }
        return new Csv(header, separator, trimmed, Set.copyOf(all), charset);
    }

    /**
     * A reader that removes the blanks around cells, and around the names of columns. Without it
     * they belong to a text; numbers ignore them anyway.
     *
     * @return another reader
     */
    public Csv trimmed() {
        return new Csv(header, separator, true, missing, charset);
    }

    /**
     * A reader for another encoding. Bytes that are not of it are refused.
     *
     * @param encoding the encoding, as {@link StandardCharsets#ISO_8859_1}
     * @return another reader
     */
    public Csv encoded(Charset encoding) {
        Objects.requireNonNull(encoding, "csv: the encoding is null");
        return new Csv(header, separator, trimmed, missing, encoding);
    }

    /**
     * Reads a file of numbers.
     *
     * @param file the file, plain or gzipped
     * @return the table
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it does not hold a table of numbers
     * @throws IOException if it cannot be read
     */
    public Table read(Path file) throws IOException {
        return numbers(stream(file));
    }

    /**
     * Reads a stream of numbers to its end.
     *
     * @param in the stream, plain or gzipped, which is left open
     * @param source the name of the source in messages
     * @return the table
     * @throws MalformedDataException if it does not hold a table of numbers
     * @throws IOException if it cannot be read
     */
    public Table read(InputStream in, String source) throws IOException {
        return numbers(stream(in, source));
    }

    /**
     * Reads characters that are numbers to their end.
     *
     * @param in the characters, which are left open
     * @param source the name of the source in messages
     * @return the table
     * @throws MalformedDataException if they do not hold a table of numbers
     * @throws IOException if they cannot be read
     */
    public Table read(Reader in, String source) throws IOException {
        return numbers(stream(in, source));
    }

    private static Table numbers(CsvStream rows) throws IOException {
        return all(rows, "numbers", rows::nextNumbers);
    }

    /**
     * Reads a file of texts, numbers among them.
     *
     * @param file the file, plain or gzipped
     * @return the table
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it does not hold a table
     * @throws IOException if it cannot be read
     */
    public Table readText(Path file) throws IOException {
        return texts(stream(file));
    }

    /**
     * Reads a stream of texts to its end.
     *
     * @param in the stream, plain or gzipped, which is left open
     * @param source the name of the source in messages
     * @return the table
     * @throws MalformedDataException if it does not hold a table
     * @throws IOException if it cannot be read
     */
    public Table readText(InputStream in, String source) throws IOException {
        return texts(stream(in, source));
    }

    /**
     * Reads characters that are texts to their end.
     *
     * @param in the characters, which are left open
     * @param source the name of the source in messages
     * @return the table
     * @throws MalformedDataException if they do not hold a table
     * @throws IOException if they cannot be read
     */
    public Table readText(Reader in, String source) throws IOException {
        return texts(stream(in, source));
    }

    private static Table texts(CsvStream rows) throws IOException {
        return all(rows, "cells", rows::nextTable);
    }

    private static <T> T all(CsvStream rows, String what, IntFunction<T> reading)
            throws IOException {
        try (rows) {
            if (!rows.hasNext()) {
                throw new MalformedDataException(rows.source + ": holds no rows of " + what);
            }
            return reading.apply(Integer.MAX_VALUE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Opens a file to read it row by row.
     *
     * @param file the file, plain or gzipped
     * @return its rows, which the caller closes
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if its header is malformed
     * @throws IOException if it cannot be read
     */
    public CsvStream stream(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no such file, seen from " + Path.of("").toAbsolutePath());
        }
        InputStream in = Files.newInputStream(file);
        try {
            return stream(in, file.toString(), in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Reads a stream row by row.
     *
     * @param in the stream, plain or gzipped, which is left open
     * @param source the name of the source in messages
     * @return its rows
     * @throws MalformedDataException if its header is malformed
     * @throws IOException if it cannot be read
     */
    public CsvStream stream(InputStream in, String source) throws IOException {
        return stream(in, source, () -> {});
    }

    private CsvStream stream(InputStream in, String source, Closeable resource) throws IOException {
        Objects.requireNonNull(in, () -> source + ": the stream is null (no such resource?)");
        BufferedInputStream buffered = new BufferedInputStream(in);
        try {
            buffered.mark(2);
            boolean zipped = buffered.read() == GZIP_MAGIC_1 && buffered.read() == GZIP_MAGIC_2;
            buffered.reset();
            InputStream bytes = zipped ? new GZIPInputStream(buffered) : buffered;
            // a character that cannot be read is not to become another one
            CharsetDecoder strict =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT);
            return stream(new InputStreamReader(bytes, strict), source, resource);
        } catch (MalformedDataException e) {
            throw e;
        } catch (IOException e) {
            throw CsvStream.described(source, e);
        }
    }

    /**
     * Reads characters row by row.
     *
     * @param in the characters, which are left open
     * @param source the name of the source in messages
     * @return their rows
     * @throws MalformedDataException if their header is malformed
     * @throws IOException if they cannot be read
     */
    public CsvStream stream(Reader in, String source) throws IOException {
        return stream(in, source, () -> {});
    }

    private CsvStream stream(Reader in, String source, Closeable resource) throws IOException {
        Objects.requireNonNull(in, () -> source + ": the reader is null");
        try {
            return new CsvStream(this, in, source, resource);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
