/**
 * Internal: functions of numbers and loops over {@code double[]} and extents. A function that is
 * the derivative of another is a function here; how adjoints pass is the language's business.
 */
package org.cotangent.kernel;
