package org.cotangent.benchmarks;

/** The inputs of all work except matrix products, the same for all contenders. */
public final class Data {
    /** The inputs of f = (x + y) z. */
    public static final double[] XYZ = {-2, 5, -4};

    /** The widths of the net of single numbers. */
    static final int[] NET = {2, 16, 16, 1};

    private Data() {}

    /**
     * The inputs of an elementwise function, or of a softmax.
     *
     * @param work its name
     * @param n how many
     * @return the inputs
     */
    public static double[] elements(String work, int n) {
        double[] x = Inputs.uniform(1, n, 4);
        if (work.equals("log")) {
            for (int i = 0; i < n; i++) {
                x[i] += 4.5;
            }
        }
        return x;
    }

    /**
     * The data and first weights of the two-layer net.
     *
     * @param x the samples
     * @param y what is to be predicted
     * @param w1 the first layer's weights, [inputs, hidden]
     * @param w2 the second layer's weights, [hidden, outputs]
     */
    public record TwoLayer(double[] x, double[] y, double[] w1, double[] w2) {
        /**
         * Makes them.
         *
         * @param size samples, inputs, hidden, outputs
         * @return the data
         */
        public static TwoLayer of(int[] size) {
            return new TwoLayer(
                    Inputs.uniform(1, size[0] * size[1], 1),
                    Inputs.uniform(2, size[0] * size[3], 1),
                    Inputs.uniform(3, size[1] * size[2], 0.1),
                    Inputs.uniform(4, size[2] * size[3], 0.1));
        }
    }

    /**
     * The first weights of a layer of the perceptron; its biases start at 0.
     *
     * @param widths the widths of inputs, hidden layers and outputs
     * @param layer which layer, from 0
     * @return the weights, [inputs, outputs]
     */
    public static double[] mlpWeights(int[] widths, int layer) {
        return Inputs.uniform(
                3 + layer, widths[layer] * widths[layer + 1], Math.sqrt(6.0 / widths[layer]));
    }

    /**
     * The images the perceptron is trained on.
     *
     * @param pixels the numbers of an image
     * @return the images, one a row
     */
    public static double[] mlpInputs(int pixels) {
        return Inputs.uniform(1, Work.MLP_ROWS * pixels, 1);
    }

    /**
     * The classes of the images.
     *
     * @param classes how many classes there are
     * @return the class of every image
     */
    public static int[] mlpClasses(int classes) {
        return Inputs.classes(2, Work.MLP_ROWS, classes);
    }

    /**
     * The data of the convolution.
     *
     * @param x images of one channel
     * @param w weights
     */
    public record Convolution(double[] x, double[] w) {
        /**
         * Makes them.
         *
         * @param size samples, side, filters, side of a kernel
         * @return the data
         */
        public static Convolution of(int[] size) {
            return new Convolution(
                    Inputs.uniform(1, size[0] * size[1] * size[1], 1),
                    Inputs.uniform(2, size[2] * size[3] * size[3], 1));
        }
    }

    /**
     * The data of the logistic regression.
     *
     * @param x the samples, one a row
     * @param y for each 0 or 1
     * @param w the weights
     */
    public record Logistic(double[] x, double[] y, double[] w) {
        /**
         * Makes them.
         *
         * @param size samples, numbers of a sample
         * @return the data
         */
        public static Logistic of(int[] size) {
            int[] classes = Inputs.classes(2, size[0], 2);
            double[] y = new double[size[0]];
            for (int i = 0; i < y.length; i++) {
                y[i] = classes[i];
            }
            return new Logistic(
                    Inputs.uniform(1, size[0] * size[1], 1), y, Inputs.uniform(3, size[1], 0.5));
        }
    }

    /**
     * The samples, targets and parameters of the net of single numbers; the parameters by layer and
     * neuron, its weights and then its bias.
     *
     * @param x two numbers a sample
     * @param y one number a sample
     * @param parameters 337 numbers
     */
    public record Net(double[] x, double[] y, double[] parameters) {
        /**
         * Makes them.
         *
         * @param samples how many
         * @return the data
         */
        public static Net of(int samples) {
            int count = 0;
            for (int l = 1; l < NET.length; l++) {
                count += NET[l] * (NET[l - 1] + 1);
            }
            return new Net(
                    Inputs.uniform(1, 2 * samples, 1),
                    Inputs.uniform(2, samples, 1),
                    Inputs.uniform(3, count, 0.5));
        }
    }

    /**
     * The point the Hessian is taken at.
     *
     * @param n how many variables
     * @return the point
     */
    public static double[] point(int n) {
        return Inputs.uniform(1, n, 1);
    }
}
