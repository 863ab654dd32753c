package org.cotangent.nn.train;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Pass;
import org.cotangent.nn.ReducedLoss;
import org.cotangent.nn.internal.Repeatable;
import org.cotangent.nn.internal.SideEffects;

/**
 * The steps of a training as programs, one for each turn and shape of batch that comes often: a
 * step is made plainly some times, recorded, and replayed from then on if that is faster.
 */
final class Replays<M extends Module, B> {
    /** The most programs, each of which holds the numbers of a step. */
    private static final int MOST = 8;

    /** How many steps of either kind are timed, in turns. */
    private static final int TIMED = 12;

    /** After how many replays, or after how long, they are. */
    private static final int WARM = 1000;

    private static final long WARM_NANOSECONDS = 500_000_000;

    /** How many replays may have to be made again, and by how much they must be fewer than all. */
    private static final int FAILURES = 8;

    private record Key(String turn, List<Object> shapes) {}

    /** The steps of one turn on batches of one shape. */
    private final class Steps {
        long plain; // how many were made
        long replayed;
        long failed;
        RecordedStep<M, B> recorded; // or null

        // nanoseconds
        private long all;
        private long fastest = Long.MAX_VALUE;
        private long fastestPlain = Long.MAX_VALUE;
        private int compared; // how many of both kinds

        /** Whether the next step is to be plain, to see which kind is faster. */
        boolean comparesWithPlain() {
            boolean warm = replayed >= WARM || replayed >= TIMED && all >= WARM_NANOSECONDS;
            if (!warm || compared > 2 * TIMED || run.settings.forced) {
                return false;
            }
            if (compared == 0) {
                fastest = Long.MAX_VALUE;
                fastestPlain = Long.MAX_VALUE;
            } else if (compared == 2 * TIMED && fastest > fastestPlain) {
                log(Level.DEBUG, "replays are slower than plain steps");
                recorded = null;
                plain = Long.MIN_VALUE;
            }
            return ++compared % 2 == 1;
        }

        void took(long nanoseconds) {
            all += nanoseconds;
            fastest = Math.min(fastest, nanoseconds);
        }

        void tookPlain(long nanoseconds) {
            plain++;
            fastestPlain = Math.min(fastestPlain, nanoseconds);
        }
    }

    private final TrainingRun<M, B> run;
    private final boolean asked; // by the user, else as far as it is known to be safe
    private final Map<Key, Steps> all = new HashMap<>();
    private boolean off;
    private int programs;
    private String reason; // why steps are plain, or null

    Replays(TrainingRun<M, B> run) {
        this.run = run;
        Boolean wanted = run.settings.replay;
        asked = wanted != null && wanted;
        off = wanted == null ? !isOurs() : !wanted;
    }

    /** Whether all that a step runs is the library's, which holds no numbers beside its tensors. */
    private boolean isOurs() {
        for (Turn<M, B> turn : run.turns) {
            if (!(turn.step() instanceof SupervisedStep<?> step
                    && step.loss() instanceof ReducedLoss<?>)) {
                return false;
            }
        }
        for (Object each : run.settings.regularizers) {
            if (!(each instanceof Repeatable regularizer && regularizer.isRepeatable())) {
                return false;
            }
        }
        try {
            return isOurs(run.settings.model) && ModuleStates.of(run.settings.model) != null;
        } catch (IllegalArgumentException e) {
            return false; // a module without a format
        }
    }

    private static boolean isOurs(Module module) {
        return module.getClass().getName().startsWith("org.cotangent.nn.")
                && module.children().stream().allMatch(Replays::isOurs);
    }

    /** How many steps were replayed. */
    long count() {
        return all.values().stream().mapToLong(steps -> steps.replayed - steps.failed).sum();
    }

    /** Why steps are made plainly; null if there is no reason. */
    String reason() {
        return reason;
    }

    /** Makes a step. */
    StepResult step(Turn<M, B> turn, B batch, Pass pass) {
        if (off) {
            return run.plain(batch, pass);
        }
        List<Object> parts = BatchParts.of(batch);
        Key key = new Key(turn.name(), BatchParts.shapes(parts));
        Steps steps = all.get(key);
        if (steps == null) {
            if (all.size() >= 8 * MOST) {
                return run.plain(batch, pass); // shapes that never come again
            }
            all.put(key, steps = new Steps());
        }
        if (steps.recorded != null) {
            return replayed(steps, batch, parts, pass);
        }
        return steps.plain >= run.settings.replayAfter
                        && programs < MOST
                        && run.stepsToCome() >= run.settings.replayFor
                ? recorded(turn, steps, batch, parts, pass)
                : plain(steps, batch, pass);
    }

    private StepResult plain(Steps steps, B batch, Pass pass) {
        long before = System.nanoTime();
        StepResult result = run.plain(batch, pass);
        steps.tookPlain(System.nanoTime() - before);
        return result;
    }

    private StepResult recorded(
            Turn<M, B> turn, Steps steps, B batch, List<Object> parts, Pass pass) {
        String refusal = BatchParts.refusal(parts);
        if (refusal != null) {
            stop(refusal);
            return plain(steps, batch, pass);
        }
        boolean own = asked && !isOurs();
        if (own && parts.stream().anyMatch(Replays::isOfOneClass)) {
            return plain(steps, batch, pass); // could not tell whether they are read
        }
        List<Tensor> buffers = RecordedStep.values(run.settings.model.buffers());
        SideEffects noted = SideEffects.noted();
        StepResult result = noted.follow(() -> run.plain(batch, pass));
        try {
            steps.recorded = new RecordedStep<>(run, turn, batch, buffers, noted, result, own);
            programs++;
        } catch (RuntimeException e) {
            stop(e.getMessage());
        }
        return result;
    }

    private static boolean isOfOneClass(Object part) {
        return part instanceof int[] classes && Arrays.stream(classes).distinct().count() < 2;
    }

    private StepResult replayed(Steps steps, B batch, List<Object> parts, Pass pass) {
        if (steps.comparesWithPlain()) {
            return plain(steps, batch, pass);
        }
        List<Tensor> drawn = new ArrayList<>();
        steps.replayed++;
        long before = System.nanoTime();
        try {
            StepResult result = steps.recorded.run(batch, parts, pass, drawn);
            steps.took(System.nanoTime() - before);
            return result;
        } catch (RuntimeException e) {
            steps.failed++;
            if (steps.failed > FAILURES && 4 * steps.failed > steps.replayed) {
                stop("replays fail too often, the last because " + e.getMessage());
            }
            pass.undo();
            return run.again(batch, drawn);
        }
    }

    /** How the programs run. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        all.forEach(
                (key, steps) -> {
                    if (steps.recorded != null) {
                        text.append(key).append(": ").append(steps.recorded);
                    }
                });
        return text.toString();
    }

    /** Makes plain steps from now on. */
    private void stop(String why) {
        off = true;
        reason = why;
        all.values().forEach(steps -> steps.recorded = null);
        log(asked ? Level.INFO : Level.DEBUG, "steps are not replayed: " + why);
    }

    private static void log(Level level, String message) {
        System.getLogger("org.cotangent").log(level, "trainer: " + message);
    }
}
