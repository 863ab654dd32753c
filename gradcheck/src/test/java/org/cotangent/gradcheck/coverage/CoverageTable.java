package org.cotangent.gradcheck.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Coverage.Source;
import org.cotangent.gradcheck.random.Operation;

/** What was reached beside what must be: holes, and a page to look at. */
final class CoverageTable {
    /** The operations that random programs use, by their names in graphs. */
    private static final Set<String> IN_PROGRAMS =
            Arrays.stream(Operation.values())
                    .map(each -> camelCase(each.name().replace("_NUMBER", "")))
                    .collect(Collectors.toSet());

    private final Coverage coverage;
    private final List<Row> rows;
    private final List<String> holes = new ArrayList<>();

    CoverageTable(Coverage coverage, List<Row> rows) {
        this.coverage = coverage;
        this.rows = rows;
        for (Row row : rows) {
            missingOf(row);
        }
        Coverage.PIECES.values().forEach(this::missingOf);
        for (Operation operation : Operation.values()) {
            if (coverage.uses(operation) == 0) {
                holes.add("no random program that uses " + operation);
            }
            for (Operation consumer : Operation.values()) {
                if (coverage.pair(operation, consumer) == 0) {
                    holes.add("no random program in which " + operation + " feeds " + consumer);
                }
            }
        }
    }

    private static String camelCase(String constant) {
        String[] words = constant.toLowerCase(Locale.ROOT).split("_");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
                        .collect(Collectors.joining());
    }

    private void missingOf(Row row) {
        for (int order = 1; order <= row.highest(); order++) {
            if (coverage.checks(row, order) == 0) {
                holes.add(row + ": no check at order " + order);
            }
        }
        Set<ShapeClass> missing = missingShapes(row);
        if (!missing.isEmpty()) {
            holes.add(row + ": no check of shapes that are " + missing);
        }
    }

    private Set<ShapeClass> missingShapes(Row row) {
        Set<ShapeClass> missing = new TreeSet<>(row.shapes().classes());
        missing.removeAll(coverage.shapes(row));
        return missing;
    }

    private void missingOf(Pieces pieces) {
        for (Source source : Source.values()) {
            Set<String> missing = asked(source, pieces);
            missing.removeAll(coverage.reached(source, pieces.operation()));
            if (!missing.isEmpty()) {
                String where = source.name().toLowerCase(Locale.ROOT);
                holes.add(
                        pieces.operation()
                                + ": never on pieces "
                                + missing
                                + " in the checks of "
                                + where);
            }
        }
    }

    /** A set of the caller's own. */
    private static Set<String> asked(Source source, Pieces pieces) {
        return switch (source) {
            case OPERATIONS -> new TreeSet<>(pieces.smooth());
            case KINKS -> new TreeSet<>(pieces.kinks());
            case PROGRAMS ->
                    IN_PROGRAMS.contains(pieces.operation())
                            ? new TreeSet<>(pieces.smooth())
                            : new TreeSet<>();
        };
    }

    List<String> holes() {
        return List.copyOf(holes);
    }

    // ---- the page

    String toMarkdown() {
        return String.join(
                "\n",
                "# What the property tests reached\n",
                summary(),
                "## Holes\n",
                (holes.isEmpty() ? "None." : "- " + String.join("\n- ", holes)) + "\n",
                "## Pieces\n",
                "Even numbers inside, odd ones for kinks and jumps. Bare if reached, in (brackets) if"
                        + " not, - if not asked for.\n",
                pieceLines(),
                "## Operations\n",
                "Checks at orders 1 to 3; classes of shapes: rank 0 to 4, u with an axis of 1,"
                        + " e with an axis of 0, broadcast < on the left, > on the right, x on both;"
                        + " ! and a letter for a hole.\n",
                rowLines(),
                "## Random programs\n",
                programLines());
    }

    private String summary() {
        int[] lines = {0, 0, 0};
        int[] least = new int[3];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (Row row : rows) {
            for (int order = 1; order <= row.highest(); order++) {
                lines[order - 1]++;
                least[order - 1] = Math.min(least[order - 1], coverage.checks(row, order));
            }
        }
        StringBuilder text = new StringBuilder("| what | reached | of | fewest checks |\n");
        text.append("| --- | --- | --- | --- |\n");
        for (int order = 1; order <= 3; order++) {
            int k = order;
            long reached = count(row -> k <= row.highest() && coverage.checks(row, k) > 0);
            line(text, "rows at order " + k, reached, lines[k - 1], least[k - 1]);
        }
        for (ShapeClass shape : ShapeClass.values()) {
            Predicate<Row> admits = row -> row.shapes().classes().contains(shape);
            long reached = count(row -> admits.test(row) && coverage.shapes(row).contains(shape));
            String name = shape.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            line(text, "rows, shape: " + name, reached, count(admits), "");
        }
        for (Source source : Source.values()) {
            String name = source.name().toLowerCase(Locale.ROOT);
            long all = 0;
            long reached = 0;
            for (Pieces pieces : Coverage.PIECES.values()) {
                Set<String> asked = asked(source, pieces);
                all += asked.size();
                asked.retainAll(coverage.reached(source, pieces.operation()));
                reached += asked.size();
            }
            line(text, "pieces, " + name, reached, all, "");
        }
        int[] pairs = sortedPairs();
        long reached = Arrays.stream(pairs).filter(n -> n > 0).count();
        line(text, "pairs of operations", reached, pairs.length, pairs[0]);
        return text.toString();
    }

    private long count(Predicate<Row> is) {
        return rows.stream().filter(is).count();
    }

    private static void line(
            StringBuilder text, String what, long reached, long all, Object least) {
        text.append(
                String.format(Locale.ROOT, "| %s | %d | %d | %s |\n", what, reached, all, least));
    }

    private String pieceLines() {
        StringBuilder text = new StringBuilder("| operation | rows | programs | on kinks |\n");
        text.append("| --- | --- | --- | --- |\n");
        for (Pieces pieces : Coverage.PIECES.values()) {
            text.append("| ").append(pieces.operation());
            for (Source source : Source.values()) {
                Set<String> reached = coverage.reached(source, pieces.operation());
                String cell =
                        asked(source, pieces).stream()
                                .map(piece -> reached.contains(piece) ? piece : "(" + piece + ")")
                                .collect(Collectors.joining(", "));
                text.append(" | ").append(cell.isEmpty() ? "-" : cell);
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private String rowLines() {
        StringBuilder text = new StringBuilder("| operation | 1 | 2 | 3 | shapes |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        for (Row row : rows) {
            text.append("| ").append(row);
            for (int order = 1; order <= 3; order++) {
                boolean asked = order <= row.highest();
                text.append(" | ").append(asked ? coverage.checks(row, order) : "-");
            }
            Set<ShapeClass> reached = EnumSet.copyOf(row.shapes().classes());
            reached.retainAll(coverage.shapes(row));
            Set<ShapeClass> missing = missingShapes(row);
            text.append(" | ").append(ShapeClass.letters(reached));
            text.append(missing.isEmpty() ? "" : " !" + ShapeClass.letters(missing));
            text.append(" |\n");
        }
        return text.toString();
    }

    private String programLines() {
        int[] pairs = sortedPairs();
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d programs; an ordered pair (one feeds the other) was met %d times at"
                                + " the least, %d at the median, %d at the most.\n\n",
                        coverage.programs(),
                        pairs[0],
                        pairs[pairs.length / 2],
                        pairs[pairs.length - 1]));
        text.append("| operation | lines | feeds, fewest | is fed by, fewest |\n");
        text.append("| --- | --- | --- | --- |\n");
        for (Operation operation : Operation.values()) {
            int feeds = Integer.MAX_VALUE;
            int fed = Integer.MAX_VALUE;
            for (Operation other : Operation.values()) {
                feeds = Math.min(feeds, coverage.pair(operation, other));
                fed = Math.min(fed, coverage.pair(other, operation));
            }
            line(text, operation.toString(), coverage.uses(operation), feeds, fed);
        }
        return text.toString();
    }

    private int[] sortedPairs() {
        return Arrays.stream(Operation.values())
                .flatMapToInt(
                        producer ->
                                Arrays.stream(Operation.values())
                                        .mapToInt(c -> coverage.pair(producer, c)))
                .sorted()
                .toArray();
    }

    /** Of everything there is. */
    static CoverageTable of(Coverage coverage) {
        return new CoverageTable(coverage, OpTable.ROWS);
    }
}
