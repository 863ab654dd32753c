package org.cotangent.nn;

/**
 * A marker for layers that open their own graph scope, so that containers do not open one for them.
 */
interface OpensScope {}
