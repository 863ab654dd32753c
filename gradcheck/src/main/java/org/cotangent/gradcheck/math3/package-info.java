/**
 * Checks of the derivatives that Commons Math's own interfaces carry: {@link
 * org.cotangent.gradcheck.math3.MathCheck}.
 *
 * <p>Needs {@code org.apache.commons:commons-math3} 3.x on the path, which the module does not
 * bring along: it is optional, and nobody else loads a class of this package.
 */
package org.cotangent.gradcheck.math3;
