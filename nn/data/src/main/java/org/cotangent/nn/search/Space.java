package org.cotangent.nn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;

/**
 * The hyper-parameters of a search: for each a name and the values that it may have. Immutable;
 * each method returns a copy with one hyper-parameter more.
 *
 * <pre>{@code
 * Space space = new Space()
 *         .logUniform("rate", 1e-4, 1e-1)
 *         .choice("width", 8, 16, 32)
 *         .choice("activation", "tanh", "relu");
 * space.names();   // [rate, width, activation]
 * }</pre>
 */
@CheckReturnValue
public final class Space {
    private static final int LARGEST_GRID = 1_000_000;

    /** The names of the other columns of a table of trials. */
    static final Set<String> TAKEN =
            Set.of("trial budget mean deviation score seconds seed status outcome".split(" "));

    private final List<Dimension> dimensions;

    /** A space without hyper-parameters, to be continued. */
    public Space() {
        this(List.of());
    }

    private Space(List<Dimension> dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * A copy with a real number, each as likely as any other.
     *
     * @param name its name, not blank, not yet taken
     * @param low the least value
     * @param high the greatest value
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, or the bounds are not finite
     *     or not in order
     */
    public Space uniform(String name, double low, double high) {
        return and(new Dimension.Interval(name, low, high, false));
    }

    /**
     * A copy with a positive real number whose logarithm is uniform, as for learning rates: from
     * 0.001 to 0.01 is as likely as from 0.01 to 0.1.
     *
     * @param name its name, not blank, not yet taken
     * @param low the least value, above 0
     * @param high the greatest value
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, or the bounds are not finite,
     *     not positive or not in order
     */
    public Space logUniform(String name, double low, double high) {
        return and(new Dimension.Interval(name, low, high, true));
    }

    /**
     * A copy with a whole number, each as likely as any other.
     *
     * @param name its name, not blank, not yet taken
     * @param low the least value
     * @param high the greatest value
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, or the bounds are not in
     *     order
     */
    public Space integer(String name, int low, int high) {
        return and(new Dimension.Range(name, low, high, false));
    }

    /**
     * A copy with a positive whole number that is about uniform in its logarithm, as for widths: n
     * has the probability of log((n + 1) / n), up to a factor.
     *
     * @param name its name, not blank, not yet taken
     * @param low the least value, 1 or more
     * @param high the greatest value
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, or the bounds are below 1 or
     *     not in order
     */
    public Space logInteger(String name, int low, int high) {
        return and(new Dimension.Range(name, low, high, true));
    }

    /**
     * A copy with a choice of whole numbers.
     *
     * @param name its name, not blank, not yet taken
     * @param values one or more, each once
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, there are no values, or one
     *     is there twice
     */
    public Space choice(String name, int... values) {
        return and(
                new Dimension.Choice(
                        name, Arrays.stream(values).<Object>mapToObj(x -> (long) x).toList()));
    }

    /**
     * A copy with a choice of numbers.
     *
     * @param name its name, not blank, not yet taken
     * @param values one or more, finite, each once
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, there are no values, one is
     *     not finite, or one is there twice
     */
    public Space choice(String name, double... values) {
        return and(Dimension.Choice.of(name, values));
    }

    /**
     * A copy with a choice of texts, as names of optimizers or activations.
     *
     * @param name its name, not blank, not yet taken
     * @param values one or more, each once
     * @return the larger space
     * @throws IllegalArgumentException if the name is blank or taken, there are no values, or one
     *     is there twice
     */
    public Space choice(String name, String... values) {
        return and(new Dimension.Choice(name, List.of((Object[]) values)));
    }

    private Space and(Dimension next) {
        String name = Checks.present("space", "the name", next.name());
        if (name.isBlank() || names().contains(name) || TAKEN.contains(name)) {
            throw Checks.illegal(
                    "space: the name \"%s\"; one that is not blank, not there yet, and not that of"
                            + " another column of the table expected; there are %s, columns are %s",
                    name, names(), TAKEN.stream().sorted().toList());
        }
        List<Dimension> all = new ArrayList<>(dimensions);
        all.add(next);
        return new Space(List.copyOf(all));
    }

    /**
     * The names of the hyper-parameters.
     *
     * @return in the order in which they were added; an unmodifiable list
     */
    public List<String> names() {
        return dimensions.stream().map(Dimension::name).toList();
    }

    /** What tells the space from others: for each name the distribution. */
    Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        dimensions.forEach(each -> all.put(each.name(), each.description()));
        return all;
    }

    private long count() {
        long count = 1;
        for (Dimension each : dimensions) {
            boolean large = each.count() > Dimension.UNCOUNTED / count;
            count = large ? Dimension.UNCOUNTED : count * each.count();
        }
        return count;
    }

    /** Refuses a number of different candidates that there are not. */
    void requireCandidates(int count) {
        requireSome("random");
        long most = Math.min(LARGEST_GRID, count());
        if (count < 1 || count > most) {
            throw Checks.illegal(
                    "random: %s candidates; from 1 to %s expected%s",
                    count,
                    most,
                    most < LARGEST_GRID ? ", all that there are (a grid has each of them)" : "");
        }
    }

    private void requireSome(String search) {
        if (dimensions.isEmpty()) {
            throw Checks.illegal(
                    "%s: the space is empty; give it hyper-parameters, as by uniform", search);
        }
    }

    /** Candidates that differ. The first ones do not depend on how many there are. */
    List<Candidate> draw(int count, long seed) {
        boolean finite = count() < Dimension.UNCOUNTED;
        Set<Map<String, Object>> there = new HashSet<>();
        List<Candidate> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            SeededRandom random = own(seed, number);
            int ownSeed = seed(random);
            Map<String, Object> values = draw(random);
            while (finite && !there.add(values)) {
                values = draw(random);
            }
            all.add(new Candidate(number, ownSeed, values));
        }
        return all;
    }

    private Map<String, Object> draw(RandomGenerator random) {
        Map<String, Object> values = new LinkedHashMap<>();
        dimensions.forEach(each -> values.put(each.name(), each.draw(random)));
        return values;
    }

    /** All combinations, the last hyper-parameter running fastest. */
    List<Candidate> grid(int points, long seed) {
        List<List<Object>> axes = dimensions.stream().map(each -> each.spread(points)).toList();
        int[] sizes = axes.stream().mapToInt(List::size).toArray();
        int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        List<Candidate> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int[] place = Checks.index(number, sizes);
            Map<String, Object> values = new LinkedHashMap<>();
            for (int axis = 0; axis < place.length; axis++) {
                values.put(dimensions.get(axis).name(), axes.get(axis).get(place[axis]));
            }
            all.add(new Candidate(number, seed(own(seed, number)), values));
        }
        return all;
    }

    /** Refuses spaces whose grid is endless or too large. */
    void requireGrid(int points) {
        requireSome("grid");
        long count = 1;
        for (Dimension each : dimensions) {
            if (points == Integer.MAX_VALUE && each.count() == Dimension.UNCOUNTED) {
                throw Checks.illegal(
                        "grid: \"%s\" is %s, of endless many values; use a choice, or grid(space,"
                                + " points)",
                        each.name(), each.description());
            }
            count *=
                    Math.min(
                            each.count(),
                            each instanceof Dimension.Choice ? Long.MAX_VALUE : points);
            if (count > LARGEST_GRID) {
                throw Checks.illegal(
                        "grid: more than %s combinations; take fewer values, or a random search",
                        LARGEST_GRID);
            }
        }
    }

    /** The generator of one candidate, whichever others there are. */
    private static SeededRandom own(long seed, int number) {
        return new SeededRandom(new SeededRandom(seed).nextLong() + number);
    }

    /** A seed that is short to read, not negative. */
    private static int seed(RandomGenerator random) {
        return random.nextInt() & Integer.MAX_VALUE;
    }

    /**
     * The hyper-parameters and their distributions.
     *
     * @return as "rate: log-uniform 1.0E-4 .. 0.1, width: choice [8, 16, 32]"
     */
    @Override
    public String toString() {
        return descriptions().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
