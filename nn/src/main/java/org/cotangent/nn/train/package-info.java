/**
 * The {@linkplain org.cotangent.nn.train.Trainer loop} that fits a model to data, and what watches
 * over it.
 */
package org.cotangent.nn.train;
