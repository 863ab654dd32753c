/** A sample of one file for every network of the course. */
package org.cotangent.samples.zoo;
