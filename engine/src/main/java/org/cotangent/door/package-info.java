/**
 * Internal: elements of arrays without a copy, and the threads of the kernels, for the library's
 * own modules alone. It knows no array; the language opens it.
 */
package org.cotangent.door;
