/**
 * Layers over sequences, of shape [rows, steps, features]: recurrent cells and layers, attention,
 * transformers, and losses with masks.
 */
package org.cotangent.nn.sequences;
