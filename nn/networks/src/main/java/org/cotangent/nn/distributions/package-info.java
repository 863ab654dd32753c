/** Distributions with draws and log-probabilities that can be differentiated. */
package org.cotangent.nn.distributions;
