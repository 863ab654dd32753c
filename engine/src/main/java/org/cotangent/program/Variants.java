package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.program.Recording.Copy;

/**
 * The ways that a function takes by its conditions, recorded one by one at the points that ask for
 * them. Conditions are results: a run whose conditions say what they said when it was recorded is
 * right; another is thrown away, and a variant that shares the conditions up to there and goes the
 * other way is run.
 */
final class Variants implements Runner {
    /** Numbers of results that rows keep at a time. */
    private static final int AT_A_TIME = 1 << 20;

    private final Function<Tensor[], List<Tensor>> f;
    private final int most;
    private final ReentrantLock recording = new ReentrantLock(); // f runs on one thread at a time
    private volatile Way[] all;
    private volatile Copy[] copies;

    /** The one that was right last: tried first. */
    private Way recent;

    /**
     * The first of the ways.
     *
     * @param f the function; null if there is none, and so no further way
     * @param most the most ways that there may be
     * @param known those that are recorded
     */
    Variants(Function<Tensor[], List<Tensor>> f, int most, Way... known) {
        this.f = f;
        this.most = most;
        all = known.clone();
        copies = known[0].recording.copies;
        recent = known[0];
    }

    List<Way> all() {
        return List.of(all);
    }

    Copy[] copies() {
        return copies;
    }

    @Override
    public void run(double[] x, double[] y) {
        runs(x, y);
    }

    @Override
    public void run(double[][] x, double[][] y) {
        runs(x, y);
    }

    /** The same on an array for each argument and result. */
    Way runs(double[][] x, double[][] y) {
        double[] all = new double[Arrays.stream(y).mapToInt(each -> each.length).sum()];
        Way way = runs(Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(), all);
        int at = 0;
        for (double[] each : y) {
            System.arraycopy(all, at, each, 0, each.length);
            at += each.length;
        }
        return way;
    }

    /**
     * Runs at one point.
     *
     * @param x the point
     * @param y receives the results
     * @return the variant that is right there
     */
    Way runs(double[] x, double[] y) {
        Way variant = recent;
        int known = 0;
        for (int left = variant.run(x, y); left >= 0; left = variant.run(x, y)) {
            if (left < known) {
                throw notTheSame("the condition " + variant.recording.choices.get(left));
            }
            known = left + 1;
            variant = other(variant, left, x);
        }
        if (recent != variant) {
            recent = variant;
        }
        return variant;
    }

    static IllegalStateException notTheSame(String difference) {
        return new IllegalStateException(
                "program: the function does not do the same as when the program was made ("
                        + difference
                        + "); what changes from call to call must be an argument");
    }

    /** A variant that goes the other way at a condition, the longest of those; or a new one. */
    private Way other(Way variant, int left, double[] x) {
        Way found = find(variant, left);
        if (found != null) {
            return found;
        }
        recording.lock();
        try {
            found = find(variant, left);
            return found != null ? found : recorded(variant, left, x);
        } finally {
            recording.unlock();
        }
    }

    private Way find(Way variant, int left) {
        Way found = null;
        for (Way each : all) {
            if (each.leaves(variant, left) && (found == null || each.all > found.all)) {
                found = each;
            }
        }
        return found;
    }

    private Way recorded(Way variant, int left, double[] x) {
        if (f == null) {
            throw new IllegalStateException(
                    "program: it was read from a text, and has no function to record another variant:"
                            + " a condition is not "
                            + variant.recording.choices.get(left));
        }
        checkNumber(variant, left);
        List<Tensor> point = List.of(variant.recording.point(x));
        Recording there = Recording.twice(f, point, true);
        String difference = variant.recording.difference(there, left);
        if (difference != null) {
            throw notTheSame(difference);
        }
        Way fresh = new Way(there);
        if (!Arrays.equals(fresh.shapes(), all[0].shapes())) {
            throw new IllegalStateException(
                    "program: the results have shapes "
                            + Arrays.toString(fresh.shapes())
                            + " where "
                            + fresh.conditions()
                            + "; it was made with "
                            + Arrays.toString(all[0].shapes()));
        }
        for (Way each : all) {
            if (each.isSameWay(fresh)) {
                return each; // the function itself ran the program
            }
        }
        checkNumber(variant, left);
        List<Copy> more = new ArrayList<>(List.of(copies));
        for (Copy copy : there.copies) {
            if (more.stream().noneMatch(copy::isSame)) {
                more.add(copy);
            }
        }
        copies = more.toArray(Copy[]::new);
        Way[] longer = Arrays.copyOf(all, all.length + 1);
        longer[all.length] = fresh;
        all = longer;
        return fresh;
    }

    private void checkNumber(Way variant, int left) {
        if (all.length >= most) {
            throw new IllegalStateException(
                    "program: "
                            + most
                            + " variants are recorded, and a point asks for another: its condition"
                            + " is not "
                            + variant.recording.choices.get(left)
                            + "; allow more by Program.settings().variants(n), or use where, max,"
                            + " min or clamp, which need no variants");
        }
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        int in = x.length / points;
        int own = y.length / points;
        int done = 0;
        while (done < points) {
            Way first = recent;
            int n = Math.min(points - done, atATime(first, in));
            int[] places = new int[n];
            for (int i = 0; i < n; i++) {
                places[i] = done + i;
            }
            Map<Way, Integer> counts = new IdentityHashMap<>();
            some(first, 0, places, x, in, y, own, counts);
            recent =
                    counts.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse(first);
            done += n;
        }
    }

    private static int atATime(Way variant, int in) {
        return Math.max(64, AT_A_TIME / Math.max(1, variant.all + in));
    }

    /** Runs some points by a variant, and those that leave it by others. */
    private void some(
            Way variant,
            int known,
            int[] places,
            double[] x,
            int in,
            double[] y,
            int own,
            Map<Way, Integer> counts) {
        int most = atATime(variant, in);
        if (places.length > most) {
            for (int from = 0; from < places.length; from += most) {
                int to = Math.min(places.length, from + most);
                some(variant, known, Arrays.copyOfRange(places, from, to), x, in, y, own, counts);
            }
            return;
        }
        double[] points = new double[places.length * in];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(x, places[i] * in, points, i * in, in);
        }
        double[] results = variant.careful ? null : rows(variant, places.length, points);
        if (results == null) {
            oneByOne(places, points, in, y, own);
            return;
        }
        Map<Integer, List<Integer>> leaving = new TreeMap<>();
        int right = 0;
        for (int i = 0; i < places.length; i++) {
            int left = variant.left(results, i * variant.all);
            if (left < 0) {
                System.arraycopy(results, i * variant.all, y, places[i] * own, own);
                right++;
            } else if (left < known) {
                throw notTheSame("the condition " + variant.recording.choices.get(left));
            } else {
                leaving.computeIfAbsent(left, key -> new ArrayList<>()).add(places[i]);
            }
        }
        counts.merge(variant, right, Integer::sum);
        leaving.forEach(
                (left, list) -> {
                    int from = list.get(0) * in;
                    double[] point = Arrays.copyOfRange(x, from, from + in);
                    int[] rest = list.stream().mapToInt(Integer::intValue).toArray();
                    some(other(variant, left, point), left + 1, rest, x, in, y, own, counts);
                });
    }

    /** Results and conditions; null where an operation is not defined at one of the points. */
    private static double[] rows(Way variant, int n, double[] points) {
        double[] results = new double[n * variant.all];
        try {
            variant.runner.rows(n, points, results);
            return results;
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void oneByOne(int[] places, double[] points, int in, double[] y, int own) {
        double[] one = new double[own];
        for (int i = 0; i < places.length; i++) {
            run(Arrays.copyOfRange(points, i * in, (i + 1) * in), one);
            System.arraycopy(one, 0, y, places[i] * own, own);
        }
    }

    @Override
    public String explain() {
        StringBuilder text = new StringBuilder();
        Way[] now = all;
        text.append(now.length).append(" variants of at most ").append(most);
        for (Way variant : now) {
            text.append("\n  ").append(variant);
        }
        return text.toString();
    }
}
