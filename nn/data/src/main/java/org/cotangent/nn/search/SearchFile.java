package org.cotangent.nn.search;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Reason;

/**
 * The file of a search, a JSON object in each line: the settings of the search, then the trials in
 * the order in which they ended. A line that was not written to its end is dropped. For several
 * threads, and for one process at a time.
 */
final class SearchFile implements Closeable {
    static final String NAME = "trials.jsonl";

    /** The name of the first setting, by which the file of a search is known. */
    static final String FORMAT = "search";

    private static final String START = "{\"" + FORMAT + "\":";
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // halves of surrogate pairs too come back as they were
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();

    private final Path file;
    private final FileChannel channel;
    private final Map<FoldRun.Key, FoldRun> done = new HashMap<>();

    private SearchFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the file of a search, or begins it; without a folder nothing is kept. */
    static SearchFile open(Path folder, Map<String, String> settings) {
        if (folder == null) {
            return new SearchFile(null, null);
        }
        Path file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            SearchFile opened =
                    new SearchFile(file, FileChannel.open(file, Set.of(CREATE, READ, WRITE)));
            try {
                opened.lock();
                opened.read(settings);
                return opened;
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "search: the file " + file + " cannot be used: " + Reason.of(e), e);
        }
    }

    private void lock() throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IllegalStateException(
                    "search: " + file + " is in use by another search that runs now");
        }
    }

    private void read(Map<String, String> settings) throws IOException {
        byte[] bytes = bytes();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end == 0) {
            String start = new String(bytes, StandardCharsets.UTF_8);
            if (!start.startsWith(START) && !START.startsWith(start)) {
                throw new IOException("it is not that of a search; take another folder");
            }
        }
        channel.truncate(end).position(end);
        if (end == 0) {
            append(line(json -> write(json, settings)));
            return;
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            try (JsonParser json = JSON.createParser(lines[i])) {
                if (i == 0) {
                    requireSame(settings, settings(json));
                } else {
                    FoldRun run = run(json);
                    if (done.put(run.key(), run) != null) {
                        throw new IOException(run.key() + " is there twice");
                    }
                }
                if (json.nextToken() != null) {
                    throw new IOException("there is something behind the object");
                }
            } catch (IOException | NumberFormatException e) {
                throw new IOException(
                        Checks.text(
                                "line %s is not as a search writes it: %s; was it damaged? Move"
                                        + " the file away to start anew",
                                i + 1, Reason.of(e).lines().findFirst().orElse("")),
                        e);
            }
        }
    }

    /** All there is, by the channel itself: to close another one would give up the lock. */
    private byte[] bytes() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return bytes.array();
    }

    private void requireSame(Map<String, String> here, Map<String, String> there) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.addAll(there.keySet());
        for (String name : names) {
            String ours = here.getOrDefault(name, "nothing");
            String old = there.getOrDefault(name, "nothing");
            if (!ours.equals(old)) {
                differences.add(name + ": " + old + " in the file, " + ours + " here");
            }
        }
        if (!differences.isEmpty()) {
            throw Checks.illegal(
                    "search: %s is of another search; %s. Set it back to go on, or take another folder",
                    file, String.join("; ", differences));
        }
    }

    /** The trial as it ended before, or null. */
    FoldRun find(FoldRun.Key key, Candidate candidate) {
        FoldRun run = done.get(key);
        if (run != null && !run.candidate().equals(candidate.exact())) {
            throw Checks.illegal(
                    "search: %s is of another search; trial %s was %s and is %s. Take another folder",
                    file, candidate.number(), run.candidate(), candidate.exact());
        }
        return run;
    }

    /** Keeps a trial; it is on the disk when this returns. */
    synchronized void add(FoldRun run) {
        if (channel == null) {
            return;
        }
        try {
            append(line(json -> write(json, run)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "search: " + file + " could not be written: " + Reason.of(e), e);
        }
    }

    private void append(String line) throws IOException {
        Channels.newOutputStream(channel).write(line.getBytes(StandardCharsets.UTF_8));
        channel.force(false);
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String line(Body body) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Map<String, String> settings) throws IOException {
        for (Map.Entry<String, String> each : settings.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
    }

    private static Map<String, String> settings(JsonParser json) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            all.put(name, json.getText());
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
        return all;
    }

    private static void write(JsonGenerator json, FoldRun run) throws IOException {
        json.writeNumberField("trial", run.key().trial());
        json.writeNumberField("budget", run.key().budget());
        json.writeNumberField("fold", run.key().fold());
        json.writeStringField("candidate", run.candidate());
        json.writeNumberField("score", run.score());
        json.writeObjectFieldStart("reports");
        for (Map.Entry<Integer, Double> each : run.reports().entrySet()) {
            json.writeNumberField("" + each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("stopped", run.stopped());
        if (run.isFailed()) {
            json.writeStringField("failure", run.failure());
        }
        json.writeNumberField("seconds", run.seconds());
    }

    private static FoldRun run(JsonParser json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Map<Integer, Double> reports = new TreeMap<>();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("reports")) {
                expect(value, JsonToken.START_OBJECT);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    int step = Integer.parseInt(json.currentName());
                    reports.put(step, scalar(json));
                }
                expect(json.currentToken(), JsonToken.END_OBJECT);
            } else if (value.isScalarValue()) {
                fields.put(name, json.getText());
            } else {
                throw new IOException("a text or a number expected for \"" + name + "\"");
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
        double score = Double.parseDouble(field(fields, "score"));
        if (Double.isFinite(score) == fields.containsKey("failure")) {
            throw new IOException("a finite score or a failure expected");
        }
        return new FoldRun(
                new FoldRun.Key(
                        Integer.parseInt(field(fields, "trial")),
                        Integer.parseInt(field(fields, "budget")),
                        Integer.parseInt(field(fields, "fold"))),
                field(fields, "candidate"),
                score,
                reports,
                Integer.parseInt(field(fields, "stopped")),
                fields.get("failure"),
                Double.parseDouble(field(fields, "seconds")));
    }

    /** A number, or the text that stands for one that JSON does not have, as NaN. */
    private static double scalar(JsonParser json) throws IOException {
        if (!json.nextToken().isScalarValue()) {
            throw new IOException("a number expected");
        }
        return Double.parseDouble(json.getText());
    }

    private static String field(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("there is no \"" + name + "\"");
        }
        return value;
    }

    private static void expect(JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new IOException(expected + " expected, " + found + " found");
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
