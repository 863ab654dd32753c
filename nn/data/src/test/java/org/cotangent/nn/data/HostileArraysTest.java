package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.nn.testing.DamagedFiles;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NPY, NPZ and IDX files damaged at random. */
@Tag("thorough")
class HostileArraysTest extends DamagedFiles {
    @Test
    void npy() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : List.of("f8_little", "i8_big", "fortran", "b1_byte", "version3")) {
            files.add(Resources.bytes(name + ".npy"));
        }
        Outcome outcome = attack(2000, 20_000, Npy::read, files);
        assertTrue(outcome.accepted > 20 && outcome.messages.size() > 15, "" + outcome.messages);
    }

    @Test
    void npz() throws IOException {
        Outcome outcome =
                attack(
                        2000,
                        30_000,
                        Npz::read,
                        List.of(Resources.bytes("stored.npz"), Resources.bytes("compressed.npz")));
        // those read have damage in times and attributes alone
        assertTrue(outcome.accepted > 10 && outcome.messages.size() > 5, "" + outcome.messages);
    }

    @Test
    void idx() throws IOException {
        List<byte[]> files =
                List.of(
                        Resources.bytes("images-idx3-ubyte.gz"),
                        Resources.bytes("labels-idx1-ubyte"),
                        Resources.bytes("type0e.idx"));
        Outcome outcome = attack(2000, 40_000, Idx::read, files);
        assertTrue(outcome.accepted > 20 && outcome.messages.size() > 8, "" + outcome.messages);
    }
}
