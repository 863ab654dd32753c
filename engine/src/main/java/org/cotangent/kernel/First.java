package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;

/** A function of two numbers that gives the first wherever that is finite. */
@FunctionalInterface
public interface First extends DoubleBinaryOperator {}
