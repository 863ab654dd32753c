/** Internal: loops over {@code double[]} and extents. Not one derivative. */
package org.cotangent.kernel;
