package org.cotangent.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.SideEffects;

/**
 * The classes of rows in a loss: numbers, or in a step that is recorded an argument, from which the
 * same is computed by operations.
 */
final class Labels {
    private final int[] classes; // null of an argument
    private final Tensor argument; // or null, of the shape of the rows

    private Labels(int[] classes, Tensor argument) {
        this.classes = classes;
        this.argument = argument;
    }

    static Labels of(int[] classes, int[] shape) {
        Tensor argument = SideEffects.argument(classes);
        return argument == null
                ? new Labels(classes, null)
                : new Labels(null, argument.reshape(shape));
    }

    /** 1 for a row with another class than the one to ignore, 0 for the others. */
    Tensor known(int ignored, int[] shape) {
        return argument != null
                ? argument.ne(ignored)
                : Tensor.of(
                        Arrays.stream(classes).mapToDouble(c -> c == ignored ? 0 : 1).toArray(),
                        shape);
    }

    /** These with 0 in place of those that do not count; null for all count. */
    Labels kept(Tensor counted) {
        if (counted == null) {
            return this;
        }
        if (argument != null) {
            return new Labels(null, Tensor.where(counted, argument, Tensor.of(0)));
        }
        double[] counts = counted.toArray();
        int[] kept = classes.clone();
        for (int row = 0; row < kept.length; row++) {
            kept[row] = counts[row] == 0 ? 0 : kept[row];
        }
        return new Labels(kept, null);
    }

    /** Refuses classes that the scores have no column for. */
    void requireRange(String what, int columns) {
        if (argument == null) {
            ScoreChecks.range(what, classes, columns);
        } else {
            SideEffects.read(
                    argument,
                    x ->
                            ScoreChecks.range(
                                    what,
                                    Arrays.stream(x.toArray()).mapToInt(c -> (int) c).toArray(),
                                    columns));
        }
    }

    /** The score of each row's class, of the shape of the rows. */
    Tensor pick(Tensor scores) {
        return argument == null
                ? scores.pick(classes)
                : scores.gather(-1, argument.unsqueeze(-1)).squeeze(-1);
    }

    /**
     * The same where no row's adjoint is a zero: by a comparison, which programs of numbers have a
     * form for. That of a zero would have another sign.
     */
    Tensor pickOfAll(Tensor scores) {
        return argument != null && SideEffects.areDirect()
                ? Tensor.where(others(scores), Tensor.of(0), scores).sum(-1)
                : pick(scores);
    }

    /** The number of each row's class, of the shape of the rows. */
    Tensor in(double[] table, int[] shape) {
        return argument == null
                ? Tensor.of(Arrays.stream(classes).mapToDouble(c -> table[c]).toArray(), shape)
                : Tensor.of(table.clone()).gather(0, argument.reshape(-1)).reshape(shape);
    }

    /** 0 at the score of each row's class, 1 at the others, of the shape of the scores. */
    Tensor others(Tensor scores) {
        int columns = scores.size(-1);
        if (argument != null) {
            double[] all = IntStream.range(0, columns).asDoubleStream().toArray();
            return argument.unsqueeze(-1).ne(Tensor.of(all));
        }
        double[] others = new double[scores.size()];
        Arrays.fill(others, 1);
        for (int row = 0; row < classes.length; row++) {
            others[row * columns + classes[row]] = 0;
        }
        return Tensor.of(others, scores.shape());
    }

    /** The classes as numbers. */
    int[] numbers() {
        if (argument != null) {
            throw new IllegalStateException("the classes are read as numbers");
        }
        return classes;
    }
}
