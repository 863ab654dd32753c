package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.nn.internal.TextTableWriter;

/**
 * The Euclidean norms of a parameter, its gradient and its updates, each a mean over the batches of
 * an epoch.
 *
 * <p>The ratio of update to weight tells whether the learning rate fits: about 0.001 is usual, with
 * far more a training is about to diverge, with far less it hardly moves. A gradient norm of 0
 * means that the parameter does not learn, as behind dead units.
 *
 * @param name the parameter's name, as "dense1.weight"
 * @param size how many numbers it holds
 * @param weightNorm its norm before each step
 * @param gradientNorm the norm of its gradient, penalties included, before any clipping
 * @param updateNorm the norm of the change by each step
 */
public record ParameterStatistics(
        String name, int size, double weightNorm, double gradientNorm, double updateNorm) {
    /**
     * The norm of the updates as a fraction of the norm of the parameter.
     *
     * @return the ratio; infinite for a parameter that was 0 all along before its updates, NaN if
     *     it was not updated either
     */
    public double updateRatio() {
        return updateNorm / weightNorm;
    }

    /** The statistics of all parameters as an aligned table, one a line. */
    static String table(List<ParameterStatistics> all) {
        TextTableWriter table =
                new TextTableWriter(
                        1, "parameter", "numbers", "weight", "gradient", "update", "update/weight");
        for (ParameterStatistics each : all) {
            table.row(
                    each.name,
                    "" + each.size,
                    TextTableWriter.number(each.weightNorm),
                    TextTableWriter.number(each.gradientNorm),
                    TextTableWriter.number(each.updateNorm),
                    TextTableWriter.number(each.updateRatio()));
        }
        return table.toString();
    }
}
