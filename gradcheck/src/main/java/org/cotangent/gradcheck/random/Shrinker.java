package org.cotangent.gradcheck.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;

/**
 * A search for the smallest list of instructions that fails: from each that fails to the first
 * simpler one that fails too, until there is none. Every step takes lines away, or takes one line
 * to an operation, an operand or a constant that is simpler, so it ends.
 */
final class Shrinker {
    private final int inputs;

    Shrinker(int inputs) {
        this.inputs = inputs;
    }

    List<Instruction> shrink(List<Instruction> program, Predicate<List<Instruction>> fails) {
        List<Instruction> smallest = canonical(program);
        List<Instruction> next = program;
        while (next != null) {
            smallest = canonical(next);
            next = simpler(smallest).filter(fails).findFirst().orElse(null);
        }
        return smallest;
    }

    /** All programs that are one step simpler, the largest steps first. */
    Stream<List<Instruction>> simpler(List<Instruction> program) {
        List<Instruction> from = canonical(program);
        Stream<List<Instruction>> fewer =
                Stream.iterate(from.size(), size -> size > 0, size -> size / 2)
                        .flatMap(size -> withoutSome(from, size));
        Stream<List<Instruction>> bypassing =
                IntStream.range(0, from.size()).mapToObj(line -> without(from, line));
        Stream<List<Instruction>> changed =
                IntStream.range(0, from.size())
                        .map(i -> from.size() - 1 - i)
                        .boxed()
                        .flatMap(
                                line ->
                                        simpler(from.get(line)).stream()
                                                .map(other -> with(from, line, other)));
        return Stream.of(fewer, bypassing, changed).flatMap(all -> all);
    }

    private Stream<List<Instruction>> withoutSome(List<Instruction> program, int size) {
        return IntStream.rangeClosed(0, program.size() - size)
                .map(i -> program.size() - size - i)
                .mapToObj(
                        start -> {
                            List<Instruction> rest = new ArrayList<>(program.subList(0, start));
                            rest.addAll(program.subList(start + size, program.size()));
                            return canonical(rest);
                        });
    }

    private static List<Instruction> with(
            List<Instruction> program, int line, Instruction instruction) {
        List<Instruction> changed = new ArrayList<>(program);
        changed.set(line, instruction);
        return changed;
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
        double[] candidates = {1, 0, -1, 2, Math.rint(constant), Math.rint(10 * constant) / 10};
        for (double candidate : candidates) {
            if (roundness(candidate) < roundness(constant)) {
                all.add(candidate);
            }
        }
        return all;
    }

    /** 0 for 1, the roundest number, then 0, -1, 2, -2 and so on, then tenths, then the rest. */
    private static double roundness(double x) {
        if (x == Math.rint(x)) {
            return x == 1 ? 0 : x == 0 ? 1 : Math.min(2 * Math.abs(x) + (x < 0 ? 1 : 0), 1000);
        }
        return 10 * x == Math.rint(10 * x) ? 1001 : 1002;
    }
}
