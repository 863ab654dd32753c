package org.cotangent.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;
import org.cotangent.nn.internal.SideEffects;

/**
 * A table of learned vectors, one for each of a number of symbols: each whole number of the input
 * is replaced by the row of the table that it counts, from 0.
 *
 * <p>An input of shape [rows] gives [rows, width], one of [rows, length] gives [rows, length,
 * width]. No gradient goes to the input; that of a row of the table is the sum over all places
 * where it was looked up. The parameter is called "name.weight", of shape [symbols, width].
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * Embedding words = new Embedding("words", 3, 2, Initializers.normal(1), random);
 * words.weight().set(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
 * words.apply(Tensor.vector(2, 0));   // [[5, 6], [1, 2]]
 * }</pre>
 */
public final class Embedding extends Block implements Layer {
    static final ModuleFormat<Embedding> FORMAT =
            ModuleFormat.of(
                    "embedding",
                    Embedding.class,
                    (embedding, state) -> state.with("padding", embedding.padding),
                    s ->
                            new Embedding(
                                    s.text("name"),
                                    s.tensor("weight"),
                                    (int) s.integer("padding")));

    private static final int NONE = -1;

    private final Parameter weight;
    private final int padding;

    /**
     * A table without padding.
     *
     * @param name the name, for the parameter and messages
     * @param symbols the number of rows, at least 1
     * @param width the length of each vector, at least 1
     * @param initializer draws the table, with the symbols as inputs and the width as outputs
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank, a number is below 1, or the
     *     initializer returns another number of values than symbols · width
     */
    public Embedding(
            String name, int symbols, int width, Initializer initializer, RandomGenerator random) {
        this(name, drawn(name, symbols, width, initializer, random), NONE);
    }

    private Embedding(String name, Tensor table, int padding) {
        super(name);
        this.weight = parameter("weight", LayerChecks.matrix(name, table));
        if (padding != NONE) {
            requirePadding(name, padding, table.size(0));
        }
        this.padding = padding;
    }

    private static void requirePadding(String name, int padding, int symbols) {
        if (padding < 0 || padding >= symbols) {
            throw Checks.illegal(
                    "%s: padding %s; with %s symbols it must lie in 0 .. %s",
                    name, padding, symbols, symbols - 1);
        }
    }

    /**
     * A table with a padding symbol, as for the places after the end of a short text: its row
     * starts as zeros and gets no gradient.
     *
     * @param name the name, for the parameter and messages
     * @param symbols the number of rows, at least 1
     * @param width the length of each vector, at least 1
     * @param padding the padding symbol, from 0
     * @param initializer draws the table, with the symbols as inputs and the width as outputs
     * @param random where chance comes from
     * @return the layer
     * @throws IllegalArgumentException as the constructor does, or if there is no such symbol
     */
    public static Embedding withPadding(
            String name,
            int symbols,
            int width,
            int padding,
            Initializer initializer,
            RandomGenerator random) {
        Tensor table = drawn(name, symbols, width, initializer, random);
        requirePadding(name, padding, symbols);
        double[] values = table.toArray();
        Arrays.fill(values, padding * width, (padding + 1) * width, 0);
        return new Embedding(name, Tensor.of(values, symbols, width), padding);
    }

    private static Tensor drawn(
            String name, int symbols, int width, Initializer initializer, RandomGenerator random) {
        Checks.name("embedding", name);
        Checks.atLeast(name, "number of symbols", 1, symbols);
        Checks.atLeast(name, "width", 1, width);
        return Initializer.draw(name, initializer, symbols, width, width, random);
    }

    /**
     * {@inheritDoc}
     *
     * @param x whole numbers of any shape, each from 0 and below the number of symbols
     * @return that shape with the width as a further axis
     * @throws IllegalArgumentException if a number is not whole
     * @throws IndexOutOfBoundsException if there is no such symbol
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return pass.within(this, () -> lookedUp(x));
    }

    private Tensor lookedUp(Tensor x) {
        Checks.present(name(), "the input", x);
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = width();
        if (SideEffects.areRecorded()) {
            return recorded(x).reshape(shape);
        }
        int[] symbols = symbols(x);
        return masked(weight.value().indexSelect(0, symbols), symbols).reshape(shape);
    }

    /** The vectors of symbols that are an argument of what is recorded. */
    private Tensor recorded(Tensor x) {
        // the gradients of several look-ups would be added in another order
        SideEffects.requireOnce(this, "the table " + name());
        SideEffects.read(x, this::symbols);
        Tensor rows = x.reshape(-1, 1);
        Tensor vectors = weight.value().gather(0, rows.expand(x.size(), width()));
        return padding == NONE
                ? vectors
                : Tensor.where(rows.eq(padding), vectors.stopGradient(), vectors);
    }

    /** The vectors, with a constant in place of those of the padding. */
    private Tensor masked(Tensor vectors, int[] symbols) {
        if (padding == NONE || Arrays.stream(symbols).noneMatch(s -> s == padding)) {
            return vectors;
        }
        double[] isPadding =
                Arrays.stream(symbols).mapToDouble(s -> s == padding ? 1 : 0).toArray();
        return Tensor.where(
                Tensor.of(isPadding, symbols.length, 1), vectors.stopGradient(), vectors);
    }

    private int[] symbols(Tensor x) {
        double[] numbers = x.toArray();
        int[] symbols = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            double number = numbers[i];
            if (number != Math.rint(number) || Double.isInfinite(number)) {
                throw Checks.illegal(
                        "%s; it must be a whole number, the index of a row", bad(number, i));
            }
            if (number < 0 || number >= count()) {
                throw new IndexOutOfBoundsException(
                        Checks.text(
                                "%s; the weights have shape %s, so it must lie in 0 .. %s",
                                bad(number, i), weight.value().shape(), count() - 1));
            }
            symbols[i] = (int) number;
        }
        return symbols;
    }

    private String bad(double number, int place) {
        return name() + ": the input is " + number + " at place " + place;
    }

    /**
     * The table, of shape [symbols, width].
     *
     * @return the parameter
     */
    public Parameter weight() {
        return weight;
    }

    /**
     * The number of symbols.
     *
     * @return at least 1
     */
    public int count() {
        return weight.value().size(0);
    }

    /**
     * The length of each vector.
     *
     * @return at least 1
     */
    public int width() {
        return weight.value().size(1);
    }

    /**
     * The padding symbol.
     *
     * @return its index, or -1 if there is none
     */
    public int padding() {
        return padding;
    }

    /**
     * The name and both extents of the table.
     *
     * @return as "words (embedding 1000 by 16)"
     */
    @Override
    public String toString() {
        return name() + " (embedding " + count() + " by " + width() + ")";
    }
}
