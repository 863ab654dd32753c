package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.internal.BackwardPass;
import org.cotangent.internal.Draws;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;
import org.cotangent.internal.UserCode;

// Longer than 400 lines: the fluent surface of the library in one place, most of it documentation.

/**
 * A number or an n-d array of numbers, and the node of the graph that says how it came to be.
 *
 * <p>A tensor is immutable. Operations make new tensors, and a tensor that rests on a {@linkplain
 * #variable(double) variable} remembers the operation and its inputs; one that rests on constants
 * alone is a constant and remembers nothing. {@link #backward()} sweeps what was recorded:
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(-2).named("x");
 * Tensor y = Tensor.variable(5).named("y");
 * Tensor z = Tensor.variable(-4).named("z");
 * Tensor f = x.add(y).mul(z);
 * Gradients g = f.backward();
 * g.of(x).value();   // -4
 * }</pre>
 *
 * <p><b>Shapes.</b> Rank 0 is a scalar. Arrays are dense and row-major. The operands of add, sub,
 * mul, div, max and min <em>broadcast</em> as in NumPy: shapes are aligned at the last axis, and
 * extents must be equal or 1. Axes may be counted from the end: -1 is the last one.
 *
 * <p><b>Errors.</b> Wrong shapes and axes throw {@link IllegalArgumentException}, an index outside
 * its axis {@link IndexOutOfBoundsException}, null {@link NullPointerException}; messages name the
 * operation, what it got and what would be right. Values never throw: arithmetic is that of IEEE
 * 754, and NaN in gives NaN out, forward and backward.
 *
 * <p><b>Threads.</b> Tensors may be shared freely: nothing in them changes but the {@linkplain
 * #named(String) name}.
 */
@CheckReturnValue
public final class Tensor {
    // 56 bytes with compressed references, for a scalar all there is: a new field costs eight more.
    // the number grows from inputs to results; negative for nodes without a derivative, which no
    // sweep visits, and 0 for constants
    final long number;
    final double value;
    final double[] data;
    final Shape shape;
    final Op op;
    final Tensor a;
    final Tensor b;
    private final Tensor[] rest;
    private Object note; // null, a String (the name alone) or a NodeInfo

    private Tensor(
            long number,
            double value,
            double[] data,
            Shape shape,
            Op op,
            Tensor a,
            Tensor b,
            Tensor[] rest) {
        this.number = number;
        this.value = value;
        this.data = data;
        this.shape = shape;
        this.op = op;
        this.a = a;
        this.b = b;
        this.rest = rest;
    }

    // ---- making tensors

    /**
     * A constant scalar.
     *
     * @param value its value
     * @return a tensor of rank 0
     */
    public static Tensor of(double value) {
        return new Tensor(0, value, null, Shape.SCALAR, Op.Leaf.CONSTANT, null, null, null);
    }

    /**
     * A constant vector.
     *
     * @param vector its elements, which are copied
     * @return a tensor of shape [vector.length]
     */
    public static Tensor of(double[] vector) {
        return copied(constant(Shape.of(vector.length), vector.clone()), vector);
    }

    /**
     * A constant matrix.
     *
     * @param rows its rows, all of one length, which are copied
     * @return a tensor of shape [rows.length, rows[0].length]; no rows give [0, 0]
     * @throws IllegalArgumentException if the rows differ in length
     */
    public static Tensor of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] data = new double[Shape.of(rows.length, columns).size];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "of: row 0 has "
                                + columns
                                + " elements and row "
                                + i
                                + " has "
                                + rows[i].length
                                + "; all rows must have the same");
            }
            System.arraycopy(rows[i], 0, data, i * columns, columns);
        }
        return copied(constant(Shape.of(rows.length, columns), data), rows);
    }

    /**
     * A constant of any shape.
     *
     * @param elements the elements in row-major order, which are copied
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the shape does not have as many elements
     */
    public static Tensor of(double[] elements, int... shape) {
        return copied(constant(checked(elements, shape), elements.clone()), elements);
    }

    /** Tells an observer of whom a constant is a copy: arrays may change. */
    private static Tensor copied(Tensor constant, double[]... parts) {
        if (Recorder.anyObserved) {
            Observer<Tensor> observer = Recorder.current().observer();
            if (observer != null) {
                observer.copied(constant, parts);
            }
        }
        return constant;
    }

    /**
     * A constant vector.
     *
     * @param elements its elements
     * @return a tensor of shape [elements.length]
     */
    public static Tensor vector(double... elements) {
        return of(elements);
    }

    /**
     * A constant with the same number everywhere.
     *
     * @param value the number
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     */
    public static Tensor full(double value, int... shape) {
        return full(value, Shape.of(shape));
    }

    /**
     * A constant of zeros.
     *
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     */
    public static Tensor zeros(int... shape) {
        return full(0, shape);
    }

    /**
     * A constant of ones.
     *
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     */
    public static Tensor ones(int... shape) {
        return full(1, shape);
    }

    /**
     * The whole numbers 0, 1, 2, … as a constant vector.
     *
     * @param n how many
     * @return a tensor of shape [n]
     */
    public static Tensor iota(int n) {
        return constant(Shape.of(n), IntStream.range(0, n).asDoubleStream().toArray());
    }

    /**
     * A constant identity matrix.
     *
     * @param n rows and columns
     * @return a tensor of shape [n, n]
     */
    public static Tensor eye(int n) {
        double[] data = new double[Shape.of("eye", n, n).size];
        for (int i = 0; i < n; i++) {
            data[i * n + i] = 1;
        }
        return constant(Shape.of(n, n), data);
    }

    /**
     * A constant of independent draws from the standard normal distribution.
     *
     * @param random the generator; the same seed gives the same numbers
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     */
    public static Tensor normal(RandomGenerator random, int... shape) {
        return drawn(() -> Draws.gaussian(random), shape);
    }

    /**
     * A constant of independent draws from a uniform distribution.
     *
     * @param random the generator; the same seed gives the same numbers
     * @param from the least number
     * @param to the bound above, itself left out
     * @param shape the extents; none for a scalar
     * @return a tensor of that shape
     * @throws IllegalArgumentException if from is not below to, or one of them or their difference
     *     is not finite
     */
    public static Tensor uniform(RandomGenerator random, double from, double to, int... shape) {
        if (!(from < to && Double.isFinite(to - from))) {
            throw new IllegalArgumentException(
                    "uniform: from "
                            + from
                            + " to "
                            + to
                            + "; the first must be below the second, both finite, and their"
                            + " difference too");
        }
        return drawn(() -> random.nextDouble(from, to), shape);
    }

    private static Tensor drawn(DoubleSupplier random, int... extents) {
        Shape shape = Shape.of(extents);
        double[] data = new double[shape.size];
        Arrays.setAll(data, i -> random.getAsDouble());
        return constant(shape, data);
    }

    /**
     * A scalar that can be differentiated with respect to.
     *
     * @param value its value
     * @return a new variable of rank 0
     */
    public static Tensor variable(double value) {
        return of(value).asVariable();
    }

    /**
     * A vector that can be differentiated with respect to.
     *
     * @param vector its elements, which are copied
     * @return a new variable of shape [vector.length]
     */
    public static Tensor variable(double[] vector) {
        return of(vector).asVariable();
    }

    /**
     * A matrix that can be differentiated with respect to.
     *
     * @param rows its rows, all of one length, which are copied
     * @return a new variable of shape [rows.length, rows[0].length]
     * @throws IllegalArgumentException if the rows differ in length
     */
    public static Tensor variable(double[][] rows) {
        return of(rows).asVariable();
    }

    /**
     * A tensor of any shape that can be differentiated with respect to.
     *
     * @param elements the elements in row-major order, which are copied
     * @param shape the extents; none for a scalar
     * @return a new variable of that shape
     * @throws IllegalArgumentException if the shape does not have as many elements
     */
    public static Tensor variable(double[] elements, int... shape) {
        return of(elements, shape).asVariable();
    }

    /**
     * A new variable with this tensor's numbers and name, and no memory of how they came to be.
     *
     * @return the variable
     */
    public Tensor asVariable() {
        observeRead("asVariable");
        return freshVariable();
    }

    /** The same for the library's own use: nobody chooses by it. */
    Tensor freshVariable() {
        Recorder recorder = Recorder.current();
        long fresh = recorder.number(0);
        Tensor leaf = new Tensor(fresh, value, data, shape, Op.Leaf.VARIABLE, null, null, null);
        leaf.note = name();
        if (Recorder.anyObserved && recorder.observer() != null) {
            recorder.<Tensor>observer().variable(leaf);
            leaf.stillUnseen(this);
        }
        return leaf;
    }

    /**
     * A constant with this tensor's numbers and name: gradients do not pass through it. It does not
     * hold what this was computed from, but while a graph is {@linkplain
     * org.cotangent.graph.Graph#record recorded as a program}, where it is a node.
     *
     * @return the constant; this tensor itself if it is one and not a gradient, whose own gradients
     *     may be asked for
     */
    public Tensor stopGradient() {
        if (!Recorder.anyObserved || number == 0 && !isOfOnePoint()) {
            return detached();
        }
        Recorder recorder = Recorder.current();
        if (number != 0 && recorder.recordsPrograms()) {
            Tensor fixed = fixed();
            fixed.note = name() == null ? fixed.note : fixed.note().named(name());
            return fixed;
        }
        if (recorder.observer() != null) {
            return ofOnePoint();
        }
        observeElsewhere("stopGradient");
        return detached();
    }

    /** A constant with this tensor's numbers, marked as those of one point. */
    Tensor ofOnePoint() {
        Tensor constant = new Tensor(0, value, data, shape, Op.Leaf.STOPPED, null, null, null);
        constant.note = note().of(NodeInfo.Origin.UNSEEN);
        return constant;
    }

    /** A node that varies, with the same numbers. */
    Tensor asVaryingNode() {
        long fresh = Recorder.current().number(Math.abs(number));
        Op same = new Structure.Reshape(shape);
        return made(
                Recorder.current(), new Tensor(fresh, value, data, shape, same, this, null, null));
    }

    /** A constant with this tensor's numbers and name, and no memory. */
    Tensor detached() {
        if (number == 0 && !isOfGradients()) {
            return this;
        }
        Op leaf = number == 0 ? Op.Leaf.CONSTANT : Op.Leaf.STOPPED;
        Tensor constant = new Tensor(0, value, data, shape, leaf, null, null, null);
        constant.note = name();
        return constant;
    }

    /** This, or where it varies a node with the same numbers and no derivative. */
    Tensor fixed() {
        return number <= 0 && !isOfGradients()
                ? this
                : flat(Elementwise.Stop.INSTANCE, shape, array(), this, null);
    }

    /**
     * Runs some code without recording: what it computes are constants. For this thread only.
     *
     * @param code the code
     * @param <T> what it returns
     * @return what the code returned
     */
    public static <T> T unrecorded(Supplier<T> code) {
        return recording(false, code);
    }

    /** Runs some code with recording on, for code of users inside a pass. For this thread only. */
    static <T> T recorded(Supplier<T> code) {
        return recording(true, code);
    }

    private static <T> T recording(boolean on, Supplier<T> code) {
        Recorder recorder = Recorder.current();
        boolean before = recorder.setOff(!on);
        try {
            return code.get();
        } finally {
            recorder.setOff(before);
        }
    }

    static Tensor full(double value, Shape shape) {
        if (shape.rank() == 0) {
            return of(value);
        }
        double[] data = new double[shape.size];
        if (value != 0) {
            Arrays.fill(data, value);
        }
        return constant(shape, data);
    }

    /** A constant that owns the array it is given. */
    static Tensor constant(Shape shape, double[] data) {
        return shape.rank() == 0
                ? of(data[0])
                : new Tensor(0, 0, data, shape, Op.Leaf.CONSTANT, null, null, null);
    }

    /** A scalar result of one or two inputs; the second may be null. */
    static Tensor node(Op op, double value, Tensor a, Tensor b) {
        long p = a.number;
        long q = b == null ? 0 : b.number;
        if ((p | q) == 0) {
            return of(value).madeOf(a, b);
        }
        if (p <= 0 && q <= 0) {
            return flat(op, Shape.SCALAR, new double[] {value}, a, b).madeOf(a, b);
        }
        Recorder recorder = Recorder.current();
        if (!recorder.records()) {
            return of(value).unseen(recorder, a, b);
        }
        // counted first: between the birth of an object and its first stores there must be no call,
        // else the JIT compiler clears it before and tells the garbage collector of every store
        long fresh = recorder.number(Math.max(Math.abs(p), Math.abs(q)));
        return made(recorder, new Tensor(fresh, value, null, Shape.SCALAR, op, a, b, null));
    }

    /** A result of one or two inputs that owns the array it is given; the second may be null. */
    static Tensor node(Op op, Shape shape, double[] data, Tensor a, Tensor b) {
        if (shape.rank() == 0) {
            return node(op, data[0], a, b);
        }
        long p = a.number;
        long q = b == null ? 0 : b.number;
        if ((p | q) == 0) {
            return constant(shape, data).madeOf(a, b);
        }
        if (p <= 0 && q <= 0) {
            return flat(op, shape, data, a, b).madeOf(a, b);
        }
        Recorder recorder = Recorder.current();
        if (!recorder.records()) {
            return constant(shape, data).unseen(recorder, a, b);
        }
        long fresh = recorder.number(Math.max(Math.abs(p), Math.abs(q)));
        return made(recorder, new Tensor(fresh, 0, data, shape, op, a, b, null));
    }

    /** A result of any number of inputs that owns the array it is given. */
    static Tensor node(Op op, Shape shape, double[] data, Tensor... inputs) {
        boolean flat = true;
        for (Tensor input : inputs) {
            flat &= input.number <= 0;
        }
        Tensor y = node(op, flat, shape, data, inputs);
        for (int i = 0; flat && i < inputs.length; i++) {
            y.madeOf(inputs[i], null);
        }
        return y;
    }

    /** A result without a derivative of one or two inputs; the second may be null. */
    static Tensor flat(Op op, Shape shape, double[] data, Tensor a, Tensor b) {
        Recorder recorder = Recorder.current();
        if (a.number == 0 && (b == null || b.number == 0)) {
            return Recorder.anyObserved
                    ? constant(shape, data).stillUnseen(a, b)
                    : constant(shape, data);
        }
        if (!recorder.records()) {
            return constant(shape, data).unseen(recorder, a, b);
        }
        long newest = Math.max(Math.abs(a.number), b == null ? 0 : Math.abs(b.number));
        boolean scalar = shape.rank() == 0;
        return made(
                recorder,
                new Tensor(
                        -recorder.number(newest),
                        scalar ? data[0] : 0,
                        scalar ? null : data,
                        shape,
                        op,
                        a,
                        b,
                        null));
    }

    /** A result without a derivative of any number of inputs. */
    static Tensor flat(Op op, Shape shape, double[] data, Tensor... inputs) {
        return node(op, true, shape, data, inputs);
    }

    private static Tensor node(Op op, boolean flat, Shape shape, double[] data, Tensor[] inputs) {
        long newest = 0;
        for (Tensor input : inputs) {
            newest = Math.max(newest, Math.abs(input.number));
        }
        Recorder recorder = Recorder.current();
        if (newest == 0 || !recorder.records()) {
            Tensor y = constant(shape, data);
            return !Recorder.anyObserved
                    ? y
                    : newest == 0 ? y.stillUnseen(inputs) : y.unseen(recorder, inputs);
        }
        boolean scalar = shape.rank() == 0;
        long fresh = recorder.number(newest);
        return made(
                recorder,
                new Tensor(
                        flat ? -fresh : fresh,
                        scalar ? data[0] : 0,
                        scalar ? null : data,
                        shape,
                        op,
                        null,
                        null,
                        inputs));
    }

    /** Completes a new node. */
    private static Tensor made(Recorder recorder, Tensor node) {
        if (recorder.isPlain()) {
            return node;
        }
        Observer<Tensor> observer = recorder.observer();
        StackTraceElement madeAt =
                observer != null && observer.wantsPlaces() ? UserCode.line() : null;
        node.with(new NodeInfo(null, recorder.scope(), madeAt, NodeInfo.Origin.NO_GRADIENT));
        if (observer != null) {
            observer.made(node);
        }
        return node;
    }

    /** Marks a result without a derivative that was computed from gradients; q may be null. */
    Tensor madeOf(Tensor p, Tensor q) {
        if (p.note instanceof NodeInfo || q != null && q.note instanceof NodeInfo) {
            mark(p.origin());
            mark(q == null ? NodeInfo.Origin.NO_GRADIENT : q.origin());
        }
        return this;
    }

    private void mark(NodeInfo.Origin origin) {
        if (origin.compareTo(origin()) > 0) {
            note = note().of(origin);
        }
    }

    /** Marks what was computed from nodes without recording while somebody follows them. */
    private Tensor unseen(Recorder recorder, Tensor a, Tensor b) {
        return !Recorder.anyObserved
                ? this
                : b == null
                        ? unseen(recorder, new Tensor[] {a})
                        : unseen(recorder, new Tensor[] {a, b});
    }

    private Tensor unseen(Recorder recorder, Tensor[] inputs) {
        if (recorder.observer() != null) {
            mark(NodeInfo.Origin.UNSEEN);
            return this;
        }
        for (Tensor input : inputs) {
            input.observeElsewhere("unrecorded");
        }
        return this;
    }

    /** Marks what was computed from numbers of one point. */
    private Tensor stillUnseen(Tensor... inputs) {
        for (Tensor input : inputs) {
            if (input != null && input.isOfOnePoint()) {
                mark(NodeInfo.Origin.UNSEEN);
            }
        }
        return this;
    }

    /** Whether this was computed from nodes that do not know of it, and so holds at one point. */
    boolean isOfOnePoint() {
        return origin() == NodeInfo.Origin.UNSEEN || origin() == NodeInfo.Origin.UNRECORDED;
    }

    /** Whether this is a constant that was computed from gradients. */
    private boolean isOfGradients() {
        return origin().compareTo(NodeInfo.Origin.UNSEEN) > 0;
    }

    /** Where this constant comes from. */
    NodeInfo.Origin origin() {
        return note instanceof NodeInfo full ? full.origin() : NodeInfo.Origin.NO_GRADIENT;
    }

    /** This without a derivative, marked as a gradient. */
    Tensor asGradient(NodeInfo mark) {
        if (number > 0) {
            throw new IllegalStateException("gradients that vary have no mark");
        }
        return new Tensor(number, value, data, shape, op, a, b, rest)
                .with(note().of(mark.origin()));
    }

    static Shape checked(double[] elements, int[] extents) {
        Shape shape = Shape.of(extents);
        if (shape.size != elements.length) {
            throw new IllegalArgumentException(
                    "shape "
                            + shape
                            + " has "
                            + shape.size
                            + " elements, but "
                            + elements.length
                            + " are given");
        }
        return shape;
    }

    // ---- looking at tensors

    /**
     * The number of a tensor that has just one element. It is a plain number: gradients do not pass
     * through it.
     *
     * @return the number
     * @throws IllegalArgumentException if there is not exactly one element
     */
    public double value() {
        observeRead("value");
        if (data == null) {
            return value;
        }
        if (data.length != 1) {
            throw new IllegalArgumentException(
                    "value: shape "
                            + shape
                            + " has "
                            + data.length
                            + " elements, not one; use get(index...) or toArray()");
        }
        return data[0];
    }

    /**
     * One element as a plain number: gradients do not pass through it. {@link #at} is the form that
     * is recorded.
     *
     * @param index its place on every axis, from 0
     * @return the element
     * @throws IllegalArgumentException if the index does not have as many parts as there are axes
     * @throws IndexOutOfBoundsException if a part lies outside its axis
     */
    public double get(int... index) {
        int position = shape.position(index);
        observeRead("get");
        return data == null ? value : data[position];
    }

    /** Tells an observer that code, which may choose by them, sees numbers of a node. */
    void observeRead(String method) {
        if (Recorder.anyObserved && (number != 0 || isOfOnePoint())) {
            Observer<Tensor> observer = Recorder.current().observer();
            if (observer != null) {
                observer.read(this, method);
            } else {
                observeElsewhere(method);
            }
        }
    }

    /** Tells the observers of other threads that numbers of a node are read on this one. */
    private void observeElsewhere(String method) {
        for (Observer<Tensor> other : Recorder.<Tensor>observers()) {
            other.readElsewhere(this, method);
        }
    }

    /**
     * Whether the one element is not 0: a comparison as a condition of Java. Comparisons with NaN
     * are false, but {@link #ne}. In a program with {@linkplain
     * org.cotangent.program.ProgramSettings#branches branches} both ways are followed.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(3);
     * Tensor y = x.gt(0).isTrue() ? x.square() : x.neg();
     * while (y.lt(100).isTrue()) {
     *     y = y.mul(2);
     * }
     * y.value();   // 144
     * }</pre>
     *
     * @return false for 0 and -0, true for all other numbers and NaN
     * @throws IllegalArgumentException if there is not exactly one element
     */
    public boolean isTrue() {
        if (shape.size != 1) {
            throw new IllegalArgumentException(
                    "isTrue: shape "
                            + shape
                            + " has "
                            + shape.size
                            + " elements, not one; use all() or any()");
        }
        if (Recorder.anyObserved && (number != 0 || isOfOnePoint())) {
            Observer<Tensor> observer = Recorder.current().observer();
            if (observer != null) {
                observer.chosen(this);
            } else {
                observeElsewhere("isTrue");
            }
        }
        return array()[0] != 0;
    }

    /**
     * The elements in row-major order.
     *
     * @return a new array
     */
    public double[] toArray() {
        observeRead("toArray");
        return data == null ? new double[] {value} : data.clone();
    }

    /**
     * The rows of a matrix.
     *
     * @return new arrays
     * @throws IllegalArgumentException if the rank is not 2
     */
    public double[][] toMatrix() {
        if (rank() != 2) {
            throw new IllegalArgumentException(
                    "toMatrix: shape " + shape + " is not that of a matrix, of rank 2");
        }
        observeRead("toMatrix");
        int columns = shape.extents[1];
        double[][] rows = new double[shape.extents[0]][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(data, i * columns, (i + 1) * columns));
        return rows;
    }

    /**
     * The extents, one an axis.
     *
     * @return a new array, empty for a scalar
     */
    public int[] shape() {
        return shape.extents.clone();
    }

    /**
     * How many axes there are.
     *
     * @return 0 for a scalar
     */
    public int rank() {
        return shape.extents.length;
    }

    /**
     * How many elements there are.
     *
     * @return the product of the extents
     */
    public int size() {
        return shape.size;
    }

    /**
     * The extent of one axis.
     *
     * @param axis the axis, counted from the end if negative
     * @return its extent
     */
    public int size(int axis) {
        return shape.extents[shape.axis("size", axis)];
    }

    /**
     * Whether this is a variable: a leaf that can be differentiated with respect to.
     *
     * @return true for a variable, false for constants and results
     */
    public boolean isVariable() {
        return op == Op.Leaf.VARIABLE;
    }

    /**
     * Whether this varies: is a variable or the recorded result of one, by operations that have a
     * derivative.
     *
     * @return false for constants, and for masks and positions
     */
    public boolean varies() {
        return number > 0;
    }

    /** Whether this is a node: it varies, or would be another at another point, as a mask would. */
    boolean isRecorded() {
        return number != 0;
    }

    /**
     * The name given to this tensor.
     *
     * @return the name, or null
     */
    public String name() {
        return note instanceof NodeInfo full ? full.name() : (String) note;
    }

    /**
     * Names this tensor for printed graphs and messages. A name changes nothing that is computed or
     * kept; {@link Backward#retain} asks for the adjoint of a result.
     *
     * @param label the name
     * @return this tensor
     */
    public Tensor named(String label) {
        Objects.requireNonNull(label, "named: the name is null");
        note = note instanceof NodeInfo full ? full.named(label) : label;
        return this;
    }

    /**
     * The numbers as text, to six digits, the middle of long axes left out.
     *
     * @return such as "-12" or "[[1, 2], [3, 4]]"
     */
    @Override
    public String toString() {
        return isHidden()
                ? "a tensor of shape " + shape + " while a program is recorded"
                : Text.nested(array(), shape);
    }

    /** Whether a text would show numbers to code that must not know them. */
    boolean isHidden() {
        Observer<Tensor> observer = Recorder.anyObserved ? Recorder.current().observer() : null;
        return observer != null && observer.hides(this);
    }

    /** A tensor equals only itself: two variables of the same value are not the same variable. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return number == 0 ? System.identityHashCode(this) : Long.hashCode(number);
    }

    NodeInfo note() {
        return note instanceof NodeInfo full ? full : NodeInfo.NONE.named(name());
    }

    Tensor with(NodeInfo full) {
        note = full;
        return this;
    }

    /** The elements in row-major order; not a copy, not to be written to. */
    double[] array() {
        return data == null ? new double[] {value} : data;
    }

    int inputs() {
        return rest != null ? rest.length : a == null ? 0 : b == null ? 1 : 2;
    }

    Tensor input(int i) {
        return rest != null ? rest[i] : i == 0 ? a : b;
    }

    // ---- going backwards

    /**
     * The gradients of this scalar with respect to all variables that it rests on.
     *
     * @return the gradients; {@link Backward} has more ways to go
     * @throws IllegalArgumentException if this is not a scalar: give {@link #backward(Tensor)} a
     *     seed, or sum first; or if it is a constant, be it computed from gradients of a pass that
     *     was not recorded
     * @throws UnsupportedOperationException if such gradients are mixed into what varies
     */
    public Gradients backward() {
        return BackwardPass.<Tensor, Gradients>get().run(this, null);
    }

    /**
     * The vector-Jacobian product: the gradients of the inner product of this tensor and a
     * constant.
     *
     * @param seed the adjoint of this tensor, of its shape
     * @return the gradients
     * @throws IllegalArgumentException if the seed is of another shape, or this is a constant, be
     *     it computed from gradients of a pass that was not recorded
     * @throws UnsupportedOperationException if such gradients are mixed into what varies
     */
    public Gradients backward(Tensor seed) {
        Objects.requireNonNull(seed, "backward: the seed is null");
        return BackwardPass.<Tensor, Gradients>get().run(this, seed);
    }

    // ---- arithmetic

    /**
     * The sum. Derivative 1 for each operand.
     *
     * @param other a tensor that broadcasts with this one
     * @return this + other
     */
    public Tensor add(Tensor other) {
        return Elementwise.apply(Arithmetic.ADD, this, other);
    }

    /**
     * The sum with a constant.
     *
     * @param other a number
     * @return this + other
     */
    public Tensor add(double other) {
        return add(of(other));
    }

    /**
     * The difference.
     *
     * @param other a tensor that broadcasts with this one
     * @return this - other
     */
    public Tensor sub(Tensor other) {
        return Elementwise.apply(Arithmetic.SUB, this, other);
    }

    /**
     * The difference with a constant.
     *
     * @param other a number
     * @return this - other
     */
    public Tensor sub(double other) {
        return sub(of(other));
    }

    /**
     * The difference the other way round, as in 1 - x: the same operation as {@code
     * Tensor.of(other).sub(this)}. Derivative -1.
     *
     * @param other a number
     * @return other - this
     */
    public Tensor rsub(double other) {
        return of(other).sub(this);
    }

    /**
     * The product, element by element.
     *
     * @param other a tensor that broadcasts with this one
     * @return this · other
     */
    public Tensor mul(Tensor other) {
        return Elementwise.apply(Arithmetic.MUL, this, other);
    }

    /**
     * The product with a constant.
     *
     * @param other a number
     * @return this · other
     */
    public Tensor mul(double other) {
        return mul(of(other));
    }

    /**
     * The quotient, element by element; at a divisor 0 value and derivatives are those of IEEE 754.
     *
     * @param other a tensor that broadcasts with this one
     * @return this / other
     */
    public Tensor div(Tensor other) {
        return Elementwise.apply(Arithmetic.DIV, this, other);
    }

    /**
     * The quotient by a constant.
     *
     * @param other a number
     * @return this / other
     */
    public Tensor div(double other) {
        return div(of(other));
    }

    /**
     * The quotient the other way round, as in 2 / x: the same operation as {@code
     * Tensor.of(other).div(this)}. Derivative -other / this²; at 0 value and derivative are
     * infinite, or NaN if the number is 0 or NaN.
     *
     * @param other a number
     * @return other / this
     */
    public Tensor rdiv(double other) {
        return of(other).div(this);
    }

    /**
     * The larger of two, element by element; NaN if either is. A tie shares the gradient ½, ½.
     *
     * @param other a tensor that broadcasts with this one
     * @return max(this, other)
     */
    public Tensor max(Tensor other) {
        return Elementwise.apply(KernelRows.Max.ROW, this, other);
    }

    /**
     * The larger of each element and a constant. A tie passes half the gradient on; {@link #relu}
     * passes none.
     *
     * @param other a number
     * @return max(this, other)
     */
    public Tensor max(double other) {
        return max(of(other));
    }

    /**
     * The smaller of two, element by element; NaN if either is. A tie shares the gradient ½, ½.
     *
     * @param other a tensor that broadcasts with this one
     * @return min(this, other)
     */
    public Tensor min(Tensor other) {
        return Elementwise.apply(KernelRows.Min.ROW, this, other);
    }

    /**
     * The smaller of each element and a constant. A tie passes half the gradient on.
     *
     * @param other a number
     * @return min(this, other)
     */
    public Tensor min(double other) {
        return min(of(other));
    }

    /**
     * A power with a constant exponent, as {@link Math#pow}: derivative p x^(p-1), and 0 everywhere
     * for the exponent 0. A negative base with a fractional exponent is NaN.
     *
     * @param exponent the exponent p
     * @return this^p
     */
    public Tensor pow(double exponent) {
        return Elementwise.apply(ElementaryRows.pow(exponent), this);
    }

    /**
     * The negative.
     *
     * @return -this
     */
    public Tensor neg() {
        return Elementwise.apply(KernelRows.Neg.ROW, this);
    }

    /**
     * The reciprocal; derivative -1/x². At 0 an infinity of IEEE 754 and a derivative of -infinity.
     *
     * @return 1 / this
     */
    public Tensor reciprocal() {
        return Elementwise.apply(KernelRows.Reciprocal.ROW, this);
    }

    /**
     * The square; derivative 2 x, and 0 at 0 however steep what follows is there: a function of x²
     * is even.
     *
     * @return this²
     */
    public Tensor square() {
        return Elementwise.apply(KernelRows.Square.ROW, this);
    }

    /**
     * The square root; derivative 1 / (2 √x), +infinity at 0. NaN below 0.
     *
     * @return √this
     */
    public Tensor sqrt() {
        return Elementwise.apply(KernelRows.Sqrt.ROW, this);
    }

    /**
     * The exponential function, its own derivative.
     *
     * @return e^this
     */
    public Tensor exp() {
        return Elementwise.apply(KernelRows.Exp.ROW, this);
    }

    /**
     * The natural logarithm; derivative 1/x. -infinity at 0, NaN below.
     *
     * @return ln(this)
     */
    public Tensor log() {
        return Elementwise.apply(KernelRows.Log.ROW, this);
    }

    /**
     * The absolute value; derivative the sign, 0 at 0, and so is the second derivative there.
     *
     * @return |this|
     */
    public Tensor abs() {
        return Elementwise.apply(KernelRows.Abs.ROW, this);
    }

    /**
     * The reciprocal of the square root; derivative -x^(-3/2) / 2. +infinity with derivative
     * -infinity at 0, NaN below.
     *
     * @return 1 / √this
     */
    public Tensor rsqrt() {
        return Elementwise.apply(ElementaryRows.Rsqrt.ROW, this);
    }

    /**
     * The cube root, also of negative numbers; derivative 1 / (3 x^(2/3)), +infinity at 0.
     *
     * @return ∛this
     */
    public Tensor cbrt() {
        return Elementwise.apply(ElementaryRows.Cbrt.ROW, this);
    }

    /**
     * e^x - 1, accurate near 0; derivative e^x.
     *
     * @return e^this - 1
     */
    public Tensor expm1() {
        return Elementwise.apply(ElementaryRows.Expm1.ROW, this);
    }

    /**
     * ln(1 + x), accurate near 0; derivative 1 / (1 + x). -infinity at -1, NaN below.
     *
     * @return ln(1 + this)
     */
    public Tensor log1p() {
        return Elementwise.apply(ElementaryRows.Log1p.ROW, this);
    }

    /**
     * The sign: -1, 0 or 1, NaN of NaN. Its derivative is 0 everywhere.
     *
     * @return the sign of this
     */
    public Tensor sign() {
        return Elementwise.apply(ElementaryRows.Sign.ROW, this);
    }

    /**
     * The largest whole number that is not larger. Its derivative is 0 everywhere.
     *
     * @return ⌊this⌋
     */
    public Tensor floor() {
        return Elementwise.apply(ElementaryRows.Floor.ROW, this);
    }

    /**
     * The smallest whole number that is not smaller. Its derivative is 0 everywhere.
     *
     * @return ⌈this⌉
     */
    public Tensor ceil() {
        return Elementwise.apply(ElementaryRows.Ceil.ROW, this);
    }

    /**
     * The nearest whole number, the even one of two. Its derivative is 0 everywhere.
     *
     * @return this, rounded
     */
    public Tensor round() {
        return Elementwise.apply(ElementaryRows.Round.ROW, this);
    }

    /**
     * The sine of an angle in radians; derivative the cosine.
     *
     * @return sin(this)
     */
    public Tensor sin() {
        return Elementwise.apply(ElementaryRows.Sin.ROW, this);
    }

    /**
     * The cosine of an angle in radians; derivative minus the sine.
     *
     * @return cos(this)
     */
    public Tensor cos() {
        return Elementwise.apply(ElementaryRows.Cos.ROW, this);
    }

    /**
     * The tangent of an angle in radians; derivative 1 + tan².
     *
     * @return tan(this)
     */
    public Tensor tan() {
        return Elementwise.apply(ElementaryRows.Tan.ROW, this);
    }

    /**
     * The inverse sine, in radians; derivative 1 / √(1 - x²), +infinity at ±1. NaN beyond.
     *
     * @return arcsin(this)
     */
    public Tensor asin() {
        return Elementwise.apply(ElementaryRows.Asin.ROW, this);
    }

    /**
     * The inverse cosine, in radians; derivative -1 / √(1 - x²), -infinity at ±1. NaN beyond.
     *
     * @return arccos(this)
     */
    public Tensor acos() {
        return Elementwise.apply(ElementaryRows.Acos.ROW, this);
    }

    /**
     * The inverse tangent, in radians; derivative 1 / (1 + x²).
     *
     * @return arctan(this)
     */
    public Tensor atan() {
        return Elementwise.apply(ElementaryRows.Atan.ROW, this);
    }

    /**
     * The hyperbolic sine; derivative the hyperbolic cosine.
     *
     * @return sinh(this)
     */
    public Tensor sinh() {
        return Elementwise.apply(ElementaryRows.Sinh.ROW, this);
    }

    /**
     * The hyperbolic cosine; derivative the hyperbolic sine.
     *
     * @return cosh(this)
     */
    public Tensor cosh() {
        return Elementwise.apply(ElementaryRows.Cosh.ROW, this);
    }

    /**
     * The inverse hyperbolic sine; derivative 1 / √(x² + 1), without overflow.
     *
     * @return arsinh(this)
     */
    public Tensor asinh() {
        return Elementwise.apply(ElementaryRows.Asinh.ROW, this);
    }

    /**
     * The inverse hyperbolic cosine; derivative 1 / √(x² - 1), +infinity at 1. NaN below.
     *
     * @return arcosh(this)
     */
    public Tensor acosh() {
        return Elementwise.apply(ElementaryRows.Acosh.ROW, this);
    }

    /**
     * The inverse hyperbolic tangent; derivative 1 / (1 - x²). ±infinity at ±1, NaN beyond.
     *
     * @return artanh(this)
     */
    public Tensor atanh() {
        return Elementwise.apply(ElementaryRows.Atanh.ROW, this);
    }

    /**
     * A power with an exponent that varies, as {@link Math#pow}; derivatives y x^(y-1) and x^y ln
     * x. With respect to the base it is 0 at the exponent 0, with respect to the exponent 0 at
     * bases of 0 and below.
     *
     * @param exponent a tensor that broadcasts with this one
     * @return this^exponent
     */
    public Tensor pow(Tensor exponent) {
        return Elementwise.apply(ElementaryRows.Pow.ROW, this, exponent);
    }

    /**
     * This plus a multiple of another, y + a x in one pass, as an optimizer takes a step (axpy: the
     * name it has in the BLAS, C. Lawson and others, 1979); derivatives 1 and the factor.
     *
     * <pre>{@code
     * Tensor w = Tensor.vector(1, 2);
     * Tensor gradient = Tensor.vector(10, -10);
     * w.axpy(-0.1, gradient);   // [0, 3]
     * }</pre>
     *
     * @param factor what the other is multiplied with
     * @param other a tensor that broadcasts with this one
     * @return this + factor · other
     */
    public Tensor axpy(double factor, Tensor other) {
        return Elementwise.axpy(this, factor, other);
    }

    /**
     * The angle of the point with this as ordinate and the other as abscissa, in radians, as {@link
     * Math#atan2}; derivatives x / (x² + y²) and -y / (x² + y²), without overflow. NaN at the
     * origin.
     *
     * @param abscissa a tensor that broadcasts with this one
     * @return atan2(this, abscissa), in -π to π
     */
    public Tensor atan2(Tensor abscissa) {
        return Elementwise.apply(ElementaryRows.Atan2.ROW, this, abscissa);
    }

    /**
     * √(x² + y²) without overflow; derivatives x and y by the result, both 0 at the origin. There
     * its second derivatives are NaN, those of its square right.
     *
     * @param other a tensor that broadcasts with this one
     * @return the length of (this, other)
     */
    public Tensor hypot(Tensor other) {
        return Elementwise.apply(ElementaryRows.Hypot.ROW, this, other);
    }

    /**
     * This kept between two bounds; derivative 1 between them and at them, 0 beyond.
     *
     * @param least the lower bound, or -infinity
     * @param most the upper bound, or +infinity
     * @return min(max(this, least), most)
     * @throws IllegalArgumentException if the bounds are not in order
     */
    public Tensor clamp(double least, double most) {
        return Elementwise.clamp(this, least, most);
    }

    // ---- masks

    /**
     * A mask: 1 where this is larger than the other, else 0. It has no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return this &gt; other, as numbers
     */
    public Tensor gt(Tensor other) {
        return Elementwise.mask(ElementaryRows.Gt.ROW, this, other);
    }

    /**
     * A mask: 1 where this is larger than a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this &gt; other, as numbers
     */
    public Tensor gt(double other) {
        return gt(of(other));
    }

    /**
     * A mask: 1 where this is larger than or equal to the other, else 0. It has no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return this &gt;= other, as numbers
     */
    public Tensor ge(Tensor other) {
        return Elementwise.mask(ElementaryRows.Ge.ROW, this, other);
    }

    /**
     * A mask: 1 where this is larger than or equal to a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this &gt;= other, as numbers
     */
    public Tensor ge(double other) {
        return ge(of(other));
    }

    /**
     * A mask: 1 where this is smaller than the other, else 0. It has no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return this &lt; other, as numbers
     */
    public Tensor lt(Tensor other) {
        return Elementwise.mask(ElementaryRows.Lt.ROW, this, other);
    }

    /**
     * A mask: 1 where this is smaller than a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this &lt; other, as numbers
     */
    public Tensor lt(double other) {
        return lt(of(other));
    }

    /**
     * A mask: 1 where this is smaller than or equal to the other, else 0. It has no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return this &lt;= other, as numbers
     */
    public Tensor le(Tensor other) {
        return Elementwise.mask(ElementaryRows.Le.ROW, this, other);
    }

    /**
     * A mask: 1 where this is smaller than or equal to a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this &lt;= other, as numbers
     */
    public Tensor le(double other) {
        return le(of(other));
    }

    /**
     * A mask: 1 where this is equal to the other, else 0. It has no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return this == other, as numbers
     */
    public Tensor eq(Tensor other) {
        return Elementwise.mask(ElementaryRows.Eq.ROW, this, other);
    }

    /**
     * A mask: 1 where this is equal to a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this == other, as numbers
     */
    public Tensor eq(double other) {
        return eq(of(other));
    }

    /**
     * A mask: 1 where this is not equal to the other, else 0. It has no derivative. NaN is not
     * equal to anything.
     *
     * @param other a tensor that broadcasts with this one
     * @return this != other, as numbers
     */
    public Tensor ne(Tensor other) {
        return Elementwise.mask(ElementaryRows.Ne.ROW, this, other);
    }

    /**
     * A mask: 1 where this is not equal to a number, else 0. It has no derivative.
     *
     * @param other a number
     * @return this != other, as numbers
     */
    public Tensor ne(double other) {
        return ne(of(other));
    }

    /**
     * A mask of shares: 1 where this is larger than the other, ½ where they tie, 0 where it is
     * smaller, NaN where either is. The slope of {@link #max(Tensor)} with respect to this. It has
     * no derivative.
     *
     * @param other a tensor that broadcasts with this one
     * @return shares; this.share(other) + other.share(this) is 1
     */
    public Tensor share(Tensor other) {
        return Elementwise.mask(ElementaryRows.Share.ROW, this, other);
    }

    /**
     * Whether all elements are not 0.
     *
     * @return 1 or 0; 1 if there are none
     */
    public Tensor all() {
        return all(Axes.all());
    }

    /**
     * Whether all elements over some axes, which disappear, are not 0.
     *
     * @param axes the axes
     * @return a mask without them; 1 where a group is empty
     */
    public Tensor all(int... axes) {
        return all(Axes.of(axes));
    }

    /**
     * Whether all of some elements are not 0.
     *
     * @param axes the axes, and whether they stay
     * @return a mask without these axes, or with extent 1 in their place; 1 where a group is empty
     */
    public Tensor all(Axes axes) {
        return Extrema.quantifier(this, axes, true);
    }

    /**
     * Whether any element is not 0.
     *
     * @return 1 or 0; 0 if there are none
     */
    public Tensor any() {
        return any(Axes.all());
    }

    /**
     * Whether any element over some axes, which disappear, is not 0.
     *
     * @param axes the axes
     * @return a mask without them; 0 where a group is empty
     */
    public Tensor any(int... axes) {
        return any(Axes.of(axes));
    }

    /**
     * Whether any of some elements is not 0.
     *
     * @param axes the axes, and whether they stay
     * @return a mask without these axes, or with extent 1 in their place; 0 where a group is empty
     */
    public Tensor any(Axes axes) {
        return Extrema.quantifier(this, axes, false);
    }

    /**
     * The first tensor where a mask is not 0, the second elsewhere. The gradient goes where the
     * value comes from: what is not taken gets exactly 0, whatever it is, and sends nothing to what
     * it was made of.
     *
     * @param mask a mask, by intent without a gradient
     * @param a what is taken where the mask is not 0
     * @param b what is taken where it is 0
     * @return a tensor of the shape that all three broadcast to
     */
    public static Tensor where(Tensor mask, Tensor a, Tensor b) {
        return Elementwise.where(mask, a, b);
    }

    // ---- activation functions

    /**
     * The rectifier max(x, 0); derivative 1 above 0, and 0 at 0 and below.
     *
     * @return max(this, 0)
     */
    public Tensor relu() {
        return Elementwise.apply(KernelRows.Relu.ROW, this);
    }

    /**
     * The logistic function σ(x) = 1 / (1 + e^-x); derivative σ(x) σ(-x), computed without
     * cancellation: 4.2e-18 at 40, not 0.
     *
     * @return σ(this)
     */
    public Tensor sigmoid() {
        return Elementwise.apply(KernelRows.Sigmoid.ROW, this);
    }

    /**
     * The hyperbolic tangent; derivative 1 / cosh², computed without cancellation.
     *
     * @return tanh(this)
     */
    public Tensor tanh() {
        return Elementwise.apply(KernelRows.Tanh.ROW, this);
    }

    /**
     * The softmax e^x / Σ e^x along an axis, safe from overflow. A slice that holds -infinity and
     * nothing else is NaN, unless it is a single element.
     *
     * <p>The derivative of y is y (g - Σ g y) for an adjoint g, computed as y (d - Σ d y) with
     * differences d from the g of the largest y, so that it does not cancel where that is nearly 1;
     * nor do those of higher order. A slice whose g is all 0 gets 0, even if it is NaN.
     *
     * @param axis the axis whose slices sum to 1
     * @return positive weights of this shape
     */
    public Tensor softmax(int axis) {
        return Softmax.softmax(this, axis);
    }

    /**
     * The logarithm of the softmax along an axis, x - log Σ e^x, without going through the softmax.
     *
     * <p>The derivative is g - y Σ g for an adjoint g and the softmax y; for an element with more
     * than half of the weight it is computed from the others, g Σ' y - y Σ' g, so that it does not
     * cancel. A slice whose g is all 0 gets 0, even if it is NaN.
     *
     * @param axis the axis whose slices are normalized
     * @return log-probabilities of this shape
     */
    public Tensor logSoftmax(int axis) {
        return Softmax.logSoftmax(this, axis);
    }

    /**
     * log Σ e^x over all elements, safe from overflow; the derivative is the softmax. -infinity
     * with a gradient of 0 where several elements are all -infinity; of one element it is the
     * identity. An adjoint of 0 sends 0, even if elements are NaN.
     *
     * @return a scalar
     */
    public Tensor logSumExp() {
        return logSumExp(Axes.all());
    }

    /**
     * log Σ e^x over some axes, which disappear.
     *
     * @param axes the axes
     * @return a tensor without them
     */
    public Tensor logSumExp(int... axes) {
        return logSumExp(Axes.of(axes));
    }

    /**
     * log Σ e^x over some axes.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public Tensor logSumExp(Axes axes) {
        return Softmax.logSumExp(this, axes);
    }

    // ---- reductions

    /**
     * The sum of all elements, added pairwise: the error grows with the logarithm of their number.
     *
     * @return a scalar, 0 if there are none
     */
    public Tensor sum() {
        return sum(Axes.all());
    }

    /**
     * The sum over some axes, which disappear.
     *
     * @param axes the axes
     * @return a tensor without them
     */
    public Tensor sum(int... axes) {
        return sum(Axes.of(axes));
    }

    /**
     * The sum over some axes.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public Tensor sum(Axes axes) {
        return Reductions.sum(this, axes);
    }

    /**
     * The mean of all elements.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor mean() {
        return mean(Axes.all());
    }

    /**
     * The mean over some axes, which disappear.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor mean(int... axes) {
        return mean(Axes.of(axes));
    }

    /**
     * The mean over some axes.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor mean(Axes axes) {
        return Reductions.mean(this, axes);
    }

    /**
     * The sum over those axes that an {@link #expand} from the given shape would repeat; its dual.
     *
     * @param to a shape that broadcasts to this tensor's
     * @return a tensor of that shape
     */
    public Tensor sumTo(int... to) {
        return Reductions.sumTo(this, Shape.of("sumTo", to));
    }

    /**
     * The largest element. Elements that tie share the gradient evenly.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amax() {
        return amax(Axes.all());
    }

    /**
     * The largest elements over some axes, which disappear; elements that tie share the gradient
     * evenly.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amax(int... axes) {
        return amax(Axes.of(axes));
    }

    /**
     * The largest elements over some axes; elements that tie share the gradient evenly.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amax(Axes axes) {
        return Extrema.extremum(this, axes, true);
    }

    /**
     * The smallest element. Elements that tie share the gradient evenly.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amin() {
        return amin(Axes.all());
    }

    /**
     * The smallest elements over some axes, which disappear; elements that tie share the gradient
     * evenly.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amin(int... axes) {
        return amin(Axes.of(axes));
    }

    /**
     * The smallest elements over some axes; elements that tie share the gradient evenly.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor amin(Axes axes) {
        return Extrema.extremum(this, axes, false);
    }

    /**
     * The product of all elements, 1 if there are none.
     *
     * <p>It is multiplied from the first element to the last, in row-major order, with the exponent
     * kept apart: whatever partial products are, value and derivatives of any order leave the range
     * of doubles only where they lie outside it. They are exact where elements are 0; 0 beside an
     * infinity gives NaN.
     *
     * @return a scalar
     */
    public Tensor prod() {
        return prod(Axes.all());
    }

    /**
     * The product over some axes, which disappear; order and gradient are those of {@link #prod()}.
     *
     * @param axes the axes
     * @return a tensor without them
     */
    public Tensor prod(int... axes) {
        return prod(Axes.of(axes));
    }

    /**
     * The product over some axes; order and gradient are those of {@link #prod()}.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public Tensor prod(Axes axes) {
        return Scans.prod(this, axes);
    }

    /**
     * The Euclidean norm √Σx² of all elements, without overflow; its gradient at 0 is 0. Its second
     * derivatives there are NaN, those of its square right.
     *
     * @return a scalar
     */
    public Tensor norm() {
        return norm(Axes.all());
    }

    /**
     * The Euclidean norm over some axes, which disappear; its gradient at 0 is 0. Its second
     * derivatives there are NaN, those of its square right.
     *
     * @param axes the axes
     * @return a tensor without them
     */
    public Tensor norm(int... axes) {
        return norm(Axes.of(axes));
    }

    /**
     * The Euclidean norm over some axes, without overflow; its gradient at 0 is 0. Its second
     * derivatives there are NaN, those of its square right.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     */
    public Tensor norm(Axes axes) {
        return Reductions.norm(this, axes);
    }

    /**
     * The variance of all elements: the mean square distance from the mean, with the divisor n.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor var() {
        return var(Axes.all());
    }

    /**
     * The variance over some axes, which disappear, with the divisor n.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor var(int... axes) {
        return var(Axes.of(axes));
    }

    /**
     * The variance over some axes, with the divisor n: that of a population, as NumPy has it. The
     * unbiased estimate has another divisor, {@link #var(Axes, int)} with 1.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor var(Axes axes) {
        return var(axes, 0);
    }

    /**
     * The variance over some axes: the mean square distance from the mean, with the divisor n -
     * ddof.
     *
     * <p>The derivative is 2 (x - mean) / (n - ddof).
     *
     * @param axes the axes, and whether they stay
     * @param ddof what is taken off the divisor: 0 for the population, 1 for the unbiased estimate
     *     of the variance
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if a group has no more elements than are taken off its
     *     divisor
     */
    public Tensor var(Axes axes, int ddof) {
        return Reductions.var(this, axes, ddof);
    }

    /**
     * The standard deviation of all elements: the root of the mean square distance from the mean,
     * with the divisor n. Its gradient where all are equal is 0.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor std() {
        return std(Axes.all());
    }

    /**
     * The standard deviation over some axes, which disappear, with the divisor n.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor std(int... axes) {
        return std(Axes.of(axes));
    }

    /**
     * The standard deviation over some axes, with the divisor n: that of a population, as NumPy has
     * it.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor std(Axes axes) {
        return std(axes, 0);
    }

    /**
     * The standard deviation over some axes: the root of the mean square distance from the mean,
     * with the divisor n - ddof. Its gradient where all are equal is 0; its second derivatives
     * there are NaN, those of its square right.
     *
     * @param axes the axes, and whether they stay
     * @param ddof what is taken off the divisor: 0 for the population, 1 for the unbiased estimate
     *     of the variance
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if a group has no more elements than are taken off its
     *     divisor
     */
    public Tensor std(Axes axes, int ddof) {
        return Reductions.std(this, axes, ddof);
    }

    /**
     * The running sum along an axis: each element with all before it.
     *
     * @param axis the axis
     * @return a tensor of this shape
     */
    public Tensor cumSum(int axis) {
        return Scans.cumSum(this, axis, false);
    }

    /**
     * The running sum along an axis, in other ways.
     *
     * @param axis the axis
     * @param exclusive whether each element is left out of its own sum: the first is 0
     * @param reverse whether it runs from the end: each element with all behind it
     * @return a tensor of this shape
     */
    public Tensor cumSum(int axis, boolean exclusive, boolean reverse) {
        return Scans.cumSum(this, axis, exclusive, reverse);
    }

    /**
     * The running product along an axis, each element times all before it; its gradient is exact
     * where elements are 0.
     *
     * <p>The exponent is kept apart: a product that overflows is infinite and one that is too small
     * 0, but those behind them are right again where they lie in the range of doubles, and so are
     * derivatives of any order.
     *
     * @param axis the axis
     * @return a tensor of this shape
     */
    public Tensor cumProd(int axis) {
        return Scans.cumProd(this, axis);
    }

    /**
     * The running product along an axis, in other ways; range and gradient as of {@link
     * #cumProd(int)}.
     *
     * @param axis the axis
     * @param exclusive whether each element is left out of its own product: the first is 1
     * @param reverse whether it runs from the end: each element times all behind it
     * @return a tensor of this shape
     */
    public Tensor cumProd(int axis, boolean exclusive, boolean reverse) {
        return Scans.cumProd(this, axis, exclusive, reverse);
    }

    /**
     * The running log Σ e^x along an axis, each element with all before it, safe from overflow. The
     * derivative of each is the softmax of the elements up to it; corners are those of {@link
     * #logSumExp()}. It takes time in proportion to n log n.
     *
     * @param axis the axis
     * @return a tensor of this shape
     */
    public Tensor logCumSumExp(int axis) {
        return Scans.logCumSumExp(this, axis);
    }

    /**
     * The elements along an axis in ascending order; NaN is last, and {@code sort(i).flip(i)}
     * descends.
     *
     * <p>Gradients go to the places that the elements came from. Elements that are equal share
     * theirs evenly, as those that tie for {@link #amax()} do: the order among them means nothing.
     *
     * @param axis the axis
     * @return a tensor of this shape
     */
    public Tensor sort(int axis) {
        return Sorting.sort(this, axis);
    }

    /**
     * The positions of elements along an axis in ascending order, those of equal elements in the
     * order in which they stand, those of NaN last. They are constant in pieces and pass no
     * gradient on; {@code x.gather(i, x.argSort(i))} has the values of {@link #sort}.
     *
     * @param axis the axis
     * @return whole numbers, a tensor of this shape
     */
    public Tensor argSort(int axis) {
        return Sorting.argSort(this, axis);
    }

    /**
     * The largest elements along an axis and where they stand.
     *
     * @param values shape of the tensor with extent k on the axis; descending, NaN first
     * @param positions their positions on that axis, of this shape; constant in pieces. Those of
     *     equal elements stand in ascending order
     */
    public record TopK(Tensor values, Tensor positions) {}

    /**
     * The k largest elements along an axis, in descending order; NaN counts as larger than all.
     *
     * <p>Gradients go to the places that the elements came from. Elements that are equal share
     * theirs evenly, also with equal ones that were not taken: of (2, 1, 1) the second largest
     * gives ½ to each of the ones. For sums of the values this is the subgradient of least norm.
     *
     * @param axis the axis
     * @param k how many, from 0 to the extent of the axis
     * @return values and positions
     * @throws IllegalArgumentException if the axis has not so many elements
     */
    public TopK topK(int axis, int k) {
        return Sorting.topK(this, axis, k);
    }

    /**
     * The median of all elements; the mean of the two in the middle if their number is even.
     *
     * @return a scalar; NaN if an element is
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor median() {
        return median(Axes.all());
    }

    /**
     * The medians over some axes, which disappear.
     *
     * @param axes the axes
     * @return a tensor without them
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor median(int... axes) {
        return median(Axes.of(axes));
    }

    /**
     * The medians over some axes: {@link #quantile} with q = ½, with its gradient.
     *
     * @param axes the axes, and whether they stay
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements
     */
    public Tensor median(Axes axes) {
        return Sorting.quantile("median", this, axes, 0.5);
    }

    /**
     * A quantile over some axes: of n elements, the sorted ones at place q (n - 1), counted from 0,
     * and between two of them linearly interpolated, as NumPy does by default.
     *
     * <p>The derivative is 1 - t and t for the two elements between which the place lies, t its
     * fraction; elements that are equal share theirs evenly. Where an element is NaN, so are value
     * and gradient.
     *
     * @param axes the axes, and whether they stay
     * @param q from 0, the smallest, to 1, the largest
     * @return a tensor without them, or with extent 1 in their place
     * @throws IllegalArgumentException if q lies outside or there are no elements
     */
    public Tensor quantile(Axes axes, double q) {
        return Sorting.quantile("quantile", this, axes, q);
    }

    /**
     * A quantile along an axis, which disappears.
     *
     * @param axis the axis
     * @param q from 0, the smallest, to 1, the largest
     * @return a tensor without the axis
     * @throws IllegalArgumentException if q lies outside or the axis is empty
     */
    public Tensor quantile(int axis, double q) {
        return quantile(Axes.of(axis), q);
    }

    /**
     * Several {@linkplain #quantile(Axes, double) quantiles} along an axis, with their gradients.
     *
     * @param axis the axis
     * @param q each from 0 to 1, in any order
     * @return a tensor with the quantiles along the axis, in the order of q
     * @throws IllegalArgumentException if a q lies outside or the axis is empty
     */
    public Tensor quantiles(int axis, double... q) {
        return Sorting.quantiles(this, axis, q);
    }

    /**
     * The position of the largest element, counted in row-major order: of the first of several, of
     * the first NaN if there is one.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMax() {
        return argMax(Axes.all());
    }

    /**
     * The positions of the largest elements on some axes, which disappear.
     *
     * <pre>{@code
     * Tensor x = Tensor.of(new double[][] {{1, 5, 2}, {7, 0, 7}});
     * x.argMax(1);              // [1, 0]
     * x.argMax(Axes.keep(1));   // [[1], [0]]
     * x.argMax();               // 3
     * }</pre>
     *
     * @param axes the axes; over several, positions are counted in row-major order of these
     * @return a tensor of whole numbers without the axes
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMax(int... axes) {
        return argMax(Axes.of(axes));
    }

    /**
     * The positions of the largest elements on some axes: of the first of several, of the first NaN
     * if there is one. They are constant in pieces and pass no gradient on; with an axis kept they
     * are an index for {@link #gather}.
     *
     * @param axes the axes, and whether they stay; over several, positions are counted in row-major
     *     order of these
     * @return a tensor of whole numbers without the axes, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMax(Axes axes) {
        return Sorting.argument(this, axes, true);
    }

    /**
     * The position of the smallest element, counted in row-major order: of the first of several, of
     * the first NaN if there is one.
     *
     * @return a scalar
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMin() {
        return argMin(Axes.all());
    }

    /**
     * The positions of the smallest elements on some axes, which disappear.
     *
     * @param axes the axes; over several, positions are counted in row-major order of these
     * @return a tensor of whole numbers without the axes
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMin(int... axes) {
        return argMin(Axes.of(axes));
    }

    /**
     * The positions of the smallest elements on some axes: of the first of several, of the first
     * NaN if there is one. They are constant in pieces and pass no gradient on.
     *
     * @param axes the axes, and whether they stay; over several, positions are counted in row-major
     *     order of these
     * @return a tensor of whole numbers without the axes, or with extent 1 in their place
     * @throws IllegalArgumentException if there are no elements to choose from
     */
    public Tensor argMin(Axes axes) {
        return Sorting.argument(this, axes, false);
    }

    // ---- shape

    /**
     * This tensor repeated along axes of extent 1 and along new axes in front, as in broadcasting.
     *
     * @param to a shape that this tensor's broadcasts to
     * @return a tensor of that shape
     */
    public Tensor expand(int... to) {
        return Structure.expand(this, Shape.of("expand", to));
    }

    /**
     * The same elements in the same row-major order under another shape.
     *
     * @param to the extents; one may be -1, for whatever the size leaves
     * @return a tensor of that shape
     */
    public Tensor reshape(int... to) {
        return Structure.reshape(this, Structure.inferred(shape, to));
    }

    /**
     * The last two axes swapped.
     *
     * @return for a matrix its transpose
     * @throws IllegalArgumentException if there are fewer than two axes
     */
    public Tensor transpose() {
        return Structure.transpose(this);
    }

    /**
     * The axes in another order.
     *
     * @param order every axis once: axis i of the result is axis order[i] of this tensor
     * @return a tensor with the extents in that order
     */
    public Tensor permute(int... order) {
        return Structure.permute(this, order);
    }

    /**
     * Axes of extent 1 dropped.
     *
     * @param axes the axes; none for all that have extent 1
     * @return a tensor without them
     * @throws IllegalArgumentException if one of them has another extent
     */
    public Tensor squeeze(int... axes) {
        return axes.length == 0 ? Structure.squeezeAll(this) : Structure.squeeze(this, axes);
    }

    /**
     * A new axis of extent 1.
     *
     * @param axis its place in the result; counted from the end if negative
     * @return a tensor with one axis more
     */
    public Tensor unsqueeze(int axis) {
        return Structure.unsqueeze(this, axis);
    }

    /**
     * Two axes swapped.
     *
     * @param first one axis
     * @param second the other
     * @return a tensor with these extents swapped
     */
    public Tensor swapAxes(int first, int second) {
        return Structure.swap(this, first, second);
    }

    /**
     * The elements along some axes in reverse order.
     *
     * @param axes the axes
     * @return a tensor of this shape
     */
    public Tensor flip(int... axes) {
        return Views.flip(this, axes);
    }

    /**
     * The elements along an axis moved on, those at the end to the front: element i goes to (i +
     * shift) mod n.
     *
     * @param axis the axis
     * @param shift how far; backwards if negative
     * @return a tensor of this shape
     */
    public Tensor roll(int axis, int shift) {
        return Structure.roll(this, axis, shift);
    }

    /**
     * A range along an axis, bounded as in Python: places are counted from the end if negative, and
     * moved to the nearest end if they lie outside.
     *
     * @param axis the axis
     * @param from the first place
     * @param to the place after the last
     * @return a tensor with that part of the axis
     */
    public Tensor slice(int axis, int from, int to) {
        return Views.slice(this, axis, from, to, 1);
    }

    /**
     * Every so many elements of a range along an axis, bounded as in Python.
     *
     * @param axis the axis
     * @param from the first place
     * @param to the place before which it ends, or after which with a negative step
     * @param step the distance; backwards if negative, not 0
     * @return a tensor with that part of the axis
     */
    public Tensor slice(int axis, int from, int to, int step) {
        return Views.slice(this, axis, from, to, step);
    }

    /**
     * Margins of a constant around the elements.
     *
     * @param margins for every axis {before, after}
     * @param value what stands in them
     * @return a larger tensor
     */
    public Tensor pad(int[][] margins, double value) {
        return Views.pad(this, margins, value);
    }

    /**
     * The whole repeated along each axis. Numbers and axes are matched from the last, as in NumPy.
     *
     * @param times how often along each axis
     * @return a larger tensor
     */
    public Tensor tile(int... times) {
        return Structure.tile(this, times);
    }

    /**
     * Every slice along an axis repeated in a row: a, a, b, b.
     *
     * @param axis the axis
     * @param times how often
     * @return a tensor with times as many slices
     */
    public Tensor repeat(int axis, int times) {
        return Structure.repeat(this, axis, times);
    }

    /**
     * This cut into pieces along an axis.
     *
     * @param axis the axis
     * @param sizes how many slices each piece has
     * @return the pieces in order
     * @throws IllegalArgumentException if the sizes do not sum to the extent
     */
    public List<Tensor> split(int axis, int... sizes) {
        return Joining.split(this, axis, sizes);
    }

    /**
     * All slices along an axis, which is left out of them: what {@link #stack} joined. Unpacking n
     * numbers by it, or by {@link #at} or {@link #split}, and the backward pass cost time in
     * proportion to n.
     *
     * @param axis the axis
     * @return as many tensors as the axis is long, in order, each with one axis less
     */
    public List<Tensor> unstack(int axis) {
        return Views.unstack(this, axis);
    }

    /**
     * Tensors joined along an axis.
     *
     * @param axis the axis
     * @param pieces tensors of shapes that agree on all other axes
     * @return all pieces one after the other
     */
    public static Tensor concat(int axis, Tensor... pieces) {
        return Joining.concat(axis, pieces);
    }

    /**
     * Tensors joined along a new axis.
     *
     * @param axis the place of the new axis in the result
     * @param pieces tensors of one shape
     * @return a tensor with one axis more, of extent pieces.length
     */
    public static Tensor stack(int axis, Tensor... pieces) {
        return Joining.stack(axis, pieces);
    }

    // ---- products and selection

    /**
     * The matrix product. Matrices multiply over the last two axes and axes before them broadcast;
     * a vector on the left counts as a row, on the right as a column, and that axis then
     * disappears. In its derivatives terms with an adjoint of 0 count as 0, also where the other
     * factor is infinite or NaN.
     *
     * @param other shape […, k, n] or [k], where this is […, m, k] or [k]
     * @return shape […, m, n], less what vectors leave out
     */
    public Tensor matmul(Tensor other) {
        return MatMul.apply(this, other);
    }

    /**
     * Slices along an axis, in any order and as often as wished; the gradients of repeated slices
     * add.
     *
     * @param axis the axis
     * @param indices which slices
     * @return a tensor with indices.length slices along that axis
     */
    public Tensor indexSelect(int axis, int... indices) {
        return Indexing.indexSelect(this, axis, indices);
    }

    /**
     * One element, recorded: its gradient is 1 there and 0 elsewhere.
     *
     * @param index its place on every axis, from 0
     * @return a scalar
     * @throws IllegalArgumentException if the index does not have as many parts as there are axes
     * @throws IndexOutOfBoundsException if a part lies outside its axis
     */
    public Tensor at(int... index) {
        return Views.at(this, shape.position(index));
    }

    /**
     * One element of each row: the last axis is looked up by class.
     *
     * @param classes for every row, counted in row-major order, an index on the last axis
     * @return a tensor without the last axis
     */
    public Tensor pick(int... classes) {
        return Indexing.pick(this, classes);
    }

    /**
     * Elements looked up along an axis: result[i, j, …] is this[…, index[i, j, …], …] with the
     * looked-up place on that axis and the own place on the others.
     *
     * @param axis the axis
     * @param index whole numbers, as many axes as this has and on the others no larger extents
     * @return a tensor of the shape of the index
     */
    public Tensor gather(int axis, Tensor index) {
        return Indexing.gather(this, axis, index);
    }

    /**
     * This with elements of a source added at looked-up places along an axis; the dual of {@link
     * #gather}.
     *
     * @param axis the axis
     * @param index whole numbers, of the shape of the source
     * @param source what is added
     * @return a tensor of this shape
     */
    public Tensor scatterAdd(int axis, Tensor index, Tensor source) {
        return Indexing.scatterAdd(this, axis, index, source);
    }

    // ---- operators of other languages: docs/languages.md

    /**
     * Operator + of Kotlin, Manifold and Groovy: {@link #add(Tensor)}.
     *
     * @param other a tensor that broadcasts with this one
     * @return this + other
     */
    public Tensor plus(Tensor other) {
        return add(other);
    }

    /**
     * Operator + of Kotlin, Manifold and Groovy: {@link #add(double)}.
     *
     * @param other a number
     * @return this + other
     */
    public Tensor plus(Number other) {
        return add(number(other));
    }

    /**
     * Operator - of Kotlin, Manifold and Groovy: {@link #sub(Tensor)}.
     *
     * @param other a tensor that broadcasts with this one
     * @return this - other
     */
    public Tensor minus(Tensor other) {
        return sub(other);
    }

    /**
     * Operator - of Kotlin, Manifold and Groovy: {@link #sub(double)}.
     *
     * @param other a number
     * @return this - other
     */
    public Tensor minus(Number other) {
        return sub(number(other));
    }

    /**
     * Operator * of Kotlin and Manifold: {@link #mul(Tensor)}.
     *
     * @param other a tensor that broadcasts with this one
     * @return this · other
     */
    public Tensor times(Tensor other) {
        return mul(other);
    }

    /**
     * Operator * of Kotlin and Manifold: {@link #mul(double)}.
     *
     * @param other a number
     * @return this · other
     */
    public Tensor times(Number other) {
        return mul(number(other));
    }

    /**
     * Operator * of Groovy: {@link #mul(Tensor)}.
     *
     * @param other a tensor that broadcasts with this one
     * @return this · other
     */
    public Tensor multiply(Tensor other) {
        return mul(other);
    }

    /**
     * Operator * of Groovy: {@link #mul(double)}.
     *
     * @param other a number
     * @return this · other
     */
    public Tensor multiply(Number other) {
        return mul(number(other));
    }

    /**
     * Operator / of Kotlin by a number that is no {@code Double}, as in x / 2: {@link
     * #div(double)}.
     *
     * @param other a number
     * @return this / other
     */
    public Tensor div(Number other) {
        return div(number(other));
    }

    /**
     * Operator - of Kotlin and Manifold: {@link #neg()}.
     *
     * @return -this
     */
    public Tensor unaryMinus() {
        return neg();
    }

    /**
     * Operator - of Groovy: {@link #neg()}.
     *
     * @return -this
     */
    public Tensor negative() {
        return neg();
    }

    /**
     * Unary operator + of Groovy.
     *
     * @return this tensor itself
     */
    public Tensor positive() {
        return this;
    }

    /**
     * Operator [] of Groovy, as in {@code v[0]}: {@link #at} of a vector.
     *
     * @param index the place, from 0
     * @return a scalar
     * @throws IllegalArgumentException if this is no vector
     * @throws IndexOutOfBoundsException if the place lies outside
     */
    public Tensor getAt(int index) {
        return at(index);
    }

    /**
     * Operator ** of Groovy: {@link #pow(Tensor)}.
     *
     * @param other the exponents, a tensor that broadcasts with this one
     * @return this to the power of other
     */
    public Tensor power(Tensor other) {
        return pow(other);
    }

    /**
     * Operator ** of Groovy: {@link #pow(double)}.
     *
     * @param other the exponent
     * @return this to the power of other
     */
    public Tensor power(Number other) {
        return pow(number(other));
    }

    private static double number(Number operand) {
        return Objects.requireNonNull(operand, "operator: the number is null").doubleValue();
    }

    // ---- what rules need beside this

    /** The product of an adjoint and a slope: 0 where the adjoint is 0, whatever the slope is. */
    Tensor strongTimes(Tensor slope) {
        return Elementwise.apply(KernelRows.StrongMul.ROW, this, slope);
    }

    /** The quotient of an adjoint and something: 0 where the adjoint is 0, whatever that is. */
    Tensor strongOver(Tensor divisor) {
        return Elementwise.apply(KernelRows.StrongDiv.ROW, this, divisor);
    }

    Tensor overFromAbove(Tensor divisor) {
        return Elementwise.apply(KernelRows.StrongDivFromAbove.ROW, this, divisor);
    }

    Tensor powSlope(Tensor exponent) {
        return Elementwise.apply(ElementaryRows.PowSlope.ROW, this, exponent);
    }

    Tensor powLog(Tensor exponent) {
        return Elementwise.apply(ElementaryRows.PowLog.ROW, this, exponent);
    }

    /** This times a mask, exactly 0 where the mask is, whatever this is there. */
    Tensor gate(Tensor mask) {
        return Elementwise.apply(KernelRows.Gate.ROW, this, mask);
    }

    /** This times another, 0 where either is, whatever the other one is there. */
    Tensor timesOrZero(Tensor other) {
        return Elementwise.apply(ElementaryRows.TimesOrZero.ROW, this, other);
    }

    /** This times the slope of an even power, 0 where either is, unless this is NaN. */
    Tensor timesEven(Tensor slope) {
        return Elementwise.apply(ElementaryRows.TimesEven.ROW, this, slope);
    }

    Tensor hypotSlope(Tensor other) {
        return Elementwise.apply(ElementaryRows.HypotSlope.ROW, this, other);
    }

    /** This as a share of a length that is nowhere smaller in size. */
    Tensor ratio(Tensor length) {
        return Elementwise.apply(ElementaryRows.Ratio.ROW, this, length);
    }

    Tensor strongRatio(Tensor length) {
        return Elementwise.apply(ElementaryRows.StrongRatio.ROW, this, length);
    }

    Tensor sigmoidSlope() {
        return Elementwise.apply(KernelRows.SigmoidSlope.ROW, this);
    }

    Tensor tanhSlope() {
        return Elementwise.apply(KernelRows.TanhSlope.ROW, this);
    }
}
