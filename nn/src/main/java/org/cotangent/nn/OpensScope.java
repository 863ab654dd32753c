package org.cotangent.nn;

/** A layer that puts what it records into a box of its own, so that containers need not. */
interface OpensScope {}
