package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.UnaryKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs as bytecode: the bits of the interpreter, and when which of both runs. */
class CompilationTest {
    private static final double[] CORNERS = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -2,
        3e-320,
        1e300,
        -700,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    @AfterEach
    void forget() {
        System.clearProperty(Tier.PROPERTY);
    }

    private static void assertSameBits(Slots slots, double[]... points) throws Exception {
        Interpreter interpreter = new Interpreter(slots);
        StraightCode code = StraightCode.of(slots);
        double[] memory = interpreter.memory();
        double[] expected = new double[slots.results.length];
        double[] actual = new double[expected.length];
        for (double[] x : points) {
            interpreter.run(x, expected, interpreter.memory());
            code.runAll(x, actual, memory);
            assertArrayEquals(expected, actual, Arrays.toString(x));
        }
    }

    @Test
    void everyKernelAtItsCorners() throws Exception {
        Code code = new Code();
        int[] in = {code.input(), code.input(), code.input()};
        List<Integer> results = new ArrayList<>();
        List<DoubleUnaryOperator> unary = new ArrayList<>(List.of(UnaryKernel.values()));
        unary.add(Elementary::cbrt);
        for (DoubleUnaryOperator f : unary) {
            results.add(code.of(f, in[0]));
        }
        List<DoubleBinaryOperator> binary = new ArrayList<>(List.of(BinaryKernel.values()));
        binary.add(Elementary::hypot);
        for (DoubleBinaryOperator f : binary) {
            results.add(code.of(f, in[0], in[1]));
            results.add(code.of(f, in[0], in[0]));
            results.add(code.of(f, in[0], code.constant(-0.3)));
            results.add(code.of(f, code.constant(2.5), in[1]));
        }
        results.add(code.fma(in[0], in[1], in[2]));
        results.add(code.where(in[0], in[1], in[2]));
        results.add(in[1]); // results that no step computes, and one twice
        results.add(code.constant(-0.0));
        results.add(results.get(0));
        List<double[]> points = new ArrayList<>();
        for (double p : CORNERS) {
            for (double q : CORNERS) {
                points.add(new double[] {p, q, 0.7});
            }
        }
        int[] places = results.stream().mapToInt(Integer::intValue).toArray();
        assertSameBits(new Slots(code, in, places), points.toArray(double[][]::new));
    }

    /** Of several methods, which hand numbers on through memory, and with calls between. */
    @Test
    void programsOfManyMethods() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            assertSameBits(
                    random(random, seed < 20 ? 40 : 4 * Bytecode.PART, seed % 2 == 0),
                    random.doubles(5, -2, 2).toArray(),
                    random.doubles(5, -2, 2).toArray(),
                    new double[] {0, -0.0, 1e308, Double.NaN, 1});
        }
    }

    private static Slots random(Random random, int steps, boolean mends) {
        Code code = new Code();
        int[] in = new int[5];
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            places.add(in[i] = code.input());
        }
        places.add(code.constant(0.75));
        BinaryKernel[] functions = BinaryKernel.values();
        for (int i = 0; i < steps; i++) {
            int p = places.get(random.nextInt(places.size()));
            int q = places.get(places.size() - 1 - random.nextInt(Math.min(places.size(), 30)));
            switch (random.nextInt(mends ? 12 : 10)) {
                case 0 -> places.add(code.of(Elementary::sin, q));
                case 1 -> places.add(code.of(UnaryKernel.TANH, q));
                case 2 -> places.add(code.fma(p, q, p));
                case 10 -> {
                    int[] y = {p, q, p};
                    for (int each : code.mended(y, CompilationTest::halves, new int[] {q, p})) {
                        places.add(each);
                    }
                }
                default -> places.add(code.of(functions[random.nextInt(functions.length)], p, q));
            }
        }
        int[] results = random.ints(40, 0, places.size()).map(places::get).toArray();
        return new Slots(code, in, results);
    }

    private static double[] halves(double[][] x) {
        return new double[] {x[0][0] / 2, x[0][1] / 2, 0.5};
    }

    @Test
    void methodsStayBelowTheLimit() {
        for (int inputs : new int[] {5, 40_000}) {
            Code code = new Code();
            int[] in = new int[inputs];
            Arrays.setAll(in, i -> code.input());
            int sum = code.constant(0.5);
            int[] results = new int[3000];
            for (int i = 0; i < results.length; i++) {
                sum = code.of(BinaryKernel.STRONG_DIV, in[inputs - 1 - i % 5], sum);
                sum = code.of(Elementary::hypot, sum, in[i % 5]);
                results[i] = sum;
            }
            ClassReader file =
                    new ClassReader(new Bytecode(new Slots(code, in, results)).toByteArray());
            for (int length : file.lengths.values()) {
                assertTrue(length <= Bytecode.MOST_BYTES, length + " bytes");
            }
            assertTrue(file.lengths.size() > 12);
        }
    }

    /** Results may stand where the arguments do. */
    @Test
    void inPlace() {
        for (String way : List.of("interpreter", "compiled")) {
            System.setProperty(Tier.PROPERTY, way);
            Program turn = Program.of(x -> x[0].flip(0), Tensor.ones(2));
            double[] x = {1, 2};
            turn.run(x, x);
            assertArrayEquals(new double[] {2, 1}, x, way);
        }
    }

    @Test
    void propertyThatCannotBeMeant() {
        System.setProperty(Tier.PROPERTY, "fast");
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Program.of(x -> x[0].sin(), Tensor.of(1)));
        assertEquals(
                "cotangent.programs: \"fast\"; it must be one of [auto, arrays, interpreter,"
                        + " compiled]",
                refusal.getMessage());
    }

    private static Program hot(Program program, double[] x) throws InterruptedException {
        double[] y = new double[program.results()];
        double[] expected = new double[y.length];
        program.run(x, expected);
        for (int i = 0; i < 2 * Compilation.HOT; i++) {
            program.run(x, y);
            assertArrayEquals(expected, y);
        }
        while (program.explain().contains("while bytecode is made")) {
            program.run(x, y);
            assertArrayEquals(expected, y);
            Thread.sleep(1);
        }
        program.run(x, y);
        assertArrayEquals(expected, y);
        return program;
    }

    @Test
    void hotProgramsAreTriedInTheBackground() throws InterruptedException {
        Program program =
                Program.valueAndGradients(x -> x[0].tanh().mul(x[0]).sum(), Tensor.ones(4));
        assertTrue(program.explain().contains("the interpreter, until it has run often"));
        String after = hot(program, new double[] {1, -2, 3, 0.5}).explain();
        assertTrue(
                after.contains("run by bytecode") || after.contains("bytecode was not faster"),
                after);
    }

    /** What a user's operation does besides is done in the user's runs, and in no others. */
    @Test
    void operationsOfUsersAreNotTried() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        record Counts(AtomicInteger calls) implements CustomOp {
            @Override
            public Tensor forward(Tensor... x) {
                calls.incrementAndGet();
                return x[0].square();
            }

            @Override
            public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                return g.mul(x[0]).mul(2);
            }
        }
        Program program = Program.of(x -> new Counts(calls).apply(x[0]).add(1), Tensor.of(2));
        int before = calls.get();
        hot(program, new double[] {3});
        assertEquals(before + 2 * Compilation.HOT + 2, calls.get());
        assertTrue(program.explain().contains("calls functions of arrays"), program.explain());
    }

    @Test
    void classesGoWithTheirPrograms() throws Exception {
        Code code = new Code();
        int[] in = {code.input()};
        int[] results = {code.of(Elementary::sin, in[0])};
        WeakReference<Class<?>> type =
                new WeakReference<>(StraightCode.of(new Slots(code, in, results)).getClass());
        for (int i = 0; i < 50 && type.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(type.get());
    }
}
