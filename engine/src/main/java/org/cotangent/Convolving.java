package org.cotangent;

import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.WindowProducts;

/**
 * The three products of a convolution. The sum over all windows of weight · image · result is
 * linear in each of the three; the derivative by one is a function of the other two, and an
 * operation here: by the result the convolution, by the image the transposed convolution, by the
 * weight its gradient. The derivative of one by an operand is another of them, so derivatives of
 * any order follow.
 *
 * <p>Zeros of adjoints are strong, as in {@link MatMul}.
 *
 * @param missing which of the three is computed
 * @param x the shape of the images: [samples, channels, extents]
 * @param weight the shape of the weights: [outputs, channels / groups, kernel]
 * @param y the shape of the results: [samples, outputs, places]
 * @param stride one an axis
 * @param padding one an axis
 * @param dilation one an axis
 * @param groups into how many groups channels and outputs are divided
 * @param strongA whether the zeros of the first operand are strong
 * @param strongB whether those of the second are
 */
record Convolving(
        Role missing,
        Shape x,
        Shape weight,
        Shape y,
        int[] stride,
        int[] padding,
        int[] dilation,
        int groups,
        boolean strongA,
        boolean strongB)
        implements Op {

    /** The factors, in the order in which two of them are operands. */
    enum Role {
        IMAGE,
        WEIGHT,
        RESULT;

        /** The operand with a number, if this is what is computed. */
        Role operand(int number) {
            return values()[number < ordinal() ? number : number + 1];
        }
    }

    Tensor of(Tensor a, Tensor b) {
        Shape shape = shape(missing);
        double[] elements = new double[shape.size];
        run(a.array(), b.array(), elements);
        return Tensor.node(this, shape, elements, a, b);
    }

    private Shape shape(Role role) {
        return switch (role) {
            case IMAGE -> x;
            case WEIGHT -> weight;
            case RESULT -> y;
        };
    }

    private WindowProducts products() {
        return new WindowProducts(
                x.extents[0],
                groups,
                weight.extents[1],
                weight.extents[0] / groups,
                Images.tail(x),
                Images.tail(weight),
                Images.tail(y),
                stride,
                padding,
                dilation);
    }

    private void run(double[] a, double[] b, double[] c) {
        WindowProducts products = products();
        switch (missing) {
            case IMAGE -> products.images(a, strongA, b, strongB, c);
            case WEIGHT -> products.weights(a, strongA, b, strongB, c);
            case RESULT -> products.outputs(a, strongA, b, strongB, c);
        }
    }

    @Override
    public String name() {
        return switch (missing) {
            case IMAGE -> "transposedConvolution";
            case WEIGHT -> "convolutionByWeight";
            case RESULT -> "convolution";
        };
    }

    @Override
    public Tensor apply(Tensor... operands) {
        return of(operands[0], operands[1]);
    }

    @Override
    public ArrayStep inArrays(Tensor node) {
        return (operands, c) -> run(operands[0], operands[1], c);
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor node) {
        Role by = missing.operand(input);
        boolean strong = !Recorder.current().sweepsTangents();
        Tensor other = node.input(1 - input);
        boolean strongOther = input == 0 ? strongB : strongA;
        // the adjoint stands where the result did, the other operand where it is
        boolean first = by.operand(0) == missing;
        Convolving rule =
                new Convolving(
                        by,
                        x,
                        weight,
                        y,
                        stride,
                        padding,
                        dilation,
                        groups,
                        first ? strong : strongOther,
                        first ? strongOther : strong);
        return first ? rule.of(g, other) : rule.of(other, g);
    }

    @Override
    public Map<String, Object> attributes() {
        return Op.attributes(
                "stride",
                Shape.list(stride),
                "padding",
                Shape.list(padding),
                "dilation",
                Shape.list(dilation),
                "groups",
                groups,
                "extents",
                missing == Role.RESULT ? null : Shape.list(Images.tail(shape(missing))));
    }
}
