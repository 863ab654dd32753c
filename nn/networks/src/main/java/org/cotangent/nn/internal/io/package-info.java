/** Input from files that may be damaged; the module does not export it. */
package org.cotangent.nn.internal.io;
