package org.cotangent.nn.optim;

/**
 * The result of a {@link Minimizer}.
 *
 * @param loss the loss there
 * @param iterations how many iterations it made
 * @param converged whether it met its tolerance; false where that is so at a saddle or a maximum,
 *     or it started on flat ground
 * @param reason why it ended, as a sentence
 */
public record Minimum(double loss, int iterations, boolean converged, String reason) {}
