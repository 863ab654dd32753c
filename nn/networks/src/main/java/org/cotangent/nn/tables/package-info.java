/** Layers with several inputs and parts to be combined. */
package org.cotangent.nn.tables;
