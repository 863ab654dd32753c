package org.cotangent;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

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
public final class Tensor {
    // 56 bytes with compressed references, for a scalar all there is: a new field costs eight more
    final long number;
    final double value;
    final double[] data;
    final Shape shape;
    final Op op;
    final Tensor a;
    final Tensor b;
    private final Tensor[] rest;
    private String name;

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
        return constant(Shape.of(vector.length), vector.clone());
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
                        "matrix: row 0 has "
                                + columns
                                + " elements and row "
                                + i
                                + " has "
                                + rows[i].length
                                + "; all rows must have the same");
            }
            System.arraycopy(rows[i], 0, data, i * columns, columns);
        }
        return constant(Shape.of(rows.length, columns), data);
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
        return constant(checked(elements, shape), elements.clone());
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
        long fresh = Recorder.current().number(0);
        Tensor leaf = new Tensor(fresh, value, data, shape, Op.Leaf.VARIABLE, null, null, null);
        leaf.name = name;
        return leaf;
    }

    /**
     * A constant with this tensor's numbers and name: gradients do not pass through it.
     *
     * @return the constant; this tensor itself if it is one
     */
    public Tensor stopGradient() {
        if (!varies()) {
            return this;
        }
        Tensor leaf = new Tensor(0, value, data, shape, Op.Leaf.CONSTANT, null, null, null);
        leaf.name = name;
        return leaf;
    }

    /**
     * Runs some code without recording: what it computes are constants. For this thread only.
     *
     * @param code the code
     * @param <T> what it returns
     * @return what the code returned
     */
    public static <T> T unrecorded(Supplier<T> code) {
        Recorder recorder = Recorder.current();
        boolean before = recorder.setOff(true);
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
        long largest = b == null ? a.number : Math.max(a.number, b.number);
        if (largest == 0) {
            return of(value);
        }
        Recorder recorder = Recorder.current();
        return recorder.records()
                ? new Tensor(recorder.number(largest), value, null, Shape.SCALAR, op, a, b, null)
                : of(value);
    }

    /** A result of one or two inputs that owns the array it is given; the second may be null. */
    static Tensor node(Op op, Shape shape, double[] data, Tensor a, Tensor b) {
        if (shape.rank() == 0) {
            return node(op, data[0], a, b);
        }
        long largest = b == null ? a.number : Math.max(a.number, b.number);
        if (largest == 0) {
            return constant(shape, data);
        }
        Recorder recorder = Recorder.current();
        return recorder.records()
                ? new Tensor(recorder.number(largest), 0, data, shape, op, a, b, null)
                : constant(shape, data);
    }

    private static Shape checked(double[] elements, int[] extents) {
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
     * The number of a tensor that has just one element.
     *
     * @return the number
     * @throws IllegalArgumentException if there is not exactly one element
     */
    public double value() {
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
     * One element.
     *
     * @param index its place on every axis, from 0
     * @return the element
     * @throws IllegalArgumentException if the index does not have as many parts as there are axes
     * @throws IndexOutOfBoundsException if a part lies outside its axis
     */
    public double get(int... index) {
        int position = shape.position(index);
        return data == null ? value : data[position];
    }

    /**
     * The elements in row-major order.
     *
     * @return a new array
     */
    public double[] toArray() {
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
     * Whether this varies: is a variable or the recorded result of one.
     *
     * @return false for constants
     */
    public boolean varies() {
        return number != 0;
    }

    /**
     * The name given to this tensor.
     *
     * @return the name, or null
     */
    public String name() {
        return name;
    }

    /**
     * Names this tensor for printed graphs. A backward pass also keeps the adjoint of what has a
     * name: to name a result is to say that one wants to see it.
     *
     * @param label the name
     * @return this tensor
     */
    public Tensor named(String label) {
        name = Objects.requireNonNull(label, "named: the name is null");
        return this;
    }

    /**
     * The numbers as text, to six digits, the middle of long axes left out.
     *
     * @return such as "-12" or "[[1, 2], [3, 4]]"
     */
    @Override
    public String toString() {
        return Text.nested(this);
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
     *     seed, or sum first
     */
    public Gradients backward() {
        return Backward.of(this).run();
    }

    /**
     * The vector-Jacobian product: the gradients of the inner product of this tensor and a
     * constant.
     *
     * @param seed the adjoint of this tensor, of its shape
     * @return the gradients
     * @throws IllegalArgumentException if the seed is of another shape
     */
    public Gradients backward(Tensor seed) {
        return Backward.of(this).seed(seed).run();
    }

    // ---- arithmetic

    /**
     * The sum. Derivative 1 for each operand.
     *
     * @param other a tensor that broadcasts with this one
     * @return this + other
     */
    public Tensor add(Tensor other) {
        return Elementwise.apply(Elementwise.ADD, this, other);
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
        return Elementwise.apply(Elementwise.SUB, this, other);
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
     * The product, element by element.
     *
     * @param other a tensor that broadcasts with this one
     * @return this · other
     */
    public Tensor mul(Tensor other) {
        return Elementwise.apply(Elementwise.MUL, this, other);
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
        return Elementwise.apply(Elementwise.DIV, this, other);
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
     * The larger of two, element by element; NaN if either is. A tie shares the gradient ½, ½.
     *
     * @param other a tensor that broadcasts with this one
     * @return max(this, other)
     */
    public Tensor max(Tensor other) {
        return Elementwise.apply(Elementwise.MAX, this, other);
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
        return Elementwise.apply(Elementwise.MIN, this, other);
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
        return Elementwise.apply(new Elementwise.Pow(exponent), x -> Math.pow(x, exponent), this);
    }

    /**
     * The negative.
     *
     * @return -this
     */
    public Tensor neg() {
        return Elementwise.apply(Elementwise.NEG, this);
    }

    /**
     * The reciprocal; derivative -1/x². At 0 an infinity of IEEE 754 and a derivative of -infinity.
     *
     * @return 1 / this
     */
    public Tensor reciprocal() {
        return Elementwise.apply(Elementwise.RECIPROCAL, this);
    }

    /**
     * The square; derivative 2 x.
     *
     * @return this²
     */
    public Tensor square() {
        return Elementwise.apply(Elementwise.SQUARE, this);
    }

    /**
     * The square root; derivative 1 / (2 √x), +infinity at 0. NaN below 0.
     *
     * @return √this
     */
    public Tensor sqrt() {
        return Elementwise.apply(Elementwise.SQRT, this);
    }

    /**
     * The exponential function, its own derivative.
     *
     * @return e^this
     */
    public Tensor exp() {
        return Elementwise.apply(Elementwise.EXP, this);
    }

    /**
     * The natural logarithm; derivative 1/x. -infinity at 0, NaN below.
     *
     * @return ln(this)
     */
    public Tensor log() {
        return Elementwise.apply(Elementwise.LOG, this);
    }

    /**
     * The absolute value; derivative the sign, 0 at 0.
     *
     * @return |this|
     */
    public Tensor abs() {
        return Elementwise.apply(Elementwise.ABS, this);
    }

    // ---- activation functions

    /**
     * The rectifier max(x, 0); derivative 1 above 0, and 0 at 0 and below.
     *
     * @return max(this, 0)
     */
    public Tensor relu() {
        return Elementwise.apply(Elementwise.RELU, this);
    }

    /**
     * The logistic function σ(x) = 1 / (1 + e^-x); derivative σ(x) σ(-x), computed without
     * cancellation: 4.2e-18 at 40, not 0.
     *
     * @return σ(this)
     */
    public Tensor sigmoid() {
        return Elementwise.apply(Elementwise.SIGMOID, this);
    }

    /**
     * The hyperbolic tangent; derivative 1 / cosh², computed without cancellation.
     *
     * @return tanh(this)
     */
    public Tensor tanh() {
        return Elementwise.apply(Elementwise.TANH, this);
    }

    /**
     * The softmax e^x / Σ e^x along an axis, safe from overflow. A slice that holds -infinity and
     * nothing else is NaN, unless it is a single element.
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
     * @param axis the axis whose slices are normalised
     * @return log-probabilities of this shape
     */
    public Tensor logSoftmax(int axis) {
        return Softmax.logSoftmax(this, axis);
    }

    /**
     * log Σ e^x over all elements, safe from overflow; the derivative is the softmax. -infinity
     * with a gradient of 0 where several elements are all -infinity; of one element it is the
     * identity.
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
        return Reductions.sumTo(this, Shape.of(to));
    }

    // ---- shape

    /**
     * This tensor repeated along axes of extent 1 and along new axes in front, as in broadcasting.
     *
     * @param to a shape that this tensor's broadcasts to
     * @return a tensor of that shape
     */
    public Tensor expand(int... to) {
        return Structure.expand(this, Shape.of(to));
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

    // ---- products and selection

    /**
     * The matrix product. Matrices multiply over the last two axes and axes before them broadcast;
     * a vector on the left counts as a row, on the right as a column, and that axis then
     * disappears.
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
     * One element of each row: the last axis is looked up by class.
     *
     * @param classes for every row, counted in row-major order, an index on the last axis
     * @return a tensor without the last axis
     */
    public Tensor pick(int... classes) {
        return Indexing.pick(this, classes);
    }

    // ---- what rules need beside this

    /** This times a mask, exactly 0 where the mask is, whatever this is there. */
    Tensor gate(Tensor mask) {
        return Elementwise.apply(Elementwise.GATE, this, mask);
    }

    Tensor share(Tensor other) {
        return Elementwise.mask("share", Elementwise::share, this, other);
    }

    Tensor positiveMask() {
        return Elementwise.mask(Elementwise::positive, this);
    }

    Tensor signMask() {
        return Elementwise.mask(Math::signum, this);
    }

    Tensor sigmoidSlope() {
        return Elementwise.apply(Elementwise.SIGMOID_SLOPE, this);
    }

    Tensor tanhSlope() {
        return Elementwise.apply(Elementwise.TANH_SLOPE, this);
    }
}
