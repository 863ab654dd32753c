/** Internal: how a graph is ordered and swept, generic in nodes and adjoints. Not one number. */
package org.cotangent.tape;
