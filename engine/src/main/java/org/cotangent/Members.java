package org.cotangent;

import java.util.Arrays;

/**
 * The matrices of a batch and which of them an adjoint concerns: one whose adjoint is all 0 was not
 * selected, and sends nothing back whatever it holds.
 */
final class Members {
    private Members() {}

    /**
     * What a rule sends, with strong zeros: a matrix for which one of the factors is all 0 gets 0,
     * be the others NaN.
     *
     * @param rule from matrices of a batch to a share; linear in each factor; it must use nothing
     *     else that varies
     * @param others how many inputs come before the factors
     * @param in the inputs, of two axes or more; their batches broadcast
     */
    static Tensor share(TensorFunction rule, int others, Tensor... in) {
        boolean finite = Arrays.stream(in).allMatch(x -> allFinite(x.array()));
        Tensor share = finite ? rule.apply(in) : null;
        return finite && allFinite(share.array()) ? share : strong(rule, others, in);
    }

    /** The same for matrices whose share may be finite, and its derivative not. */
    static Tensor strong(TensorFunction rule, int others, Tensor... in) {
        Shape batch = Shape.SCALAR;
        for (Tensor x : in) {
            batch = Shape.broadcast("share", batch, batch(x));
        }
        Tensor[] wide = new Tensor[in.length];
        for (int i = 0; i < in.length; i++) {
            int[] extents = Arrays.copyOf(batch.extents, batch.rank() + 2);
            extents[batch.rank()] = in[i].size(-2);
            extents[batch.rank() + 1] = in[i].size(-1);
            wide[i] = Structure.expand(in[i], Shape.of(extents));
        }
        return Share.of(rule, others, wide);
    }

    private static Shape batch(Tensor x) {
        return Shape.of(Arrays.copyOf(x.shape.extents, x.rank() - 2));
    }

    /** A share with strong zeros; its own shares are of the same kind. */
    record Share(TensorFunction rule, int others) implements Op {
        @Override
        public String name() {
            return "share";
        }

        static Tensor of(TensorFunction rule, int others, Tensor... in) {
            Tensor share = Tensor.unrecorded(() -> rule.apply(in));
            double[] y = share.array().clone();
            int count = batch(share).size;
            for (int i = 0; i < count; i++) {
                for (int factor = others; factor < in.length; factor++) {
                    if (isZero(in[factor], i, count)) {
                        Arrays.fill(y, i * (y.length / count), (i + 1) * (y.length / count), 0);
                    }
                }
            }
            return Tensor.node(new Share(rule, others), share.shape, y, in);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor[] in = new Tensor[y.inputs() + 1];
            Arrays.setAll(in, i -> i < y.inputs() ? y.input(i) : g);
            TensorFunction back =
                    own -> {
                        Tensor[] all = Arrays.copyOf(own, own.length - 1);
                        return Differentiate.vjp(
                                x -> {
                                    Tensor[] varied = all.clone();
                                    varied[input] = x;
                                    return rule.apply(varied);
                                },
                                all[input],
                                own[own.length - 1]);
                    };
            if (input < others) {
                return of(back, others, in);
            }
            // of the factor itself nothing depends on it
            Tensor[] swapped = in.clone();
            swapped[input] = in[others];
            swapped[others] = in[input];
            TensorFunction inOrder =
                    own -> {
                        Tensor[] all = own.clone();
                        all[input] = own[others];
                        all[others] = own[input];
                        return back.apply(all);
                    };
            return of(inOrder, others + 1, swapped);
        }
    }

    private static boolean isZero(Tensor x, int member, int count) {
        double[] elements = x.array();
        int size = elements.length / count;
        for (int i = member * size; i < (member + 1) * size; i++) {
            if (elements[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A factor with zeros for matrices that are not finite and were not selected.
     *
     * @param x shape […, any, any]
     * @param g shape […, any, any], the adjoint, of the same batch
     * @return x itself where nothing is to be done
     */
    static Tensor selected(Tensor x, Tensor g) {
        double[] elements = x.array();
        if (allFinite(elements)) {
            return x;
        }
        int[] extents = x.shape.extents.clone();
        extents[extents.length - 2] = 1;
        extents[extents.length - 1] = 1;
        Shape shape = Shape.of(extents);
        int size = elements.length / shape.size;
        double[] mask = new double[shape.size];
        for (int i = 0; i < mask.length; i++) {
            boolean finite = allFinite(Arrays.copyOfRange(elements, i * size, (i + 1) * size));
            mask[i] = !finite && isZero(g, i, mask.length) ? 0 : 1;
        }
        return x.gate(Tensor.constant(shape, mask));
    }

    private static boolean allFinite(double[] x) {
        for (double element : x) {
            if (!(Math.abs(element) < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }
}
