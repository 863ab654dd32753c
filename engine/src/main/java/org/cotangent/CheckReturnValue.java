package org.cotangent;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A mark for methods whose call is a mistake if its result is dropped, and for types all of whose
 * methods are so: tensors and settings are immutable, and {@code loss.labelSmoothing(0.1);} as a
 * statement changes nothing.
 *
 * <p>Checkers know the annotation by its simple name, whatever its package:
 *
 * <ul>
 *   <li>Error Prone, at methods and types, as an error of the check <a
 *       href="https://errorprone.info/bugpattern/CheckReturnValue">CheckReturnValue</a> that is on
 *       by default; any package since <a
 *       href="https://github.com/google/error-prone/commit/6c440ae18e9df017485279068cd62d8c65407094">
 *       6c440ae</a>
 *   <li>OpenRewrite, at methods and types, by the recipe <a
 *       href="https://docs.openrewrite.org/recipes/staticanalysis/findignoredcheckreturnvalue">
 *       FindIgnoredCheckReturnValue</a>
 *   <li>IntelliJ IDEA, at methods alone: the inspection "Result of method call ignored" knows types
 *       by the full names of five other annotations (getAnnotationByShortNameCheckReturnValue in
 *       its IgnoreResultOfCallInspection)
 * </ul>
 *
 * <p>The compiler takes no notice of it, nor does anything here as a program runs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CheckReturnValue {}
