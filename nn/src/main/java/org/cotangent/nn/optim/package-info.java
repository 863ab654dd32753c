/**
 * Rules that update parameters by gradients: {@linkplain org.cotangent.nn.optim.Optimizer
 * optimizers}.
 */
package org.cotangent.nn.optim;
