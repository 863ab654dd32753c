package org.cotangent.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of a run. */
final class Report {
    private static final String OURS = "ours-flag";

    private final List<String> head;
    private final List<Remote> remotes;
    private final List<Outcome> outcomes;

    Report(List<String> head, List<Remote> remotes, List<Outcome> outcomes) {
        this.head = head;
        this.remotes = remotes;
        this.outcomes = outcomes;
    }

    /** All of it in Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("# Side by side\n\n");
        head.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\nWho ran:\n\n");
        for (Remote remote : remotes) {
            text.append("- ").append(remote.entrant().id()).append(": ");
            if (remote.unavailable() != null) {
                text.append("NOT AVAILABLE, ").append(remote.unavailable());
            } else if (remote.description() == null) {
                text.append("not started, none of the work is for it");
            } else {
                text.append(remote.description());
            }
            text.append('\n');
        }
        Set<Integer> threads = new LinkedHashSet<>();
        outcomes.forEach(outcome -> threads.add(outcome.entrant().threads()));
        for (int n : threads) {
            text.append("\n## ").append(n).append(n == 1 ? " thread" : " threads");
            text.append(", time and its ratio to that of " + OURS + "-").append(n);
            text.append("\n\n");
            table(text, n, Report::timeAndRatio);
        }
        if (outcomes.stream().anyMatch(outcome -> outcome.work().flops(outcome.size()) > 0)) {
            for (int n : threads) {
                text.append("\n## Matrix products, GFLOP/s, ").append(n);
                text.append(n == 1 ? " thread" : " threads").append("\n\n");
                table(text, n, (outcome, ours) -> gigaflops(outcome));
            }
        }
        text.append("\n## Goals\n\n").append(new Goals(outcomes).markdown());
        list(text, "Results that differ", disagreements());
        list(text, "Remarks", remarks());
        return text.toString();
    }

    private static void list(StringBuilder text, String title, List<String> lines) {
        text.append("\n## ").append(title).append("\n\n");
        if (lines.isEmpty()) {
            text.append("None.\n");
        }
        lines.forEach(line -> text.append("- ").append(line).append('\n'));
    }

    /** The text of a cell of a table. */
    private interface Cell {
        /** The text, from the outcome and that of this library with the same threads, or null. */
        String of(Outcome outcome, Outcome ours);
    }

    private void table(StringBuilder text, int threads, Cell cell) {
        Map<String, Map<String, Outcome>> rows = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome.entrant().threads() == threads && !cell.of(outcome, outcome).isEmpty()) {
                String row = outcome.work().name() + " " + outcome.size();
                rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                        .put(outcome.entrant().family(), outcome);
                columns.add(outcome.entrant().family());
            }
        }
        text.append("| work | ").append(String.join(" | ", columns)).append(" |\n");
        text.append("| --- |").append(" ---: |".repeat(columns.size())).append('\n');
        rows.forEach(
                (name, row) -> {
                    text.append("| ").append(name).append(" |");
                    for (String column : columns) {
                        Outcome outcome = row.get(column);
                        text.append(' ')
                                .append(outcome == null ? "" : cell.of(outcome, row.get(OURS)))
                                .append(" |");
                    }
                    text.append('\n');
                });
    }

    private static String timeAndRatio(Outcome outcome, Outcome ours) {
        if (!outcome.done()) {
            return "";
        }
        String once = outcome.rounds().length == 1 ? "*" : "";
        String time = duration(outcome.median()) + once;
        return ours == null || !ours.done() ? time : time + " (" + ratio(outcome.over(ours)) + ")";
    }

    private static String gigaflops(Outcome outcome) {
        double flops = outcome.work().flops(outcome.size());
        return flops == 0 || !outcome.done()
                ? ""
                : String.format(Locale.ROOT, "%.1f", flops / outcome.median());
    }

    /** A ratio to two or three digits. */
    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 9.95 ? "%.2f" : "%.0f", ratio);
    }

    /** A time to three digits with its unit. */
    static String duration(double nanos) {
        String[] units = {"ns", "us", "ms", "s"};
        double value = nanos;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String form = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, form, value, units[unit]);
    }

    /** The results that are not those of most contenders in float64, the first to come counting. */
    List<String> disagreements() {
        List<String> lines = new ArrayList<>();
        Map<String, List<Outcome>> groups =
                outcomes.stream()
                        .filter(outcome -> outcome.checksum() != null)
                        .collect(
                                Collectors.groupingBy(
                                        outcome -> outcome.work().name() + " " + outcome.size(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        groups.forEach(
                (name, group) -> {
                    Outcome reference = group.get(0);
                    int most = -1;
                    for (Outcome candidate : group) {
                        int agreeing =
                                (int) group.stream().filter(o -> agree(candidate, o)).count();
                        if (agreeing > most) {
                            most = agreeing;
                            reference = candidate;
                        }
                    }
                    for (Outcome outcome : group) {
                        if (!agree(reference, outcome)) {
                            lines.add(
                                    name
                                            + ": "
                                            + outcome.entrant().id()
                                            + " has "
                                            + outcome.checksum()
                                            + ", "
                                            + reference.entrant().id()
                                            + " has "
                                            + reference.checksum());
                        }
                    }
                });
        return lines;
    }

    private static boolean agree(Outcome a, Outcome b) {
        double tolerance =
                Math.max(a.entrant().tolerance(a.work()), b.entrant().tolerance(b.work()));
        return a.checksum().agrees(b.checksum(), tolerance);
    }

    private List<String> remarks() {
        Map<String, Set<String>> by = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            String remark = outcome.remark();
            if (!remark.isEmpty() && !remark.startsWith("unavailable")) {
                String text = remark.equals("not done") ? "not written for this contender" : remark;
                by.computeIfAbsent(
                                outcome.entrant().id() + ": " + text, key -> new LinkedHashSet<>())
                        .add(
                                remark.equals("not done")
                                        ? outcome.work().name()
                                        : outcome.work().name() + " " + outcome.size());
            }
        }
        List<String> lines = new ArrayList<>();
        by.forEach((text, work) -> lines.add(text + " (" + String.join(", ", work) + ")"));
        lines.add("*: run once");
        lines.add(
                "mlp-epoch and mlp-products: "
                        + Work.MLP_ROWS / 128
                        + " batches of 128 in turn, time of a step times "
                        + Work.MLP_BATCHES);
        return lines;
    }

    /** A line for each outcome. */
    String csv() {
        StringBuilder text =
                new StringBuilder("work,size,contender,threads,median_ns,rounds_ns,remark\n");
        for (Outcome outcome : outcomes) {
            StringBuilder rounds = new StringBuilder();
            for (double nanos : outcome.rounds()) {
                rounds.append(rounds.length() == 0 ? "" : " ");
                rounds.append(String.format(Locale.ROOT, "%.1f", nanos));
            }
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,%s,%d,%s,%s,\"%s\"%n",
                            outcome.work().name(),
                            outcome.size(),
                            outcome.entrant().id(),
                            outcome.entrant().threads(),
                            outcome.done()
                                    ? String.format(Locale.ROOT, "%.1f", outcome.median())
                                    : "",
                            rounds,
                            outcome.remark().replace('"', '\'')));
        }
        return text.toString();
    }
}
