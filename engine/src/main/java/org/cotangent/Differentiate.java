package org.cotangent;

import java.util.function.UnaryOperator;

/**
 * Derivatives of functions: code from tensor to tensor goes in, code from tensor to tensor comes
 * out.
 */
public final class Differentiate {
    private Differentiate() {}

    /**
     * The gradient of a function with a scalar result, as a function that can be differentiated
     * again.
     *
     * <pre>{@code
     * UnaryOperator<Tensor> cube = x -> x.pow(3);
     * UnaryOperator<Tensor> third = gradient(gradient(gradient(cube)));
     * third.apply(Tensor.of(2));   // 6
     * }</pre>
     *
     * <p>Gradients nest: what the function uses from outside counts as constant for this gradient
     * and as variable for those around it.
     *
     * @param f the function, with a scalar result
     * @return x to the gradient of f at x, of the shape of x
     */
    public static UnaryOperator<Tensor> gradient(UnaryOperator<Tensor> f) {
        return x -> gradient(f, x);
    }

    private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) {
        Recorder recorder = Recorder.current();
        // also where nobody records outside, the function itself must be recorded
        boolean off = recorder.setOff(false);
        try {
            // a node of its own: x itself may be in use outside
            Tensor own = x.varies() && !off ? Structure.alias(x) : x.asVariable();
            Backward pass = Backward.of(f.apply(own)).wrt(own);
            return off ? pass.run().of(own) : pass.recorded().run().of(own);
        } finally {
            recorder.setOff(off);
        }
    }
}
