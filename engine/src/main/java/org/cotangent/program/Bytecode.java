package org.cotangent.program;

import static org.cotangent.program.ClassFile.*;

import java.util.Arrays;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.UnaryKernel;
import org.cotangent.program.ClassFile.Bytes;

/**
 * The steps of a program as the instructions of a class: numbers stand in local variables inside a
 * method, and in memory where another method or a call reads them.
 */
final class Bytecode {
    /** Larger methods are not compiled by HotSpot's C2. */
    static final int MOST_BYTES = 7_900;

    /** Operations of a method, unless its bytes are too many. */
    static final int PART = 125;

    private static final String KERNEL = "org/cotangent/kernel/";
    private static final String PROGRAM = "org/cotangent/program/";
    private static final String FUNCTIONS = "java/util/function/";
    private static final String MATH = "java/lang/Math";
    private static final String OF_ONE = "(D)D";
    private static final String OF_TWO = "(DD)D";
    private static final String OF_THREE = "(DDD)D";
    private static final String ARRAYS = "([D[D[D)V";

    private static final UnaryKernel[] UNARY = UnaryKernel.values();
    private static final BinaryKernel[] BINARY = BinaryKernel.values();

    // arguments of the methods, and the first local variable after them

    private static final int X = 0;
    private static final int Y = 1;
    private static final int MEMORY = 2;
    private static final int FIRST_LOCAL = 3;

    /** Three numbers, an array and its index are the most that a step has on the stack. */
    private static final int STACK = 10;

    private final Slots slots;
    private final Readers readers;
    private final int firstInput;
    private final int firstComputed;
    private final ClassFile file = new ClassFile(PROGRAM + "Straight", PROGRAM + "StraightCode");

    /** By step: where its result stands among those of the program, or -1. */
    private final int[] resultOf;

    private boolean usesMemory;

    // of the method that is being written

    private Bytes code;

    /** By slot: its local variable, or 0. */
    private final int[] local;

    /** By operand or result of a step: whether nothing in the method reads the number again. */
    private final boolean[] last;

    private int[] free = new int[8];
    private int freeCount;
    private int locals;

    Bytecode(Slots slots) {
        this.slots = slots;
        readers = new Readers(slots);
        firstInput = slots.constants.length;
        firstComputed = firstInput + slots.inputs.length;
        last = new boolean[slots.steps.length];
        resultOf = new int[last.length / Slots.WIDTH];
        local = new int[slots.count];
        Arrays.fill(resultOf, -1);
    }

    private boolean isInput(int slot) {
        return slot >= firstInput && slot < firstComputed;
    }

    /** Whether methods keep numbers in memory. */
    boolean usesMemory() {
        return usesMemory;
    }

    /**
     * Says that a step leaves its result among those of the program.
     *
     * @return whether it can, as it does for one result; false where no step computes what is there
     */
    boolean putsResult(int slot, int result) {
        int step = readers.writer(slot);
        if (step < 0 || resultOf[step] >= 0) {
            return false;
        }
        resultOf[step] = result;
        return true;
    }

    /** The class file; null if there are too many constants for one. */
    byte[] toByteArray() {
        Bytes run = new Bytes();
        int parts = 0;
        int steps = resultOf.length;
        for (int from = 0, to; from < steps; from = to) {
            to = Math.min(steps, from + PART);
            writePart(from, to);
            while (code.size() > MOST_BYTES) {
                to -= (to - from) / 2;
                writePart(from, to);
            }
            String name = "part" + parts++;
            file.add(STATIC, name, ARRAYS, code, STACK, locals);
            run.u1(ALOAD_0 + 1).u1(ALOAD_0 + 2).u1(ALOAD_0 + 3);
            run.u1(INVOKESTATIC).u2(file.method(file.name(), name, ARRAYS));
        }
        file.add(0, "run", ARRAYS, run.u1(RETURN), STACK, 4);
        return file.toByteArray();
    }

    private void writePart(int from, int to) {
        code = new Bytes();
        Arrays.fill(local, 0);
        freeCount = 0;
        locals = FIRST_LOCAL;
        boolean[] read = new boolean[slots.count];
        for (int step = to - 1; step >= from; step--) {
            if (!slots.isCall(step)) {
                last[step * Slots.WIDTH + 1] = !read[slots.target(step)];
                read[slots.target(step)] = false;
            }
            for (int i = slots.operands(step) - 1; i >= 0; i--) {
                last[step * Slots.WIDTH + 2 + i] = !read[slots.operand(step, i)];
                read[slots.operand(step, i)] = true;
            }
        }
        for (int step = from; step < to; step++) {
            write(step, to);
        }
        code.u1(RETURN);
    }

    private void write(int step, int to) {
        if (slots.isCall(step)) {
            usesMemory = true;
            code.u1(ICONST_1);
            function(slots.operand(step, 2), PROGRAM + "Slots$Call");
            code.u1(ALOAD_0 + MEMORY);
            call(PROGRAM + "Interpreter", "call", "(ZL" + PROGRAM + "Slots$Call;[D)V");
            for (int slot : slots.call(step).results()) {
                release(slot); // of what the call read there
            }
            return;
        }
        for (int i = 0; i < slots.operands(step); i++) {
            keep(step, i);
        }
        compute(step);
        for (int i = 0; i < slots.operands(step); i++) {
            if (last[step * Slots.WIDTH + 2 + i]) {
                release(slots.operand(step, i));
            }
        }
        int slot = slots.target(step);
        release(slot); // of what a call read there
        local[slot] = take();
        local(DSTORE, local[slot]);
        if (readers.last(step) >= to) {
            usesMemory = true;
            code.u1(ALOAD_0 + MEMORY);
            index(slot);
            local(DLOAD, local[slot]);
            code.u1(DASTORE);
        }
        if (resultOf[step] >= 0) {
            code.u1(ALOAD_0 + Y);
            index(resultOf[step]);
            local(DLOAD, local[slot]);
            code.u1(DASTORE);
        }
        if (last[step * Slots.WIDTH + 1]) {
            release(slot);
        }
    }

    /** Makes a local variable of what is read from an array and then again. */
    private void keep(int step, int i) {
        int slot = slots.operand(step, i);
        boolean again = !last[step * Slots.WIDTH + 2 + i] || isStrong(slots.kind(step));
        if (again && slot >= firstInput && local[slot] == 0) {
            load(slot);
            local[slot] = take();
            local(DSTORE, local[slot]);
        }
    }

    private void load(int slot) {
        if (slot < firstInput) {
            number(slots.constants[slot]);
        } else if (local[slot] > 0) {
            local(DLOAD, local[slot]);
        } else if (isInput(slot)) {
            code.u1(ALOAD_0 + X);
            index(slot - firstInput);
            code.u1(DALOAD);
        } else {
            usesMemory = true;
            code.u1(ALOAD_0 + MEMORY);
            index(slot);
            code.u1(DALOAD);
        }
    }

    private int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        locals += 2;
        return locals - 2;
    }

    private void release(int slot) {
        if (local[slot] == 0) {
            return;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = local[slot];
        local[slot] = 0;
    }

    private void local(int instruction, int variable) {
        if (variable > 0xFF) {
            code.u1(WIDE).u1(instruction).u2(variable);
        } else {
            code.u1(instruction).u1(variable);
        }
    }

    private void index(int i) {
        if (i > Short.MAX_VALUE) {
            code.u1(LDC_W).u2(file.integer(i));
        } else {
            code.u1(SIPUSH).u2(i);
        }
    }

    private void number(double value) {
        code.u1(LDC2_W).u2(file.number(value));
    }

    private void call(String owner, String name, String type) {
        code.u1(INVOKESTATIC).u2(file.method(owner, name, type));
    }

    private void function(int index, String type) {
        code.u1(LDC_W).u2(file.classData(index, type));
    }

    /** Whether the first operand is read twice. */
    private static boolean isStrong(int kind) {
        if (kind < Code.FIRST_BINARY || kind >= Code.FUNCTION) {
            return false;
        }
        return switch (BINARY[kind - Code.FIRST_BINARY]) {
            case STRONG_MUL, STRONG_DIV, STRONG_DIV_FROM_ABOVE -> true;
            default -> false;
        };
    }

    /** Leaves the result of a step on the stack. */
    private void compute(int step) {
        int kind = slots.kind(step);
        if (kind == Code.FUNCTION || kind == Code.FUNCTION2) {
            String of = kind == Code.FUNCTION ? "DoubleUnaryOperator" : "DoubleBinaryOperator";
            function(slots.operand(step, 2), FUNCTIONS + of);
            String type = kind == Code.FUNCTION ? OF_ONE : OF_TWO;
            loadOperands(step);
            code.u1(INVOKEINTERFACE);
            code.u2(file.interfaceMethod(FUNCTIONS + of, "applyAsDouble", type));
            code.u1(kind == Code.FUNCTION ? 3 : 5).u1(0);
            return;
        }
        if (kind == UnaryKernel.RECIPROCAL.ordinal()) {
            number(1);
        }
        loadOperands(step);
        if (kind == Code.FMA) {
            call(KERNEL + "Fma", "fma", OF_THREE);
        } else if (kind == Code.WHERE) {
            call(PROGRAM + "Interpreter", "where", OF_THREE);
        } else if (kind < Code.FIRST_BINARY) {
            compute(UNARY[kind]);
        } else {
            compute(BINARY[kind - Code.FIRST_BINARY], slots.operand(step, 0));
        }
    }

    private void loadOperands(int step) {
        for (int i = 0; i < slots.operands(step); i++) {
            load(slots.operand(step, i));
        }
    }

    private void compute(UnaryKernel f) {
        switch (f) {
            case NEG -> code.u1(DNEG);
            case RECIPROCAL -> code.u1(DDIV);
            case SQUARE -> code.u1(DUP2).u1(DMUL);
            case SQRT -> {
                call(MATH, "sqrt", OF_ONE);
                number(0);
                code.u1(DADD);
            }
            case ABS -> call(MATH, "abs", OF_ONE);
            case EXP -> call(KERNEL + "Elementary", "exp", OF_ONE);
            case LOG -> call(KERNEL + "Elementary", "log", OF_ONE);
            case TANH -> call(KERNEL + "Elementary", "tanh", OF_ONE);
            case SIGMOID -> call(KERNEL + "Elementary", "sigmoid", OF_ONE);
            case LOGISTIC_DENSITY -> call(KERNEL + "Elementary", "logisticDensity", OF_ONE);
            case SECH_SQUARED -> call(KERNEL + "Elementary", "sechSquared", OF_ONE);
            case RELU -> {
                number(0);
                call(MATH, "max", OF_TWO);
            }
            case STEP -> call(KERNEL + "UnaryKernel", "step", OF_ONE);
        }
    }

    private void compute(BinaryKernel f, int first) {
        switch (f) {
            case ADD -> code.u1(DADD);
            case SUB -> code.u1(DSUB);
            case MUL -> code.u1(DMUL);
            case DIV -> code.u1(DDIV);
            case MAX -> call(MATH, "max", OF_TWO);
            case MIN -> call(MATH, "min", OF_TWO);
            case GATE -> call(KERNEL + "StrongZero", "gate", OF_TWO);
            case STRONG_MUL -> strong(DMUL, first);
            case STRONG_DIV -> strong(DDIV, first);
            case STRONG_DIV_FROM_ABOVE -> {
                number(0);
                code.u1(DADD);
                strong(DDIV, first);
            }
            case TWICE_PRODUCT -> {
                call(KERNEL + "StrongZero", "timesEven", OF_TWO);
                number(2);
                code.u1(DMUL);
            }
            case WHERE_POSITIVE -> call(KERNEL + "BinaryKernel", "wherePositive", OF_TWO);
            case TIMES_EVEN -> call(KERNEL + "StrongZero", "timesEven", OF_TWO);
            case SETTLE -> call(KERNEL + "StrongZero", "strong", OF_TWO);
        }
    }

    private void strong(int instruction, int first) {
        code.u1(instruction);
        load(first);
        call(KERNEL + "StrongZero", "strong", OF_TWO);
    }
}
