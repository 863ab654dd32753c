/** Programs to read and run: one file each, each with a {@code main}. */
package org.cotangent.samples;
