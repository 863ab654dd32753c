package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.cotangent.nn.testing.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any tree of values comes back from a file as it was. */
class StatesTest {
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "kind",
        "NaN",
        "1",
        "true",
        "null",
        "{\"kind\":\"a\"}",
        "[1]",
        "\"",
        "\\",
        "\\u0041",
        "/",
        "a/b",
        "#2",
        "\n\r\t\0\u001f\u007f",
        "\u00e4\u2028\ufeff\uffff",
        "\ud83d\ude00",
        "__metadata__",
        "tensor",
        "number",
        "name",
        "x".repeat(3000)
    };
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        1.0 / 3,
        1e300,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Math.PI,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e15,
        1e16,
        123456789012345680.0,
        2.2250738585072012e-308,
        9007199254740993.0
    };
    private static final long[] WHOLE = {0, -1, 7, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};

    @TempDir private Path folder;

    private static String text(RandomGenerator random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static Tensor tensor(RandomGenerator random) {
        int[] shape = new int[random.nextInt(4)];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = random.nextInt(4);
            size *= shape[i];
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            // any bits, NaN of other payloads too
            values[i] = Double.longBitsToDouble(random.nextLong());
        }
        return Tensor.of(values, shape);
    }

    private static Object value(RandomGenerator random, int depth, boolean inList) {
        return switch (random.nextInt(inList || depth == 0 ? 7 : 10)) {
            case 0 -> text(random);
            case 1 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> WHOLE[random.nextInt(WHOLE.length)];
            case 4 -> random.nextBoolean();
            case 5 -> tensor(random);
            case 6 -> depth == 0 ? "leaf" : tree(random, depth - 1);
            case 7 -> tree(random, depth - 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1, true));
                }
                yield list;
            }
        };
    }

    private static State tree(RandomGenerator random, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = text(random);
            if (!name.equals("kind")) {
                values.put(name, value(random, depth, false));
            }
        }
        String kind = text(random);
        return new State(kind.isBlank() ? "blank" : kind, values);
    }

    @Property(tries = 100)
    void anyTreeComesBack(@ForAll long seed) throws IOException {
        State state = tree(new SplittableRandom(seed), 4);
        Path file = Files.createTempFile("state", ".state");
        try {
            States.write(file, state);
            State back = States.read(file, state.kind());
            assertEquals(state, back);
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 300)
    void theTextAloneHoldsAllOfIt(@ForAll long seed) throws IOException {
        State state = tree(new SplittableRandom(seed), 4);
        String text = StateJson.pretty(state, (node, name, path) -> null);
        assertEquals(state, StateJson.read("json", text, (name, shape) -> null));
    }

    @Test
    void bitsOfNotANumberStayInTensors() throws IOException {
        double odd = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);
        Path file = folder.resolve("a");
        States.write(file, new State("a").with("t", Tensor.vector(odd)));
        Bits.assertSame(new double[] {odd}, States.read(file, "a").tensor("t").toArray());
    }

    @Test
    void namesThatTheFormatOfTensorsDoesNotTake() throws IOException {
        Tensor one = Tensor.of(1);
        String face = "\ud83d\ude00";
        State state = new State("a").with("__metadata__", one).with("__metadata__#2", one);
        for (int before = 0; before < 20; before++) {
            String name = "x".repeat(3000) + "y".repeat(before) + face.repeat(500);
            state = state.with(name, new State("b").with(name, one).with("end", one));
        }
        Path file = folder.resolve("a");
        States.write(file, state);
        assertEquals(state, States.read(file, "a"));
    }

    @Test
    void equalStatesMakeEqualFiles() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path file : List.of(first, second)) {
            SplittableRandom random = new SplittableRandom(5);
            List<State> trees = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                trees.add(tree(random, 4));
            }
            States.write(file, new State("trees").with("all", trees));
        }
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertTrue(Files.size(first) > 500);
    }

    @Test
    void aFileOfAnotherKindIsRefusedWithItsReader() throws IOException {
        Path file = folder.resolve("a");
        States.write(file, new State("apple"), "Apples.read");
        Refusal.of(
                MalformedDataException.class,
                () -> States.read(file, "pear"),
                "is a apple; a pear expected",
                "Read it with Apples.read");
        Map<String, String> lies = Map.of("state", "{\"kind\":\"pear\"}");
        ChecksummedFile.write(file, "apple", States.VERSION, Map.of(), lies);
        Refusal.of(
                MalformedDataException.class,
                () -> States.read(file, "apple"),
                "a state of \"pear\" in a file of apple");
    }
}
