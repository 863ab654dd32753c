package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout, by itself. */
class LayeredTest {
    private final List<Layered.Box> boxes = new ArrayList<>();
    private final List<Layered.Wire> wires = new ArrayList<>();

    private Layered.Box box(int inputs) {
        Layered.Box box = new Layered.Box();
        box.left = 20;
        box.right = 30;
        box.up = 16;
        box.down = 18;
        box.out = new double[1];
        box.in = IntStream.range(0, inputs).mapToDouble(i -> i * 10 - 5 * (inputs - 1)).toArray();
        box.inset = new double[inputs];
        boxes.add(box);
        return box;
    }

    private Layered.Wire wire(Layered.Box from, Layered.Box to, int input) {
        Layered.Wire wire = new Layered.Wire(from, 0, to, input);
        wires.add(wire);
        return wire;
    }

    private Layered layout() {
        Layered layout = new Layered(boxes, wires);
        layout.place(0, 0, layout.width());
        return layout;
    }

    @Test
    void nothing() {
        Layered layout = layout();
        assertEquals(0, layout.width());
        assertEquals(0, layout.height());
    }

    @Test
    void oneBox() {
        Layered.Box box = box(0);
        Layered layout = layout();
        assertEquals(50, layout.width());
        assertEquals(34, layout.height());
        assertEquals(20, box.x);
        assertEquals(16, box.y);
    }

    @Test
    void chainIsLevel() {
        Layered.Box at = box(0);
        for (int i = 0; i < 999; i++) {
            Layered.Box next = box(1);
            wire(at, next, 0);
            at = next;
        }
        assertEquals(34, layout().height());
        assertTrue(wires.stream().noneMatch(wire -> wire.path().contains("C")));
    }

    /** A long wire beside a chain is level between its ends. */
    @Test
    void longWiresAreStraight() {
        Layered.Box first = box(0);
        Layered.Box at = first;
        for (int i = 0; i < 10; i++) {
            Layered.Box next = box(1);
            wire(at, next, 0);
            at = next;
        }
        Layered.Box last = box(2);
        wire(at, last, 0);
        Layered.Wire skip = wire(first, last, 1);
        layout();
        assertTrue(skip.path().chars().filter(c -> c == 'C').count() <= 2, skip.path());
    }

    /** A binary tree whose leaves come in a bad order has no crossings. */
    @Test
    void treesAreUntangled() {
        List<Layered.Box> row = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            row.add(box(0));
        }
        int step = 5;
        while (row.size() > 1) {
            List<Layered.Box> next = new ArrayList<>();
            int n = row.size();
            for (int i = 0; i < n / 2; i++) {
                Layered.Box sum = box(2);
                sum.anyOrder = true;
                wire(row.get(2 * i * step % n), sum, 0);
                wire(row.get((2 * i + 1) * step % n), sum, 1);
                next.add(sum);
            }
            row = next;
        }
        layout();
        for (Layered.Wire p : wires) {
            for (Layered.Wire q : wires) {
                if (p.from.x == q.from.x && p.from.y < q.from.y) {
                    assertTrue(p.to.portHeight(p.in) < q.to.portHeight(q.in));
                }
            }
        }
    }

    @Test
    void inputsWithAnOrderKeepIt() {
        Layered.Box p = box(0);
        Layered.Box q = box(0);
        Layered.Box minus = box(2);
        wire(q, minus, 0);
        wire(p, minus, 1);
        layout();
        assertTrue(minus.portHeight(0) < minus.portHeight(1));
        assertTrue(q.y < p.y, "the boxes are exchanged instead");
    }

    /** One source of a thousand uses in a chain: a line with branches, and not a thousand lines. */
    @Test
    void wiresOfOnePortShareTheirWay() {
        Layered.Box x = box(0);
        Layered.Box at = x;
        for (int i = 0; i < 1000; i++) {
            Layered.Box next = box(2);
            next.anyOrder = true;
            wire(at, next, 0);
            wire(x, next, 1);
            at = next;
        }
        Layered layout = layout();
        assertTrue(layout.height() < 200 + 1000 * 5.0, "height " + layout.height());
        int[] joints = new int[1];
        layout.joints((left, top) -> joints[0]++);
        assertEquals(999, joints[0]);
    }

    @Test
    void tiedToTheSides() {
        Layered.Box in = box(0);
        in.side = Layered.Side.LEFT;
        Layered.Box late = box(2);
        Layered.Box out = box(1);
        out.side = Layered.Side.RIGHT;
        Layered.Box x = box(0);
        Layered.Box y = box(1);
        Layered.Box z = box(1);
        wire(x, y, 0);
        wire(y, z, 0);
        wire(z, late, 0);
        wire(in, late, 1);
        wire(x, out, 0);
        Layered layout = new Layered(boxes, wires);
        layout.place(100, 50, layout.width() + 40);
        assertEquals(100, in.x - in.left);
        assertEquals(100 + layout.width() + 40, out.x + out.right, 1e-9);
    }

    @Test
    void circlesAreRefused() {
        Layered.Box p = box(1);
        Layered.Box q = box(1);
        wire(p, q, 0);
        wire(q, p, 0);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::layout);
        assertEquals("layout: the wires lead in a circle", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void randomBoxesAreApartAndInside(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = seed == 6 ? 2000 : 20 * seed;
        for (int i = 0; i < size; i++) {
            int inputs = i == 0 ? 0 : random.nextInt(4);
            Layered.Box box = box(inputs);
            box.up = box.down = random.nextDouble(15, 60);
            box.left = random.nextDouble(5, 60);
            box.anyOrder = random.nextBoolean();
            for (int k = 0; k < inputs; k++) {
                wire(boxes.get(random.nextInt(Math.max(0, i - 5 * seed), i)), box, k);
            }
        }
        Layered layout = layout();
        List<Layered.Box> byHeight = new ArrayList<>(boxes);
        byHeight.sort((p, q) -> Double.compare(p.y - p.up, q.y - q.up));
        for (int i = 0; i < size; i++) {
            Layered.Box p = byHeight.get(i);
            assertTrue(p.x - p.left >= -1e-9 && p.x + p.right <= layout.width() + 1e-9);
            assertTrue(p.y - p.up >= -1e-9 && p.y + p.down <= layout.height() + 1e-9);
            for (int k = i + 1; k < size; k++) {
                Layered.Box q = byHeight.get(k);
                if (q.y - q.up >= p.y + p.down) {
                    break;
                }
                assertTrue(q.x - q.left >= p.x + p.right || p.x - p.left >= q.x + q.right);
            }
            Set<Integer> ports = new HashSet<>();
            Arrays.stream(p.port).forEach(ports::add);
            assertEquals(p.in.length, ports.size());
        }
        for (Layered.Wire wire : wires) {
            assertTrue(wire.from.x + wire.from.right < wire.to.x - wire.to.left);
        }
    }
}
