/**
 * Internal: elements of arrays without a copy, for the library's own modules alone. It knows
 * nothing of them; the language opens it.
 */
package org.cotangent.door;
