/** Functions of tensors, recorded once and run often. */
package org.cotangent.program;
