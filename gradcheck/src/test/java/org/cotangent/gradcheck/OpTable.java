package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.coverage.Admissible;
import org.cotangent.gradcheck.coverage.Pieces;
import org.cotangent.gradcheck.laws.Oracle;
import org.cotangent.gradcheck.random.Domain;

/**
 * Every operation of the engine with the inputs it is smooth on: one row each, or more where its
 * attributes take it other ways. The rows stand in classes by family.
 */
public final class OpTable {
    /**
     * An operation at a point.
     *
     * @param f the operation, with its attributes
     * @param at its inputs
     */
    public record Case(TensorFunction f, Tensor... at) {}

    /** What a property must know of an operation beside its cases. */
    public enum Trait {
        /** Made of sums, products and moves of elements alone: there is no corner to document. */
        PLAIN,
        /** Its slope by some input is constant, and knows nothing of NaN in that input. */
        AFFINE,
        /** Lets an adjoint through or stops it, be it NaN. */
        GATES,
        /** Its value may leave an input out, be it NaN. */
        SELECTS,
        /** Refuses to reduce nothing. */
        NEEDS_ELEMENTS,
        /** Takes a matrix as a whole: an element that is NaN spoils it, or is refused. */
        WHOLE_MATRICES,
        /** Has a rule or an iteration of a user's own, which has to see to masked NaN itself. */
        OF_USERS,
        /** What a NaN becomes in it is pinned by tests of its own. */
        NAN_ELSEWHERE,
        /** One element chooses what becomes of others. */
        CHOOSES,
        /** The function of a case holds a mask, and so takes no other shapes than the case has. */
        HOLDS_A_MASK
    }

    /**
     * An operation, how to draw cases of it, and all that tests must know of it. A method that
     * fills a column returns a row of its own.
     */
    public static final class Row implements Cloneable {
        private final String method;
        private final String variant;
        private final List<Domain> domains;
        private final Function<Dice, Case> cases;
        private int highest;
        private Set<Trait> traits = Set.of();
        private List<Pieces> pieces = List.of();
        private BiFunction<Random, int[], Tensor> kinks;
        private Admissible shapes;
        private Oracle exact;
        private List<String> recordedAs = List.of();
        private ToDoubleFunction<Case> degree;
        private Double shiftRate;

        /**
         * A row with its first columns.
         *
         * @param method the public method, as class#method
         * @param variant what sets this row apart from others of the method; may be empty
         * @param highest up to which order its derivatives are checked, 3 for elementwise
         *     operations
         * @param domains of its inputs in order; the last stands for all further ones
         * @param cases a case from dice
         */
        Row(
                String method,
                String variant,
                int highest,
                List<Domain> domains,
                Function<Dice, Case> cases) {
            this.method = method;
            this.variant = variant;
            this.highest = highest;
            this.domains = domains;
            this.cases = cases;
        }

        private Row changed(Consumer<Row> change) {
            try {
                Row row = (Row) clone();
                change.accept(row);
                return row;
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        // ---- columns to fill

        /** The same row with traits. */
        Row with(Trait... more) {
            Set<Trait> all = EnumSet.noneOf(Trait.class);
            all.addAll(traits);
            all.addAll(List.of(more));
            return changed(row -> row.traits = all);
        }

        /** The same row with derivatives checked to another order. */
        Row upTo(int order) {
            return changed(row -> row.highest = order);
        }

        /**
         * The same row of an operation that is defined in pieces, with all their numbers: even ones
         * are reached by random points, odd ones by points that {@link #kinksAt} puts there.
         */
        Row pieces(int... numbers) {
            return pieces(Pieces.of(operation(), numbers));
        }

        /** The same row with pieces of operations that are nodes of its value or its gradient. */
        Row pieces(Pieces... more) {
            List<Pieces> all = new ArrayList<>(pieces);
            all.addAll(List.of(more));
            return changed(row -> row.pieces = all);
        }

        /** The same row with a domain of points all of which are kinks or jumps. */
        Row kinksAt(Domain domain) {
            return kinksAt(domain::draw);
        }

        /** The same row with a way to draw inputs of a shape that stand on kinks or jumps. */
        Row kinksAt(BiFunction<Random, int[], Tensor> draw) {
            return changed(row -> row.kinks = draw);
        }

        /**
         * The same row with the shapes that it must meet. Without this, shapes of any rank, and if
         * there are two operands they broadcast.
         */
        Row shapes(Admissible all) {
            return changed(row -> row.shapes = all);
        }

        /** The same row of an elementwise operation with its definition in large numbers. */
        Row exact(Oracle oracle) {
            return changed(row -> row.exact = oracle);
        }

        /**
         * The same row with the name that another library's recorded cases give it.
         *
         * @param name the operation there, without attributes
         * @param inputs the names of its inputs in order; x and y if there are none here
         */
        Row recordedAs(String name, String... inputs) {
            return changed(
                    row ->
                            row.recordedAs =
                                    Stream.concat(Stream.of(name), Stream.of(inputs)).toList());
        }

        /** The same row of an operation that is homogeneous in all inputs together. */
        Row degree(double k) {
            return degree(drawn -> k);
        }

        /** The same row of a homogeneous operation whose degree depends on shapes. */
        Row degree(ToDoubleFunction<Case> k) {
            return changed(row -> row.degree = k);
        }

        /**
         * The same row with what a result grows by, if 1 is added to all elements of all inputs.
         */
        Row shiftRate(double rate) {
            return changed(row -> row.shiftRate = rate);
        }

        // ---- columns to read

        /** The public method, as class#method. */
        public String method() {
            return method;
        }

        /** The method without its class. */
        public String operation() {
            return method.substring(method.indexOf('#') + 1);
        }

        /** What sets this row apart from others of the method; may be empty. */
        public String variant() {
            return variant;
        }

        /** Up to which order its derivatives are checked. */
        public int highest() {
            return highest;
        }

        /** The domains of its inputs in order; the last stands for all further ones. */
        public List<Domain> domains() {
            return domains;
        }

        /** The domain of an input. */
        public Domain domain(int input) {
            return domains.get(Math.min(input, domains.size() - 1));
        }

        /** A case from dice. */
        public Function<Dice, Case> cases() {
            return cases;
        }

        /** Whether it has a trait. */
        public boolean is(Trait trait) {
            return traits.contains(trait);
        }

        /** Whether every element of the result depends on one element of each input. */
        public boolean isElementwise() {
            return highest >= 3;
        }

        /** The pieces that must be reached, of operations that this row or others use. */
        public List<Pieces> pieces() {
            return pieces;
        }

        /** The shapes that it must meet. */
        public Admissible shapes() {
            if (shapes == null) {
                boolean pair = cases.apply(new Dice(1, 3)).at().length == 2;
                shapes = pair ? Admissible.ranks(0, 4).broadcasting() : Admissible.ranks(0, 4);
            }
            return shapes;
        }

        /**
         * How to draw an input of a shape on kinks or jumps; null where none are put on purpose.
         */
        BiFunction<Random, int[], Tensor> kinks() {
            return kinks;
        }

        /** The definition in large numbers; null where there is none. */
        public Oracle exact() {
            return exact;
        }

        /** The name in another library's recorded cases, and of inputs; empty where it has none. */
        public List<String> recordedAs() {
            return recordedAs;
        }

        /** The degree of a homogeneous operation at a case; null where it is not one. */
        public ToDoubleFunction<Case> degree() {
            return degree;
        }

        /** The growth of a result if 1 is added to all elements; null where it is not constant. */
        public Double shiftRate() {
            return shiftRate;
        }

        /** The method without its class, and the variant. */
        @Override
        public String toString() {
            return variant.isEmpty() ? operation() : operation() + ", " + variant;
        }
    }

    /** The rows. */
    public static final List<Row> ROWS =
            Stream.of(
                            ArithmeticRows.ROWS,
                            PowerRows.ROWS,
                            CircleRows.ROWS,
                            PieceRows.ROWS,
                            ActivationRows.ROWS,
                            SpecialFunctionRows.ROWS,
                            ReductionRows.ROWS,
                            OrderRows.ROWS,
                            StructureRows.ROWS,
                            ProductRows.ROWS,
                            LinalgRows.ROWS,
                            ImageRows.ROWS,
                            CustomRows.ROWS)
                    .flatMap(List::stream)
                    .toList();

    private OpTable() {}

    // ---- what the families build rows with

    static Row row(
            String method, String variant, int highest, Domain domain, Function<Dice, Case> cases) {
        return new Row(method, variant, highest, List.of(domain), cases);
    }

    /** An elementwise operation of one operand. */
    static Row unary(String method, String variant, Domain domain, UnaryOperator<Tensor> op) {
        return row(method, variant, 3, domain, d -> of(op, d.tensor(domain, d.shape(0))));
    }

    static Row unary(String method, Domain domain, UnaryOperator<Tensor> op) {
        return unary(method, "", domain, op);
    }

    /** An elementwise operation whose operands broadcast, in either direction or both. */
    static Row binary(
            String method, String variant, Domain left, Domain right, BinaryOperator<Tensor> op) {
        return new Row(
                method,
                variant,
                3,
                List.of(left, right),
                d -> {
                    int[] wide = d.shape(0);
                    Tensor a = d.tensor(left, d.narrower(wide));
                    Tensor b = d.tensor(right, d.narrower(wide));
                    return of(op, a, b);
                });
    }

    static Row binary(String method, Domain left, Domain right, BinaryOperator<Tensor> op) {
        return binary(method, "", left, right, op);
    }

    /** An operation of one tensor of at least some rank. */
    static Row whole(
            String method, String variant, Domain domain, int leastRank, UnaryOperator<Tensor> op) {
        return row(method, variant, 2, domain, d -> of(op, d.tensor(domain, d.shape(leastRank))));
    }

    /** An operation over some axes. */
    static Row over(
            String method, String variant, Domain domain, BiFunction<Tensor, int[], Tensor> op) {
        return row(
                method,
                variant,
                2,
                domain,
                d -> {
                    Tensor x = d.tensor(domain, d.shape(0));
                    int[] axes = d.axes(x.rank());
                    return of(y -> op.apply(y, axes), x);
                });
    }

    /** An operation along one axis, which must exist. */
    static Row along(
            String method, String variant, Domain domain, BiFunction<Tensor, Integer, Tensor> op) {
        return row(
                        method,
                        variant,
                        2,
                        domain,
                        d -> {
                            Tensor x = d.tensor(domain, d.shape(1));
                            int axis = d.axis(x.rank());
                            return of(y -> op.apply(y, axis), x);
                        })
                .shapes(Admissible.ranks(1, 4));
    }

    static Case of(UnaryOperator<Tensor> op, Tensor x) {
        return new Case(in -> op.apply(in[0]), x);
    }

    static Case of(BinaryOperator<Tensor> op, Tensor a, Tensor b) {
        return new Case(in -> op.apply(in[0], in[1]), a, b);
    }
}
