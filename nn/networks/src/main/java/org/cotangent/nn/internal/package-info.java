/** Helpers that several packages of the module share; the module does not export them. */
package org.cotangent.nn.internal;
