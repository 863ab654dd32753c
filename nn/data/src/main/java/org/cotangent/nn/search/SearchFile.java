package org.cotangent.nn.search;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.nn.State;
import org.cotangent.nn.files.States;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Reason;

/**
 * The file of a search, a state in JSON in each line: the settings of the search, then the trials
 * in the order in which they ended. A line that was not written to its end is dropped. For several
 * threads, and for one process at a time.
 */
final class SearchFile implements Closeable {
    static final String NAME = "trials.jsonl";

    private static final String KIND = "search";

    /** What the file of a search begins with. */
    private static final String START = "{\"kind\":\"" + KIND + "\"";

    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private final Path file;
    private final FileChannel channel;
    private final Map<FoldRun.Key, FoldRun> done = new HashMap<>();

    private SearchFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** A text in which halves of surrogate pairs, which cannot be written, are escaped. */
    static String encodable(String text) {
        Matcher halves = HALF.matcher(text);
        return halves.replaceAll(half -> String.format("\\\\u%04x", (int) half.group().charAt(0)));
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
            throw Checks.illegalState("search: %s is in use by another search that runs now", file);
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
            append(new State(KIND, settings));
            return;
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            State line;
            try {
                line = States.fromJson(lines[i], "the text");
                FoldRun run = i == 0 ? null : FoldRun.of(line);
                if (run == null) {
                    line.require(KIND);
                } else if (done.put(run.key(), run) != null) {
                    throw new IOException(run.key() + " is there twice");
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException(
                        Checks.text(
                                "line %s is not as a search writes it: %s; was it damaged? Move"
                                        + " the file away to start anew",
                                i + 1, Reason.of(e).lines().findFirst().orElse("")),
                        e);
            }
            if (i == 0) {
                requireSame(settings, line.texts());
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
            append(run.state());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "search: " + file + " could not be written: " + Reason.of(e), e);
        }
    }

    private void append(State state) throws IOException {
        byte[] line = (States.toJson(state) + "\n").getBytes(StandardCharsets.UTF_8);
        Channels.newOutputStream(channel).write(line);
        channel.force(false);
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
