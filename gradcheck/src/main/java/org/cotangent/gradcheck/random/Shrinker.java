package org.cotangent.gradcheck.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cotangent.gradcheck.random.Program.Instruction;

/**
 * A search for the smallest list of instructions that fails: from each that fails to the first
 * simpler one that fails too, until there is none. Every step takes lines away, or takes one line
 * to an operation, an operand or a constant that is simpler, so it ends.
 */
final class Shrinker {
    private static final double[] ROUND = {1, 0, -1};

    private final int inputs;
    private final Predicate<List<Instruction>> fails;

    Shrinker(int inputs, Predicate<List<Instruction>> fails) {
        this.inputs = inputs;
        this.fails = fails;
    }

    List<Instruction> shrink(List<Instruction> program) {
        List<Instruction> smallest = canonical(program);
        List<Instruction> next = smaller(smallest);
        while (next != null) {
            smallest = next;
            next = smaller(smallest);
        }
        return smallest;
    }

    /** The first simpler program that fails, or null. */
    private List<Instruction> smaller(List<Instruction> program) {
        for (int size = program.size(); size > 0; size /= 2) {
            for (int from = program.size() - size; from >= 0; from--) {
                List<Instruction> rest = new ArrayList<>(program.subList(0, from));
                rest.addAll(program.subList(from + size, program.size()));
                if (fails.test(canonical(rest))) {
                    return canonical(rest);
                }
            }
        }
        for (int i = 0; i < program.size(); i++) {
            List<Instruction> rest = without(program, i);
            if (fails.test(rest)) {
                return rest;
            }
        }
        for (int i = program.size() - 1; i >= 0; i--) {
            for (Instruction simpler : simpler(program.get(i))) {
                List<Instruction> changed = new ArrayList<>(program);
                changed.set(i, simpler);
                if (fails.test(changed)) {
                    return changed;
                }
            }
        }
        return null;
    }

    /** The same program with operands below what exists, and 0 for what is ignored. */
    private List<Instruction> canonical(List<Instruction> program) {
        List<Instruction> same = new ArrayList<>();
        for (Instruction line : program) {
            int exist = inputs + same.size();
            Operation operation = line.operation();
            same.add(
                    new Instruction(
                            operation,
                            Math.floorMod(line.a(), exist),
                            operation.arity() < 2 ? 0 : Math.floorMod(line.b(), exist),
                            operation.hasConstant() ? line.constant() : 0));
        }
        return same;
    }

    /** Without a line, those that used its value using its first operand, the others as before. */
    private List<Instruction> without(List<Instruction> program, int line) {
        int gone = inputs + line;
        int instead = program.get(line).a();
        List<Instruction> rest = new ArrayList<>(program.subList(0, line));
        for (Instruction after : program.subList(line + 1, program.size())) {
            rest.add(
                    new Instruction(
                            after.operation(),
                            renumbered(after.a(), gone, instead),
                            renumbered(after.b(), gone, instead),
                            after.constant()));
        }
        return rest;
    }

    private static int renumbered(int operand, int gone, int instead) {
        return operand == gone ? instead : operand > gone ? operand - 1 : operand;
    }

    private static List<Instruction> simpler(Instruction line) {
        List<Instruction> all = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            if (operation.ordinal() < line.operation().ordinal()) {
                int b = operation.arity() < 2 ? 0 : line.b();
                double constant = operation.hasConstant() ? line.constant() : 0;
                all.add(new Instruction(operation, line.a(), b, constant));
            }
        }
        for (int a = 0; a < line.a(); a++) {
            all.add(new Instruction(line.operation(), a, line.b(), line.constant()));
        }
        for (int b = 0; b < line.b(); b++) {
            all.add(new Instruction(line.operation(), line.a(), b, line.constant()));
        }
        if (line.operation().hasConstant()) {
            for (double constant : rounder(line.constant())) {
                all.add(new Instruction(line.operation(), line.a(), line.b(), constant));
            }
        }
        return all;
    }

    /** Rounder numbers, the roundest first. */
    private static List<Double> rounder(double constant) {
        List<Double> all = new ArrayList<>();
        for (double round : ROUND) {
            if (round == constant) {
                return all;
            }
            all.add(round);
        }
        double whole = Math.rint(constant);
        double tenths = Math.rint(10 * constant) / 10;
        if (whole != constant) {
            all.add(whole);
            if (tenths != constant) {
                all.add(tenths);
            }
        }
        return all;
    }
}
