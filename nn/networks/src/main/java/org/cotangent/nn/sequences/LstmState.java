package org.cotangent.nn.sequences;

import java.util.Objects;
import org.cotangent.Tensor;

/**
 * The states of an {@link LstmCell}: its output and its memory.
 *
 * @param hidden the output h, of shape [rows, width]
 * @param memory the memory c, of the same shape
 */
public record LstmState(Tensor hidden, Tensor memory) {
    /**
     * Both of them.
     *
     * @param hidden the output h, of shape [rows, width]
     * @param memory the memory c, of the same shape
     * @throws NullPointerException if one is null
     */
    public LstmState {
        Objects.requireNonNull(hidden, "lstm state: the output is null");
        Objects.requireNonNull(memory, "lstm state: the memory is null");
    }
}
