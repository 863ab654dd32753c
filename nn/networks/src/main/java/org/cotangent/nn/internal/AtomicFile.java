package org.cotangent.nn.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A writer that replaces a file as a whole or not at all: it writes a temporary file in the same
 * folder, forces it to the disk, and moves it over the old one. The file has the permissions that a
 * plain write gives: those of the old one, or what the umask leaves of a new one.
 */
public final class AtomicFile {
    private static final Duration STALE = Duration.ofHours(1);
    private static final AtomicLong COUNTER = new AtomicLong();

    /** The suffix of the names of temporary files. */
    private static final Pattern OURS = Pattern.compile("[0-9]+-[0-9a-f]+-[0-9]+[.]tmp");

    private AtomicFile() {}

    /** A writer of the content of the file. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the content.
         *
         * @param channel to the file, empty
         * @throws IOException if it cannot be written
         */
        void write(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file, or leaves everything as it was and throws.
     *
     * @param file where to, in a folder that exists; replaced if it exists
     * @param body the content
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Body body) throws IOException {
        Path target = target(file);
        Path folder = target.getParent();
        removeStale(folder, prefix(target));
        Path temporary = temporary(target);
        try {
            try (FileChannel channel = created(temporary)) {
                body.write(channel);
                channel.force(true);
            }
            keepPermissions(target, temporary);
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (Throwable e) {
            remove(temporary, e);
            if (e instanceof ClosedByInterruptException) {
                throw new IOException(
                        file + ": the thread was interrupted while it wrote; nothing was changed",
                        e);
            }
            throw e;
        }
        forceFolder(folder);
    }

    /** Writes all bytes of a buffer at the channel's position. */
    public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Refuses a file that could not be written, by an empty temporary one; changes nothing.
     *
     * @param file where to
     * @throws IOException if it could not be written
     */
    public static void requireWritable(Path file) throws IOException {
        Path temporary = temporary(target(file));
        try {
            created(temporary).close();
        } catch (Throwable e) {
            remove(temporary, e);
            throw e;
        }
        Files.delete(temporary);
    }

    /** The file to replace, in a folder that exists. */
    private static Path target(Path file) throws IOException {
        Objects.requireNonNull(file, "the file to write is null");
        // a symbolic link is kept, and its target replaced
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException(file + ": is a folder; the name of a file expected");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    file.toString(), null, "there is no folder " + folder + " to write it into");
        }
        return target;
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    private static Path temporary(Path target) {
        return target.resolveSibling(
                Checks.text(
                        "%s%s-%x-%s.tmp",
                        prefix(target),
                        ProcessHandle.current().pid(),
                        System.nanoTime(),
                        COUNTER.incrementAndGet()));
    }

    private static FileChannel created(Path temporary) throws IOException {
        return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** Gives the new file the permissions of the one that it replaces, where there are such. */
    private static void keepPermissions(Path old, Path fresh) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(old, PosixFileAttributeView.class);
        if (from != null && Files.exists(old)) {
            Files.setPosixFilePermissions(fresh, from.readAttributes().permissions());
        }
    }

    private static void remove(Path temporary, Throwable cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException left) {
            cause.addSuppressed(left);
        }
    }

    /** Forces the folder to the disk, without which the move may be lost. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // some systems do not open folders; the file is complete all the same
            return;
        }
    }

    /** Deletes temporary files of this file that a killed process has left behind. */
    private static void removeStale(Path folder, String prefix) {
        Instant old = Instant.now().minus(STALE);
        DirectoryStream.Filter<Path> left =
                path -> {
                    String name = path.getFileName().toString();
                    return name.startsWith(prefix)
                            && OURS.matcher(name.substring(prefix.length())).matches()
                            && Files.getLastModifiedTime(path).toInstant().isBefore(old);
                };
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, left)) {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // only tidiness: another process may be tidying up too
            return;
        }
    }
}
