package org.cotangent.nn.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Npy;
import org.cotangent.nn.data.Npz;
import org.cotangent.nn.plot.Chart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced as a whole have the permissions that a plain write would give them. */
class AtomicFileTest {
    @TempDir Path folder;

    private interface Writer {
        void write(Path file) throws IOException;
    }

    private Map<String, Writer> writers() {
        Tensor numbers = Tensor.normal(new SeededRandom(1), 3, 2);
        return Map.of(
                "bare", file -> AtomicFile.write(file, out -> out.write(ByteBuffer.allocate(3))),
                "npy", file -> Npy.write(file, numbers),
                "npz", file -> Npz.write(file, Map.of("a", numbers)),
                "png", file -> new Chart("").line("a", new double[] {1, 2}).save(file),
                "svg", file -> new Chart("").line("a", new double[] {1, 2}).save(file));
    }

    @Test
    void newFilesHaveTheirOrdinaryPermissions() throws IOException {
        if (!posix()) {
            return;
        }
        Path plain = Files.write(folder.resolve("plain"), new byte[3]);
        for (Map.Entry<String, Writer> each : writers().entrySet()) {
            Path file = folder.resolve("new." + each.getKey());
            each.getValue().write(file);
            assertEquals(permissions(plain), permissions(file), each.getKey());
        }
    }

    @Test
    void replacedFilesKeepTheirs() throws IOException {
        if (!posix()) {
            return;
        }
        Set<PosixFilePermission> shared = PosixFilePermissions.fromString("rw-rw----");
        for (Map.Entry<String, Writer> each : writers().entrySet()) {
            Path file = Files.write(folder.resolve("old." + each.getKey()), new byte[3]);
            Files.setPosixFilePermissions(file, shared);
            each.getValue().write(file);
            assertEquals(shared, permissions(file), each.getKey());
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }

    private boolean posix() throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.supportsFileAttributeView("posix");
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        return Files.getPosixFilePermissions(file);
    }
}
