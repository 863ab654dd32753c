package org.cotangent.nn.train;

import java.util.function.Supplier;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * A step as it was computed, before anything is moved.
 *
 * @param found the loss with all that was added to it
 * @param penalty of the regularizers; null without any
 * @param gradients of the sum of both
 * @param graph computes that sum with its graph, for messages
 */
record StepResult(LossOfStep found, Tensor penalty, Gradients gradients, Supplier<Tensor> graph) {}
