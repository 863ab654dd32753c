package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.jqwik.Programs;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/** Random programs as functions of one tensor, and comparisons of what transforms make of them. */
abstract class RandomFunctions {
    static final int MOST_LINES = 8;

    @Provide
    Arbitrary<List<Instruction>> programs() {
        return Programs.instructions(2, MOST_LINES);
    }

    /** A random function of one tensor, at a point: the program's other input is a constant. */
    static final class Drawn {
        final Random random;
        final Tensor x;
        final Tensor c;
        final RandomProgram graph;
        final UnaryOperator<Tensor> f;

        Drawn(List<Instruction> program, long seed, int[] shape, int... constant) {
            random = new Random(seed);
            x = direction(shape);
            c = direction(constant);
            graph = RandomProgram.of(program, x, c);
            f = y -> graph.apply(y, c);
        }

        Tensor direction(int... shape) {
            return Domain.REAL.draw(random, shape);
        }

        /** A scalar of it in which all of the result counts. */
        UnaryOperator<Tensor> scalar() {
            return y -> f.apply(y).square().sum();
        }
    }

    static void close(Tensor expected, Tensor actual) {
        close(expected, actual, 1e-10);
    }

    static void close(Tensor expected, Tensor actual, double relative) {
        assertArrayEquals(expected.shape(), actual.shape());
        double[] p = expected.toArray();
        double[] q = actual.toArray();
        double scale = 1;
        for (double v : p) {
            scale = Math.max(scale, Math.abs(v));
        }
        assertArrayEquals(p, q, relative * scale);
    }

    /** Bit for bit; but for the sign of zero, which a sum with 0 loses. */
    static void same(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.add(0.0).toArray(), actual.add(0.0).toArray());
    }

    static void same(List<Tensor> expected, List<Tensor> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            same(expected.get(i), actual.get(i));
        }
    }
}
