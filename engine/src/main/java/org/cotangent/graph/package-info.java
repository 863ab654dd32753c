/** Recorded graphs as data, and the forms in which people look at them. */
package org.cotangent.graph;
