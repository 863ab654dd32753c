package org.cotangent.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;
import org.junit.jupiter.api.Test;

/** The work of benchmarks/first-second. */
class FirstCallsTest {
    private static List<String[]> listed() {
        PrintStream out = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
            FirstCalls.main(new String[] {"list"});
        } finally {
            System.setOut(out);
        }
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toList());
    }

    @Test
    void everyKernelIsMeasured() {
        Set<String> measured = new TreeSet<>();
        for (String[] words : listed()) {
            measured.addAll(Arrays.asList(words).subList(3, words.length));
        }
        Set<String> all = new TreeSet<>();
        for (Enum<?> kernel : UnaryKernel.values()) {
            all.add(kernel.name());
        }
        for (Enum<?> kernel : BinaryKernel.values()) {
            all.add(kernel.name());
        }
        assertEquals(all, measured);
    }

    @Test
    void whatIsListedIsDone() {
        for (String[] words : listed()) {
            Job job = new Ours().job(words[1], Work.extents(words[2]));
            assertNotNull(job, words[1]);
            double[] result = job.result();
            assertTrue(result.length > 0, words[1]);
            assertTrue(Arrays.stream(result).allMatch(Double::isFinite), words[1]);
        }
    }

    /** The same gradient as that of benchmarks/src/main/python, where all is written by hand. */
    @Test
    void aRecurrentNetIsDifferentiated() {
        Checksum checksum = Checksum.of(new Ours().job("lstm", new int[] {3, 2, 4, 5}).result());
        assertEquals(0.25051281669924136, checksum.sum(), 1e-12);
    }
}
