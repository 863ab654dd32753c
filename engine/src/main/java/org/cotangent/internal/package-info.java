/** Internal: what the language shares with the library's other packages and modules. */
package org.cotangent.internal;
