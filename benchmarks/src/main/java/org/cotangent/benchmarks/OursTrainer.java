package org.cotangent.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Pass;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.nn.train.TrainingStatus;

/** Trainings by a {@link Trainer}, whose steps are replayed as programs or not. */
final class OursTrainer implements Contender {
    private static final int NEVER_ENDS = 1_000_000;

    private final boolean replays;

    OursTrainer(boolean replays) {
        this.replays = replays;
    }

    @Override
    public String name() {
        return replays ? "ours-trainer" : "ours-trainer-recorded";
    }

    @Override
    public String description() {
        return "Cotangent's Trainer, steps " + (replays ? "replayed" : "recorded each time");
    }

    @Override
    public Job job(String work, int[] size) {
        return work.equals("mlp-epoch") ? new Training(size) : null;
    }

    private static Tensor loss(Mlp model, Dataset<Tensor, int[]> batch, Pass pass) {
        return Losses.softmaxCrossEntropy()
                .apply(model.forward(batch.inputs(), pass), batch.targets());
    }

    /** A training in a thread of its own, which waits before each batch until it is asked for. */
    private final class Training implements Job, Callback {
        private final int[] widths;
        private final Dataset<Tensor, int[]> data;
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);
        private Mlp model;
        private volatile boolean closed;

        Training(int[] widths) {
            this.widths = widths;
            data = Ours.images(widths);
            start();
        }

        private void start() {
            model = Ours.perceptron(widths);
            AtomicInteger step = new AtomicInteger();
            Batches<Dataset<Tensor, int[]>> batches =
                    Batches.generated(
                            NEVER_ENDS,
                            any ->
                                    data.select(
                                            Inputs.rows(
                                                    step.getAndIncrement(),
                                                    Ours.BATCH,
                                                    Work.MLP_ROWS)));
            Trainer<Mlp, Dataset<Tensor, int[]>> trainer =
                    new Trainer<>(model, OursTrainer::loss, new Sgd(Work.MLP_RATE))
                            .progress(Progress.none())
                            .replay(replays)
                            .callback(this);
            Thread thread = new Thread(() -> trainer.fit(batches, new SplittableRandom(1)));
            thread.setDaemon(true);
            thread.start();
            done.acquireUninterruptibly();
        }

        @Override
        public void onBatchStart(TrainingStatus status) {
            done.release();
            asked.acquireUninterruptibly();
            if (closed) {
                status.stop("closed");
            }
        }

        @Override
        public void run() {
            asked.release();
            done.acquireUninterruptibly();
        }

        @Override
        public double[] result() {
            Training other = new Training(widths);
            other.run();
            other.run();
            double[] numbers = Ours.numbers(other.model);
            other.close();
            return numbers;
        }

        @Override
        public void close() {
            closed = true;
            asked.release();
        }
    }
}
