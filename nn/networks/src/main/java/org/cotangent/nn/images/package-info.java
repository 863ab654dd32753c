/**
 * Layers over images, signals and volumes, of shape [rows, channels, …]: convolution, pooling,
 * padding and their relatives.
 */
package org.cotangent.nn.images;
