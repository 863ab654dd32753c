package org.cotangent.benchmarks.peers;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.benchmarks.Contender;
import org.cotangent.benchmarks.Data;
import org.cotangent.benchmarks.Job;
import org.cotangent.benchmarks.Jobs;
import org.cotangent.benchmarks.Products;
import org.cotangent.benchmarks.Work;

/**
 * DJL with its PyTorch engine. Every run has an {@link NDManager} of its own that frees what the
 * run made, as DJL advises.
 */
public final class Djl implements Contender {
    private final DataType type;
    private Engine engine;

    /** A contender in float64; the library is loaded when it is first asked. */
    public Djl() {
        this(DataType.FLOAT64);
    }

    Djl(DataType type) {
        this.type = type;
    }

    private Engine engine() {
        if (engine == null) {
            engine = Engine.getEngine("PyTorch");
        }
        return engine;
    }

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public String description() {
        return "DJL "
                + Engine.getDjlVersion()
                + " with PyTorch "
                + engine().getVersion()
                + " in "
                + type.name().toLowerCase(Locale.ROOT);
    }

    NDManager manager() {
        return engine().newBaseManager(Device.cpu());
    }

    GradientCollector collector() {
        return engine().newGradientCollector();
    }

    /** An array of this contender's type. */
    NDArray array(NDManager manager, double[] elements, long... shape) {
        NDArray exact = manager.create(elements, new Shape(shape));
        return type == DataType.FLOAT64 ? exact : exact.toType(type, true);
    }

    static NDArray leaf(NDArray x) {
        x.setRequiresGradient(true);
        return x;
    }

    static double[] numbers(NDArray x) {
        return x.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    @Override
    public Job job(String work, int[] size) {
        switch (work) {
            case "exp":
                return map(NDArray::exp, Data.elements(work, size[0]));
            case "sigmoid":
                return map(x -> Activation.sigmoid(x), Data.elements(work, size[0]));
            case "tanh":
                return map(x -> Activation.tanh(x), Data.elements(work, size[0]));
            case "log":
                return map(NDArray::log, Data.elements(work, size[0]));
            case "softmax":
                return map(x -> x.softmax(0), Data.elements(work, size[0]));
            case "product":
                return Jobs.of(this::product);
            case "chain":
                return Jobs.of(() -> chain(size[0]));
            case "scalar-net":
                Data.Net net = Data.Net.of(size[0]);
                return Jobs.of(() -> DjlNets.scalarNet(this, net));
            case "two-layer":
                return new DjlNets.TwoLayer(this, size);
            case "mlp-epoch":
                return new DjlNets.Perceptron(this, size);
            case "convolution":
                return convolution(size);
            case "logistic":
                return logistic(size);
            default:
                return Products.job(work, size, this::product);
        }
    }

    /** A function of arrays that are made once. */
    private final class Applied implements Job {
        private final NDManager manager = manager();
        private final NDArray a;
        private final NDArray b;
        private final BiFunction<NDArray, NDArray, NDArray> function;

        Applied(
                Function<NDManager, NDArray> a,
                Function<NDManager, NDArray> b,
                BiFunction<NDArray, NDArray, NDArray> function) {
            this.a = a.apply(manager);
            this.b = b.apply(manager);
            this.function = function;
        }

        @Override
        public void run() {
            function.apply(a, b).close();
        }

        @Override
        public double[] result() {
            try (NDArray y = function.apply(a, b)) {
                return numbers(y);
            }
        }

        @Override
        public void close() {
            manager.close();
        }
    }

    private Job map(Function<NDArray, NDArray> function, double[] elements) {
        return new Applied(
                manager -> array(manager, elements, elements.length),
                manager -> null,
                (x, none) -> function.apply(x));
    }

    private Job product(Products.Form form, int m, int k, int n, double[] a, double[] b) {
        switch (form) {
            case NN:
                return new Applied(
                        manager -> array(manager, a, m, k),
                        manager -> array(manager, b, k, n),
                        NDArray::matMul);
            case TN:
                return new Applied(
                        manager -> array(manager, a, m, k),
                        manager -> array(manager, b, m, n),
                        (x, g) -> {
                            try (NDArray view = x.transpose()) {
                                return view.matMul(g);
                            }
                        });
            default:
                return new Applied(
                        manager -> array(manager, a, m, n),
                        manager -> array(manager, b, k, n),
                        (g, w) -> {
                            try (NDArray view = w.transpose()) {
                                return g.matMul(view);
                            }
                        });
        }
    }

    private double[] product() {
        try (NDManager manager = manager();
                GradientCollector collector = collector()) {
            NDArray x = leaf(manager.create(Data.XYZ[0]));
            NDArray y = leaf(manager.create(Data.XYZ[1]));
            NDArray z = leaf(manager.create(Data.XYZ[2]));
            NDArray f = x.add(y).mul(z);
            collector.backward(f);
            return valueAndGradient(f, x, y, z);
        }
    }

    static double[] valueAndGradient(NDArray value, NDArray... by) {
        double[] numbers = new double[1 + by.length];
        numbers[0] = value.getDouble();
        for (int i = 0; i < by.length; i++) {
            numbers[1 + i] = by[i].getGradient().getDouble();
        }
        return numbers;
    }

    private double[] chain(int n) {
        try (NDManager manager = manager();
                GradientCollector collector = collector()) {
            NDArray first = leaf(manager.create(0.5));
            NDArray w = leaf(manager.create(Work.CHAIN_W));
            NDArray b = leaf(manager.create(Work.CHAIN_B));
            NDArray v = first;
            for (int i = 0; i < n; i++) {
                v = i % 2 == 0 ? v.mul(w) : v.add(b);
            }
            collector.backward(v);
            return valueAndGradient(v, first, w, b);
        }
    }

    private Job convolution(int[] size) {
        Data.Convolution data = Data.Convolution.of(size);
        NDManager outer = manager();
        NDArray x = array(outer, data.x(), size[0], 1, size[1], size[1]);
        NDArray first = array(outer, data.w(), size[2], 1, size[3], size[3]);
        return new Job() {
            private double[] last;

            @Override
            public void run() {
                try (NDManager manager = manager();
                        GradientCollector collector = collector()) {
                    NDList all = new NDList(first.duplicate());
                    all.attach(manager);
                    NDArray w = leaf(all.head());
                    NDList inputs = new NDList(x);
                    inputs.tempAttach(manager);
                    collector.backward(Conv2d.conv2d(x, w).singletonOrThrow()); // of ones
                    last = numbers(w.getGradient());
                    inputs.attach(outer);
                }
            }

            @Override
            public double[] result() {
                run();
                return last;
            }

            @Override
            public void close() {
                outer.close();
            }
        };
    }

    private Job logistic(int[] size) {
        Data.Logistic data = Data.Logistic.of(size);
        NDManager outer = manager();
        NDArray x = array(outer, data.x(), size[0], size[1]);
        NDArray y = array(outer, data.y(), size[0]);
        NDArray first = array(outer, data.w(), size[1]);
        return new Job() {
            private double[] last;

            @Override
            public void run() {
                try (NDManager manager = manager();
                        GradientCollector collector = collector()) {
                    NDList all = new NDList(first.duplicate());
                    all.attach(manager);
                    NDArray w = leaf(all.head());
                    NDList inputs = new NDList(x, y);
                    inputs.tempAttach(manager);
                    NDArray z = x.matMul(w);
                    NDArray loss = Activation.softPlus(z).sub(y.mul(z)).mean();
                    collector.backward(loss);
                    last =
                            Jobs.join(
                                    new double[] {loss.getDouble()},
                                    w.getGradient().toDoubleArray());
                    inputs.attach(outer);
                }
            }

            @Override
            public double[] result() {
                run();
                return last;
            }

            @Override
            public void close() {
                outer.close();
            }
        };
    }
}
