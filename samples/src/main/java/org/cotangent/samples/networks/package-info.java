/**
 * Networks that learn, from a single neuron to a reader of images: one file each, each with a
 * {@code main} whose first argument, if there is one, is the folder for its pictures.
 */
package org.cotangent.samples.networks;
