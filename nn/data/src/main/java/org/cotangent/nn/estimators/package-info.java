/**
 * Multilayer perceptrons that are configured, fitted and used in three lines: {@linkplain
 * org.cotangent.nn.estimators.MlpClassifier for classes} and {@linkplain
 * org.cotangent.nn.estimators.MlpRegressor for values}, with normalization, training and early
 * stopping inside and settings that do for most tables.
 */
package org.cotangent.nn.estimators;
