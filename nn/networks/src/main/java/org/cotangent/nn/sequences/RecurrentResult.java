package org.cotangent.nn.sequences;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/**
 * The outputs of a recurrent network for all steps, and the states in which it ends.
 *
 * @param outputs the outputs, of shape [rows, steps, directions · width]; 0 after the end of a row
 * @param states the last states: a tensor for each state of the cell, of shape [layers ·
 *     directions, rows, width], layer by layer and of each first the forward direction; the first
 *     tensor has the last outputs
 */
public record RecurrentResult(Tensor outputs, List<Tensor> states) {
    /**
     * Outputs and states.
     *
     * @param outputs the outputs
     * @param states the states, which are copied
     */
    public RecurrentResult {
        states = List.copyOf(states);
    }

    /**
     * The states as constants, for the next stretch of the sequences: gradients end there. That is
     * truncated back-propagation through time.
     *
     * @return the states, through which no gradient passes
     */
    public List<Tensor> carried() {
        return states.stream().map(Tensor::stopGradient).toList();
    }

    /**
     * The last output of each row: that of the last layer after the row's last step, and where
     * there are two directions beside it that of the backward one after the first step.
     *
     * @return shape [rows, directions · width]
     */
    public Tensor last() {
        Tensor all = states.get(0);
        int directions = outputs.size(2) / all.size(2);
        return Tensor.concat(
                1,
                IntStream.range(all.size(0) - directions, all.size(0))
                        .mapToObj(i -> all.slice(0, i, i + 1).squeeze(0))
                        .toArray(Tensor[]::new));
    }
}
