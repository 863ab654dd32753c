package org.cotangent.nn.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.nn.MalformedDataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test with files damaged at random: an exception of the right kind, or tensors, and no large
 * memory. The time is limited so that a hang is a failure.
 */
@Timeout(600)
public abstract class DamagedFiles {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Buffers, messages and parsers, whatever the file. */
    private static final long CONSTANT = 1 << 20;

    /** A byte becomes a double of 8 bytes, held twice while the tensor is made. */
    private static final long FACTOR = 40;

    /** Where the files are. */
    @TempDir protected Path folder;

    private FileChannel channel;

    @AfterEach
    final void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @FunctionalInterface
    public interface Reader {
        void read(Path file) throws IOException;
    }

    /** What came of many files. */
    public static final class Outcome {
        public long constant = CONSTANT;
        public long factor = FACTOR;
        public int accepted;
        public int refused;
        long most;
        public final Set<String> messages = new TreeSet<>();
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    protected final void read(byte[] bytes, Reader reader, String which, Outcome outcome)
            throws IOException {
        Path file = folder.resolve("file");
        // kept open: to open it anew thousands of times takes most of the time of the test
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        }
        channel.truncate(0).position(0);
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            channel.write(rest);
        }
        String name = file.toString();
        MalformedDataException refusal = null;
        long used = Long.MAX_VALUE;
        long most = outcome.constant + outcome.factor * bytes.length;
        // again if it took much: classes are loaded at the first time
        for (int attempt = 0; attempt < 2 && used > most; attempt++) {
            long before = allocated();
            try {
                reader.read(file);
            } catch (MalformedDataException e) {
                refusal = e;
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError(which + ": " + HexFormat.of().formatHex(bytes), e);
            }
            used = Math.min(used, allocated() - before);
        }
        if (refusal == null) {
            outcome.accepted++;
        } else {
            String said = refusal.getMessage();
            assertTrue(said.startsWith(name), said);
            outcome.refused++;
            said = said.substring(name.length());
            outcome.messages.add(said.replaceAll("\".*\"", "_").replaceAll("[0-9]+", "#"));
        }
        outcome.most = Math.max(outcome.most, used);
        String message = which + ": " + used + " bytes for a file of " + bytes.length;
        assertTrue(used <= most, message);
    }

    protected final Outcome attack(int count, long seed, Reader reader, List<byte[]> files)
            throws IOException {
        return attack(new Outcome(), count, seed, reader, files);
    }

    protected final Outcome attack(
            Outcome outcome, int count, long seed, Reader reader, List<byte[]> files)
            throws IOException {
        // classes are loaded and tables are made at the first time
        for (byte[] file : files) {
            reader.read(Files.write(folder.resolve("file"), file));
        }
        for (int i = 0; i < count; i++) {
            // each its own seed, so that one can be repeated alone
            Mutations mutations = new Mutations(seed + i);
            byte[] file = files.get(i % files.size());
            byte[] other = files.get(i / files.size() % files.size());
            read(mutations.of(file, other), reader, "seed " + (seed + i), outcome);
        }
        System.out.printf(
                Locale.ROOT,
                "%d damaged files from seed %d: %d refused with %d kinds of messages, %d read; at"
                        + " most %d bytes allocated%n",
                count,
                seed,
                outcome.refused,
                outcome.messages.size(),
                outcome.accepted,
                outcome.most);
        return outcome;
    }
}
