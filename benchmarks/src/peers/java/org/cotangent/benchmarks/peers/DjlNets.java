package org.cotangent.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import org.cotangent.benchmarks.Data;
import org.cotangent.benchmarks.Inputs;
import org.cotangent.benchmarks.Job;
import org.cotangent.benchmarks.Jobs;
import org.cotangent.benchmarks.Work;

/** Training steps on DJL's arrays. */
final class DjlNets {
    private static final int[] NET = {2, 16, 16, 1};

    private DjlNets() {}

    /** The net of single numbers: every number an array of its own. */
    static double[] scalarNet(Djl djl, Data.Net data) {
        try (NDManager manager = djl.manager();
                GradientCollector collector = djl.collector()) {
            NDArray[] p = new NDArray[data.parameters().length];
            for (int i = 0; i < p.length; i++) {
                p[i] = Djl.leaf(manager.create(data.parameters()[i]));
            }
            NDArray loss = manager.create(0.0);
            for (int s = 0; s < data.y().length; s++) {
                NDArray[] h = {
                    manager.create(data.x()[2 * s]), manager.create(data.x()[2 * s + 1])
                };
                int at = 0;
                for (int l = 1; l < NET.length; l++) {
                    NDArray[] next = new NDArray[NET[l]];
                    for (int j = 0; j < next.length; j++) {
                        NDArray z = p[at + h.length];
                        for (NDArray input : h) {
                            z = z.add(p[at++].mul(input));
                        }
                        at++;
                        next[j] = l < NET.length - 1 ? Activation.relu(z) : z;
                    }
                    h = next;
                }
                loss = loss.add(h[0].sub(data.y()[s]).square());
            }
            NDArray mean = loss.mul(1.0 / data.y().length);
            collector.backward(mean);
            return Djl.valueAndGradient(mean, p);
        }
    }

    /** A net whose steps start with inputs in a manager of their own and update in place. */
    private abstract static class Net implements Job {
        final Djl djl;
        final NDManager outer;
        private final double rate;
        private final int steps;
        int step;

        Net(Djl djl, double rate, int steps) {
            this.djl = djl;
            this.rate = rate;
            this.steps = steps;
            outer = djl.manager();
        }

        abstract NDArray[] parameters();

        abstract NDList inputs();

        abstract void reset();

        abstract NDArray loss();

        @Override
        public void run() {
            try (NDManager manager = djl.manager()) {
                NDList held = inputs();
                for (NDArray parameter : parameters()) {
                    held.add(parameter);
                }
                held.tempAttach(manager);
                try (GradientCollector collector = djl.collector()) {
                    collector.backward(loss());
                }
                for (NDArray parameter : parameters()) {
                    NDArray gradient = parameter.getGradient();
                    parameter.subi(gradient.mul(rate));
                    gradient.subi(gradient); // or the next pass adds to it
                }
                held.attach(outer);
            }
        }

        @Override
        public double[] result() {
            step = 0;
            reset();
            for (int i = 0; i < steps; i++) {
                run();
            }
            NDArray[] parameters = parameters();
            double[][] numbers = new double[parameters.length][];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Djl.numbers(parameters[i]);
            }
            return Jobs.join(numbers);
        }

        @Override
        public void close() {
            outer.close();
        }
    }

    /** The two-layer net. */
    static final class TwoLayer extends Net {
        private final int[] size;
        private final Data.TwoLayer data;
        private final NDArray x;
        private final NDArray y;
        private NDArray w1;
        private NDArray w2;

        TwoLayer(Djl djl, int[] size) {
            super(djl, Work.RATE, 1);
            this.size = size;
            data = Data.TwoLayer.of(size);
            x = djl.array(outer, data.x(), size[0], size[1]);
            y = djl.array(outer, data.y(), size[0], size[3]);
            reset();
        }

        @Override
        void reset() {
            w1 = Djl.leaf(djl.array(outer, data.w1(), size[1], size[2]));
            w2 = Djl.leaf(djl.array(outer, data.w2(), size[2], size[3]));
        }

        @Override
        NDArray[] parameters() {
            return new NDArray[] {w1, w2};
        }

        @Override
        NDList inputs() {
            return new NDList(x, y);
        }

        @Override
        NDArray loss() {
            return Activation.sigmoid(x.matMul(w1)).matMul(w2).sub(y).square().sum();
        }
    }

    /** The perceptron. */
    static final class Perceptron extends Net {
        private static final int BATCH = 128;

        private final int[] widths;
        private final NDArray x;
        private final NDArray classes;
        private final NDArray[] parameters;

        Perceptron(Djl djl, int[] widths) {
            super(djl, Work.MLP_RATE, 2);
            this.widths = widths;
            x = djl.array(outer, Data.mlpInputs(widths[0]), Work.MLP_ROWS, widths[0]);
            int[] all = Data.mlpClasses(widths[widths.length - 1]);
            long[] columns = new long[all.length];
            for (int i = 0; i < all.length; i++) {
                columns[i] = all[i];
            }
            classes = outer.create(columns).reshape(all.length, 1);
            parameters = new NDArray[2 * (widths.length - 1)];
            reset();
        }

        @Override
        void reset() {
            for (int l = 0; l < widths.length - 1; l++) {
                double[] weights = Data.mlpWeights(widths, l);
                parameters[2 * l] =
                        Djl.leaf(djl.array(outer, weights, widths[l], widths[l + 1]));
                parameters[2 * l + 1] =
                        Djl.leaf(djl.array(outer, new double[widths[l + 1]], widths[l + 1]));
            }
        }

        @Override
        NDArray[] parameters() {
            return parameters;
        }

        @Override
        NDList inputs() {
            return new NDList(x, classes);
        }

        @Override
        NDArray loss() {
            int[] rows = Inputs.rows(step++, BATCH, Work.MLP_ROWS);
            NDArray index = x.getManager().create(rows);
            NDArray h = x.get(index);
            for (int l = 0; l < parameters.length; l += 2) {
                h = h.matMul(parameters[l]).add(parameters[l + 1]);
                h = l < parameters.length - 2 ? Activation.relu(h) : h;
            }
            return h.logSoftmax(1).gather(classes.get(index), 1).mean().neg();
        }
    }
}
