/** Operators of the language Groovy. */
package org.cotangent.groovy;
