// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.networks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;

/**
 * The losses of classification and their gradients on one small table of scores.
 *
 * <p>What to see: the hinge loss is content with the second picture, whose right class leads by
 * more than 1, and has no gradient there; where it is not content, each class within the margin
 * gets a gradient of 1, however far it is off, and the right one the negative sum. The squared
 * hinge loss minds large errors more. The softmax loss is never quite content: its gradient is the
 * probability of each class, less 1 for the right one, and sums to 0 in each row.
 *
 * <p>The scores are those of the lecture on losses of the course "CS231n: Convolutional Neural
 * Networks for Visual Recognition", Stanford: hinge losses 2.9, 0 and 12.9.
 */
public final class ScoreLosses {
    private static final String[] CLASSES = {"cat", "car", "frog"};
    static final double[][] SCORES = {{3.2, 5.1, -1.7}, {1.3, 4.9, 2.0}, {2.2, 2.5, -3.1}};
    private static final int[] RIGHT = {0, 1, 2};

    private ScoreLosses() {}

    /**
     * Prints scores, losses and gradients.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        System.out.println("scores of three pictures");
        print(Tensor.of(SCORES), null);
        losses().forEach(ScoreLosses::print);
    }

    /** From scores to a loss for each row. */
    static Map<String, UnaryOperator<Tensor>> losses() {
        Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
        all.put(
                "hinge loss: sum of max(0, s_j - s_y + 1)",
                scores -> Losses.multiclassHinge().unreduced().apply(scores, RIGHT));
        all.put(
                "squared hinge loss: sum of max(0, s_j - s_y + 1)^2",
                scores -> Losses.multiclassHinge().squared().unreduced().apply(scores, RIGHT));
        all.put(
                "softmax loss: -log(e^s_y / sum of e^s_j)",
                scores -> Losses.softmaxCrossEntropy().unreduced().apply(scores, RIGHT));
        return all;
    }

    private static void print(String name, UnaryOperator<Tensor> loss) {
        Tensor scores = Tensor.variable(SCORES);
        Tensor losses = loss.apply(scores);
        System.out.println();
        System.out.println(name + "; its gradient:");
        // each loss depends on its own row only, so the gradient of the sum has them all
        print(losses.sum().backward().of(scores), losses);
    }

    private static void print(Tensor rows, Tensor losses) {
        System.out.print("  a picture of");
        for (String each : CLASSES) {
            System.out.printf("%9s", each);
        }
        System.out.println(losses == null ? "" : "        loss");
        double[][] table = rows.toMatrix();
        for (int row = 0; row < table.length; row++) {
            System.out.printf("  %-12s", "a " + CLASSES[RIGHT[row]]);
            for (double number : table[row]) {
                System.out.printf(Locale.ROOT, "%9.3f", number);
            }
            if (losses != null) {
                System.out.printf(Locale.ROOT, "%12.3f", losses.get(row));
            }
            System.out.println();
        }
    }
}
