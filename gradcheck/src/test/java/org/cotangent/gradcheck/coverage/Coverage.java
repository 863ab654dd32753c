package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.Verdict;
import org.cotangent.gradcheck.random.Operation;
import org.cotangent.gradcheck.random.RandomProgram;
import org.cotangent.gradcheck.random.RandomProgram.Instruction;
import org.cotangent.graph.Graph;

/**
 * What the property tests reached: operations, orders, classes of shapes, pieces and pairs of
 * operations. Tests record a case after its check has passed, so that what failed, was refused or
 * left everything open counts for nothing.
 */
public final class Coverage {
    /** Of all recording tests in this JVM. */
    public static final Coverage RUN = new Coverage();

    private static final int HIGHEST_ORDER = 3;

    /** Where a piece was met. */
    enum Source {
        /** In cases of rows, and their gradients' graphs. */
        OPERATIONS,
        /** In random programs. */
        PROGRAMS,
        /** At points put on kinks. */
        KINKS
    }

    private final Map<String, int[]> orders = new TreeMap<>();
    private final Map<String, Set<ShapeClass>> shapes = new TreeMap<>();
    private final Map<Source, Map<String, Set<String>>> reached = new EnumMap<>(Source.class);
    private final int[][] pairs = new int[Operation.values().length][Operation.values().length];
    private final int[] uses = new int[Operation.values().length];
    private int programs;

    /** What rows say of the pieces of operations, by the operation's name. */
    static final Map<String, Pieces> PIECES = pieces();

    private static Map<String, Pieces> pieces() {
        Map<String, Pieces> all = new LinkedHashMap<>();
        for (Row row : OpTable.ROWS) {
            for (Pieces each : row.pieces()) {
                Pieces other = all.putIfAbsent(each.operation(), each);
                if (other != null && !other.equals(each)) {
                    throw new IllegalStateException(
                            row + " has " + each + ", another row " + other);
                }
            }
        }
        return all;
    }

    /**
     * The pieces that a node stood on.
     *
     * @throws IllegalArgumentException if no row says what pieces its operation has
     */
    static Set<String> of(Graph.Branch branch) {
        Pieces pieces = PIECES.get(branch.operation());
        if (pieces == null) {
            throw new IllegalArgumentException(
                    "coverage: the operation "
                            + branch.operation()
                            + " has pieces; say in a row of the table of operations which, such as"
                            + " .pieces(0, 1, 2)");
        }
        return pieces.reached(branch);
    }

    Coverage() {
        for (Source source : Source.values()) {
            reached.put(source, new TreeMap<>());
        }
    }

    /**
     * Counts a check of an operation for the order of its report.
     *
     * @param row the operation
     * @param report what has passed; it counts if an entry of this order matched
     */
    public synchronized void order(Row row, Report report) {
        if (tells(report)) {
            orders.computeIfAbsent(row.toString(), key -> new int[HIGHEST_ORDER])[
                    report.order() - 1]++;
        }
    }

    private static boolean tells(Report report) {
        return report.comparisons().stream()
                .anyMatch(e -> e.order() == report.order() && e.verdict() != Verdict.INCONCLUSIVE);
    }

    /**
     * Notes the shapes and the pieces of a case whose derivatives were found right.
     *
     * @param row the operation
     * @param drawn the case, with elements
     * @param report what has passed
     * @return whether it counts; not if all was left open at its order
     */
    public synchronized boolean point(Row row, Case drawn, Report report) {
        boolean tells = tells(report);
        if (tells) {
            shape(row, drawn.at());
            branches(Source.OPERATIONS, drawn);
        }
        return tells;
    }

    /**
     * Notes a case without elements that was judged by another test.
     *
     * @param row the operation
     * @param at the operands, one of them empty
     */
    public synchronized void shape(Row row, Tensor... at) {
        shapes.computeIfAbsent(row.toString(), key -> new TreeSet<>())
                .addAll(ShapeClass.of(row.shapes().pairing(), at));
    }

    /**
     * Notes the pieces of a case that stood on a kink on purpose.
     *
     * @param drawn the case
     * @param report what has passed
     */
    public synchronized void kink(Case drawn, Report report) {
        if (tells(report)) {
            branches(Source.KINKS, drawn);
        }
    }

    /** The branches of the value and of its gradient. */
    private void branches(Source source, Case drawn) {
        Tensor[] x = Arrays.stream(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = drawn.f().apply(x);
        Gradients gradients = Backward.of(y).seed(Tensor.ones(y.shape())).recorded().run();
        Tensor[] results = Arrays.copyOf(x, x.length + 1);
        Arrays.setAll(results, i -> i < x.length ? gradients.of(x[i]) : y);
        branches(source, Graph.of(results));
    }

    private void branches(Source source, Graph graph) {
        for (Graph.Branch branch : graph.branches()) {
            reached.get(source)
                    .computeIfAbsent(branch.operation(), key -> new TreeSet<>())
                    .addAll(of(branch));
        }
    }

    /**
     * Notes the operations of a program whose derivatives were found right, and which feeds which:
     * of those lines alone that the result rests on.
     *
     * @param program the program
     * @param report what has passed
     * @return whether it counts; not if all was left open at its order
     */
    public synchronized boolean program(RandomProgram program, Report report) {
        if (!tells(report)) {
            return false;
        }
        programs++;
        branches(Source.PROGRAMS, program.graph());
        List<Instruction> lines = program.instructions();
        int inputs = program.point().length;
        boolean[] needed = new boolean[inputs + lines.size()];
        needed[needed.length - 1] = true;
        for (int node = needed.length - 1; node >= inputs; node--) {
            if (!needed[node]) {
                continue;
            }
            Instruction line = lines.get(node - inputs);
            uses[line.operation().ordinal()]++;
            int[] operands = {Math.floorMod(line.a(), node), Math.floorMod(line.b(), node)};
            for (int operand : Arrays.copyOf(operands, line.operation().arity())) {
                needed[operand] = true;
                if (operand >= inputs) {
                    Operation producer = lines.get(operand - inputs).operation();
                    pairs[producer.ordinal()][line.operation().ordinal()]++;
                }
            }
        }
        return true;
    }

    // ---- what was recorded

    synchronized int checks(Row row, int order) {
        int[] counts = orders.get(row.toString());
        return counts == null ? 0 : counts[order - 1];
    }

    synchronized Set<ShapeClass> shapes(Row row) {
        return shapes.getOrDefault(row.toString(), Set.of());
    }

    synchronized Set<String> reached(Source source, String operation) {
        return reached.get(source).getOrDefault(operation, Set.of());
    }

    synchronized int pair(Operation producer, Operation consumer) {
        return pairs[producer.ordinal()][consumer.ordinal()];
    }

    synchronized int uses(Operation operation) {
        return uses[operation.ordinal()];
    }

    synchronized int programs() {
        return programs;
    }
}
