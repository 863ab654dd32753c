/**
 * Arbitraries for <a href="https://jqwik.net">jqwik</a>: {@link
 * org.cotangent.gradcheck.jqwik.Shapes shapes}, {@link org.cotangent.gradcheck.jqwik.Tensors
 * tensors} in a domain or on kinks, {@link org.cotangent.gradcheck.jqwik.Matrices matrices} and
 * random {@link org.cotangent.gradcheck.jqwik.Programs programs}, all of which shrink.
 *
 * <p>Needs {@code net.jqwik:jqwik-api} on the class path or module path, which the rest of the
 * module does without.
 */
package org.cotangent.gradcheck.jqwik;
