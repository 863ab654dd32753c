package org.cotangent.gradcheck.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The verdicts of a replay, counted by op. */
final class Tally {
    /** What may come of a case. */
    enum Verdict {
        PASSED,
        /**
         * Not the reference's answer but the engine's own, which is pinned: see {@link OnPurpose}.
         */
        DIFFERS_ON_PURPOSE,
        FAILED,
        NOT_SUPPORTED
    }

    private static final int REMARKS = 100;

    private final Map<String, Map<Verdict, Integer>> byOp = new TreeMap<>();
    private final Map<String, Integer> unknownOps = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    synchronized void count(String op, Verdict verdict) {
        byOp.computeIfAbsent(op, name -> new EnumMap<>(Verdict.class))
                .merge(verdict, 1, Integer::sum);
    }

    synchronized void unknown(String op) {
        unknownOps.merge(op, 1, Integer::sum);
    }

    synchronized void failure(String failure) {
        failures.add(failure);
    }

    synchronized void remark(String remark) {
        remarks.add(remark);
    }

    synchronized int total(Verdict verdict) {
        return byOp.values().stream().mapToInt(counts -> counts.getOrDefault(verdict, 0)).sum();
    }

    /** The ops that the replay does not know, with the number of their cases. */
    synchronized Map<String, Integer> unknownOps() {
        return Map.copyOf(unknownOps);
    }

    /** A table of the ops that did not pass throughout, the totals, and what is worth knowing. */
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        row(text, "op", "passed", "on purpose", "failed", "not supported");
        int whole = 0;
        for (Map.Entry<String, Map<Verdict, Integer>> op : byOp.entrySet()) {
            Map<Verdict, Integer> counts = op.getValue();
            if (counts.size() == 1 && counts.containsKey(Verdict.PASSED)) {
                whole++;
            } else {
                row(
                        text,
                        op.getKey(),
                        counts.getOrDefault(Verdict.PASSED, 0),
                        counts.getOrDefault(Verdict.DIFFERS_ON_PURPOSE, 0),
                        counts.getOrDefault(Verdict.FAILED, 0),
                        counts.getOrDefault(Verdict.NOT_SUPPORTED, 0));
            }
        }
        row(
                text,
                "all " + byOp.size() + ", of which " + whole + " passed throughout",
                total(Verdict.PASSED),
                total(Verdict.DIFFERS_ON_PURPOSE),
                total(Verdict.FAILED),
                total(Verdict.NOT_SUPPORTED));
        text.append(
                unknownOps.entrySet().stream()
                        .map(op -> op.getKey() + " (" + op.getValue() + " cases)")
                        .collect(Collectors.joining(", ", "unknown ops: ", "\n")));
        failures.forEach(failure -> text.append("failed: ").append(failure).append('\n'));
        remarks.stream().limit(REMARKS).forEach(remark -> text.append(remark).append('\n'));
        if (remarks.size() > REMARKS) {
            text.append("and ").append(remarks.size() - REMARKS).append(" more\n");
        }
        return text.toString();
    }

    private static void row(
            StringBuilder text,
            Object op,
            Object passed,
            Object onPurpose,
            Object failed,
            Object not) {
        text.append(String.format("%-44s %8s %10s %8s %14s%n", op, passed, onPurpose, failed, not));
    }
}
