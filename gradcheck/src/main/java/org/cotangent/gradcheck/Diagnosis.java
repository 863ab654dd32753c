package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.graph.Graph;

/**
 * A search for patterns in the wrong entries of a result, which it describes in sentences. Every
 * sentence is true of all the numbers that it speaks of, and a hypothesis with a free constant
 * needs entries that could have contradicted it.
 */
final class Diagnosis {
    private static final int MOST_NAMES = 4;

    /** Differences below this part of the derivatives may be those of an iteration. */
    private static final double SLIGHT = 1e-5;

    private final CheckResult result;
    private final CheckSource source;
    private final Map<String, TreeSet<Integer>> found = new LinkedHashMap<>();
    private InputUses uses;
    private List<ErrorPattern.Size> sizes;

    private Diagnosis(CheckResult result, CheckSource source) {
        this.result = result;
        this.source = source;
    }

    /** Sentences, the most general first; none if nothing is wrong. */
    static List<String> of(CheckResult result, CheckSource source) {
        if (result.mismatches().isEmpty()) {
            return List.of();
        }
        Diagnosis diagnosis = new Diagnosis(result, source);
        diagnosis.run();
        return diagnosis.sentences();
    }

    private void run() {
        TreeSet<Integer> orders = new TreeSet<>();
        result.mismatches().forEach(e -> orders.add(e.order()));
        for (int order : orders) {
            order(order);
            slight(order);
        }
    }

    /** Differences that a function computed to a tolerance explains. */
    private void slight(int order) {
        List<Entry> wrong = result.mismatches().stream().filter(e -> e.order() == order).toList();
        double most = wrong.stream().mapToDouble(Entry::error).max().orElse(1);
        if (most <= SLIGHT && most > result.tolerance() && !result.hasFixedStep()) {
            double enough = StrictMath.pow(10, Math.ceil(StrictMath.log10(2 * most)));
            say(
                    order,
                    "no entry differs by more than "
                            + Format.rounded(most)
                            + " of its size: if the function or its gradient is iterated to a"
                            + " tolerance, as by a solver that stops early, tell the check with"
                            + " .tolerance("
                            + Format.rounded(enough).replace("1.00e", "1e")
                            + ") or let it iterate longer");
        }
    }

    private String laterOrder(int order) {
        return (order == 2 ? "order 1 agrees" : "orders 1 and 2 agree")
                + " and order "
                + order
                + " does not: a derivative rule is right in value and is not recorded rightly; look"
                + " for numbers taken out of tensors (value, toArray, stopGradient, unrecorded"
                + " code) in a rule";
    }

    private void say(int order, String sentence) {
        found.computeIfAbsent(sentence, s -> new TreeSet<>()).add(order);
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        int first = result.mismatches().stream().mapToInt(Entry::order).min().orElse(1);
        if (first > 1) {
            sentences.add(laterOrder(first));
        }
        found.forEach(
                (sentence, orders) -> {
                    String of =
                            orders.stream().map(String::valueOf).collect(Collectors.joining(", "));
                    sentences.add(
                            (result.order() == 1
                                            ? ""
                                            : (orders.size() == 1 ? "order " : "orders ")
                                                    + of
                                                    + ": ")
                                    + sentence);
                });
        return sentences;
    }

    private void order(int order) {
        notFinite(order);
        List<ErrorGroup> groups =
                result.point().blocks.stream()
                        .map(b -> ErrorGroup.of(result, order, b))
                        .filter(g -> g.size() > 0)
                        .toList();
        List<ErrorGroup> wrong = groups.stream().filter(g -> g.wrong() > 0).toList();
        if (groups.size() > 1) {
            ErrorGroup all = ErrorGroup.of(result, order);
            if (wrong.size() == groups.stream().filter(g -> g.wrong() + g.right() > 0).count()
                    && wrong.size() > 1) {
                String same = ErrorPattern.whole(all, sizes());
                if (same != null) {
                    say(order, "in all inputs, " + same);
                    return;
                }
            }
            onlySome(order, groups, wrong);
        }
        List<ErrorGroup> rest = new ArrayList<>(wrong);
        exchanged(order, rest);
        for (ErrorGroup group : rest) {
            one(order, group);
        }
        located(order);
    }

    private void of(ErrorGroup group, String sentence) {
        String name = group.entries.get(0).block().label();
        say(group.order, result.inputs().size() == 1 ? sentence : name + ": " + sentence);
    }

    private void notFinite(int order) {
        List<Entry> bad =
                result.mismatches().stream()
                        .filter(e -> e.order() == order && !Double.isFinite(e.analytic()))
                        .toList();
        if (!bad.isEmpty()) {
            double[] values =
                    source.claims().apply(order).sample(0, result.point().values()).values();
            boolean value = Arrays.stream(values).allMatch(Double::isFinite);
            say(
                    order,
                    Format.count(bad.size(), "analytic derivative")
                            + (bad.size() == 1 ? " is" : " are")
                            + " NaN or infinite, such as "
                            + bad.get(0).analytic()
                            + " for "
                            + bad.get(0).place()
                            + (value
                                    ? ", where the function itself is finite: look for 0/0,"
                                            + " 0 * infinity or an infinite slope in a rule"
                                    : ", and so is a value of the function itself")
                            + (source.ofTensors() ? "; Anomalies.detect names the operation" : ""));
        }
    }

    private void onlySome(int order, List<ErrorGroup> groups, List<ErrorGroup> wrong) {
        List<ErrorGroup> right =
                groups.stream().filter(g -> g.wrong() == 0 && g.right() > 0).toList();
        if (right.isEmpty() || wrong.isEmpty()) {
            return;
        }
        int differ = wrong.stream().mapToInt(ErrorGroup::wrong).sum();
        int of = wrong.stream().mapToInt(ErrorGroup::size).sum();
        say(
                order,
                "only "
                        + names(wrong)
                        + (wrong.size() == 1 ? " is" : " are")
                        + " wrong ("
                        + differ
                        + " of "
                        + of
                        + "), "
                        + names(right)
                        + (right.size() == 1 ? " agrees" : " agree")
                        + ": look at what is passed to "
                        + names(wrong)
                        + " alone"
                        + users(wrong));
    }

    private static String names(List<ErrorGroup> groups) {
        List<String> names = groups.stream().map(g -> g.entries.get(0).block().label()).toList();
        int size = names.size();
        if (size > MOST_NAMES) {
            return String.join(", ", names.subList(0, MOST_NAMES - 1))
                    + " and "
                    + (size - MOST_NAMES + 1)
                    + " more";
        }
        return size == 1
                ? names.get(0)
                : String.join(", ", names.subList(0, size - 1)) + " and " + names.get(size - 1);
    }

    /** By which nodes a single wrong input is used, where that is known. */
    private String users(List<ErrorGroup> wrong) {
        List<InputUses.Part> parts = parts(wrong.get(0));
        return wrong.size() > 1 || parts.isEmpty() || parts.size() > MOST_NAMES
                ? ""
                : ", by "
                        + parts.stream()
                                .map(InputUses.Part::node)
                                .distinct()
                                .collect(Collectors.joining(" and "));
    }

    /** Two inputs that each got the other's derivatives. */
    private void exchanged(int order, List<ErrorGroup> rest) {
        for (int p = 0; p < rest.size(); p++) {
            for (int q = p + 1; q < rest.size(); q++) {
                ErrorGroup one = rest.get(p);
                ErrorGroup two = rest.get(q);
                if (one.shape != null && Arrays.equals(one.shape, two.shape)) {
                    int there = one.evidence(i -> two.n[i], i -> two.off[i]);
                    int back = two.evidence(i -> one.n[i], i -> one.off[i]);
                    if (there > 0 && back > 0) {
                        say(
                                order,
                                names(List.of(one, two))
                                        + " are exchanged: each has the other's"
                                        + " numerical derivatives; look at the order of"
                                        + " the partial derivatives in a rule");
                        rest.remove(q);
                        rest.remove(p);
                        exchanged(order, rest);
                        return;
                    }
                }
            }
        }
    }

    private void one(int order, ErrorGroup group) {
        String what = ErrorPattern.whole(group, sizes());
        if (what != null) {
            of(group, what);
            return;
        }
        if (order == 1 && group.shape != null && group.rows == 1) {
            what = EdgeContribution.of(group, parts(group));
        }
        what = what == null ? ErrorPattern.added(group) : what;
        if (what != null) {
            of(group, what);
        }
        String where = ErrorLocation.of(group, branches(order));
        if (where != null) {
            of(group, where);
        }
        if (what != null) {
            return;
        }
        String some =
                group.right() == 0 ? null : ErrorPattern.ofWrong(group.onlyWrong(result), sizes());
        if (some != null) {
            of(group, some);
        }
        if (where == null && some == null) {
            List<String> silent =
                    order > 1
                            ? List.of()
                            : parts(group).stream()
                                    .filter(InputUses.Part::isNothing)
                                    .map(InputUses.Part::node)
                                    .distinct()
                                    .toList();
            if (!silent.isEmpty() && silent.size() <= MOST_NAMES) {
                of(
                        group,
                        String.join(" and ", silent)
                                + (silent.size() == 1 ? " passes" : " pass")
                                + " nothing to it: this may be the missing term");
            }
        }
    }

    private void located(int order) {
        if (result.directions() == 0) {
            return;
        }
        for (Entry e : result.mismatches()) {
            if (e.order() == order && e.element() >= 0) {
                say(
                        order,
                        "halving a direction that does not agree leads to "
                                + e.place()
                                + ": analytic "
                                + e.analytic()
                                + ", numerical "
                                + e.numerical()
                                + "; there may be more");
            }
        }
    }

    // ---- what is known of the function

    /** Numbers that a factor may come from. */
    private List<ErrorPattern.Size> sizes() {
        if (sizes != null) {
            return sizes;
        }
        sizes = new ArrayList<>();
        double[] weights = source.claims().apply(1).weights();
        for (Point.Block b : result.point().blocks) {
            String of = result.inputs().size() == 1 ? "the input" : b.label();
            sizes.add(new ErrorPattern.Size(b.size(), "the number of elements of " + of));
            for (int axis = 0; b.shape().length > 1 && axis < b.shape().length; axis++) {
                sizes.add(
                        new ErrorPattern.Size(
                                b.shape()[axis], "the extent of axis " + axis + " of " + of));
            }
        }
        if (weights != null && weights.length > 1) {
            sizes.add(
                    new ErrorPattern.Size(weights.length, "the number of elements of the result"));
        }
        return sizes;
    }

    private InputUses uses() {
        if (uses == null) {
            uses = source.uses().get();
        }
        return uses;
    }

    private List<InputUses.Part> parts(ErrorGroup group) {
        List<List<InputUses.Part>> parts = uses().parts();
        int input = group.entries.get(0).input();
        return input < parts.size() ? parts.get(input) : List.of();
    }

    private List<Graph.Branch> branches(int order) {
        return order == 1 ? uses().branches() : List.of();
    }
}
