/** Display of the library's objects in Jupyter notebooks. */
package org.cotangent.notebook;
