/** Linear algebra, and equations that are solved by it. */
package org.cotangent.linalg;
